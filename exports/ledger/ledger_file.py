"""下载最新台账: one version as the workbook that clerks fill in and upload again.

One sheet per table of domain.schema.ledger.KEPT_TABLES behind a guide; a hidden sheet records the version. What is
written here, loaders/workbook reads back without a difference.
"""

import math
import unicodedata
from collections.abc import Mapping
from typing import Any, Final

import pandas as pd
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from charts.theme import ACCENT
from domain.faults import manual_table
from domain.schema.columns import Column
from domain.schema.frames import conform
from domain.schema.ledger import (
    GUIDE_SHEET,
    HIDDEN_COLUMNS,
    STAMP_LABELS,
    STAMP_SHEET,
    LedgerVersion,
    heading,
    sheet_columns,
    written_cells,
)
from domain.schema.period import coverage_text
from domain.schema.tables import KEPT_TABLES, TABLES
from exports.office.spreadsheet import workbook_bytes, write_cell

#: Drop-downs and formats reach this many rows below the last, for new rows.
_SPARE_ROWS: Final = 2000
_WIDEST: Final = 36
_NARROWEST: Final = 9
_DAY: Final = 10
#: Widths are looked up in this many rows: a long table does not make a slow download.
_SAMPLE: Final = 300
_LINE_HEIGHT: Final = 15
_MOST_LINES: Final = 12
_A4: Final = 9
#: Half-width characters across a landscape A4 page at the smallest size that is still read.
_PAGE_WIDTH: Final = 220
_BY: Final = "系统"

_FILL: Final = PatternFill("solid", fgColor=f"FF{ACCENT[1:].upper()}")
_LOCKED_FILL: Final = PatternFill("solid", fgColor="FFF1F1F4")
_LINE: Final = Side(style="thin", color="FFD9DCE1")
_BORDER: Final = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_HEADER_FONT: Final = Font(bold=True, color="FFFFFFFF")
_CENTRE: Final = Alignment(horizontal="center", vertical="center", wrap_text=True)
_WRAPPED: Final = Alignment(vertical="top", wrap_text=True)
_PLAIN: Final = Alignment(vertical="top")
_OPEN: Final = Protection(locked=False)
_SHUT: Final = Protection(locked=True)

_GUIDE: Final = (
    "怎样填写",
    "1. 每张工作表是一类数据，一行是一件事。直接改数字，改完保存后在“上传台账”页面上传。",
    "2. “编号”由系统分配，请勿修改；新增一行时“编号”留空。复制一行作新行时，请清空“编号”。编号丢了的行按内容辨认。",
    "3. 表头写明单位，单元格里只写数字。约数可写“约600”“2000余”，百分比写 73 或 73%，没有数据就留空或写“——”。",
    "4. 日期写 2023-06-30、2023年6月30日 或 6月底；写 6.30、6/30 会变成别的日期。更新数字时，请同时更新“数据截至”。",
    "5. 有下拉列表的列请从列表中选。把鼠标放在表头上，可以看到这一列填什么。",
    "6. 可以排序、筛选、移动和隐藏列，可以只留要更新的工作表（隐藏的“台账信息”请保留）："
    "没有的工作表和列，原有数据不变。",
    "   工作表请保留原来的名称。合并的单元格里，文字按每一行都相同读取；数字请取消合并，逐行填写。",
    "7. 删去的行会在上传后列出，确认后才会删除。合计、小标题和说明文字不计入，略去的每一行都会列出。",
    "   如果表格软件不让排序或删行，请在“审阅”中撤销工作表保护（没有密码）。",
    "8. “原文”是报告里的原句，由系统填写，改了也不会采用。",
)


def ledger(tables: Mapping[str, pd.DataFrame], version: LedgerVersion) -> bytes:
    """The workbook (.xlsx) of `tables` (name → table as `domain.schema.tables.conform` makes it) of `version`.

    A table that is not there becomes a sheet without rows. The same tables and version give the same bytes.
    """
    workbook = Workbook()
    guide = workbook.active
    assert isinstance(guide, Worksheet)
    for name in KEPT_TABLES:
        sheet = workbook.create_sheet(TABLES[name].label)
        _fill_sheet(sheet, name, tables[name] if name in tables else conform(name, []))
    _fill_guide(guide, version)
    _fill_stamp(workbook.create_sheet(STAMP_SHEET), version)
    return workbook_bytes(workbook, version.as_of)


def _fill_sheet(sheet: Worksheet, name: str, table: pd.DataFrame) -> None:
    columns = sheet_columns(name)
    written = {column.name: list(written_cells(name, column, table[column.name])) for column in columns}
    last = len(table) + 1
    lines = [1] * len(table)
    for at, column in enumerate(columns, start=1):
        style = _ColumnStyle(column, written[column.name])
        if style.wraps:
            lines = [max(most, style.lines(cell)) for most, cell in zip(lines, written[column.name], strict=True)]
        _fill_header(sheet, at, name, column, style.width)
        for row, value in enumerate(written[column.name], start=2):
            cell = sheet.cell(row, at)
            style.apply(cell)
            write_cell(cell, value)
        style.apply(sheet.column_dimensions[get_column_letter(at)])
        _validate(sheet, name, column, f"{get_column_letter(at)}2:{get_column_letter(at)}{last + _SPARE_ROWS}")
    for row, count in enumerate(lines, start=2):
        if count > 1:
            sheet.row_dimensions[row].height = _LINE_HEIGHT * min(count, _MOST_LINES)
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{max(last, 2)}"
    sheet.row_dimensions[1].height = 32
    _protect(sheet)
    _print_setup(sheet)


class _ColumnStyle:
    """How the cells of one column look; the column itself too, so that new rows look the same."""

    def __init__(self, column: Column, cells: list[Any]) -> None:
        self.shut = column.name in ("row_id", "quote", *HIDDEN_COLUMNS)
        self.hidden = column.name in HIDDEN_COLUMNS
        self.format = _number_format(column, cells)
        widest = max([_shown_width(cell) for cell in cells[:_SAMPLE]], default=0) if column.kind != "date" else _DAY
        self.width = min(max(_shown_width(column.header) + 4, widest + 2, _NARROWEST), _WIDEST)
        self.wraps = column.kind == "text" and not self.hidden and column.name != "row_id"

    def lines(self, cell: Any) -> int:
        """How many lines a text takes in this column; not every spreadsheet finds the height of a row by itself."""
        return sum(max(math.ceil(_line_width(line) / (self.width - 1)), 1) for line in str(cell or "").split("\n"))

    def apply(self, target: Any) -> None:
        """Set the looks of a cell or of a whole column."""
        target.number_format = self.format
        target.alignment = _WRAPPED if self.wraps else _PLAIN
        target.protection = _SHUT if self.shut else _OPEN
        target.border = _BORDER
        if self.shut:
            target.fill = _LOCKED_FILL
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
    return max(_line_width(line[:80]) for line in str(cell if cell is not None else "").split("\n"))


def _line_width(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "FWA" else 1 for sign in line)


def _fill_header(sheet: Worksheet, at: int, name: str, column: Column, width: float) -> None:
    cell = sheet.cell(1, at)
    write_cell(cell, column.header)
    cell.font, cell.fill, cell.alignment, cell.border, cell.protection = _HEADER_FONT, _FILL, _CENTRE, _BORDER, _SHUT
    cell.number_format = "@"
    note = Comment(heading(name, column.name).help, _BY)
    note.width, note.height = 260, 90
    cell.comment = note


def _validate(sheet: Worksheet, name: str, column: Column, cells: str) -> None:
    """The drop-down of a closed vocabulary; on ids and quotes a rule that takes nothing."""
    words = column.words
    if words:
        rule = DataValidation("list", formula1=f'"{",".join(words.values())}"', allow_blank=True)
        rule.errorTitle, rule.error = column.label, "请从下拉列表中选择。"
    elif column.name in ("row_id", "quote"):
        rule = DataValidation("custom", formula1="FALSE", allow_blank=True)
        rule.errorTitle, rule.error = column.label, f"“{column.label}”由系统填写，请勿修改。"
    else:
        return
    rule.showErrorMessage = True
    sheet.add_data_validation(rule)
    rule.add(cells)


def _protect(sheet: Worksheet) -> None:
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


def _print_setup(sheet: Worksheet) -> None:
    """Landscape A4, the header on each page; a wide table goes over several pages, its first columns on each."""
    shown = [column.width for column in sheet.column_dimensions.values() if not column.hidden]
    pages = math.ceil(sum(shown) / _PAGE_WIDTH)
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", _A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = pages, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"
    if pages > 1:
        sheet.print_title_cols = "A:C"
    sheet.oddFooter.left.text, sheet.oddFooter.right.text = "&A", "第 &P 页，共 &N 页"


def _fill_guide(sheet: Worksheet, version: LedgerVersion) -> None:
    sheet.title = GUIDE_SHEET
    covered = coverage_text(version.period, version.as_of, dated=False)
    title = f"{version.unit_name} {covered} 台账（第 {version.id} 版，数据截至 {version.as_of}）"
    lines: list[tuple[str, ...]] = [(title,), (), *((line,) for line in _GUIDE), ()]
    lines += [("工作表", "一行是什么"), *((TABLES[name].label, _own_headers(name)) for name in KEPT_TABLES), ()]
    lines += [("上传时会检查什么", "怎样改", "级别")]
    lines += [(kind["问题"], kind["怎样改"], kind["级别"]) for kind in manual_table().to_dict("records")]
    for row, texts in enumerate(lines, start=1):
        for at, text in enumerate(texts, start=1):
            cell = sheet.cell(row, at)
            write_cell(cell, text)
            cell.alignment = _WRAPPED if len(texts) > 1 else _PLAIN
            if row == 1 or text in (_GUIDE[0], *lines[-len(manual_table()) - 1]) or texts[0] == "工作表":
                cell.font = Font(bold=True, size=14 if row == 1 else 11)
    for letter, width in (("A", 30), ("B", 90), ("C", 12)):
        sheet.column_dimensions[letter].width = width
    sheet.protection.sheet = True
    _print_setup(sheet)
    sheet.print_title_rows = None


def _own_headers(name: str) -> str:
    return "、".join(column.header for column in TABLES[name].columns)


def _fill_stamp(sheet: Worksheet, version: LedgerVersion) -> None:
    values = {**{field: getattr(version, field, "") for field in STAMP_LABELS}, "version": version.id}
    for row, (field, label) in enumerate(STAMP_LABELS.items(), start=1):
        for at, text in enumerate((label, str(values[field])), start=1):
            write_cell(sheet.cell(row, at), text)
    sheet.protection.sheet = True
    sheet.sheet_state = "hidden"
