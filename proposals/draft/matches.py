"""Which figure of a draft and which stored number refer to the same thing.

Two do where their rows have one id and the same key, where their clauses have the same words, or where the same is
stated of them. What the version holds today counts, not what its report once printed.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from domain.checks.report import Figure, Report
from domain.schema.cell_links import cell_starts, replaced_starts
from domain.schema.columns import Column
from domain.schema.display import is_missing
from domain.schema.frames import conform, records
from domain.schema.labels import row_names
from domain.schema.period import as_date
from domain.schema.tables import BASE_TABLES, TABLES
from domain.schema.units import UnitError, convert
from loaders.report.wording import plain
from proposals.draft.reference import Reference
from proposals.merge import pair_rows

#: Tables whose rows are words, not readings.
_WORDS: Final = ("commitments", "honours")
_NUMBERS: Final = re.compile(r"[0-9０-９][0-9０-９.,．]*")
_HAN: Final = re.compile(r"[\u4e00-\u9fff]")
_SHORTEST: Final = 4

Row = Mapping[Any, Any]


@dataclass(frozen=True)
class Cell:
    """A number of the stored version: `column` of `row` in `table`, in `unit`."""

    table: str
    row: Row
    column: Column

    @property
    def value(self) -> float:
        return float(self.row[self.column.name])

    @property
    def unit(self) -> str:
        return self.column.unit or word(self.row.get(self.column.unit_column))

    @property
    def qualifier(self) -> str:
        return word(self.row.get(self.column.qualifier_column))

    @property
    def day(self) -> date | None:
        return as_date(self.row["as_of_end"]) if not is_missing(self.row["as_of_end"]) else None


@dataclass(frozen=True)
class Match:
    """A figure of the draft and the stored number of the same thing. value: of the figure in the unit of the cell;
    what: the thing in words; day: that the figure refers to.
    """

    figure: Figure
    value: float
    cell: Cell
    what: str
    day: date | None


def find_matches(draft: Report, reference: Reference) -> Iterator[Match]:
    """Figures of `draft` with stored numbers, those of rows first; a figure may have several."""
    figures = {figure.start: figure for figure in draft.figures}
    yield from _by_rows(draft, reference, figures)
    yield from _by_words(draft, reference)


def _by_rows(draft: Report, reference: Reference, figures: Mapping[int, Figure]) -> Iterator[Match]:
    """Figures behind the cells of rows that both sides have."""
    for name, new, old in row_pairs(draft, reference):
        names = row_names(name, draft.tables[name])
        for column, start in cell_starts(word(new["cells"])).items():
            spec = TABLES[name].column(column)
            figure = figures.get(start)
            if spec.kind == "number" and figure and not is_missing(new[column]) and not is_missing(old[column]):
                what = f"“{names[new['row_id']]}”的{spec.label}"
                yield Match(figure, float(new[column]), Cell(name, old, spec), what, day_of(new))


def row_pairs(draft: Report, reference: Reference) -> Iterator[tuple[str, Row, Row]]:
    """(table, row of the draft, the same row of the version)."""
    for name in BASE_TABLES:
        if name in _WORDS or name not in draft.tables:
            continue
        new, old = draft.tables[name], reference.tables.get(name, conform(name, []))
        rows = {row["row_id"]: row for row in records(old)}
        same = pair_rows(name, new, old)
        for row in records(new):
            other = rows.get(same.get(row["row_id"], ""))
            if other is not None and _is_alike(name, row, other):
                yield name, row, other


def _is_alike(name: str, row: Row, other: Row) -> bool:
    """Whether rows with one id have one key, too: an id counts on where words are the same (x#2)."""
    keys = [key for key in TABLES[name].key if key != "claim"]
    return all(plain(word(row.get(key))) == plain(word(other.get(key))) for key in keys)


def _by_words(draft: Report, reference: Reference) -> Iterator[Match]:
    """Figures whose clause has the same words, or of which the same is stated, once in either text."""
    cells = _cells_of(reference)
    for keys in (_clause_keys, _statement_keys):
        theirs = {key: figure for figure, key in _unique(keys(reference.report))}
        for figure, key in _unique(keys(draft)):
            stored = theirs.get(key)
            if stored is None or not draft.states(figure):
                continue
            what = f"“{plain(draft.lead(figure)) or figure.name or figure.statement.object}”"
            for cell in cells.get(stored.start, [_printed_cell(stored)]):
                value = _in_unit(figure, cell.unit)
                if value is not None:
                    yield Match(figure, value, cell, what, figure.statement.as_of)


def _cells_of(reference: Reference) -> dict[int, list[Cell]]:
    """Start of a figure of the stored report → the cells that it stood behind, with what they hold today."""
    found: dict[int, list[Cell]] = defaultdict(list)
    for name in BASE_TABLES:
        for row in records(reference.tables.get(name, conform(name, []))):
            for column, start in (replaced_starts(word(row["cells"])) | cell_starts(word(row["cells"]))).items():
                spec = next((each for each in TABLES[name].numbers if each.name == column), None)
                if spec is not None and not is_missing(row[column]):
                    found[start].append(Cell(name, row, spec))
    return found


def _printed_cell(figure: Figure) -> Cell:
    """A figure of the stored report that no row has, as a cell of its table of figures."""
    row = {
        "value": figure.value, "unit": figure.unit, "qualifier": figure.qualifier, "as_of_end": figure.statement.as_of,
        "domain": figure.domain, "quote": None, "sheet": None, "cell": None, "cells": f"value={figure.start}",
    }  # fmt: skip
    column = TABLES["figures"].column("value")
    return Cell("figures", row, replace(column, dated=figure.role not in ("target", "baseline")))


def _clause_keys(report: Report) -> Iterator[tuple[Figure, tuple[Any, ...]]]:
    """The words of the clause without its numbers, those before it in its sentence, and which of its figures it is."""
    for figure in report.figures:
        clause = report.outline.clause(figure.start)
        words = _NUMBERS.sub("#", plain(report.text[clause.start : clause.end]))
        before = report.text[report.outline.sentence(figure.start).start : clause.start]
        place = [each.start for each in report.figures_in(clause)].index(figure.start)
        if len(_HAN.findall(words)) >= _SHORTEST:
            yield figure, (words, place, _NUMBERS.sub("#", plain(before)))


def _statement_keys(report: Report) -> Iterator[tuple[Figure, tuple[Any, ...]]]:
    """What is stated of a figure: of whom, where, what, at which stage, in which role, of what, in which measure."""
    for figure in report.figures:
        fact = figure.statement
        if fact.object and (fact.stage or fact.subject or fact.scope):
            yield (
                figure,
                (fact.subject, fact.scope, fact.object, fact.stage, fact.of_what, figure.role, *figure.measure),
            )


def _unique(keys: Iterator[tuple[Figure, tuple[Any, ...]]]) -> list[tuple[Figure, tuple[Any, ...]]]:
    listed = list(keys)
    counts = Counter(key for _, key in listed)
    return [(figure, key) for figure, key in listed if counts[key] == 1]


def _in_unit(figure: Figure, unit: str) -> float | None:
    """The value of a figure in `unit`; None where it cannot be."""
    if figure.unit == unit or not unit:
        return figure.value
    try:
        return round(convert(figure.value, figure.unit, unit), 6)
    except UnitError:
        return None


def day_of(row: Row) -> date | None:
    """The day that a row refers to."""
    return None if is_missing(row["as_of_end"]) else as_date(row["as_of_end"])


def word(cell: Any) -> str:
    """A cell as text, "" for a missing one."""
    return "" if cell is None or is_missing(cell) else str(cell)


def excerpt_at(report: Report, start: int) -> str:
    """The clause at `start` in corner brackets."""
    clause = report.outline.clause(start)
    return f"「{' '.join(report.text[clause.start : clause.end].split())}」"
