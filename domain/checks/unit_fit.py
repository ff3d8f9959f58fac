"""Units that do not fit what they count, and numbers that are exact and "over" at once."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from domain.catalogue import read_catalogue
from domain.checks.finding import Finding, excerpt
from domain.checks.report import Figure, Report

_COUNTING: Final = ("count", "area", "length", "mass")
_EXACT_AND_OVER: Final = re.compile(r"(\d*\d[1-9])\s*([余多])")


def check_odd_unit(report: Report) -> Iterator[Finding]:
    """Figures that stand right before a thing which is not counted in their unit."""
    for figure in report.figures:
        if figure.dimension not in _COUNTING:
            continue
        behind = report.tail(figure).removeprefix("的")
        for entry in read_catalogue("relations")["object_units"]:
            unit = figure.counted_in
            is_usual = not unit or unit in entry["units"] or _is_size(figure, entry)
            if behind.startswith(entry["object"]) and not is_usual:
                yield Finding(
                    check="odd_unit",
                    severity="doubt",
                    text_code="odd_unit",
                    slots={
                        "words": f"{figure.text}{entry['object']}",
                        "object": entry["object"],
                        "unit": unit,
                        "usual": "、".join(entry["units"]),
                        "quote": excerpt(report, figure.start, figure.end),
                    },
                    at=figure.start,
                    words=f"{entry['object']}|{figure.unit}",
                    printed=figure.text,
                    figures=(figure,),
                )


def _is_size(figure: Figure, entry: Mapping[str, Any]) -> bool:
    """Whether an area or a length says how large a project is (1.7万亩项目), not how many there are."""
    return figure.dimension != "count" and entry["object"] in ("项目", "工程")


def check_exact_and_over(report: Report) -> Iterator[Finding]:
    """Figures printed down to their last digit with 余 or 多 behind it; 1.3亿多 is round and is not meant."""
    for figure in report.figures:
        match = _EXACT_AND_OVER.match(figure.text)
        if match and figure.dimension != "duration":
            yield Finding(
                check="exact_and_over",
                severity="doubt",
                text_code="exact_and_over",
                slots={
                    "printed": figure.text,
                    "digits": match[1],
                    "over": match[2],
                    "quote": excerpt(report, figure.start, figure.end),
                },
                at=figure.start,
                words=report.outline.clause(figure.start).text,
                printed=figure.text,
                figures=(figure,),
            )
