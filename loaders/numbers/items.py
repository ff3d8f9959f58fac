"""item and range: a numeral with its scale and unit, and two of them joined by a dash.

    item  = numeral more? scale? more? unit? per?
    range = item dash item              the first may leave out what the second says: 10至15家
"""  # fmt: skip

import re
from functools import cache
from typing import Final

from domain.schema.units import MAGNITUDES, parse_unit
from loaders.numbers.calendar import GAP
from loaders.numbers.context import in_context
from loaders.numbers.counting import counts
from loaders.numbers.number import Number
from loaders.numbers.numerals import ARABIC, CHINESE, CHINESE_DIGITS, DIGITS, parse_arabic, parse_chinese
from loaders.numbers.unit_words import unit_pattern

_SCALE: Final = "(?:[十百千]?万[余多]?亿|万万|[十百千]?[万亿]|[百千](?![瓦克米卡伏]))"
_PER: Final = (
    r"(?:[/／]|每(?=[年月天日人户亩]))(?:平方公里|平方米|立方米|公顷|千瓦时|公里|公斤|小时|分钟|标准箱"
    r"|平米|万元|度|克|人|户|亩|年|月|天|日|吨|斤|元|秒|升|米|个|次|张|头)"
)


@cache
def _item() -> re.Pattern[str]:
    """item = numeral more? scale? more? unit? per?"""
    return re.compile(
        rf"(?:(?P<arabic>{ARABIC})|(?P<chinese>{CHINESE}))(?P<more>[余多几来])?"
        rf"(?P<scale>{GAP}{_SCALE})?(?(scale)(?:(?P<rest>{ARABIC})(?P<rest_scale>[百千]?[余多]?万|千))?)(?P<more2>[余多])?"
        rf"(?:{GAP}(?P<unit>{unit_pattern()})(?P<per>{_PER})?)?"
    )


_DASH: Final = re.compile(rf"{GAP}(?:[-—–－─~～〜―]{{1,2}}|至|到){GAP}(?=[{DIGITS}{CHINESE_DIGITS}十])")
_CODE_BEFORE: Final = re.compile(r"(?:[A-Za-zＡ-Ｚａ-ｚ]|[A-Za-z\d][-+＋×]|[〔\[]|[〕\]][-—])$")
_CODE_AFTER: Final = re.compile(r"[A-Za-zＡ-Ｚａ-ｚ＋+×〕号]")
_FROM: Final = re.compile(r"(?:从(?!事|业|严)|由)[^，。；,;]{0,30}$")
_FROM_REACH: Final = 40
#: Units that number a thing instead of counting: 二期, 4.0版.
_NUMBERING: Final = frozenset("期届号版代级")


def read_item(text: str, scanned: re.Match[str]) -> Number | None:
    """range | item, and identifiers: digits that are part of a code or count nothing."""
    match = _item().match(text, scanned.start())
    if match is None:
        return None
    if match["arabic"] and _is_code(text, match):
        return Number(match.start(), match.end("arabic"), "identifier")
    if not match["arabic"] and not counts(text, match) and not _opens_range(text, match):
        return None
    number = _parse_item(text, match)
    if number is None or number.dimension == "identifier":
        return number
    return in_context(text, _with_range(text, number, match))


def _opens_range(text: str, match: re.Match[str]) -> bool:
    """Whether a Chinese numeral without a unit continues to one that counts: 五到十家."""
    dash = None if match["unit"] or parse_chinese(match["chinese"]) is None else _DASH.match(text, match.end())
    second = _item().match(text, dash.end()) if dash else None
    return second is not None and bool(second["unit"]) and (bool(second["arabic"]) or counts(text, second))


def _is_code(text: str, match: re.Match[str]) -> bool:
    """G60, A-06, 1+1+N, 5G, 12号, 〔2023〕, [2023]-00344."""
    start = match.start()
    if _CODE_BEFORE.search(text, max(0, start - 2), start):
        return True
    return not match["unit"] and _CODE_AFTER.match(text, match.end()) is not None


def _parse_item(text: str, match: re.Match[str]) -> Number | None:
    chinese = not match["arabic"]
    value = _item_value(match)
    if value is None:
        return None
    if match["more"] == "几" and match["scale"] and match["scale"][0] == "十":
        return None  # 一百几十亿: nobody can say how much
    written = f"{match['scale'] or ''}{match['rest_scale'] or ''}"
    scale, word = _without_more(match["scale"] or ""), "".join((match["unit"] or "").split())
    written += word
    word = word.replace("个多", "个")
    if match["rest"]:
        value += parse_arabic(match["rest"]) * MAGNITUDES[_without_more(match["rest_scale"])] / MAGNITUDES[scale]
    number = Number(match.start(), match.end(), "count", value, unit=scale + word, chinese=chinese)
    if word in _NUMBERING:
        number.dimension = "identifier"
        return number
    if match["per"]:
        number.unit += "/" + match["per"][1:]
    unit = parse_unit(number.unit)
    number.dimension = unit.dimension if unit else "count"
    number.bare = not word and not scale and not re.search("[万亿]", match["chinese"] or "")
    if match["more"] or match["more2"] or "多" in written or "余" in written:
        number.qualifier, number.bare = "over", False
    return number


def _without_more(scale: str) -> str:
    """The scale proper: 万多亿 is 万亿."""
    return scale.strip("\u200b \n\t\u3000\u00a0").replace("多", "").replace("余", "")


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
    if after_from(text, low.start) or high.value is None or low.value is None:
        return low
    if high.value * last_unit.factor <= low.value * first_unit.factor:
        return low
    low.high = (
        high.value * last_unit.factor / first_unit.factor if first_unit.factor != last_unit.factor else high.value
    )
    low.end, low.qualifier = high.end, high.qualifier
    return low


def after_from(text: str, start: int) -> bool:
    """Whether 从 or 由 opens the clause before offset `start`: what follows is a before and an after."""
    return _FROM.search(text, max(0, start - _FROM_REACH), start) is not None
