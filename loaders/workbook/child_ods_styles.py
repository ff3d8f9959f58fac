"""The styles of an .ods: which cells are struck out, and their number formats as .xlsx codes.

Part of the child process: standard library only (OpenDocument 1.3, part 3, 16.29).
"""

import re
from dataclasses import dataclass, field
from typing import Final

from loaders.workbook.child_xml import parse
from loaders.workbook.number_formats import mark_of

#: The outermost element.
_ROOT: Final = re.compile(rb"<([A-Za-z][\w:.-]*)")
_MAX_PLACES: Final = 30
_RED: Final = re.compile(r"#(?:ff|FF|c0|C0)[0-3][0-9a-fA-F][0-3][0-9a-fA-F]")
_CONDITION: Final = re.compile(r"value\(\)\s*([<>]=?|!?=)\s*(-?[0-9.]+)")
_DATA_STYLES: Final = frozenset(
    ("number-style", "percentage-style", "currency-style", "text-style", "date-style", "time-style", "boolean-style")
)


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


class Styles:
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
