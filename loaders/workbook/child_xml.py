"""XML parsing for uploads. Part of the child process: standard library only."""

import re
import zipfile
from array import array
from collections.abc import Callable, Sequence
from typing import Any, Final
from xml.parsers import expat

#: (column, mark) -> the numbers of its rows. A mark is "formula", "error", "percent", "struck", "raised" or
#: "format " with the code of a number format.
Marks = dict[tuple[int, str], "array[int]"]

_REFERENCE: Final = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
#: Per-cent cells and errors of one workbook; beyond that the file is not what a clerk keeps.
_MOST_MARKS: Final = 2_000_000


def parse(
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
    """Raises ValueError. The guard finds a DOCTYPE first, except in parts that look like pictures."""
    raise ValueError("DOCTYPE")


def by_name(archive: zipfile.ZipFile) -> dict[str, str]:
    """Name → member; some programs for Windows write names with backslashes."""
    return {member.replace("\\", "/"): member for member in archive.namelist()}


def place_of(reference: str) -> tuple[int, int]:
    """Row and column, counted from 0, of C5."""
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        raise ValueError(reference)
    return int(match[2]) - 1, column_of(match[1])


def column_of(letters: str) -> int:
    """The column, counted from 0, of its letters."""
    column = 0
    for letter in letters:
        column = 26 * column + ord(letter) - 64
    return column - 1


class Marking:
    """Collects marks, with a limit on their number."""

    def __init__(self, marks: Marks) -> None:
        self.marks = marks
        self.count = 0

    def add(self, column: int, mark: str, rows: Sequence[int]) -> None:
        """Mark a column in `rows`. Raises MemoryError beyond the limit."""
        self.marks.setdefault((column, mark), array("i")).extend(rows)
        self.count += len(rows)
        if self.count > _MOST_MARKS:
            raise MemoryError


def is_on(value: Any) -> bool:
    """Whether a property of OOXML is on: <strike/>, <strike val="1"/>."""
    return value not in ("0", "false", "off", "none")
