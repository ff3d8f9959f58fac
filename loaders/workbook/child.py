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
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, Final

from loaders.workbook import child_marks, child_merged, child_ods, child_runs, child_xls
from loaders.workbook.child_column import Column

MAX_ANSWER: Final = 256 * 2**20
MAX_ROWS: Final = 200_000
MAX_COLUMNS: Final = 200
MAX_MERGED: Final = 100_000
MAX_NOTES: Final = 5000

#: Small enough for the cache of a processor, large enough for one type per column to be worth looking for.
_ROWS_AT_ONCE: Final = 1000
#: A header lies within these rows: all merged ranges there are kept, below only those over several rows.
_HEAD_ROWS: Final = 50


class Unreadable(Exception):
    """Stops the reading: a code of domain.faults with its slots."""

    def __init__(self, code: str, **slots: object) -> None:
        super().__init__(code)
        self.answer = {"refused": code, "slots": slots}


class Sheet:
    """The used part of one sheet: the numbers of its rows, and its columns by number."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.merged: list[tuple[int, int, int, int]] = []
        self.marks: dict[tuple[int, str], array[int]] = {}
        self.notes: list[tuple[int, int, str, str]] = []
        self.formats = True
        self.rows = array("i")
        self.columns: dict[int, Column] = {}
        self.hidden_rows: list[int] = []
        self.hidden_columns: list[int] = []

    def hide_rows(self, first: int, end: int) -> None:
        """Take the used rows from `first` until before `end` as hidden."""
        self.hidden_rows += self.rows[bisect_left(self.rows, first) : bisect_left(self.rows, end)]

    def hide_columns(self, first: int, end: int) -> None:
        """Take the used columns from `first` until before `end` as hidden."""
        self.hidden_columns += [at for at in self.columns if first <= at < end]

    def fill(self, rows: Iterable[list[Any]], first_column: int = 0) -> None:
        """Add all rows, chunk by chunk. Raises Unreadable beyond the limits."""
        numbered = iter(enumerate(rows))
        while chunk := list(islice(numbered, _ROWS_AT_ONCE)):
            empty = [""] * len(chunk[0][1])
            used = [(at, row) for at, row in chunk if row != empty]
            if not used:
                continue
            before = len(self.rows)
            self.rows.extend([at for at, _ in used])
            if len(self.rows) > MAX_ROWS:
                raise Unreadable("too_many_rows", limit=MAX_ROWS, sheet=self.name)
            self._add(before, list(zip(*(row for _, row in used), strict=True)), first_column)

    def _add(self, before: int, columns: list[tuple[Any, ...]], first_column: int) -> None:
        for at, cells in enumerate(columns, start=first_column):
            column = self.columns.get(at)
            if column is None:
                if cells.count("") == len(cells):
                    continue
                if len(self.columns) >= MAX_COLUMNS:
                    raise Unreadable("too_many_columns", limit=MAX_COLUMNS, sheet=self.name)
                column = self.columns[at] = Column()
            column.add(before, cells)

    def merge(self, areas: list[tuple[int, int, int, int]]) -> None:
        """Keep the merged ranges that matter, and mark the cells that they cover. Raises Unreadable beyond the limit.

        The parser knows none of an .ods.
        """
        self.merged = [area for area in areas if area[0] < _HEAD_ROWS or area[0] < area[2]]
        if len(self.merged) > MAX_MERGED:
            raise Unreadable("too_much")
        child_merged.mark_covered(self, areas)

    def unfence(
        self, runs: Any, texts: dict[tuple[int, int], str] | None = None, *, runs_override: bool = True
    ) -> None:
        """Replace the fences of struck-out and raised pieces by marks and notes; `texts`: fenced texts by place.

        A text that is struck out entirely is kept and marked. With `runs_override`, a text that is only partly struck
        out is not marked even if its cell is: programs give the cell the format of its first piece.
        """
        for (row, place), text in (texts or {}).items():
            if place in self.columns and row in self.rows:
                self.columns[place].replace(self.rows.index(row), text)
        for at, column in self.columns.items():
            found = {n: runs.unfenced(text) for n, text in enumerate(column.values) if _is_fenced(text, runs.FENCES)}
            struck_rows = set()
            for position, code in enumerate(column.codes) if found else ():
                if code in found:
                    self._note(self.rows[position], at, found[code])
                    if found[code].has_own_runs and found[code].text.strip():
                        struck_rows.add(self.rows[position])
            for n, result in found.items():
                column.values[n] = result.text if result.text.strip() else result.struck
            if struck_rows and runs_override and (at, "struck") in self.marks:
                self.marks[at, "struck"] = array(
                    "i", [row for row in self.marks[at, "struck"] if row not in struck_rows]
                )

    def _note(self, row: int, column: int, result: Any) -> None:
        """Add the marks and notes of one unfenced text."""
        if not result.text.strip():
            self.marks.setdefault((column, "struck"), array("i")).append(row)
        elif result.struck and len(self.notes) < MAX_NOTES:
            self.notes.append((row, column, "struck", result.struck))
        if result.is_raised:
            self.marks.setdefault((column, "raised"), array("i")).append(row)


def _is_fenced(text: Any, fences: tuple[str, ...]) -> bool:
    return type(text) is str and any(fence in text for fence in fences)


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
        rows = list(islice(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), _HEAD_ROWS))
    except csv.Error:
        return 0, 0
    widths = [len(row) for row in rows if len(row) > 1]
    return max(((widths.count(width), width) for width in set(widths)), default=(0, 0))


def _padded(rows: Iterable[list[str]]) -> Iterator[list[str]]:
    """The rows, padded to one width per chunk."""
    rows = iter(rows)
    while chunk := list(islice(rows, _ROWS_AT_ONCE)):
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
