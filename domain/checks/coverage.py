"""A target for each village against a sum over all villages: not comparable, and what is missing to compare."""

import re
from collections.abc import Iterator
from typing import Final

from domain.checks.finding import Finding, excerpt
from domain.checks.report import SO_FAR, Figure, Report
from domain.checks.words import COVERAGE, TOGETHER

_PLACES: Final = re.compile(r"[村社户镇乡]")
_CHINESE: Final = re.compile(r"[\u4e00-\u9fff]{4,}")
_SAME_WORDS: Final = 4


def check_sum_vs_coverage(report: Report) -> Iterator[Finding]:
    """Every target that each one must reach, against the sums of the same thing elsewhere in the report."""
    targets = [f for f in report.figures if f.role == "target" and COVERAGE.search(report.outline.clause(f.start).text)]
    sums = [
        figure
        for figure in report.figures
        if figure.role in SO_FAR and figure.dimension != "percent" and TOGETHER.search(report.lead(figure))
    ]
    for target in targets:
        for total in sums:
            if target.measure == total.measure and _same_thing(report, target, total):
                yield _finding(report, target, total)


def _same_thing(report: Report, target: Figure, total: Figure) -> bool:
    words = report.lead(total)
    return any(
        run[start : start + _SAME_WORDS] in words
        for run in _CHINESE.findall(report.lead(target))
        for start in range(len(run) - _SAME_WORDS + 1)
    )


def _finding(report: Report, target: Figure, total: Figure) -> Finding:
    near = report.outline.sentence(target.start).text + report.outline.sentence(total.start).text
    places = _PLACES.findall(near)
    return Finding(
        check="sum_vs_coverage",
        severity="doubt",
        text_code="sum_vs_coverage",
        slots={
            "each": max(sorted(set(places)), key=places.count) if places else "个",
            "target": target.text,
            "actual": total.text,
            "target_quote": excerpt(report, target.start, target.end),
            "actual_quote": excerpt(report, total.start, total.end),
        },
        at=target.start,
        words=report.lead(target),
        printed=f"{target.text}、{total.text}",
        figures=(target, total),
    )
