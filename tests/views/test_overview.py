"""总览: counts, deviations, headlines and attention, with values worked out by hand."""

import math

import pytest

from views.overview import deviation_bands, overview_view, year_elapsed

YEAR = {"begin": "2023-01-01", "due": "2023-12-31", "kind": "cumulative", "direction": 1}
FARMLAND = {
    "indicator_id": "土地整治(新增耕地)种植平方米",
    "name": "新增耕地",
    "domain": "land",
    "unit": "亩",
    "actual": 584,
    **YEAR,
}


@pytest.fixture(scope="module")
def overview(version):
    return overview_view(
        version(
            measures=[
                {**FARMLAND, "target": 7850, "claim": "总结:“7850亩”", "cells": "target=1353 actual=1430"},
                {**FARMLAND, "target": 800, "claim": "计划:“800亩”", "cells": "target=4815 actual=1430"},
                {"indicator_id": "trees", "name": "植树", "domain": "environment", "unit": "株",
                 "target": 100, "actual": 30, **YEAR},
                {"indicator_id": "signed", "name": "签约", "domain": "demolition", "unit": "幢", "kind": "coverage",
                 "direction": 1, "target": 14, "actual": 14},
                {"indicator_id": "固定投资元", "name": "固定投资", "domain": "investment", "unit": "万元",
                 "kind": "monitor", "actual": 3774, "as_of_end": "2023-05-31", "cells": "actual=2053"},
            ],
            findings=[{"severity": "conflict", "check": "a"}, {"severity": "passed", "check": "b"}],
        )
    )  # fmt: skip


def test_year_elapsed_of_a_version_without_measures_is_that_of_what_is_reported(version):
    dates = {"role": "actual", "as_of_end": "2022-12-31"}
    shown = overview_view(version(figures=[dates, {"role": None, "as_of_end": "2023-12-31"}]))
    assert shown.year_sentence == "截至2022年12月31日，全年时间已过100.0%"


def test_overview_lists_every_as_of_date(overview):
    assert overview.as_of == "2023年1—6月、2023年1—5月"


def test_overview_elapsed_share_is_that_of_the_latest_day(overview):
    assert overview.year_sentence == "截至2023年6月30日，全年时间已过49.6%"
    assert overview.year_elapsed == pytest.approx(181 / 365)


def test_overview_without_date_has_no_elapsed_share(version):
    assert year_elapsed(version()["measures"]) == (None, "数据时点未载明")


def test_overview_indicator_is_counted_once_worst_state_first(overview):
    counted = list(zip(overview.states.table["word"], overview.states.table["n"], strict=True))
    assert counted == [("滞后", 1), ("待核实", 1), ("已完成", 1), ("仅监测", 1)]
    assert overview.states.title == "3项有目标的指标：1项已完成，2项需要关注（另有1项仅监测）"


def test_overview_deviations_draw_both_claims_and_skip_missing_ones(overview):
    drawn = overview.deviations.drawn
    assert drawn["label"].tolist() == ["新增耕地·按7,850亩", "植树", "新增耕地·按800亩"]
    assert drawn["value_text"].tolist() == ["−42.1个百分点", "−19.6个百分点", "+23.4个百分点"]
    assert drawn["word"].tolist() == ["按此目标：严重滞后", "滞后", "按此目标：超前"]


def test_overview_takeaway_names_the_choice_that_decides_the_state(overview):
    assert overview.deviations.title == "新增耕地：按7,850亩严重滞后，按800亩超前"


def test_overview_attention_is_worst_first_with_domain_and_reason(overview):
    table = overview.attention.table
    assert table["name"].tolist() == ["植树", "新增耕地"]
    assert table["domain"].tolist() == ["environment", "land"]
    assert "请选定一个目标" in table["reason"].iloc[1]


def test_overview_headlines_have_unit_date_state_and_offset_of_their_figure(overview):
    first, second = overview.headlines.to_dict("records")[:2]
    assert (first["label"], first["value"], first["unit"], first["start"]) == ("新增耕地", "584", "亩", 1430)
    assert (first["state"], first["note"]) == ("to_verify", "按7,850亩严重滞后，按800亩超前")
    assert (second["value"], second["as_of"], second["start"]) == ("3,774", "2023年1—5月", 2053)


def test_overview_findings_are_one_sentence(overview):
    assert overview.checks == "核对2项：矛盾1项、相符1项"


def test_overview_alternative_text_has_the_main_numbers(overview):
    assert "新增耕地·按800亩+23.4个百分点" in overview.deviations.alt
    assert "已完成1项" in overview.states.alt


def test_overview_bands_drawn_are_those_of_the_rule(overview):
    assert overview.bands == ((-30, "严重滞后"), (-10, "滞后"), (10, "正常"), (math.inf, "超前"))
    assert deviation_bands("strict") == ((0, "滞后"), (math.inf, "正常"))
    assert deviation_bands("pace") == ()
