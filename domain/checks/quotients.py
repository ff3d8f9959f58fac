"""Which pairs of figures are worth trying as part and whole of a printed rate, and what each gives."""

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from domain.checks.finding import number
from domain.checks.report import Figure, Report
from domain.judging.rate_bases import MATCHES, Match, rate_match

_BASE_DIMENSIONS: Final = ("money", "area", "length", "mass", "count")
_COUNTABLE: Final = frozenset("户幢栋家个件处人名村套座宗项")
_NEIGHBOURS: Final = 24  # figures of a paragraph that are tried around a rate: keeps long paragraphs linear
_DECIMALS: Final = re.compile(r"[.\uff0e·](\d+)")
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
        way = f"（{MATCHES[self.how]}）" if self.how else ""
        return f"{self.part}÷{self.whole}={number(self.percent)}%{way}"


def quotients(report: Report, rate: Figure) -> Iterator[Quotient]:
    """Every part of the rate's sentence over every figure of the same measure: in its paragraph, or a target elsewhere.

    A sentence without another figure takes its parts from the paragraph.

    A whole is larger than its part, or smaller where more than 100 % is printed.
    """
    near = neighbours(report, rate)
    sentence = report.outline.sentence(rate.start)
    here = [figure for figure in near if sentence.start <= figure.start < sentence.end]
    far = [figure for figure in report.figures if figure.role == "target" and figure.domain == rate.domain]
    for part in here or near:
        for whole in {figure.start: figure for figure in (*near, *far)}.values():
            if whole is part or whole.measure != part.measure or min(part.base_value, whole.base_value) <= 0:
                continue
            if (part.base_value < whole.base_value) != (rate.base_value < 100):
                continue
            percent = 100 * part.base_value / whole.base_value
            how = rate_match(rate.base_value, part.base_value, whole.base_value, decimals_printed(rate))
            yield Quotient(part.text, whole.text, percent, how, (part, whole))


def inferred(report: Report, rate: Figure) -> Iterator[Quotient]:
    """Where only the whole is printed: the whole number of its parts that gives the rate."""
    decimals = decimals_printed(rate)
    for whole in neighbours(report, rate):
        total = whole.base_value
        if whole.unit not in _COUNTABLE or whole.qualifier not in ("", "exact") or total % 1:
            continue
        if not _SMALLEST_WHOLE <= total < 10 ** (decimals + 2):  # a larger whole can give any rate
            continue
        for count in (math.floor(rate.base_value * total / 100), math.ceil(rate.base_value * total / 100)):
            how = rate_match(rate.base_value, count, total, decimals)
            if how and 0 < count < total:
                yield Quotient(f"{count}{whole.unit}（推算）", whole.text, 100 * count / total, how, (whole,))


def neighbours(report: Report, rate: Figure) -> list[Figure]:
    """The figures of the paragraph that may be part or whole, the nearest of them, in the order of the text."""
    figures = [
        figure
        for figure in report.figures_in(report.outline.paragraph(rate.start))
        if figure.dimension in _BASE_DIMENSIONS and figure.role != "forecast"
    ]
    figures.sort(key=lambda figure: abs(figure.start - rate.start))
    return sorted(figures[:_NEIGHBOURS], key=lambda figure: figure.start)


def distinct(found: Iterable[Quotient]) -> list[Quotient]:
    """One quotient for each pair of printed texts."""
    return list({(quotient.part, quotient.whole): quotient for quotient in found}.values())


def decimals_printed(rate: Figure) -> int:
    """How many decimals the rate is printed with."""
    match = _DECIMALS.search(rate.text)
    return len(match[1]) if match else 0
