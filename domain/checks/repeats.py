"""One fact said twice counts once; the same words with another number is a contradiction."""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from domain.checks.finding import Finding, excerpt
from domain.checks.report import Figure, Report, Span
from domain.checks.words import AWARD

_LEAST: Final = 6  # distinct pairs of characters; shorter clauses are alike by chance
_TITLE: Final = 24
_SAME_FACT: Final = 0.7
_SAME_WORDS: Final = 0.8
_CHINESE: Final = re.compile(r"[^\u4e00-\u9fff]+")


def check_said_twice(report: Report) -> Iterator[Finding]:
    """Clauses of awards and of figures that stand in two paragraphs with nearly the same words."""
    facts: list[tuple[Span, frozenset[str]]] = []
    index: dict[str, set[int]] = defaultdict(set)
    for clause in report.clauses:
        if clause.part == "plan" or not (AWARD.search(clause.text) or report.figures_in(clause)):
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
    clause: Span,
    pairs: frozenset[str],
    facts: list[tuple[Span, frozenset[str]]],
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
    if report.paragraph_of(first.start) == report.paragraph_of(clause.start) or likeness < _SAME_FACT:
        return None
    return _finding(report, first, clause, likeness)


def _likeness(shared: int, first: frozenset[str], second: frozenset[str]) -> float:
    """Pairs of characters in common, as a share of the shorter clause."""
    return shared / min(len(first), len(second))


def _pairs(words: str) -> frozenset[str]:
    plain = _CHINESE.sub("", words)
    return frozenset(plain[at : at + 2] for at in range(len(plain) - 1))


def _finding(report: Report, first: Span, second: Span, likeness: float) -> Finding | None:
    before, after = report.figures_in(first), report.figures_in(second)
    differ = _different(before, after)
    if differ and (likeness < _SAME_WORDS or first.part != second.part or differ[0].role != differ[1].role):
        return None
    if not differ and not AWARD.search(second.text) and not (before and after):
        return None
    fact = re.sub(r"^\d+[.、\uff0e]", "", first.text)
    slots = {
        "fact": fact if len(fact) <= _TITLE else fact[: _TITLE - 1] + "…",
        "first_quote": excerpt(report, first.start, first.end),
        "second_quote": excerpt(report, second.start, second.end),
    }
    if differ:
        slots |= {"first": differ[0].text, "second": differ[1].text}
    return Finding(
        check="said_twice",
        severity="conflict" if differ else "notice",
        saying="said_differently" if differ else "said_twice",
        slots=slots,
        at=first.start,
        words=first.text,
        printed="、".join(figure.text for figure in differ),
        figures=differ or (*before, *after),
    )


def _different(before: list[Figure], after: list[Figure]) -> tuple[Figure, ...]:
    """The first two figures of one measure whose values differ; () where all agree."""
    for figure in before:
        for other in after:
            if figure.measure == other.measure:
                return () if figure.base_value == other.base_value else (figure, other)
    return ()
