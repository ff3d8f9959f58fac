"""The filled cells of a sheet by row, and what a cell or a row of them can be: part of a header, or data."""

import re
from collections.abc import Mapping
from typing import Final

import numpy as np

from loaders.workbook.cells import Other, Sheet, Value
from loaders.workbook.mapping.header_periods import parse_header_period
from loaders.workbook.mapping.header_words import plain_text
from loaders.workbook.misheaded import is_figure
from loaders.workbook.remarks import is_nothing

#: Longer texts are instructions or data.
_MAX_HEADER_LENGTH: Final = 60
_YEARS: Final = range(1950, 2101)
_LETTERED: Final = re.compile(r"(?:[A-Z]|[甲乙丙丁戊]|\d{1,3}(?:=[\d+\-*/÷×%]+)?|栏次|列次)")
#: A figure written as text, with its unit or sign: no header; 28天日期 is one.
_FIGURE: Final = re.compile(r"[-+]?[\d,]+(?:\.\d+)?(?!\D*(?:日期|时间))\D{0,3}")


def is_figure_cell(value: Value) -> bool:
    """Whether a cell is a number, or a text that is one, alone or with a unit of measure: 1,250, 73%, 300万元."""
    return isinstance(value, float) or (isinstance(value, str) and not is_nothing(value) and is_figure(value))


class Grid:
    """The filled cells of a sheet by used row, and its merged areas in used rows."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.height = len(sheet.rows)
        self.rows = [
            {at: value for at, value in sheet.row(row).items() if not _is_blank(value)} for row in range(self.height)
        ]
        self.spans: dict[tuple[int, int], tuple[int, int]] = {}
        for top, left, bottom, right in sheet.merged:
            first, last = np.searchsorted(sheet.rows, (top, bottom + 1)).tolist()
            if first < last and int(sheet.rows[first]) == top:
                self.spans[first, left] = (last - 1, right)

    def span(self, row: int, at: int) -> tuple[int, int]:
        """The last used row and the last column of the cell at (row, at), merged or not."""
        return self.spans.get((row, at), (row, at))

    def width(self, row: int) -> int:
        """The number of columns that the cells of a row fill, merged ones included."""
        return sum(self.span(row, at)[1] - at + 1 for at in self.rows[row])


def _is_blank(value: Value) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def holds_figures(cells: Mapping[int, Value]) -> bool:
    """Whether a row has figures, and does not only number the columns."""
    figures = sum(isinstance(value, float) and not is_header_cell(value) for value in cells.values())
    return figures > 0 and not numbers_columns(cells)


def is_textual(cells: Mapping[int, Value]) -> bool:
    """Whether all cells are short texts, years or periods."""
    return bool(cells) and all(is_header_cell(value) for value in cells.values())


def is_header_cell(value: Value) -> bool:
    """Whether a cell can be part of a header: a short text that is no figure, a year or a period."""
    if isinstance(value, float):
        return value.is_integer() and (int(value) in _YEARS or parse_header_period(f"{value:.0f}") is not None)
    if isinstance(value, Other):
        return value.kind in ("date", "datetime") and value.text[8:10] == "01"
    if not isinstance(value, str) or len(value.strip()) > _MAX_HEADER_LENGTH:
        return False
    plain = plain_text(value)
    return _FIGURE.fullmatch(plain) is None or parse_header_period(plain) is not None


def numbers_columns(cells: Mapping[int, Value]) -> bool:
    """Whether a row only numbers the columns: 1 2 3, A B C, 甲 乙 1 2."""
    texts = [cell_text(value).strip() for value in cells.values()]
    if len(texts) < 3 or not all(_LETTERED.fullmatch(text) for text in texts):
        return False
    numbers = [int(text) for text in texts if text.isdecimal()]
    return numbers == sorted(set(numbers)) and (not numbers or numbers[0] <= 2)


def leaf_texts(grid: Grid, row: int) -> dict[int, str]:
    """The texts of a row by column, as their words are compared."""
    return {at: plain_text(value) for at, value in grid.rows[row].items() if isinstance(value, str)}


def cell_text(value: Value) -> str:
    """A filled cell as text; a day in ISO."""
    if isinstance(value, float):
        return f"{value:.15g}"
    return value.text[:10] if isinstance(value, Other) else str(value)
