"""Reads the columns of a sheet into the values of its table, parsing only cells that differ from the current version.

A cell that equals what the ledger wrote is unchanged, whatever it looks like. Every other cell is parsed; one that
cannot be parsed is a fault, never a guess.
"""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Final

import numpy as np
import pandas as pd

from domain.faults import Choice
from domain.schema.columns import Column
from domain.schema.tables import TABLES
from loaders.workbook.amounts import CellFault
from loaders.workbook.cells import Other, Value
from loaders.workbook.empty_cells import is_error
from loaders.workbook.fault_collector import FaultCollector
from loaders.workbook.layout import ColumnMatch, Layout
from loaders.workbook.number_formats import shown as shown_by

#: Relative tolerance for equal numbers: spreadsheets keep 15 digits.
SAME: Final = 1e-13
_TEXT: Final = pd.StringDtype(na_value=np.nan)
#: Number of cells between two checks of the time limit and of cancellation.
_CHECK_EVERY: Final = 500
_STRUCK_CHOICES: Final = (Choice("drop", "不再算，按没有填处理"), Choice("keep", "照常读取"))
NO_DAY: Final = np.datetime64("NaT", "s")


@dataclass(eq=False)
class SheetRows:
    """The rows of one sheet while its columns are read.

    at: used rows; known: positions in the current table, -1 for new rows; values: column → array of the new values
    (numbers float64 with NaN, days datetime64 with NaT, else objects with None); changed: column → mask of the rows
    that differ from the current table; written_units: column of units → the unit in which the numbers of each row are
    written where it is not the stored one, else None; struck: mask of rows that are struck out as a whole;
    check_limits: raises Cancelled, or Refused after the time limit.
    """

    collector: FaultCollector
    at: np.ndarray
    known: np.ndarray
    current: pd.DataFrame
    period_end: date | None
    check_limits: Callable[[], None]
    is_csv: bool = False
    struck: Any = False
    values: dict[str, np.ndarray] = field(default_factory=dict)
    changed: dict[str, np.ndarray] = field(default_factory=dict)
    written_units: dict[str, np.ndarray] = field(default_factory=dict)

    @property
    def year(self) -> int | None:
        """The year for dates that are written without one."""
        return self.period_end.year if self.period_end else None

    @property
    def layout(self) -> Layout:
        """The layout of the sheet."""
        return self.collector.layout

    @property
    def table(self) -> str:
        """The name of the table."""
        return self.layout.table

    @cached_property
    def _order(self) -> slice | None:
        """slice(None) where the rows of the sheet are exactly those of the current table, in order; else None."""
        whole = len(self.known) == len(self.current) and bool((self.known == np.arange(len(self.current))).all())
        return slice(None) if whole else None

    def old(self, column: str) -> np.ndarray:
        """The current values of the rows, typed as in `values`; a new array each time."""
        kind = TABLES[self.table].column(column).kind
        cells = self.current[column].array
        if kind == "number":
            return self._in_rows(cells.to_numpy(dtype=np.float64), np.nan)
        if kind == "date":
            return self._in_rows(np.asarray(cells, dtype="datetime64[s]"), NO_DAY)
        return self._in_rows(cells.to_numpy(dtype=object, na_value=None), None)

    def _in_rows(self, cells: np.ndarray, missing: Any) -> np.ndarray:
        if self._order is not None:
            return cells.copy()
        if not len(cells):
            return np.full(len(self.at), missing, dtype=cells.dtype)
        found = cells[np.maximum(self.known, 0)]
        found[self.known < 0] = missing
        return found

    def set(self, column: str, row: int, value: Any) -> None:
        """Set a number or a text in column `column` of row `row`, as if its own cell contained it."""
        current_row = int(self.known[row])
        old = None if current_row < 0 else self.current[column].array[current_row]
        self.values[column][row] = value
        self.changed[column][row] = not _equal(value, old)

    def report(self, code: str, row: int, column: str, **slots: object) -> None:
        """Report a fault at a cell of row `row`, with the cell's contents."""
        at = int(self.at[row])
        self.collector.report(code, at, column, self._written(at, column), **slots)

    def ask(self, code: str, row: int, column: str, choices: Iterable[Choice], **slots: object) -> str | None:
        """The answer to a question about a cell of row `row`; None while it is open."""
        at = int(self.at[row])
        return self.collector.ask(code, at, column, choices, self._written(at, column), **slots)

    def _written(self, at: int, column: str) -> object:
        """The cell of a used row as shown by its number format; "" for an empty one."""
        found = self.layout.columns.get(column)
        if found is None:
            return ""
        sheet = self.layout.sheet
        value, row = sheet.columns[found.at].cell(at), int(sheet.rows[at])
        if isinstance(value, float) and sheet.is_marked("percent", row, found.at):
            return f"{value * 100:.12g}%"
        if isinstance(value, (float, str)) and (code := sheet.format_of(row, found.at)):
            return shown_by(code, value)
        return "" if value is None else value


def _equal(value: Any, old: Any) -> bool:
    """Whether both are missing, the same text, or the same number up to SAME."""
    if pd.isna(value) or pd.isna(old):
        return bool(pd.isna(value) and pd.isna(old))
    return math.isclose(value, old, rel_tol=SAME) if isinstance(value, float) else bool(value == old)


class Unanswered(Exception):
    """A cell whose reading waits for an answer; the question has been reported."""


class Cells:
    """Base class of column readers: the raw cells, the marks, and how a cell becomes a value or a fault."""

    def __init__(self, sheet_rows: SheetRows, column: Column, found: ColumnMatch) -> None:
        self.sheet_rows, self.column, self.found = sheet_rows, column, found
        self.raw = sheet_rows.layout.sheet.columns[found.at]
        self.rows = sheet_rows.at
        self.old = sheet_rows.old(column.name)
        self.new = sheet_rows.values[column.name] = self.old.copy()
        self.changed = sheet_rows.changed[column.name] = np.zeros(len(self.old), dtype=bool)
        self.codes = self.raw.codes[self.rows]
        self.numbers = self.raw.numbers[self.rows]
        self.percent = self._marked("percent")
        self.formats, self.format_at = self._number_formats()

    def _number_formats(self) -> tuple[list[str], np.ndarray]:
        """The number formats that show more than the number, and the index into them for each row (-1: none)."""
        sheet = self.sheet_rows.layout.sheet
        codes = sheet.number_formats.get(self.found.at, {})
        at = np.full(len(self.rows), -1, dtype=np.int32)
        for number, rows in enumerate(codes.values()):
            at[np.isin(sheet.rows[self.rows], rows)] = number
        return list(codes), at

    def format_of(self, row: int) -> str:
        """The number format of a row where it shows more than the number, else ""."""
        at = int(self.format_at[row])
        return self.formats[at] if at >= 0 else ""

    def _marked(self, mark: str) -> np.ndarray:
        """Mask of the rows with that mark."""
        sheet = self.sheet_rows.layout.sheet
        marked = sheet.marks.get((self.found.at, mark))
        return np.zeros(len(self.rows), dtype=bool) if marked is None else np.isin(sheet.rows[self.rows], marked)

    def _struck(self) -> np.ndarray:
        """Mask of the rows with this cell struck out, but not the whole row."""
        return self._marked("struck") & ~self.sheet_rows.struck

    def read(self) -> None:
        """Parse the cells that differ."""
        formula, error, struck = self._marked("formula"), self._marked("error"), self._struck()
        covered = self._marked("covered")
        for row in np.flatnonzero(formula | error | covered).tolist():
            self.report("covered_cell" if covered[row] else "formula" if formula[row] else "error_value", row)
        to_parse = self._ask_struck(struck)
        for count, row in enumerate(sorted({*self.differing().tolist(), *to_parse})):
            if count % _CHECK_EVERY == 0:
                self.sheet_rows.check_limits()
            if formula[row] or error[row] or covered[row] or struck[row]:
                continue
            value = self.raw.cell(int(self.rows[row]))
            try:
                if value.kind == "error" if isinstance(value, Other) else isinstance(value, str) and is_error(value):
                    raise CellFault("error_value")
                parsed = self.parse(row, value)
            except CellFault as fault:
                self.report(fault.code, row, **fault.slots)
                continue
            except Unanswered:
                continue
            self.put(row, parsed)

    def _ask_struck(self, struck: np.ndarray) -> list[int]:
        """Ask about the cells in `struck`; clears those to keep from the mask and returns them."""
        confirmed = []
        for row in np.flatnonzero(struck).tolist():
            answer = self.sheet_rows.ask("struck_cell", row, self.column.name, _STRUCK_CHOICES)
            if answer == "keep":
                struck[row] = False
                confirmed.append(row)
            elif answer == "drop":
                self.put(row, None)
        return confirmed

    def differing(self) -> np.ndarray:
        """The positions of cells that differ from how the ledger would write the current value."""
        raise NotImplementedError

    def parse(self, row: int, value: Value) -> Any:
        """The value of a cell, None where missing; may report notices. Raises CellFault and Unanswered."""
        raise NotImplementedError

    def is_missing(self, value: Any) -> bool:
        """Whether a stored value of this kind is missing."""
        return value is None

    def is_same(self, parsed: Any, old: Any) -> bool:
        """Whether a parsed value equals the current one."""
        return bool(parsed == old)

    def shown(self, old: Any) -> str:
        """A current value as messages write it."""
        return str(old)

    #: The missing value in `values`.
    missing: Any = None

    def put(self, row: int, parsed: Any) -> None:
        """Set a parsed value where it differs from the current one."""
        old = self.old[row]
        if parsed is None:
            if not self.is_missing(old):
                self.new[row], self.changed[row] = self.missing, True
                self.report("cleared", row, old=self.shown(old))
        elif not self.is_same(parsed, old):
            self.new[row], self.changed[row] = parsed, True

    def report(self, code: str, row: int, **slots: object) -> None:
        """Report a fault at the cell of `row`."""
        self.sheet_rows.report(code, row, self.column.name, **slots)

    def ask(self, row: int, code: str, *choices: Choice, **slots: object) -> str:
        """The answer to a question about the cell of `row`: the value of one of `choices`. Raises Unanswered."""
        answer = self.sheet_rows.ask(code, row, self.column.name, choices, **slots)
        if answer is None:
            raise Unanswered
        return answer


def with_cells(cells: pd.Series, column: Column, changed: Mapping[int, Any], added: list[Any]) -> Any:
    """A column of the current table with cells changed and added; the same object where nothing changes."""
    if not changed and not added:
        return cells
    values = cells.array.copy()
    if changed:
        values[list(changed)] = _typed(list(changed.values()), column)
    return type(values)._concat_same_type([values, _typed(added, column)]) if added else values


def _typed(cells: list[Any], column: Column) -> Any:
    """`cells` as an array of the column's type (see domain.schema.frames.conform)."""
    if column.kind == "number":
        return pd.Series(cells, dtype="float64").array
    if column.kind == "text":
        return pd.array(cells, dtype=_TEXT)
    if column.kind == "date":
        return pd.Series(np.array(cells, dtype="datetime64[s]")).array
    return pd.array(cells, dtype="Int64" if column.kind == "integer" else "boolean")
