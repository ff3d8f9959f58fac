"""Periods in headers and titles: 1-6月完成, 截至6月底累计, 上半年完成数, 2020年4月, 201803, 第一季度."""

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

_NUMERALS: Final = {word: at for at, word in enumerate("一二三四五六七八九十", 1)} | {"十一": 11, "十二": 12}
_CHINESE_MONTH: Final = re.compile("(十[一二]|[一二三四五六七八九十])(?=月)")
_YEAR: Final = r"(?:(?P<year>(?:19|20)\d{2})\s*[年./-]\s*)?"
_DASH: Final = "[-—–―－至到~～]"
#: Forms of a period, tried in this order: (pattern, kind).
_FORMS: Final = (
    (re.compile(rf"{_YEAR}(?P<first>\d{{1,2}})月?份?{_DASH}+(?P<last>\d{{1,2}})月(?:份|底|末)?"), "months"),
    (re.compile(rf"(?:截[至止]|至|到){_YEAR}(?P<last>\d{{1,2}})月(?P<day>\d{{1,2}})[日号]"), "day"),
    (re.compile(rf"(?:截[至止]|至|到)(?:目前)?{_YEAR}(?P<last>\d{{1,2}})月(?:份|底|末)?"), "until"),
    (re.compile(r"(?:截[至止]|至|到)(?P<year>(?:19|20)\d{2})年[底末]"), "until_year"),
    (re.compile(r"(?P<year>(?:19|20)\d{2})[年./-](?P<last>\d{1,2})[月./-](?P<day>\d{1,2})[日号]?"), "day"),
    (re.compile(r"(?P<year>(?:19|20)\d{2})[年./-](?P<last>\d{1,2})(?:月份?|(?!\d))"), "month"),
    (re.compile(r"(?<!\d)(?P<year>(?:19|20)\d{2})(?P<last>0[1-9]|1[0-2])(?P<day>\d{2})(?!\d)"), "day"),
    (re.compile(r"(?<!\d)(?P<year>(?:19|20)\d{2})(?P<last>0[1-9]|1[0-2])(?!\d)"), "month"),
    (re.compile(rf"{_YEAR}第?(?P<quarter>[一二三四1-4])季度?"), "quarter"),
    (re.compile(rf"{_YEAR}(?P<half>[上下])半年"), "half"),
    (re.compile(r"(?<![\d年])(?P<last>\d{1,2})月(?P<day>\d{1,2})[日号]"), "day"),
    (re.compile(r"(?<!\d)(?P<last>\d{1,2})月(?!度?计划表)(?:份|底|末)?"), "month"),
    (re.compile(r"(?P<year>(?:19|20)\d{2})年(?:度|全年)?"), "year"),
)  # fmt: skip


@dataclass(frozen=True)
class HeaderPeriod:
    """A period of a header. year: None where none is written; first: the first month, None for 截至 (no beginning);
    last: the last month; day: the last day, None for the end of the month. rest: the header without the period.
    """

    year: int | None
    first: int | None
    last: int
    day: int | None
    rest: str
    is_year: bool = False

    def end(self, year: int) -> date:
        """The last day, in `year` where the header has none."""
        own = self.year or year
        return date(own, self.last, self.day or monthrange(own, self.last)[1])

    def begin(self, year: int) -> date | None:
        """The first day, in `year` where the header has none; None for a state on a day."""
        return date(self.year or year, self.first, 1) if self.first is not None else None


def parse_header_period(text: str) -> HeaderPeriod | None:
    """The first period in `text`; None where there is none, or where its month does not exist."""
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    plain = _CHINESE_MONTH.sub(lambda match: str(_NUMERALS[match[1]]), plain)
    for pattern, kind in _FORMS:
        if (match := pattern.search(plain)) and (found := _period(match, kind)) is not None:
            rest = plain[: match.start()] + plain[match.end() :]
            return HeaderPeriod(*found, rest=rest, is_year=kind in ("year", "until_year"))
    return None


def earlier_day(text: str, day: date) -> date | None:
    """The day of a figure of an earlier time in a table of `day`: 上年同期, 上年, 上月; None where none is named."""
    year = day.year - 1
    if "同期" in text:
        return date(year, day.month, min(day.day, monthrange(year, day.month)[1]))
    if any(word in text for word in ("上年", "去年", "年初结转")):
        return date(year, 12, 31)
    return day.replace(day=1) - timedelta(days=1) if "上月" in text else None


def _period(match: re.Match[str], kind: str) -> tuple[int | None, int | None, int, int | None] | None:
    groups = match.groupdict()
    year = int(groups["year"]) if groups.get("year") else None
    if kind == "half":
        return (year, 1, 6, None) if groups["half"] == "上" else (year, 7, 12, None)
    if kind == "quarter":
        quarter = _NUMERALS.get(groups["quarter"]) or int(groups["quarter"])
        return year, 3 * quarter - 2, 3 * quarter, None
    if kind == "year":
        return year, 1, 12, None
    if kind == "until_year":
        return year, None, 12, None
    last = int(groups["last"])
    first = {"months": int(groups.get("first") or 0), "month": last}.get(kind)
    day = int(groups["day"]) if groups.get("day") else None
    if not 1 <= last <= 12 or (first is not None and not 1 <= first <= last):
        return None
    if day is not None and not 1 <= day <= monthrange(year or 2024, last)[1]:
        return None
    return year, first, last, day
