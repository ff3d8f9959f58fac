"""安全隐患: counts and what became of them, never guessed."""

import pytest

from views.safety import safety_view

ROWS = [
    {"category": "风险隐患点", "unit": "个", "found": 362, "cells": "found=3734"},
    {"category": "矛盾纠纷", "level": "重大", "unit": "件", "found": 12, "closed": 9, "controlled": 3},
    {"category": "安全生产隐患", "level": "重大", "unit": "处", "found": 11, "closed": 8, "open_in_time": 3,
     "overdue": 0, "cells": "found=3926 closed=3958 open_in_time=3963"},
    {"category": "安全生产隐患", "level": "一般", "unit": "处", "found": 6715, "rate_pct": 100},
    {"category": "排查单位", "unit": "家", "found": 3355},
]  # fmt: skip
ENFORCED = {"topic": "行政执法", "role": "actual"}
GOVERNANCE = [
    {**ENFORCED, "name": "流动摊贩同比减少", "value": 17, "unit": "%"},
    {**ENFORCED, "name": "劝离流动摊", "value": 836, "unit": "处"},
    {**ENFORCED, "name": "清理摊点", "value": 100, "unit": "处"},
    {**ENFORCED, "name": "清理占道", "value": 424, "unit": "家"},
]


@pytest.fixture(scope="module")
def safety(version):
    return safety_view(version(safety=ROWS, governance=GOVERNANCE))


def test_safety_open_cases_come_first_and_none_is_called_late(safety):
    assert (
        safety.hazards.title
        == "重大安全生产隐患11处：8处已闭环、3处限期内整改中、无逾期；重大矛盾纠纷12件：9件已化解、3件已稳控"
    )
    assert safety.summary == "已写明处理情况的都没有逾期；风险隐患点、重大矛盾纠纷是否逾期原文未写明"


def test_safety_rate_of_100_per_cent_is_a_count_stated_as_derived(safety):
    row = safety.hazards.table.set_index("found").loc[6715]
    assert row["closed"] == 6715
    assert "处数按自报完成率100%推算" in safety.hazards.drawn["note"].tolist()


def test_safety_risks_without_outcome_are_not_stated(safety):
    assert safety.hazards.table.set_index("category").loc["风险隐患点", "closed"] != 362
    assert "风险隐患点362个：处理情况未写明" in safety.hazards.alt


def test_safety_inspected_places_are_no_hazards(safety):
    assert safety.counts.table["category"].tolist() == ["排查单位"]


def test_safety_counts_of_one_unit_only_are_compared(safety):
    assert safety.enforcement.drawn["label"].tolist() == ["劝离流动摊", "清理摊点"]
    assert len(safety.enforcement.table) == 4


def test_headlines_lead_to_their_figures(safety):
    assert safety.headlines["start"].tolist()[0] == 3926


def test_safety_overdue_case_is_stated_first(version):
    view = safety_view(version(safety=[{**ROWS[2], "closed": 6, "open_in_time": 3, "overdue": 2}]))
    assert view.summary == "重大安全生产隐患2处逾期未改"
    assert view.hazards.title == "重大安全生产隐患11处：6处已闭环、3处限期内整改中、2处逾期未改"
