"""A report as the checks see it: the outline of its text, its figures in order, its tables."""

import math
import re
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

import pandas as pd

from domain.checks.quantity import Range, range_of
from domain.schema.cell_links import cell_starts
from domain.schema.frames import conform
from domain.schema.vocabulary import NOT_FIGURES, REPORTED_ROLES
from domain.text.outline import read_outline
from domain.text.spans import Span

#: Roles of a figure that states a fact, or whose role is unknown.
SO_FAR: Final = REPORTED_ROLES | {""}


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
    base_value_high: float
    statement: "Statement" = field(compare=False)

    @property
    def range(self) -> Range:
        """What the figure may stand for, in base units: what 约, 余 and the digits left out allow."""
        return range_of(
            self.base_value, self.base_value_high, self.text, self.qualifier, is_set=self.role in ("target", "baseline")
        )

    @property
    def rounded(self) -> Range:
        """The same where digits were left out by rounding only: for quotients and differences."""
        wide, half = self.range, (self.range.high - self.range.low) / 3
        is_open = self.qualifier in ("", "exact") and math.isnan(self.base_value_high)
        return Range(wide.low, self.base_value + half) if is_open else wide

    @property
    def measure(self) -> tuple[str, str]:
        """What two figures must share to be compared: dimension, and for counts the unit as well."""
        return self.dimension, self.counted_in if self.dimension == "count" else ""

    @property
    def counted_in(self) -> str:
        """Its unit; of a count without the scale that is printed with it: 万批次 counts 批次."""
        return self.base_unit if self.dimension == "count" and self.base_unit else self.unit


@dataclass(frozen=True, slots=True)
class Statement:
    """What the table `statements` says of a figure; missing texts are "", days None.

    is_known: False for a figure that states no fact (千万元以上项目) and where the report has no statements.
    part_of: start of the figure that is its whole, -1 where none. pairs: the names of the facts that it belongs to.
    """

    is_known: bool = False
    scope: str = ""
    subject: str = ""
    object: str = ""
    stage: str = ""
    of_what: str = ""
    part_of: int = -1
    pairs: frozenset[str] = frozenset()
    as_of: date | None = None
    due: date | None = None


class Report:
    """The text with its outline and its figures; `tables` are the domain tables as far as they exist.

    published: the day of publication where its origin says so.
    """

    def __init__(self, text: str, tables: Mapping[str, pd.DataFrame], published: date | None = None) -> None:
        self.text = text
        self.published = published
        self.tables = tables
        self.outline = read_outline(text)
        figures = tables["figures"] if "figures" in tables else conform("figures", [])
        self.scope: dict[str, Any] = {} if figures.empty else {name: figures[name].iloc[0] for name in _SCOPE}
        self.plain = text.translate(_HALF_WIDTH)
        statements = _statements(tables.get("statements"))
        self.figures = _with_units(_figures(figures, statements), self.plain)
        self._has_statements = bool(statements)
        self._marks = _figures(figures, {}, is_mark=True)
        self._figure_starts = [figure.start for figure in self.figures]

    def figures_in(self, span: Span) -> list[Figure]:
        """The figures that begin in `span`, in the order of the text."""
        first = bisect_left(self._figure_starts, span.start)
        return self.figures[first : bisect_left(self._figure_starts, span.end)]

    def states(self, figure: Figure) -> bool:
        """Whether a figure says how much there is; 千万元以上项目 only says which are meant, 6批次/千人 is a ratio."""
        is_ratio = self.plain.startswith("/", figure.end) or _PER_PERSON.search(self.before(figure))
        if is_ratio or _BARE_SCALE.fullmatch(figure.text):
            return False
        return figure.statement.is_known or not self._has_statements

    def marks_in(self, start: int, end: int) -> tuple[Figure, ...]:
        """All printed numbers in text[start:end], those included that count nothing: days, places, ordinals."""
        found = [each for each in (*self._marks, *self.figures) if start <= each.start < end]
        return tuple(sorted(found, key=lambda each: each.start))

    def before(self, figure: Figure) -> str:
        """The words between `figure` and the figure before it in its sentence, or its beginning; half-width marks."""
        begin = self.outline.sentence(figure.start).start
        at = bisect_left(self._figure_starts, figure.start)
        return self.plain[max(begin, self.figures[at - 1].end if at else 0) : figure.start]

    def behind(self, figure: Figure) -> str:
        """The words between `figure` and the next one in its sentence, or its end; half-width marks."""
        end = self.outline.sentence(figure.start).end
        at = bisect_left(self._figure_starts, figure.end)
        return self.plain[figure.end : min(end, self._figure_starts[at]) if at < len(self.figures) else end]

    def between(self, first: Figure, second: Figure) -> str:
        """The words from the end of `first` to the beginning of `second`; half-width marks."""
        return self.plain[first.end : second.start]

    def segment(self, figure: Figure) -> list[Figure]:
        """The figures of its sentence that no semicolon parts from `figure`."""
        sentence = self.outline.sentence(figure.start)
        begin = self.plain.rfind(";", sentence.start, figure.start) + 1 or sentence.start
        end = self.plain.find(";", figure.end, sentence.end)
        return self.figures_in(Span(begin, sentence.end if end < 0 else end, ""))

    def lead(self, figure: Figure) -> str:
        """The words of the figure's clause that stand before it."""
        return self.text[self.outline.clause(figure.start).start : figure.start]

    def tail(self, figure: Figure) -> str:
        """The words of the figure's clause that stand behind it."""
        return self.text[figure.end : max(figure.end, self.outline.clause(figure.start).end)]


#: The marks of a text in half-width: one character for one, so that offsets stay.
_HALF_WIDTH: Final = str.maketrans("，；：（）％！？０１２３４５６７８９．／－～—\u3000", ",;:()%!?0123456789./-~- ")
_SCOPE: Final = ("org_unit", "period", "as_of_start", "as_of_end", "source_id")


def _statements(table: pd.DataFrame | None) -> dict[int, Statement]:
    """Start of a figure → what is stated of it."""
    if table is None:
        return {}
    columns = zip(*(_column(table, name) for name in _STATED), _column(table, "cells"), strict=True)
    found = {}
    for scope, subject, thing, stage, of_what, part_of, pair, as_of, due, cells in columns:
        found[cell_starts(cells)["value"]] = Statement(
            True, scope, subject, thing, stage, of_what, int(part_of[1:]) if part_of else -1,
            frozenset(pair.split()), as_of.date() if as_of else None, due.date() if due else None,
        )  # fmt: skip
    return found


_STATED: Final = ("scope", "subject", "object", "stage", "of_what", "part_of", "pair", "as_of_end", "due")


def _figures(table: pd.DataFrame, statements: Mapping[int, Statement], *, is_mark: bool = False) -> list[Figure]:
    """The figures that count or measure; is_mark: those that do not."""
    names = [name for name in Figure.__slots__ if name != "statement"]
    stated = [statements.get(start, Statement()) for start in _column(table, "start")]
    rows = zip(*(_column(table, name) for name in names), stated, strict=True)
    figures = [Figure(*row) for row in rows]
    if is_mark:
        return [figure for figure in figures if figure.dimension in NOT_FIGURES]
    kept = [figure for figure in figures if figure.dimension not in NOT_FIGURES and not math.isnan(figure.base_value)]
    return sorted(kept, key=lambda figure: figure.start)


_BARE_SCALE: Final = re.compile(r"[百千]?[万亿]元")
_PER_PERSON: Final = re.compile("每[百千万]?[人户]$")
_LISTED: Final = re.compile(r"\s*(?:、|和|及|与)\s*")


def _with_units(figures: list[Figure], text: str) -> list[Figure]:
    """The figures, those of a list with the unit that is printed behind the last one: 30、40、60户."""
    found = list(figures)
    for at in range(len(found) - 2, -1, -1):
        one, two = found[at], found[at + 1]
        number = _NUMBER.search(two.text.translate(_HALF_WIDTH))
        if one.dimension == "count" and not one.unit and number and _LISTED.fullmatch(text, one.end, two.start):
            factor = two.base_value / float(number[0].replace(",", "")) if float(number[0].replace(",", "")) else 1.0
            found[at] = replace(
                one, unit=two.unit, base_unit=two.base_unit, dimension=two.dimension, base_value=one.base_value * factor
            )
    return found


_NUMBER: Final = re.compile(r"\d[\d,]*(?:\.\d+)?")


def _column(table: pd.DataFrame, name: str) -> list[Any]:
    values = table[name]
    if name in ("start", "end"):
        return [int(value) for value in values]
    if name in ("value", "base_value", "base_value_high"):
        return [float(value) for value in values]
    return values.astype(object).where(values.notna(), "").tolist()
