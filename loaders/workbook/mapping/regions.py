"""Finds the tables of a sheet: title, header of one to four rows, data; several below or beside each other."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from loaders.workbook.cells import Sheet, cell_name
from loaders.workbook.mapping.grid import (
    Grid,
    holds_figures,
    is_figure_cell,
    is_header_cell,
    is_textual,
    leaf_texts,
    numbers_columns,
)
from loaders.workbook.mapping.header_rows import (
    MIN_COLUMNS,
    RegionColumn,
    header_columns,
    header_rows,
    is_headed_with_figures,
    with_unheaded,
)
from loaders.workbook.mapping.header_words import parse_header, plain_text

#: Rows below the first possible header that may be the header instead.
_MAX_CANDIDATES: Final = 12
#: A row of a form has at most so many cells.
_MAX_FORM_CELLS: Final = 6
#: Share of the table's columns that its header fills.
_MIN_SHARE: Final = 0.6
#: A label with its content above a table: 编制单位:财政所.
_LABELLED: Final = re.compile("(?:[填编制上审联单计截报附][^:\uff1a]{1,6}|注|[表文]号)[:\uff1a]")


@dataclass(frozen=True, eq=False)
class Region:
    """One table of a sheet. titles: the texts above it; data: the used rows below its header, without rows that number
    the columns or repeat the header; columns: from left to right; top, end: the used rows where its titles begin, and
    behind its last one.
    """

    sheet: Sheet
    titles: tuple[str, ...]
    header: tuple[int, ...]
    columns: tuple[RegionColumn, ...]
    data: tuple[int, ...]
    top: int = 0
    end: int = 0

    @property
    def place(self) -> str:
        """The first cell of its header, as in A3."""
        return cell_name(int(self.sheet.rows[self.header[0]]), self.columns[0].at)

    @property
    def title(self) -> str:
        """The longest of the texts above the table that are not labelled: 编制日期：…; else the sheet's name."""
        texts = [text for text in map(plain_text, self.titles) if text]
        titles = [text for text in texts if not _LABELLED.match(text)]
        return max(titles or texts, key=len, default=self.sheet.name)


def find_regions(sheet: Sheet) -> list[Region]:
    """The tables of `sheet`, from top to bottom and from left to right; [] where there is none."""
    grid = Grid(sheet)
    found: list[Region] = []
    start = 0
    while start < grid.height:
        region, start = _next_region(grid, start)
        if region is not None:
            found += _side_by_side(grid, region)
    return [each for each in found if each.data]


def _next_region(grid: Grid, start: int) -> tuple[Region | None, int]:
    """The first table that begins in or below the used row `start`, and the row where the next one may begin.

    Of several rows that may be its header, all above the first figures that are not those of a form, the one with most
    known words is. Where no row has texts only, one with single figures among its texts may be.
    """
    found = _best_region(grid, start, _may_begin) or _best_region(grid, start, is_headed_with_figures)
    return found if found is not None else (None, grid.height)


def _best_region(grid: Grid, start: int, may_begin: Callable[[Grid, int], bool]) -> tuple[Region, int] | None:
    """The table below `start` with the header that has most known words, and the row behind it; None without one."""
    best: tuple[float, int, Region, int] | None = None
    form = start
    for top in range(start, grid.height):
        if _in_form(grid, top):
            form = top
        elif best is not None and (top > max(best[1], form) + _MAX_CANDIDATES or holds_figures(grid.rows[top])):
            break
        if not may_begin(grid, top) or (best is not None and top in best[2].header):
            continue
        found = _region(grid, start, top)
        if found is None:
            continue
        score = _score(found[0])
        if best is None or score > best[0]:
            best = (score, top, *found)
    return (best[2], best[3]) if best is not None else None


def _in_form(grid: Grid, row: int) -> bool:
    """Whether a row belongs to a form, with a figure behind each label (合同额 300 已收款 120), or is next to such."""
    near = range(max(row - 1, 0), min(row + 2, grid.height))
    return len(grid.rows[row]) <= _MAX_FORM_CELLS and any(_pairs(grid, other) > 1 for other in near)


def _pairs(grid: Grid, row: int) -> int:
    """The number of labels of a row that have a figure behind them."""
    cells = [grid.rows[row][at] for at in sorted(grid.rows[row])]
    return sum(
        isinstance(label, str) and is_header_cell(label) and is_figure_cell(value) for label, value in pairwise(cells)
    )


def _region(grid: Grid, start: int, top: int) -> tuple[Region, int] | None:
    """The table whose header begins in the used row `top`, and the row behind it."""
    header = header_rows(grid, top)
    columns = header_columns(grid, header)
    if len(columns) < MIN_COLUMNS:
        return None
    end = _end(grid, header)
    data = _data(grid, header, columns, end)
    if not data:
        return None
    titles = tuple(value for row in range(start, top) for value in grid.rows[row].values() if isinstance(value, str))
    return Region(grid.sheet, titles, header, with_unheaded(grid, header, columns, data), data, start, end), end


def _score(region: Region) -> float:
    """How well the words of a header are known; columns without a header count against it."""
    known = sum(bool(parse_header(column.path[-1:]).role) for column in region.columns if column.path)
    return known - 0.5 * sum(not column.path for column in region.columns)


def _may_begin(grid: Grid, row: int) -> bool:
    """Whether a row can be the first of a header: short texts over most of the columns used below, no figures."""
    cells = grid.rows[row]
    if not is_textual(cells) or len({value for value in cells.values() if isinstance(value, str)}) < MIN_COLUMNS:
        return False
    below = [set(grid.rows[other]) for other in range(row + 1, min(row + 9, grid.height))]
    used = [at for at in set().union(*below) if 2 * sum(at in each for each in below) >= len(below)] if below else []
    return not used or grid.width(row) >= _MIN_SHARE * len(used)


def _end(grid: Grid, header: Sequence[int]) -> int:
    """The used row behind the last one of a table: where another header begins below its data."""
    own = leaf_texts(grid, header[-1])
    has_figures = False
    for row in range(header[-1] + 1, grid.height):
        cells = grid.rows[row]
        is_header = len(cells) >= max(MIN_COLUMNS, 3) and is_textual(cells) and has_figures
        if is_header and leaf_texts(grid, row) != own and _begins_table(grid, row):
            gap = int(grid.sheet.rows[row]) - int(grid.sheet.rows[row - 1]) > 1
            if gap or len(grid.rows[row - 1]) <= 2:
                return _first_title(grid, row, header[-1])
        has_figures = has_figures or any(isinstance(value, float) for value in cells.values())
    return grid.height


def _begins_table(grid: Grid, row: int) -> bool:
    """Whether a row of texts has figures in the rows below it, in most of its columns."""
    header = header_rows(grid, row)
    below = range(header[-1] + 1, min(header[-1] + 6, grid.height))
    return any(
        sum(isinstance(value, float) for value in grid.rows[other].values()) >= 1 and len(grid.rows[other]) >= 2
        for other in below
    ) and _may_begin(grid, row)


def _first_title(grid: Grid, row: int, last: int) -> int:
    """The first of the rows with at most two texts directly above `row`, which are its title."""
    first = row
    while first - 1 > last and len(grid.rows[first - 1]) <= 2 and is_textual(grid.rows[first - 1]):
        if int(grid.sheet.rows[first]) - int(grid.sheet.rows[first - 1]) > 1:
            break
        first -= 1
    return first


def _data(grid: Grid, header: Sequence[int], columns: Sequence[RegionColumn], end: int) -> tuple[int, ...]:
    """The used rows below a header, without a row that numbers its columns and repeated headers."""
    own = leaf_texts(grid, header[-1])
    first = header[-1] + 1
    positions = {column.at for column in columns}
    return tuple(
        row
        for row in range(first, end)
        if (set(grid.rows[row]) & positions or any(isinstance(value, float) for value in grid.rows[row].values()))
        and not (row == first and first + 1 < end and numbers_columns(grid.rows[row]))
        and not (len(own) > 1 and leaf_texts(grid, row) == own)
    )


def _side_by_side(grid: Grid, region: Region) -> list[Region]:
    """The tables of a region: divided at empty columns, and where its header repeats itself from left to right."""
    blocks: list[list[RegionColumn]] = [[]]
    for column in region.columns:
        if blocks[-1] and column.at > blocks[-1][-1].at + 1 and _is_gap(grid, region, blocks[-1][-1].at, column.at):
            blocks.append([])
        blocks[-1].append(column)
    if len(blocks) > 1 and any(len(block) < MIN_COLUMNS or not _names_rows(grid, region, block) for block in blocks):
        blocks = [list(region.columns)]
    parts = [part for block in blocks for part in _repeats(block)]
    if len(parts) == 1:
        return [region]
    found = []
    for part in parts:
        positions = {column.at for column in part}
        data = tuple(row for row in region.data if positions & set(grid.rows[row]))
        found.append(replace(region, columns=tuple(part), data=data))
    return found


def _names_rows(grid: Grid, region: Region, block: list[RegionColumn]) -> bool:
    """Whether a column of a block holds texts: a block of figures alone belongs to the names left of it."""
    return any(isinstance(grid.rows[row].get(column.at), str) for column in block for row in region.data)


def _is_gap(grid: Grid, region: Region, left: int, right: int) -> bool:
    """Whether no cell between two columns is filled, in header and data."""
    rows = (*region.header, *region.data)
    return not any(left < at < right for row in rows for at in grid.rows[row])


def _repeats(block: list[RegionColumn]) -> list[list[RegionColumn]]:
    """The parts of a block whose headers repeat: 序号 名称 数量 序号 名称 数量."""
    paths = [tuple(plain_text(text) for text in column.path) for column in block]
    for count in (4, 3, 2):
        size, rest = divmod(len(paths), count)
        if not rest and size >= MIN_COLUMNS and paths == paths[:size] * count and len(set(paths[:size])) == size:
            return [block[number * size : (number + 1) * size] for number in range(count)]
    return [block]
