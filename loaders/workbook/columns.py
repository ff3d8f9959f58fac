"""The columns of a sheet into the values of its table, cell by cell only where a cell differs from what is there.

What stands there as the ledger wrote it is unchanged, whatever it looks like; every other cell is parsed, and what
cannot be taken as it stands is a fault, never a guess.
"""

import math
from collections.abc import Callable, Iterable
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
from loaders.workbook.fault_collector import FaultCollector
from loaders.workbook.layout import Found, Layout
from loaders.workbook.nothing import is_error
from loaders.workbook.number_formats import shown as shown_by

#: Two numbers that a spreadsheet shows alike: it keeps 15 digits, some write no more.
SAME: Final = 1e-13
#: After so many cells it is asked whether to go on.
_LOOK_UP_EVERY: Final = 500
_STRUCK_CHOICES: Final = (Choice("drop", "不再算，按没有填处理"), Choice("keep", "照常读取"))
NO_DAY: Final = np.datetime64("NaT", "s")


@dataclass(eq=False)
class Sheeted:
    """The rows of one sheet while its columns are read.

    `at`: used rows; `known`: rows of the current table, -1 for new ones; `values`: column → array of what the rows
    will hold (numbers float64 with NaN, days datetime64 with NaT, else objects with None), `changed`: column → which
    of them differ from the current table; `written_units`: column of units → the unit that the numbers of each row are
    written in where it is not the one that is stored, else None.
    `struck`: which rows are struck out as a whole.
    """

    told: FaultCollector
    at: np.ndarray
    known: np.ndarray
    current: pd.DataFrame
    period_end: date | None
    go_on: Callable[[], None]
    is_csv: bool = False
    struck: Any = False
    values: dict[str, np.ndarray] = field(default_factory=dict)
    changed: dict[str, np.ndarray] = field(default_factory=dict)
    written_units: dict[str, np.ndarray] = field(default_factory=dict)

    @property
    def year(self) -> int | None:
        """The year of days that are written without one."""
        return self.period_end.year if self.period_end else None

    @property
    def layout(self) -> Layout:
        """Where the columns stand."""
        return self.told.layout

    @property
    def table(self) -> str:
        """The name of the table."""
        return self.layout.table

    @cached_property
    def _order(self) -> slice | None:
        """The whole current table where the rows of the sheet are just its rows in their order."""
        whole = len(self.known) == len(self.current) and bool((self.known == np.arange(len(self.current))).all())
        return slice(None) if whole else None

    def old(self, column: str) -> np.ndarray:
        """What the rows hold in the current table, as in `values`; a new array each time."""
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
        """Put a number or a text into another column of the row numbered `row`, as if its own cell said so."""
        here = int(self.known[row])
        old = None if here < 0 else self.current[column].array[here]
        self.values[column][row] = value
        self.changed[column][row] = not _equal(value, old)

    def tell(self, code: str, row: int, column: str, **slots: object) -> None:
        """Keep a fault at a cell of the row numbered `row` here, with what is written there."""
        at = int(self.at[row])
        self.told.tell(code, at, column, self._written(at, column), **slots)

    def ask(self, code: str, row: int, column: str, choices: Iterable[Choice], **slots: object) -> str | None:
        """The answer to a question about a cell of the row numbered `row` here; None while it is open."""
        at = int(self.at[row])
        return self.told.ask(code, at, column, choices, self._written(at, column), **slots)

    def _written(self, at: int, column: str) -> object:
        """What the cell of a used row shows, by its number format where that says more; "" where nothing stands."""
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
    """Whether both are missing, or are the same text, or the same number up to what a spreadsheet keeps of it."""
    if pd.isna(value) or pd.isna(old):
        return bool(pd.isna(value) and pd.isna(old))
    return math.isclose(value, old, rel_tol=SAME) if isinstance(value, float) else bool(value == old)


class Unanswered(Exception):
    """A cell whose reading waits for an answer; the question has been told."""


class Cells:
    """What the kinds of columns share: the raw cells, the marks, and the way a cell becomes a value or a fault."""

    def __init__(self, sheeted: Sheeted, column: Column, found: Found) -> None:
        self.sheeted, self.column, self.found = sheeted, column, found
        self.raw = sheeted.layout.sheet.columns[found.at]
        self.rows = sheeted.at
        self.old = sheeted.old(column.name)
        self.new = sheeted.values[column.name] = self.old.copy()
        self.changed = sheeted.changed[column.name] = np.zeros(len(self.old), dtype=bool)
        self.codes = self.raw.codes[self.rows]
        self.numbers = self.raw.numbers[self.rows]
        self.percent = self._marked("percent")
        self.formats, self.format_at = self._number_formats()

    def _number_formats(self) -> tuple[list[str], np.ndarray]:
        """The number formats here that say more than their number, and which of them each row has (-1: none)."""
        sheet = self.sheeted.layout.sheet
        codes = sheet.number_formats.get(self.found.at, {})
        at = np.full(len(self.rows), -1, dtype=np.int32)
        for number, rows in enumerate(codes.values()):
            at[np.isin(sheet.rows[self.rows], rows)] = number
        return list(codes), at

    def format_of(self, row: int) -> str:
        """The number format of a row where it says more than its number, else ""."""
        at = int(self.format_at[row])
        return self.formats[at] if at >= 0 else ""

    def _marked(self, mark: str) -> np.ndarray:
        """Which of the rows have that mark."""
        sheet = self.sheeted.layout.sheet
        marked = sheet.marks.get((self.found.at, mark))
        return np.zeros(len(self.rows), dtype=bool) if marked is None else np.isin(sheet.rows[self.rows], marked)

    def _struck(self) -> np.ndarray:
        """Which of the rows have this cell struck out, but not all of them."""
        return self._marked("struck") & ~self.sheeted.struck

    def read(self) -> None:
        """Parse the cells that differ."""
        formula, error, struck = self._marked("formula"), self._marked("error"), self._struck()
        for row in np.flatnonzero(formula | error).tolist():
            self.tell("formula" if formula[row] else "error_value", row)
        kept = self._ask_struck(struck)
        for count, row in enumerate(sorted({*self.differing().tolist(), *kept})):
            if count % _LOOK_UP_EVERY == 0:
                self.sheeted.go_on()
            if formula[row] or error[row] or struck[row]:
                continue
            value = self.raw.cell(int(self.rows[row]))
            try:
                if value.kind == "error" if isinstance(value, Other) else isinstance(value, str) and is_error(value):
                    raise CellFault("error_value")
                parsed = self.parse(row, value)
            except CellFault as fault:
                self.tell(fault.code, row, **fault.slots)
                continue
            except Unanswered:
                continue
            self.put(row, parsed)

    def _ask_struck(self, struck: np.ndarray) -> list[int]:
        """Ask about the cells that are `struck` out, and take from it those that count; returns these."""
        kept = []
        for row in np.flatnonzero(struck).tolist():
            answer = self.sheeted.ask("struck_cell", row, self.column.name, _STRUCK_CHOICES)
            if answer == "keep":
                struck[row] = False
                kept.append(row)
            elif answer == "drop":
                self.put(row, None)
        return kept

    def differing(self) -> np.ndarray:
        """The rows (numbers here) whose cells are not as the ledger would write the current value."""
        raise NotImplementedError

    def parse(self, row: int, value: Value) -> Any:
        """The value of a cell, None where it is missing; may tell notices. Raises CellFault and Unanswered."""
        raise NotImplementedError

    def is_missing(self, value: Any) -> bool:
        """Whether a stored value of this kind is missing."""
        return value is None

    def is_same(self, parsed: Any, old: Any) -> bool:
        """Whether a parsed value is the current one."""
        return bool(parsed == old)

    def shown(self, old: Any) -> str:
        """A current value as a message says it."""
        return str(old)

    #: What stands for a missing value in `values`.
    missing: Any = None

    def put(self, row: int, parsed: Any) -> None:
        """Take a parsed value where it is another one than the current."""
        old = self.old[row]
        if parsed is None:
            if not self.is_missing(old):
                self.new[row], self.changed[row] = self.missing, True
                self.tell("cleared", row, old=self.shown(old))
        elif not self.is_same(parsed, old):
            self.new[row], self.changed[row] = parsed, True

    def tell(self, code: str, row: int, **slots: object) -> None:
        """Keep a fault at the cell of `row`."""
        self.sheeted.tell(code, row, self.column.name, **slots)

    def ask(self, row: int, code: str, *choices: Choice, **slots: object) -> str:
        """What was answered to a question about the cell of `row`: the value of one of `choices`. Raises Unanswered."""
        answer = self.sheeted.ask(code, row, self.column.name, choices, **slots)
        if answer is None:
            raise Unanswered
        return answer
