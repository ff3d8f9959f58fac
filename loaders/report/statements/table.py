"""The table `statements` of a report: one row per figure that states a fact."""

from dataclasses import dataclass
from typing import Any

from domain.schema.cell_links import join_cells
from domain.text.outline import Outline
from loaders.report.periods import year_of
from loaders.report.statements.dates import Calendar
from loaders.report.statements.due import DueDates
from loaders.report.statements.facts import Fact, Report
from loaders.report.statements.pairs import join_pairs, whole_of
from loaders.report.statements.scope_groups import scopes_of_groups
from loaders.report.statements.scope_lists import scopes_of_lists
from loaders.report.statements.scopes import Scopes
from loaders.report.statements.slots import assign_roles
from loaders.report.statements.spread_domains import spread_domains
from loaders.report.statements.subjects import Subjects
from loaders.report.statements.table_facts import facts_of_cells


@dataclass(frozen=True, slots=True)
class Pair:
    """Statements of one fact, by the offsets of their figures; at least two are set."""

    target: int | None
    actual: int | None
    rate: int | None


@dataclass(frozen=True)
class Statements:
    """Rows of `statements` in the order of the text, and the pairs that they make."""

    rows: list[dict[str, Any]]
    pairs: list[Pair]


def build_statements(text: str, outline: Outline, figures: list[dict[str, Any]]) -> Statements:
    """What a report says: rows of `statements` (see domain/schema/tables.py), one per figure that states a fact.

    text: as read; outline: of it; figures: the rows of `figures`, dates included, in the order of the text.
    """
    report = Report(text, outline, figures)
    if not report.facts and not report.cells:
        return Statements([], [])
    scope = figures[0]
    assign_roles(report)
    scopes, subjects = Scopes(report, scope["org_unit"]), Subjects(report)
    for fact in report.facts:
        subjects.visit(fact)
        scopes.visit(fact)
    scopes_of_groups(report)
    scopes_of_lists(report)
    spread_domains(report)
    year = year_of(scope["period"])
    days, due_dates = Calendar(report, year), DueDates(report, year)
    for fact in report.facts:
        days.visit(fact)
        fact.due = due_dates.of(fact)
    whole_of(report.facts, report)
    of_cells, pairs_of_cells = facts_of_cells(report, days, due_dates, year)
    pairs = [
        Pair(*(None if each is None else int(each.figure["start"]) for each in found))
        for found in (*join_pairs(report), *pairs_of_cells)
    ]
    names = _pair_names(pairs)
    facts = sorted([*report.facts, *of_cells], key=lambda fact: fact.start)
    return Statements([_row(report, fact, names, text) for fact in facts], pairs)


def _pair_names(pairs: list[Pair]) -> dict[int, list[str]]:
    """The names of the pairs of each figure, by its offset: a target may have an actual of each of two stages."""
    names: dict[int, list[str]] = {}
    for pair in pairs:
        members = [each for each in (pair.actual, pair.rate, pair.target) if each is not None]
        for each in members:
            names.setdefault(each, []).append(f"p{members[0]}")
    return names


def _row(report: Report, fact: Fact, pairs: dict[int, list[str]], text: str) -> dict[str, Any]:
    figure = fact.figure
    start, end = report.joined.span(*_words(report, fact))
    offset = int(figure["start"])
    return {
        "row_id": f"s{offset}", "org_unit": figure["org_unit"], "period": figure["period"],
        "as_of_start": fact.days.start if fact.days else None, "as_of_end": fact.days.end if fact.days else None,
        "subject": fact.subject, "scope": fact.scope, "object": fact.object, "stage": fact.stage, "role": fact.role,
        "value": _signed(fact, figure["value"]), "value_high": _signed(fact, figure["value_high"]),
        "unit": figure["unit"], "base_value": _signed(fact, figure["base_value"]),
        "base_unit": figure["base_unit"], "qualifier": figure["qualifier"],
        "of_what": fact.of_what, "part_of": f"s{_original(report, fact.part_of)}" if fact.part_of is not None else None,
        "pair": " ".join(pairs.get(offset, [])) or None, "due": fact.due, "domain": fact.domain,
        "section": figure["section"], "rule": " ".join(fact.rules) or None, "confidence": _confidence(fact, pairs),
        "monitored": fact.is_growth or None,
        "source_id": figure["source_id"], "start": start, "end": end, "quote": text[start:end],
        "cells": join_cells({"value": offset}),
    }  # fmt: skip


def _confidence(fact: Fact, pairs: dict[int, list[str]]) -> str:
    """low: a rate without a base, or a role by surrounding words where the lexicon has no word for the object."""
    alone = fact.role == "rate" and int(fact.figure["start"]) not in pairs
    unnamed = fact.role in ("target", "open") and not fact.object
    return "low" if alone or unnamed else "high"


def _signed(fact: Fact, value: float | None) -> float | None:
    """下降5% is -5."""
    return -abs(value) if fact.declines and value is not None else value


def _original(report: Report, start: int) -> int:
    return report.joined.original(start)


def _words(report: Report, fact: Fact) -> tuple[int, int]:
    """The clause of a fact without its end mark."""
    start, end = fact.clause
    while end > fact.end and report.text[end - 1] in ",;:。! ?\n":
        end -= 1
    return start, end
