"""Reads the sheet 本月更新 of the ledger: what its clerk filled in becomes changes of 指标进度.

Cells that are blank, or that still hold what the ledger wrote, change nothing. A row stands for every claimed target of
its indicator. The rows are read by the code that reads 指标进度, so numbers, days and questions are the same.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import pandas as pd

from domain.faults import Choice, Fault, Place, answer_question, make_fault, make_question
from domain.schema.display import is_missing, number_text, printed_text
from domain.schema.frames import records
from domain.schema.ledger import UPDATE_HEADERS, UPDATE_SHEET, plain_header, qualifier_of, written_cells
from domain.schema.period import as_date, date_text
from domain.schema.tables import TABLES
from loaders.workbook.cells import Column, Other, Sheet, Value
from loaders.workbook.hidden import hidden_faults
from loaders.workbook.layout import ColumnMatch, Layout
from loaders.workbook.mapping.virtual_sheet import column_of
from loaders.workbook.monthly_rows import UpdateLayout, changed_cells
from loaders.workbook.scope import Scope
from loaders.workbook.table_reader import TableReading

_TABLE: Final = "measures"
_HEAD_ROWS: Final = 10
#: Headers without which a sheet is not this one.
_NEEDED: Final = frozenset(("name", "actual"))
#: Codes that say what a sheet of 指标进度 lacks, which this one need not have.
_OTHER_SHEET: Final = frozenset(("column_absent", "column_unread", "quote_kept", "no_rows", "sheet_without_figures"))
#: Columns that are read from the sheet.
_READ: Final = frozenset(("actual", "as_of_end", "target", "owner", "responsible", "note"))
_ITEMS: Final = "items"
_OPEN, _OVERDUE = "open_in_time", "overdue"

#: row_id → column → used row of the sheet whose cell it takes.
_ChangedCells = Mapping[str, Mapping[str, int]]
#: row_id → column → value that follows from what was filled in.
_Derived = Mapping[str, Mapping[str, float]]


@dataclass(eq=False)
class UpdateReading:
    """table: 指标进度 with the changes of the sheet; faults: what was found on it."""

    table: pd.DataFrame
    faults: list[Fault] = field(default_factory=list)


def find_update(sheets: Sequence[Sheet], file_stem: str) -> tuple[UpdateLayout | None, list[Sheet], list[Fault]]:
    """The sheet 本月更新 with its header, the other sheets, and a fault where its header is gone.

    Another office's sheet of this name has other headers, and is left among the others.
    """
    for sheet in sheets:
        if (sheet.name or file_stem).strip() != UPDATE_SHEET or not len(sheet.rows):
            continue
        others = [other for other in sheets if other is not sheet]
        heads = [(at, _headers(row)) for at, row in sheet.head(_HEAD_ROWS)]
        for at, columns in heads:
            if set(columns) >= _NEEDED:
                return UpdateLayout(sheet, columns, at + 1), others, []
        if any("row_id" in columns for _, columns in heads):
            return None, others, [make_fault("update_header", Place(sheet.name))]
    return None, list(sheets), []


@dataclass(frozen=True, eq=False)
class _Reader:
    """Reads cells of `layout` into `own`; before: the table as the ledger was downloaded."""

    layout: UpdateLayout
    before: pd.DataFrame
    own: pd.DataFrame
    scope: Scope
    source_id: str
    check_limits: Callable[[], None]
    answers: Mapping[str, str]
    is_csv: bool

    def read(self, changed: _ChangedCells, derived: _Derived) -> TableReading:
        """The rows of `changed` as if they stood on the sheet 指标进度."""
        layout = _as_measures(self.layout, changed, derived, self.own)
        return TableReading(
            layout, {_TABLE: self.own}, self.scope, self.source_id, self.check_limits, is_csv=self.is_csv,
            answers=self.answers,
        )  # fmt: skip


def read_update(
    layout: UpdateLayout, before: pd.DataFrame, own: pd.DataFrame, scope: Scope, source_id: str,
    check_limits: Callable[[], None], answers: Mapping[str, str], *, is_csv: bool = False,
) -> UpdateReading:  # fmt: skip
    """The sheet read into `own`, the table as the sheet 指标进度 of the same file has it; before: as it was downloaded.

    Where both sheets changed one figure, the clerk is asked which counts.
    """
    changed, faults = changed_cells(layout, before, set(own["row_id"]), answers)
    reading = UpdateReading(own, faults)
    if not changed:
        return reading
    reader = _Reader(layout, before, own, scope, source_id, check_limits, answers, is_csv)
    first = reader.read(changed, {})
    dropped, questions = _conflicts(reader, changed, first.table)
    derived, rest = _rest_of_items(reader, changed, first.table)
    kept = {
        row_id: left for row_id, cells in changed.items()
        if (left := {name: row for name, row in cells.items() if (row_id, name) not in dropped})
    }  # fmt: skip
    last = reader.read(kept, derived) if dropped or derived else first
    reading.table = _with_cells(last, kept, reader)
    own_faults = [
        fault
        for fault in (*last.all_faults, *hidden_faults(last))
        if fault.kind.code not in _OTHER_SHEET
        and (fault.place.column in ("", *_READ) or fault.kind.level in ("fault", "ask"))
    ]
    reading.faults = list(dict.fromkeys((*faults, *questions, *rest, *own_faults)))
    return reading


def _headers(row: Mapping[int, Value]) -> dict[str, int]:
    """Name in UPDATE_HEADERS → column of each of its headers in a row."""
    labels = {plain_header(label): name for name, label in UPDATE_HEADERS.items()}
    texts = {plain_header(value): at for at, value in row.items() if isinstance(value, str)}
    return {name: texts[label] for label, name in labels.items() if label in texts}


def _as_measures(layout: UpdateLayout, changed: _ChangedCells, derived: _Derived, own: pd.DataFrame) -> Layout:
    """The layout of `changed` as rows of 指标进度; what did not change stands as the ledger writes `own`."""
    sheet, ids = layout.sheet, list(changed)
    positions = pd.Index(own["row_id"].tolist()).get_indexer(pd.Index(ids))
    current = own.iloc[positions]
    rows = np.array([next(iter(changed[row_id].values())) for row_id in ids], dtype=np.int64)
    names = list(dict.fromkeys(name for cells in changed.values() for name in cells))
    columns: dict[int, Column] = {}
    found: dict[str, ColumnMatch] = {}
    marks = {}
    for name in names:
        at = layout.columns[name]
        values = _written(name, current)
        for number, row_id in enumerate(ids):
            if name in changed[row_id]:
                values[number] = sheet.columns[at].cell(changed[row_id][name])
        columns[at] = column_of(values)
        found[name] = ColumnMatch(at, UPDATE_HEADERS[name], "")
        numbers = [int(sheet.rows[cells[name]]) for cells in changed.values() if name in cells]
        for (column, mark), marked in sheet.marks.items():
            if column == at:
                marks[column, mark] = marked[np.isin(marked, numbers)]
    free = max(sheet.columns) + 1
    added: dict[str, list[Value]] = {
        "row_id": [*ids],
        **_qualifiers(changed, current),
        **_derived_columns(changed, derived, current),
    }
    for at, (name, cells) in enumerate(added.items(), start=free):
        columns[at], found[name] = column_of(cells), ColumnMatch(at, TABLES[_TABLE].column(name).label, "")
    notes = tuple(note for note in sheet.notes if note.row in set(sheet.rows[rows].tolist()))
    filled = Sheet(sheet.name, sheet.rows[rows], columns, marks=marks, formats=sheet.formats, notes=notes,
                   hidden=sheet.hidden)  # fmt: skip
    return Layout(_TABLE, filled, 0, found, (), all_data=True)


def _written(name: str, rows: pd.DataFrame) -> list[Value]:
    """The cells of a column as the ledger writes them."""
    column = TABLES[_TABLE].column(name)
    cells = written_cells(_TABLE, column, rows[name])
    return [Other("date", f"{cell:%Y-%m-%d}") if column.kind == "date" and cell is not None else cell for cell in cells]


def _qualifiers(changed: _ChangedCells, rows: pd.DataFrame) -> dict[str, list[Value]]:
    """Column of qualifiers → its cells: 准确数 where a figure is filled in anew, which a 约 in its cell overrides."""
    added = {}
    for name in ("actual", "target"):
        column = qualifier_of(_TABLE, name)
        assert column is not None
        exact = TABLES[_TABLE].column(column).words["exact"]
        cells = _written(column, rows)
        is_new = [name in changed[row_id] for row_id in rows["row_id"]]
        if any(is_new):
            added[column] = [exact if new and cell is not None else cell
                             for new, cell in zip(is_new, cells, strict=True)]  # fmt: skip
    return added


def _derived_columns(changed: _ChangedCells, derived: _Derived, rows: pd.DataFrame) -> dict[str, list[Value]]:
    """Column → its cells, with the values of `derived` in place of the current ones."""
    names = dict.fromkeys(name for values in derived.values() for name in values)
    return {
        name: [
            float(derived[row_id][name]) if row_id in derived and name in derived[row_id] else cell
            for row_id, cell in zip(changed, _written(name, rows), strict=True)
        ]
        for name in names
    }  # fmt: skip


def _conflicts(reader: _Reader, changed: _ChangedCells, read: pd.DataFrame) -> tuple[set[tuple[str, str]], list[Fault]]:
    """The cells that do not count because the sheet 指标进度 changed the same figure, and the questions which does."""
    dropped: set[tuple[str, str]] = set()
    questions = []
    tables = [_by_id(table) for table in (reader.before, reader.own, read)]
    for row_id, cells in changed.items():
        for name, row in cells.items():
            before, own, here = (_stated(rows.get(row_id, {}), name) for rows in tables)
            if own in (before, here):
                continue
            if here == before:
                dropped.add((row_id, name))
                continue
            choices = [Choice("update", f"按“{UPDATE_SHEET}”：{here}"),
                       Choice("table", f"按“{TABLES[_TABLE].label}”：{own}")]  # fmt: skip
            question = make_question(
                "update_conflict", reader.layout.place(row, name), choices, here, label=UPDATE_HEADERS[name],
                table=TABLES[_TABLE].label, other=own,
            )  # fmt: skip
            questions.append(answer_question(question, reader.answers))
            if questions[-1].answer == "table":
                dropped.add((row_id, name))
    return dropped, questions


def _by_id(table: pd.DataFrame) -> dict[str, dict[str, Any]]:
    return {str(row["row_id"]): row for row in records(table)}


def _stated(row: Mapping[str, Any], name: str) -> str:
    """A cell in words, with its qualifier: two cells are the same where these are; （空） for none."""
    value: Any = row.get(name)
    if is_missing(value):
        return "（空）"
    column = TABLES[_TABLE].column(name)
    if column.kind == "date":
        return date_text(as_date(value))
    if column.kind != "number":
        return str(value)
    qualifier = row.get(column.qualifier_column)
    return printed_text(value, None, None if is_missing(qualifier) else qualifier)


def _rest_of_items(reader: _Reader, changed: _ChangedCells, read: pd.DataFrame) -> tuple[_Derived, list[Fault]]:
    """What is left of lists of items of which more is done now: in time or overdue, as the clerk says."""
    derived: dict[str, dict[str, float]] = {}
    faults = []
    rows, own = _by_id(read), _by_id(reader.own)
    for row_id, cells in changed.items():
        row = rows[row_id]
        if "actual" not in cells or row["kind"] != _ITEMS or is_missing(row["actual"]) or is_missing(row["target"]):
            continue
        parts = [name for name in (_OPEN, _OVERDUE) if not is_missing(row[name])]
        left = row["target"] - row["actual"]
        if row["actual"] == own[row_id]["actual"] or not parts or left < 0 or sum(row[name] for name in parts) == left:
            continue
        place = reader.layout.place(cells["actual"], "actual")
        if left == 0:
            derived[row_id] = dict.fromkeys(parts, 0.0)
            faults.append(make_fault("update_all_done", place))
            continue
        text = printed_text(left, None if is_missing(row["unit"]) else row["unit"])
        choices = [Choice(_OPEN, f"其余{text}都在限期内"), Choice(_OVERDUE, f"其余{text}都已逾期")]
        question = make_question("update_rest", place, choices, number_text(row["actual"]), left=text)
        faults.append(answer_question(question, reader.answers))
        derived[row_id] = {**dict.fromkeys(parts, 0.0), faults[-1].answer or _OPEN: left}
    return derived, faults


def _with_cells(read: TableReading, changed: _ChangedCells, reader: _Reader) -> pd.DataFrame:
    """The table whose rows cite the cells of this sheet that changed them."""
    if read.table is reader.own:
        return read.table
    table, place, own = read.table.copy(), reader.layout.place, _by_id(reader.own)
    mine = (table["source_id"] == reader.source_id) & (table["sheet"] == reader.layout.sheet.name)
    for at, row in zip(table.index[mine], records(table[mine]), strict=True):
        row_id = str(row["row_id"])
        cells = [
            place(used_row, name).cell
            for name, used_row in changed.get(row_id, {}).items()
            if TABLES[_TABLE].column(name).kind == "number" and row[name] != own[row_id][name]
        ]
        if cells:
            table.at[at, "cell"] = " ".join(cells)
    return table
