"""What the words around a number make of it: its qualifier and sign, or that it is no amount at all."""

import re
from typing import Final

from loaders.numbers.number import Number
from loaders.numbers.qualifiers import lead_qualifier, tail_of

_SCOPE: Final = re.compile(r"(?:^|[，。；、,;\n(（])(?:仅|共)?全[国省市县区州镇乡]$")
_ENDS: Final = re.compile(r"[，。；、,;\n)）]|\Z")
_AGES: Final = frozenset(("岁", "周岁"))
_YEARS: Final = frozenset(("年", "周年"))
_SPAN_BEFORE: Final = re.compile(r"(?:过去|未来|今后|这|[前后近头])$")
_SPAN_AFTER: Final = re.compile(r"来(?!自)|[^，。；]{0,4}(?:行动|计划|规划)|以来|期(?:间|国债)|间")
_USED: Final = re.compile(
    r"(?:[仅只]?用了?|用时|历时|耗时|为期|不到|不足|连续|期限|缩短|提前|持续|长达|周期)[为约近]?$"
)
_SIGNS: Final = frozenset("-−－")
_BEFORE_SIGN: Final = frozenset("为长是到达于降幅速率")
_CAPACITY: Final = re.compile(r"年产(?:能|量)?(?:[约近]|[^，。；,;]{0,12}及)?$")
_OF_PLANT: Final = re.compile(r"[^，。；、,;：:\n]{0,24}(?:项目|生产线|工程|基地)")
#: 投资8亿元的50万吨不锈钢项目
_BEHIND_MONEY: Final = re.compile(r"\d[亿万千百]*元的?$")
_SLOGAN_UNITS: Final = frozenset("条项个步招张")
_QUOTE_ENDS: Final = re.compile(r"[^“”，。；,;\n]{0,4}”")
_LOOK_BACK: Final = 12


def in_context(text: str, number: Number) -> Number:
    """`number` with its qualifier, sign and tail; its dimension becomes one of no figure where the words say so."""
    word, meaning = tail_of(text, number.end, number.dimension)
    before = text[max(0, number.start - _LOOK_BACK) : number.start]
    other = _no_amount(text, number, before, word)
    if other:
        number.dimension = other
        return number
    if number.dimension == "duration" and number.unit in _YEARS and _is_stretch(text, number, before):
        number.dimension = "period"
    number.end += len(word)
    if meaning:
        number.qualifier = meaning
    elif number.qualifier == "exact":
        number.qualifier = lead_qualifier(text, number.start)
    if before[-1:] in _SIGNS and before[-2:-1] in _BEFORE_SIGN and number.value is not None:
        number.start, number.value = number.start - 1, -number.value
    return number


def _no_amount(text: str, number: Number, before: str, tail: str) -> str:
    """The dimension of what is no amount, "" for an amount.

    全国20家 behind an honour (rank), 60岁以上 and 56个民族 (groups), 每50公斤 (what a price is per), 24小时值守 (day
    and night), 20日 (a date), digits without a unit.
    """
    if number.dimension == "count" and _SCOPE.search(before) and _ENDS.match(text, number.end):
        return "rank"
    if (number.unit in _AGES and (tail or number.high)) or text.startswith("民族", number.end):
        return "identifier"
    if before.endswith("每") and number.high is None:
        return "identifier"
    if _in_name(text, number):
        return "identifier"
    if tail or _USED.search(before):
        return ""
    if number.unit == "日":
        return "date"
    is_day_and_night = number.unit == "小时" and number.value == 24
    return "identifier" if is_day_and_night or (number.bare and number.value is not None) else ""


def _in_name(text: str, number: Number) -> bool:
    """年产5000吨钢结构生产线项目 and “稳经济41条”: the number is part of what a project or a policy is called."""
    before = text[max(0, number.start - _LOOK_BACK) : number.start]
    if _CAPACITY.search(before) and _OF_PLANT.match(text, number.end):
        return True
    if (
        _BEHIND_MONEY.search(before)
        and number.dimension in ("mass", "count", "length")
        and _OF_PLANT.match(text, number.end)
    ):
        return True
    opened = re.search(r"“([^”“]{0,8})$", before)
    if number.dimension != "count" or opened is None or number.unit not in _SLOGAN_UNITS:
        return False
    return _QUOTE_ENDS.match(text, number.end) is not None


def _is_stretch(text: str, number: Number, before: str) -> bool:
    """过去五年, 三年行动, 十年来 name a stretch of time; 用3年, 遗留28年的 measure one."""
    if _USED.search(before):
        return False
    named = number.chinese or number.unit == "周年" or _SPAN_AFTER.match(text, number.end) is not None
    return named or _SPAN_BEFORE.search(before) is not None
