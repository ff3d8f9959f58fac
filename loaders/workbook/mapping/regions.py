"""Finds the tables of a sheet: title, header of one to four rows, data; several below or beside each other."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from loaders.workbook.cells import Other, Sheet, Value, cell_name
from loaders.workbook.mapping.header_periods import parse_header_period
from loaders.workbook.mapping.header_words import parse_header, plain_text
from loaders.workbook.misheaded import is_figure
from loaders.workbook.remarks import is_nothing

#: A header has at least so many columns and at most so many rows.
MIN_COLUMNS: Final = 2
MAX_HEADER_ROWS: Final = 4
#: Longer texts are instructions or data.
_MAX_HEADER_LENGTH: Final = 60
#: Rows below the first possible header that may be the header instead.
_MAX_CANDIDATES: Final = 12
#: Share of the table's columns that its header fills.
_MIN_SHARE: Final = 0.6
#: Share of the texts of a lower header row that stand below groups.
_MIN_DIVIDED: Final = 0.7
_YEARS: Final = range(1950, 2101)
_LETTERED: Final = re.compile(r"(?:[A-Z]|[甲乙丙丁戊]|\d{1,3}(?:=[\d+\-*/÷×%]+)?|栏次|列次)")
#: A label with its content above a table: 编制单位:财政所.
_LABELLED: Final = re.compile("(?:[填编制上审联单计截报附][^:\uff1a]{1,6}|注|[表文]号)[:\uff1a]")
#: A figure written as text, with its unit or sign: no header.
_FIGURE: Final = re.compile(r"[-+]?[\d,]+(?:\.\d+)?\D{0,3}")


@dataclass(frozen=True)
class RegionColumn:
    """One column of a table. at: its position in the sheet; path: the texts of its header from top to bottom, without
    repeats; cell: the lowest of them, as in C5.
    """

    at: int
    path: tuple[str, ...]
    cell: str


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
    grid = _Grid(sheet)
    found: list[Region] = []
    start = 0
    while start < grid.height:
        region, start = _next_region(grid, start)
        if region is not None:
            found += _side_by_side(grid, region)
    return [each for each in found if each.data]


class _Grid:
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


def _next_region(grid: _Grid, start: int) -> tuple[Region | None, int]:
    """The first table that begins in or below the used row `start`, and the row where the next one may begin.

    Of several rows that may be its header, all above the first figures, the one with most known words is.
    """
    best: tuple[float, int, Region, int] | None = None
    for top in range(start, grid.height):
        if best is not None and (top > best[1] + _MAX_CANDIDATES or _holds_figures(grid.rows[top])):
            break
        if not _may_begin(grid, top) or (best is not None and top in best[2].header):
            continue
        found = _region(grid, start, top)
        if found is None:
            continue
        score = _score(found[0])
        if best is None or score > best[0]:
            best = (score, top, *found)
    return (best[2], best[3]) if best is not None else (None, grid.height)


def _region(grid: _Grid, start: int, top: int) -> tuple[Region, int] | None:
    """The table whose header begins in the used row `top`, and the row behind it."""
    header = _header_rows(grid, top)
    columns = _columns(grid, header)
    if len(columns) < MIN_COLUMNS:
        return None
    end = _end(grid, header)
    data = _data(grid, header, columns, end)
    if not data:
        return None
    titles = tuple(value for row in range(start, top) for value in grid.rows[row].values() if isinstance(value, str))
    return Region(grid.sheet, titles, header, _with_unheaded(grid, header, columns, data), data, start, end), end


def _score(region: Region) -> float:
    """How well the words of a header are known; columns without a header count against it."""
    known = sum(bool(parse_header(column.path[-1:]).role) for column in region.columns if column.path)
    return known - 0.5 * sum(not column.path for column in region.columns)


def _holds_figures(cells: Mapping[int, Value]) -> bool:
    """Whether a row has figures, and does not only number the columns."""
    figures = sum(isinstance(value, float) and not _is_header_cell(value) for value in cells.values())
    return figures > 0 and not _numbers_columns(cells)


def _may_begin(grid: _Grid, row: int) -> bool:
    """Whether a row can be the first of a header: short texts over most of the columns used below, no figures."""
    cells = grid.rows[row]
    if not _is_textual(cells) or len({value for value in cells.values() if isinstance(value, str)}) < MIN_COLUMNS:
        return False
    below = [set(grid.rows[other]) for other in range(row + 1, min(row + 9, grid.height))]
    used = [at for at in set().union(*below) if 2 * sum(at in each for each in below) >= len(below)] if below else []
    return not used or grid.width(row) >= _MIN_SHARE * len(used)


def _is_textual(cells: Mapping[int, Value]) -> bool:
    """Whether all cells are short texts, years or periods."""
    return bool(cells) and all(_is_header_cell(value) for value in cells.values())


def _is_header_cell(value: Value) -> bool:
    if isinstance(value, float):
        return value.is_integer() and (int(value) in _YEARS or parse_header_period(f"{value:.0f}") is not None)
    if isinstance(value, Other):
        return value.kind in ("date", "datetime") and value.text[8:10] == "01"
    if not isinstance(value, str) or len(value.strip()) > _MAX_HEADER_LENGTH:
        return False
    plain = plain_text(value)
    return _FIGURE.fullmatch(plain) is None or parse_header_period(plain) is not None


def _header_rows(grid: _Grid, top: int) -> tuple[int, ...]:
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
        if following >= grid.height or not _is_textual(grid.rows[following]):
            break
        if following > bottom and not _divides(grid, rows, following):
            break
        rows.append(following)
        last = following
    return tuple(rows)


def _is_whole(grid: _Grid, row: int, at: int) -> bool:
    """Whether a cell is merged over more rows than any header has."""
    return grid.span(row, at)[0] - row >= MAX_HEADER_ROWS


def _divides(grid: _Grid, rows: Sequence[int], following: int) -> bool:
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


def _columns(grid: _Grid, header: Sequence[int]) -> tuple[RegionColumn, ...]:
    """The columns below a header, each with the texts above it."""
    covering: dict[int, dict[int, tuple[str, int]]] = {}
    for row in header:
        texts = {at: _text(value) for at, value in grid.rows[row].items()}
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


def _with_unheaded(
    grid: _Grid, header: Sequence[int], columns: Sequence[RegionColumn], data: Sequence[int]
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


def _is_empty_below(grid: _Grid, row: int, column: int) -> bool:
    return not any(column in cells for cells in grid.rows[row + 1 :])


def _text(value: Value) -> str:
    if isinstance(value, float):
        return f"{value:.15g}"
    return value.text[:10] if isinstance(value, Other) else str(value)


def _end(grid: _Grid, header: Sequence[int]) -> int:
    """The used row behind the last one of a table: where another header begins below its data."""
    own = _leaf_texts(grid, header[-1])
    has_figures = False
    for row in range(header[-1] + 1, grid.height):
        cells = grid.rows[row]
        is_header = len(cells) >= max(MIN_COLUMNS, 3) and _is_textual(cells) and has_figures
        if is_header and _leaf_texts(grid, row) != own and _begins_table(grid, row):
            gap = int(grid.sheet.rows[row]) - int(grid.sheet.rows[row - 1]) > 1
            if gap or len(grid.rows[row - 1]) <= 2:
                return _first_title(grid, row, header[-1])
        has_figures = has_figures or any(isinstance(value, float) for value in cells.values())
    return grid.height


def _begins_table(grid: _Grid, row: int) -> bool:
    """Whether a row of texts has figures in the rows below it, in most of its columns."""
    header = _header_rows(grid, row)
    below = range(header[-1] + 1, min(header[-1] + 6, grid.height))
    return any(
        sum(isinstance(value, float) for value in grid.rows[other].values()) >= 1 and len(grid.rows[other]) >= 2
        for other in below
    ) and _may_begin(grid, row)


def _first_title(grid: _Grid, row: int, last: int) -> int:
    """The first of the rows with at most two texts directly above `row`, which are its title."""
    first = row
    while first - 1 > last and len(grid.rows[first - 1]) <= 2 and _is_textual(grid.rows[first - 1]):
        if int(grid.sheet.rows[first]) - int(grid.sheet.rows[first - 1]) > 1:
            break
        first -= 1
    return first


def _data(grid: _Grid, header: Sequence[int], columns: Sequence[RegionColumn], end: int) -> tuple[int, ...]:
    """The used rows below a header, without a row that numbers its columns and repeated headers."""
    own = _leaf_texts(grid, header[-1])
    first = header[-1] + 1
    positions = {column.at for column in columns}
    return tuple(
        row
        for row in range(first, end)
        if (set(grid.rows[row]) & positions or any(isinstance(value, float) for value in grid.rows[row].values()))
        and not (row == first and first + 1 < end and _numbers_columns(grid.rows[row]))
        and not (len(own) > 1 and _leaf_texts(grid, row) == own)
    )


def _numbers_columns(cells: Mapping[int, Value]) -> bool:
    """Whether a row only numbers the columns: 1 2 3, A B C, 甲 乙 1 2."""
    texts = [_text(value).strip() for value in cells.values()]
    if len(texts) < 3 or not all(_LETTERED.fullmatch(text) for text in texts):
        return False
    numbers = [int(text) for text in texts if text.isdecimal()]
    return numbers == sorted(set(numbers)) and (not numbers or numbers[0] <= 2)


def _leaf_texts(grid: _Grid, row: int) -> dict[int, str]:
    return {at: plain_text(value) for at, value in grid.rows[row].items() if isinstance(value, str)}


def _side_by_side(grid: _Grid, region: Region) -> list[Region]:
    """The tables of a region: divided at empty columns, and where its header repeats itself from left to right."""
    blocks: list[list[RegionColumn]] = [[]]
    for column in region.columns:
        if blocks[-1] and column.at > blocks[-1][-1].at + 1 and _is_gap(grid, region, blocks[-1][-1].at, column.at):
            blocks.append([])
        blocks[-1].append(column)
    if len(blocks) > 1 and any(len(block) < MIN_COLUMNS for block in blocks):
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


def _is_gap(grid: _Grid, region: Region, left: int, right: int) -> bool:
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


def is_figure_cell(value: Value) -> bool:
    """Whether a cell is a number, or a text that is one, alone or with a unit of measure: 1,250, 73%, 300万元."""
    return isinstance(value, float) or (isinstance(value, str) and not is_nothing(value) and is_figure(value))
