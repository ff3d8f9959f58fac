"""The page 趋势: one date, several dates, and where its points lead."""

import re
from datetime import date

import pandas as pd
import pytest

from domain.schema.frames import conform
from store.read import read_current, read_tables
from store.records import Actor, Draft
from store.write import commit_version
from tests.pages.conftest import markup, small_report, small_tables

MEASURE = {
    "row_id": "m1", "org_unit": "金川街道", "period": "2023H1", "as_of_end": "2023-05-31", "indicator_id": "planted",
    "name": "种植面积", "domain": "land", "unit": "亩", "kind": "cumulative", "target": 800, "actual": 400,
    "begin": "2023-01-01", "due": "2023-12-31", "start": 4, "source_id": "small",
}  # fmt: skip


def commit(measures: pd.DataFrame, day: date, period: str = "2023H1") -> None:
    current = read_current(period=period)
    tables = read_tables(current.id) if current else {} if read_current() else small_tables()
    draft = Draft(
        "金川街道",
        period,
        "edit",
        {**tables, "measures": measures.assign(period=period)},
        None if current else small_report(),
    )
    commit_version(draft, current.id if current else None, Actor("王芳", "editor"), "更新", day)


@pytest.fixture
def two_months(empty_store):
    for day, actual in ((date(2023, 5, 31), 400), (date(2023, 6, 30), 584)):
        commit(conform("measures", [{**MEASURE, "as_of_end": day, "actual": actual}]), day)


def test_trend_of_one_date_says_that_it_will_become_a_line(show, seed_store):
    shown = markup(show("progress/trend.py"))
    assert "项指标都只有一期数据，下次更新后显示走势" in shown


def test_trend_name_leads_to_the_page_of_the_indicator(show, two_months):
    page = show("progress/trend.py", section="land")
    assert '<a href="/indicator?indicator=m1">种植面积</a>' in markup(page)
    assert len(page.get("plotly_chart")) == 1


def test_indicator_trend_has_a_chart_and_its_table_as_csv(show, two_months):
    page = show("progress/indicator.py", indicator="m1")
    assert "/api/panels/indicator/courses.m1.csv?version=2" in markup(page)
    assert len(page.get("plotly_chart")) == 1


def test_trend_point_of_an_older_version_links_to_its_sentence_there(show, two_months):
    shown = markup(show("progress/indicator.py", indicator="m1"))
    assert '<a href="/source?at=4&amp;version=1">第1版原文</a>' in shown
    assert '<td class="words">第2版原文</td>' in shown


def test_trend_correction_of_an_earlier_period_is_in_the_newest_at_once(show, empty_store):
    for period, day, actual in (
        ("2023H1", date(2023, 6, 30), 584), ("2023H2", date(2023, 12, 31), 780), ("2023H1", date(2023, 6, 30), 612),
    ):  # fmt: skip
        commit(conform("measures", [{**MEASURE, "as_of_end": day, "actual": actual}]), day, period)
        shown = markup(show("progress/indicator.py", indicator="m1"))
    assert "增加168亩" in shown
    assert "第1版为584亩；第3版更正为612亩" in shown


def test_trend_later_dates_of_a_period_are_earlier_points_of_the_next_report(show, empty_store):
    for period, day, actual in (
        ("2023H1", date(2023, 6, 30), 584), ("2023H1", date(2023, 7, 31), 600), ("2023H1", date(2023, 9, 30), 660),
        ("2023H2", date(2023, 12, 31), 780),
    ):  # fmt: skip
        commit(conform("measures", [{**MEASURE, "as_of_end": day, "actual": actual}]), day, period)
    page = show("progress/indicator.py", indicator="m1")
    shown = markup(page)
    table = shown[shown.index("各期数据</caption>") :]
    assert re.findall(r">(截至2023年\d+月\d+日)<", table)[:4] == [
        "截至2023年6月30日", "截至2023年7月31日", "截至2023年9月30日", "截至2023年12月31日",
    ]  # fmt: skip
    assert "增加120亩" in shown
    assert "报告期：2023年下半年" in shown


def test_trend_dates_after_the_day_of_the_next_report_are_included(show, empty_store):
    for period, day, actual in (
        ("2023H1", date(2023, 6, 30), 584), ("2023H1", date(2023, 10, 31), 700), ("2023Q3", date(2023, 9, 30), 660),
    ):  # fmt: skip
        commit(conform("measures", [{**MEASURE, "as_of_end": day, "actual": actual}]), day, period)
    shown = markup(show("progress/indicator.py", indicator="m1"))
    for day in ("截至2023年6月30日", "截至2023年9月30日", "截至2023年10月31日"):
        assert f">{day}<" in shown


def test_trend_unknown_section_in_the_address_shows_the_first(show, two_months):
    assert "种植面积" in markup(show("progress/trend.py", section="nothing"))


def test_trend_point_of_a_workbook_links_to_its_version(show, empty_store):
    for day, actual in ((date(2023, 5, 31), 400), (date(2023, 6, 30), 584)):
        row = {**MEASURE, "as_of_end": day, "actual": actual, "start": None, "sheet": "指标进度", "cell": "E5"}
        commit(conform("measures", [row]), day)
    shown = markup(show("progress/indicator.py", indicator="m1"))
    assert re.search(r'<a href="/source\?row=[^"]+&amp;version=1">第1版“指标进度”E5</a>', shown)
