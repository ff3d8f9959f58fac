"""更多领域, 亮点荣誉, 下半年任务, 数据核对."""

from datetime import date

import pandas as pd
import pytest

from views.checks import checks_view
from views.facts import facts
from views.honours import honours_view
from views.judging import judged
from views.more import SECTIONS, more_view
from views.plan import coming_time, plan_view
from views.slides import slides

INCOME = [
    {"row_id": "rural_income.floor", "name": "每村经营性收入全覆盖目标", "value": 30, "unit": "万元", "role": "target",
     "note": "每村"},
    {"row_id": "rural_income.area", "name": "胡柚园面积", "value": 600, "unit": "亩", "qualifier": "over"},
    {"row_id": "rural_income:集体经营性收入", "name": "集体经营性收入", "value": 244.05, "unit": "万元",
     "role": "actual", "cells": "value=3291"},
    {"row_id": "rural_income.hope", "name": "预计村集体增收", "value": 80, "unit": "万元", "role": "forecast"},
]  # fmt: skip


@pytest.mark.parametrize(
    ("period", "coming"),
    [("2023H1", "下半年"), ("2023", "2024年"), ("2023H2", "2024年"), ("2023Q1", "下一季度"), ("上半年", "下一步")],
)
def test_plan_is_for_the_time_after_its_report(period, coming):
    assert coming_time(pd.DataFrame({"period": [period]})) == coming


def test_sum_beside_a_target_per_village_is_a_large_figure_and_no_bar(version):
    panel = more_view(version(rural_income=INCOME)).sections["rural_income"]
    assert len(panel.drawn) == 0
    assert panel.incomparable[["label", "value", "unit", "note"]].values.tolist() == [
        ["每村经营性收入全覆盖目标", "30", "万元", "每村"],
        ["集体经营性收入", "244.05", "万元", ""],
        ["预计村集体增收", "80", "万元", ""],
    ]
    assert panel.incomparable_reason.startswith("每村经营性收入全覆盖目标、集体经营性收入、预计村集体增收口径不同")
    assert len(panel.table) == 4


def drawn_groups(version, *rows, **more):
    drawn = more_view(version(environment=list(rows), **more)).sections["environment"].drawn
    return list(zip(drawn["group"], drawn["label"], drawn["soft"], strict=True))


def test_readings_of_different_topics_are_not_compared(version):
    one = [{"topic": "干部队伍", "name": "选派干部", "value": 40, "unit": "人"}]
    other = [{"topic": "三乱整治", "name": name, "value": 1, "unit": "人"} for name in ("处分", "谈话")]
    assert drawn_groups(version, *one, *other) == [
        ("三乱整治，单位：人", "处分", False), ("三乱整治，单位：人", "谈话", False),
    ]  # fmt: skip


def test_readings_of_one_unit_and_sort_are_drawn_together(version):
    parts = [{"name": name, "value": 5, "unit": "亩", "place": name} for name in ("甲村", "乙村")]
    assert drawn_groups(version, *parts, {"name": "全镇", "value": 50, "unit": "亩"}) == [
        ("单位：亩，单个项目或村", "甲村", False),
        ("单位：亩，单个项目或村", "乙村", False),
    ]


def test_readings_expected_are_separate_from_done_ones(version):
    rows = [{"name": name, "value": 5, "unit": "户", "role": role} for name, role in (
        ("甲", "actual"), ("乙", None), ("丙", "forecast"), ("丁", "forecast"),
    )]  # fmt: skip
    assert drawn_groups(version, *rows) == [
        ("单位：户", "甲", False), ("单位：户", "乙", False),
        ("单位：户，预计", "丙", True), ("单位：户，预计", "丁", True),
    ]  # fmt: skip


def test_reading_that_an_indicator_calls_expected_is_not_drawn_with_done_ones(version):
    rows = [{"name": "完成投资", "value": 3774, "unit": "万元", "cells": "value=10"},
            {"name": "签约总投资", "value": 2400, "unit": "万元", "cells": "value=50"}]  # fmt: skip
    measures = [{"row_id": "m1", "name": "签约总投资", "kind": "forecast", "actual": 2400, "cells": "actual=50"}]
    assert drawn_groups(version, *rows, measures=measures) == []
    assert len(drawn_groups(version, *rows)) == 2


def test_domain_without_readings_is_not_the_first_section(version):
    rows = [{"topic": "信访", "name": "信访件", "value": 10, "unit": "件", "role": "actual"}]
    sections = more_view(version(governance=rows)).sections
    assert next(iter(sections)) == "governance"
    assert set(sections) == set(SECTIONS)


def test_leading_reading_of_the_unit_is_the_headline_of_its_domain(version):
    headlines = more_view(version(rural_income=INCOME)).headlines
    assert headlines[["label", "value", "unit", "start"]].values.tolist() == [
        ["集体经济：集体经营性收入", "244.05", "万元", 3291]
    ]


def test_honours_are_counted_by_level_highest_first(version):
    rows = [
        {"who": "徐村村", "award": "无废乡村", "level": "市级", "scope": "全县4家", "awarded_to_n": 4},
        {"who": "徐村村", "award": "典型案例", "level": "国家级", "scope": "全国20家，全省唯一", "awarded_to_n": 20},
        {"who": "某村", "award": "某奖"},
    ]
    view = honours_view(version(honours=rows))
    assert view.levels.title == "获得荣誉3项：国家级1项、市级1项、级别未写明1项"
    assert view.honours.table["award"].tolist() == ["典型案例", "无废乡村", "某奖"]
    assert view.summary == "徐村村典型案例（全国20家，全省唯一）"


OLD = [
    {"who": "甲村", "award": "平安村", "level": "市级", "date_text": "2020年正月", "as_of_start": date(2020, 1, 1)},
    {"who": "甲村", "award": "文明村", "level": "国家级", "as_of_start": date(2013, 1, 1)},
    {"who": "乙村", "award": "示范村", "level": "县级", "date_text": "上年"},
    {"who": "丙村", "award": "无废村", "level": "县级", "date_text": "5月", "as_of_start": date(2023, 1, 1)},
]


def test_honours_of_earlier_years_are_listed_with_their_year_and_not_counted(version):
    view = honours_view(version(honours=OLD))
    assert view.levels.title == "获得荣誉1项：县级1项"
    assert "以往年度3项另列，不计入" in view.levels.subtitle
    assert view.levels.drawn["n"].tolist() == [1]
    assert view.honours.table[["award", "when"]].values.tolist() == [
        ["无废村", "5月"], ["文明村", "2013年以来"], ["平安村", "2020年正月"], ["示范村", "上年（2022年）"],
    ]  # fmt: skip


def test_honours_all_of_earlier_years_are_none_of_the_period(version):
    view = honours_view(version(honours=OLD[:2]))
    assert view.levels.title == "本期材料未载明当期荣誉"
    assert len(view.honours.table) == 2


def test_honour_of_an_earlier_year_carries_it_on_a_slide_and_in_the_brief(version):
    tables = version(honours=OLD)
    slide = next(each for each in slides(tables) if each.id == "honours_numbers")
    assert slide.table["year"].tolist() == ["", "2013年以来", "2020年正月", "上年（2022年）"]
    told = [fact.text for fact in facts(tables, judged(tables))]
    assert "甲村：文明村（国家级）（2013年以来）" in told


def test_honours_of_this_period_and_earlier_years_are_apart(version):
    rows = [
        {"who": "甲村", "award": "文明村", "level": "国家级", "date_text": "2013年以来"},
        {"who": "乙村", "award": "卫生村", "level": "县级"},
    ]
    view = honours_view(version(honours=rows))
    assert view.current.table["award"].tolist() == ["卫生村"]
    assert view.earlier.table["award"].tolist() == ["文明村"]
    assert view.current.title == "本期荣誉1项，级别高的在前"
    assert view.earlier.title == "以往年度荣誉1项，不计入本期"


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


def test_plan_summary_counts_what_is_stated(plan):
    assert plan.summary == "下半年5项任务中，1项写明数量，1项写明单独的期限，最早2023年10月31日到期"
    assert plan.as_of == date(2023, 6, 30)
    assert len(plan.commitments.table) == 5


def test_findings_contradictions_precede_agreements(version):
    rows = [{"severity": "passed", "check": "a"}, {"severity": "conflict", "check": "b"}]
    view = checks_view(version(findings=rows))
    assert view.findings.table["check"].tolist() == ["b", "a"]
    assert view.summary == "核对2项：矛盾1项、相符1项"
