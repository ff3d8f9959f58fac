"""Cells that a merged range covers and that still hold something, which no spreadsheet program shows.

Part of the child process: standard library only.
"""

import math
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import Any, Final

#: The mark of a covered cell with a number, or with another text than the one that is shown.
COVERED: Final = "covered"

_Area = tuple[int, int, int, int]


def mark_covered(sheet: Any, areas: Iterable[_Area]) -> None:
    """Mark the covered cells of a child_sheet.Sheet; areas: its merged ranges (top, left, bottom, right), from 0.

    A text that repeats the shown one is not marked: clerks keep it in each row for filters.
    """
    for top, left, bottom, right in areas:
        first = bisect_left(sheet.rows, top)
        rows = range(first, bisect_right(sheet.rows, bottom, lo=first))
        is_used = bool(rows) and sheet.rows[first] == top
        shown = _cell(sheet.columns[left], first) if is_used and left in sheet.columns else None
        for at, column in sheet.columns.items():
            if left <= at <= right:
                for row in rows:
                    value = None if (row, at) == (first, left) and is_used else _cell(column, row)
                    if value is not None and (value != shown or isinstance(value, float)):
                        sheet.marks.setdefault((at, COVERED), array("i")).append(sheet.rows[row])


def _cell(column: Any, row: int) -> Any:
    """The content of a child_column.Column in a used row; None where it is empty."""
    code = column.codes[row] if row < len(column.codes) else -1
    if code >= 0:
        value = column.values[code]
        return None if isinstance(value, str) and not value.strip() else value
    number = column.numbers[row] if row < len(column.numbers) else math.nan
    return None if math.isnan(number) else number
