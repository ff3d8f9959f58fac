"""When: the period of a report, and the days that one figure refers to.

A report's period comes from its origin (recognised.py); a date in the figure's own clause (1-5月固定投资), a year in
its sentence, or a year in its heading narrows it.
"""

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from loaders.numbers.numerals import parse_chinese

_CODE: Final = re.compile(r"(\d{4})(?:H([12])|Q([1-4]))?$")
_YEAR: Final = re.compile(r"(18|19|20)\d\d")
_SHORT_YEAR: Final = re.compile(r"^(\d\d)年")
_MONTHS: Final = re.compile(r"(\d{1,2})月?份?[-—–－─~～〜至到]{1,2}(\d{1,2})月")
_MONTH: Final = re.compile(r"(\d{1,2})\s*月(?:\s*(\d{1,2})\s*[日号])?")
_CHINESE_YEAR: Final = re.compile(r"([一二])([零〇○O0八九])([零〇○O0一二三四五六七八九]{2})")
_CHINESE_DAY: Final = re.compile(
    r"[一二三四五六七八九十]{1,3}(?=[月日号]|个月|[-—–－─~～〜至到]{1,2}[一二三四五六七八九十]{1,3}月)"
)
_FIRST_MONTHS: Final = re.compile(r"前(\d{1,2})个月")
_DOTTED: Final = re.compile(r"((?:19|20)\d\d)[./-](\d{1,2})[./-](\d{1,2})")
_HALF_WIDTH: Final = str.maketrans("０１２３４５６７８９", "0123456789")
_CHINESE_DIGIT: Final = {
    **{c: str(i) for i, c in enumerate("零一二三四五六七八九")},
    "〇": "0",
    "○": "0",
    "O": "0",
    "0": "0",
}


@dataclass(frozen=True)
class Span:
    """Days, both ends included."""

    start: date
    end: date


def report_period(origin: Mapping[str, str]) -> tuple[str | None, Span | None]:
    """Code (2023H1, 2023) and days of the period in the origin of a report; (None, None) where it names none."""
    code = origin.get("period")
    match = _CODE.match(code) if code else None
    if match is None:
        return code, None
    year, half, quarter = int(match[1]), match[2], match[3]
    first, last = (1, 12)
    if half:
        first, last = (1, 6) if half == "1" else (7, 12)
    elif quarter:
        first, last = int(quarter) * 3 - 2, int(quarter) * 3
    return code, months(year, first, last)


def year_of(period: str | None) -> int | None:
    """The year of a period's code (2023H1, 2024-05), None where it begins with none."""
    year = re.match(r"(?:19|20)\d\d(?!\d)", period or "")
    return int(year[0]) if year else None


def days_of_period(period: str | None) -> Span | None:
    """The days of a period's code (2023, 2023H1, 2023Q1, 2024-05), None where it is none."""
    match = re.fullmatch(r"((?:19|20)\d\d)(?:H([12])|Q([1-4])|-(0[1-9]|1[0-2]))?", period or "")
    if match is None:
        return None
    part, length = next(
        ((int(part), length) for part, length in zip(match.groups()[1:], (6, 3, 1), strict=True) if part), (1, 12)
    )
    return months(int(match[1]), part * length - length + 1, part * length)


def months(year: int, first: int, last: int) -> Span:
    """The first day of month `first` to the last day of month `last`."""
    return Span(date(year, first, 1), date(year, last, monthrange(year, last)[1]))


def printed_span(printed: str, year: int | None) -> Span | None:
    """The days that a printed date names (1-5月 of `year`, 2020年3月, 2021—2023年); None where it names none."""
    printed = _in_digits(printed)
    years = [int(found[0]) for found in _YEAR.finditer(printed)]
    if short := _SHORT_YEAR.match(printed):
        years = [2000 + int(short[1])]
    if len(years) > 1 and years[0] <= years[-1]:
        return Span(date(years[0], 1, 1), date(years[-1], 12, 31))
    first = years[0] if years else year
    if first is None:
        return None
    return _days_of_year(printed, first) or (months(first, 1, 12) if years else None)


def _days_of_year(printed: str, year: int) -> Span | None:
    """The months, the month or the day that `printed` names."""
    first = _FIRST_MONTHS.fullmatch(printed)
    if first and 1 <= int(first[1]) <= 12:
        return months(year, 1, int(first[1]))
    both = _MONTHS.search(printed)
    if both and 1 <= int(both[1]) <= int(both[2]) <= 12:
        return months(year, int(both[1]), int(both[2]))
    month = _MONTH.search(printed)
    if month is None or not 1 <= int(month[1]) <= 12:
        return None
    day = int(month[2] or 0)
    if day and day <= monthrange(year, int(month[1]))[1]:
        return Span(date(year, int(month[1]), day), date(year, int(month[1]), day))
    return months(year, int(month[1]), int(month[1]))


def _in_digits(printed: str) -> str:
    """`printed` in half-width digits without blanks, Chinese years and days included: 一九七八年 gives 1978年."""
    printed = _CHINESE_DAY.sub(lambda match: str(int(parse_chinese(match[0]) or 0)), printed)
    printed = _DOTTED.sub(r"\1年\2月\3日", re.sub(r"\s", "", printed.translate(_HALF_WIDTH)))
    return _CHINESE_YEAR.sub(lambda match: "".join(map(_CHINESE_DIGIT.__getitem__, "".join(match.groups()))), printed)
