"""Every chart: what it draws is what its table says, nothing is drawn for what is missing, and empty is said."""

import json
from collections.abc import Callable
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest

from charts.bullets import bullets
from charts.chain import stage_chain
from charts.days import days_taken, share_by_day
from charts.hazards import hazards
from charts.money import money_and_progress, money_by_project, output_per_money
from charts.readings import honours_by_level, readings
from charts.small_trends import small_trends
from charts.theme import TITLE_WIDTH, text_width
from charts.trends import slope, timeline, trend

NONE = float("nan")


def rows(columns: str, *values: tuple[Any, ...]) -> pd.DataFrame:
    table = pd.DataFrame(list(values), columns=columns.split())
    for column in table.columns.intersection(["begin", "due"]):
        table[column] = pd.to_datetime(table[column])
    return table


#: builder -> (table with a missing value in its last row, the x values its bars or points must have).
CASES: dict[Callable[..., go.Figure], tuple[pd.DataFrame, list[float]]] = {
    bullets: (
        rows(
            "label completion_pct elapsed_pct value_text detail state word",
            ("甲", 73.0, 49.6, "584亩 / 800亩", "完成率73.0%", "ahead", "超前"),
            ("丙", NONE, NONE, "", "", "to_verify", "待核实"),
        ),
        [100.0, 73.0],
    ),
    stage_chain: (
        rows(
            "panel stage value value_text",
            ("项目数（个）", "立项", 20, "20个"),
            ("面积（亩）", "立项", 880, "880亩"),
            ("面积（亩）", "验收", NONE, ""),
        ),
        [20, 880],
    ),
    hazards: (
        rows(
            "label unit found closed controlled open_in_time overdue note",
            ("重大隐患", "处", 11, 8, NONE, 3, NONE, ""),
            ("风险点", "个", 362, NONE, NONE, NONE, NONE, ""),
            ("重点人", "个", NONE, 7, NONE, NONE, NONE, ""),
        ),
        [8, 3, 362],
    ),
    money_by_project: (
        rows(
            "kind label amount_wan_yuan value_text is_part note",
            ("专项资金", "农田", 4000, "4,000万元", False, ""),
            ("专项资金", "其中结余", 200, "200万元", True, ""),
            ("投资", "风貌", NONE, "", False, ""),
        ),
        [4000, 200],
    ),
    output_per_money: (
        rows(
            "group label value value_text note",
            ("平方米/万元", "同创空间", 2.62, "2.62平方米/万元", ""),
            ("亩/万元", "农田", NONE, "", ""),
        ),
        [2.62],
    ),
    money_and_progress: (
        rows(
            "label amount_wan_yuan amount_text progress_pct progress_text",
            ("同创空间", 4954, "4,954万元", 75, "75%"),
            ("农田", NONE, "", NONE, ""),
        ),
        [4954, 100, 75],
    ),
    days_taken: (
        rows(
            "group label value value_text limit note",
            ("航运", "签约", 7, "7天", NONE, ""),
            ("文峰", "拆除", NONE, "", NONE, ""),
        ),
        [7],
    ),
    share_by_day: (
        rows(
            "group day share_pct label value_text",
            ("航运", 1, 42.8, "第1天签约", "42.8%"),
            ("航运", 7, 100, "第7天签约", "全部完成"),
            ("航运", 10, NONE, "第10天腾空", ""),
        ),
        [100, 100, 42.8, 100],
    ),
    readings: (
        rows(
            "group label value value_text",
            ("户", "庭院", 119, "119户"),
            ("户", "农户", 1280, "1,280余户"),
            ("户", "其他", NONE, ""),
        ),
        [1280, 119],
    ),
    honours_by_level: (rows("level n value_text", ("国家级", 1, "1项"), ("省级", NONE, "")), [1]),
}
JUNE, JULY = pd.Timestamp("2023-06-30"), pd.Timestamp("2023-07-31")
POINTS: dict[Callable[..., go.Figure], tuple[pd.DataFrame, list[float]]] = {
    slope: (
        rows(
            "series segment when value value_text",
            ("actual", 0, JUNE, 3, "3"),
            ("actual", 0, JULY, 4, "4"),
            ("actual", 0, JULY, NONE, ""),
        ),
        [3, 4],
    ),
}


def bars_of(figure: go.Figure) -> list[float]:
    return [float(x) for trace in figure.data if trace.type == "bar" for x in trace.x]


def words_of(figure: go.Figure) -> str:
    written = [trace for trace in figure.data if trace.type == "scatter" and "text" in trace.mode]
    return " ".join(str(text) for trace in written for text in trace.text)


def marks_of(figure: go.Figure) -> list[list[float]]:
    return [list(trace.x) for trace in figure.data if trace.type == "scatter" and trace.mode == "markers"]


@pytest.mark.parametrize("builder", CASES, ids=lambda builder: builder.__name__)
def test_bars_have_table_values_and_none_for_missing(builder):
    table, drawn = CASES[builder]
    assert bars_of(builder(table, title="结论")) == drawn


@pytest.mark.parametrize("builder", POINTS, ids=lambda builder: builder.__name__)
def test_points_have_table_values_and_none_for_missing(builder):
    table, drawn = POINTS[builder]
    assert [y for trace in builder(table, title="结论").data for y in trace.y] == drawn


ALL = {**CASES, **POINTS}


@pytest.mark.parametrize("builder", [*ALL, trend, small_trends], ids=lambda builder: builder.__name__)
def test_chart_of_empty_table_shows_message_only(builder):
    columns = "label when value value_text series tail target actual theme begin due due_words assumed"
    table = ALL[builder][0].iloc[:0] if builder in ALL else rows(columns)
    figure = builder(table, title="结论")
    assert bars_of(figure) == []
    assert len(words_of(figure)) > 5


@pytest.mark.parametrize("builder", ALL, ids=lambda builder: builder.__name__)
def test_chart_does_not_change_its_table(builder):
    table = ALL[builder][0]
    before = table.copy(deep=True)
    builder(table, title="结论")
    pd.testing.assert_frame_equal(table, before)


@pytest.mark.parametrize("builder", ALL, ids=lambda builder: builder.__name__)
def test_long_title_wraps_to_phone_width(builder):
    title = builder(
        ALL[builder][0], title="按三年任务800亩计算已经超过进度,按7850亩计算则严重滞后" * 2
    ).layout.title.text
    assert all(text_width(line) <= TITLE_WIDTH for line in title.split("<br>"))


@pytest.mark.parametrize("builder", ALL, ids=lambda builder: builder.__name__)
def test_figure_json_is_small_without_template(builder):
    figure = json.loads(builder(ALL[builder][0], title="结论").to_json())
    assert len(json.dumps(figure, ensure_ascii=False)) < 8000
    assert len(json.dumps(figure["layout"]["template"])) < 60


@pytest.mark.parametrize("builder", [bullets, hazards])
def test_state_word_is_shown_beside_colour(builder):
    table = CASES[builder][0]
    said = words_of(builder(table, title="结论"))
    word = {hazards: "限期内整改中"}.get(builder) or table["word"].iloc[0]
    assert word in said


def test_hazards_without_outcome_are_not_estimated():
    said = words_of(hazards(CASES[hazards][0], title="结论"))
    assert "处理情况未写明 362" in said


def test_markup_of_report_is_escaped():
    table = rows("group label value value_text", ("个", '<a href="http://x">甲</a>', 1, "1个"))
    assert "<a href" not in readings(table, title="<b>结论</b>").to_json()


def test_bullet_has_marks_at_target_and_elapsed_time():
    assert marks_of(bullets(CASES[bullets][0], title="结论")) == [[100.0], [49.6]]


def test_limit_of_days_is_mark_beside_duration():
    table = rows("group label value value_text limit note", ("文峰", "拆除", 12, "12天", 15, ""))
    assert marks_of(days_taken(table, title="结论")) == [[15]]


COURSE = rows(
    "series segment when value value_text",
    ("actual", 0, pd.Timestamp("2023-03-31"), 200, "200亩"),
    ("actual", 0, pd.Timestamp("2023-04-30"), NONE, ""),
    ("actual", 0, JUNE, 584, "584亩"),
    ("expected", 0, pd.Timestamp("2023-01-01"), 0, "0亩"),
    ("expected", 0, pd.Timestamp("2023-12-31"), 800, "目标800亩"),
    ("projection", 0, JUNE, 584, ""),
    ("projection", 0, pd.Timestamp("2023-12-31"), 1178, "按现速度预计约1,178亩"),
)
#: A count that began anew, and the plan of each.
TWO_COUNTS = rows(
    "series segment when value value_text",
    ("actual", 0, pd.Timestamp("2023-12-31"), 810, "810亩"),
    ("actual", 1, pd.Timestamp("2024-01-31"), 60, "60亩"),
    ("expected", 0, pd.Timestamp("2023-01-01"), 0, "0亩"),
    ("expected", 0, pd.Timestamp("2023-12-31"), 800, "目标800亩"),
    ("expected", 1, pd.Timestamp("2023-12-01"), 0, "0亩"),
    ("expected", 1, pd.Timestamp("2024-12-31"), 900, "目标900亩"),
)


def test_trend_date_without_value_is_gap():
    drawn = {trace.line.dash: list(trace.y) for trace in trend(COURSE, title="结论").data}
    assert drawn == {None: [200, None, 584], "dash": [0, 800], "dot": [584, 1178]}


def test_trend_labels_values_target_and_projection():
    assert words_of(trend(COURSE, title="结论")).split() == [
        "目标800亩",
        "按现速度预计约1,178亩",
        "<b>200亩</b>",
        "<b>584亩</b>",
    ]


def test_trend_of_two_dates_is_slope_and_of_more_a_line():
    one = COURSE.iloc[[2]]
    two = COURSE.iloc[[0, 2]]
    assert list(timeline(two, title="结论").data[0].x) == [0, 1]
    assert list(timeline(one, title="结论").data[0].x) == ["2023-06-30"]


def test_trend_of_two_dates_with_one_elapsed_share_is_line():
    assert list(timeline(COURSE[COURSE["series"] != "projection"].drop(index=1), title="结论").data[0].y) == [0, 800]


def test_counts_are_not_joined_by_lines():
    drawn = {trace.line.dash: list(trace.y) for trace in timeline(TWO_COUNTS, title="结论").data}
    assert drawn == {None: [810, None, 60], "dash": [0, 800, None, 0, 900]}


def test_trend_labels_target_of_each_plan_unless_projected():
    assert {"目标800亩", "目标900亩"} <= set(words_of(trend(TWO_COUNTS, title="结论")).split())
    ahead = rows(
        "series segment when value value_text",
        ("projection", 0, pd.Timestamp("2024-01-31"), 60, ""),
        ("projection", 0, pd.Timestamp("2024-12-31"), 910, "按现速度预计约910亩"),
    )
    assert "目标" not in words_of(trend(pd.concat([TWO_COUNTS, ahead], ignore_index=True), title="结论"))


@pytest.mark.parametrize(("width", "lines"), [(48, 2), (96, 1)])
def test_row_label_wraps_to_width_of_its_column(width, lines):
    table = rows("group label value value_text", ("项", "一项名称很长的工作" * 4, 3, "3项"))
    figure = readings(table, title="结论", headers=False, width=width)
    assert figure.data[-1].text[0].count("<br>") + 1 == lines


LEADING = {
    bullets: rows(
        "label completion_pct elapsed_pct value_text detail state word leads_to",
        ("甲", 73.0, 49.6, "", "", "ahead", "超前", "indicator=m.1"),
        ("乙", NONE, NONE, "", "", "to_verify", "待核实", "indicator=m.2"),
        ("丙", 10.0, NONE, "", "", "open", "未设期限", "indicator=m.3"),
    ),
    readings: rows(
        "group label value value_text leads_to",
        ("件", "少", 1.0, "1件", "indicator=m.3"), ("件", "多", 2.0, "2件", "indicator=m.1"),
    ),
    share_by_day: rows(
        "group day share_pct label value_text leads_to",
        ("河", 7, 100.0, "第7天", "全部", "indicator=m.3"), ("河", 1, 42.8, "第1天", "42.8%", "indicator=m.1"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("build", LEADING, ids=lambda build: build.__name__)
def test_bars_carry_what_their_rows_lead_to(build):
    found = [
        (list(trace.customdata), list(trace.x)) for trace in build(LEADING[build], title="").data if trace.customdata
    ]
    ((leads, lengths),) = found
    largest = lengths.index(max(lengths))
    assert sorted(leads) == ["indicator=m.1", "indicator=m.3"]
    assert leads[largest] == ("indicator=m.3" if build is share_by_day else "indicator=m.1")


def test_bars_of_hazards_lead_to_the_row_of_each_strip():
    table = rows(
        "label unit found closed controlled open_in_time overdue closed_word note leads_to",
        ("甲", "处", 11.0, 8.0, NONE, 3.0, 0.0, "已闭环", "", "at=5"),
        ("乙", "件", 12.0, 12.0, NONE, NONE, NONE, "已化解", "", "at=9"),
    )
    bars = [trace for trace in hazards(table, title="").data if trace.type == "bar"]
    assert [list(trace.customdata) for trace in bars] == [["at=5"], ["at=5"], ["at=9"]]
