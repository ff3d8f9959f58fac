"""The grammar of printed numbers: text -> numbers with their exact place, in the order of the text.

    number = list_number | date | ratio | time | ordinal | percent_words | fraction | doubling | half | vague | range
           | item
    range  = item dash item              the first may leave out what the second says: 10至15家
    item   = numeral more? scale? more? unit? per? tail?
    lead   = 约 | 近 | 超过 | ...         looked at, not part of the span

Every run of digits becomes a number; what is no figure carries one of the dimensions of NOT_FIGURES.
"""  # fmt: skip

import re
from collections.abc import Callable
from functools import cache
from typing import Final

from domain.schema.units import parse_unit
from loaders.numbers import calendar
from loaders.numbers.context import in_context
from loaders.numbers.counting import NUMBERING
from loaders.numbers.items import after_from, read_item
from loaders.numbers.number import Number
from loaders.numbers.numerals import ARABIC, CHINESE, CHINESE_DIGITS, DIGITS, parse_arabic, parse_chinese
from loaders.numbers.unit_words import unit_pattern

_CHINESE: Final = re.compile(CHINESE)
_RANKED: Final = re.compile(
    r"(?:排名?|位[居列]|名列|列|居|跃[居升]|位次|[全世][国省市县区州界]|全球|地级市)[^，。；]{0,6}$"
)
_ENDS: Final = re.compile(r"[，。；、,;：:\n)）”]|\Z")


def read_numbers(text: str, *, listed: bool = True) -> list[Number]:
    """All numbers of `text`, in order, never overlapping; linear in its length.

    `listed`: whether an item of a list may begin with its number (1.2023年); a cell never does (33.1523公顷).
    """
    found: list[Number] = []
    search, position = _scanner(listed).search, 0
    while (match := search(text, position)) is not None:
        number = _RULES[match.lastgroup or "item"](text, match) or read_item(text, match)
        if number is None:
            words = _CHINESE.match(text, match.start())
            position = words.end() if words else match.start() + 1
        else:
            found.append(number)
            position = number.end
    share_units(text, found)
    return found


def share_units(text: str, numbers: list[Number]) -> None:
    """list = numeral ("、" numeral)* "、" item: what has no unit takes that of its right-hand neighbour."""
    for left, right in zip(reversed(numbers[:-1]), reversed(numbers[1:]), strict=True):
        if left.bare and right.unit and not right.bare and _JOIN.fullmatch(text, left.end, right.start):
            unit = parse_unit(right.unit)
            left.bare, left.unit, left.dimension = False, right.unit, unit.dimension if unit else left.dimension


_JOIN: Final = re.compile(r"[、和及与或]")


@cache
def _scanner(listed: bool) -> re.Pattern[str]:
    """One pattern that finds the start of any number; the outer group says which rule reads it."""
    rules = (
        *((("list_number", calendar.LIST_NUMBER),) if listed else ()),
        ("months", calendar.YEARS_AND_MONTHS),
        ("date", calendar.DATE),
        ("ratio", calendar.RATIO),
        ("time", calendar.TIME),
        ("ordinal", calendar.ORDINAL),
        ("percent", calendar.PERCENT_WORDS),
        ("fraction", calendar.FRACTION),
        ("slash", calendar.SLASH_FRACTION),
        ("pair", rf"{calendar.PAIR}(?P<pair_unit>{unit_pattern()})"),
        ("doubling", calendar.DOUBLING),
        ("half", calendar.HALF),
        ("vague", rf"[数几](?P<vague_scale>[十百千万亿]+)[余多]?(?P<vague_unit>{unit_pattern()})"),
        ("item", rf"[{DIGITS}]|{CHINESE}"),
    )
    first = rf"(?=[{DIGITS}{CHINESE_DIGITS}十百千万亿第前翻数几半(（])"
    return re.compile(first + "(?:" + "|".join(f"(?P<{name}>{rule})" for name, rule in rules) + ")")


def _plain(dimension: str) -> Callable[[str, re.Match[str]], Number]:
    """A rule for what is no figure: the span and its kind."""

    def rule(text: str, match: re.Match[str]) -> Number:
        return Number(match.start(), match.end(), dimension)

    return rule


def _date(text: str, match: re.Match[str]) -> Number:
    spans = re.search(r"[-—–－─~～〜至到、，前]", match[0]) and not re.fullmatch(r"[\d/.-]+", match[0])
    return Number(match.start(), match.end(), "period" if spans else "date")


def _ordinal(text: str, match: re.Match[str]) -> Number:
    """第三 is a rank where the words before it rank (位居全省第三), else an ordinal (第三批)."""
    digits = re.search(f"{ARABIC}|{CHINESE}", match[0])
    value = _worth(digits[0]) if digits else None
    if match[0].endswith("季度"):
        return Number(match.start(), match.end(), "period", value)
    ends = match[0][-1] in "名位" or _ENDS.match(text, match.end())
    ranked = match[0].startswith("前") or (ends and _RANKED.search(text, max(0, match.start() - 12), match.start()))
    return Number(match.start(), match.end(), "rank" if ranked else "ordinal", value)


def _percent(text: str, match: re.Match[str]) -> Number | None:
    """percent_words = "百分之" numeral (dash numeral)?"""
    low = _worth(match["per_low"])
    if low is None:
        return None
    unit = {"百分": "%", "千分": "‰", "万分": "‱"}[match["per"]]
    number = Number(match.start(), match.end("per_low"), "percent", low, unit=unit, chinese=True)
    high = _worth(match["per_high"]) if match["per_high"] else None
    if match["per_more"]:
        number.end, number.qualifier = match.end("per_more"), "over"
    if high is not None and low < high <= 1000 and not after_from(text, match.start()):
        number.high, number.end = high, match.end("per_high")
    return in_context(text, number)


def _fraction(text: str, match: re.Match[str]) -> Number | None:
    """fraction = numeral "分之" numeral: 三分之一, as per cent."""
    below, above = _worth(match["below"]), _worth(match["above"])
    if not below or above is None:
        return None
    number = Number(match.start(), match.end(), "percent", 100 * above / below, unit="%", chinese=True)
    if match["fraction_more"]:
        number.qualifier = "over"
    return in_context(text, number)


def _slash(text: str, match: re.Match[str]) -> Number | None:
    """slash = digits "/" digits: 1/4 is a quarter; what is not below one is a code or a date."""
    above, below = parse_arabic(match["slash_above"]), parse_arabic(match["slash_below"])
    if above >= below:
        return None
    return in_context(text, Number(match.start(), match.end(), "percent", 100 * above / below, unit="%", chinese=True))


def _months(text: str, match: re.Match[str]) -> Number | None:
    """months = numeral "年" "零"? numeral "个月": 一年零三个月 is fifteen months."""
    years, months = _worth(match["years"]), _worth(match["months_more"])
    if years is None or months is None:
        return None
    value = 12 * years + months
    return in_context(text, Number(match.start(), match.end(), "duration", value, unit="个月", chinese=True))


def _pair(text: str, match: re.Match[str]) -> Number | None:
    """pair = digit "、"? next_digit scale: 两三百个 is 200 to 300, 十五六万吨 is 150 000 to 160 000."""
    low, high = (parse_chinese(match["tens"] + match[name] + match["pair_scale"]) for name in ("one", "other"))
    if match["pair_unit"] in NUMBERING or low is None or high is None or (high - low) * 2 > high + low or high <= low:
        return None
    unit = parse_unit(match["pair_unit"])
    dimension = "period" if match["pair_unit"] == "年" else unit.dimension if unit else "count"
    return Number(match.start(), match.end(), dimension, low, high, match["pair_unit"], "about", chinese=True)


def _doubling(text: str, match: re.Match[str]) -> Number:
    """doubling = "翻" numeral? "番": 翻两番 is four times."""
    times = _worth(match["times"]) if match["times"] else 1.0
    return in_context(text, Number(match.start(), match.end(), "count", 2.0 ** (times or 1.0), unit="倍", chinese=True))


def _half(text: str, match: re.Match[str]) -> Number:
    return in_context(text, Number(match.start(), match.end(), "percent", 50.0, unit="%", chinese=True))


def _vague(text: str, match: re.Match[str]) -> Number:
    """vague = (数 | 几) scale unit: 数十家 counts without a number; the row keeps its place and has no value."""
    unit = parse_unit(match["vague_unit"])
    dimension = unit.dimension if unit else "count"
    return Number(match.start(), match.end(), dimension, None, None, match["vague_unit"], "about", chinese=True)


def _ratio(text: str, match: re.Match[str]) -> Number:
    """ratio = decimal ":" 1: the ratio of two incomes is worth its decimal."""
    decimal = re.search(r"\d+[.．]\d+", match[0])
    return Number(match.start(), match.end(), "count", parse_arabic(decimal[0]) if decimal else None)


def _worth(numeral: str) -> float | None:
    return parse_arabic(numeral) if re.match(f"[{DIGITS}]", numeral) else parse_chinese(numeral)


_RULES: Final[dict[str, Callable[[str, re.Match[str]], Number | None]]] = {
    "list_number": _plain("ordinal"),
    "date": _date,
    "time": _plain("identifier"),
    "ratio": _ratio,
    "ordinal": _ordinal,
    "percent": _percent,
    "months": _months,
    "fraction": _fraction,
    "slash": _slash,
    "pair": _pair,
    "doubling": _doubling,
    "half": _half,
    "vague": _vague,
    "item": read_item,
}
