"""Marks of .xlsx cells that the parser does not provide: formulas without a stored result, errors, number formats,
struck-out cells, comments; also locates cells far outside the limits.

Part of the child process, loaded by child.py from its file: standard library only.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from typing import Any, Final

from loaders.workbook import number_formats
from loaders.workbook.child_xml import Marking, Marks, by_name, column_of, is_on, parse, place_of

#: (row, column, kind, text) of a note on a cell; kind "comment" or "struck".
Note = tuple[int, int, str, str]

_FAR: Final = re.compile(rb'<c r="([A-Z]{1,3}[0-9]{7}|[A-Z]{2,3}[0-9]+|[A-Z][0-9]{6})"(?:[^>]*[^/>])?>')
_CHUNK: Final = 1 << 20
_NUMBER_TYPES: Final = frozenset({b"", b"n"})
#: With more styles, one search per style is slower than a single one for all.
_MAX_STYLE_SEARCHES: Final = 5
_CELL: Final = b"<c "
_CELL_WITH_REFERENCE: Final = b'<c r="'
#: Author of the comments that this program writes into marked copies; they are skipped.
_OWN_AUTHOR: Final = "系统检查"
_MAX_NOTES: Final = 5000

#: Style of a cell → the mark of its number format, and whether it is struck out.
Styles = dict[str, tuple[str, bool]]


def add_marks(content: bytes, sheets: dict[str, Any], recheck: list[str]) -> None:
    """Add to each sheet (name → child_sheet.Sheet) its marks and notes, counted from 0.

    formula: a formula without a stored result, or with the 0 of a program that computes none; error: a formula whose
    result is an error; percent: a number shown as %; "format " with a code: a number format that shows more; struck: a
    cell that is struck out as a whole. A sheet is read again only where it has formulas or errors (`recheck`) or a cell
    in such a format.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        styles, computes = cell_styles(archive), _computes(archive)
        for name, member in _members(archive):
            if name not in sheets:
                continue
            sheets[name].notes += comments(archive, member)
            if not styles and member not in recheck:
                continue
            xml = archive.read(member)
            if b"<!DOCTYPE" in xml:  # the guard finds it first, except in parts that look like pictures
                raise ValueError("DOCTYPE")
            if member not in recheck and not _is_used(styles, xml):
                continue
            if member in recheck or not _is_usual(xml):
                _Sheet(sheets[name].marks, styles, computes=computes).parse(xml)
            else:
                _mark_styled(sheets[name].marks, styles, xml)


def _computes(archive: zipfile.ZipFile) -> bool:
    """Whether the program that wrote an .xlsx computed its formulas: others ask for it when the file is opened."""
    found = [True]

    def start(name: str, given: dict[str, str]) -> None:
        if name == "calcPr":
            found.append(not is_on(given.get("fullCalcOnLoad", "0")))

    parse(archive.read(by_name(archive)["xl/workbook.xml"]), start)
    return found[-1]


def farthest_cell(content: bytes, rows: int, columns: int) -> tuple[str, str] | None:
    """(sheet, cell) of the farthest cell with content beyond `rows` and `columns`; None where there is none."""
    farthest: tuple[int, str, str] | None = None
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name, member in _members(archive):
            for reference in _far_references(archive, member):
                row, column = place_of(reference)
                if (row >= rows or column >= columns) and (farthest is None or row * column > farthest[0]):
                    farthest = (row * column, name, reference)
    return farthest[1:] if farthest else None


def _far_references(archive: zipfile.ZipFile, member: str) -> Iterator[str]:
    tail = b""
    with archive.open(member) as part:
        while chunk := part.read(_CHUNK):
            yield from (match[1].decode() for match in _FAR.finditer(tail + chunk))
            tail = chunk[-100:]


def _members(archive: zipfile.ZipFile) -> list[tuple[str, str]]:
    """(sheet, member) of each sheet of an .xlsx, in order."""
    sheets: list[tuple[str, str]] = []

    def sheet(name: str, given: dict[str, str]) -> None:
        if name == "sheet":
            sheets.append((given.get("name", ""), given.get("id", "")))

    members = by_name(archive)
    targets = {key: path for key, _, path in _relations(archive, "xl/workbook.xml")}
    parse(archive.read(members["xl/workbook.xml"]), sheet)
    return [(name, members[targets[key]]) for name, key in sheets if targets.get(key) in members]


def _relations(archive: zipfile.ZipFile, member: str) -> list[tuple[str, str, str]]:
    """(id, kind, path) of the parts that a part refers to."""
    found: list[tuple[str, str, str]] = []
    folder, name = posixpath.split(member.replace("\\", "/"))

    def relation(tag: str, given: dict[str, str]) -> None:
        if tag == "Relationship":
            target = given.get("Target", "").replace("\\", "/")
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
            found.append((given.get("Id", ""), given.get("Type", "").rpartition("/")[2], path))

    part = by_name(archive).get(f"{folder}/_rels/{name}.rels")
    if part is not None:
        parse(archive.read(part), relation)
    return found


def cell_styles(archive: zipfile.ZipFile) -> Styles:
    """The cell styles (by number) that are struck out or whose number format shows more than the number."""
    member = by_name(archive).get("xl/styles.xml")
    if member is None:
        return {}
    codes = {str(number): code for number, code in number_formats.BUILT_IN.items()}
    fonts: list[bool] = []
    styles: list[tuple[str, str]] = []
    within: list[str] = []

    def start(name: str, given: dict[str, str]) -> None:
        within.append(name)
        if name == "numFmt" and "dxf" not in within:
            codes[given.get("numFmtId", "")] = given.get("formatCode", "")
        elif name == "font" and "fonts" in within:
            fonts.append(False)
        elif name == "strike" and "fonts" in within:
            fonts[-1] = is_on(given.get("val"))
        elif name == "xf" and "cellXfs" in within:
            styles.append((given.get("numFmtId", "0"), given.get("fontId", "0")))

    parse(archive.read(member), start, lambda name: within.pop())
    struck = {str(at) for at, is_struck in enumerate(fonts) if is_struck}
    found = {
        str(at): (number_formats.mark_of(codes.get(code, "")), font in struck) for at, (code, font) in enumerate(styles)
    }
    return {style: marks for style, marks in found.items() if any(marks)}


def _is_usual(xml: bytes) -> bool:
    """Whether every cell starts with its reference, as all known programs write it."""
    return xml.count(_CELL) == xml.count(_CELL_WITH_REFERENCE) and b"<c>" not in xml


def _is_used(styles: Styles, xml: bytes) -> bool:
    """Whether a tag with content may be in one of the `styles`; empty cells of formatted columns (s="3"/>) are not."""
    if len(styles) > _MAX_STYLE_SEARCHES:
        return True
    return any(f' s="{style}"{end}'.encode() in xml for style in styles for end in "> ")


def _styled(styles: Styles) -> re.Pattern[bytes]:
    """A cell with content in one of the `styles`: column, row, type (before or after the style) and style."""
    names = "|".join(map(re.escape, styles)).encode()
    return re.compile(
        rb'<c r="([A-Z]{1,3})([0-9]{1,7})"(?: t="(\w+)")? s="(' + names + rb')"(?: t="(\w+)")?(?:[^>]*[^/>])?>'
    )


def _mark_styled(marks: Marks, styles: Styles, xml: bytes) -> None:
    """Mark the cells in one of the `styles`, found by their tags alone: most sheets have few or none."""
    marking = Marking(marks)
    columns: dict[bytes, int] = {}
    found: dict[tuple[bytes, bytes, bytes], list[int]] = {}
    for match in _styled(styles).finditer(xml):
        letters, row, first_kind, style, last_kind = match.groups(b"")
        if _has_value(xml, match.end()):
            found.setdefault((letters, style, first_kind or last_kind), []).append(int(row) - 1)
    for (letters, style, kind), rows in found.items():
        column = columns.setdefault(letters, column_of(letters.decode()))
        for mark in _marks_of(styles[style.decode()], kind):
            marking.add(column, mark, rows)


def _has_value(xml: bytes, at: int) -> bool:
    """Whether the cell whose tag ends at `at` has a value; a formula without a result has none."""
    if xml.startswith(b"<v>", at):
        return not xml.startswith(b"<", at + 3)
    if xml.startswith(b"</c>", at):
        return False
    return any(sign in xml[at : xml.find(b"</c>", at)] for sign in (b"<v>", b"<v ", b"<is>"))


def _marks_of(style: tuple[str, bool], kind: bytes) -> Iterator[str]:
    """The marks of a valued cell of that style; `kind` is its type."""
    shows, is_struck = style
    if shows and (kind in _NUMBER_TYPES or (kind in (b"s", b"str", b"inlineStr") and "@" in shows)):
        yield shows
    if is_struck:
        yield "struck"


def comments(archive: zipfile.ZipFile, member: str) -> list[Note]:
    """The comments of a sheet, including threads, except those of this program."""
    parts = {kind: path for _, kind, path in _relations(archive, member) if kind in ("comments", "threadedComment")}
    members = by_name(archive)
    found: dict[tuple[int, int], str] = {}
    threads: dict[tuple[int, int], str] = {}
    if parts.get("comments") in members:
        for place, text in _read_comments(archive.read(members[parts["comments"]]), "comment", "t"):
            found[place] = text
    if parts.get("threadedComment") in members:
        for place, text in _read_comments(archive.read(members[parts["threadedComment"]]), "threadedComment", "text"):
            threads[place] = f"{threads[place]} {text}" if place in threads else text
    return [(*place, "comment", text) for place, text in sorted((found | threads).items()) if text][:_MAX_NOTES]


def _read_comments(content: bytes, tag: str, text_tag: str) -> Iterator[tuple[tuple[int, int], str]]:
    """(place, text) of each comment that is not by _OWN_AUTHOR."""
    authors: list[str] = []
    found: list[tuple[str, int, list[str]]] = []
    within: list[str] = []

    def start(name: str, given: dict[str, str]) -> None:
        within.append(name)
        if name == "author":
            authors.append("")
        elif name == tag:
            found.append((given.get("ref", ""), int(given.get("authorId", "-1")), []))

    def text(piece: str) -> None:
        if within[-1] == "author":
            authors[-1] += piece
        elif within[-1] == text_tag and found and "rPh" not in within:
            found[-1][2].append(piece)

    parse(content, start, lambda name: within.pop(), text)
    for reference, author, pieces in found:
        if not (0 <= author < len(authors) and authors[author] == _OWN_AUTHOR):
            yield place_of(reference.replace("$", "")), "".join(pieces).strip()


class _Sheet(Marking):
    """Marks the cells of one worksheet by parsing all of its XML."""

    def __init__(self, marks: Marks, styles: Styles, *, computes: bool) -> None:
        super().__init__(marks)
        self.styles, self.computes = styles, computes
        self.row = self.column = -1
        self.kind = self.style = ""
        self.value = ""
        self.formula = self.in_value = False

    def parse(self, xml: bytes) -> None:
        """Read the worksheet's XML."""
        parse(xml, self._start, self._end, self._text)

    def _start(self, name: str, given: dict[str, str]) -> None:
        if name == "row":
            self.row, self.column = int(given["r"]) - 1 if "r" in given else self.row + 1, -1
        elif name == "c":
            self.row, self.column = place_of(given["r"]) if "r" in given else (self.row, self.column + 1)
            self.kind, self.style = given.get("t", "n"), given.get("s", "0")
            self.formula, self.value = False, ""
        elif name == "f":
            self.formula = True
        elif name in ("v", "is"):
            self.in_value = True

    def _text(self, text: str) -> None:
        if self.in_value:
            self.value += text

    def _end(self, name: str) -> None:
        if name in ("v", "is"):
            self.in_value = False
        elif name == "c":
            for mark in self._marks():
                self.add(self.column, mark, (self.row,))

    def _has_result(self) -> bool:
        return bool(self.value) and (self.computes or self.value != "0")

    def _marks(self) -> Iterator[str]:
        if self.kind == "e":
            yield "error"
        elif self.formula and self.kind != "str" and not self._has_result():  # a stored "" is a result
            yield "formula"
        elif self.value:
            yield from _marks_of(self.styles.get(self.style, ("", False)), self.kind.encode())
