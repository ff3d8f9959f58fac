"""What is typed or pasted into the grid of 在线修改 means what it means in a cell of a workbook."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from domain.schema.frames import conform
from domain.schema.tables import TABLES
from loaders.workbook.edited import read_edited
from proposals.proposal import edited_rows
from tests.examples import examples
from tests.loaders.workbook.samples import SCOPE, read
from tests.ui.edit.test_editing import FIRST
from ui.edit.edits import Editing, shown_rows

#: One row per text of an example.
ROWS = 12
MEASURE = SCOPE | {
    "name": "新增耕地", "domain": "land", "unit": "亩", "target": 800, "target_qualifier": "exact", "actual": 584,
    "actual_qualifier": "exact", "reported_rate": 73, "begin": "2023-01-01", "due": "2023-12-31", "kind": "cumulative",
    "direction": 1,
}  # fmt: skip
MEASURES = conform("measures", [MEASURE | {"row_id": f"m{n}", "name": f"指标{n}"} for n in range(ROWS)])
READING = SCOPE | {"topic": "行政执法", "value": 11, "role": "actual"}
READINGS = conform(
    "governance",
    [READING | {"row_id": f"m{n}", "name": f"指标{n}", "unit": "%" if n % 2 else "件"} for n in range(ROWS)],
)
TABLES_NOW = {name: conform(name, []) for name in TABLES} | {"measures": MEASURES, "governance": READINGS}

numerals = st.from_regex(r"-?[0-9]{1,5}(,[0-9]{3})?(\.[0-9]{1,3})?", fullmatch=True)
units = st.sampled_from(["", "万", "亿", "%", "亩", "公顷", "万元", "个", "余", "余万", "元", "‰"])
leads = st.sampled_from(["", "约", "近", "超", " ", "+", "＋"])
amounts = st.builds("{}{}{}".format, leads, numerals, units)
days = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["2023年", "2023-", "2023.", "二〇二三年", "", "23年"]),
    st.sampled_from(["6", "06", "12", "13", "六"]),
    st.sampled_from(["月", "-", ".", "/", ""]),
    st.sampled_from(["", "28日", "31", "底", "初", "30 10:20", "29"]),
)
serials = st.integers(30_000, 80_000).map(str)
words = st.sampled_from(
    ["累计", "确数", "约", "越少越好", "土地整治", "党建", "大概吧", "年底", "是", "无", "——", "暂无"]
)
marks = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Co"]), max_size=8)
texts = st.one_of(amounts, days, serials, words, marks)


@pytest.fixture
def edits():
    return Editing(FIRST, TABLES_NOW)


def in_grid(edits, column, written, table="measures"):
    """The reading of `written`, one text a row, in a column of the grid."""
    rows = edits.open(table).copy()
    rows[column] = [text or None for text in written]
    edits.edits[table] = rows
    proposed = edits.proposed() or {table: edited_rows(table, TABLES_NOW[table])}
    return read_edited(proposed, TABLES_NOW, "在线修改")


def in_workbook(column, written, table="measures"):
    """The reading of the same texts in cells of an .xlsx that has the columns and rows of the grid."""
    rows = shown_rows(table, TABLES_NOW[table])
    cells = {name: rows[name].tolist() for name in rows} | {column: [text or None for text in written]}
    heads = [TABLES[table].column(name).header for name in cells]
    return read({TABLES[table].label: [heads, *map(list, zip(*cells.values(), strict=True))]}, TABLES_NOW)


def outcome(reading, table="measures"):
    """Per row: its cells but for the proof, and what is said of it."""
    said = {row: [] for row in range(ROWS)}
    for fault in reading.all_faults:
        digits = "".join(sign for sign in fault.place.cell.split()[0] if sign.isdigit()) if fault.place.cell else ""
        if digits and fault.place.column:
            at = int(digits) - (1 if fault.place.cell.startswith("第") else 2)
            said[at].append((fault.kind.code, fault.place.column, fault.wrong, fault.write))
    rows = reading.tables[table].drop(columns=["source_id", "sheet", "cell", "cells"])
    return [(row, sorted(said[at])) for at, row in enumerate(rows.astype(str).to_dict("records"))]


@pytest.mark.parametrize(
    ("table", "column"),
    [("measures", column) for column in ("actual", "reported_rate", "due", "begin", "unit", "kind", "direction")]
    + [("governance", column) for column in ("value", "qualifier", "role", "as_of_end", "note")],
)  # fmt: skip
def test_grid_text_any_gives_workbook_value_or_fault(table, column):
    @settings(max_examples=examples(4), deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(texts, min_size=ROWS, max_size=ROWS))
    @example(["2023年6月28日", "6月底", "2023-06", "45106", "年底", "0.73", "0.73%", "73%", "1", "约600", "", "1,250"])
    def same(written):
        grid = in_grid(Editing(FIRST, TABLES_NOW), column, written, table)
        assert outcome(grid, table) == outcome(in_workbook(column, written, table), table)

    same()


@pytest.mark.parametrize(
    ("column", "number"),
    [("actual", 600), ("actual", 0.5), ("actual", -3), ("reported_rate", 0.73), ("reported_rate", 1),
     ("reported_rate", 73), ("reported_rate", 7.3), ("due", 45106), ("due", 2023), ("due", 20230630), ("due", 6.3)],
)  # fmt: skip
def test_grid_number_gives_workbook_value_or_fault(edits, column, number):
    assert outcome(in_grid(edits, column, [str(number)] * ROWS)) == outcome(in_workbook(column, [number] * ROWS))


def test_grid_share_in_percent_column_is_a_question(edits):
    rate = in_grid(edits, "reported_rate", ["0.74", "0.74%", "74%", *["73"] * (ROWS - 3)])
    assert [(fault.kind.code, fault.place.cell) for fault in rate.faults] == [
        ("percent_or_share", "第1行 自报完成率（%）")
    ]
    assert rate.tables["measures"]["reported_rate"].tolist()[1:4] == [0.74, 74.0, 73.0]


def test_grid_date_ambiguous_is_a_question_others_use_period(edits):
    due = in_grid(edits, "due", ["45106", "2023年6月28日", "6月底", "2023-06", "年底", *["2023-12-31"] * (ROWS - 5)])
    assert [(fault.kind.code, fault.place.cell, fault.value) for fault in due.faults] == [
        ("serial_date", "第1行 完成期限", "45106")
    ]
    days = due.tables["measures"]["due"].dt.strftime("%Y-%m-%d").tolist()
    assert days[:5] == ["2023-12-31", "2023-06-28", "2023-06-30", "2023-06-30", "2023-12-31"]
