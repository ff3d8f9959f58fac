"""What the parser lacks of .ods: errors, number formats, struck-out cells, comments, merged ranges, hidden parts.

Part of the child process: standard library only. Number formats are translated to .xlsx codes (OpenDocument 1.3, part
3, 16.29), so that one reader handles both.
"""

import io
import re
import zipfile
from dataclasses import dataclass, field
from typing import Any, Final

from loaders.workbook.child_runs import fenced_ods
from loaders.workbook.child_xml import Marking, parse
from loaders.workbook.number_formats import mark_of

_INDENT: Final = re.compile(rb">\s+(?=</?table:|<text:p[ />])")
#: The outermost element.
_ROOT: Final = re.compile(rb"<([A-Za-z][\w:.-]*)")
#: What is not shown of groups of rows and columns (OpenDocument 1.3, part 3, table:display, table:visibility).
_CLOSED_GROUP: Final = re.compile(rb"-group\s[^<>]*:display=[\"']false")
_GROUPS: Final = ("table-row-group", "table-column-group")
_UNSEEN: Final = ("collapse", "filter")
_MAX_REPEATED: Final = 1000
_MAX_NOTES: Final = 5000
_MAX_PLACES: Final = 30
_RED: Final = re.compile(r"#(?:ff|FF|c0|C0)[0-3][0-9a-fA-F][0-3][0-9a-fA-F]")
_CONDITION: Final = re.compile(r"value\(\)\s*([<>]=?|!?=)\s*(-?[0-9.]+)")
_DATA_STYLES: Final = frozenset(
    ("number-style", "percentage-style", "currency-style", "text-style", "date-style", "time-style", "boolean-style")
)


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
    """Add to each sheet (name → child.Sheet) its marks, its notes, its merged ranges, its hidden rows and columns."""
    with zipfile.ZipFile(io.BytesIO(archive_bytes)) as archive:
        content, shared = archive.read("content.xml"), _styles_of(archive)
    styles = _Styles()
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


@dataclass
class _Style:
    """A cell style: its data style, its parent, and whether it strikes out (None: inherited)."""

    data: str = ""
    parent: str = ""
    is_struck: bool | None = None


@dataclass
class _Format:
    """A data style as it is read: the code so far, and what applies under conditions."""

    kind: str
    code: str = ""
    is_red: bool = False
    sections: list[tuple[str, str]] = field(default_factory=list)


class _Styles:
    """The styles of cells and of numbers of a document."""

    def __init__(self) -> None:
        self.cells: dict[str, _Style] = {}
        self.formats: dict[str, _Format] = {}
        self.style: _Style | None = None
        self.format: _Format | None = None
        self.number: dict[str, str] = {}
        self.embedded: list[tuple[int, str]] = []
        self.text: list[str] = []

    def read(self, xml: bytes) -> None:
        """Add the styles of content.xml or styles.xml."""
        end, root = xml.find(b"<office:body"), _ROOT.search(xml)
        if end >= 0 and root is not None:  # skip the cells
            xml = xml[:end] + b"</" + root[1] + b">"
        parse(xml, self._start, self._end, self.text.append)

    def _start(self, name: str, given: dict[str, str]) -> None:
        self.text.clear()
        if name == "style":
            is_cell = given.get("family") == "table-cell"
            self.style = _Style(given.get("data-style-name", ""), given.get("parent-style-name", ""))
            if is_cell:
                self.cells[given.get("name", "")] = self.style
        elif name in _DATA_STYLES:
            self.format = self.formats[given.get("name", "")] = _Format(name)
        elif name == "text-properties":
            self._take_looks(given)
        elif name == "map" and self.format is not None:
            self.format.sections.append((given.get("condition", ""), given.get("apply-style-name", "")))
        elif name in ("number", "scientific-number", "fraction"):
            self.number, self.embedded = given, []
        elif name == "embedded-text":
            self.embedded.append((int(given.get("position", "0")), ""))

    def _take_looks(self, given: dict[str, str]) -> None:
        line = given.get("text-line-through-style") or given.get("text-line-through-type")
        if self.format is not None:
            self.format.is_red = _RED.fullmatch(given.get("color", "")) is not None
        elif self.style is not None and line is not None:
            self.style.is_struck = line != "none"

    def _end(self, name: str) -> None:
        text = "".join(self.text)
        self.text.clear()
        if name == "style":
            self.style = None
        elif name in _DATA_STYLES:
            self.format = None
        elif name == "embedded-text" and self.embedded:
            self.embedded[-1] = (self.embedded[-1][0], text)
        elif self.format is not None:
            self.format.code += self._piece(name, text)

    def _piece(self, name: str, text: str) -> str:
        """What an element of a data style adds to the code of a number format."""
        if name == "text":
            return "%" if text == "%" and self.format and self.format.kind == "percentage-style" else _quoted(text)
        if name == "currency-symbol":
            return _quoted(text)
        if name == "number":
            return _digits(self.number, self.embedded)
        fixed = {"scientific-number": "0.00E+00", "fraction": "# ??/??", "text-content": "@"}
        if name in fixed:
            return fixed[name]
        return "y" if self.format and self.format.kind in ("date-style", "time-style") else ""

    def marks(self) -> dict[str, tuple[str, bool]]:
        """Style of a cell → the mark of its number format, and whether it is struck out; plain ones left out."""
        found = {name: (mark_of(self._code(self._data(name))), self._is_struck(name)) for name in self.cells}
        return {name: marks for name, marks in found.items() if any(marks)}

    def _line(self, name: str) -> list[_Style]:
        """A style and those that it inherits from."""
        line: list[_Style] = []
        while name in self.cells and self.cells[name] not in line:
            line.append(self.cells[name])
            name = self.cells[name].parent
        return line

    def _data(self, name: str) -> str:
        return next((style.data for style in self._line(name) if style.data), "")

    def _is_struck(self, name: str) -> bool:
        return bool(next((style.is_struck for style in self._line(name) if style.is_struck is not None), False))

    def _code(self, name: str) -> str:
        """The code of a data style, its conditions as sections before it."""
        found = self.formats.get(name)
        if found is None:
            return ""
        sections = []
        for condition, other in found.sections:
            match = _CONDITION.match(condition)
            if match is not None and other in self.formats:
                sign = match[1].replace("!=", "<>")
                sections.append(f"[{sign}{match[2]}]{_coloured(self.formats[other])}")
        if [section.partition("]")[0] for section in sections] == ["[>=0"]:  # positive; negative
            return f"{sections[0].partition(']')[2]};{_coloured(found)}"
        return ";".join([*sections, _coloured(found)])


def _coloured(found: _Format) -> str:
    return ("[Red]" if found.is_red else "") + found.code


def _quoted(text: str) -> str:
    """A text as it is shown, in the code of a number format."""
    return "".join(f"\\{sign}" for sign in text) if '"' in text else text and f'"{text}"'


def _digits(given: dict[str, str], embedded: list[tuple[int, str]]) -> str:
    """The digit places of number:number, with embedded texts, counted from the decimal point to the left."""
    if not given.get("decimal-places") and not given.get("min-integer-digits") and not embedded:
        return "General"
    fewest = min(int(given.get("min-integer-digits", "1")), _MAX_PLACES)
    count = min(max([fewest, 1, *(at + 1 for at, _ in embedded)]), _MAX_PLACES)
    places = ["0" if at < fewest or embedded else "#" for at in range(count)]
    for at, text in sorted(embedded, reverse=True):
        places.insert(min(at, len(places)), _quoted(text))
    whole = "".join(reversed(places))
    if given.get("grouping") == "true":
        whole = "#," + "##" + whole
    decimals = min(int(given.get("decimal-places") or "0"), _MAX_PLACES)
    scale, commas = float(given.get("display-factor", "1") or "1"), ""
    while scale >= 1000:
        scale, commas = scale / 1000, commas + ","
    return whole + ("." + "0" * decimals if decimals else "") + commas


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
