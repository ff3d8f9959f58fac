"""A report as the checks see it: its paragraphs, sentences and clauses in place, and its figures in order.

Everything here is found by form (headings, full stops, commas), never by the words of one report. Offsets are
those of the text as read, so `report.text[span.start:span.end] == span.text` for every span.
"""

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from domain.checks.words import DONE_HEADING, HISTORY_HEADING, PLAN_HEADING
from domain.tables import conform
from domain.vocabulary import NOT_FIGURES

_HEADING: Final = (
    re.compile(r"[一二三四五六七八九十]{1,3}、"),
    re.compile(r"[(\uff08][一二三四五六七八九十]{1,3}[)\uff09]"),
)
_HEADING_SIZE: Final = 40  # a longer line is a paragraph that happens to be numbered
_WRAPPED_SIZE: Final = 20  # a shorter line without a full stop is a title or an item, not a wrapped line
_STOP: Final = re.compile(r"[。!?\uff01\uff1f]+[”’」』)\uff09]*|\n")
#: A comma inside a number ends no clause, nor does the colon of 其中:.
_COMMA: Final = re.compile(r"(?<!\d)(?<!其中)[,\uff0c:\uff1a;\uff1b]|[,\uff0c:\uff1a;\uff1b](?!\d)(?<!其中.)")
_OPENING: Final = frozenset("“‘《(\uff08「【、")
_CONTINUING: Final = frozenset("”’》)\uff09」】,\uff0c、;\uff1b。")
_ENDING: Final = frozenset("。!?;:”)\uff01\uff1f\uff1b\uff1a\uff09")
_ITEM_NUMBER: Final = re.compile(r"\d+[.、\uff0e](?!\d)")
_LINE: Final = re.compile(r"[^\n]+")


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of the text; `part` is what it tells of: done, plan, history or front (before any heading)."""

    start: int
    end: int
    text: str
    part: str = "front"


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of the table `figures`, as far as the checks need it; missing texts are "", numbers NaN."""

    start: int
    end: int
    text: str
    value: float
    unit: str
    dimension: str
    base_value: float
    base_unit: str
    qualifier: str
    role: str
    domain: str
    indicator_id: str
    name: str
    project: str

    @property
    def measure(self) -> tuple[str, str]:
        """What two figures must share to be compared: dimension, and for counts the unit as well."""
        return self.dimension, self.unit if self.dimension == "count" else ""


class Report:
    """The text with its spans and figures; `tables` are the domain tables as far as they exist."""

    def __init__(self, text: str, tables: Mapping[str, pd.DataFrame]) -> None:
        self.text = text
        self.tables = tables
        self.paragraphs = _paragraphs(text)
        self.sentences = [piece for paragraph in self.paragraphs for piece in _pieces(paragraph, _STOP)]
        self.clauses = [piece for sentence in self.sentences for piece in _pieces(sentence, _COMMA)]
        figures = tables["figures"] if "figures" in tables else conform("figures", [])
        self.scope: dict[str, Any] = {} if figures.empty else {name: figures[name].iloc[0] for name in _SCOPE}
        self.figures = _figures(figures)
        self._figure_starts = [figure.start for figure in self.figures]
        self._starts = {
            "paragraphs": [span.start for span in self.paragraphs],
            "sentences": [span.start for span in self.sentences],
            "clauses": [span.start for span in self.clauses],
        }

    def paragraph_of(self, offset: int) -> Span:
        """The paragraph that `offset` lies in."""
        return self._span("paragraphs", self.paragraphs, offset)

    def sentence_of(self, offset: int) -> Span:
        """The sentence that `offset` lies in, up to and with its full stop."""
        return self._span("sentences", self.sentences, offset)

    def clause_of(self, offset: int) -> Span:
        """The clause that `offset` lies in, without the comma that ends it."""
        return self._span("clauses", self.clauses, offset)

    def figures_in(self, span: Span) -> list[Figure]:
        """The figures that begin in `span`, in the order of the text."""
        first = bisect_left(self._figure_starts, span.start)
        return self.figures[first : bisect_left(self._figure_starts, span.end)]

    def sentences_in(self, span: Span) -> list[Span]:
        """The sentences of a paragraph."""
        starts = self._starts["sentences"]
        return self.sentences[bisect_left(starts, span.start) : bisect_left(starts, span.end)]

    def clauses_in(self, span: Span) -> list[Span]:
        """The clauses of a sentence or paragraph."""
        starts = self._starts["clauses"]
        return self.clauses[bisect_left(starts, span.start) : bisect_left(starts, span.end)]

    def lead(self, figure: Figure) -> str:
        """The words of the figure's clause that stand before it."""
        return self.text[self.clause_of(figure.start).start : figure.start]

    def tail(self, figure: Figure) -> str:
        """The words of the figure's clause that stand behind it."""
        return self.text[figure.end : max(figure.end, self.clause_of(figure.start).end)]

    def _span(self, kind: str, spans: list[Span], offset: int) -> Span:
        at = bisect_right(self._starts[kind], offset) - 1
        return spans[max(at, 0)] if spans else Span(0, len(self.text), self.text)


_SCOPE: Final = ("org_unit", "period", "as_of_start", "as_of_end", "source_id")


def _paragraphs(text: str) -> list[Span]:
    """Lines that hold something; a line broken in mid-sentence goes on in the next one."""
    spans: list[Span] = []
    part, parts = "front", {0: "front"}
    for match in _LINE.finditer(text):
        line = match.group()
        if not (inner := line.strip()):
            continue
        start = match.start() + line.index(inner[0])
        end = start + len(inner)
        level = next((n for n, heading in enumerate(_HEADING, 1) if heading.match(inner)), 0)
        if level and (kind := _part(inner)):
            parts = {n: p for n, p in parts.items() if n < level} | {level: kind}
        elif level:
            parts = {n: p for n, p in parts.items() if n < level}
        part = parts[max(parts)]
        if spans and not level and spans[-1].end == match.start() - 1 and _goes_on(spans[-1].text, inner):
            start = spans.pop().start
        spans.append(Span(start, end, text[start:end], part))
    return spans


def _goes_on(before: str, after: str) -> bool:
    """Whether the line `after` continues `before`: an open mark, a closing one, or a long line without an end."""
    tail = before[before.rfind("\n") + 1 :]
    if tail[-1] in _OPENING or after[0] in _CONTINUING:
        return True
    if _ITEM_NUMBER.match(after):
        return False
    return tail[-1] not in _ENDING and (len(tail) >= _WRAPPED_SIZE or "\n" in before)


def _part(heading: str) -> str:
    title = re.split(r"[。\n]", heading, maxsplit=1)[0]
    if len(title) > _HEADING_SIZE:
        return ""
    for part, words in (("done", DONE_HEADING), ("history", HISTORY_HEADING), ("plan", PLAN_HEADING)):
        if words.search(title):
            return part
    return ""


def _pieces(span: Span, border: re.Pattern[str]) -> list[Span]:
    """`span` cut behind each border; a piece keeps its full stop and loses its comma."""
    pieces: list[Span] = []
    start = 0
    for match in border.finditer(span.text):
        if border is _STOP and "\n" in match.group():
            continue
        _append(pieces, span, start, match.end() if border is _STOP else match.start())
        start = match.end()
    _append(pieces, span, start, len(span.text))
    return pieces


def _append(pieces: list[Span], span: Span, start: int, end: int) -> None:
    words = span.text[start:end]
    if inner := words.strip():
        begin = span.start + start + words.index(inner[0])
        pieces.append(Span(begin, begin + len(inner), inner, span.part))


def _figures(table: pd.DataFrame) -> list[Figure]:
    names = list(Figure.__slots__)
    rows = zip(*(_column(table, name) for name in names), strict=True)
    figures = [Figure(*row) for row in rows]
    kept = [figure for figure in figures if figure.dimension not in NOT_FIGURES and not math.isnan(figure.base_value)]
    return sorted(kept, key=lambda figure: figure.start)


def _column(table: pd.DataFrame, name: str) -> list[Any]:
    values = table[name]
    if name in ("start", "end"):
        return [int(value) for value in values]
    if name in ("value", "base_value"):
        return [float(value) for value in values]
    return values.where(values.notna(), "").tolist()
