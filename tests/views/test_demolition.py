"""征迁: days, shares, limits and counts, each in its own unit."""

import pytest

from views.demolition import demolition_view

RIVER = {"project": "常山江航运枢纽", "object": "房屋"}
ROWS = [
    {"project": "常山江航运枢纽", "object": "土地", "stage": "征收", "households": 381, "area_mu": 497.25,
     "area_printed": 33.15, "area_unit": "公顷", "cells": "households=1488 area_mu=1493"},
    {**RIVER, "stage": "签约", "day": 1, "share_pct": 42.8, "cells": "share_pct=1531"},
    {**RIVER, "stage": "签约", "day": 7, "share_pct": 100, "buildings": 14, "cells": "day=1541 buildings=1545"},
    {"project": "文峰西路西延", "object": "房屋", "stage": "拆除", "buildings": 17, "limit_days": 15,
     "cells": "buildings=1605 limit_days=1599"},
]  # fmt: skip


@pytest.fixture(scope="module")
def demolition(version):
    return demolition_view(version(demolition=ROWS))


def test_demolition_shares_are_stated_by_day(demolition):
    assert demolition.shares.title == "常山江航运枢纽：第1天房屋签约42.8%、第7天房屋签约全部完成"
    assert demolition.shares.drawn["share_pct"].tolist() == [42.8, 100.0]


def test_demolition_days_taken_exclude_first_day_and_a_limit_alone_is_an_open_bar(demolition):
    drawn = demolition.days.drawn
    assert drawn["value_text"].tolist() == ["7天", "15天内"]
    assert drawn["open"].tolist() == [False, True]
    assert drawn["limit"].tolist()[1] == 15


def test_demolition_amounts_of_different_units_are_neither_added_nor_compared(demolition):
    assert demolition.summary == "各项目分别以户、幢、亩计，口径不同，不相加"
    assert demolition.amounts.table["value_text"].tolist() == ["381户", "14幢", "17幢", "33.15公顷（497.25亩）"]
    assert demolition.amounts.drawn["value"].tolist() == [14.0, 17.0]


@pytest.mark.parametrize(
    ("area", "shown"), [({"area_mu": 510}, "510亩（34公顷）"), ({"area_mu": None}, "33.15公顷（497.25亩）")]
)
def test_demolition_area_shown_equals_area_stored(version, area, shown):
    assert demolition_view(version(demolition=[ROWS[0] | area])).headlines["note"].iloc[0].endswith(shown)


def test_headlines_lead_to_their_figures(demolition):
    assert demolition.headlines["start"].tolist() == [1488, 1541, 1599]
    assert demolition.headlines["note"].iloc[0] == "常山江航运枢纽 · 33.15公顷（497.25亩）"
