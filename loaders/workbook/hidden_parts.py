"""Hidden rows and columns of an .xlsx, by a filter or by hand.

Only bytes are inspected, as in the guard: tags of rows and columns, and the member of each sheet.
"""

import html
import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

#: Hidden by its attribute, or of no height or width.
_TAG: Final = re.compile(
    rb"<(?:\w+:)?(row|col)\s([^<>]*\b(?:hidden=[\"'](?:1|true)|(?:ht|width)=[\"']0(?:\.0*)?)[\"'][^<>]*)>"
)
_NUMBER: Final = re.compile(rb"\b(r|min|max)=[\"'](\d{1,7})[\"']")
_SHEET: Final = re.compile(r"<(?:\w+:)?sheet\s[^<>]*>")
_RELATION: Final = re.compile(r"<(?:\w+:)?Relationship\s[^<>]*>")
_ATTRIBUTE: Final = re.compile(r"([\w:]+)=[\"']([^\"']*)[\"']")
#: Bytes of overlap between two chunks, more than the longest tag.
LONGEST_TAG: Final = 512
#: Limit for column ranges that extend to the right end of the sheet.
_MOST_COLUMNS: Final = 1000
WORKBOOK: Final = "xl/workbook.xml"
RELATIONS: Final = "xl/_rels/workbook.xml.rels"


@dataclass
class Hidden:
    """The hidden rows and columns of one sheet, counted from 0."""

    rows: set[int] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)

    def take(self, piece: bytes) -> None:
        """Inspect a chunk of the sheet's member."""
        for tag in _TAG.finditer(piece):
            numbers = {name: int(number) for name, number in _NUMBER.findall(tag[2])}
            if tag[1] == b"row" and b"r" in numbers:
                self.rows.add(numbers[b"r"] - 1)
            elif tag[1] == b"col" and b"min" in numbers:
                first = numbers[b"min"]
                self.columns |= set(range(first - 1, min(numbers.get(b"max", first), first + _MOST_COLUMNS)))


def by_sheet(parts: Mapping[str, Hidden], workbook: str, relations: str) -> dict[str, Hidden]:
    """`parts` (member → hidden rows and columns) by sheet name; `workbook` and `relations`: XML of these members."""
    targets = {each.get("Id", ""): each.get("Target", "") for each in map(_attributes, _RELATION.findall(relations))}
    found = {}
    for sheet in map(_attributes, _SHEET.findall(workbook)):
        target = targets.get(next((value for name, value in sheet.items() if name.endswith(":id")), ""), "")
        part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
        if part in parts:
            found[sheet.get("name", "")] = parts[part]
    return found


def _attributes(tag: str) -> dict[str, str]:
    return {name: html.unescape(value) for name, value in _ATTRIBUTE.findall(tag)}
