"""Printed rates: of what? Accepts rounding and truncation, and lists every pair of figures that gives the rate.

What counts as giving the rate is said in domain.rates; here are the pairs that are worth trying.
"""

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from domain.checks.finding import Finding, excerpt, number
from domain.checks.report import Figure, Report
from domain.checks.words import CHANGE, COMPLETION, NAMED_BASE, PLANNED
from domain.rates import MATCHES, Match, rate_match

_BASE_DIMENSIONS: Final = ("money", "area", "length", "mass", "count")
_COUNTABLE: Final = frozenset("户幢栋家个件处人名村套座宗项")
_NEIGHBOURS: Final = 24  # figures of a paragraph that are tried around a rate: keeps long paragraphs linear
_DECIMALS: Final = re.compile(r"[.\uff0e·](\d+)")
_SHOWN: Final = 6
_SMALLEST_WHOLE: Final = 5  # 75% is 3 of 4 of anything


@dataclass(frozen=True, slots=True)
class Quotient:
    """`part` of `whole` in per cent; `how` is how that gives the printed rate, None where it does not."""

    part: str
    whole: str
    percent: float
    how: Match | None
    figures: tuple[Figure, ...]

    def __str__(self) -> str:
        way = f"({MATCHES[self.how]})" if self.how else ""
        return f"{self.part}÷{self.whole}={number(self.percent)}%{way}"


def check_rate_base(report: Report) -> Iterator[Finding]:
    """One finding for each rate of completion that does not say of what; one for all rates of change."""
    changes: list[Figure] = []
    for rate in report.figures:
        if rate.dimension != "percent" or rate.qualifier not in ("", "exact"):
            continue
        if CHANGE.search(report.lead(rate)):
            changes.append(rate)
        elif rate.role in ("", "actual"):
            yield from _of_what(report, rate)
    if changes:
        yield _changes(report, changes)


def _of_what(report: Report, rate: Figure) -> Iterator[Finding]:
    clause = report.clause_of(rate.start).text
    if not COMPLETION.search(clause):
        return
    before = report.text[report.sentence_of(rate.start).start : rate.start]
    if NAMED_BASE.search(report.lead(rate)) or PLANNED.search(before):
        yield from _named(report, rate)
        return
    if rate.base_value == 100:
        yield from _full(report, rate)
        return
    tried = list(_quotients(report, rate))
    found = _distinct(quotient for quotient in tried if quotient.how)
    guessed = found or _distinct(_inferred(report, rate))
    near = _near_misses(rate, tried, found)
    if not guessed:
        yield _finding(report, rate, "rate_none", "doubt", [], near)
    elif len(guessed) == 1 and found:
        paragraph = report.paragraph_of(rate.start)
        here = all(paragraph.start <= figure.start < paragraph.end for figure in guessed[0].figures)
        yield _finding(report, rate, "rate_one", "notice" if here else "doubt", guessed, near)
    else:
        yield _finding(report, rate, "rate_many", "doubt", guessed, near)


def _named(report: Report, rate: Figure) -> Iterator[Finding]:
    """A rate that names its base is said to hold where one pair of its own sentence gives it; else nothing."""
    sentence = report.sentence_of(rate.start)
    found = _distinct(
        quotient
        for quotient in _quotients(report, rate)
        if quotient.how and all(sentence.start <= figure.start < sentence.end for figure in quotient.figures)
    )
    if len(found) == 1 and rate.base_value != 100:
        yield _finding(report, rate, "rate_named", "passed", found)


def _quotients(report: Report, rate: Figure) -> Iterator[Quotient]:
    """Every part of the paragraph over every larger figure of the same measure: there, or a target elsewhere."""
    near = _near(report, rate)
    far = [figure for figure in report.figures if figure.role == "target" and figure.domain == rate.domain]
    for part in near:
        for whole in {figure.start: figure for figure in (*near, *far)}.values():
            if whole is part or whole.measure != part.measure or not 0 < part.base_value < whole.base_value:
                continue
            percent = 100 * part.base_value / whole.base_value
            how = rate_match(rate.base_value, part.base_value, whole.base_value, _decimals(rate))
            yield Quotient(part.text, whole.text, percent, how, (part, whole))


def _inferred(report: Report, rate: Figure) -> Iterator[Quotient]:
    """Where only the whole is printed: the whole number of its parts that gives the rate."""
    decimals = _decimals(rate)
    for whole in _near(report, rate):
        total = whole.base_value
        if whole.unit not in _COUNTABLE or whole.qualifier not in ("", "exact") or total % 1:
            continue
        if not _SMALLEST_WHOLE <= total < 10 ** (decimals + 2):  # a larger whole can give any rate
            continue
        for count in {math.floor(rate.base_value * total / 100), math.ceil(rate.base_value * total / 100)}:
            how = rate_match(rate.base_value, count, total, decimals)
            if how and 0 < count < total:
                yield Quotient(f"{count}{whole.unit}(推算)", whole.text, 100 * count / total, how, (whole,))


def _near(report: Report, rate: Figure) -> list[Figure]:
    figures = [
        figure
        for figure in report.figures_in(report.paragraph_of(rate.start))
        if figure.dimension in _BASE_DIMENSIONS and figure.role != "forecast"
    ]
    figures.sort(key=lambda figure: abs(figure.start - rate.start))
    return sorted(figures[:_NEIGHBOURS], key=lambda figure: figure.start)


def _distinct(quotients: Iterable[Quotient]) -> list[Quotient]:
    return list({(quotient.part, quotient.whole): quotient for quotient in quotients}.values())


def _near_misses(rate: Figure, tried: list[Quotient], found: list[Quotient]) -> list[Quotient]:
    """The quotients that do not give the rate: first those of the same part or of a target, then the nearest."""
    parts = {quotient.part for quotient in found}
    return sorted(
        _distinct(quotient for quotient in tried if not quotient.how),
        key=lambda quotient: (
            not (quotient.part in parts and quotient.figures[1].role == "target"),
            abs(quotient.percent - rate.base_value),
        ),
    )


def _decimals(rate: Figure) -> int:
    match = _DECIMALS.search(rate.text)
    return len(match[1]) if match else 0


def _finding(
    report: Report, rate: Figure, saying: str, severity: str, found: list[Quotient], near: Iterable[Quotient] = ()
) -> Finding:
    listed = "、".join(map(str, found))
    return Finding(
        check="rate_base",
        severity=severity,
        saying=saying,
        slots={
            "printed": rate.text,
            "quote": excerpt(report, rate.start, rate.end),
            "found": listed,
            "n": str(len(found)),
            "near": "、".join(map(str, list(near)[:_SHOWN])) or "没有同类数字可比",
        },
        at=rate.start,
        words=report.clause_of(rate.start).text,
        computed=listed,
        printed=rate.text,
        figures=(rate, *(figure for quotient in found for figure in quotient.figures)),
    )


def _full(report: Report, rate: Figure) -> Iterator[Finding]:
    """A rate of 100 % whose count of completed things is not printed: the whole it must be of, by its words."""
    clause = report.lead(rate)
    wholes = [
        figure
        for figure in _near(report, rate)
        if figure.dimension == "count" and figure.start < rate.start and _subject(report.lead(figure)) in clause
    ]
    if not wholes:
        return
    whole = wholes[-1]
    yield Finding(
        check="rate_base",
        severity="notice",
        saying="rate_full",
        slots={
            "printed": f"{clause}{rate.text}",
            "quote": excerpt(report, rate.start, rate.end),
            "whole": f"{_subject(report.lead(whole))}{whole.text}",
            "count": whole.text,
        },
        at=rate.start,
        words=clause,
        computed=whole.text,
        printed=rate.text,
        figures=(rate, whole),
    )


def _subject(lead: str) -> str:
    return lead[-4:] if len(lead) >= 4 else lead or "\0"


def _changes(report: Report, changes: list[Figure]) -> Finding:
    listed = [f"“{report.lead(figure)[-12:]}{figure.text}”" for figure in changes]
    more = f"等{len(changes)}个" if len(changes) > _SHOWN else ""
    return Finding(
        check="rate_base",
        severity="notice",
        saying="rate_change",
        slots={"n": str(len(changes)), "list": "、".join(listed[:_SHOWN]) + more},
        at=changes[0].start,
        words="rate_change",
        printed="、".join(figure.text for figure in changes[:_SHOWN]),
        figures=tuple(changes),
    )
