"""How the sheets of the ledger look: columns, headers, locked cells, pages."""

import math
import unicodedata
from collections.abc import Iterable
from copy import copy
from typing import Any, Final

from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.worksheet.worksheet import Worksheet

from charts.theme import ACCENT
from domain.schema.columns import Column
from domain.schema.ledger import HIDDEN_COLUMNS, ID_COLUMNS
from exports.office.spreadsheet import write_cell

#: Drop-downs and formats reach this many rows below the last, for new rows.
SPARE_ROWS: Final = 2000
_WIDEST: Final = 36
_NARROWEST: Final = 9
_DAY: Final = 10
#: Widths are looked up in this many rows: a long table does not make a slow download.
_SAMPLE: Final = 300
LINE_HEIGHT: Final = 15
MOST_LINES: Final = 12
_A4: Final = 9
#: Half-width characters across a landscape A4 page at the smallest size that is still read.
_PAGE_WIDTH: Final = 220
_BY: Final = "系统"

_FILL: Final = PatternFill("solid", fgColor=f"FF{ACCENT[1:].upper()}")
LOCKED_FILL: Final = PatternFill("solid", fgColor="FFF1F1F4")
_LINE: Final = Side(style="thin", color="FFD9DCE1")
BORDER: Final = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_HEADER_FONT: Final = Font(bold=True, color="FFFFFFFF")
_CENTRE: Final = Alignment(horizontal="center", vertical="center", wrap_text=True)
WRAPPED: Final = Alignment(vertical="top", wrap_text=True)
PLAIN: Final = Alignment(vertical="top")
OPEN: Final = Protection(locked=False)
SHUT: Final = Protection(locked=True)


class ColumnStyle:
    """How the cells of one column look; the column itself too, so that new rows look the same.

    is_needed: False hides a column in which no row has anything.
    """

    def __init__(self, column: Column, cells: list[Any], *, is_needed: bool = True) -> None:
        self.shut = column.name in ("row_id", "quote", *HIDDEN_COLUMNS)
        is_empty = bool(cells) and all(cell is None for cell in cells) and not is_needed
        self.hidden = column.name in (*ID_COLUMNS, *HIDDEN_COLUMNS) or is_empty
        self.format = _number_format(column, cells)
        widest = max([_shown_width(cell) for cell in cells[:_SAMPLE]], default=0) if column.kind != "date" else _DAY
        self.width = min(max(_shown_width(column.header) + 4, widest + 2, _NARROWEST), _WIDEST)
        self.wraps = column.kind == "text" and not self.hidden

    def lines(self, cell: Any) -> int:
        """How many lines a text takes in this column; not every spreadsheet finds the height of a row by itself."""
        return sum(max(math.ceil(line_width(line) / (self.width - 1)), 1) for line in str(cell or "").split("\n"))

    def apply_to_cells(self, cells: Iterable[Cell]) -> None:
        """Set the looks of cells; the first one's are copied, since openpyxl looks up each looks of each cell."""
        first = None
        for cell in cells:
            if first is None:
                self.apply(cell)
                first = cell._style
            else:
                cell._style = copy(first)

    def apply(self, target: Any) -> None:
        """Set the looks of a cell or of a whole column."""
        target.number_format = self.format
        target.alignment = WRAPPED if self.wraps else PLAIN
        target.protection = SHUT if self.shut else OPEN
        target.border = BORDER
        if self.shut:
            target.fill = LOCKED_FILL
        if hasattr(target, "hidden"):
            target.hidden, target.width = self.hidden, self.width


def _number_format(column: Column, cells: list[Any]) -> str:
    if column.kind == "date":
        return "yyyy-mm-dd"
    numbers = [cell for cell in cells if isinstance(cell, (int, float)) and not isinstance(cell, bool)]
    if column.kind not in ("number", "integer") or len(numbers) < sum(cell is not None for cell in cells):
        return "@"
    if all(float(number).is_integer() for number in numbers):
        return "#,##0" if numbers and column.unit != "%" else "General"
    return "General" if column.unit == "%" else "#,##0.00####"


def _shown_width(cell: Any) -> int:
    """Half-width characters of the widest line."""
    return max(line_width(line[:80]) for line in str(cell if cell is not None else "").split("\n"))


def line_width(line: str) -> int:
    """Half-width characters of a line."""
    return sum(2 if unicodedata.east_asian_width(char) in "FWA" else 1 for char in line)


def write_header(cell: Cell, text: str, note: str) -> None:
    """Write the header `text`, with `note` as its comment."""
    write_cell(cell, text)
    cell.font, cell.fill, cell.alignment, cell.border, cell.protection = _HEADER_FONT, _FILL, _CENTRE, BORDER, SHUT
    cell.number_format = "@"
    comment = Comment(note, _BY)
    comment.width, comment.height = 260, 90
    cell.comment = comment


def protect(sheet: Worksheet) -> None:
    """Locked: headers, ids, quotes. Rows may be added, deleted, sorted and filtered, columns moved and formatted.

    No password: it is a guard against slips, not against people.
    """
    protection = sheet.protection
    protection.sheet = True
    for allowed in (
        "formatCells", "formatColumns", "formatRows", "insertColumns", "insertRows", "insertHyperlinks",
        "deleteColumns", "deleteRows", "sort", "autoFilter",
    ):  # fmt: skip
        setattr(protection, allowed, False)


def set_up_pages(sheet: Worksheet, header: int = 1) -> None:
    """Landscape A4, the row `header` on each page; a wide table goes over several pages, its first columns on each."""
    shown = [column.width for column in sheet.column_dimensions.values() if not column.hidden]
    pages = math.ceil(sum(shown) / _PAGE_WIDTH)
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", _A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = pages, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{header}:{header}"
    if pages > 1:
        sheet.print_title_cols = "A:C"
    sheet.oddFooter.left.text, sheet.oddFooter.right.text = "&A", "第 &P 页，共 &N 页"
