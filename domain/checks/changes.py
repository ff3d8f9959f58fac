"""Rates of change (同比): checked where the figure of the year before stands beside them, else never judged."""

from collections.abc import Iterator
from typing import Final

from domain.checks.finding import Finding, excerpt, number
from domain.checks.quotients import decimals_printed
from domain.checks.report import Figure, Report
from domain.checks.words import CHANGE, FALL, YEAR_BEFORE
from domain.judging.rate_bases import rate_match

_SHOWN: Final = 6


def check_rate_of_change(report: Report) -> Iterator[Finding]:
    """One finding for each rate of change whose base is printed, one for all the others together."""
    without: list[Figure] = []
    for rate in report.figures:
        if rate.dimension == "percent" and CHANGE.search(report.lead(rate)):
            finding = _against_base(report, rate)
            if finding:
                yield finding
            else:
                without.append(rate)
    if without:
        yield _without_base(report, without)


def _against_base(report: Report, rate: Figure) -> Finding | None:
    """The rate against the two figures before it in its sentence, of which one is of the year before."""
    sentence = report.outline.sentence(rate.start)
    before = [
        f for f in report.figures_in(sentence) if f.end <= rate.start and f.dimension not in ("percent", "duration")
    ]
    if len(before) < 2 or before[-1].measure != before[-2].measure:
        return None
    then, now = before[-1], before[-2]
    if YEAR_BEFORE.search(report.lead(now)):
        then, now = now, then
    elif not YEAR_BEFORE.search(report.lead(then)):
        return None
    if then.base_value <= 0 or rate.qualifier not in ("", "exact"):
        return None
    change = now.base_value - then.base_value
    printed = -rate.base_value if FALL.search(report.lead(rate)) else rate.base_value
    holds = change * printed > 0 and rate_match(abs(printed), abs(change), then.base_value, decimals_printed(rate))
    return Finding(
        check="rate_of_change",
        severity="passed" if holds else "conflict",
        saying="change_holds" if holds else "change_differs",
        slots={
            "quote": excerpt(report, now.start, rate.end),
            "now": now.text,
            "then": then.text,
            "printed": report.lead(rate) + rate.text,
            "percent": f"{number(100 * change / then.base_value)}%",
        },
        at=rate.start,
        words=report.lead(now) + report.lead(rate),
        computed=f"{number(100 * change / then.base_value)}%",
        printed=rate.text,
        figures=(now, then, rate),
    )


def _without_base(report: Report, changes: list[Figure]) -> Finding:
    listed = [f"“{report.lead(figure)[-12:]}{figure.text}”" for figure in changes]
    more = f"等{len(changes)}个" if len(changes) > _SHOWN else ""
    return Finding(
        check="rate_of_change",
        severity="notice",
        saying="rate_change",
        slots={"n": str(len(changes)), "list": "、".join(listed[:_SHOWN]) + more},
        at=changes[0].start,
        words="rate_change",
        printed="、".join(figure.text for figure in changes[:_SHOWN]),
        figures=tuple(changes),
    )
