"""Tables inside a text: lines of cells parted by |, tabs or blanks, or one cell per line.

They are found by their form, never by one report's words.

A table is a header of one or two lines and at least two rows. Columns are either of numbers or of words; a row that has
another form (other number of cells, a number in a column of words) is left out, and so is a table whose header does
not fit its rows: no cell is given a header by guess. The header: table_headers.py; the cells: table_lines.py.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from domain.text.listed_cells import listed_cells
from domain.text.table_headers import is_header, join_headers, measures
from domain.text.table_lines import STYLES, Cell, CellLine, is_frame, is_number, split_lines

#: What counts nothing though it is written in digits.
_NO_AMOUNT: Final = re.compile(
    r"序号?$|编号|排[名序位]|名次|位次|电话|手机|号码|[代编]码|邮编|日期|时间|时限|期限|年[份度]$|月份$|文号|门牌|行次|栏次|身份证|标段"
)
_RANKED: Final = re.compile(r"排[名序位]|名次|位次")
#: Columns of words that say nothing of what their row is about.
_NO_LABEL: Final = re.compile(
    r"序号?$|编号|备注|说明|电话|手机|联系|姓名|责任|负责|领导|牵头|业主|日期|时间|时限|内容|规模|地[址点]|计量单位|行次|状态|"
    r"存在|问题|措施"
)
_FINER: Final = re.compile("[二三]级")
_TOTAL: Final = re.compile(r".{0,6}(?:合计|总计|小计|共计|汇总)数?|全(?:[国省州市县区镇乡]|街道)")
_COLUMN_NUMBERS: Final = re.compile(r"栏次|行次|栏目|甲|乙|")
#: One cell per line; the other ways to part cells: STYLES.
_LISTED: Final = "listed"
_FEWEST_ROWS: Final = 2
_MOST_COLUMNS: Final = 40
_MOST_ABOVE: Final = 3
_LONGEST_ABOVE: Final = 60
_PROSE: Final = re.compile(r"[。；;]")
_ANNOUNCES: Final = re.compile(r"(?:如下|下表|附表|见表|表\d*)[^。]{0,12}[:：。]?$|[:：]$")


@dataclass(frozen=True, slots=True)
class Column:
    """header: its words, those of both lines of a header joined; group: the words that stand over several columns.

    kind: "number", "rank", "other number" (row numbers, telephones, dates: no figures) or "words".
    """

    header: str
    group: str
    kind: str


@dataclass(frozen=True, slots=True)
class TableRow:
    """One line; cells: one per column, None where empty; label: what it is about, None where nothing says so."""

    start: int
    end: int
    cells: tuple[Cell | None, ...]
    label: Cell | None
    is_total: bool


@dataclass(frozen=True, slots=True)
class TextTable:
    """text[start:end] from the first line of the header to the last row; label_column: index of the rows' labels.

    body: where the first row begins; above: spans of the lines before the table that belong to it (title, unit, the
    sentence that announces it), the nearest first.
    """

    start: int
    body: int
    end: int
    columns: tuple[Column, ...]
    rows: tuple[TableRow, ...]
    label_column: int
    above: tuple[tuple[int, int], ...] = ()


@lru_cache(maxsize=4)
def find_tables(text: str) -> tuple[TextTable, ...]:
    """The tables of `text` in order, never overlapping; in time linear in its length."""
    found: list[TextTable] = []
    used_lines: set[int] = set()
    for style in (*STYLES, _LISTED):
        for block in listed_cells(text, used_lines) if style == _LISTED else split_lines(text, style, used_lines):
            for heads, rows in _sections(block):
                table = _table(heads, rows, style)
                if table is not None:
                    found.append(table)
                    used_lines.update(number for line in (*heads, *rows) for number in line.numbers)
    found.sort(key=lambda each: each.start)
    ends = [0, *(table.end for table in found)]
    return tuple(
        replace(table, above=tuple(_above(text, end, table.start))) for table, end in zip(found, ends, strict=False)
    )


def in_table(text: str, offsets: Iterable[int]) -> set[int]:
    """Those of the `offsets`, given in order, that lie in a table of `text` or at the line break before it."""
    tables = find_tables(text)
    starts = [table.start - 1 for table in tables]
    found = ((offset, bisect_right(starts, offset) - 1) for offset in offsets) if tables else ()
    return {offset for offset, at in found if at >= 0 and offset <= tables[at].end}


def _sections(block: Sequence[CellLine]) -> Iterator[tuple[list[CellLine], list[CellLine]]]:
    """Header lines and rows of each table of a block; a header stands at its beginning or behind a line of one cell."""
    heads: list[CellLine] = []
    rows: list[CellLine] = []
    is_parted = True
    for line in block:
        if line.has_numbers or (heads and _is_row_of_years(line, heads[-1])):
            rows += [line] if heads else []
            is_parted = False
        elif not line.is_words:
            is_parted = True
        elif not rows:
            heads.append(line)
        elif is_parted and is_header(line):
            yield heads, rows
            heads, rows = [line], []
        else:
            rows.append(line)
    if heads and rows:
        yield heads, rows


def _is_row_of_years(line: CellLine, head: CellLine) -> bool:
    """Whether a line of words and years is a row below `head`: 东村 1950 2010 below 村名 任务数 完成数."""
    is_like = len(line.cells) == len(head.cells) and bool(line.cells[0].text)
    return is_like and line.has_years and not head.has_years and measures(head)


def _table(heads: list[CellLine], rows: list[CellLine], style: str) -> TextTable | None:
    counted = [line for line in rows if line.has_numbers or line.has_years]
    if len(counted) < _FEWEST_ROWS:
        return None
    width = Counter(len(line.cells) for line in counted).most_common(1)[0][0]
    if not 1 < width <= _MOST_COLUMNS:
        return None
    usual = [line.cells for line in counted if len(line.cells) == width]
    numbers = [_holds_numbers([cells[at] for cells in usual]) for at in range(width)]
    is_counted = numbers[0] and _counts_rows([cells[0] for cells in usual])
    header = join_headers(heads, [False, *numbers[1:]] if is_counted else numbers)
    if header is None or (style in ("blank", _LISTED) and not header.is_measured):
        return None
    columns = tuple(_column(*names, holds) for names, holds in zip(header.columns, numbers, strict=True))
    if not any(column.kind == "number" for column in columns):
        return None
    fitted = [(line, cells) for line in rows if (cells := _fitted(line.cells, columns)) is not None]
    label = _label_column(columns, [cells for _, cells in fitted])
    if label is None:
        return None
    body = [_row(line, cells, label) for line, cells in fitted]
    if body and _numbers_columns(body[0], columns):
        del body[0]
    if len(body) < _FEWEST_ROWS:
        return None
    return TextTable(header.start, body[0].start, body[-1].end, columns, tuple(body), label)


def _holds_numbers(cells: Sequence[Cell]) -> bool:
    """Whether most of the cells that are not empty are numbers."""
    filled = [cell for cell in cells if not cell.is_empty]
    return bool(filled) and 2 * sum(is_number(cell.text) for cell in filled) > len(filled)


def _counts_rows(cells: Sequence[Cell]) -> bool:
    """Whether the cells count 1, 2, 3 …: numbers of rows."""
    values = [cell.text for cell in cells if not cell.is_empty]
    if len(values) < 2 or not re.fullmatch(r"\d{1,4}", values[0]):
        return False
    return values == [str(at) for at in range(int(values[0]), int(values[0]) + len(values))]


def _column(header: str, group: str, holds_numbers: bool) -> Column:
    if not holds_numbers:
        return Column(header, group, "words")
    if _RANKED.search(header):
        return Column(header, group, "rank")
    return Column(header, group, "other number" if _NO_AMOUNT.search(header) or not header else "number")


def _label_column(columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> int | None:
    """The column of words that distinguishes the rows: the one with the most different cells, the first of such."""
    first = next((at for at, column in enumerate(columns) if column.kind == "number"), 0)
    words = [at for at, column in enumerate(columns) if column.kind == "words"]
    named = [at for at in words if not _NO_LABEL.search(columns[at].header)]
    choice = [at for at in named if at < first] or named or [at for at in words if at < first]
    different = {at: len({row[at].text for row in rows if not row[at].is_empty}) for at in choice}
    finer = {at: _FINER.match(columns[at].header) is not None for at in choice}
    return max(choice, key=lambda at: (different[at], finer[at], -at)) if choice else None


def _row(line: CellLine, cells: Sequence[Cell], label: int) -> TableRow:
    filled = tuple(None if cell.is_empty else cell for cell in cells)
    total = next((cell for cell in filled[: label + 1] if cell is not None and _TOTAL.fullmatch(cell.text)), None)
    return TableRow(line.start, line.end, filled, total or filled[label], total is not None)


def _fitted(cells: Sequence[Cell], columns: Sequence[Column]) -> Sequence[Cell] | None:
    """One cell per column, no number in a column of words before the last one of numbers; None where that cannot be.

    The first cells of a total (序号), those of names that reach over several rows, and remarks may be missing.
    """
    missing = len(columns) - len(cells)
    if missing < 0:
        return None
    empty = Cell(cells[0].end, cells[0].end, "")
    first = next(at for at, column in enumerate(columns) if column.kind == "number")
    if not missing or all(column.kind == "words" for column in columns[-missing:]):
        padded = [*cells, *[empty] * missing]
        if _in_columns(padded, columns):
            return padded
    elif _TOTAL.fullmatch(cells[0].text) and missing < first:
        padded = [cells[0], *[empty] * missing, *cells[1:]]
        return padded if _in_columns(padded, columns) else None
    if missing:
        return None
    shift = next((at for at, cell in enumerate(reversed(cells)) if cell.text), 0)
    moved = [*[empty] * shift, *cells[: len(cells) - shift]]
    return moved if 0 < shift < first and _in_columns(moved, columns) else None


def _in_columns(cells: Sequence[Cell], columns: Sequence[Column]) -> bool:
    last = max(at for at, column in enumerate(columns) if column.kind == "number")
    return not any(
        column.kind == "words" and is_number(cell.text)
        for cell, column in zip(cells[:last], columns[:last], strict=True)
    )


def _numbers_columns(row: TableRow, columns: Sequence[Column]) -> bool:
    """Whether a row numbers the columns: 甲 1 2 3."""
    texts = [cell.text for cell, column in zip(row.cells, columns, strict=True) if cell and column.kind == "number"]
    label = row.label.text if row.label else ""
    return texts == [str(at) for at in range(1, len(texts) + 1)] and _COLUMN_NUMBERS.fullmatch(label) is not None


def _above(text: str, low: int, start: int) -> Iterator[tuple[int, int]]:
    """Lines of text[low:start] that belong to a table at `start`: titles, up to a line of prose that announces it."""
    end = start
    for _ in range(_MOST_ABOVE):
        while end > low and text[end - 1].isspace():
            end -= 1
        if end <= low:
            return
        begin = max(text.rfind("\n", low, end) + 1, low)
        line = text[begin:end]
        if len(line) > _LONGEST_ABOVE or _PROSE.search(line):
            if _ANNOUNCES.search(line):
                yield begin, end
            return
        if not is_frame(line):
            yield begin, end
        end = begin
