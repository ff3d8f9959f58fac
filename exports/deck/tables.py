"""The table of a slide: the formatted numbers beside the chart, in the largest size that fits."""

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
from exports.deck.master import INNER, Box
from exports.deck.parts import Run, write_runs
from exports.office.clean import clean, prose
from exports.office.looks import INK, LINE_COLOR, MUTED, state_solid
from views.slide_tables import cell_words

_TABLE_SIZES: Final = (18.0, 17.0, 16.0, 15.0, 14.0, 13.0, 12.0)
#: The largest letters of a table beside a chart.
_BESIDE: Final = 14.0
_CELL_WIDTH_PAD: Final = 0.2
#: A table is at most this much wider than its texts need: a number far from its name is hard to read.
_LOOSE: Final = 2.2
#: Columns of generated sentences.
_PROSE: Final = frozenset({"reason", "meaning"})
_CELL_PAD: Final = 0.09
_NO_STYLE: Final = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
_NUMBERS: Final = "0123456789约近预+−—未"


def word_table(page: Page, table: pd.DataFrame, columns: Sequence[Column], box: Box, palette: str = "green") -> None:
    """The table in words at `box`: thin lines, numbers to the right, a state's word behind a square of its colour.

    The letters are as large as the rows allow; what does not fit at the smallest size is cut with ….
    """
    left, top, width, height = box
    header = [clean(column.label) for column in columns]
    rows = [
        [(prose if column.name in _PROSE else clean)(cell) for cell, column in zip(row, columns, strict=True)]
        for row in cell_words(table, tuple(columns))
    ]
    sizes = [each for each in _TABLE_SIZES if width > INNER * 0.75 or each <= _BESIDE]
    numbers = [index for index in range(len(header)) if _is_number_column(index, rows, columns)]
    size, widths, heights = _fitted([header, *_measured(rows, columns)], (width, height), sizes, numbers)
    width = sum(widths)
    if sum(heights) > height:
        most = max(1, int(height / len(heights) / (size * LINE_HEIGHT / POINTS)))
        rows = [
            [shortened(cell, widths[i] - _CELL_WIDTH_PAD, most, size) for i, cell in enumerate(row)] for row in rows
        ]
        heights = _heights([header, *_measured(rows, columns)], widths, size)
    frame = page.shapes.add_table(
        len(rows) + 1, len(header), *(Inches(each) for each in (left, top, width, sum(heights)))
    )
    frame.name = "数字表"
    drawn = frame.table
    style: Any = drawn._tbl.tblPr
    style.find(qn("a:tableStyleId")).text = _NO_STYLE
    drawn.horz_banding = False
    for index, each in enumerate(widths):
        drawn.columns[index].width = Inches(each)
    states = table["state"].tolist() if "state" in table else []
    for place, (cells, row_height) in enumerate(zip([header, *rows], heights, strict=True)):
        drawn.rows[place].height = Inches(row_height)
        for index, text in enumerate(cells):
            cell = drawn.cell(place, index)
            runs: list[Run] = [(text, MUTED if place == 0 else INK, size, place == 0)]
            if place and columns[index].name == "word" and states:
                runs = [("■ ", state_solid(states[place - 1], palette), size, False), (text, INK, size, False)]
            _write_cell(cell, runs, align="right" if index in numbers else "left")
            _underline(cell, LINE_COLOR if place else INK)


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
        * LINE_HEIGHT
        / POINTS
        + _CELL_PAD
        for row in cells
    ]


def _is_number_column(index: int, rows: list[list[str]], columns: Sequence[Column]) -> bool:
    """Whether most cells of a column begin as numbers do; names of tasks that begin with one have words behind."""
    if columns[index].name in {"label", "word", "text", "names", "number", "due_words", "note", "reason", "meaning"}:
        return False
    return bool(rows) and sum(row[index][:1] in _NUMBERS for row in rows) > len(rows) / 2


def _write_cell(cell: Any, runs: Sequence[Run], *, align: str) -> None:
    cell.margin_left = cell.margin_right = Inches(0.08)
    cell.margin_top = cell.margin_bottom = Inches(_CELL_PAD / 2)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    cell.fill.background()
    write_runs(cell.text_frame, runs, align=align)


def _underline(cell: Any, color: str) -> None:
    """A thin line below the cell, none elsewhere."""
    properties = cell._tc.get_or_add_tcPr()
    lines = [f'<a:{side} {nsdecls("a")} w="0"><a:noFill/></a:{side}>' for side in ("lnL", "lnR", "lnT")] + [
        f'<a:lnB {nsdecls("a")} w="9525"><a:solidFill><a:srgbClr val="{color}"/></a:solidFill></a:lnB>'
    ]
    for place, line in enumerate(lines):
        properties.insert(place, parse_xml(line))
