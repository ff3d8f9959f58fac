"""The header of a table: its one to four rows, and the texts that stand above each of its columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from loaders.workbook.cells import Value, cell_name
from loaders.workbook.mapping.grid import Grid, cell_text, is_header_cell, is_textual

#: A header has at least so many columns and at most so many rows.
MIN_COLUMNS: Final = 2
MAX_HEADER_ROWS: Final = 4
#: Least texts of a header that has figures among them, and how many of its cells these may be.
_MIN_TEXTS: Final = 5
_MAX_FIGURES: Final = 0.1
#: Share of the texts of a lower header row that stand below groups.
_MIN_DIVIDED: Final = 0.7


@dataclass(frozen=True)
class RegionColumn:
    """One column of a table. at: its position in the sheet; path: the texts of its header from top to bottom, without
    repeats; cell: the lowest of them, as in C5.
    """

    at: int
    path: tuple[str, ...]
    cell: str


def is_headed_with_figures(grid: Grid, row: int) -> bool:
    """Whether a row of texts with single figures among them, as where a rate stands beside a header, heads numbers."""
    cells = grid.rows[row]
    texts = [at for at, value in cells.items() if is_header_cell(value)]
    figures = [at for at, value in cells.items() if isinstance(value, float) and at not in texts]
    if len(texts) < _MIN_TEXTS or len(texts) + len(figures) < len(cells) or row + 1 >= grid.height:
        return False
    numeric = [at for at in texts if isinstance(grid.rows[row + 1].get(at), float)]
    return 0 < len(figures) <= _MAX_FIGURES * len(cells) and 2 * len(numeric) > len(texts)


def header_rows(grid: Grid, top: int) -> tuple[int, ...]:
    """The rows of a header that begins in the used row `top`: those that its merged cells cover, and those that divide
    the columns of its groups."""
    last = top
    rows = [top]
    while len(rows) < MAX_HEADER_ROWS:
        bottom = max(
            [grid.span(row, at)[0] for row in rows for at in grid.rows[row] if not _is_whole(grid, row, at)],
            default=last,
        )
        following = last + 1
        if following >= grid.height or not is_textual(grid.rows[following]):
            break
        if following > bottom and not _divides(grid, rows, following):
            break
        rows.append(following)
        last = following
    return tuple(rows)


def _is_whole(grid: Grid, row: int, at: int) -> bool:
    """Whether a cell is merged over more rows than any header has."""
    return grid.span(row, at)[0] - row >= MAX_HEADER_ROWS


def _divides(grid: Grid, rows: Sequence[int], following: int) -> bool:
    """Whether the texts of a row stand below groups: merged over several columns, or followed by empty cells."""
    last = rows[-1]
    cells = grid.rows[last]
    below = grid.rows[following]
    groups: set[int] = set()
    for at in cells:
        right = grid.span(last, at)[1]
        if right > at:
            groups |= set(range(at, right + 1))
    if not groups and not any(grid.span(row, at)[0] > row for row in rows for at in grid.rows[row]):
        empty = [at for at in below if at not in cells]
        lower = {*below, *(grid.rows[following + 1] if following + 1 < grid.height else ())}
        groups = {at for at in empty if any(left < at for left in cells)} | (
            {at for at in below if at in cells and at + 1 in lower and at + 1 not in cells}
        )
        if not empty or set(below) - groups:
            return False
    return len(below) >= MIN_COLUMNS and len(set(below) & groups) >= _MIN_DIVIDED * len(below)


def header_columns(grid: Grid, header: Sequence[int]) -> tuple[RegionColumn, ...]:
    """The columns below a header, each with the texts above it."""
    covering: dict[int, dict[int, tuple[str, int]]] = {}
    for row in header:
        texts = {at: cell_text(value) for at, value in grid.rows[row].items()}
        has_merges = any(grid.span(row, at) != (row, at) for at in texts)
        for at, text in texts.items():
            bottom, right = grid.span(row, at)
            if right == at and row != header[-1] and bottom == row and not has_merges:
                right = _spread(texts, at, grid.rows[header[-1]])
            for column in range(at, right + 1):
                covering.setdefault(column, {})[row] = (text, at)
    lowest = {at for row in header for at in grid.rows[row] if grid.span(row, at)[1] == at}
    found = []
    for column in sorted(covering):
        path = tuple(dict.fromkeys(text for text, _ in covering[column].values()))
        row = max(covering[column])
        if column not in lowest and _is_empty_below(grid, header[-1], column):
            continue
        found.append(RegionColumn(column, path, cell_name(int(grid.sheet.rows[row]), covering[column][row][1])))
    return tuple(found)


def with_unheaded(
    grid: Grid, header: Sequence[int], columns: Sequence[RegionColumn], data: Sequence[int]
) -> tuple[RegionColumn, ...]:
    """The columns with those that have contents but no header: none is left out unseen."""
    known = {column.at for column in columns}
    others = {at for row in data for at in grid.rows[row]} - known
    number = int(grid.sheet.rows[header[-1]])
    found = [*columns, *(RegionColumn(at, (), cell_name(number, at)) for at in others)]
    return tuple(sorted(found, key=lambda column: column.at))


def _spread(texts: Mapping[int, str], at: int, below: Mapping[int, Value]) -> int:
    """The last column of a group without merged cells: the columns to the right without a text of their own."""
    following = min((other for other in texts if other > at), default=max([at, *below]) + 1)
    return max((column for column in range(at, following) if column in below), default=at) if at in below else at


def _is_empty_below(grid: Grid, row: int, column: int) -> bool:
    return not any(column in cells for cells in grid.rows[row + 1 :])
