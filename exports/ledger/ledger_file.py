"""下载最新台账: one version as the workbook that clerks fill in and upload again.

本月更新 first, a guide, then one sheet per table of BASE_TABLES; a hidden sheet records the version. What is written
here, loaders/workbook reads back without a difference.
"""

from collections.abc import Mapping
from typing import Final

import pandas as pd
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from domain.schema.columns import Column
from domain.schema.frames import conform
from domain.schema.ledger import (
    GUIDE_SHEET,
    STAMP_LABELS,
    STAMP_SHEET,
    UPDATE_SHEET,
    LedgerVersion,
    heading,
    sheet_columns,
    written_cells,
)
from domain.schema.period import coverage_text
from domain.schema.tables import BASE_TABLES, TABLES
from exports.ledger.sheet_styles import (
    LINE_HEIGHT,
    MOST_LINES,
    SPARE_ROWS,
    WRAPPED,
    ColumnStyle,
    line_width,
    protect,
    set_up_pages,
    write_header,
)
from exports.ledger.update_sheet import fill_update
from exports.office.spreadsheet import workbook_bytes, write_cell

#: Half-width characters of a line of the guide: it fits a screen of 1366 pixels.
_GUIDE_WIDTH: Final = 130
_GUIDE: Final = (
    f"1. 每月更新只用第一张表“{UPDATE_SHEET}”：在“本期”写最新的数，改“数据截至”，没有变化的留空。"
    "保存后在“上传台账”页面上传。",
    "2. 目标写着“待定”的，先在“在线修改”里选定目标；选定以后“目标”一格可以改。“上期”是系统现有的数，不用填。",
    "3. 要改更细的内容，用后面的各张表：一行是一件事，表头写明单位，单元格里只写数字。",
    "4. 约数写“约600”“2000余”，百分比写 73 或 73%，没有数据留空或写“——”。",
    "5. 日期写 2023-06-30、2023年6月30日 或 6月底；不要写 6.30、6/30，会变成别的日期。",
    "6. 有下拉列表的格请从列表中选。鼠标放在表头上，可以看到这一列填什么。",
    "7. 后面各表里，整列没有内容的列和系统用的列已隐藏；要填时选中全表，右键“取消隐藏”。",
    "8. 新增一件事：在表的最后加一行。删去的行会在上传后列出，确认后才会删除。",
    "9. 可以排序和筛选；可以只留要更新的工作表，但要保留工作表的名称和隐藏的“台账信息”。没有的表和列，原有数据不变。",
    "10. 合并的单元格里，文字按每一行都相同读取；数字请取消合并，逐行填写。合计、小标题和说明文字不计入。",
    "11. 如果表格软件不让排序或删行，请在“审阅”中撤销工作表保护（没有密码）。“原文”由系统填写，改了也不会采用。",
)


def ledger(tables: Mapping[str, pd.DataFrame], version: LedgerVersion) -> bytes:
    """The workbook (.xlsx) of `tables` (name → table as `domain.schema.tables.conform` makes it) of `version`.

    A table that is not there becomes a sheet without rows. The same tables and version give the same bytes.
    """
    workbook = Workbook()
    update = workbook.active
    assert isinstance(update, Worksheet)
    fill_update(update, tables["measures"] if "measures" in tables else conform("measures", []), version)
    _fill_guide(workbook.create_sheet(GUIDE_SHEET), version)
    for name in BASE_TABLES:
        sheet = workbook.create_sheet(TABLES[name].label)
        _fill_sheet(sheet, name, tables[name] if name in tables else conform(name, []))
    _fill_stamp(workbook.create_sheet(STAMP_SHEET), version)
    return workbook_bytes(workbook, version.as_of)


def _fill_sheet(sheet: Worksheet, name: str, table: pd.DataFrame) -> None:
    columns = sheet_columns(name)
    written = {column.name: list(written_cells(name, column, table[column.name])) for column in columns}
    last = len(table) + 1
    lines = [1] * len(table)
    for at, column in enumerate(columns, start=1):
        style = ColumnStyle(column, written[column.name], is_needed=column.name in _needed(name))
        if style.wraps:
            lines = [max(most, style.lines(cell)) for most, cell in zip(lines, written[column.name], strict=True)]
        write_header(sheet.cell(1, at), column.header, heading(name, column.name).help)
        cells = [sheet.cell(row, at) for row in range(2, last + 1)]
        style.apply_to_cells(cells)
        for cell, value in zip(cells, written[column.name], strict=True):
            write_cell(cell, value)
        style.apply(sheet.column_dimensions[get_column_letter(at)])
        _validate(sheet, name, column, f"{get_column_letter(at)}2:{get_column_letter(at)}{last + SPARE_ROWS}")
    for row, count in enumerate(lines, start=2):
        if count > 1:
            sheet.row_dimensions[row].height = LINE_HEIGHT * min(count, MOST_LINES)
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{max(last, 2)}"
    sheet.row_dimensions[1].height = 32
    protect(sheet)
    set_up_pages(sheet)


def _needed(name: str) -> tuple[str, ...]:
    """The columns that are shown also where no row has anything in them."""
    table = TABLES[name]
    return table.columns[0].name, *table.key, "as_of_end", "owner", "note"


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


def _fill_guide(sheet: Worksheet, version: LedgerVersion) -> None:
    """How to fill in, on one screen."""
    covered = coverage_text(version.period, version.as_of, dated=False)
    title = f"{version.unit_name}{covered}台账（第{version.id}版，数据截至 {version.as_of}）"
    sheets = "、".join(TABLES[name].label for name in BASE_TABLES)
    lines = (title, "", "怎样填写", *_GUIDE, "", f"后面的工作表：{sheets}。")
    for row, text in enumerate(lines, start=1):
        cell = sheet.cell(row, 1)
        write_cell(cell, text or None)
        cell.alignment = WRAPPED
        if row in (1, 3):
            cell.font = Font(bold=True, size=14 if row == 1 else 11)
        if line_width(text) > _GUIDE_WIDTH:
            sheet.row_dimensions[row].height = 2 * LINE_HEIGHT
    sheet.column_dimensions["A"].width = _GUIDE_WIDTH
    sheet.protection.sheet = True
    set_up_pages(sheet)
    sheet.print_title_rows = None


def _fill_stamp(sheet: Worksheet, version: LedgerVersion) -> None:
    values = {**{field: getattr(version, field, "") for field in STAMP_LABELS}, "version": version.id}
    for row, (field, label) in enumerate(STAMP_LABELS.items(), start=1):
        for at, text in enumerate((label, str(values[field])), start=1):
            write_cell(sheet.cell(row, at), text)
    sheet.protection.sheet = True
    sheet.sheet_state = "hidden"
