"""The child process that finds where in a .docx a stretch of its text stands. Standard library and lxml only.

stdin: one line of JSON with the spans [start, end) of the text as read, then the bytes. stdout: one line of JSON, a
place or null for each span: elements of the main part by number, root 0, with a character of each.
"""

import json
import re
import sys
from bisect import bisect_left
from itertools import pairwise
from typing import Any, Final

from loaders.text.child_blocks import render_text
from loaders.text.child_docx import read_elements
from loaders.text.child_package import Package, attribute, name_of

#: What the text as read and the document may have differently: blanks, characters without width, bars of tables.
_LEFT_OUT: Final = re.compile("[\\s\u00a0\u00ad\ufeff\ufffc\u200b-\u200f\u2060|｜│┃¦]")
_RAISED: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾⁺⁻₀₁₂₃₄₅₆₇₈₉₍₎₊₋", "0123456789()+-0123456789()+-")

#: A character of the document: the element w:t and the offset in its text.
_Character = tuple[Any, int]


def find_places(content: bytes, spans: list[list[int]]) -> list[list[int] | None]:
    """Of each span [first element, offset, last element, offset behind the last character]; None where nothing of it
    stands in the document (the number of a list). A span ends with the paragraph that it begins in.
    """
    package = Package(content)
    root = package.root(package.main)
    blocks, paragraphs = read_elements(package, root)
    characters = _characters(render_text(blocks), paragraphs)
    offsets = sorted(characters)
    numbers = {element: number for number, element in enumerate(root.iter("*"))}
    notes = {
        (name_of(each).removesuffix("Reference"), attribute(each, "id")): each
        for each in root.iter("*")
        if name_of(each) in ("footnoteReference", "endnoteReference")
    }
    return [_place(characters, offsets, start, end, numbers, notes) for start, end in spans]


def _characters(text: str, paragraphs: list[list[Any]]) -> dict[int, _Character]:
    """Offset in `text` → the character of the document that stands there.

    The paragraphs follow each other in both; between them the text has what Word counts or the reader adds.
    """
    plain, offsets = _plain(text)
    found: dict[int, _Character] = {}
    cursor = 0
    for elements in paragraphs:
        whole = "".join(_plain(element.text or "")[0] for element in elements)
        at = plain.find(whole, cursor)
        for element in elements:
            words, places = _plain(element.text or "")
            at = at if at >= 0 and plain.startswith(words, at) else plain.find(words, cursor)
            if at < 0:
                continue
            found |= {offsets[at + n]: (element, place) for n, place in enumerate(places)}
            cursor = at = at + len(words)
    return found


def _plain(text: str) -> tuple[str, list[int]]:
    """`text` without what may differ, and the offset of each character that is left."""
    kept = [(char, at) for at, char in enumerate(text.translate(_RAISED)) if not _LEFT_OUT.match(char)]
    return "".join(char for char, _ in kept), [at for _, at in kept]


def _place(
    characters: dict[int, _Character], offsets: list[int], start: int, end: int, numbers: dict[Any, int],
    notes: dict[tuple[str, str], Any],
) -> list[int] | None:  # fmt: skip
    inside = offsets[bisect_left(offsets, start) : bisect_left(offsets, end)]
    if not inside:
        return None
    first, offset = characters[inside[0]]
    if (anchor := _anchor(first, numbers, notes)) is not first:
        return None if anchor is None else [numbers[anchor], 0, numbers[anchor], 0]
    paragraph = _paragraph(first)
    last, at = next(characters[each] for each in reversed(inside) if _paragraph(characters[each][0]) is paragraph)
    return [numbers[first], offset, numbers[last], at + 1]


def _anchor(element: Any, numbers: dict[Any, int], notes: dict[tuple[str, str], Any]) -> Any:
    """The element itself; for one in a text box or a note what stands for it in the main story, which Word needs."""
    found = element
    box = None
    for ancestor in element.iterancestors():
        name = name_of(ancestor)
        if name in ("footnote", "endnote"):
            found, box = notes.get((name, attribute(ancestor, "id"))), None
            break
        if name == "txbxContent":
            box = ancestor
    if box is not None:
        around = [box, *box.iterancestors()]
        found = next((each for each, outer in pairwise(around) if name_of(outer) == "r"), None)
    return found if found in numbers else None


def _paragraph(element: Any) -> Any:
    return next((each for each in element.iterancestors() if name_of(each) == "p"), None)


def main() -> int:
    """Execute the request; exit status 0."""
    request = json.loads(sys.stdin.buffer.readline())
    places = find_places(sys.stdin.buffer.read(), request["spans"])
    sys.stdout.buffer.write(json.dumps(places).encode() + b"\n")
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
