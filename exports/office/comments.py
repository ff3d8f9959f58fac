"""Comments in a .docx at exact words: runs are split, nothing else is changed; parts that need no change stay as bytes.

ECMA-376 part 1, 17.13.4: a part comments.xml, in the text commentRangeStart, commentRangeEnd and a run with the
commentReference. Word ignores comments in footnotes and text boxes and refuses more than 32 767 ranges (MS-OI29500,
2.1.315), so anchors lie in the main story. python-docx 1.2 comments on whole runs only and writes the other parts anew.

Also the child process that does it (`main`): standard library and lxml only, started by commented.py in the sandbox.
"""

import io
import json
import posixpath
import sys
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from lxml import etree

#: A comment beyond these is left out: Word does not open a file with more.
MAX_COMMENTS: Final = 32_767

_STRICT: Final = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_RELATION: Final = {
    True: "http://purl.oclc.org/ooxml/officeDocument/relationships/comments",
    False: "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments",
}
_RELATIONS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES: Final = "http://schemas.openxmlformats.org/package/2006/content-types"
_COMMENTS_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_TYPES_PART: Final = "[Content_Types].xml"
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
#: What lies between a run and its paragraph and is commented on as a whole: fields of forms, phonetic guides.
_WHOLE: Final = frozenset(("sdt", "r", "fldSimple"))


@dataclass(frozen=True)
class Anchor:
    """Where a comment goes: from character `start` of element `first` up to `end` of element `last`, both in the main
    part, numbered in document order, root 0. An element without text of its own (a footnote's reference) counts whole.
    """

    first: int
    start: int
    last: int
    end: int


@dataclass(frozen=True)
class Comment:
    """A comment: where, and what it says, one paragraph per line."""

    anchor: Anchor
    lines: tuple[str, ...]


def add_comments(document: bytes, comments: Sequence[Comment], author: str, written: str) -> bytes:
    """`document`, a .docx, with `comments` added to those it has. written: ISO time, "" for none.

    Raises ValueError for an anchor outside the text, and what lxml and zipfile raise for a damaged file.
    """
    package = _Package(document)
    root = package.xml(package.main)
    elements = list(root.iter("*"))
    listed, path = package.comments(root)
    numbers = [int(value) for value in (_attribute(each, "id") for each in (*listed, *_references(root))) if value]
    following = max(numbers, default=-1) + 1
    chosen = comments[: max(0, MAX_COMMENTS - len(listed))]
    pieces = _split_texts(elements, [comment.anchor for comment in chosen])
    for number, comment in enumerate(chosen, start=following):
        _mark(root, pieces, comment.anchor, number)
        listed.append(_comment(root, number, comment.lines, author, written))
    package.write_xml(package.main, root)
    package.write_xml(path, listed)
    return package.content()


def _split_texts(elements: Sequence[Any], anchors: Iterable[Anchor]) -> dict[tuple[int, int], Any]:
    """Splits each text where an anchor begins or ends in it; (element, offset) → the piece that begins there."""
    cuts: dict[int, set[int]] = defaultdict(set)
    for anchor in anchors:
        for number, offset in ((anchor.first, anchor.start), (anchor.last, anchor.end)):
            if not 0 <= number < len(elements) or not 0 <= offset <= len(_text(elements[number])):
                raise ValueError(f"no character {offset} in element {number}")
            cuts[number].add(offset)
    pieces: dict[tuple[int, int], Any] = {}
    for number, offsets in cuts.items():
        element = elements[number]
        text = _text(element)
        inner = sorted(offset for offset in offsets if 0 < offset < len(text))
        pieces[number, 0] = element
        for start, end in pairwise([*inner, len(text)]):
            piece = element.makeelement(element.tag, element.attrib)
            piece.text = text[start:end]
            piece.set(_SPACE, "preserve")
            pieces[number, start] = piece
        if inner:
            element.text = text[: inner[0]]
            element.set(_SPACE, "preserve")
            for start in reversed(inner):
                element.addnext(pieces[number, start])
    return pieces


def _mark(root: Any, pieces: dict[tuple[int, int], Any], anchor: Anchor, number: int) -> None:
    """Puts the three elements of comment `number` around the words of `anchor`."""
    ends = [start for element, start in pieces if element == anchor.last and start < anchor.end]
    begin = anchor.start if (anchor.first, anchor.start) in pieces else 0  # behind the last character: the whole text
    first, last = pieces[anchor.first, begin], pieces[anchor.last, max(ends, default=0)]
    begins = _whole(_run_from(first))
    following = last.getnext()
    if following is not None:
        _run_from(following)
    ending = _whole(last.getparent())
    begins.addprevious(_element(root, "commentRangeStart", id=str(number)))
    range_end = _element(root, "commentRangeEnd", id=str(number))
    ending.addnext(range_end)
    reference = _element(root, "r")
    reference.append(_element(root, "commentReference", id=str(number)))
    behind = range_end
    while _name(behind.getparent()) != "p":  # not inside a tracked insertion: rejecting it would drop the comment
        behind = behind.getparent()
    behind.addnext(reference)


def _run_from(content: Any) -> Any:
    """The run that begins with `content`: its own, parted in two where something stands before it."""
    run = content.getparent()
    previous = content.getprevious()
    if previous is None or _name(previous) == "rPr":
        return run
    parted = run.makeelement(run.tag, run.attrib)
    properties = next((each for each in run if _name(each) == "rPr"), None)
    if properties is not None:
        parted.append(deepcopy(properties))
    for each in [content, *content.itersiblings()]:
        parted.append(each)
    run.addnext(parted)
    return parted


def _whole(run: Any) -> Any:
    """`run`, or the outermost thing around it, inside its paragraph, that is commented on as a whole."""
    found = run
    for ancestor in run.iterancestors():
        name = _name(ancestor)
        if name == "p":
            break
        if name in _WHOLE:
            found = ancestor
    return found


def _comment(root: Any, number: int, lines: Sequence[str], author: str, written: str) -> Any:
    attributes = {"id": str(number), "author": author, "initials": author[:2]} | ({"date": written} if written else {})
    comment = _element(root, "comment", **attributes)
    for line in lines or ("",):
        paragraph, run, text = (_element(root, name) for name in ("p", "r", "t"))
        text.text = line
        text.set(_SPACE, "preserve")
        run.append(text)
        paragraph.append(run)
        comment.append(paragraph)
    return comment


def _references(root: Any) -> Iterable[Any]:
    return (each for each in root.iter("*") if _name(each) in ("commentRangeStart", "commentReference"))


def _text(element: Any) -> str:
    return (element.text or "") if _name(element) == "t" else ""


def _name(element: Any) -> str:
    return "" if element is None else str(etree.QName(element).localname)


def _attribute(element: Any, name: str) -> str:
    return str(element.get(f"{{{etree.QName(element).namespace}}}{name}", ""))


def _element(root: Any, name: str, **attributes: str) -> Any:
    """An element of the namespace of `root`: transitional and strict documents differ in nothing else."""
    namespace = etree.QName(root).namespace
    return root.makeelement(f"{{{namespace}}}{name}", {f"{{{namespace}}}{key}": attributes[key] for key in attributes})


class _Package:
    """The parts of a .docx; what is written replaces the part, all others keep their bytes and their order."""

    def __init__(self, content: bytes) -> None:
        self._archive = zipfile.ZipFile(io.BytesIO(content))
        self._names = {info.filename.replace("\\", "/"): info for info in self._archive.infolist()}
        self._written: dict[str, bytes] = {}
        targets = [each for each in self.xml("_rels/.rels") if each.get("Type", "").endswith("/officeDocument")]
        self.main = posixpath.normpath("/" + targets[0].get("Target")).lstrip("/") if targets else "word/document.xml"

    def xml(self, part: str) -> Any:
        """The root element of a part. Raises KeyError where there is none."""
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        return etree.fromstring(self._archive.read(self._names[part]), parser)

    def write_xml(self, part: str, root: Any) -> None:
        self._written[part] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)

    def comments(self, root: Any) -> tuple[Any, str]:
        """The root of the part of the comments and its name; made and joined to the main part where there is none."""
        folder, name = posixpath.split(self.main)
        path = posixpath.join(folder, "_rels", f"{name}.rels")
        relations = self.xml(path) if path in self._names else etree.Element(f"{{{_RELATIONS}}}Relationships")
        for relation in relations:
            if relation.get("Type", "").endswith("/comments"):
                part = posixpath.normpath(posixpath.join("/", folder, relation.get("Target"))).lstrip("/")
                if part in self._names:
                    return self.xml(part), part
        part = posixpath.join(folder, "comments.xml")
        while part in self._names:
            part = part.replace(".xml", "1.xml")
        used = {relation.get("Id") for relation in relations}
        free = next(f"rIdComments{n}" for n in range(len(used) + 1) if f"rIdComments{n}" not in used)
        kind = _RELATION[etree.QName(root).namespace == _STRICT]
        target = posixpath.basename(part)
        relations.append(
            relations.makeelement(f"{{{_RELATIONS}}}Relationship", {"Id": free, "Type": kind, "Target": target})
        )
        self.write_xml(path, relations)
        types = self.xml(_TYPES_PART)
        override = {"PartName": f"/{part}", "ContentType": _COMMENTS_TYPE}
        types.append(types.makeelement(f"{{{_TYPES}}}Override", override))
        self.write_xml(_TYPES_PART, types)
        namespace = etree.QName(root).namespace
        return etree.Element(f"{{{namespace}}}comments", nsmap={"w": namespace}), part

    def content(self) -> bytes:
        """The whole package."""
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, info in self._names.items():
                archive.writestr(info, self._written.pop(name) if name in self._written else self._archive.read(info))
            for name, data in self._written.items():
                archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
        return made.getvalue()


def main() -> int:
    """stdin: one line of JSON (author, written, comments), then the .docx; stdout: a line of JSON, then the .docx."""
    request = json.loads(sys.stdin.buffer.readline())
    comments = [Comment(Anchor(*place), tuple(lines)) for place, lines in request["comments"]]
    made = add_comments(sys.stdin.buffer.read(), comments, request["author"], request["written"])
    sys.stdout.buffer.write(b"{}\n" + made)
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
