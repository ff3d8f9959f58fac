"""Report periods, as-of dates in Chinese, and 序时进度: how much of a task's time has gone by."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

import pandas as pd

ElapsedMode = Literal["day", "month"]


_CODE: Final = re.compile(r"(?P<year>\d{4})(?:H(?P<half>[12])|Q(?P<quarter>[1-4]))?")
#: The parts of a year that have a name.
_PARTS: Final = ("Q1", "Q2", "Q3", "Q4", "H1", "H2", "")
_HALVES: Final = ("上半年", "下半年")
_QUARTERS: Final = ("第一季度", "第二季度", "第三季度", "第四季度")


class PeriodError(ValueError):
    """A text that is no report period, or dates in the wrong order; the message is in Chinese."""


@dataclass(frozen=True)
class Period:
    """A 报告期: `code` as stored (2023H1), `begin` and `due` its first and last day, `label` as shown."""

    code: str
    begin: date
    due: date
    label: str


def parse_period(text: str) -> Period:
    """The period that `text` names: a year (2023), a half (2023H1) or a quarter (2023Q1).

    Raises PeriodError where it is none of them.
    """
    code = text.strip().upper()
    match = _CODE.fullmatch(code)
    if match is None or match["year"] == "0000":
        raise PeriodError(f"“{text}”不是报告期，请写成2023（全年）、2023H1（上半年）或2023Q1（第一季度）")
    year, months, part, words = int(match["year"]), 12, 1, ""
    if match["half"]:
        months, part = 6, int(match["half"])
        words = _HALVES[part - 1]
    elif match["quarter"]:
        months, part = 3, int(match["quarter"])
        words = _QUARTERS[part - 1]
    last = months * part
    return Period(code, date(year, last - months + 1, 1), date(year, last, _days(year, last)), f"{year}年{words}")


def coverage_text(period: str, as_of: date | None, *, dated: bool = True) -> str:
    """What a version covers, in words, from its period and the day that it refers to.

    2023年上半年 while that day is the period's last one or unknown; 2023年1—9月 or 2023年 where it lies behind it.
    Where it lies before it, the period's own label with the day: 2023年上半年（数据截至2023年5月31日）; not `dated`,
    without it, for where it stands anyway. A text that is no period stays as it is.
    """
    try:
        known = parse_period(period)
    except PeriodError:
        return period
    if as_of is None or as_date(as_of) == known.due:
        return known.label
    if as_date(as_of) < known.due:
        return f"{known.label}（数据截至{date_text(as_of)}）" if dated else known.label
    ends = (parse_period(f"{known.begin.year}{part}") for part in _PARTS)
    label = next((each.label for each in ends if (each.begin, each.due) == (known.begin, as_date(as_of))), None)
    return label or as_of_text(known.begin, as_of)


def elapsed(begin: date, due: date, as_of: date, mode: ElapsedMode = "day") -> float:
    """序时进度: the share of the time from `begin` to `due` that is gone at the end of `as_of`, cut to 0…1.

    day: (as_of - begin + 1 day) / (due - begin + 1 day); the first day counts. month: months ÷ months, as in
    bulletins that compare 1—11月 with 11/12 = 91.7 % (Xuancheng, December 2020); a month counts once its last
    day is reached. Raises PeriodError where `due` lies before `begin`.
    """
    first, last, today = as_date(begin), as_date(due), as_date(as_of)
    if last < first:
        raise PeriodError(f"完成期限{date_text(last)}早于起始日期{date_text(first)}，请核对这两个日期")
    if today < first:
        return 0.0
    if today >= last:
        return 1.0
    if mode == "month":
        begun = _month(today) - _month(first)
        finished = begun + (today.day == _days(today.year, today.month))
        return finished / (_month(last) - _month(first) + 1)
    return ((today - first).days + 1) / ((last - first).days + 1)


def as_date(day: date) -> date:
    """`day` without its time: a Timestamp or datetime becomes the date it falls on."""
    return date(day.year, day.month, day.day)


def date_text(day: date) -> str:
    """2023年6月30日."""
    return f"{day.year}年{day.month}月{day.day}日"


def as_of_text(start: date | None, end: date | None) -> str:
    """What a figure refers to: 截至2023年6月30日 for a day, 2023年1—5月 for whole months, else both dates.

    A missing `end` is said: 未载明数据时点.
    """
    if end is None or pd.isna(end):
        return "未载明数据时点"
    last = as_date(end)
    if start is None or pd.isna(start) or as_date(start) == last:
        return f"截至{date_text(last)}"
    first = as_date(start)
    if first.day == 1 and last.day == _days(last.year, last.month):
        return _months_text(first, last)
    tail = f"{last.month}月{last.day}日" if first.year == last.year else date_text(last)
    return f"{date_text(first)}—{tail}"


def _months_text(first: date, last: date) -> str:
    if first.year != last.year:
        return f"{first.year}年{first.month}月—{last.year}年{last.month}月"
    if first.month == last.month:
        return f"{first.year}年{first.month}月"
    if (first.month, last.month) == (1, 12):
        return f"{first.year}年"
    return f"{first.year}年{first.month}—{last.month}月"


def _month(day: date) -> int:
    return day.year * 12 + day.month


def _days(year: int, month: int) -> int:
    return monthrange(year, month)[1]
