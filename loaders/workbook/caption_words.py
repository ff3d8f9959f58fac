"""Parses units in cells above a table: 单位：元, (单位：公顷), a title ending in (亿元), 单位： and 元 in two cells."""

import re
import unicodedata
from typing import Final

from domain.schema.units import parse_unit
from loaders.workbook.cells import Value

#: 单位：元 after a blank, a bracket or one of the words that may stand before it; 填报单位 names an office.
_STATED: Final = re.compile(
    r"(?:^|[^\u4e00-\u9fff]|(?<=计量)|(?<=货币)|(?<=金额)|(?<=资金)|(?<=面积)|(?<=数量))"
    r"单\s*位\s*[:为]\s*([^()\[\]【】]*)"
)
#: A title, or 指标：投资额, that ends in a unit in brackets.
_BRACKETED: Final = re.compile(r"[(\[【]([^()\[\]【】]+)[)\]】]\s*$")
_SEPARATORS: Final = re.compile(r"[、,;和及\s]+")
_MAX_LENGTH: Final = 200
#: Dimension of counting units: (街道) after a title is not a unit.
_COUNT: Final = "count"
_OPENING: Final = " ([【"


def stated_units(value: Value, beside: Value, *, is_title: bool) -> list[str]:
    """The units that a cell above the table states; `beside`: the next cell of its row (单位： and 元 in two cells)."""
    if not isinstance(value, str):
        return []
    text = unicodedata.normalize("NFKC", value).strip()[:_MAX_LENGTH]
    stated = _STATED.search(text)
    if stated is not None:
        text_of_unit = stated[1].strip() or (
            unicodedata.normalize("NFKC", beside).strip() if isinstance(beside, str) else ""
        )
        return _parsed(text_of_unit)
    bracketed = _BRACKETED.search(text) if is_title else None
    if bracketed is None:
        return []
    text_of_unit = re.sub(r"^单\s*位\s*[:为]?\s*", "", bracketed[1])
    return [unit for unit in _parsed(text_of_unit) if (parsed := parse_unit(unit)) and parsed.dimension != _COUNT]


def _parsed(text: str) -> list[str]:
    """[元] for 元; [亩, 万元] for 亩、万元; [] where any part is not a unit."""
    if text and parse_unit(text) is not None:
        return [text]
    parts = [part for part in _SEPARATORS.split(text) if part]
    return parts if parts and all(parse_unit(part) is not None for part in parts) else []


def is_caption(text: str) -> bool:
    """Whether `text` only states a unit, or announces one: it is not a column header."""
    plain = unicodedata.normalize("NFKC", text).strip()[:_MAX_LENGTH]
    stated = _STATED.search(plain)
    if stated is None or plain[: stated.start()].strip(_OPENING):
        return False
    return bool(stated_units(text, "元", is_title=False))
