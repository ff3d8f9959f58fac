"""The table `figures`: every number that a report prints, with its place, worth, role, subject and name."""

from bisect import bisect_left
from typing import Any

import pandas as pd

from domain.schema.frames import conform
from domain.schema.units import parse_unit
from domain.schema.vocabulary import NOT_FIGURES
from domain.text.kinds import AHEAD
from domain.text.outline import read_outline
from domain.text.spans import Span
from domain.text.text_tables import find_tables
from domain.text.traditional import simplified
from domain.text.wrapping import JoinedText
from loaders.numbers.number import Number
from loaders.report.as_of import Dates
from loaders.report.implied_units import set_implied_unit, set_stated_units
from loaders.report.names import name_at
from loaders.report.periods import report_period
from loaders.report.recognised import with_recognised
from loaders.report.roles import role_of
from loaders.report.sentence_names import SentenceNames
from loaders.report.table_numbers import FigureCell, read_numbers_and_cells
from loaders.report.topics import SentenceTopics
from loaders.text.source import Source


def read_figures(source: Source) -> pd.DataFrame:
    """Table `figures` of a report: one row per printed number, in the order of the text.

    Dates, periods, ordinals, ranks and identifiers have rows of those dimensions, without a base value; a count
    without a number (数十家) has a row without a value. `text` and `quote` are source.text[start:end]. Money is in
    元, area in 平方米, length in 米, mass in 千克, all else as counted. `indicator_id` stays empty here.
    """
    return conform("figures", _Reader(source).columns())


class _Reader:
    """One pass over one report; what neighbouring figures share (sentence, clause, topics) is kept between them."""

    def __init__(self, source: Source) -> None:
        self.source, self.joined = source, JoinedText(source.text)
        self.text = simplified(self.joined.text)
        self.outline = read_outline(source.text)
        origin, _ = with_recognised(source)
        period, span = report_period(origin)
        self.scope = {"org_unit": origin.get("org_unit"), "period": period}
        self.dates = Dates(self.text, self.joined, span)
        tables = find_tables(source.text)
        self.numbers, self.cells = read_numbers_and_cells(self.text, self.joined, tables, source.text)
        set_stated_units(self.text, self.numbers, self.cells)
        self.figure_starts = [number.start for number in self.numbers if number.dimension not in NOT_FIGURES]
        self.sentence = self.clause = (-1, -1)
        self.last: Number | None = None

    def columns(self) -> pd.DataFrame:
        """The rows as columns: one list per column, so that the frame is built once."""
        rows = []
        for number in self.numbers:
            self._enter(number)
            row = self._row(number) | (self._worth(number) if number.dimension not in NOT_FIGURES else {})
            cell = self.cells.get(number.start)
            rows.append(row if cell is None else row | self._by_column(cell, number))
        names = max(rows, key=len, default={})
        return pd.DataFrame({name: [row.get(name) for row in rows] for name in names})

    def _enter(self, number: Number) -> None:
        """Moves to the sentence and clause of `number`."""
        if not self.sentence[0] <= number.start < self.sentence[1]:
            offset = self.joined.original(number.start)
            self.printed, self.paragraph = self.outline.sentence(offset), self.outline.paragraph(offset)
            self.sentence, self.clause = self._joined_span(self.printed), (-1, -1)
            self.topics = SentenceTopics(self.text, self.sentence, self.printed.kind, self.paragraph.headings)
            self.names = SentenceNames(self.text, self._clause_at, self.sentence[0])
            self.dates.new_sentence()
            self.last = None
        if not self.clause[0] <= number.start < self.clause[1]:
            self.clause = self._clause_at(number.start)

    def _clause_at(self, offset: int) -> tuple[int, int]:
        """The clause around `offset`, with the mark that ends it, as a span of the joined text."""
        clause = self.outline.clause(self.joined.original(offset))
        return self.joined.joined(clause.start), self.joined.joined(clause.stop)

    def _joined_span(self, span: Span) -> tuple[int, int]:
        return self.joined.joined(span.start), self.joined.joined(span.end)

    def _row(self, number: Number) -> dict[str, Any]:
        """The cells that every number has, whether it is a figure or not."""
        self.dates.see(number, self.clause[0])
        place, unit = (number.start, number.end), self.scope["org_unit"]
        project, self.site = (
            name_at(unit, kind, self.text, place, self.clause, self.sentence) for kind in ("projects", "places")
        )
        start, end = self.joined.span(number.start, number.end)
        printed = self.source.text[start:end]
        span = self.dates.of(self.clause[0], self.printed.kind, self.paragraph)
        if number.dimension not in NOT_FIGURES and number.start not in self.cells:
            set_implied_unit(self.text, number, self.clause, self.last)
            self.last = number
        return self.scope | {
            "row_id": f"f{start}",
            "as_of_start": span.start if span else None, "as_of_end": span.end if span else None,
            "text": printed, "value": number.value, "value_high": number.high, "unit": number.unit or None,
            "dimension": number.dimension, "qualifier": number.qualifier,
            "domain": self.topics.domain(self.clause, number.dimension), "project": project, "place": self.site,
            "section": self.paragraph.path or None, "sentence": self.printed.text,
            "source_id": self.source.source_id, "start": start, "end": end, "quote": printed,
        }  # fmt: skip

    def _worth(self, number: Number) -> dict[str, Any]:
        """The cells that only a figure has: worth in base units, role and name."""
        unit = parse_unit(number.unit)
        factor, base = (unit.factor, unit.base) if unit else (1.0, number.unit)
        plan = self.printed.kind in AHEAD
        left = bisect_left(self.figure_starts, self.clause[1]) - bisect_left(self.figure_starts, number.start)
        return {
            "base_value": None if number.value is None else number.value * factor,
            "base_value_high": None if number.high is None else number.high * factor,
            "base_unit": base or None,
            "role": role_of(self.text, self.sentence[0], self.clause, (number.start, number.end), plan),
            "name": self.names.name(number, self.clause, left),
        }

    def _by_column(self, cell: FigureCell, number: Number) -> dict[str, Any]:
        """What the row and the header say of the figure in a cell of a table."""
        above = "\n".join(self.source.text[start:end] for start, end in reversed(cell.table.above))
        words = simplified(f"{above}\n") + cell.name
        topics = SentenceTopics(words, (0, len(words)), "", self.paragraph.headings)
        role = cell.meaning.role
        return {
            "domain": topics.domain((len(words) - len(cell.name), len(words)), number.dimension),
            "role": role if role == "target" else "actual", "name": cell.name, "place": cell.place or self.site,
        }  # fmt: skip
