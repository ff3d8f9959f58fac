"""A day as clerks write it: 2023-06-30, 2023.6.30, 2023年6月30日, 6月底, 年底; the year comes from the period."""

import re
import unicodedata
from calendar import monthrange
from datetime import date, datetime, timedelta
from typing import Final

from loaders.numbers.numerals import parse_chinese
from loaders.workbook.amounts import CellFault, mark_places
from loaders.workbook.empty_cells import is_blank_text

#: Means no day (for numbers it may mean 0).
_NONE: Final = "无"
_NUMERIC: Final = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*[日号]?(?:之?前)?")
_COMPACT: Final = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")
_MONTH: Final = re.compile(r"(?:(\d{4})\s*[年./-]\s*)?(\d{1,2})\s*月?份?(底|末|初)?(?:前)?")
_MONTH_DAY: Final = re.compile(r"(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]?(?:前)?")
_YEAR: Final = re.compile(r"(?:(\d{4})\s*年?|年)(底|末|初|年底|年末)?(?:前)?")
_DIGITS: Final = "零一二三四五六七八九〇"
_CHINESE_YEAR: Final = re.compile(rf"[{_DIGITS}]{{4}}(?=年)")
_CHINESE_NUMBER: Final = re.compile("[一二三四五六七八九十]{1,3}(?=[月日号])")
_MAX_LENGTH: Final = 60
_TIME: Final = re.compile(r"[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?$")
_EXCEL_EPOCH: Final = date(1899, 12, 30)
#: Numbers that Excel may have made of a day of 1990 to 2100.
_SERIALS: Final = range(32874, 73416)


def parse_day(text: str, year: int | None, *, is_end: bool) -> date | None:
    """The day in `text`; None where it says that there is none.

    A month alone, 6月底 and 年底 are the last day for an end (`is_end`), the first for a beginning; 初 is the first,
    底 the last. `year` completes what has none. Raises CellFault: not_a_date, which_day.
    """
    if len(text := text.strip()) > _MAX_LENGTH or mark_places(text):
        raise CellFault("not_a_date")
    plain = unicodedata.normalize("NFKC", text).strip()
    if plain == _NONE or is_blank_text(plain):
        return None
    plain = _in_digits(_TIME.sub("", plain))
    whole = _NUMERIC.fullmatch(plain) or _COMPACT.fullmatch(plain)
    if whole:
        return _day(int(whole[1]), int(whole[2]), int(whole[3]))
    if match := _MONTH_DAY.fullmatch(plain):
        return _day(_required_year(year), int(match[1]), int(match[2]))
    if match := _year_only(plain):
        named = int(match[1]) if match[1] else _required_year(year)
        return date(named, 12, 31) if _is_month_end(match[2], is_end) else date(named, 1, 1)
    match = _MONTH.fullmatch(plain)
    if match and (match[1] or "月" in plain):
        named = int(match[1]) if match[1] else _required_year(year)
        return _of_month(named, int(match[2]), _is_month_end(match[3], is_end))
    raise CellFault("not_a_date")


def serial_day(number: float) -> date | None:
    """The day with Excel's serial number `number`; None outside of 1990 to 2100."""
    whole = int(number)
    return _EXCEL_EPOCH + timedelta(days=whole) if whole == number and whole in _SERIALS else None


def iso_day(text: str) -> date:
    """The day of an ISO date or date with time."""
    return datetime.fromisoformat(text).date()


def _in_digits(text: str) -> str:
    """二〇二三年六月三十日 → 2023年6月30日."""
    text = _CHINESE_YEAR.sub(lambda match: "".join(str(_DIGITS.index(char) % 10) for char in match[0]), text)
    return _CHINESE_NUMBER.sub(lambda match: f"{parse_chinese(match[0]) or 0:.0f}", text)


def _year_only(plain: str) -> re.Match[str] | None:
    match = _YEAR.fullmatch(plain)
    return match if match and (match[2] or "年" in plain) and plain != "年" else None


def _required_year(year: int | None) -> int:
    if year is None:
        raise CellFault("which_day")
    return year


def _is_month_end(word: str | None, is_end: bool) -> bool:
    return is_end if not word else word[-1] != "初"


def _of_month(year: int, month: int, at_end: bool) -> date:
    if not 1 <= month <= 12:
        raise CellFault("not_a_date")
    return _day(year, month, monthrange(year, month)[1] if at_end else 1)


def _day(year: int, month: int, day: int) -> date:
    try:
        found = date(year, month, day)
    except ValueError as error:
        raise CellFault("not_a_date") from error
    if not 1900 <= year <= 2200:
        raise CellFault("not_a_date")
    return found
