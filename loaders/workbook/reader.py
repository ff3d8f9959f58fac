"""One uploaded workbook against the tables that are there: new tables, what would be deleted, and everything to say.

Nothing is coerced in silence, nothing is lost: a sheet, a column or a row that the workbook does not have stays as it
is; rows that a sheet no longer has are listed and wait for a tick of their own; a cell that cannot be taken as it
stands is a fault at its place. What proves a row (source, offsets, quote) is never taken from a workbook.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import PurePath
from typing import Any, Final

import numpy as np
import pandas as pd

from domain.diff import Diff, diff_tables
from domain.faults import Fault, Place, make_fault, shown
from domain.period import PeriodError, parse_period
from domain.sheets import STAMP_LABELS, STAMP_SHEET, Stamp, plain_header
from domain.tables import TABLES, Column, cell_starts, conform, join_cells
from loaders.workbook.cells import Sheet, cell_name, read_cells
from loaders.workbook.checks import check_rows, check_tables
from loaders.workbook.columns import Sheeted, read_column
from loaders.workbook.guard import check_upload
from loaders.workbook.layout import Layout, lay_out
from loaders.workbook.rows import find_rows

_SCOPE: Final = ("row_id", "org_unit", "period")
_PROOF: Final = ("source_id", "start", "end", "quote", "sheet", "cell", "cells")
#: Columns that say nothing about the figures: a change there leaves the proof of the row as it is.
_ABOUT: Final = frozenset(
    ("note", "owner", "chosen", "chosen_by", "chosen_reason", "accepted_reason", "accepted_by", "accepted_until")
)
#: Units and words like 约 are read before the numbers that need them; the end of a range before its beginning.
_FIRST: Final = (
    "unit", "output_unit", "area_unit", "qualifier", "target_qualifier", "actual_qualifier", "output_qualifier",
    "value_high",
)  # fmt: skip
_TEXT: Final = pd.StringDtype(na_value=np.nan)


@dataclass(frozen=True, eq=False)
class WorkbookReading:
    """What a workbook says.

    `tables`: every table that it has a sheet of, as it will be, rows that the sheet no longer has still in it.
    `deletions`: those rows, by table. `faults` keep it from being committed, `warnings` and `notices` do not.
    `stamp`: which version it was downloaded from, None where it does not say.
    """

    name: str
    source_id: str
    sha256: str
    stamp: Stamp | None
    tables: Mapping[str, pd.DataFrame]
    deletions: Mapping[str, pd.DataFrame]
    said: tuple[Fault, ...] = field(repr=False)

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What must be mended or answered before anything is committed."""
        return tuple(fault for fault in self.said if fault.kind.level in ("fault", "ask"))

    @property
    def warnings(self) -> tuple[Fault, ...]:
        """What should be looked at and may go on."""
        return tuple(fault for fault in self.said if fault.kind.level == "warning")

    @property
    def notices(self) -> tuple[Fault, ...]:
        """What the reader did by itself: converted, skipped, recognised."""
        return tuple(fault for fault in self.said if fault.kind.level == "notice")

    def after(self, deleting: Mapping[str, Collection[str]] | None = None) -> dict[str, pd.DataFrame]:
        """The tables to be committed: `tables` without the row_ids of `deleting` (table → ids) that were missing."""
        deleting = deleting or {}
        return {
            name: _without(table, set(deleting.get(name, ())) & set(self._deletable(name)))
            for name, table in self.tables.items()
        }

    def diff(self, current: Mapping[str, pd.DataFrame], deleting: Mapping[str, Collection[str]] | None = None) -> Diff:
        """How the version would differ from `current`; empty where the workbook changes nothing."""
        return diff_tables({name: current[name] for name in self.tables if name in current}, self.after(deleting))

    def _deletable(self, name: str) -> list[str]:
        return self.deletions[name]["row_id"].tolist() if name in self.deletions else []


def read_workbook(
    data: bytes,
    name: str,
    current: Mapping[str, pd.DataFrame],
    *,
    text: str | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> WorkbookReading:
    """The workbook `data`, uploaded as `name`, against the tables of the current version (table name → table).

    With `text`, the report that the version cites, findings that the change would raise are warned of. All faults
    of all sheets are told at once. Raises guard.Refused where the file is not read at all, process.Cancelled once
    `cancelled()` is true.
    """
    upload = check_upload(data)
    sheets = read_cells(upload, cancelled)
    stem = PurePath(name.replace("\\", "/")).stem
    layouts, said = lay_out(sheets, stem, current)
    stamp = _stamp(sheets)
    scope = _scope(current, stamp)
    said += _scope_faults(stamp, scope)
    if upload.kind == "xls":
        said.append(make_fault("xls_limits"))
    digest = sha256(data).hexdigest()
    source_id = f"{shown(stem)}-{digest[:8]}"
    read = [_TableReading(layout, current, scope, source_id, is_csv=upload.kind == "csv") for layout in layouts]
    tables = {each.name: each.table for each in read}
    for each in read:
        said += each.said
    said += check_tables(current, tables, text)
    deletions = {each.name: each.deletions for each in read if len(each.deletions)}
    return WorkbookReading(name, source_id, digest, stamp, tables, deletions, tuple(said))


class _TableReading:
    """One sheet read into its table."""

    def __init__(
        self,
        layout: Layout,
        current: Mapping[str, pd.DataFrame],
        scope: Mapping[str, str | None],
        source_id: str,
        *,
        is_csv: bool,
    ) -> None:
        self.name = layout.table
        self.layout, self.scope, self.source_id = layout, scope, source_id
        self.current = current[self.name] if self.name in current else conform(self.name, [])
        rows = find_rows(layout, self.current)
        self.ids = rows.ids
        self.sheeted = Sheeted(layout, rows.at, rows.known, self.current, _year(scope["period"]), is_csv)
        for column in sorted(self._read_columns(), key=_order):
            read_column(self.sheeted, column)
        self.said = [
            *rows.faults, *_orphan_marks(layout, rows.at), *self.sheeted.faults, *check_rows(self.sheeted, self.ids),
            *self._column_notices(), *self._quote_notice(),
        ]  # fmt: skip
        claimed = np.zeros(len(self.current), dtype=bool)
        claimed[rows.known[rows.known >= 0]] = True
        self.deletions = self.current[~claimed].reset_index(drop=True)
        self.table = self._table()

    def _read_columns(self) -> list[Column]:
        return [column for column in TABLES[self.name].all_columns if column.name not in (*_SCOPE, *_PROOF)]

    def _table(self) -> pd.DataFrame:
        """The current rows in their order with the new values, then the new rows in the order of the sheet."""
        known, new = self.sheeted.known >= 0, self.sheeted.known < 0
        touched = {column for column, changed in self.sheeted.changed.items() if changed[known].any()}
        if not touched and not new.any():
            return self.current
        proof = self._proof(known, new)
        columns = {}
        for column in TABLES[self.name].all_columns:
            values = proof.get(column.name, self.sheeted.values.get(column.name))
            assert values is not None
            columns[column.name] = self._column(column, values, known, new)
        return pd.DataFrame(columns, copy=False)

    def _column(self, column: Column, values: np.ndarray, known: np.ndarray, new: np.ndarray) -> Any:
        if column.kind == "number":
            numbers = self.current[column.name].to_numpy(dtype=np.float64).copy()
            numbers[self.sheeted.known[known]] = values[known]
            return np.concatenate([numbers, values[new].astype(np.float64)])
        cells = self.current[column.name]
        objects = cells.astype(object).where(cells.notna(), None).to_numpy(dtype=object, copy=True)
        objects[self.sheeted.known[known]] = values[known]
        return _typed(np.concatenate([objects, values[new]]).tolist(), column.kind)

    def _proof(self, known: np.ndarray, new: np.ndarray) -> dict[str, np.ndarray]:
        """Scope and proof of the rows: as they were, but for rows whose figures now come from this workbook."""
        values = {name: self.sheeted.old(name) for name in (*_SCOPE, *_PROOF)}
        values["row_id"][:] = self.ids
        for name in ("org_unit", "period"):
            values[name][new] = self.scope[name]
        for row in np.flatnonzero(new).tolist():
            self._prove(values, row, self._filled_in(row), {})
        facts = {name: changed for name, changed in self.sheeted.changed.items() if name not in _ABOUT}
        moved = np.zeros(len(known), dtype=bool)
        for changed in facts.values():
            moved |= changed
        for row in np.flatnonzero(moved & known).tolist():
            changed_columns = [name for name, changed in facts.items() if changed[row]]
            starts = cell_starts(values["cells"][row])
            if any(name in starts or TABLES[self.name].column(name).kind == "number" for name in changed_columns):
                kept = {name: start for name, start in starts.items() if name not in changed_columns}
                self._prove(values, row, changed_columns, kept)
        return values

    def _filled_in(self, row: int) -> list[str]:
        """The columns of a new row that hold something."""
        cells = self.layout.sheet.row(int(self.sheeted.at[row]))
        return [name for name, found in self.layout.columns.items() if found.at in cells and name != "row_id"]

    def _prove(self, values: dict[str, np.ndarray], row: int, columns: list[str], starts: dict[str, int]) -> None:
        """Let the row rest on the cells of `columns`; figures in `starts` keep their place in the report."""
        number = int(self.layout.sheet.rows[int(self.sheeted.at[row])])
        places = sorted(self.layout.columns[name].at for name in columns if name in self.layout.columns)
        cells = [cell_name(number, at) for at in places]
        for name in ("start", "end", "quote"):
            values[name][row] = None
        values["source_id"][row], values["sheet"][row] = self.source_id, self.layout.sheet.name or None
        values["cell"][row] = (f"{cells[0]}:{cells[-1]}" if len(cells) > 2 else " ".join(cells)) or None
        values["cells"][row] = join_cells(starts) or None

    def _column_notices(self) -> list[Fault]:
        """Columns of the sheet that are not read, and columns of the table that the sheet does not have."""
        notices = []
        sheet = self.layout.sheet
        for at, label in self.layout.unread:
            count = int(sheet.columns[at].filled[self.layout.data_from :].sum())
            if count:
                place = Place(sheet.name, cell_name(int(sheet.rows[self.layout.data_from - 1]), at), self.name)
                notices.append(make_fault("column_unread", place, label=label or "(没有表头)", count=count))
        absent = [
            column.label for column in TABLES[self.name].columns
            if column.name not in self.layout.columns and self.current[column.name].notna().any()
        ]  # fmt: skip
        if absent:
            notices.append(make_fault("column_absent", Place(sheet.name, "", self.name), labels="、".join(absent)))
        return notices

    def _quote_notice(self) -> list[Fault]:
        """Quotes that somebody edited: they are kept as they were."""
        found = self.layout.columns.get("quote")
        if found is None:
            return []
        shown = self.layout.sheet.columns[found.at].cells(self.sheeted.at)
        old = self.sheeted.old("quote")
        edited = [
            row for row in np.flatnonzero((self.sheeted.known >= 0) & (shown != old)).tolist()
            if _blank(shown[row]) != _blank(old[row])
        ]  # fmt: skip
        if not edited:
            return []
        place = self.layout.place(int(self.sheeted.at[edited[0]]), "quote")
        return [make_fault("quote_kept", place, count=len(edited))]


def _order(column: Column) -> int:
    return _FIRST.index(column.name) if column.name in _FIRST else len(_FIRST)


def _blank(value: Any) -> str:
    return "" if value is None else " ".join(str(value).split())


def _typed(cells: list[Any], kind: str) -> Any:
    if kind == "text":
        return pd.array(cells, dtype=_TEXT)
    if kind == "date":
        return pd.Series(cells, dtype="datetime64[s]").array
    return pd.array(cells, dtype="Int64" if kind == "integer" else "boolean")


def _orphan_marks(layout: Layout, at: np.ndarray) -> list[Fault]:
    """Formulas without results in rows that hold nothing else: without them the row would vanish in silence."""
    sheet = layout.sheet
    used = set(sheet.rows.tolist())
    first = int(sheet.rows[layout.data_from]) if layout.data_from < len(sheet.rows) else 0
    columns = {found.at: name for name, found in layout.columns.items()}
    return [
        make_fault("formula", Place(sheet.name, cell_name(row, column), layout.table, columns[column]))
        for (row, column), mark in sorted(sheet.marks.items())
        if mark == "formula" and column in columns and row not in used and row > first
    ]


def _without(table: pd.DataFrame, ids: set[str]) -> pd.DataFrame:
    return table[~table["row_id"].isin(ids)].reset_index(drop=True) if ids else table


def _stamp(sheets: list[Sheet]) -> Stamp | None:
    """What the hidden sheet says of the version; None where there is none, or one without a version."""
    for sheet in sheets:
        if sheet.name != STAMP_SHEET:
            continue
        rows = [list(row.values()) for _, row in sheet.head(len(STAMP_LABELS))]
        said = {str(row[0]): str(row[1]) for row in rows if len(row) > 1}
        return Stamp(**{name: said.get(label, "") for name, label in STAMP_LABELS.items()})
    return None


def _scope(current: Mapping[str, pd.DataFrame], stamp: Stamp | None) -> dict[str, str | None]:
    """Unit and period of the version; of the workbook's stamp where there is no version yet."""
    scope: dict[str, str | None] = {}
    for name in ("org_unit", "period"):
        told = next((table[name].dropna() for table in current.values() if table[name].notna().any()), None)
        scope[name] = str(told.iloc[0]) if told is not None else (getattr(stamp, name) or None if stamp else None)
    return scope


def _scope_faults(stamp: Stamp | None, scope: Mapping[str, str | None]) -> list[Fault]:
    if stamp is None:
        return []
    return [
        make_fault("wrong_scope", Place(STAMP_SHEET), getattr(stamp, name), what=STAMP_LABELS[name], wanted=wanted)
        for name, wanted in scope.items()
        if wanted and getattr(stamp, name) and plain_header(getattr(stamp, name)) != plain_header(wanted)
    ]


def _year(period: str | None) -> int | None:
    try:
        return parse_period(period).due.year if period else None
    except PeriodError:
        return None
