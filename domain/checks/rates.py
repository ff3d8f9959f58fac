"""Printed rates of completion: of what? Every pair of figures that gives the rate is listed, and what else was tried.

What counts as giving a rate is said in domain.judging.rate_bases.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from domain.checks.finding import Finding, excerpt, excerpts, number
from domain.checks.quotients import Quotient, distinct, inferred, neighbours, quotients
from domain.checks.report import SO_FAR, Figure, Report
from domain.checks.shares import Base, base_of, gives
from domain.checks.words import CHANGE, COMPLETION, NAMED_BASE, PLANNED

_SHOWN: Final = 6
#: A progress of the whole: a leader will ask what it is of. So of a rate that stands alone; others are only listed.
_OVERALL: Final = re.compile(r"总体?[^,;。，；]{0,8}进度|完成比例")

#: So many rates in one sentence are a table in prose.
_LIST: Final = 3
_NAMED_RATE: Final = re.compile(r"(?:率|满意度)[^,;。:、\d]{0,4}$")


def check_rate_base(report: Report) -> Iterator[Finding]:
    """One finding for each rate that figures of the report give, one for those of a sentence that none gives.

    A rate whose part and whole the text itself names is checked against them and nothing else.
    """
    without: dict[int, list[Figure]] = defaultdict(list)
    for rate in report.figures:
        if rate.dimension != "percent":
            continue
        base = base_of(report, rate)
        if base and not gives(report, rate, base):
            yield _wrong(report, rate, base)
            continue
        if rate.qualifier not in ("", "exact") or rate.role not in SO_FAR:
            continue
        clause = report.outline.clause(rate.start).text
        if CHANGE.search(report.lead(rate)) or not COMPLETION.search(clause):
            continue
        before = report.text[report.outline.sentence(rate.start).start : rate.start]
        if NAMED_BASE.search(report.lead(rate)) or PLANNED.search(before):
            yield from _named(report, rate)
        elif rate.base_value == 100:
            yield from _full(report, rate)
        elif finding := _of_what(report, rate):
            yield finding
        else:
            without[report.outline.sentence(rate.start).start].append(rate)
    for rates in without.values():
        yield _without(report, rates)


def _is_named(report: Report, rate: Figure) -> bool:
    """Whether its words say what is counted of what: 覆盖率达90%, 90%的小区. Nobody has to ask."""
    return bool(_NAMED_RATE.search(report.before(rate)) or report.behind(rate).startswith("的"))


def _wrong(report: Report, rate: Figure, base: Base) -> Finding:
    computed = f"{base.part.text}÷{base.whole.text}={number(100 * base.part.base_value / base.whole.base_value)}%"
    return Finding(
        check="rate_base",
        severity="conflict" if base.is_printed else "doubt",
        text_code="rate_differs",
        slots={
            "printed": rate.text,
            "quote": excerpts(report, base.part, rate),
            "computed": computed,
        },
        at=rate.start,
        words=report.outline.clause(rate.start).text,
        computed=computed,
        printed=rate.text,
        figures=(base.part, base.whole, rate),
    )


def _of_what(report: Report, rate: Figure) -> Finding | None:
    tried = list(quotients(report, rate))
    found = distinct(quotient for quotient in tried if quotient.how)
    guessed = found or distinct(inferred(report, rate))
    near = _near_misses(rate, tried, found)
    if not guessed:
        return None
    segment = report.segment(rate)
    asks = not _is_named(report, rate)
    if len(found) != 1:
        is_near = any(all(figure in segment for figure in quotient.figures) for quotient in found)
        return _finding(report, rate, "rate_many", "notice" if is_near or not asks else "doubt", guessed, near)
    paragraph = report.outline.paragraph(rate.start)
    here = all(paragraph.start <= figure.start < paragraph.end for figure in found[0].figures)
    return _finding(report, rate, "rate_one", "notice" if here or not asks else "doubt", found, near)


def _without(report: Report, rates: list[Figure]) -> Finding:
    """The rates of one sentence that no pair gives; what the whole would be of the figure right before each."""
    tried = [near for rate in rates for near in _near_misses(rate, list(quotients(report, rate)), [])[:_SHOWN]]
    implied = [words for rate in rates if (words := _implied(report, rate))]
    printed = "、".join(rate.text for rate in rates)
    is_asked = len(rates) < _LIST and any(
        _OVERALL.search(report.outline.clause(rate.start).text)
        or not (neighbours(report, rate) or _is_named(report, rate))
        for rate in rates
    )
    return Finding(
        check="rate_base",
        severity="doubt" if is_asked else "notice",
        text_code="rate_none",
        slots={
            "printed": printed,
            "quote": excerpt(report, rates[0].start, rates[-1].end),
            "near": "、".join(map(str, tried[:_SHOWN])) or "没有同类数字可比",
            "implied": "".join(f"{words}。" for words in implied),
        },
        at=rates[0].start,
        words=report.outline.clause(rates[0].start).text,
        printed=printed,
        computed="；".join(implied),
        figures=tuple(rates),
    )


def _implied(report: Report, rate: Figure) -> str:
    """The whole that the rate would be of, if its part is the figure in the clause before it or in its own."""
    clause = report.outline.clause(rate.start)
    before = report.outline.clause(max(0, clause.start - 2))
    parts = [f for f in neighbours(report, rate) if before.start <= f.start and f.end <= rate.start and f.value > 0]
    if not parts:
        return ""
    part = parts[-1]
    unit = part.text.lstrip("0123456789.,余多约 \uff0c")
    return (
        f"若{part.text}是完成数，{rate.text}对应的总数约为{number(round(100 * part.value / rate.base_value, 1))}{unit}"
    )


def _named(report: Report, rate: Figure) -> Iterator[Finding]:
    """A rate that names its base is reported as correct where one pair in its sentence gives it; else no finding."""
    sentence = report.outline.sentence(rate.start)
    found = distinct(
        quotient
        for quotient in quotients(report, rate)
        if quotient.how and all(sentence.start <= figure.start < sentence.end for figure in quotient.figures)
    )
    if len(found) == 1 and rate.base_value != 100:
        yield _finding(report, rate, "rate_named", "passed", found)


def _near_misses(rate: Figure, tried: list[Quotient], found: list[Quotient]) -> list[Quotient]:
    """The quotients that do not give the rate: first those of the same part or of a target, then the nearest."""
    parts = {quotient.part for quotient in found}
    return sorted(
        distinct(quotient for quotient in tried if not quotient.how),
        key=lambda quotient: (
            not (quotient.part in parts and quotient.figures[1].role == "target"),
            abs(quotient.percent - rate.base_value),
        ),
    )


def _finding(
    report: Report, rate: Figure, text_code: str, severity: str, found: list[Quotient], near: Iterable[Quotient] = ()
) -> Finding:
    listed = "、".join(map(str, found))
    return Finding(
        check="rate_base",
        severity=severity,
        text_code=text_code,
        slots={
            "printed": rate.text,
            "quote": excerpt(report, rate.start, rate.end),
            "found": listed,
            "n": str(len(found)),
            "near": "、".join(map(str, list(near)[:_SHOWN])) or "没有同类数字可比",
        },
        at=rate.start,
        words=report.outline.clause(rate.start).text,
        computed=listed,
        printed=rate.text,
        figures=(rate, *(figure for quotient in found for figure in quotient.figures)),
    )


def _full(report: Report, rate: Figure) -> Iterator[Finding]:
    """A rate of 100 % whose count of completed things is not printed: the whole it must be of, by its words."""
    clause = report.lead(rate)
    start = report.outline.clause(rate.start).start
    counts = [figure for figure in neighbours(report, rate) if figure.dimension == "count" and figure.end <= start]
    wholes = [figure for figure in counts if _subject(report.lead(figure)) in clause]
    if not wholes:
        return
    whole = wholes[-1]
    yield Finding(
        check="rate_base",
        severity="notice",
        text_code="rate_full",
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
