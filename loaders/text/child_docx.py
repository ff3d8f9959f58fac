"""The text of a .docx as Word shows it: numbers counted, changes accepted, boxes, controls and footnotes included.

Page headers and footers, comments, hidden and struck-out text are left out. Part of the child process: lxml only.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from loaders.text.child_blocks import Block, Table, TableCell, render_lines
from loaders.text.child_docx_elements import is_contents, is_mark_deleted, outermost, symbol
from loaders.text.child_numbering import Numbering
from loaders.text.child_package import Package, attribute, child, children, is_on, name_of, value_of

#: What is gone once all changes are accepted, or says only how something looks.
_LEFT_OUT: Final = frozenset(
    ("del", "moveFrom", "pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "sdtEndPr", "sectPr", "rubyPr", "rt")
)
_CHANGES: Final = frozenset(("ins", "del", "moveFrom", "moveTo"))
_CHARACTERS: Final = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-"}
_RAISED: Final = str.maketrans("0123456789()+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾⁺⁻")
_LOWERED: Final = str.maketrans("0123456789()+-", "₀₁₂₃₄₅₆₇₈₉₍₎₊₋")
#: What paragraphs stand in.
_HOLDERS: Final = frozenset(("body", "tc", "txbxContent", "footnote", "endnote"))
_DRAWN: Final = frozenset(("drawing", "pict", "object"))
_PICTURES: Final = frozenset(("pic", "imagedata", "chart", "relIds"))
_SEPARATORS: Final = ("separator", "continuationSeparator", "continuationNotice")


@dataclass
class _Field:
    """A field that has begun: its instruction so far."""

    instruction: str = ""

    @property
    def is_contents(self) -> bool:
        """Whether it is a table of contents: headings once more, with numbers of pages."""
        return self.instruction.split()[:1] == ["TOC"]


@dataclass
class _Pieces:
    """A paragraph while it is read: its text, and what is anchored in it."""

    texts: list[str] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)
    footnotes: list[Any] = field(default_factory=list)
    elements: list[Any] = field(default_factory=list)  # of the texts, w:t each


def read_docx(content: bytes) -> tuple[list[Block], "Counter[str]"]:
    """The blocks of the document, and how often each thing was met that has to be said (child_read.py)."""
    package = Package(content)
    root = package.root(package.main)
    reader, blocks = _read_bodies(package, root)
    changes = (each for each in root.iter() if name_of(each) in _CHANGES) if root is not None else ()
    reader.notes["change"] = sum(1 for _ in changes)
    comments = package.related("comments")
    reader.notes["comment"] = sum(1 for _ in children(comments, "comment"))
    return blocks, reader.notes


def read_elements(package: Package, root: Any) -> tuple[list[Block], list[list[Any]]]:
    """The blocks of the main part `root`, and the elements w:t that each paragraph was read from, in their order."""
    reader, blocks = _read_bodies(package, root)
    return blocks, reader.elements


def _read_bodies(package: Package, root: Any) -> tuple["_Reader", list[Block]]:
    bodies = list(children(root, "body"))  # Word writes one; other programs have been seen to write several
    reader = _Reader(package)
    blocks = [block for body in bodies for block in reader.blocks(body)]
    if reader.open_fields:  # a field without an end would hide the rest of the text
        reader = _Reader(package, with_fields=False)
        blocks = [block for body in bodies for block in reader.blocks(body)]
    return reader, blocks


class _Reader:
    def __init__(self, package: Package, *, with_fields: bool = True) -> None:
        self.notes: Counter[str] = Counter()
        self.elements: list[list[Any]] = []
        styles = package.related("styles")
        self._styles = {attribute(style, "styleId"): style for style in children(styles, "style")}
        self._numbering = Numbering(package.related("numbering"), styles, self.notes)
        self._footnotes = {
            (kind, attribute(note, "id")): note
            for kind in ("footnote", "endnote")
            for note in children(package.related(f"{kind}s"), kind)
            if attribute(note, "type") not in _SEPARATORS
        }
        self._footnote_count = 0
        self._with_fields = with_fields
        self._fields: list[_Field] = []
        self._joined: _Pieces | None = None  # of paragraphs whose marks are deleted

    @property
    def open_fields(self) -> bool:
        """Whether a table of contents has begun and not ended."""
        return any(each.is_contents for each in self._fields)

    def blocks(self, container: Any) -> list[Block]:
        """The paragraphs and tables in `container` (body, cell, box, footnote)."""
        blocks: list[Block] = []
        for element in container if container is not None else ():
            name = name_of(element)
            if name == "p":
                blocks += self._paragraph(element)
            elif name == "tbl":
                blocks += self._unjoined()
                blocks.append(self._table(element))
            elif name == "sdt" and is_contents(element):
                self.notes["contents"] += 1
            elif name == "altChunk":
                self.notes["embedded"] += 1
            elif name == "AlternateContent":
                blocks += self.blocks(child(element, "Choice"))
            elif name not in _LEFT_OUT:  # controls, changes and other wrappers
                blocks += self.blocks(element)
        if container is not None and name_of(container) in _HOLDERS:
            blocks += self._unjoined()
        return blocks

    def _unjoined(self) -> list[Block]:
        """The lines of a paragraph that has no following one to go on in."""
        pieces, self._joined = self._joined, None
        return self._lines(pieces, None) if pieces is not None else []

    def _paragraph(self, paragraph: Any) -> list[Block]:
        """Its lines, with the lines of its boxes and footnotes behind them."""
        properties = child(paragraph, "pPr")
        pieces = self._joined or _Pieces()
        self._joined = None
        self._collect(paragraph, pieces)
        if is_mark_deleted(properties):
            self._joined = pieces
            return []
        return self._lines(pieces, properties)

    def _lines(self, pieces: _Pieces, properties: Any) -> list[Block]:
        text = "".join(pieces.texts).strip(" \t\u3000")
        self.elements.append(pieces.elements)
        label = self._numbering.label(properties) if properties is not None or text else ""
        if label[-1:].isascii() and text[:1].isascii() and text[:1].isalnum() and label.strip():
            label = f"{label.rstrip()} "  # 1. 2023年, not 1.2023年
        lines: list[Block] = [*(label + text if text else "").split("\n")]
        for box in pieces.boxes:
            lines += self.blocks(box)
        for note in pieces.footnotes:
            lines += self._footnote(note)
        return lines

    def _footnote(self, note: Any) -> Iterator[str]:
        self._footnote_count += 1
        words = " ".join(line for line in render_lines(self.blocks(note)) if line)
        if words:
            yield f"注{self._footnote_count}：{words}"

    def _collect(self, container: Any, pieces: _Pieces) -> None:
        for element in container:
            name = name_of(element)
            if name == "r":
                self._run(element, pieces)
            elif name == "sdt" and child(child(element, "sdtPr"), "showingPlcHdr") is not None:
                continue
            elif name not in _LEFT_OUT:
                self._collect(element, pieces)

    def _run(self, run: Any, pieces: _Pieces) -> None:
        properties = self._properties(run)
        text = self._text_of_run(run, pieces)
        if not text or self.open_fields:
            return
        if reason := next((name for name in ("vanish", "strike", "dstrike") if is_on(properties.get(name))), ""):
            self.notes["hidden" if reason == "vanish" else "struck"] += bool(text.strip())
            return
        raised = value_of(properties.get("vertAlign"))
        if raised in ("superscript", "subscript"):
            text = text.translate(_RAISED if raised == "superscript" else _LOWERED)
        pieces.texts.append(text)
        pieces.elements += children(run, "t")

    def _text_of_run(self, run: Any, pieces: _Pieces) -> str:
        """The run's own text; what it refers to or draws goes to `pieces`."""
        texts: list[str] = []
        for element in run:
            name = name_of(element)
            if name == "t":
                texts.append(element.text or "")
            elif name in _CHARACTERS:
                texts.append(_CHARACTERS[name])
            elif name == "br":
                texts.append("\n" if attribute(element, "type") in ("", "textWrapping") else "")
            elif name == "sym":
                texts.append(symbol(element))
            elif name == "fldChar":
                self._field_sign(attribute(element, "fldCharType"))
            elif name == "instrText" and self._fields:
                self._fields[-1].instruction += element.text or ""
            elif name in ("footnoteReference", "endnoteReference"):
                note = self._footnotes.get((name.removesuffix("Reference"), attribute(element, "id")))
                pieces.footnotes += [note] if note is not None else []
            elif name == "AlternateContent":
                self._drawn(child(element, "Choice"), child(element, "Fallback"), pieces)
            elif name in _DRAWN:
                self._drawn(element, None, pieces)
            elif name == "ruby":
                self._collect(element, pieces)
        return "".join(texts)

    def _properties(self, run: Any) -> dict[str, Any]:
        """The properties of a run, those of its character style below its own."""
        own = child(run, "rPr")
        style = self._styles.get(value_of(child(own, "rStyle")))
        both = (*(child(style, "rPr") if child(style, "rPr") is not None else ()), *(own if own is not None else ()))
        return {name_of(each): each for each in both}

    def _field_sign(self, kind: str) -> None:
        if not self._with_fields:
            return
        if kind == "begin":
            self._fields.append(_Field())
        elif kind == "end" and self._fields:
            self.notes["contents"] += self._fields.pop().is_contents

    def _drawn(self, drawn: Any, fallback: Any, pieces: _Pieces) -> None:
        """Takes the boxes with text of a drawing, those of the form for older programs only where it has no other."""
        for each in (drawn, fallback):
            boxes = list(outermost(each, "txbxContent"))
            if boxes:
                pieces.boxes += boxes
                return
        elements = drawn.iter() if drawn is not None else ()
        self.notes["picture"] += any(name_of(element) in _PICTURES for element in elements)

    def _table(self, table: Any) -> Table:
        found = Table()
        above: dict[int, TableCell] = {}
        number = 0
        for row in _wrapped(table, "tr"):
            row_properties = child(row, "trPr")
            if child(row_properties, "del") is not None:
                continue
            column = int(value_of(child(row_properties, "gridBefore")) or 0)
            previous: TableCell | None = None
            for cell in _wrapped(row, "tc"):
                properties = child(cell, "tcPr")
                if child(properties, "cellDel") is not None:
                    continue
                width = int(value_of(child(properties, "gridSpan")) or 1)
                blocks = self.blocks(cell)
                vertical, horizontal = child(properties, "vMerge"), child(properties, "hMerge")
                if horizontal is not None and value_of(horizontal) != "restart" and previous is not None:
                    previous.column_span += width
                elif vertical is not None and value_of(vertical) != "restart" and column in above:
                    above[column].row_span = number - above[column].row + 1
                    previous = None
                else:
                    previous = above[column] = TableCell(number, column, 1, width, blocks)
                    found.cells.append(previous)
                column += width
            number += 1
        return found


def _wrapped(container: Any, name: str) -> Iterator[Any]:
    """The elements called `name` in `container`, also those in controls and changes, not those in nested tables."""
    for element in container:
        found = name_of(element)
        if found == name:
            yield element
        elif found not in _LEFT_OUT and found not in ("tbl", "p", "tr", "tc"):
            yield from _wrapped(element, name)
