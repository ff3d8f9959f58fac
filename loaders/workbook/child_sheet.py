"""The used part of one sheet, as the child process reads it: rows, columns, marks, merged ranges, notes.

Part of the child process: standard library only.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterable
from itertools import islice
from typing import Any, Final

from loaders.workbook import child_merged
from loaders.workbook.child_column import Column

MAX_ROWS: Final = 200_000
MAX_COLUMNS: Final = 200
MAX_MERGED: Final = 100_000
MAX_NOTES: Final = 5000


#: Small enough for the cache of a processor, large enough for one type per column to be worth looking for.
ROWS_AT_ONCE: Final = 1000
#: A header lies within these rows: all merged ranges there are kept, below only those over several rows.
HEAD_ROWS: Final = 50


class Unreadable(Exception):
    """Stops the reading: a code of domain.faults with its slots."""

    def __init__(self, code: str, **slots: object) -> None:
        super().__init__(code)
        self.answer = {"refused": code, "slots": slots}


class Sheet:
    """The used part of one sheet: the numbers of its rows, and its columns by number."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.merged: list[tuple[int, int, int, int]] = []
        self.marks: dict[tuple[int, str], array[int]] = {}
        self.notes: list[tuple[int, int, str, str]] = []
        self.formats = True
        self.rows = array("i")
        self.columns: dict[int, Column] = {}
        self.hidden_rows: list[int] = []
        self.hidden_columns: list[int] = []

    def hide_rows(self, first: int, end: int) -> None:
        """Take the used rows from `first` until before `end` as hidden."""
        self.hidden_rows += self.rows[bisect_left(self.rows, first) : bisect_left(self.rows, end)]

    def hide_columns(self, first: int, end: int) -> None:
        """Take the used columns from `first` until before `end` as hidden."""
        self.hidden_columns += [at for at in self.columns if first <= at < end]

    def fill(self, rows: Iterable[list[Any]], first_column: int = 0) -> None:
        """Add all rows, chunk by chunk. Raises Unreadable beyond the limits."""
        numbered = iter(enumerate(rows))
        while chunk := list(islice(numbered, ROWS_AT_ONCE)):
            empty = [""] * len(chunk[0][1])
            used = [(at, row) for at, row in chunk if row != empty]
            if not used:
                continue
            before = len(self.rows)
            self.rows.extend([at for at, _ in used])
            if len(self.rows) > MAX_ROWS:
                raise Unreadable("too_many_rows", limit=MAX_ROWS, sheet=self.name)
            self._add(before, list(zip(*(row for _, row in used), strict=True)), first_column)

    def _add(self, before: int, columns: list[tuple[Any, ...]], first_column: int) -> None:
        for at, cells in enumerate(columns, start=first_column):
            column = self.columns.get(at)
            if column is None:
                if cells.count("") == len(cells):
                    continue
                if len(self.columns) >= MAX_COLUMNS:
                    raise Unreadable("too_many_columns", limit=MAX_COLUMNS, sheet=self.name)
                column = self.columns[at] = Column()
            column.add(before, cells)

    def merge(self, areas: list[tuple[int, int, int, int]]) -> None:
        """Keep the merged ranges that matter, and mark the cells that they cover. Raises Unreadable beyond the limit.

        The parser knows none of an .ods.
        """
        self.merged = [area for area in areas if area[0] < HEAD_ROWS or area[0] < area[2]]
        if len(self.merged) > MAX_MERGED:
            raise Unreadable("too_much")
        child_merged.mark_covered(self, areas)

    def unfence(
        self, runs: Any, texts: dict[tuple[int, int], str] | None = None, *, runs_override: bool = True
    ) -> None:
        """Replace the fences of struck-out and raised pieces by marks and notes; `texts`: fenced texts by place.

        A text that is struck out entirely is kept and marked. With `runs_override`, a text that is only partly struck
        out is not marked even if its cell is: programs give the cell the format of its first piece.
        """
        for (row, place), text in (texts or {}).items():
            if place in self.columns and row in self.rows:
                self.columns[place].replace(self.rows.index(row), text)
        for at, column in self.columns.items():
            found = {n: runs.unfenced(text) for n, text in enumerate(column.values) if _is_fenced(text, runs.FENCES)}
            struck_rows = set()
            for position, code in enumerate(column.codes) if found else ():
                if code in found:
                    self._note(self.rows[position], at, found[code])
                    if found[code].has_own_runs and found[code].text.strip():
                        struck_rows.add(self.rows[position])
            for n, result in found.items():
                column.values[n] = result.text if result.text.strip() else result.struck
            if struck_rows and runs_override and (at, "struck") in self.marks:
                self.marks[at, "struck"] = array(
                    "i", [row for row in self.marks[at, "struck"] if row not in struck_rows]
                )

    def _note(self, row: int, column: int, result: Any) -> None:
        """Add the marks and notes of one unfenced text."""
        if not result.text.strip():
            self.marks.setdefault((column, "struck"), array("i")).append(row)
        elif result.struck and len(self.notes) < MAX_NOTES:
            self.notes.append((row, column, "struck", result.struck))
        if result.is_raised:
            self.marks.setdefault((column, "raised"), array("i")).append(row)


def _is_fenced(text: Any, fences: tuple[str, ...]) -> bool:
    return type(text) is str and any(fence in text for fence in fences)
