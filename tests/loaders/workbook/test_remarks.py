"""Rows that are no data are left out and told, rows that are data never are, and what may be either is asked about."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from domain.schema.tables import TABLES
from loaders.workbook.cells import Column, Sheet
from loaders.workbook.fault_collector import FaultCollector
from loaders.workbook.remarks import data_rows
from loaders.workbook.sheets import lay_out
from tests.loaders.workbook.samples import CURRENT, changes, read

HEAD = ["序号", "编号", "项目", "环节", "面积(亩)"]
A, B = [1.0, "land.a", "土地整治", "立项", 880.0], [2.0, "land.b", "土地整治", "施工", 600.0]


def said(*row):
    """What is told of a new row: (code, cell), and how many rows are added."""
    reading = read({"土地整治": [HEAD, A, B, list(row)]})
    added = sum(len(table.added) for table in reading.diff(CURRENT).tables.values())
    told = [(fault.kind.code, fault.place.cell) for fault in reading.all_faults if fault.kind.code not in _OTHER]
    return told, added


_OTHER = {"column_unread", "no_as_of", "column_absent", "rows_without_figures"}


@pytest.mark.parametrize(
    ("row", "cell"),
    [
        ([None, None, "土地整治", "小计", 1480.0], "D4"),
        (["—", "—", "土地整治", "小 计", 1480.0], "D4"),
        ([None, None, "金川街道", "合 计", 1480.0], "D4"),
        (["三", None, "小计", None, 1480.0], "C4"),
        (["小计", None, None, None, 1480.0], "A4"),
        ([3.0, "合计", None, None, 1480.0], "B4"),
        ([None, None, "本年累计", None, 1480.0], "C4"),
        ([None, None, "总和", None, 1480.0], "C4"),
        ([None, None, "共计5项", None, 1480.0], "C4"),
        ([None, None, "共2项", None, None], "C4"),
        ([None, None, "十五里村小计:", None, 1480.0], "C4"),
    ],
)
def test_total_is_never_a_row_in_any_column(row, cell):
    assert said(*row) == ([("total_skipped", cell)], 0)


@pytest.mark.parametrize(
    ("row", "code", "cell"),
    [
        ([None, None, "一、新增耕地", None, None], "heading_skipped", "C4"),
        ([None, None, "\uff08一\uff09种植类", None, None], "heading_skipped", "C4"),
        (["(一)", None, "种植类", None, None], "heading_skipped", "A4"),
        (["三", None, "种植类", None, None], "heading_skipped", "A4"),
        ([None, None, "注:", "含历史项目", None], "note_skipped", "C4"),
    ],
)
def test_heading_and_note_are_left_out_and_reported(row, code, cell):
    assert said(*row) == ([(code, cell)], 0)


@pytest.mark.parametrize(
    ("row", "cell"),
    [
        ([None, None, "*重点村道路", "立项", None], "C4"),
        ([None, None, "※重点村", None, 5.0], "C4"),
        ([None, None, "国有林地合计", "立项", 12.0], "C4"),
        (["合计口径", "—", "国有林地", "立项合计", 12.0], "D4"),
        ([None, None, "一、新增耕地", None, 1480.0], "C4"),
        ([3.0, None, "国有林地", None, 12.0, "合计"], "F4"),
    ],
)
def test_row_that_may_be_data_is_a_question(row, cell):
    assert said(*row) == ([("row_or_not", cell)], 0)


@pytest.mark.parametrize(
    "row",
    [
        [3.0, None, "一、新增耕地", "立项", 12.0],
        ["三", None, "新增耕地", None, 12.0],
        [None, None, "共富路", "立项", 12.0],
        [None, None, "累计项目", None, 12.0],
        [None, None, "三里亭", None, None],
    ],
)
def test_row_of_data_is_kept(row):
    assert said(*row) == ([], 1)


def test_blank_or_dash_below_the_table_is_ignored():
    for stray in (" ", "\u3000", "—"):
        assert said(None, None, stray, None, None) == ([], 0)


UNITS = st.sampled_from(
    ["亩", "公顷", "元", "村", "个", "%", "单位：公顷", "单位：", "填表人：", "注：以亩计", "2023年"]
)
TEXTS = st.text(st.sampled_from("合计小总共三一、(（*※注:5项 —甲村"), min_size=1, max_size=6) | UNITS
CELLS = st.none() | TEXTS | st.floats(1, 9)


def sheet_of(rows):
    """Rows of texts and numbers as a sheet."""
    columns = {}
    for at, cells in enumerate(zip(*rows, strict=True)):
        texts = [cell if isinstance(cell, str) else None for cell in cells]
        codes = np.array([-1 if text is None else n for n, text in enumerate(texts)], dtype=np.int32)
        numbers = np.array([cell if isinstance(cell, float) else np.nan for cell in cells])
        columns[at] = Column(numbers, codes, tuple(text or "" for text in texts))
    return Sheet("土地整治", np.arange(len(rows), dtype=np.int32), columns)


ROWS = st.lists(st.lists(CELLS, min_size=4, max_size=4), max_size=6)
TABLE_HEAD = ["项目", "地点", "环节", "面积(亩)"]


def rows_read(above, below):
    """The rows of data, those that are told, and the first below the header, numbered as in the sheet from 0."""
    (layout,), _ = lay_out([sheet_of([*above, TABLE_HEAD, *below])], "", CURRENT)
    collector = FaultCollector(layout)
    is_known = np.zeros(len(above) + 1 + len(below), dtype=bool)
    data = set(data_rows(layout, is_known, TABLES["land"].key, collector).tolist())
    return data, {int(fault.place.cell[1:]) - 1 for fault in collector.faults}, layout.data_from


@settings(max_examples=150, deadline=None)
@given(ROWS)
@example([[None, None, None, "村"]])
@example([[None, None, None, "单位：公顷"]])
def test_row_of_any_content_is_data_or_reported(rows):
    data, left_out, _ = rows_read([], rows)
    filled = {
        n for n, row in enumerate(rows, start=1) if any(isinstance(c, float) or (c or "").strip(" —") for c in row)
    }
    assert data | left_out == filled
    assert not data & left_out


@settings(max_examples=150, deadline=None)
@given(ROWS, ROWS)
@example([["甲村", "甲村", "立项", 5.0]], [])
@example([["甲村", "甲村", "立项", None]], [["乙村", "乙村", "施工", 5.0]])
def test_row_of_figures_above_the_header_is_reported(above, below):
    data, left_out, data_from = rows_read(above, below)
    assert data_from == len(above) + 1
    labelled = [any(isinstance(cell, str) and cell.strip().endswith((":", "：")) for cell in row) for row in above]
    figures = {
        n for n, row in enumerate(above) if not labelled[n] and any(isinstance(cell, float) for cell in row)
    }  # fmt: skip
    assert figures <= left_out
    assert not data & left_out


STATISTICS = [
    ["名称", "数值", "单位(量)"], ["一、地区生产总值", 100.0, "亿元"], ["（一）第一产业", 30.0, "亿元"],
    ["1. 农业", 20.0, "亿元"], ["2、林业", 10.0, "亿元"], ["其中：竹木", 4.0, "亿元"],
]  # fmt: skip


def test_numbered_rows_of_statistics_are_data():
    reading = read({"治理": STATISTICS})
    added = reading.diff(CURRENT).tables["governance"].added
    assert added["name"].tolist() == [row[0] for row in STATISTICS[1:]]
    assert (added["value"].tolist(), reading.faults) == ([100.0, 30.0, 20.0, 10.0, 4.0], ())


@pytest.mark.parametrize(("answer", "added"), [("skip", 0), ("data", 1)])
def test_row_that_may_be_data_is_what_is_answered(answer, added):
    sheets = {"土地整治": [HEAD, A, B, [None, None, "一、新增耕地", None, 1480.0]]}
    (question,) = read(sheets).questions
    assert [choice.label for choice in question.choices] == ["是小标题，不读入", "是一行数据，读入"]
    reading = read(sheets, answers={question.key: answer})
    assert reading.faults == ()
    assert sum(len(table.added) for table in reading.diff(CURRENT).tables.values()) == added


@pytest.mark.parametrize(
    "going_on",
    [
        [[None, None, "2.面积含林地"]],
        [["2.", None, "面积含林地"]],
        [[None, None, None, "由农业农村局提供"]],
        [["面积含林地"], ["（3）不含历史项目"]],
    ],
)
def test_note_over_several_rows_is_one_note(going_on):
    reading = read({"土地整治": [HEAD, A, B, [None, "注：1.截至6月底"], *going_on]})
    assert (reading.faults, bool(reading.diff(CURRENT))) == ((), False)
    codes_of_rows = [fault.kind.code for fault in reading.notices if fault.place.cell[1:] >= "4"]
    assert codes_of_rows == ["note_skipped"] * (1 + len(going_on))


def test_row_of_data_below_a_note_is_data():
    reading = read({"土地整治": [HEAD, A, ["注：截至6月底"], B, [3.0, None, "新路", "立项", 5.0]]})
    assert len(reading.diff(CURRENT).tables["land"].added) == 1


def test_name_alone_below_a_note_is_asked_about():
    assert said(None, None, "三里亭", None, None) == ([], 1)
    reading = read({"土地整治": [HEAD, A, B, ["注：截至6月底"], [None, None, "三里亭"]]})
    assert [(fault.kind.code, fault.place.cell) for fault in reading.faults] == [("row_or_not", "C5")]


def test_row_with_contents_in_unread_columns_only_is_reported():
    reading = read({"土地整治": [[*HEAD, "联系电话"], A, B, [None, None, None, None, None, "13812345678"]]})
    assert [fault.place.cell for fault in reading.notices if fault.kind.code == "note_skipped"] == ["F4"]
    reading = read({"土地整治": [[*HEAD, "联系人", "联系电话"], A, B, [*[None] * 5, "张三", "13812345678"]]})
    assert [fault.place.cell for fault in reading.notices if fault.kind.code == "row_unread"] == ["F4"]


def test_header_repeated_on_a_later_page_is_reported():
    reading = read({"土地整治": [HEAD, A, HEAD, B]})
    assert [fault.place.cell for fault in reading.notices if fault.kind.code == "header_skipped"] == ["A3"]


def test_rows_of_data_above_the_header_are_reported():
    reading = read({"土地整治": [B, ["三", None, "新路", "立项"], HEAD, A]})
    assert [fault.place.cell for fault in reading.warnings if fault.kind.code == "row_above_header"] == ["A1", "A2"]


@pytest.mark.parametrize(
    "above",
    [
        [["2023年土地整治台账"]], [["填报单位：", "金川街道", "日期：", 45107.0]], [[2023.0, "年上半年"]],
        [[None, None, "土地", None, "完成"]], [["系统", "标识", "基本情况", "基本情况", "进度情况"]],
        [["序列", "标识", "项目概况", "工作环节", "面积指标"]], [["A", "B", "C", "D", "E"]],
    ],
)  # fmt: skip
def test_titles_above_the_header_are_no_data(above):
    reading = read({"土地整治": [*above, HEAD, A, B]})
    assert [fault for fault in reading.warnings if fault.kind.code == "row_above_header"] == []


def test_column_headed_in_the_row_above_alone_keeps_its_header():
    upper, lower = ["序号", "编号", "面积", None], [None, None, "公顷", None]
    reading = read({"土地整治": [upper, lower, [1.0, "land.a", 60.0], [2.0, "land.b", 40.0]]})
    assert changes(reading) == [("land.a", "area_mu", 880.0, 900.0)]
    assert [fault.kind.code for fault in reading.warnings if fault.kind.code == "figures_unread"] == []
