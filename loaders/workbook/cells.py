"""The cells of a workbook as read by the child process: sheets of typed columns; rows and columns from 0."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

import numpy as np

from loaders.workbook.guard import Upload
from loaders.workbook.hidden_parts import Hidden
from loaders.workbook.number_formats import MARK
from loaders.workbook.process import read_in_child


@dataclass(frozen=True)
class Other:
    """A cell that is neither number nor text. kind: date, datetime, time, timedelta, bool or error; text: in ISO."""

    kind: str
    text: str

    def __str__(self) -> str:
        return {"1": "TRUE", "": "FALSE"}.get(self.text, self.text) if self.kind == "bool" else self.text


_NO_ROWS: Final = np.array([], dtype=np.int32)

Value = float | str | Other | None


@dataclass(frozen=True)
class Note:
    """A note on a cell. kind: "comment", or "struck" for a struck-out piece of its text."""

    row: int
    column: int
    kind: str
    text: str


@dataclass(frozen=True, eq=False)
class Column:
    """One column of a sheet: `numbers` (float64, NaN where none), `codes` (int32, -1 where none) into `values`."""

    numbers: np.ndarray
    codes: np.ndarray
    values: tuple[str | Other, ...]

    @cached_property
    def filled(self) -> np.ndarray:
        """Mask of the non-empty cells."""
        return (self.codes >= 0) | ~np.isnan(self.numbers)

    @cached_property
    def holds(self) -> np.ndarray:
        """Mask of the cells with more than white space."""
        blank = [
            code for code, value in enumerate(self.values) if type(value) is str and (value.isspace() or not value)
        ]
        return self.filled & ~np.isin(self.codes, blank) if blank else self.filled

    def cell(self, at: int) -> Value:
        """The cell in the `at`-th used row."""
        code = int(self.codes[at])
        if code >= 0:
            return self.values[code]
        number = float(self.numbers[at])
        return None if number != number else number

    def cells(self, rows: np.ndarray) -> np.ndarray:
        """The cells of the used rows `rows` (positions) as objects: float, str, Other or None."""
        codes, numbers = self.codes[rows], self.numbers[rows]
        found = np.empty(len(rows), dtype=object)
        number = ~np.isnan(numbers)
        found[number] = numbers[number].tolist()
        other = codes >= 0
        if other.any():
            found[other] = self._objects[codes[other]]
        return found

    @cached_property
    def _objects(self) -> np.ndarray:
        values = np.empty(len(self.values), dtype=object)
        values[:] = self.values
        return values


@dataclass(frozen=True, eq=False)
class Sheet:
    """The used part of one sheet. rows: numbers of its used rows; columns: by number; merged: ranges
    (top, left, bottom, right); hidden: its hidden rows and columns.

    marks: (column, mark) → its rows in order; a mark is "formula" (no stored result), "error", "percent" (a number
    shown as %), "struck" (struck out as a whole), "raised" (with raised or lowered digits), "covered" (by a merged
    cell, which does not show it), or that of a number format (number_formats.mark_of). formats: False where they are
    unknown. notes: comments and struck-out pieces.
    """

    name: str
    rows: np.ndarray
    columns: dict[int, Column]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    marks: dict[tuple[int, str], np.ndarray] = field(default_factory=dict)
    formats: bool = True
    notes: tuple[Note, ...] = ()
    hidden: Hidden = field(default_factory=Hidden)

    def row(self, at: int) -> dict[int, Value]:
        """The `at`-th used row: column → value, filled cells only, from left to right."""
        return {column: value for column, cells in self._ordered if (value := cells.cell(at)) is not None}

    def is_marked(self, mark: str, row: int, column: int) -> bool:
        """Whether the cell in the row numbered `row` has that mark."""
        rows = self.marks.get((column, mark), _NO_ROWS)
        at = int(np.searchsorted(rows, row))
        return at < len(rows) and int(rows[at]) == row

    @cached_property
    def number_formats(self) -> dict[int, dict[str, np.ndarray]]:
        """Column → code of each number format that shows more than the number → its rows in order."""
        found: dict[int, dict[str, np.ndarray]] = {}
        for (column, mark), rows in self.marks.items():
            if mark.startswith(MARK):
                found.setdefault(column, {})[mark.removeprefix(MARK)] = rows
        return found

    def format_of(self, row: int, column: int) -> str:
        """The number format of a cell in the row numbered `row`; "" where it only shows the number."""
        codes = self.number_formats.get(column, {})
        return next((code for code in codes if self.is_marked(MARK + code, row, column)), "")

    @cached_property
    def _ordered(self) -> list[tuple[int, Column]]:
        return sorted(self.columns.items())

    def head(self, count: int) -> Iterator[tuple[int, dict[int, Value]]]:
        """The first `count` used rows: (position, row)."""
        for at in range(min(count, len(self.rows))):
            yield at, self.row(at)


def read_cells(upload: Upload, cancelled: Callable[[], bool] | None = None) -> list[Sheet]:
    """Every sheet of a guarded upload, hidden ones too, in order. Raises guard.Refused and process.Cancelled."""
    answer, buffer = read_in_child(upload.kind, upload.content, upload.recheck, cancelled, rich=upload.rich)
    at = 0
    sheets = []
    for spec in answer["sheets"]:
        rows, at = _array(buffer, at, spec["rows"], np.int32)
        columns = {}
        for column in spec["columns"]:
            columns[column["at"]], at = _column(buffer, at, spec["rows"], column)
        marks = {}
        for column, mark, count in spec["marks"]:
            marked, at = _array(buffer, at, count, np.int32)
            marks[column, mark] = np.unique(marked)
        merged = tuple(map(tuple, spec["merged"]))
        notes = tuple(Note(*note) for note in spec["notes"])
        own = Hidden(set(spec["hidden_rows"]), set(spec["hidden_columns"]))
        hidden = upload.hidden.get(spec["name"], own)
        sheets.append(Sheet(spec["name"], rows, columns, merged, marks, spec["formats"], notes, hidden))
    return sheets


def _array(buffer: memoryview, at: int, count: int, kind: Any) -> tuple[np.ndarray, int]:
    size = count * np.dtype(kind).itemsize
    return np.frombuffer(buffer[at : at + size], dtype=kind), at + size


def _column(buffer: memoryview, at: int, rows: int, spec: dict[str, Any]) -> tuple[Column, int]:
    numbers, at = _array(buffer, at, spec["numbers"], np.float64)
    codes, at = _array(buffer, at, spec["codes"], np.int32)
    joined = bytes(buffer[at : at + spec["size"]]).decode()
    values: list[str | Other] = list(joined.split("\0")) if spec["values"] else []
    for number, kind in spec["others"].items():
        values[int(number)] = Other(kind, str(values[int(number)]))
    numbers = numbers if len(numbers) else np.broadcast_to(np.nan, rows)
    codes = codes if len(codes) else np.broadcast_to(np.int32(-1), rows)
    return Column(numbers, codes, tuple(values)), at + spec["size"]


def cell_name(row: int, column: int) -> str:
    """C5 for row 4 and column 2, both counted from 0."""
    letters, rest = "", column + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(65 + letter) + letters
    return f"{letters}{row + 1}"
