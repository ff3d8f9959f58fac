"""The child process that marks faults: a workbook on stdin, its marked copy on stdout.

Started by marking.py in the sandbox: standard library, openpyxl and child.py only.
Unlike the reader it may write files: openpyxl writes sheets through temporary files, in a folder made by the parent.
"""

import io
import json
import sys
from typing import Any, Final

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from loaders.workbook import child

_AUTHOR: Final = "系统检查"
_FILLS: Final = {
    "fault": PatternFill("solid", fgColor="FFF8C9C9"),
    "ask": PatternFill("solid", fgColor="FFFFDFB0"),
    "warning": PatternFill("solid", fgColor="FFFFF3B0"),
}
_ORDER: Final = tuple(_FILLS)
_WIDTHS: Final = (10, 16, 10, 28, 44, 44)
_DEFAULT_TITLE: Final = "台账"
#: Prefix of the mark of a number format (number_formats.MARK).
_FORMAT: Final = "format "


def marked(kind: str, content: bytes, request: dict[str, Any]) -> bytes:
    """The workbook with the faulty cells filled and commented, after a sheet that lists all faults."""
    untitled = request["title"] or _DEFAULT_TITLE
    workbook = _open_xlsx(kind, content) or _rebuilt(kind, content, untitled)
    list_title = request["list_title"]
    if list_title in workbook.sheetnames:
        del workbook[list_title]
    for sheet in workbook.worksheets:
        _remove_marks(sheet)
    for fault in sorted(request["faults"], key=lambda fault: -_ORDER.index(fault["level"])):
        title = fault["sheet"] or untitled
        if fault["cell"] and title in workbook.sheetnames and isinstance(workbook[title], Worksheet):
            _mark(workbook[title], fault)
    _fill_list(workbook.create_sheet(list_title, 0), request, set(workbook.sheetnames))
    workbook.active = 0
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def _open_xlsx(kind: str, content: bytes) -> Workbook | None:
    """An .xlsx opened by openpyxl; None for other kinds, and for files that openpyxl rejects."""
    try:
        return load_workbook(io.BytesIO(content), rich_text=True) if kind == "xlsx" else None
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, SyntaxError):
        return None


def _rebuilt(kind: str, content: bytes, untitled: str) -> Workbook:
    """A new workbook with the values and formats of a workbook of any kind; empty for the kind "list"."""
    workbook = Workbook()
    if workbook.active is not None:
        workbook.remove(workbook.active)
    for source in child.read_sheets(kind, content, []) if kind != "list" else []:
        sheet = workbook.create_sheet(source.name or untitled)
        for at, column in source.columns.items():
            column.finish(len(source.rows))
            texts = column.texts()[0]
            for position, row in enumerate(source.rows):
                if column.codes and column.codes[position] >= 0:
                    _write(sheet.cell(row + 1, at + 1), texts[column.codes[position]])
                elif column.numbers and column.numbers[position] == column.numbers[position]:
                    sheet.cell(row + 1, at + 1).value = column.numbers[position]
        _copy_formats(sheet, source)
    return workbook


def _copy_formats(sheet: Worksheet, source: Any) -> None:
    """Copy what the reader uses besides values: number formats, struck-out cells, comments."""
    for (column, mark), rows in source.marks.items():
        for row in rows:
            cell = sheet.cell(row + 1, column + 1)
            if mark == "percent":
                cell.number_format = "0.00%"
            elif mark.startswith(_FORMAT):
                cell.number_format = mark.removeprefix(_FORMAT)
            elif mark == "struck":
                cell.font = Font(strike=True)
    for row, column, kind, text in source.notes:
        if kind == "comment":
            sheet.cell(row + 1, column + 1).comment = Comment(ILLEGAL_CHARACTERS_RE.sub("", text), "")


def _write(cell: Any, text: str) -> None:
    """Text as text, never as a formula."""
    cell.value = ILLEGAL_CHARACTERS_RE.sub("\ufffd", text)
    cell.data_type = "s"
    cell.quotePrefix = True


def _remove_marks(sheet: Worksheet) -> None:
    """Marks of an earlier check."""
    for cell in sheet._cells.values():
        if getattr(cell, "comment", None) is not None and cell.comment.author == _AUTHOR:
            cell.comment = None
            cell.fill = PatternFill()


def _mark(sheet: Worksheet, fault: dict[str, str]) -> None:
    cell = sheet[fault["cell"]]
    if type(cell).__name__ == "MergedCell":
        merged = next(merged for merged in sheet.merged_cells.ranges if fault["cell"] in merged)
        cell = sheet.cell(merged.min_row, merged.min_col)
    before = f"{cell.comment.text}\n" if cell.comment is not None else ""
    cell.comment = Comment(before + ILLEGAL_CHARACTERS_RE.sub("", fault["text"]), _AUTHOR, height=120, width=300)
    cell.fill = _FILLS[fault["level"]]


def _fill_list(sheet: Worksheet, request: dict[str, Any], titles: set[str]) -> None:
    for at, (header, width) in enumerate(zip(request["headers"], _WIDTHS, strict=True), start=1):
        _write(sheet.cell(1, at), header)
        sheet.cell(1, at).font = Font(bold=True)
        sheet.column_dimensions[sheet.cell(1, at).column_letter].width = width
    for number, (fault, texts) in enumerate(zip(request["faults"], request["rows"], strict=True), start=2):
        for at, text in enumerate(texts, start=1):
            cell = sheet.cell(number, at)
            _write(cell, text)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.cell(number, 1).fill = _FILLS[fault["level"]]
        title = fault["sheet"] or request["title"] or _DEFAULT_TITLE
        if fault["cell"] and title in titles:
            quoted = title.replace("'", "''")
            link = sheet.cell(number, 3)
            link.hyperlink = Hyperlink(link.coordinate, location=f"'{quoted}'!{fault['cell']}")
            link.font = Font(underline="single", color="FF0563C1")
    sheet.freeze_panes = "A2"


def main() -> int:
    """Execute the request on stdin; exit status 0 and the workbook on stdout, or another status."""
    request = json.loads(sys.stdin.buffer.readline())
    copy = marked(request["kind"], sys.stdin.buffer.read(), request)
    sys.stdout.buffer.write(b"{}\n" + copy)
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
