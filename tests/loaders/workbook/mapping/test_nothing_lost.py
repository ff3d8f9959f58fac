"""Figures in the sheet = figures stored + figures reported, whatever the columns and the clerk's choices."""

import re
from collections import Counter
from dataclasses import replace
from datetime import date

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from domain.schema.tables import TABLES
from loaders.workbook import read_workbook
from tests.loaders.workbook.mapping.offices import CURRENT, confirmed, first_reading, workbook

#: Headers of columns of figures, in units that need no conversion where the figure lands.
NUMBERS = [
    "应签约户数", "已签约户数", "已腾空户数", "应征面积（亩）", "已征面积（亩）", "上级补助（万元）", "专项债（万元）",
    "自筹（万元）", "总投资（万元）", "全年计划", "1-5月完成", "本月完成", "去年同期", "检查次数", "1月",
    "2月", "3月", "公示天数",
]  # fmt: skip
TEXTS = ["村", "项目名称", "备注", "责任单位", "联系电话"]


@st.composite
def tables(draw):
    """Header and rows: one or two columns of texts, two to six of figures that are all different, some cells empty."""
    texts = draw(st.lists(st.sampled_from(TEXTS), min_size=1, max_size=2, unique=True))
    numbers = draw(st.lists(st.sampled_from(NUMBERS), min_size=2, max_size=6, unique=True))
    height = draw(st.integers(2, 5))
    figures = iter(range(1001, 2000))
    rows = []
    for row in range(height):
        cells = [f"{text}{'甲乙丙丁戊'[row]}" for text in texts]
        rows.append(cells + [None if draw(st.integers(0, 4)) == 0 else next(figures) + 0.5 for _ in numbers])
    if draw(st.booleans()):
        rows.append(["合计"] + [None] * (len(texts) - 1) + [next(figures) + 0.5 for _ in numbers])
    title = draw(st.sampled_from([["某某街道进度表（截至6月20日）"], ["2024年6月情况"], ["某某街道进度表"]]))
    return [title, texts + numbers, *rows]


def stored_figures(reading):
    """The numbers of all rows that came from the workbook."""
    found = Counter()
    for name, frame in reading.tables.items():
        mine = frame[frame["source_id"] == reading.source_id]
        for column in TABLES[name].numbers:
            if not column.words:
                found.update(round(value, 6) for value in mine[column.name].dropna())
    return found


def reported_figures(reading, rows):
    """The numbers in columns that are said not to be read, and in rows that are said to be skipped."""
    lines = [fault for fault in reading.all_faults if fault.kind.code == "column_left_out"]
    columns = {fault.place.cell for fault in lines}
    skipped = {
        int(re.sub(r"\D", "", fault.place.cell)) for fault in reading.all_faults
        if fault.kind.code in ("total_skipped", "heading_skipped", "note_skipped", "row_unread")
    }  # fmt: skip
    found = Counter()
    for number, row in enumerate(rows, 1):
        for at, value in enumerate(row):
            if isinstance(value, float) and (number in skipped or f"{chr(65 + at)}2" in columns):
                found[value] += 1
    return found


@settings(max_examples=60, deadline=None)
@given(tables(), st.sampled_from(["", "measures", "demolition", "land", "funding", "other"]))
def test_figure_is_stored_once_or_reported(rows, kind):
    assume(any(isinstance(value, float) for row in rows[2:] if row[0] != "合计" for value in row))
    sheets = {"Sheet1": rows}
    first = first_reading(sheets)
    (table,) = first.foreign
    answers = confirmed(first)
    if kind:
        mapping = table.of_kind(kind)
        answers = {table.key: type(mapping)(kind, mapping.uses, mapping.months, True, "2024-06-30").to_json()}
    reading = read_workbook(workbook(sheets), "表.xlsx", CURRENT, answers)
    answers |= {each.key: each.choices[0].value for each in reading.faults if each.kind.code == "unit_nowhere"}
    reading = read_workbook(workbook(sheets), "表.xlsx", CURRENT, answers)
    assert [fault.kind.code for fault in reading.faults] == []
    figures = Counter(value for row in rows[2:] for value in row if isinstance(value, float))
    assert stored_figures(reading) + reported_figures(reading, rows) == figures


@settings(max_examples=15, deadline=None)
@given(tables(), st.data())
def test_figure_of_the_next_month_is_stored_or_reported_or_asked_about(rows, data):
    """A table confirmed while some of its columns were empty, and uploaded again with all figures, without a day."""
    rows = [["某某街道进度表"], *rows[1:]]
    at = [n for n, label in enumerate(rows[1]) if label in NUMBERS]
    empty = data.draw(st.sets(st.sampled_from(at), max_size=len(at) - 1))
    before = [[None if n in empty and isinstance(cell, float) else cell for n, cell in enumerate(row)] for row in rows]
    assume(any(isinstance(cell, float) for row in before if row[0] != "合计" for cell in row))
    first = first_reading({"Sheet1": before})
    answers = confirmed(first)
    reading = read_workbook(workbook({"Sheet1": before}), "表.xlsx", CURRENT, answers)
    answers |= {each.key: each.choices[0].value for each in reading.faults if each.kind.code == "unit_nowhere"}
    reading = read_workbook(workbook({"Sheet1": before}), "表.xlsx", CURRENT, answers)
    remembered = {table.signature: table.to_remember().to_json() for table in reading.foreign}
    usual_day = date(2024, 6, 30)
    again = read_workbook(workbook({"Sheet1": rows}), "表.xlsx", CURRENT, remembered=remembered, usual_day=usual_day)
    if {fault.kind.code for fault in again.faults} & {"map_table", "unit_nowhere"}:
        return
    assert again.faults == ()
    figures = Counter(value for row in rows[2:] for value in row if isinstance(value, float))
    assert stored_figures(again) + reported_figures(again, rows) == figures
    reported = reported_figures(again, rows)
    unread = {rows[1][n] for row in rows[2:] if row[0] != "合计" for n in empty if row[n] in reported}
    assert all("月" in label for label in unread)  # only the other periods, of which one was chosen


#: Groups of a header of two rows with the columns below each; a sum of its group where it ends in 小计.
GROUPS = {
    "到位资金（万元）": ["上级补助", "专项债", "自筹", "小计"],
    "拨付资金（万元）": ["上级补助", "专项债", "自筹", "小计"],
    "签约": ["应签户数", "已签户数", "剩余（户）"],
    "房屋拆除（平方米）": ["计划", "完成", "差额"],
    "征地（亩）": ["任务", "完成"],
    "其中": ["公示天数", "走访次数"],
}


@st.composite
def grouped_tables(draw):
    """A table of two header rows: names, then two to four groups; figures all different, as numbers or as texts."""
    groups = draw(st.lists(st.sampled_from(list(GROUPS)), min_size=2, max_size=4, unique=True))
    below = [(group, name) for group in groups for name in GROUPS[group]]
    figures = iter(range(1001, 9000, 7))
    rows = []
    for row in range(draw(st.integers(2, 4))):
        cells = []
        for group, name in below:
            if name == "小计":
                parts = [cell for cell, (other, _) in zip(cells, below, strict=False) if other == group and cell]
                cells.append(float(sum(parts)))
            else:
                cells.append(None if draw(st.integers(0, 5)) == 0 else next(figures) + 0.5)
        rows.append([f"{'甲乙丙丁'[row]}村", *cells])
    if draw(st.booleans()):
        rows.append(["合计", *(next(figures) + 0.5 for _ in below)])
    as_text = draw(st.booleans())
    written = [[f"{cell:,}" if as_text and isinstance(cell, float) else cell for cell in row] for row in rows]
    starts = [at for at, pair in enumerate(below) if at == 0 or pair[0] != below[at - 1][0]]
    top = ["村名", *(group if at in starts else None for at, (group, _) in enumerate(below))]
    ends = [*starts[1:], len(below)]
    merged = [f"{_letter(first + 1)}2:{_letter(last)}2" for first, last in zip(starts, ends, strict=True)]
    return (
        [["某某街道进度表（截至6月20日）"], top, [None, *(name for _, name in below)], *written],
        rows,
        ["A2:A3", *merged],
    )


def _letter(at):
    return chr(65 + at)


@settings(max_examples=40, deadline=None)
@given(grouped_tables(), st.sampled_from(["", "demolition", "funding", "other"]))
def test_each_figure_below_groups_is_stored_once_or_reported(table, kind):
    rows, numbers, merged = table
    assume(any(isinstance(value, float) for row in numbers if row[0] != "合计" for value in row))
    sheets, merged_cells = {"Sheet1": rows}, {"Sheet1": merged}
    first = first_reading(sheets, merged_cells)
    answers = confirmed(first)
    if kind:
        (foreign,) = first.foreign
        answers = {foreign.key: replace(foreign.of_kind(kind), left_out=True, as_of="2024-06-20").to_json()}
    reading = read_workbook(workbook(sheets, merged_cells), "表.xlsx", CURRENT, answers)
    assert [fault.kind.code for fault in reading.faults] == []
    columns = {
        fault.place.cell.rstrip("0123456789") for fault in reading.all_faults
        if fault.kind.code in ("column_left_out", "column_computed")
    }  # fmt: skip
    skipped = {fault.place.cell for fault in reading.all_faults if fault.kind.code == "total_skipped"}
    kept = Counter(
        round(value, 6)
        for at, row in enumerate(numbers, 4)
        for number, value in enumerate(row)
        if isinstance(value, float) and f"A{at}" not in skipped and _letter(number) not in columns
    )
    assert stored_figures(reading) == kept
