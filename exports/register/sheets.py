"""Building blocks of the register's sheets: cells, headings, rows, state colours, charts, print settings."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from openpyxl.chart import BarChart, Reference
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.marker import DataPoint
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from charts.theme import state_color, text_width, wrap
from domain.schema.vocabulary import STATES
from exports.office.clean import clean
from exports.office.looks import ACCENT_FAINT, INK, LINE_COLOR, MUTED, SANS, mixed, state_solid
from exports.office.spreadsheet import write_cell

_A4: Final = 9
#: Half-width characters across a landscape A4 page at the smallest size that is still read.
_PAGE_WIDTH: Final = 190
#: Columns no wider than this keep their width.
_NARROW: Final = 13.0
_ROW: Final = 16.5
#: Column of the chart beside a table, and its size in centimetres.
_CHART_COLUMN: Final = "E"
_CHART_WIDTH: Final = 15.5
_BAR: Final = 0.85

_FONT: Final = Font(name=SANS, size=10, color=INK)
_BOLD: Final = Font(name=SANS, size=10, bold=True, color=MUTED)
_BORDER: Final = Border(bottom=Side(style="thin", color=LINE_COLOR))
_HEAD_BORDER: Final = Border(bottom=Side(style="medium", color=INK))
_HEAD_FILL: Final = PatternFill("solid", fgColor=ACCENT_FAINT)
_LEFT: Final = Alignment(vertical="center", horizontal="left", indent=1, wrap_text=True)
_FLAT: Final = Alignment(vertical="center", horizontal="left", indent=1)
_RIGHT: Final = Alignment(vertical="center", horizontal="right", indent=1)
_HEAD: Final = Alignment(vertical="center", horizontal="left", indent=1, wrap_text=True)
#: Points of a line; share of a column's width that text uses.
_LINE: Final = 13.5
_USED: Final = 0.98


@dataclass(frozen=True)
class Cell:
    """One cell: a value, its number format, whether it is right-aligned, whether it wraps and makes its row higher."""

    value: Any
    code: str | None = None
    right: bool = False
    wraps: bool = True


@dataclass(frozen=True)
class SheetRows:
    """Rows below their headers; `first`: the row of the headers; `widths` of the columns in half-width characters."""

    first: int
    headers: tuple[str, ...]
    rows: Sequence[Sequence[Cell]]
    widths: tuple[float, ...]


def write_heading(sheet: Worksheet, row: int, text: str, size: float, *, bold: bool = True) -> int:
    """A line of text over the width of the sheet; returns the next row."""
    cell = sheet.cell(row, 1)
    write_cell(cell, clean(text))
    cell.font = Font(name=SANS, size=size, bold=bold, color=INK if bold else MUTED)
    cell.alignment = Alignment(vertical="center")
    sheet.row_dimensions[row].height = size * 1.7
    return row + 1


def write_rows(sheet: Worksheet, table: SheetRows) -> int:
    """Write the headers and the rows, each as high as its longest text needs; returns the row below the last.

    Without rows it writes the line 本期没有数据.
    """
    for index, width in enumerate(table.widths, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    for index, text in enumerate(table.headers, start=1):
        cell = sheet.cell(table.first, index)
        write_cell(cell, clean(text))
        cell.font, cell.fill, cell.border, cell.alignment = _BOLD, _HEAD_FILL, _HEAD_BORDER, _HEAD
    sheet.row_dimensions[table.first].height = 30
    row = table.first + 1
    for cells in table.rows:
        for index, each in enumerate(cells, start=1):
            cell = sheet.cell(row, index)
            write_cell(cell, clean(each.value) if isinstance(each.value, str) else each.value)
            cell.font, cell.border = _FONT, _BORDER
            cell.alignment = _RIGHT if each.right else _LEFT if each.wraps else _FLAT
            if each.code and each.value is not None:
                cell.number_format = each.code
        lines = max(_lines(each, width) for each, width in zip(cells, table.widths, strict=True))
        sheet.row_dimensions[row].height = 5 + _LINE * lines
        row += 1
    if not table.rows:
        cell = sheet.cell(row, 1)
        write_cell(cell, "本期没有数据")
        cell.font = _FONT
        row += 1
    return row


def _lines(cell: Cell, width: float) -> int:
    if not isinstance(cell.value, str) or not cell.wraps:
        return 1
    return max(1, len(wrap(clean(cell.value), max(2, int(width * _USED)))))


def add_state_colors(sheet: Worksheet, cells: str) -> None:
    """Conditional formatting: cells with the word of a state get its colour as background, in bold.

    待核实 first, then the longer words: 严重滞后 contains 滞后.
    """
    first = cells.partition(":")[0]
    order = sorted(STATES.items(), key=lambda state: (state[0] != "to_verify", -len(state[1])))
    for state, word in order:
        fill = PatternFill("solid", bgColor=mixed(state_color(state), 0.28))
        font = Font(bold=True, color=INK)
        sheet.conditional_formatting.add(
            cells, FormulaRule(formula=[f'ISNUMBER(SEARCH("{word}",{first}))'], fill=fill, font=font, stopIfTrue=True)
        )


def bar_chart(
    sheet: Worksheet, head: int, end: int, states: Sequence[str], *, title: str, reference: int | None = None
) -> int:
    """A native bar chart of the second column beside the table from row `head` to before row `end`, one colour a state.

    reference: a further column, drawn as a grey bar below each. Returns the first row below the table and the chart.
    """
    count = len(states)
    if not count:
        return end
    chart = BarChart()
    chart.type, chart.style, chart.legend, chart.gapWidth = "bar", 10, None, 60
    chart.title = None
    values = Reference(sheet, min_col=2, min_row=head, max_row=head + count)
    chart.add_data(values, titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=1, min_row=head + 1, max_row=head + count))
    series = chart.series[0]
    series.invertIfNegative = False
    for index, state in enumerate(states):
        point = DataPoint(idx=index, invertIfNegative=False)
        point.graphicalProperties = GraphicalProperties(solidFill=state_solid(state))
        point.graphicalProperties.line.noFill = True
        series.dPt.append(point)
    if reference is not None:
        chart.add_data(
            Reference(sheet, min_col=reference, min_row=head, max_row=head + count), titles_from_data=True
        )  # fmt: skip
        chart.series[1].graphicalProperties = GraphicalProperties(solidFill=LINE_COLOR)
        chart.gapWidth = 40
    for each in chart.series:
        each.dLbls = DataLabelList()
        each.dLbls.showVal = True
        for other in ("showSerName", "showCatName", "showLegendKey", "showPercent"):
            setattr(each.dLbls, other, False)
    chart.x_axis.scaling.orientation = "maxMin"
    chart.x_axis.delete, chart.y_axis.delete = False, True
    chart.x_axis.tickLblPos = "low"
    chart.y_axis.majorGridlines = None
    chart.width, chart.height = _CHART_WIDTH, max(3.5, _BAR * (len(chart.series) * count + 1))
    sheet.add_chart(chart, f"{_CHART_COLUMN}{head}")
    write_cell(sheet[f"{_CHART_COLUMN}{head - 1}"], clean(title))
    sheet[f"{_CHART_COLUMN}{head - 1}"].font = _BOLD
    rows = math.ceil(chart.height / 2.54 * 72 / _ROW)
    return max(end, head + rows)


def fitted(widths: Sequence[float]) -> tuple[float, ...]:
    """`widths` so that one page holds them at a size that is read: the wide columns share what the others leave."""
    narrow = sum(width for width in widths if width <= _NARROW)
    wide = sum(widths) - narrow
    share = min(1.0, (_PAGE_WIDTH - narrow) / wide) if wide else 1.0
    return tuple(width if width <= _NARROW else max(_NARROW, width * share) for width in widths)


def set_print(sheet: Worksheet, area: str, *, title_rows: str) -> None:
    """A4 across, one page wide, as many pages long as the rows need; `title_rows` on each."""
    sheet.print_area = area
    setup = sheet.page_setup
    setup.orientation, setup.paperSize = "landscape", _A4
    setup.fitToWidth, setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    if title_rows:
        sheet.print_title_rows = title_rows
    margins = sheet.page_margins
    margins.left = margins.right = 0.5
    margins.top, margins.bottom, margins.header, margins.footer = 0.7, 0.6, 0.3, 0.3
    sheet.oddHeader.center.text = "&A"
    sheet.oddFooter.right.text = "第 &P 页，共 &N 页"
    sheet.sheet_view.showGridLines = False


def shown_width(value: Any) -> int:
    """Half-width characters that a value takes in a cell."""
    if value is None:
        return 0
    return 10 if isinstance(value, date) else text_width(clean(value)[:120])
