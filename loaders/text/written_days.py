"""Years and days as officials write them, with offsets: 2023年, ２０２３, 二〇二三年七月十日, 2025- 01- 09."""

import re
from datetime import date
from typing import Final

#: Blanks within a line, also between the digits of a title that is spaced out.
BLANK: Final = r"[ \t\u3000\u00a0]*"
_DIGITS: Final = dict(zip("〇零○OＯo一二三四五六七八九", "0000001" + "23456789", strict=True))
_DIGIT: Final = r"[\d〇零○OＯo一二三四五六七八九]"
_SHORT: Final = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
#: A year of this or the last century, without 年.
YEAR: Final = rf"(?<![\d.])(?:[2２二]{BLANK}[0０〇零○OＯo]|[1１一]{BLANK}[9９九]){BLANK}{_DIGIT}{BLANK}{_DIGIT}(?!\d)"
_DAY: Final = re.compile(
    rf"(?P<year>{YEAR}){BLANK}(?:年|[-/.．—－]){BLANK}(?P<month>{_SHORT}){BLANK}(?:月|[-/.．—－]){BLANK}(?P<day>{_SHORT})(?!\d)"
    rf"(?:{BLANK}[日号])?"
)


def year_number(written: str) -> int:
    """The number of a text that YEAR matches: 二〇二三 is 2023."""
    return int("".join(_DIGITS.get(char, char) for char in re.sub(r"\s", "", written)))


def small_number(written: str) -> int:
    """The number of a month or a day: 7, 七, 十一, 二十三."""
    if written.isdecimal():
        return int(written)
    tens, ten, ones = written.rpartition("十")
    value = {char: number for number, char in enumerate("零一二三四五六七八九")}
    return (value.get(tens, 1) * 10 if ten else 0) + value.get(ones, 0)


def find_days(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int, date]]:
    """Each full day between two offsets: start, end, day. A day that the calendar does not have is left out."""
    found = []
    for match in _DAY.finditer(text, start, len(text) if end is None else end):
        try:
            day = date(year_number(match["year"]), small_number(match["month"]), small_number(match["day"]))
        except ValueError:
            continue
        found.append((*match.span(), day))
    return found
