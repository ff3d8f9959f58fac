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
from dataclasses import dataclass
from functools import cache
from typing import Final

from domain.units import MAGNITUDES, parse_unit
from loaders import calendar
from loaders.calendar import GAP
from loaders.counting import counts
from loaders.numerals import ARABIC, CHINESE, CHINESE_DIGITS, DIGITS, parse_arabic, parse_chinese
from loaders.qualifiers import lead_qualifier, tail_of
from loaders.unit_words import unit_pattern


@dataclass(slots=True)
class Number:
    """One printed number: the span [start, end), what it is worth in `unit`, and what kind of thing it is."""

    start: int
    end: int
    dimension: str
    value: float | None = None
    high: float | None = None
    unit: str = ""
    qualifier: str = "exact"
    chinese: bool = False
    bare: bool = False  # neither scale nor unit: only a neighbour can say what it counts


_SCALE: Final = "(?:[十百千]?万亿|万万|[十百千]?[万亿]|[百千])"
_PER: Final = (
    r"(?:[/／]|每(?=[年月天日人户亩]))(?:平方公里|平方米|立方米|公顷|千瓦时|公里|公斤|小时|分钟|标准箱"
    r"|平米|万元|度|克|人|户|亩|年|月|天|日|吨|斤|元|秒|升|米|个|次|张|头)"
)


@cache
def _item() -> re.Pattern[str]:
    """item = numeral more? scale? more? unit? per?"""
    return re.compile(
        rf"(?:(?P<arabic>{ARABIC})|(?P<chinese>{CHINESE}))(?P<more>[余多几来])?"
        rf"(?P<scale>{GAP}{_SCALE})?(?:(?<=[万亿])(?P<rest>{ARABIC})(?P<rest_scale>[百千]?[万千]))?(?P<more2>[余多])?"
        rf"(?:{GAP}(?P<unit>{unit_pattern()})(?P<per>{_PER})?)?"
    )


_DASH: Final = re.compile(rf"{GAP}(?:[-—–－─~～〜―]{{1,2}}|至|到){GAP}(?=[{DIGITS}{CHINESE_DIGITS}十])")
_FROM: Final = re.compile(r"(?:从(?!事|业|严)|由)[^，。；,;]{0,30}$")
_CODE_BEFORE: Final = re.compile(r"(?:[A-Za-zＡ-Ｚａ-ｚ]|[A-Za-z\d][-+＋×]|[〔\[])$")
_CODE_AFTER: Final = re.compile(r"[A-Za-zＡ-Ｚａ-ｚ＋+×〕号]")
_RANKED: Final = re.compile(
    r"(?:排名?|位[居列]|名列|列|居|跃[居升]|位次|[全世][国省市县区州界]|全球|地级市)[^，。；]{0,6}$"
)
_SCOPE: Final = re.compile(r"(?:^|[，。；、,;\n(（])(?:仅|共)?全[国省市县区州镇乡]$")
_ENDS: Final = re.compile(r"[，。；、,;：:\n)）”]|\Z")
#: Units that number a thing instead of counting: 二期, 4.0版.
_NUMBERING: Final = frozenset("期届号版代级")
_SPAN_BEFORE: Final = re.compile(r"(?:过去|未来|今后|这|[前后近头])$")
_SPAN_AFTER: Final = re.compile(r"来(?!自)|[^，。；]{0,4}(?:行动|计划|规划)|以来|期(?:间|国债)")
_USED: Final = re.compile(r"(?:[仅只]?用了?|历时|耗时|为期|不到|不足|连续|期限|缩短|提前|持续|长达|周期)[为约近]?$")


def read_numbers(text: str) -> list[Number]:
    """All numbers of `text`, in order, never overlapping; linear in its length."""
    found: list[Number] = []
    search, position = _scanner().search, 0
    while (match := search(text, position)) is not None:
        number = _RULES[match.lastgroup or "item"](text, match)
        if number is None:
            position = match.end() if match.lastgroup == "item" and match["chinese_start"] else match.start() + 1
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
def _scanner() -> re.Pattern[str]:
    """One pattern that finds the start of any number; the outer group says which rule reads it."""
    rules = (
        ("list_number", calendar.LIST_NUMBER),
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
        ("item", rf"[{DIGITS}]|(?P<chinese_start>{CHINESE})"),
    )
    first = rf"(?=[{DIGITS}{CHINESE_DIGITS}十百千万亿第前翻数几半(（])"
    return re.compile(first + "(?:" + "|".join(f"(?P<{name}>{rule})" for name, rule in rules) + ")")


def _plain(dimension: str) -> Callable[[str, re.Match[str]], Number]:
    """A rule for what is no figure: the span and its kind."""

    def rule(text: str, match: re.Match[str]) -> Number:
        return Number(match.start(), match.end(), dimension)

    return rule


def _date(text: str, match: re.Match[str]) -> Number:
    spans = re.search(r"[-—–－─~～〜至到、，]", match[0]) and not re.fullmatch(r"[\d/.-]+", match[0])
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
    if high is not None and low < high <= 1000 and not _FROM.search(text, max(0, match.start() - 40), match.start()):
        number.high, number.end = high, match.end("per_high")
    return _qualified(text, number)


def _fraction(text: str, match: re.Match[str]) -> Number | None:
    """fraction = numeral "分之" numeral: 三分之一, as per cent."""
    below, above = _worth(match["below"]), _worth(match["above"])
    if not below or above is None:
        return None
    number = Number(match.start(), match.end(), "percent", 100 * above / below, unit="%", chinese=True)
    if match["fraction_more"]:
        number.qualifier = "over"
    return _qualified(text, number)


def _slash(text: str, match: re.Match[str]) -> Number | None:
    """slash = digits "/" digits: 1/4 is a quarter; what is not below one is a code or a date."""
    above, below = parse_arabic(match["slash_above"]), parse_arabic(match["slash_below"])
    if above >= below:
        return None
    return _qualified(text, Number(match.start(), match.end(), "percent", 100 * above / below, unit="%", chinese=True))


def _months(text: str, match: re.Match[str]) -> Number | None:
    """months = numeral "年" "零"? numeral "个月": 一年零三个月 is fifteen months."""
    years, months = _worth(match["years"]), _worth(match["months_more"])
    if years is None or months is None:
        return None
    value = 12 * years + months
    return _qualified(text, Number(match.start(), match.end(), "duration", value, unit="个月", chinese=True))


def _pair(text: str, match: re.Match[str]) -> Number | None:
    """pair = digit "、"? next_digit scale: 两三百个 is 200 to 300, 十五六万吨 is 150 000 to 160 000."""
    low, high = (parse_chinese(match["tens"] + match[name] + match["pair_scale"]) for name in ("one", "other"))
    if low is None or high is None or (high - low) * 2 > high + low or high <= low:
        return None
    unit = parse_unit(match["pair_unit"])
    dimension = "period" if match["pair_unit"] == "年" else unit.dimension if unit else "count"
    return Number(match.start(), match.end(), dimension, low, high, match["pair_unit"], "about", chinese=True)


def _doubling(text: str, match: re.Match[str]) -> Number:
    """doubling = "翻" numeral? "番": 翻两番 is four times."""
    times = _worth(match["times"]) if match["times"] else 1.0
    return _qualified(text, Number(match.start(), match.end(), "count", 2.0 ** (times or 1.0), unit="倍", chinese=True))


def _half(text: str, match: re.Match[str]) -> Number:
    return _qualified(text, Number(match.start(), match.end(), "percent", 50.0, unit="%", chinese=True))


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


def _read_item(text: str, scanned: re.Match[str]) -> Number | None:
    """range | item, and identifiers: digits that are part of a code or count nothing."""
    match = _item().match(text, scanned.start())
    if match is None:
        return None
    if match["arabic"] and _is_code(text, match):
        return Number(match.start(), match.end("arabic"), "identifier")
    if not match["arabic"] and not counts(text, match):
        return None
    number = _parse_item(text, match)
    if number is None or number.dimension == "identifier":
        return number
    return _qualified(text, _with_range(text, number, match))


def _is_code(text: str, match: re.Match[str]) -> bool:
    """G60, A-06, 1+1+N, 5G, 12号, 〔2023〕."""
    start = match.start()
    if _CODE_BEFORE.search(text, max(0, start - 2), start):
        return True
    return not match["unit"] and _CODE_AFTER.match(text, match.end()) is not None


def _parse_item(text: str, match: re.Match[str]) -> Number | None:
    chinese = not match["arabic"]
    value = _item_value(match)
    if value is None:
        return None
    scale, word = (match["scale"] or "").strip(), "".join((match["unit"] or "").split())
    if match["rest"]:
        value += parse_arabic(match["rest"]) * MAGNITUDES[match["rest_scale"]] / MAGNITUDES[scale]
    number = Number(match.start(), match.end(), "count", value, unit=scale + word, chinese=chinese)
    if word in _NUMBERING:
        number.dimension = "identifier"
        return number
    if match["per"]:
        number.unit += "/" + match["per"][1:]
    unit = parse_unit(number.unit)
    number.dimension = unit.dimension if unit else "count"
    number.bare = not word and not scale and not re.search("[万亿]", match["chinese"] or "")
    if match["more"] or match["more2"]:
        number.qualifier, number.bare = "over", False
    return number


def _item_value(match: re.Match[str]) -> float | None:
    """What the numeral is worth before its scale; a bare 百 or 千万 is one of it (近千人)."""
    if match["arabic"]:
        return parse_arabic(match["arabic"])
    value = parse_chinese(match["chinese"])
    return value if value is not None else parse_chinese("一" + match["chinese"])


def _with_range(text: str, low: Number, match: re.Match[str]) -> Number:
    """range = item dash item of one dimension; after 从 or 由 the two are a before and an after, not a range."""
    dash = _DASH.match(text, low.end)
    second = _item().match(text, dash.end()) if dash else None
    high = _parse_item(text, second) if second else None
    if high is None or second is None or high.bare or high.dimension == "identifier":
        return low
    if low.bare:
        low.unit, low.dimension, low.bare = high.unit, high.dimension, False
    elif not match["unit"] and second["unit"] and high.unit.endswith(second["unit"]):
        low.unit += second["unit"]
    first_unit, last_unit = parse_unit(low.unit), parse_unit(high.unit)
    if first_unit is None or last_unit is None or first_unit.base != last_unit.base:
        return low
    low.dimension = first_unit.dimension
    if _FROM.search(text, max(0, low.start - 40), low.start) or high.value is None or low.value is None:
        return low
    if high.value * last_unit.factor <= low.value * first_unit.factor:
        return low
    low.high = (
        high.value * last_unit.factor / first_unit.factor if first_unit.factor != last_unit.factor else high.value
    )
    low.end, low.qualifier = high.end, high.qualifier
    return low


def _qualified(text: str, number: Number) -> Number:
    """Looks at the words before and after: qualifier, sign, scope of an honour, span of years."""
    word, meaning = tail_of(text, number.end, number.dimension)
    before = text[max(0, number.start - 12) : number.start]
    if (
        _SCOPE.search(before)
        and number.dimension == "count"
        and re.match(r"[，。；、,;\n)）]|$", text[number.end :][:1])
    ):
        number.dimension = "rank"
        return number
    if (number.unit in ("岁", "周岁") and (word or number.high)) or text.startswith("民族", number.end):
        number.dimension = "identifier"  # 60岁以上, 56个民族: a group, not a count
        return number
    if number.bare and number.value is not None and not word:
        number.dimension = "identifier"
    if number.dimension == "duration" and number.unit in ("年", "周年"):
        _span(text, number, before)
    number.end += len(word)
    if meaning:
        number.qualifier = meaning
    elif number.qualifier == "exact":
        number.qualifier = lead_qualifier(text, number.start)
    if before[-1:] in ("-", "−", "－") and before[-2:-1] in tuple("为长是到达于降幅速") and number.value is not None:
        number.start, number.value = number.start - 1, -number.value
    return number


def _span(text: str, number: Number, before: str) -> None:
    """过去五年, 三年行动, 十年来 name a stretch of time; 用3年, 遗留28年的 measure one."""
    if _USED.search(before):
        return
    after = _SPAN_AFTER.match(text, number.end)
    if number.chinese or after or _SPAN_BEFORE.search(before) or number.unit == "周年":
        number.dimension = "period"


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
    "item": _read_item,
}
