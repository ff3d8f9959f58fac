"""The first sheet of the ledger, 本月更新: one row per indicator that still runs; clerks fill in 本期."""

import math
from typing import Final

import pandas as pd
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from domain.judging.monthly_update import UpdateRow, update_rows
from domain.schema.ledger import UPDATE_HEADERS, UPDATE_SHEET, LedgerVersion
from domain.schema.period import coverage_text, date_text
from exports.ledger.sheet_styles import (
    BORDER,
    LINE_HEIGHT,
    LOCKED_FILL,
    MOST_LINES,
    OPEN,
    PLAIN,
    SHUT,
    WRAPPED,
    line_width,
    protect,
    set_up_pages,
    write_header,
)
from exports.office.spreadsheet import write_cell

#: Row of the header, below one line that says what to do.
_HEADER: Final = 2
_WIDTHS: Final = {
    "name": 34, "unit": 8, "target": 22, "previous": 13, "actual": 15, "as_of_end": 13, "owner": 18, "responsible": 11,
    "note": 32, "row_id": 10,
}  # fmt: skip
_NOTES: Final = {
    "name": "指标的名称，由系统填写。",
    "unit": "目标、上期、本期的单位，由系统填写。",
    "target": "写着“待定”的，报告里有不止一个目标：请先在“在线修改”里选定。",
    "previous": "系统现有的数，由系统填写。",
    "actual": "写最新的累计数，可写“约600”。没有变化就留空，原有的数不变。",
    "as_of_end": "本期的数截至哪一天，如 2023-07-31。",
    "owner": "负责的部门或单位。",
    "responsible": "负责的人。",
    "note": "要说明的事。",
    "row_id": "由系统编号，请勿修改。",
}
_LOCKED: Final = frozenset(("name", "unit", "previous", "row_id"))
_FIGURES: Final = frozenset(("target", "previous", "actual"))
_FIGURE: Final = Alignment(horizontal="right", vertical="top", wrap_text=True)
_DAY_FORMAT: Final = "yyyy-mm-dd"


def fill_update(sheet: Worksheet, measures: pd.DataFrame, version: LedgerVersion) -> None:
    """Fill `sheet` with the running indicators of `measures`, a table of the schema, as of `version`."""
    sheet.title = UPDATE_SHEET
    covered = coverage_text(version.period, version.as_of, dated=False)
    write_cell(sheet.cell(1, 1), f"{covered}，上期截至{date_text(version.as_of)}。在“本期”写最新的数并改“数据截至”，"
                                 "没有变化的留空；灰色的格由系统填写。")  # fmt: skip
    sheet.cell(1, 1).font = Font(bold=True)
    for at, (name, label) in enumerate(UPDATE_HEADERS.items(), start=1):
        write_header(sheet.cell(_HEADER, at), label, _NOTES[name])
        dimension = sheet.column_dimensions[get_column_letter(at)]
        dimension.width, dimension.hidden = _WIDTHS[name], name == "row_id"
    rows = [row for row in update_rows(measures) if row.runs]
    for number, row in enumerate(rows, start=_HEADER + 1):
        _fill_row(sheet, number, row)
    last = get_column_letter(len(UPDATE_HEADERS))
    sheet.freeze_panes = f"B{_HEADER + 1}"
    sheet.auto_filter.ref = f"A{_HEADER}:{last}{_HEADER + max(len(rows), 1)}"
    sheet.row_dimensions[_HEADER].height = 24
    protect(sheet)
    set_up_pages(sheet, _HEADER)


def _fill_row(sheet: Worksheet, number: int, row: UpdateRow) -> None:
    lines = 1
    for at, name in enumerate(UPDATE_HEADERS, start=1):
        cell, value = sheet.cell(number, at), row.cells[name]
        write_cell(cell, value)
        _set_looks(cell, name, is_locked=name in _LOCKED or (name == "target" and not row.target_ids))
        if isinstance(value, str) and name != "row_id":
            lines = max(lines, math.ceil(line_width(value) / (_WIDTHS[name] - 1)))
    if lines > 1:
        sheet.row_dimensions[number].height = LINE_HEIGHT * min(lines, MOST_LINES)


def _set_looks(cell: Cell, name: str, *, is_locked: bool) -> None:
    cell.alignment = PLAIN if name == "row_id" else _FIGURE if name in _FIGURES else WRAPPED
    cell.border, cell.protection = BORDER, SHUT if is_locked else OPEN
    if is_locked:
        cell.fill = LOCKED_FILL
    if name == "as_of_end":
        cell.number_format = _DAY_FORMAT
    elif isinstance(cell.value, (int, float)):
        cell.number_format = "#,##0.########" if not float(cell.value).is_integer() else "#,##0"
