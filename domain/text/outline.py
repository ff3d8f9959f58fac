"""The one outline of a text: headings, parts with their kind, paragraphs, sentences, clauses, with their offsets.

Everything is found by form and by words of the trade, never by the words of one report. Parts hold paragraphs, these
sentences, these clauses; none overlap, and each character that is no blank lies in one sentence. Offsets are those of
the text as read. The forms: markers.py, headings.py, sentences.py; the kinds: kinds.py.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import groupby
from typing import Final, Literal, TypeVar

from domain.text.front import is_title
from domain.text.headings import FURNITURE, Line, read_lines
from domain.text.kinds import (
    Kind,
    announced,
    announces_projects,
    is_project_list,
    label_kind,
    report_year,
    title_kind,
)
from domain.text.markers import CHAPTER, trimmed
from domain.text.sentences import split_clauses, split_sentences, without_stop
from domain.text.spans import Clause, Heading, Paragraph, Part, Sentence, Span
from domain.text.task_tables import find_task_cells
from domain.text.tense import kind_of_sentence, kinds_of_lines
from domain.text.traditional import simplified

_OPENING: Final = re.compile(r"\S{4,40}(?=\s)")
_LEAD: Final = re.compile(r"[^。！!？?\n]{4,120}(?=[。！!？?\n]|$)")
_Found = TypeVar("_Found", bound=Span)


@dataclass(frozen=True)
class Outline:
    """The outline of `text`; each look-up is by offset and costs O(log n).

    An offset between two spans (a blank) belongs to the one before it; before the first, to the first. A text of
    blanks has no spans: look-ups give an empty one at 0.
    """

    text: str
    parts: tuple[Part, ...]
    paragraphs: tuple[Paragraph, ...]
    sentences: tuple[Sentence, ...]
    clauses: tuple[Clause, ...]

    def part(self, offset: int) -> Part:
        """The part that holds `offset`."""
        return _at(self.parts, self._starts[0], offset) or Part(0, 0, "", None, "other", ())

    def paragraph(self, offset: int) -> Paragraph:
        """The paragraph that holds `offset`."""
        return _at(self.paragraphs, self._starts[1], offset) or Paragraph(0, 0, "", "text", "other", (), ())

    def sentence(self, offset: int) -> Sentence:
        """The sentence that holds `offset`."""
        return _at(self.sentences, self._starts[2], offset) or Sentence(0, 0, "", "other", ())

    def clause(self, offset: int) -> Clause:
        """The clause that holds `offset`."""
        return _at(self.clauses, self._starts[3], offset) or Clause(0, 0, "", 0, "", "other")

    def widened(self, start: int, end: int, marks: str) -> tuple[int, int]:
        """The span of whole clauses around [start, end), with those before and behind up to one that ends in `marks`.

        It keeps within the sentences that hold `start` and `end`; the mark or full stop at its own end is left out.
        """
        first, last = (max(bisect_right(self._starts[3], at) - 1, 0) for at in (start, max(start, end - 1)))
        if not self.clauses:
            return start, end
        begin, stop = self.sentence(start).start, self.sentence(max(start, end - 1)).end
        while self.clauses[first].start > begin and self.clauses[first - 1].mark not in marks:
            first -= 1
        while self.clauses[last].stop < stop and self.clauses[last].mark not in marks:
            last += 1
        return without_stop(self.text, self.clauses[first].start, self.clauses[last].end)

    @cached_property
    def _starts(self) -> tuple[list[int], ...]:
        return tuple(
            [span.start for span in spans] for spans in (self.parts, self.paragraphs, self.sentences, self.clauses)
        )


def _at(spans: Sequence[_Found], starts: list[int], offset: int) -> _Found | None:
    return spans[max(bisect_right(starts, offset) - 1, 0)] if spans else None


@lru_cache(maxsize=4)
def read_outline(text: str) -> Outline:
    """The outline of `text`, in time linear in its length; the same text gives the same outline."""
    plain = simplified(text)
    lines = read_lines(plain)
    base = title_kind(_title(plain, lines)) or ("plan" if is_project_list(_lead(plain, lines)) else "")
    headings = list(_headings_above(text, plain, lines, base))
    announced_kinds = [above[-1].kind if above else base for above in headings]
    kinds = kinds_of_lines(plain, lines, announced_kinds, [above[:1] for above in headings])
    planned = _planned_lines(text)
    kinds = [("plan", False) if line.start in planned else kind for line, kind in zip(lines, kinds, strict=True)]
    paragraphs = tuple(
        _paragraph(text, plain, line, above, *kind) for line, above, kind in zip(lines, headings, kinds, strict=True)
    )
    sentences = tuple(sentence for paragraph in paragraphs for sentence in paragraph.sentences)
    clauses = tuple(clause for sentence in sentences for clause in sentence.clauses)
    return Outline(text, tuple(_parts(text, paragraphs)), paragraphs, sentences, clauses)


def _title(text: str, lines: Sequence[Line]) -> str:
    """The line that is the title; else the first words of the text, up to a blank, where they are worded as one."""
    titles = [text[line.start : line.end] for line in lines if line.role == "title"]
    if titles or not lines:
        return titles[0] if titles else ""
    start = lines[0].marker.end if lines[0].marker else lines[0].start
    opening = _OPENING.match(text, start, lines[0].end)
    return opening[0] if opening and is_title(opening[0]) else ""


def _planned_lines(text: str) -> set[int]:
    """Where the lines begin whose cells are tasks, with nothing in them of what was done."""
    begins: dict[int, set[str]] = {}
    for cell in find_task_cells(text):
        begins.setdefault(trimmed(text, text.rfind("\n", 0, cell.start) + 1, cell.start)[0], set()).add(cell.kind)
    return {begin for begin, kinds in begins.items() if kinds == {"task"}}


def _lead(text: str, lines: Sequence[Line]) -> str:
    """The first sentence of the report, "" where it is long."""
    line = next((line for line in lines if line.role not in FURNITURE), None)
    opening = _LEAD.match(text, line.start, line.end) if line else None
    return opening[0] if opening else ""


def _headings_above(
    text: str, plain: str, lines: Sequence[Line], base: Kind | Literal[""]
) -> Iterator[tuple[Heading, ...]]:
    """For each line the headings above it, its own included.

    plain: the text in simplified characters; base: the kind of what no heading announces.
    """
    title = _title(plain, lines)
    outer = [plain[slice(*line.label)] for line in lines if line.label and line.is_heading and line.level <= CHAPTER]
    year = report_year(title, outer)
    stack: list[Heading] = []
    for line in lines:
        if line.role in FURNITURE:
            stack = []
        if line.label is not None:
            counts_on = any(heading.level == CHAPTER for heading in stack)
            while stack and not _holds(stack[-1], line, counts_on=counts_on):
                stack.pop()
            kind = stack[-1].kind if stack else base
            if line.is_heading:
                kind = announced(_heading_title(plain, line), year).below(kind, is_title=not stack)
            stack.append(_heading(text, line, kind))
        elif not stack and announces_projects(plain, line.start, line.end):
            base = "plan"
        yield tuple(stack)


def _holds(heading: Heading, line: Line, *, counts_on: bool) -> bool:
    """Whether `line` stands below `heading`; below one without a number, chapters only where they begin anew with 一.

    counts_on: a chapter stands between the two.
    """
    if heading.level >= line.level:
        return False
    is_first = line.marker is not None and line.marker.number == 1
    return line.level != CHAPTER or heading.number is not None or is_first or counts_on


def _heading(text: str, line: Line, kind: Kind | Literal[""]) -> Heading:
    start, end = line.label or (line.start, line.start)
    number = line.marker.number if line.marker else None
    title = _heading_title(text, line)
    return Heading(start, end, text[start:end], line.level, number, title, not line.is_heading, kind)


def _heading_title(text: str, line: Line) -> str:
    start, end = line.label or (line.start, line.start)
    return text[line.marker.end if line.marker else start : end].rstrip(":： \u3000").strip()


def _paragraph(text: str, plain: str, line: Line, above: tuple[Heading, ...], kind: Kind, is_open: bool) -> Paragraph:
    """The paragraph of `line`; where no heading gives its kind (is_open), the words of time in its sentences do."""
    sentences: list[Sentence] = []
    now = kind
    behind = (line.text_start,) if line.is_heading and line.start < line.text_start < line.end else ()
    for start, end in split_sentences(text, line.start, line.end, line.marker, behind):
        if is_open and line.role != "table":
            now = kind_of_sentence(plain, start, end) or now
        now = label_kind(plain, start, end) or now
        clauses = (
            Clause(first, last, text[first:last], stop, text[max(last, stop - 1) : stop], now)
            for first, last, stop in split_clauses(text, start, end)
        )
        sentences.append(Sentence(start, end, text[start:end], now, tuple(clauses)))
    return Paragraph(line.start, line.end, text[line.start : line.end], line.role, kind, above, tuple(sentences))


def _parts(text: str, paragraphs: Sequence[Paragraph]) -> Iterator[Part]:
    for (heading, kind), group in groupby(paragraphs, lambda each: (each.chapter, each.kind)):
        inside = tuple(group)
        start, end = inside[0].start, inside[-1].end
        yield Part(start, end, text[start:end], heading, kind, inside)
