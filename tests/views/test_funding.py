"""资金项目: no sum over kinds, no part counted twice, no hope beside real money."""

import pytest

from views.funding import funding_view

REAL = {"role": "actual", "qualifier": "exact"}
ROWS = [
    {**REAL, "project": "四都畈", "kind": "专项资金", "stage": "结余", "amount_wan_yuan": 200, "part_of": "funding.1"},
    {**REAL, "project": "四都畈", "kind": "专项资金", "stage": "完工", "amount_wan_yuan": 4000, "output": 1900,
     "output_unit": "亩", "output_name": "绿色农田", "output_qualifier": "over", "cells": "amount_wan_yuan=1847"},
    {**REAL, "project": "同创空间", "kind": "专项债", "stage": "在建", "amount_wan_yuan": 4954, "progress_pct": 75,
     "output": 13000, "output_unit": "平方米", "output_name": "主体建设面积"},
    {**REAL, "project": "风貌提升", "kind": "投资", "stage": "在建", "amount_wan_yuan": 1250},
    {**REAL, "project": "杨梅果园", "kind": "投资", "stage": "在建", "amount_wan_yuan": 100},
    {"role": "forecast", "project": "双柚汁", "kind": "企业产值", "stage": "预期效益", "amount_wan_yuan": 500000},
    {**REAL, "kind": "罚没", "stage": "收缴", "amount_wan_yuan": 7.632473},
]  # fmt: skip


@pytest.fixture(scope="module")
def funding(version):
    return funding_view(version(funding=ROWS))


def test_funding_part_is_below_its_whole_and_expected_money_is_not_drawn(funding):
    drawn = funding.money.drawn
    assert drawn["amount_wan_yuan"].tolist() == [4954, 4000, 200, 1250, 100, 7.632473]
    assert drawn["label"].tolist()[1:3] == ["四都畈", "其中：结余"]
    assert drawn["is_part"].tolist() == [False, False, True, False, False, False]


def test_funding_sums_are_by_kind_and_exclude_parts(funding):
    sums = dict(zip(funding.kinds.table["kind"], funding.kinds.table["amount_wan_yuan"], strict=True))
    assert sums == {"专项债": 4954, "专项资金": 4000, "投资": 1350, "罚没": 7.632473}


def test_funding_sentence_states_what_is_not_added(funding):
    assert "四都畈的200万元结余含在4,000万元内，不另计" in funding.summary
    assert "双柚汁50.00亿元是预计，不与实际资金相加" in funding.summary


def test_funding_takeaway_is_the_largest_sums(funding):
    assert funding.money.title == "最大的2笔：同创空间4,954万元（专项债）、四都畈4,000万元（专项资金）"


def test_funding_progress_is_drawn_where_printed_and_missing_elsewhere(funding):
    assert funding.progress.drawn["progress_pct"].tolist() == [75]
    assert "3个项目原文未写明形象进度" in funding.progress.subtitle


def test_funding_output_per_wan_yuan_is_drawn(funding):
    drawn = funding.bought.drawn
    assert drawn["value"].tolist() == pytest.approx([13000 / 4954, 1900 / 4000])
    assert drawn["value_text"].tolist() == ["2.62平方米/万元", "0.48亩/万元"]
    assert drawn["note"].tolist() == ["13,000平方米 ÷ 4,954万元", "1,900余亩 ÷ 4,000万元"]


def test_headlines_lead_to_their_figures(funding):
    assert funding.headlines["start"].tolist()[1] == 1847


#: What a clerk writes under 阶段 and 资金性质, the role of the number, and what the money is.
NATURES = [
    ("招引", "社会投资", "actual", "计划"), ("招标", "争取资金", "actual", "争取"),
    ("已下达", "专项资金", "actual", "安排"), ("资金到位", "争取资金", "actual", "到位"),
    ("在建", "专项债", "actual", "投入"), ("在建", "投资", "target", "计划"),
    ("预期效益", "企业产值", "forecast", "预计"), ("完成", "固定投资", "actual", "完成"),
    ("主体完成", "总投资", "actual", "投入"), ("收缴", "罚没", None, "完成"), (None, None, "actual", "投入"),
    (None, "总投资", "actual", "总投资"),
]  # fmt: skip


@pytest.mark.parametrize(("stage", "kind", "role", "nature"), NATURES)
def test_funding_row_is_named_by_stage_kind_and_role(version, stage, kind, role, nature):
    row = {"project": "某项目", "stage": stage, "kind": kind, "role": role, "amount_wan_yuan": 100}
    assert funding_view(version(funding=[row])).money.table["nature"].tolist() == [nature]


PLANNED = {**REAL, "kind": "社会投资", "stage": "招引", "note": "招引企业", "amount_wan_yuan": 2400}
SPENT = {**REAL, "kind": "社会投资", "stage": "完工", "project": "民宿", "amount_wan_yuan": 2000}


def test_planned_money_is_not_added_to_money_that_is_there(version):
    kinds = funding_view(version(funding=[PLANNED, SPENT])).kinds.table
    assert kinds[["kind", "nature", "amount_wan_yuan"]].values.tolist() == [
        ["社会投资", "计划", 2400], ["社会投资", "投入", 2000],
    ]  # fmt: skip


def test_planned_money_is_paler_and_says_so_in_chart_and_sentence(version):
    funding = funding_view(version(funding=[PLANNED, SPENT]))
    assert funding.money.drawn[["label", "note", "soft"]].values.tolist() == [
        ["招引企业", "招引 · 计划", True], ["民宿", "完工", False],
    ]  # fmt: skip
    assert "社会投资招引企业2,400万元是计划，不与已有资金相加" in funding.summary


def test_planned_money_is_no_title_beside_money_that_is_there(version):
    funding = funding_view(version(funding=[PLANNED, SPENT]))
    assert funding.money.title == "已落实资金中最大的1笔：民宿2,000万元（社会投资）"


def test_headlines_begin_with_money_that_is_there(version):
    planned = {**PLANNED, "project": "民俗街", "note": None}
    assert funding_view(version(funding=[planned, SPENT])).headlines["label"].tolist() == ["民宿", "民俗街"]


def test_headline_of_a_stage_named_like_its_kind_says_the_word_once(version):
    shown = funding_view(
        version(funding=[{**REAL, "project": "东坪桥", "kind": "投资", "stage": "投资", "amount_wan_yuan": 90}])
    )
    assert shown.headlines["note"].tolist() == ["投资"]
