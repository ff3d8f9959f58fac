"""更多领域, 亮点荣誉, 下半年任务, 数据核对."""

from datetime import date

import pandas as pd
import pytest

from domain.views.checks import checks_view
from domain.views.honours import honours_view
from domain.views.more import more_view
from domain.views.plan import coming_time, plan_view

INCOME = [
    {"row_id": "rural_income.floor", "name": "每村经营性收入全覆盖目标", "value": 30, "unit": "万元", "role": "target"},
    {"row_id": "rural_income.area", "name": "胡柚园面积", "value": 600, "unit": "亩", "qualifier": "over"},
    {"row_id": "rural_income.income", "name": "集体经营性收入", "value": 244.05, "unit": "万元", "role": "actual",
     "cells": "value=3291"},
    {"row_id": "rural_income.hope", "name": "预计村集体增收", "value": 80, "unit": "万元", "role": "forecast"},
]  # fmt: skip


@pytest.mark.parametrize(
    ("period", "coming"),
    [("2023H1", "下半年"), ("2023", "2024年"), ("2023H2", "2024年"), ("2023Q1", "下一季度"), ("上半年", "下一步")],
)
def test_a_plan_is_for_the_time_after_its_report(period, coming):
    assert coming_time(pd.DataFrame({"period": [period]})) == coming


def test_readings_are_compared_within_their_unit_and_hopes_are_marked(version):
    panel = more_view(version(rural_income=INCOME)).sections["rural_income"]
    assert panel.drawn["label"].tolist() == ["每村经营性收入全覆盖目标", "集体经营性收入", "预计村集体增收"]
    assert panel.drawn["soft"].tolist() == [True, False, True]
    assert panel.drawn["value_text"].tolist() == ["30万元", "244.05万元", "80万元"]
    assert len(panel.table) == 4


def test_the_catalogue_s_leading_reading_is_the_headline_of_its_domain(version):
    headlines = more_view(version(rural_income=INCOME)).headlines
    assert headlines[["label", "value", "unit", "start"]].values.tolist() == [
        ["集体经济:集体经营性收入", "244.05", "万元", 3291]
    ]


def test_honours_are_counted_by_level_highest_first(version):
    rows = [
        {"who": "徐村村", "award": "无废乡村", "level": "市级", "scope": "全县4家", "awarded_to_n": 4},
        {"who": "徐村村", "award": "典型案例", "level": "国家级", "scope": "全国20家,全省唯一", "awarded_to_n": 20},
        {"who": "某村", "award": "某奖"},
    ]
    view = honours_view(version(honours=rows))
    assert view.levels.title == "获得荣誉3项:国家级1项、市级1项、级别未写明1项"
    assert view.honours.table["award"].tolist() == ["典型案例", "无废乡村", "某奖"]
    assert view.said == "徐村村典型案例(全国20家,全省唯一)"


PLAN = [
    {"text": "土地整治800亩", "quantity": 800, "unit": "亩", "due": "2023-12-31", "due_text": "下半年",
     "cells": "quantity=4815"},
    {"text": "开展活动", "due": "2023-12-31", "due_text": "下半年"},
    {"text": "预期10月份投产", "due": "2023-10-31", "due_text": "预期10月份投产"},
    {"text": "推进建设", "project": "同创空间", "due": "2023-12-31", "due_text": "下半年"},
    {"text": "没有期限"},
]  # fmt: skip


@pytest.fixture(scope="module")
def plan(version):
    return plan_view(version(commitments=[{"theme": "抓项目", "begin": "2023-07-01", **row} for row in PLAN]))


def test_the_timeline_has_what_can_be_checked_soonest_first(plan):
    drawn = plan.timeline.drawn
    assert drawn["label"].tolist() == ["预期10月份投产", "土地整治800亩", "推进建设"]
    assert drawn["assumed"].tolist() == [False, True, True]
    assert "其余2项没有数量、项目或期限,见下表" in plan.timeline.subtitle


def test_the_plan_is_told_by_what_is_stated(plan):
    assert plan.said == "下半年5项任务中,1项写明数量,1项写明单独的期限,最早2023年10月31日到期"
    assert plan.as_of == date(2023, 6, 30)
    assert len(plan.commitments.table) == 5


def test_a_commitment_with_a_number_is_a_headline(plan):
    assert plan.headlines[["value", "unit", "start"]].values.tolist() == [["800", "亩", 4815]]


def test_contradictions_come_before_what_holds(version):
    rows = [{"severity": "passed", "check": "a"}, {"severity": "conflict", "check": "b"}]
    view = checks_view(version(findings=rows))
    assert view.findings.table["check"].tolist() == ["b", "a"]
    assert view.said == "核对2项:矛盾1项、相符1项"
