"""The meaning of a header, from the words it ends in, its unit and its period; no list of whole headers."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any, Final

from domain.catalogue import read_catalogue
from domain.schema.units import parse_unit
from loaders.workbook.mapping.header_periods import HeaderPeriod, parse_header_period

#: Roles whose cells are figures.
NUMBER_ROLES: Final = frozenset({"rate", "count", "money", "measure", "number"})
_BRACKETS: Final = re.compile(r"[(\[【〔<《]([^()\[\]【】〔〕<>《》]*)[)\]】〕>》]")
_BLANKS: Final = re.compile(r"[\s_*★☆●▲※·•]+")
#: System names before a header and marks around it: ZC预算金额, 1.项目名称, THT合同编号.
_PREFIX: Final = re.compile(r"^(?:[A-Z]{2,5}(?=[\u4e00-\u9fff])|\d{1,2}[.、](?=\D)|[①-⑳])")
_ENDS: Final = ":,，、。.;-—/"
_UNIT_TAIL: Final = re.compile(r"(?:单位|计量单位)[:为]?(.*)")
_ALTERNATIVES: Final = re.compile(r"[/、或及和与]")
#: Units that are not converted: m, m³, km/h, kW.
_LATIN_UNIT: Final = re.compile(r"(?:[a-zA-Zμ]{1,3}[23²³]?)(?:/[a-zA-Z]{1,3}[23²³]?)?")
#: Signs of units as half-width letters → the unit.
_LATIN_UNITS: Final = {
    "m2": "平方米",
    "m²": "平方米",
    "km2": "平方公里",
    "km": "公里",
    "m": "米",
    "hm2": "公顷",
    "t": "吨",
}
_MAX_LENGTH: Final = 200


@dataclass(frozen=True)
class Header:
    """A header of one to three rows. path: its texts from top to bottom, as written.

    role: what its cells are (a role of the catalogue, "number" for a period alone, "" where the words do not say).
    side: target, actual, baseline, open, difference or "" of a number; unit: the unit it states, "" for none; period:
    the period it names; words: its text without unit and period.
    """

    path: tuple[str, ...]
    role: str
    side: str
    unit: str
    period: HeaderPeriod | None
    words: str

    @property
    def is_number(self) -> bool:
        """Whether its cells are figures, as far as the words say."""
        return self.role in NUMBER_ROLES

    @property
    def label(self) -> str:
        """The header in one line: 征地/应签户数."""
        return header_label(self.path)

    @property
    def is_period(self) -> bool:
        """Whether its lowest text is a period alone: 1月, 2020年4月, 第一季度."""
        return bool(self.path) and is_period_text(self.path[-1])

    @property
    def below_period(self) -> bool:
        """Whether one of its texts is a period alone, as 一季度 above 计划 and 完成."""
        return any(map(is_period_text, self.path))

    def day_period(self, year: int) -> HeaderPeriod | None:
        """The period whose end is the day of its figures, in a table of `year`; None where it names none.

        A whole year is one where it is over, alone or in words (2022年收入), but not of a plan: 2024年计划 is no day.
        """
        if self.period is None or not self.period.is_year:
            return self.period
        return self.period if (self.period.year or year) < year and self.side != "target" else None


def header_label(path: Sequence[str]) -> str:
    """The texts of a header in one line."""
    return "/".join(shown_text(text) for text in path)


def shown_text(text: str) -> str:
    """A header text in one line without blanks."""
    return re.sub(r"\s+", "", text)


def plain_text(text: str) -> str:
    """A header as its words are looked for: half width, without blanks, marks and prefixes of systems."""
    plain = _BLANKS.sub("", unicodedata.normalize("NFKC", text[:_MAX_LENGTH]))
    return _PREFIX.sub("", plain).strip(_ENDS)


@lru_cache(maxsize=4096)
def parse_header(path: tuple[str, ...]) -> Header:
    """The meaning of a header with the texts `path`, the lowest last; every part "" or absent where nothing says it."""
    texts = [plain_text(text) for text in path]
    period = _period(texts)
    unit = next((stated for text in reversed(texts) if (stated := _unit(text))), "")
    bare = [_without(text) for text in texts]
    role = _role(bare, texts, unit, period)
    side = _side(bare) if role in NUMBER_ROLES else ""
    return Header(path, role, side, unit, period, "/".join(text for text in bare if text))


def as_number(header: Header) -> Header:
    """A header whose words say no number, above cells that are ones; with the side of its words."""
    return replace(header, role="number", side=_side(header.words.split("/")))


def is_period_text(text: str) -> bool:
    """Whether a text is a period alone: 1月, 2020年4月, 第一季度."""
    own = plain_text(text)
    found = parse_header_period(own)
    return found is not None and not _content(own, found)


def _period(texts: Sequence[str]) -> HeaderPeriod | None:
    """The lowest period of a header; one without a year is of the year above it: 3月 below 2023年."""
    found = [period for text in reversed(texts) if (period := parse_header_period(text)) is not None]
    if not found or found[0].year is not None:
        return found[0] if found else None
    year = next((period.year for period in found if period.year is not None), None)
    return replace(found[0], year=year)


def names_unit(text: str) -> bool:
    """Whether a header is of a column with units of measure or with offices: 单位, 计量单位."""
    return plain_text(text) in ("单位", "计量单位", "单位量", "量纲", "数量单位")


def object_words(header: Header, shared: str = "") -> str:
    """What a number counts: its header without unit, period, side and words that say nothing; `shared` is left out."""
    parts = []
    for text in header.words.split("/"):
        found = parse_header_period(text)
        rest = found.rest if found is not None else text
        kept = _strip_fillers(rest)
        if kept and kept != shared and kept not in parts:
            parts.append(kept)
    return "".join(parts)


def _strip_fillers(text: str) -> str:
    """`text` without filler words at its ends, and "" where nothing else is left."""
    fillers = sorted(_catalogue()["fillers"], key=len, reverse=True)
    changed = True
    while changed and text:
        changed = False
        for word in fillers:
            if text.startswith(word):
                text, changed = text[len(word) :], True
            elif text.endswith(word):
                text, changed = text[: -len(word)], True
    return text.strip(_ENDS + "%()")


def _unit(text: str) -> str:
    """The unit in brackets, behind 单位：, behind a slash, or the sign % at the end; "" for none."""
    for bracketed in reversed(_BRACKETS.findall(text)):
        if match := _UNIT_TAIL.fullmatch(bracketed):
            bracketed = match[1]
        bracketed = _LATIN_UNITS.get(bracketed.lower(), bracketed)
        if bracketed and _is_unit(bracketed) and not _is_word(bracketed):
            return str(bracketed)
    if text.endswith("%") or text.startswith("%"):
        return "%"
    _, slash, tail = text.rpartition("/")
    if slash and _is_unit(tail):
        return tail
    return text if len(text) <= 4 and text and _is_unit(text) and not _is_word(text) else ""


def _is_unit(text: str) -> bool:
    return parse_unit(text) is not None


def _is_word(text: str) -> bool:
    """Whether a unit word is a header of its own as well: 村, 镇, 单位, 部门, 号, 项."""
    return parse_unit(text) is not None and _by_words(text) in ("office", "place", "serial", "name", "date", "category")


def _without(text: str) -> str:
    """`text` without its brackets."""
    previous = None
    while previous != text:
        previous, text = text, _BRACKETS.sub("", text)
    return text.strip(_ENDS)


def _role(bare: list[str], texts: list[str], unit: str, period: HeaderPeriod | None) -> str:
    """The role of the lowest text that says one; a unit makes it a number, % a rate."""
    own = bare[-1] if bare else ""
    if texts and period is not None and not _content(texts[-1], parse_header_period(texts[-1])):
        return "rate" if unit == "%" else "number"
    role = _by_words(own) or _by_alternatives(own)
    if unit and role not in ("contact", "state", "key", "serial"):
        if unit == "%":
            return "rate"
        return role if role in NUMBER_ROLES and role != "rate" else _of_unit(unit)
    if not role and own and parse_header_period(own) is not None:
        role = _by_words(_content(own, parse_header_period(own)))
    if not role and texts and any(_LATIN_UNIT.fullmatch(each) for each in _BRACKETS.findall(texts[-1])):
        role = "measure"
    if not role:
        role = next((found for text in reversed(bare[:-1]) if (found := _by_words(text))), "")
    return role


def _content(text: str, period: HeaderPeriod | None) -> str:
    """`text` without its period and brackets."""
    return _without(period.rest if period is not None else text)


def _of_unit(unit: str) -> str:
    parsed = parse_unit(unit)
    return {"money": "money", "percent": "rate", "count": "count"}.get(parsed.dimension if parsed else "", "measure")


@lru_cache(maxsize=4096)
def _by_words(text: str) -> str:
    """The first role of the catalogue with a word of `text`."""
    if not text:
        return ""
    for rule in _catalogue()["roles"]:
        if any(word in text for word in rule.get("has", ())) or text.startswith(tuple(rule.get("starts", ()))):
            return str(rule["role"])
    longest, found = 0, ""
    for rule in _catalogue()["roles"]:
        for word in rule.get("ends", ()):
            if len(word) > longest and text.endswith(word):
                longest, found = len(word), str(rule["role"])
    return found


def _by_alternatives(text: str) -> str:
    """The role of the last of several words: 数据标准/口径."""
    parts = [part for part in _ALTERNATIVES.split(text) if part]
    return next((found for part in reversed(parts) if (found := _by_words(part))), "") if len(parts) > 1 else ""


def _side(bare: list[str]) -> str:
    """The side of a number: of the lowest text with a word of one."""
    for text in reversed(bare):
        for rule in _catalogue()["sides"]:
            if any(word in text for word in rule["has"]):
                return str(rule["side"])
    return ""


@cache
def _catalogue() -> Mapping[str, Any]:
    content: Mapping[str, Any] = read_catalogue("header_words")
    return content


def row_role(header: Header) -> str:
    """What the figure of a row of its own is, as the schema says it: 目标值, 预计, 基数; "" where no word says it."""
    words: Mapping[str, Sequence[str]] = _catalogue()["row_roles"]
    return next((role for role, each in words.items() if any(word in header.words for word in each)), "")


def kind_words(kind: str) -> tuple[str, ...]:
    """The words of titles and headers that tell what a table is about."""
    return tuple(_catalogue()["kinds"].get(kind, ()))


def header_stages(kind: str) -> Mapping[str, Sequence[str]]:
    """The stages of a kind that headers name by a verb alone: 已签, 应拆."""
    stages: Mapping[str, Sequence[str]] = _catalogue()["stages"].get(kind, {})
    return stages


def is_closed(text: str) -> bool | None:
    """Whether a state means that a case is closed; None where it does not say."""
    plain = plain_text(text)
    if not plain:
        return None
    if any(plain == word if len(word) == 1 and word != "未" else word in plain for word in _catalogue()["open"]):
        return False
    if any(plain == word if len(word) == 1 else word in plain for word in _catalogue()["done"]):
        return True
    return None
