"""The table of a slide, in the largest size that fits."""

from collections.abc import Sequence
from typing import Any, Final

import pandas as pd
from pptx.enum.text import MSO_ANCHOR
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.slide import Slide as Page
from pptx.util import Inches

from charts.fitting import LINE_HEIGHT, POINTS, column_widths, lines_of, shortened
from domain.schema.columns import Column
from exports.deck.master import LEAST, Box
from exports.deck.parts import Run, write_runs
from exports.office.clean import clean, prose
from exports.office.looks import INK, LINE_COLOR, MUTED, state_solid
from views.slide_tables import cell_texts

_TABLE_SIZES: Final = (26.0, 24.0, 22.0, 20.0, LEAST)
#: Most inches that a row is given beyond its text where there is room.
_LOOSE_ROW: Final = 0.3
_CELL_WIDTH_PAD: Final = 0.2
#: A table is at most this much wider than its texts need: a number far from its name is hard to read.
_LOOSE: Final = 2.2
#: Columns of generated sentences.
_PROSE: Final = frozenset({"label", "reason", "meaning", "text", "doing", "whom"})
#: Columns of texts, which may begin with a number.
_TEXTS: Final = frozenset(
    ("label", "word", "text", "due_words", "note", "reason", "meaning", "doing", "owner", "due", "whom", "figure")
)
_CELL_PAD: Final = 0.09
#: Height of a line of the tallest typeface that stands in for ours, over its size: rows must not grow over the footer.
TALL_LINE: Final = 1.5
_NO_STYLE: Final = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
_NUMBERS: Final = "0123456789约近预+−—未"


def fitting_rows(table: pd.DataFrame, columns: Sequence[Column], box: Box) -> int:
    """How many of the first rows of `table` fit `box` at the smallest size; at least one."""
    for count in range(len(table), 1, -1):
        cells = _cells(table.head(count), columns)
        *_, heights = _laid_out(cells, columns, box)
        if sum(heights) <= box[3]:
            return count
    return min(1, len(table))


def word_table(page: Page, table: pd.DataFrame, columns: Sequence[Column], box: Box, palette: str = "green") -> float:
    """The table in words at `box`: thin lines, numbers to the right, a state's word behind a square of its colour.

    The letters are as large as the rows allow; what does not fit at the smallest size is cut with …. Returns inches.
    """
    left, top, _, height = box
    header = [clean(column.label) for column in columns]
    rows = _cells(table, columns)
    size, widths, heights = _laid_out(rows, columns, box)
    numbers = _number_columns(rows, columns)
    if sum(heights) > height:
        most = max(1, int(height / len(heights) / (size * LINE_HEIGHT / POINTS)))
        rows = [
            [shortened(cell, widths[i] - _CELL_WIDTH_PAD, most, size) for i, cell in enumerate(row)] for row in rows
        ]
        heights = _heights([header, *_measured(rows, columns)], widths, size)
    heights = [each + min(_LOOSE_ROW, max(0.0, height - sum(heights)) / len(heights)) for each in heights]
    drawn = plain_table(page, (left, top), widths, heights, "数字表")
    states = table["state"].tolist() if "state" in table else []
    for place, cells in enumerate([header, *rows]):
        for index, text in enumerate(cells):
            runs: list[Run] = [(text, MUTED if place == 0 else INK, size, place == 0)]
            if place and columns[index].name == "word" and states:
                runs = [("■ ", state_solid(states[place - 1], palette), size, False), (text, INK, size, False)]
            write_cell(drawn.cell(place, index), runs, align="right" if index in numbers else "left", header=place == 0)
    return sum(heights)


def plain_table(page: Page, at: tuple[float, float], widths: list[float], heights: list[float], name: str) -> Any:
    """An empty table without a style at `at` (left, top), with columns and rows of these inches."""
    frame = page.shapes.add_table(
        len(heights), len(widths), *(Inches(each) for each in (*at, sum(widths), sum(heights)))
    )
    frame.name = name
    drawn: Any = frame.table
    drawn._tbl.tblPr.find(qn("a:tableStyleId")).text = _NO_STYLE
    drawn.horz_banding = False
    for index, each in enumerate(widths):
        drawn.columns[index].width = Inches(each)
    for index, each in enumerate(heights):
        drawn.rows[index].height = Inches(each)
    return drawn


def _cells(table: pd.DataFrame, columns: Sequence[Column]) -> list[list[str]]:
    return [
        [(prose if column.name in _PROSE else clean)(cell) for cell, column in zip(row, columns, strict=True)]
        for row in cell_texts(table, tuple(columns))
    ]


def _number_columns(rows: list[list[str]], columns: Sequence[Column]) -> list[int]:
    return [index for index in range(len(columns)) if _is_number_column(index, rows, columns)]


def _laid_out(rows: list[list[str]], columns: Sequence[Column], box: Box) -> tuple[float, list[float], list[float]]:
    header = [clean(column.label) for column in columns]
    cells = [header, *_measured(rows, columns)]
    return _fitted(cells, (box[2], box[3]), _TABLE_SIZES, _number_columns(rows, columns))


def _measured(rows: list[list[str]], columns: Sequence[Column]) -> list[list[str]]:
    """The rows with a square before each state's word, as they will be measured."""
    return [
        [f"■ {cell}" if column.name == "word" else cell for cell, column in zip(row, columns, strict=True)]
        for row in rows
    ]


def _fitted(
    cells: list[list[str]], available: tuple[float, float], sizes: Sequence[float], numbers: list[int]
) -> tuple[float, list[float], list[float]]:
    """The largest of `sizes` at which the rows fit, with its column widths and row heights.

    available: (width, height) in inches; sizes: in points, largest first; the last is used where none fits.
    """
    for size in sizes:
        widths = column_widths(cells, available[0], size, pad=_CELL_WIDTH_PAD, loose=_LOOSE, numbers=numbers)
        heights = _heights(cells, widths, size)
        if sum(heights) <= available[1]:
            break
    return size, widths, heights


def _heights(cells: list[list[str]], widths: list[float], size: float) -> list[float]:
    return [
        max(lines_of(text, widths[index] - _CELL_WIDTH_PAD, size) for index, text in enumerate(row))
        * size
        * TALL_LINE
        / POINTS
        + _CELL_PAD
        for row in cells
    ]


def _is_number_column(index: int, rows: list[list[str]], columns: Sequence[Column]) -> bool:
    """Whether most cells of a column begin as numbers do; names of tasks that begin with one have words behind."""
    if columns[index].name in _TEXTS:
        return False
    return bool(rows) and sum(row[index][:1] in _NUMBERS for row in rows) > len(rows) / 2


def write_cell(cell: Any, runs: Sequence[Run], *, align: str, header: bool = False) -> None:
    """The text of a cell with a thin line below it, a dark one below a header."""
    cell.margin_left = cell.margin_right = Inches(0.08)
    cell.margin_top = cell.margin_bottom = Inches(_CELL_PAD / 2)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    cell.fill.background()
    write_runs(cell.text_frame, runs, align=align)
    _underline(cell, INK if header else LINE_COLOR)


def _underline(cell: Any, color: str) -> None:
    """A thin line below the cell, none elsewhere."""
    properties = cell._tc.get_or_add_tcPr()
    lines = [f'<a:{side} {nsdecls("a")} w="0"><a:noFill/></a:{side}>' for side in ("lnL", "lnR", "lnT")] + [
        f'<a:lnB {nsdecls("a")} w="9525"><a:solidFill><a:srgbClr val="{color}"/></a:solidFill></a:lnB>'
    ]
    for place, line in enumerate(lines):
        properties.insert(place, parse_xml(line))
