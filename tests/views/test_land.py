"""土地整治: the chain, the claims, the farmland projects."""

import pytest

from views.land import chain_rows, land_view
from views.panel import cell_starts

WORK = {"project": "土地整治", "role": "actual"}
LAND = [
    {**WORK, "stage": "种植", "area_mu": 584, "of_what": "历史项目任务", "cells": "area_mu=1430"},
    {**WORK, "stage": "立项", "projects": 20, "area_mu": 880, "cells": "projects=1379 area_mu=1388"},
    {**WORK, "stage": "施工", "area_mu": 600, "qualifier": "about", "cells": "area_mu=1419"},
    {**WORK, "stage": "总进度", "share_pct": 73, "of_what": "原文未写明以哪个目标为准", "cells": "share_pct=1446"},
    {"project": "四都畈绿色农田", "stage": "完工待验收", "area_mu": 1900, "qualifier": "over", "cells": "area_mu=1866"},
    {"project": "第一批高标准农田", "stage": "预期效益", "area_mu": 1200, "role": "forecast", "cells": "area_mu=2002"},
]
FUNDING = [
    {"project": "四都畈绿色农田", "amount_wan_yuan": 4000, "role": "actual", "cells": "amount_wan_yuan=1847"},
    {"project": "四都畈绿色农田", "amount_wan_yuan": 200, "part_of": "funding.0", "cells": "amount_wan_yuan=1890"},
]


@pytest.fixture(scope="module")
def land(version):
    return land_view(version(land=LAND, funding=FUNDING))


def test_land_stages_have_the_order_of_the_work(version):
    assert chain_rows(version(land=LAND)["land"])["stage"].tolist() == ["立项", "施工", "种植"]


def test_land_chain_has_projects_and_area_and_names_what_is_not_stated(land):
    drawn = land.chain.drawn
    area = drawn[drawn["panel"] == "面积（亩）"]
    assert area["value_text"].tolist() == ["880亩", "约600亩", "584亩"]
    projects = drawn[drawn["panel"] == "项目数（个）"]
    assert projects["value"].tolist()[0] == 20
    assert projects["value"].isna().tolist() == [False, True, True]
    assert land.chain.title == "立项20个；立项880亩，施工约600亩，种植584亩"


def test_land_chain_number_keeps_the_offset_of_its_figure(land):
    proofs = [cell_starts(cells).get("value") for cells in land.chain.table["cells"]]
    assert proofs == [1379, None, None, 1388, 1419, 1430]


def test_land_unclear_rate_is_stated_with_what_is_unclear(land):
    assert land.summary == "自报总进度73%：原文未写明以哪个目标为准"


def test_land_farmland_money_is_shown_once_without_its_part(land):
    table = land.projects.table
    assert table["money_wan_yuan"].tolist()[0] == 4000
    assert cell_starts(table["cells"].iloc[0]) == {"area_mu": 1866, "money_wan_yuan": 1847}
    assert land.projects.drawn["soft"].tolist() == [False, True]


def test_stages_without_project_are_one_chain(version):
    rows = [{"stage": "验收", "area_mu": 2094}, {"stage": "立项", "area_mu": 2931}]
    assert chain_rows(version(land=rows)["land"])["area_mu"].tolist() == [2931, 2094]


def test_repeated_stages_without_project_are_no_chain(version):
    rows = [{"stage": "验收", "area_mu": 2094}, {"stage": "验收", "area_mu": 5746}]
    assert chain_rows(version(land=rows)["land"]).empty


def test_project_without_area_or_stage_is_counted_and_not_named_in_the_title(version):
    rows = [{"project": "东畈", "area_mu": 850}, {"project": "西畈", "months": 3}]
    shown = land_view(version(land=rows)).projects
    assert shown.title == "东畈850亩"
    assert "另有1项未写明面积" in shown.subtitle
    assert shown.drawn["note"].tolist() == [""]
