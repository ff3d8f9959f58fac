"""What the parser does not tell of cells: formulas without a stored result, errors, per-cent formats; far cells.

Part of child.py's process and loaded by it from the file: standard library only.
"""

import io
import posixpath
import re
import zipfile
from array import array
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final
from xml.parsers import expat

#: (column, mark) -> the numbers of its rows.
Marks = dict[tuple[int, str], "array[int]"]

#: Number formats that show a number as per cent without naming it in the file (ECMA-376, 18.8.30).
_BUILT_IN_PERCENT: Final = {"9", "10"}
_QUOTED: Final = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_REFERENCE: Final = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_FAR: Final = re.compile(rb'<c r="([A-Z]{1,3}[0-9]{7}|[A-Z]{2,3}[0-9]+|[A-Z][0-9]{6})"(?:[^>]*[^/>])?>')
_INDENT: Final = re.compile(rb">\s+(?=</?table:|<text:p[ />])")
_CHUNK: Final = 1 << 20
_MOST_REPEATED: Final = 1000
#: Per-cent cells and errors of one workbook; beyond that the file is not what a clerk keeps.
_MOST_MARKS: Final = 2_000_000


def add_marks(kind: str, content: bytes, sheets: dict[str, Marks], closely: list[str]) -> None:
    """Add to each sheet's marks ("formula" | "error" | "percent") where they stand, counted from 0.

    formula: a formula without a stored result; error: one whose result is an error; percent: a number shown as %.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if kind == "ods":
            xml = archive.read("content.xml")
            if any(sign in xml for sign in (b'"percentage"', b'"error"', b":formula=")):
                _Ods(sheets).parse(xml)
            return
        percent = _percent_styles(archive)
        for name, member in _members(archive):
            if name in sheets and (percent or member in closely):
                _Xlsx(sheets[name], percent).parse(archive.read(member))


def without_indents(content: bytes) -> bytes:
    """An .ods without blanks between its tags of tables, where some programs indent them and the parser stumbles."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        xml = archive.read("content.xml")
        if _INDENT.search(xml) is None:
            return content
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as out:
            for name in archive.namelist():
                out.writestr(name, _INDENT.sub(b">", xml) if name == "content.xml" else archive.read(name))
    return packed.getvalue()


def farthest_cell(content: bytes, rows: int, columns: int) -> tuple[str, str] | None:
    """(sheet, cell) of the content beyond `rows` and `columns` that lies farthest out, None where there is none."""
    farthest: tuple[int, str, str] | None = None
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name, member in _members(archive):
            for reference in _far_references(archive, member):
                row, column = place_of(reference)
                if (row >= rows or column >= columns) and (farthest is None or row * column > farthest[0]):
                    farthest = (row * column, name, reference)
    return farthest[1:] if farthest else None


def place_of(reference: str) -> tuple[int, int]:
    """Row and column, counted from 0, of C5."""
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        raise ValueError(reference)
    column = 0
    for letter in match[1]:
        column = 26 * column + ord(letter) - 64
    return int(match[2]) - 1, column - 1


def _far_references(archive: zipfile.ZipFile, member: str) -> Iterator[str]:
    tail = b""
    with archive.open(member) as part:
        while chunk := part.read(_CHUNK):
            yield from (match[1].decode() for match in _FAR.finditer(tail + chunk))
            tail = chunk[-100:]


def _members(archive: zipfile.ZipFile) -> list[tuple[str, str]]:
    """(sheet, member) of each sheet of an .xlsx, in order."""
    targets: dict[str, str] = {}
    sheets: list[tuple[str, str]] = []

    def relation(name: str, given: dict[str, str]) -> None:
        if name == "Relationship":
            target = given.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
            targets[given.get("Id", "")] = path

    def sheet(name: str, given: dict[str, str]) -> None:
        if name == "sheet":
            sheets.append((given.get("name", ""), given.get("id", "")))

    members = _by_name(archive)
    if "xl/_rels/workbook.xml.rels" in members:
        _parse(archive.read(members["xl/_rels/workbook.xml.rels"]), relation)
    _parse(archive.read(members["xl/workbook.xml"]), sheet)
    return [(name, members[targets[key]]) for name, key in sheets if targets.get(key) in members]


def _by_name(archive: zipfile.ZipFile) -> dict[str, str]:
    """Name → member; some programs for Windows write names with backslashes."""
    return {member.replace("\\", "/"): member for member in archive.namelist()}


def _percent_styles(archive: zipfile.ZipFile) -> set[str]:
    """The numbers of the cell styles that show a number as per cent."""
    member = _by_name(archive).get("xl/styles.xml")
    if member is None:
        return set()
    formats, styles, within = set(_BUILT_IN_PERCENT), [], []

    def start(name: str, given: dict[str, str]) -> None:
        within.append(name)
        if name == "numFmt" and "%" in _QUOTED.sub("", given.get("formatCode", "")):
            formats.add(given.get("numFmtId", ""))
        elif name == "xf" and "cellXfs" in within:
            styles.append(given.get("numFmtId", "0"))

    _parse(archive.read(member), start, lambda name: within.pop())
    return {str(at) for at, number in enumerate(styles) if number in formats}


def _parse(
    xml: bytes,
    start: Callable[[str, dict[str, str]], object],
    end: Callable[[str], object] | None = None,
    text: Callable[[str], object] | None = None,
) -> None:
    """Run the callbacks over `xml`, names of elements and attributes without their prefix."""

    def started(name: str, given: dict[str, str]) -> None:
        if any(":" in key for key in given):
            given = {key.rpartition(":")[2]: value for key, value in given.items()}
        start(name.rpartition(":")[2] if ":" in name else name, given)

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _no_doctype
    parser.StartElementHandler = started
    if end is not None:
        parser.EndElementHandler = lambda name: end(name.rpartition(":")[2] if ":" in name else name)
    if text is not None:
        parser.CharacterDataHandler = text
    parser.Parse(xml, True)


def _no_doctype(*_: object) -> None:
    """The guard sees it first, but in parts that it takes for pictures."""
    raise ValueError("DOCTYPE")


class _Marking:
    """Marks as they are found, with their number."""

    marks: Marks
    count = 0

    def add(self, column: int, mark: str, rows: Sequence[int]) -> None:
        """Mark a column in `rows`. Raises MemoryError beyond the limit."""
        self.marks.setdefault((column, mark), array("i")).extend(rows)
        self.count += len(rows)
        if self.count > _MOST_MARKS:
            raise MemoryError


class _Xlsx(_Marking):
    """The cells of one worksheet that need a mark."""

    def __init__(self, marks: Marks, percent: set[str]) -> None:
        self.marks, self.percent = marks, percent
        self.row = self.column = -1
        self.kind = self.style = ""
        self.formula = self.valued = self.in_value = False

    def parse(self, xml: bytes) -> None:
        """Read the worksheet's XML."""
        _parse(xml, self._start, self._end, self._text)

    def _start(self, name: str, given: dict[str, str]) -> None:
        if name == "row":
            self.row, self.column = int(given["r"]) - 1 if "r" in given else self.row + 1, -1
        elif name == "c":
            self.row, self.column = place_of(given["r"]) if "r" in given else (self.row, self.column + 1)
            self.kind, self.style = given.get("t", "n"), given.get("s", "0")
            self.formula = self.valued = False
        elif name == "f":
            self.formula = True
        elif name in ("v", "is"):
            self.in_value = True

    def _text(self, text: str) -> None:
        self.valued = self.valued or (self.in_value and bool(text))

    def _end(self, name: str) -> None:
        if name in ("v", "is"):
            self.in_value = False
        elif name == "c" and (mark := self._mark()):
            self.add(self.column, mark, (self.row,))

    def _mark(self) -> str:
        if self.kind == "e":
            return "error"
        if self.formula and not self.valued and self.kind != "str":  # a stored "" is a result
            return "formula"
        return "percent" if self.valued and self.kind == "n" and self.style in self.percent else ""


class _Ods(_Marking):
    """The same for the sheets of an .ods; rows and cells may stand for many."""

    def __init__(self, sheets: dict[str, Marks]) -> None:
        self.sheets = sheets
        self.marks = {}
        self.row = self.column = self.rows_repeated = 0
        self.depth = 0

    def parse(self, xml: bytes) -> None:
        """Read content.xml."""
        _parse(xml, self._start, self._end)

    def _start(self, name: str, given: dict[str, Any]) -> None:
        if name == "table":
            self.depth += 1
            if self.depth == 1:
                self.marks, self.row = self.sheets.get(given.get("name", ""), {}), 0
        elif name == "table-row":
            self.column, self.rows_repeated = 0, int(given.get("number-rows-repeated", 1))
        elif name in ("table-cell", "covered-table-cell"):
            self._cell(given, int(given.get("number-columns-repeated", 1)))

    def _cell(self, given: dict[str, str], repeated: int) -> None:
        if mark := _ods_mark(given):
            rows = range(self.row, self.row + min(self.rows_repeated, _MOST_REPEATED))
            for column in range(self.column, self.column + min(repeated, _MOST_REPEATED)):
                self.add(column, mark, rows)
        self.column += repeated

    def _end(self, name: str) -> None:
        if name == "table":
            self.depth -= 1
        elif name == "table-row":
            self.row += self.rows_repeated


def _ods_mark(given: dict[str, str]) -> str:
    kind = given.get("value-type", "")
    if kind == "error":
        return "error"
    if "formula" in given and not kind:
        return "formula"
    return "percent" if kind == "percentage" else ""
