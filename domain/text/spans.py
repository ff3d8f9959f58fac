"""The pieces of an outline: parts, paragraphs, headings, sentences, clauses, with their offsets into the text."""

import re
from dataclasses import dataclass
from typing import Final, Literal

from domain.text.headings import Role
from domain.text.kinds import Kind
from domain.text.markers import CHAPTER
from domain.text.sentences import without_stop

_YEAR: Final = re.compile(r"((?:19|20)\d\d)年")


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of the text, without blanks at its ends: `text` is text[start:end]."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Heading(Span):
    """A heading or, where `is_item`, the first words of a numbered item, at most 60 characters, the number included.

    level: as in markers.py; number: what it counts to; title: without number and colon; kind: what
    it announces or takes from the heading above it, "" where neither says.
    """

    level: int
    number: int | None
    title: str
    is_item: bool
    kind: Kind | Literal[""]


@dataclass(frozen=True, slots=True)
class Clause(Span):
    """The words of a clause; [start, stop) has the `mark` that ends it as well: a comma, semicolon or colon.

    The last one of a sentence has none and keeps the full stop. kind: that of its sentence.
    """

    stop: int
    mark: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Sentence(Span):
    """A sentence with its full stop; kind: done, plan, history …."""

    kind: Kind
    clauses: tuple[Clause, ...]

    @property
    def segments(self) -> tuple[tuple[int, int], ...]:
        """The spans between its semicolons, without the marks at their ends."""
        ends = [
            at for at, clause in enumerate(self.clauses) if clause.mark in (";", "；") or at == len(self.clauses) - 1
        ]
        firsts = [0, *(at + 1 for at in ends)]
        spans = [(self.clauses[at].start, self.clauses[end].end) for at, end in zip(firsts, ends, strict=False)]
        return (*spans[:-1], *(_without_stop(self, *span) for span in spans[-1:]))


@dataclass(frozen=True, slots=True)
class Paragraph(Span):
    """A line or several wrapped ones; headings: those above it, outermost first, its own and its number included.

    kind: that of the whole; without a heading that states it, single sentences may have another.
    """

    role: Role
    kind: Kind
    headings: tuple[Heading, ...]
    sentences: tuple[Sentence, ...]

    @property
    def chapter(self) -> Heading | None:
        """The lowest of its headings that is a chapter or above one, else the outermost; None where it has none."""
        upper = [heading for heading in self.headings if heading.level <= CHAPTER]
        return upper[-1] if upper else self.headings[0] if self.headings else None

    @property
    def own_heading(self) -> Heading | None:
        """The heading or number that it begins with; None where it has none, or only a bullet."""
        return self.headings[-1] if self.headings and self.headings[-1].start == self.start else None

    @property
    def path(self) -> str:
        """The headings above it as one text: 二、上半年工作总结 / (二)聚焦重点 / 1.土地整治."""
        return " / ".join(heading.text for heading in self.headings)

    @property
    def heading_year(self) -> int | None:
        """The one year that the outermost heading names (一、2018年工作回顾), None where it names none or several."""
        years = set(_YEAR.findall(self.headings[0].text)) if self.headings else set()
        return int(years.pop()) if len(years) == 1 else None


@dataclass(frozen=True, slots=True)
class Part(Span):
    """Paragraphs of one kind in the same chapter (heading: None before the first one)."""

    heading: Heading | None
    kind: Kind
    paragraphs: tuple[Paragraph, ...]

    @property
    def text_start(self) -> int:
        """Where the text behind the part's own heading begins; the end where there is none."""
        for paragraph in self.paragraphs:
            if self.heading is None or self.heading.is_item or paragraph.own_heading != self.heading:
                return paragraph.start
            if len(paragraph.sentences) > 1 and paragraph.role != "heading":
                return paragraph.sentences[1].start
        return self.end

    @property
    def body(self) -> tuple[tuple[Paragraph, tuple[Sentence, ...]], ...]:
        """Its paragraphs and the sentences of each, without its own heading."""
        start = self.text_start
        remaining = ((each, tuple(one for one in each.sentences if one.start >= start)) for each in self.paragraphs)
        return tuple((paragraph, sentences) for paragraph, sentences in remaining if sentences)


def _without_stop(sentence: Sentence, start: int, end: int) -> tuple[int, int]:
    first, last = without_stop(sentence.text, start - sentence.start, end - sentence.start)
    return first + sentence.start, last + sentence.start
