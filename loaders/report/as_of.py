"""The days that one figure refers to: the date belongs to the figure, not to the report."""

import re
from dataclasses import replace
from datetime import date
from typing import Final

from domain.text.spans import Paragraph
from domain.text.wrapping import JoinedText
from loaders.numbers.number import Number
from loaders.report.periods import Span, months, printed_span

_SINCE: Final = re.compile(r"自?((?:20|19)\d\d|\d\d)年(?:创立|成立|以来|至今|起|开始)")
_SINCE_REACH: Final = 400


class Dates:
    """The dates read so far in one report of the period `span`, and what each next figure takes from them."""

    def __init__(self, text: str, joined: JoinedText, span: Span | None) -> None:
        self._text, self._joined, self._span = text, joined, span
        self._clause: tuple[int, Span] | None = None
        self._sentence: Span | None = None
        self._since: dict[int, Span] = {}

    def new_sentence(self) -> None:
        """Forgets the dates of the sentence before."""
        self._clause = self._sentence = None

    def see(self, number: Number, clause_start: int) -> None:
        """Takes note of a date or period: a month dates its own clause, a year the rest of the sentence."""
        if number.dimension not in ("date", "period"):
            return
        printed = self._text[number.start : number.end]
        span = printed_span(printed, self._span.end.year if self._span else None)
        if span is None:
            return
        if self._text.startswith("以来", number.end) and self._span:
            span = replace(span, end=self._span.end)
        self._clause = (clause_start, span)
        if "年" in printed:
            self._sentence = span

    def of(self, clause_start: int, kind: str, paragraph: Paragraph) -> Span | None:
        """The days that a figure in a sentence of `kind` refers to.

        By the own clause, else by a year in the sentence or in the heading, else since when its part counts, else
        the report's period."""
        if self._clause and self._clause[0] == clause_start:
            return self._clause[1]
        if self._sentence:
            return self._sentence
        if (year := paragraph.heading_year) is not None:
            return months(year, 1, 12)
        return self._since_founding(paragraph) if kind == "history" and self._span else self._span

    def _since_founding(self, paragraph: Paragraph) -> Span | None:
        """A part of history counts from the year that its first lines name (自2013年创立)."""
        start = self._joined.joined(paragraph.headings[0].start) if paragraph.headings else 0
        if start not in self._since and self._span:
            match = _SINCE.search(self._text, start, start + _SINCE_REACH)
            year = int(match[1]) + (0 if len(match[1]) == 4 else 2000) if match else self._span.start.year
            self._since[start] = replace(self._span, start=date(year, 1, 1)) if match else self._span
        return self._since.get(start)
