"""The child process: reads one workbook from stdin and writes its cells to stdout.

Started by process.py in the sandbox: standard library, python-calamine and xlrd only. stdin: one line of JSON with the
request, then the bytes. stdout: one line of JSON, then the binary columns that it describes:

    read    the cells of every sheet; rows and columns without content are left out
    locate  the cell farthest beyond the limits, for a file that could not be read
"""

import gc
import io
import json
import sys
import zipfile
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, Final

from loaders.workbook import child_marks, child_ods, child_runs, child_xls
from loaders.workbook.child_sheet import HEAD_ROWS, MAX_COLUMNS, MAX_ROWS, ROWS_AT_ONCE, Sheet, Unreadable

MAX_ANSWER: Final = 256 * 2**20


def read_sheets(kind: str, content: bytes, recheck: list[str], rich: list[str] | None = None) -> list[Sheet]:
    """Every sheet of the workbook. Raises Unreadable, and whatever the parser raises.

    `recheck` and `rich` name the parts of an .xlsx with formulas or errors, and with struck-out or raised pieces.
    """
    if kind == "csv":
        return [_read_csv(content.decode())]
    fenced = _fenced(kind, content, rich) if kind in ("xlsx", "ods") else {}
    sheets = _parsed(child_runs.with_members(content, fenced) if fenced else content)
    by_name = {sheet.name: sheet for sheet in sheets}
    if kind == "xls":
        _add_xls_marks(content, by_name)
    elif kind == "ods":
        child_ods.add_marks(content, by_name)
    else:
        child_marks.add_marks(content, by_name, recheck)
    if fenced:
        for sheet in sheets:
            sheet.unfence(child_runs, runs_override=kind != "ods")
    return sheets


def _fenced(kind: str, content: bytes, rich: list[str] | None) -> dict[str, bytes]:
    """The members to replace before parsing (child_runs, child_ods)."""
    if kind == "xlsx" and rich == []:
        return {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if kind == "xlsx":
            return child_runs.fenced_xlsx(archive, rich)
        return child_ods.prepared_members(archive)


def _add_xls_marks(content: bytes, sheets: dict[str, Sheet]) -> None:
    """Marks and notes of an .xls from a second reader; where that fails, formats are unknown."""
    try:
        texts = child_xls.add_marks(content, sheets)
    except MemoryError:
        raise
    except Exception:  # xlrd raises various errors on damaged files
        for sheet in sheets.values():
            sheet.marks, sheet.notes, sheet.formats = {}, [], False
            sheet.hidden_rows, sheet.hidden_columns = [], []
        return
    for name, fenced in texts.items():
        sheets[name].unfence(child_runs, fenced)


def _parsed(content: bytes) -> list[Sheet]:
    from python_calamine import CalamineWorkbook, SheetTypeEnum

    sheets = []
    with CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
        for about in workbook.sheets_metadata:
            if about.typ in (SheetTypeEnum.MacroSheet, SheetTypeEnum.Vba):
                raise Unreadable("macros")
            sheet = Sheet(about.name)
            sheets.append(sheet)
            if about.typ != SheetTypeEnum.WorkSheet:
                continue
            source = workbook.get_sheet_by_name(about.name)
            if source.start is not None:
                sheet.fill(source.iter_rows(), source.start[1])
            sheet.merge([(*start, *end) for start, end in source.merged_cell_ranges or []])
            del source
    return sheets


def _read_csv(text: str) -> Sheet:
    """The rows of a CSV as a sheet without a name."""
    import csv

    csv.field_size_limit(2**20)
    sheet = Sheet("")
    try:
        sheet.fill(_padded(csv.reader(io.StringIO(text, newline=""), delimiter=csv_delimiter(text))))
    except csv.Error as error:
        raise Unreadable("broken") from error
    return sheet


def csv_delimiter(text: str) -> str:
    """Comma, tab or semicolon: the one that gives most of the first rows the same width."""
    import csv

    return max(",\t;", key=lambda sign: _common_width(csv, text, sign))


def _common_width(csv: Any, text: str, delimiter: str) -> tuple[int, int]:
    """How many of the first rows have the most common width of more than one cell, and that width."""
    try:
        rows = list(islice(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), HEAD_ROWS))
    except csv.Error:
        return 0, 0
    widths = [len(row) for row in rows if len(row) > 1]
    return max(((widths.count(width), width) for width in set(widths)), default=(0, 0))


def _padded(rows: Iterable[list[str]]) -> Iterator[list[str]]:
    """The rows, padded to one width per chunk."""
    rows = iter(rows)
    while chunk := list(islice(rows, ROWS_AT_ONCE)):
        width = max(map(len, chunk))
        yield from (row + [""] * (width - len(row)) for row in chunk)


def write_sheets(sheets: list[Sheet]) -> None:
    """Write the answer to `read` to stdout. Raises Unreadable where it is too large."""
    specs, chunks = [], []
    for sheet in sheets:
        columns = []
        chunks.append(sheet.rows.tobytes())
        for at, column in sheet.columns.items():
            column.finish(len(sheet.rows))
            texts, others = column.texts()
            joined = "\0".join(texts)
            if joined.count("\0") >= max(len(texts), 1):
                joined = "\0".join(text.replace("\0", "\x01") for text in texts)
            encoded = joined.encode()
            lengths = {"numbers": len(column.numbers), "codes": len(column.codes), "size": len(encoded)}
            columns.append({"at": at, "values": len(texts), "others": others, **lengths})
            chunks += [column.numbers.tobytes(), column.codes.tobytes(), encoded]
        chunks += [rows.tobytes() for rows in sheet.marks.values()]
        marks = [(column, mark, len(rows)) for (column, mark), rows in sheet.marks.items()]
        specs.append(
            {
                "name": sheet.name, "rows": len(sheet.rows), "columns": columns,
                "merged": sheet.merged, "marks": marks, "notes": sheet.notes, "formats": sheet.formats,
                "hidden_rows": sheet.hidden_rows, "hidden_columns": sheet.hidden_columns,
            }
        )  # fmt: skip
    if sum(map(len, chunks)) > MAX_ANSWER:
        raise Unreadable("too_much")
    _write_answer({"sheets": specs})
    for piece in chunks:
        sys.stdout.buffer.write(piece)


def main() -> int:
    """Execute the request; exit status 0, also for a refusal."""
    gc.disable()  # millions of cells and no cycles to speak of: a sixth of the time
    request = json.loads(sys.stdin.buffer.readline())
    content = sys.stdin.buffer.read()
    try:
        if request["do"] == "locate":
            _write_answer({"found": child_marks.farthest_cell(content, MAX_ROWS, MAX_COLUMNS)})
        else:
            write_sheets(read_sheets(request["kind"], content, request["recheck"], request["rich"]))
    except Unreadable as error:
        _write_answer(error.answer)
    except MemoryError:
        _write_answer({"refused": "too_much", "slots": {}})
    except BaseException as error:  # a panic of the Rust parser is not an Exception
        _write_answer({"refused": _code_of(error), "slots": {}})
    sys.stdout.buffer.flush()
    return 0


def _code_of(error: BaseException) -> str:
    if type(error).__name__ == "PasswordError" or "password" in str(error).lower():
        return "encrypted"
    return "broken" if type(error).__name__ == "ZipError" else "unreadable"


def _write_answer(answer: dict[str, Any]) -> None:
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode() + b"\n")


if __name__ == "__main__":
    sys.exit(main())
