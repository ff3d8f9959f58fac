"""One fact that a report states twice counts once."""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from domain.checks.finding import Finding, excerpt
from domain.checks.report import Figure, Report
from domain.checks.words import AWARD, CHANGE
from domain.text.kinds import AHEAD
from domain.text.spans import Clause

_LEAST: Final = 6  # distinct pairs of characters; shorter clauses are alike by chance
_TITLE: Final = 24
_SAME_FACT: Final = 0.7
_NUMBER: Final = re.compile(r"^\d+[.、\uff0e]")
_CHINESE: Final = re.compile(r"[^\u4e00-\u9fff]+")


def check_repeats(report: Report) -> Iterator[Finding]:
    """Clauses of awards and of figures that stand in two paragraphs with nearly the same words."""
    facts: list[tuple[Clause, frozenset[str]]] = []
    index: dict[str, set[int]] = defaultdict(set)
    for clause in report.outline.clauses:
        if clause.kind in AHEAD or not (AWARD.search(clause.text) or report.figures_in(clause)):
            continue
        pairs = _pairs(clause.text)
        if len(pairs) < _LEAST:
            continue
        finding = _repeats(report, clause, pairs, facts, index)
        if finding:
            yield finding
        for pair in pairs:
            index[pair].add(len(facts))
        facts.append((clause, pairs))


def _repeats(
    report: Report,
    clause: Clause,
    pairs: frozenset[str],
    facts: list[tuple[Clause, frozenset[str]]],
    index: dict[str, set[int]],
) -> Finding | None:
    shared: dict[int, int] = defaultdict(int)
    for pair in pairs:
        for number in index.get(pair, ()):
            shared[number] += 1
    best = max(shared, key=lambda number: _likeness(shared[number], pairs, facts[number][1]), default=None)
    if best is None:
        return None
    first, first_pairs = facts[best]
    likeness = _likeness(shared[best], pairs, first_pairs)
    if report.outline.paragraph(first.start) == report.outline.paragraph(clause.start) or likeness < _SAME_FACT:
        return None
    return _finding(report, first, clause)


def _likeness(shared: int, first: frozenset[str], second: frozenset[str]) -> float:
    """Pairs of characters in common, as a share of the shorter clause."""
    return shared / min(len(first), len(second))


def _pairs(words: str) -> frozenset[str]:
    plain = _CHINESE.sub("", words)
    return frozenset(plain[at : at + 2] for at in range(len(plain) - 1))


def _finding(report: Report, first: Clause, second: Clause) -> Finding | None:
    """A notice for one award or one equal figure stated twice; other numbers: domain.checks.same_things."""
    same, differ = _compared(report.figures_in(first), report.figures_in(second))
    award = bool(AWARD.search(first.text) and AWARD.search(second.text))
    if differ or (not award and (not same or CHANGE.search(report.lead(same[0])))):
        return None
    fact = _NUMBER.sub("", first.text)
    return Finding(
        check="said_twice",
        severity="notice",
        text_code="said_twice",
        slots={
            "fact": fact if len(fact) <= _TITLE else fact[: _TITLE - 1] + "…",
            "first_quote": excerpt(report, first.start, first.end),
            "second_quote": excerpt(report, second.start, second.end),
        },
        at=first.start,
        words=first.text,
        printed="、".join(figure.text for figure in same),
        figures=same,
    )


def _compared(before: list[Figure], after: list[Figure]) -> tuple[tuple[Figure, ...], tuple[Figure, ...]]:
    """The first two figures of one measure: (equal ones or (), differing ones or ())."""
    for figure in before:
        for other in after:
            if figure.measure == other.measure:
                pair = (figure, other)
                return (pair, ()) if figure.base_value == other.base_value else ((), pair)
    return (), ()
