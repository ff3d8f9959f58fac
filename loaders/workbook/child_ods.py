"""What the parser lacks of .ods: errors, number formats, struck-out cells, comments, merged ranges, hidden parts.

Part of the child process: standard library only. Number formats are translated to .xlsx codes (OpenDocument 1.3, part
3, 16.29), so that one reader handles both.
"""

import io
import re
import zipfile
from typing import Any, Final

from loaders.workbook.child_ods_styles import Styles
from loaders.workbook.child_runs import fenced_ods
from loaders.workbook.child_xml import Marking, parse

_INDENT: Final = re.compile(rb">\s+(?=</?table:|<text:p[ />])")
#: What is not shown of groups of rows and columns (OpenDocument 1.3, part 3, table:display, table:visibility).
_CLOSED_GROUP: Final = re.compile(rb"-group\s[^<>]*:display=[\"']false")
_GROUPS: Final = ("table-row-group", "table-column-group")
_UNSEEN: Final = ("collapse", "filter")
_MAX_REPEATED: Final = 1000
_MAX_NOTES: Final = 5000


def prepared_members(archive: zipfile.ZipFile) -> dict[str, bytes]:
    """content.xml prepared for the parser: struck-out and raised pieces fenced, white space between table tags removed
    (the parser fails on it); {} where nothing changes.
    """
    content = archive.read("content.xml")
    found = content if _INDENT.search(content) is None else _INDENT.sub(b">", content)
    found = fenced_ods(found, _styles_of(archive))
    return {} if found == content else {"content.xml": found}


def _styles_of(archive: zipfile.ZipFile) -> bytes:
    return archive.read("styles.xml") if "styles.xml" in archive.namelist() else b""


def add_marks(archive_bytes: bytes, sheets: dict[str, Any]) -> None:
    """Add to each sheet (name → child_sheet.Sheet) marks, notes, merged ranges, hidden rows and columns."""
    with zipfile.ZipFile(io.BytesIO(archive_bytes)) as archive:
        content, shared = archive.read("content.xml"), _styles_of(archive)
    styles = Styles()
    if shared:
        styles.read(shared)
    styles.read(content)
    marks = styles.marks()
    signs = (b'"percentage"', b'"error"', b":formula=", b"annotation", b":visibility=", b"-spanned=")
    if marks or any(sign in content for sign in signs) or _CLOSED_GROUP.search(content):
        cells = _Cells(sheets, marks)
        cells.parse(content)
        for name, areas in cells.merged.items():
            sheets[name].merge(areas)


class _Cells(Marking):
    """Marks the cells of the sheets and collects comments; rows and cells can be repeated."""

    def __init__(self, sheets: dict[str, Any], styles: dict[str, tuple[str, bool]]) -> None:
        super().__init__({})
        self.sheets, self.styles = sheets, styles
        self.merged: dict[str, list[tuple[int, int, int, int]]] = {}
        self.sheet: Any = None
        self.row = self.column = self.rows_repeated = 0
        self.depth = 0
        self.closed: list[bool] = []
        self.row_style = ""
        self.defaults: list[tuple[int, str]] = []
        self.note: list[str] | None = None
        self.in_paragraph = False

    def parse(self, xml: bytes) -> None:
        """Read content.xml."""
        parse(xml, self._start, self._end, self._text)

    def _start(self, name: str, given: dict[str, Any]) -> None:
        if name == "table":
            self.depth += 1
            if self.depth == 1:
                self.sheet = self.sheets.get(given.get("name", ""))
                self.marks = {} if self.sheet is None else self.sheet.marks
                self.row, self.defaults = 0, []
        elif name == "table-column":
            first = self.defaults[-1][0] if self.defaults else 0
            last = first + int(given.get("number-columns-repeated", 1))
            self.defaults.append((last, given.get("default-cell-style-name", "")))
            if self._is_hidden(given):
                self.sheet.hide_columns(first, last)
        elif name == "table-row":
            self.column, self.rows_repeated = 0, int(given.get("number-rows-repeated", 1))
            self.row_style = given.get("default-cell-style-name", "")
            if self._is_hidden(given):
                self.sheet.hide_rows(self.row, self.row + self.rows_repeated)
        elif name in _GROUPS:
            self.closed.append(given.get("display") == "false")
        elif name in ("table-cell", "covered-table-cell"):
            self._cell(given, int(given.get("number-columns-repeated", 1)))
        elif name == "annotation":
            self.note = []
        elif name == "p":
            self.in_paragraph = True

    def _is_hidden(self, given: dict[str, Any]) -> bool:
        """Whether a row or column of a known sheet is hidden, by itself or in a closed group."""
        is_unseen = given.get("visibility") in _UNSEEN or any(self.closed)
        return is_unseen and self.sheet is not None and self.depth == 1

    def _text(self, text: str) -> None:
        if self.note is not None and self.in_paragraph:
            self.note.append(text)

    def _cell(self, given: dict[str, str], repeated: int) -> None:
        if self.sheet is not None and self.depth == 1:
            down, right = (int(given.get(f"number-{way}-spanned", 1)) for way in ("rows", "columns"))
            if down > 1 or right > 1:
                area = (self.row, self.column, self.row + down - 1, self.column + right - 1)
                self.merged.setdefault(self.sheet.name, []).append(area)
        if "value-type" in given or "formula" in given:
            for mark in self._marks_of(given):
                rows = range(self.row, self.row + min(self.rows_repeated, _MAX_REPEATED))
                for column in range(self.column, self.column + min(repeated, _MAX_REPEATED)):
                    self.add(column, mark, rows)
        self.column += repeated

    def _marks_of(self, given: dict[str, str]) -> list[str]:
        kind = given.get("value-type", "")
        if kind == "error":
            return ["error"]
        if "formula" in given and not kind:
            return ["formula"]
        shows, is_struck = self.styles.get(given.get("style-name") or self._default(), ("", False))
        is_text = kind == "string"
        found = [shows] if shows and kind not in ("date", "time", "boolean") and (not is_text or "@" in shows) else []
        if kind == "percentage" and not shows:
            found = ["percent"]
        return [*found, *(["struck"] if is_struck else [])]

    def _default(self) -> str:
        """The style of cells without one of their own in this row or column."""
        return self.row_style or next((style for last, style in self.defaults if self.column < last), "")

    def _end(self, name: str) -> None:
        if name == "table":
            self.depth -= 1
        elif name in _GROUPS:
            self.closed.pop()
        elif name == "table-row":
            self.row += self.rows_repeated
        elif name == "p":
            self.in_paragraph = False
            if self.note:
                self.note.append("\n")
        elif name == "annotation" and self.note is not None:
            text = "".join(self.note).strip()
            if text and self.sheet is not None and len(self.sheet.notes) < _MAX_NOTES:
                self.sheet.notes.append((self.row, self.column - 1, "comment", text))
            self.note = None
