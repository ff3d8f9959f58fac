"""Parses units around a table: 单位：元, a title ending in (亿元), 以万元为单位, 单位： and 元 in two cells."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Final

from domain.schema.units import parse_unit
from loaders.workbook.cells import Value

#: 单位 with the words before it and what joins it to a unit: 金额单位：, 单位为, 【单位】, 单位(.
_LABEL: Final = re.compile(r"([\u4e00-\u9fff]*?)单\s*位\s*([)\]】]?\s*(?:[:为是]|均为|均是|都是|[(\[【])*)\s*")
#: 以万元为单位, 按亩计.
_COUNTED_IN: Final = re.compile(r"[以按]([^,;。以按]{1,8}?)(?:为单位|计算|计(?![\u4e00-\u9fff]))")
#: 金额：元, 面积：公顷.
_NAMED: Final = re.compile(r"(?:^|[\s,;。])[\u4e00-\u9fff]{2,6}:\s*([^\s:,;。]+)(?=[\s,;。]|$)")
_BRACKETED: Final = re.compile(r"[(\[【]([^()\[\]【】]+)[)\]】]")
#: One word of a list of units, and what may stand between two of them.
_WORD: Final = re.compile(r"[^\s、,;。:()\[\]【】和及]+(?:\s*/\s*[^\s、,;。:()\[\]【】和及]+)?")
_BETWEEN: Final = re.compile(r"(?:[(\[【][^()\[\]【】]*[)\]】])?[\s、,;和及]*")
#: Words before 单位 after which also a word that counts things is a unit: 计量单位：个, but not 填报单位：村.
_OF_MEASURE: Final = frozenset(("", "计量", "数量", "计数", "统计", "数据"))
#: Dimensions whose units are never names of offices.
_MEASURED: Final = frozenset(("money", "area", "length", "mass", "percent", "percentage_point", "concentration"))
_CURRENCY: Final = "人民币"
_MAX_LENGTH: Final = 200
_OPENING: Final = " ([【"
_COLONS: Final = (":", "：")


def stated_units(value: Value, beside: Value, *, is_title: bool) -> list[str]:
    """The units that a cell outside the data states; `beside`: the next cell of its row (单位： and 元 in two cells).

    is_title: whether a unit in brackets, or alone, is one too: 资金台账（万元）.
    """
    if not isinstance(value, str):
        return []
    text = unicodedata.normalize("NFKC", value).strip()[:_MAX_LENGTH]
    next_text = unicodedata.normalize("NFKC", beside).strip() if isinstance(beside, str) else ""
    found: list[str] = []
    for label in _LABEL.finditer(text):
        rest = text[label.end() :] or next_text
        is_clear = bool(label[2]) and label[1] in _OF_MEASURE
        found += _leading_units(rest, counts=is_clear)
    for stated in (*_COUNTED_IN.finditer(text), *_NAMED.finditer(text)):
        found += _only_units(stated[1])
    if not found and is_title:
        found += _only_units(text)
        found += [unit for bracketed in _BRACKETED.finditer(text) for unit in _only_units(bracketed[1])]
    return list(dict.fromkeys(found))


def is_caption(text: str) -> bool:
    """Whether `text` states a unit, or announces one, and no more: it is neither a column header nor data."""
    plain = unicodedata.normalize("NFKC", text).strip()[:_MAX_LENGTH]
    label = _LABEL.search(plain)
    if label is None or not label[2] or plain[: label.start()].strip(_OPENING):
        return False
    return bool(stated_units(text, "元", is_title=False))


def may_state_unit(value: Value) -> bool:
    """Whether a cell has one of the words that `stated_units` looks for: a quick test before it."""
    return isinstance(value, str) and ("单" in value or "计" in value or any(colon in value for colon in _COLONS))


def is_unit(value: Value) -> bool:
    """Whether a cell holds a unit of measure and nothing else."""
    return isinstance(value, str) and bool(_only_units(unicodedata.normalize("NFKC", value)[:_MAX_LENGTH]))


def is_caption_row(cells: Mapping[int, Value]) -> bool:
    """Whether a row states units and nothing else but labels with their answers: 填表人： 张三 单位：元."""
    if any(isinstance(value, float) for value in cells.values()):
        return False
    before, states = "", False
    for value in cells.values():
        text = value if isinstance(value, str) else ""
        states |= is_caption(text)
        is_answer = before.rstrip().endswith(_COLONS)
        if text and not is_caption(text) and not is_answer and not any(colon in text for colon in _COLONS):
            return False
        before = text
    return states


def _leading_units(text: str, *, counts: bool) -> list[str]:
    """The units that `text` begins with: 元、亩 填报日期：6月 has 元 and 亩. counts: also words that count things."""
    units: list[str] = []
    at = 0
    while (word := _WORD.match(text, at)) is not None:
        unit = _unit(word[0], counts=counts)
        if unit is None:
            break
        units.append(unit)
        between = _BETWEEN.match(text, word.end())
        at = between.end() if between else word.end()
    return units


def _only_units(text: str) -> list[str]:
    """The units of measure that make up all of `text`; [] where any other word is in it."""
    words = [word for word in re.split(r"[、,;和及\s]+", text.strip()) if word]
    units = [_unit(word, counts=False) for word in words]
    return [unit for unit in units if unit] if all(units) else []


def _unit(word: str, *, counts: bool) -> str | None:
    """The unit that `word` names, as the table of units spells it: 人民币万元 is 万元, Ha is ha; None for none."""
    for spelling in (word, word.removeprefix(_CURRENCY), word.lower()):
        unit = parse_unit(spelling) if spelling else None
        if unit is not None:
            return spelling if counts or unit.dimension in _MEASURED else None
    return None
