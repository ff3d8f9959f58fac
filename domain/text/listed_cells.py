"""Tables pasted as one cell per line, without separators: a header, then rows with the same sequence of cells."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from domain.text.table_headers import is_header
from domain.text.table_lines import BETWEEN_WORDS, Cell, CellLine, is_number

_PROSE: Final = re.compile("[。；;！？：:，,](?!\\d)")
_LONGEST: Final = 20
_FEWEST_ROWS: Final = 2
_MOST_COLUMNS: Final = 12

_Line = tuple[int, Cell]


def listed_cells(text: str, used_lines: set[int]) -> Iterator[list[CellLine]]:
    """Blocks of a header and its rows; blank lines between cells are left out. used_lines: those of other tables."""
    run: list[_Line] = []
    start = number = 0
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        line = text[start:end].strip(" \u3000\u00a0\t\r")
        is_cell = bool(line) and len(line) <= _LONGEST and number not in used_lines and not _is_prose(line)
        if is_cell:
            first = text.index(line, start)
            run.append((number, Cell(first, first + len(line), BETWEEN_WORDS.sub("", line))))
        if (line and not is_cell) or end == len(text):
            yield from _blocks(run)
            run = []
        start, number = end + 1, number + 1


def _is_prose(line: str) -> bool:
    return not is_number(line) and _PROSE.search(line) is not None


def _blocks(run: Sequence[_Line]) -> Iterator[list[CellLine]]:
    """The table in the lines of `run`: rows with the same sequence of cells below a header of equal width."""
    found = _counted(run) or _uncounted(run)
    if found is None:
        return
    begin, width, rows = found
    if begin < 0 or rows < _FEWEST_ROWS or not 1 < width <= _MOST_COLUMNS:
        return
    lines = [_line(run[low : low + width]) for low in range(begin, begin + (rows + 1) * width, width)]
    if is_header(lines[0]):
        yield lines


def _counted(run: Sequence[_Line]) -> tuple[int, int, int] | None:
    """(begin of the header, columns, rows) where the rows are counted 1, 2, 3 … in their first column."""
    first = next((at for at, line in enumerate(run) if _holds_number(line[1])), len(run))
    second = next(
        (at for at in range(first + 1, min(first + _MOST_COLUMNS + 1, len(run))) if run[at][1].text == "2"), 0
    )
    if first == len(run) or run[first][1].text != "1" or second - first < 3:
        return None
    width, rows = second - first, 0
    form = [_holds_number(cell) for _, cell in run[first:second]]
    for low in range(first, len(run) - width + 1, width):
        row = [cell for _, cell in run[low : low + width]]
        if row[0].text != str(rows + 1) or [_holds_number(cell) for cell in row] != form:
            break
        rows += 1
    return first - width, width, rows


def _uncounted(run: Sequence[_Line]) -> tuple[int, int, int] | None:
    """(begin of the header, columns, rows) where each row is a fixed number of words, then of numbers."""
    groups = [(holds, len(list(each))) for holds, each in groupby(run, lambda line: _holds_number(line[1]))]
    if len(groups) < 2 * _FEWEST_ROWS or groups[0][0]:
        return None
    words, numbers = groups[2][1], groups[1][1]
    rows = 1
    while groups[2 * rows : 2 * rows + 2] == [(False, words), (True, numbers)]:
        rows += 1
    return groups[0][1] - 2 * words - numbers, words + numbers, rows


def _holds_number(cell: Cell) -> bool:
    return cell.is_empty or is_number(cell.text)


def _line(cells: Sequence[_Line]) -> CellLine:
    first, last = cells[0], cells[-1]
    return CellLine(first[0], first[1].start, last[1].end, tuple(cell for _, cell in cells), last[0] - first[0] + 1)
