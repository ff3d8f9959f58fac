"""The number formatter: how every figure is written on pages, charts, slides and in messages.

Large numbers scale by 万 and 亿 only, shares are %, differences of shares are 百分点, approximate figures keep their
word (约, 余, 以上), and what is missing is said and never 0. Text for the screen: escaping is the caller's.
"""

import math
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any, Final

import pandas as pd

from domain.schema.units import convert, parse_unit

#: Stands where there is no number; NOT_STATED where a sentence or a list says so in words.
MISSING: Final = "—"
NOT_STATED: Final = "未载明"

_WAN: Final = 10_000.0
_YI: Final = 100_000_000.0
#: Room for the digits of any float.
_ANY_SIZE: Final = Context(prec=400)

#: Below this many, digits are kept where 万 with two decimals would drop one.
_KEEP_DIGITS_BELOW: Final = 1_000_000.0

#: qualifier -> pattern of {n} number, {u} unit.
_PATTERNS: Final[dict[str, str]] = {
    "exact": "{n}{u}",
    "about": "约{n}{u}",
    "over": "{n}余{u}",
    "nearly": "近{n}{u}",
    "at_least": "{n}{u}以上",
    "within": "{n}{u}内",
}


def is_missing(value: Any) -> bool:
    """Whether a cell holds nothing: None, NaN, NaT, NA or an empty text."""
    return value is None or bool(pd.isna(value)) or value == ""


def number_text(value: float | None, decimals: int | None = None) -> str:
    """`value` with thousands separators: exactly `decimals`, or at most two and no trailing zeros.

    — where it is missing or unbounded.
    """
    if value is None or is_missing(value) or math.isinf(value):
        return MISSING
    text = f"{_rounded(value, 2 if decimals is None else decimals):,f}"
    if decimals is None and "." in text:
        text = text.rstrip("0").rstrip(".")
    return _minus(text)


def quantity_text(
    value: float | None, unit: str | None = None, qualifier: str | None = None, *, forecast: bool = False
) -> str:
    """A figure as a reader meets it: 约600亩, 40余人, 70%以上, 15天内, 20万人次, 7.63万元, 预计80万元; — if missing.

    `value` is in `unit`. Money goes to 万元 and 亿元, counts from 1万 and other quantities from 10万 go to 万 and 亿;
    areas stay in their unit (`area_text` adds the other one). `printed_text` keeps the printed unit.
    """
    if value is None or is_missing(value):
        return MISSING
    word = "" if unit is None or is_missing(unit) else unit
    return ("预计" if forecast else "") + qualified_text(*_scaled(value, word), qualifier)


def printed_text(value: float | None, unit: str | None = None, qualifier: str | None = None) -> str:
    """A figure in the unit in which it was printed, with thousands separators: 76,324.73元, 3,774万元."""
    if value is None or is_missing(value):
        return MISSING
    word = "" if unit is None or is_missing(unit) else unit
    return qualified_text(_all_digits(value), _shown_unit(word), qualifier)


def area_text(value: float | None, unit: str, qualifier: str | None = None) -> str:
    """Land in its printed unit with the other one behind: 33.15公顷(497.25亩), 584亩(38.93公顷).

    平方米 (floor area) stays alone, and so does any unit that is neither 亩 nor 公顷.
    """
    first = quantity_text(value, unit, qualifier)
    known = parse_unit(unit)
    other = _other_land_unit(unit)
    if value is None or is_missing(value) or known is None or other is None:
        return first
    return f"{first}（{quantity_text(convert(value, unit, other), other, qualifier)}）"


def share_text(share: float | None, decimals: int = 1) -> str:
    """A share of 1 as per cent: 0.73 → 73.0%. May pass 100%. — if missing."""
    return MISSING if share is None or is_missing(share) else f"{number_text(100 * share, decimals)}%"


def points_text(points: float | None, decimals: int = 1) -> str:
    """A difference of shares, with its sign: +23.4个百分点, −41.9个百分点; — if missing."""
    return MISSING if points is None or is_missing(points) else f"{signed_text(points, decimals)}个百分点"


def signed_text(value: float | None, decimals: int = 1) -> str:
    """`value` with + or − before it; 0 has no sign; — if missing."""
    if value is None or is_missing(value):
        return MISSING
    text = number_text(value, decimals)
    return f"+{text}" if _rounded(value, decimals) > 0 else text


def pace_text(pace: float | None) -> str:
    """进度系数 with two decimals: 1.47; — if missing."""
    return number_text(pace, 2)


def stated(text: str | None) -> str:
    """`text`, or 未载明 where it is missing or blank."""
    return NOT_STATED if text is None or is_missing(text) or not text.strip() else text


def _rounded(value: float, decimals: int) -> Decimal:
    """Half away from zero, on the digits that the number shows (2.675 → 2.68), without −0."""
    exact = Decimal(f"{value:.15g}").quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, _ANY_SIZE)
    return exact if exact else abs(exact)


def _all_digits(value: float) -> str:
    text = f"{Decimal(f'{value:.15g}'):,f}"
    return _minus(text.rstrip("0").rstrip(".") if "." in text else text)


def _minus(text: str) -> str:
    return text.replace("-", "−")


def qualified_text(number: str, unit: str = "", qualifier: str | None = None) -> str:
    """`number` as written and `unit` with the word of an approximate figure: 约600, 40余人, 70%以上.

    An approximate figure has no zeros behind its point: 50余亿元, not 50.00余亿元.
    """
    word = "exact" if qualifier is None or is_missing(qualifier) else qualifier
    if word != "exact" and "." in number:
        number = number.rstrip("0").rstrip(".")
    return _PATTERNS[word].format(n=number, u=unit)


def _scaled(value: float, unit: str) -> tuple[str, str]:
    """The number and the unit as shown: (2,000, 万元), (1.4万, 人)."""
    known = parse_unit(unit)
    if known is None or known.dimension in {"percent", "percentage_point", "duration", "concentration"}:
        return number_text(value), _shown_unit(unit)
    if known.dimension == "money" and "/" not in known.base:
        return _scaled_money(value * known.factor, known.base)
    if unit.startswith(("万", "亿")) and known.dimension != "count":
        return number_text(value), unit
    if known.dimension == "count":
        return _scaled_count(value * known.factor, known.base, _WAN)
    return _scaled_count(value, unit, 10 * _WAN)


def _scaled_money(base: float, currency: str) -> tuple[str, str]:
    if abs(_rounded(base / _WAN, 2)) >= 10_000:
        return number_text(base / _YI, 2), f"亿{currency}"
    if abs(base) >= _WAN:
        return number_text(base / _WAN), f"万{currency}"
    return number_text(base), currency


def _scaled_count(value: float, unit: str, start: float) -> tuple[str, str]:
    if abs(value) < start:
        return number_text(value), unit
    if abs(value) >= _YI:
        return f"{number_text(value / _YI)}亿", unit
    loses = not math.isclose(float(_rounded(value / _WAN, 2)) * _WAN, value)
    if loses and abs(value) < _KEEP_DIGITS_BELOW:
        return number_text(value), unit
    return f"{number_text(value / _WAN)}万", unit


def _shown_unit(unit: str) -> str:
    """The unit behind a number: 4月 would be April, so months are 个月; 百分点 are counted in 个."""
    return {"月": "个月", "百分点": "个百分点"}.get(unit, unit)


def _other_land_unit(unit: str) -> str | None:
    if unit.endswith("亩"):
        return "公顷" if unit == "亩" else f"{unit[:-1]}公顷"
    if unit.endswith("公顷"):
        return "亩" if unit == "公顷" else f"{unit[:-2]}亩"
    return None


def listed(names: Iterable[object], most: int = 3) -> str:
    """Names as a list that fits a sentence: 甲、乙、丙等5项."""
    known = [NOT_STATED if is_missing(name) else str(name) for name in names]
    return "、".join(known[:most]) + (f"等{len(known)}项" if len(known) > most else "")
