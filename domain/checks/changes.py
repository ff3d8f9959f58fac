"""Rates of change (同比) without the figure that they are a change of: listed and never judged.

Those that stand beside it are checked in domain.checks.movements.
"""

from collections.abc import Iterator
from typing import Final

from domain.checks.finding import Finding
from domain.checks.movements import check_movements
from domain.checks.report import Figure, Report
from domain.checks.words import CHANGE

_SHOWN: Final = 6


def check_rate_of_change(report: Report) -> Iterator[Finding]:
    """One finding for all rates of change whose base is not printed."""
    checked = {figure.start for finding in check_movements(report) for figure in finding.figures}
    without = [
        rate
        for rate in report.figures
        if rate.dimension == "percent" and rate.start not in checked and CHANGE.search(report.lead(rate))
    ]
    if without:
        yield _without_base(report, without)


def _without_base(report: Report, changes: list[Figure]) -> Finding:
    listed = [f"“{report.lead(figure)[-12:]}{figure.text}”" for figure in changes]
    more = f"等{len(changes)}个" if len(changes) > _SHOWN else ""
    return Finding(
        check="rate_of_change",
        severity="notice",
        text_code="rate_change",
        slots={"n": str(len(changes)), "list": "、".join(listed[:_SHOWN]) + more},
        at=changes[0].start,
        words="rate_change",
        printed="、".join(figure.text for figure in changes[:_SHOWN]),
        figures=tuple(changes),
    )
