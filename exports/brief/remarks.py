"""Comments on runs of a paper that is being written: collected while it is made, written by the module for comments."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from docx.document import Document
from docx.oxml.ns import qn
from docx.text.run import Run

from exports.office.clean import clean
from exports.office.comments import Anchor, Comment, add_comments

#: Who the comments are by.
AUTHOR: Final = "数据核对"


class Remarks:
    """The comments of one document: `add` them to the runs that they concern, then `written_into` the saved file."""

    def __init__(self) -> None:
        self._runs: list[tuple[Any, tuple[str, ...]]] = []

    def add(self, run: Run, lines: Sequence[str]) -> None:
        """A comment of `lines` on all of `run`; nothing without lines."""
        if lines:
            self._runs.append((run._r, tuple(lines)))

    def written_into(self, saved: bytes, document: Document, written: date | None) -> bytes:
        """`saved`, the .docx of `document`, with the comments. written: their day, None for none."""
        if not self._runs:
            return saved
        places = {element: place for place, element in enumerate(document.element.iter("*"))}
        comments = []
        for run, lines in self._runs:
            texts = run.findall(qn("w:t"))
            first, last = texts[0], texts[-1]
            anchor = Anchor(places[first], 0, places[last], len(last.text))
            comments.append(Comment(anchor, tuple(clean(line) for line in lines)))
        return add_comments(saved, comments, AUTHOR, f"{written}T00:00:00Z" if written else "")
