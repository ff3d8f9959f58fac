"""The presenter's choice as query parameters: ?slides=cover,land&version=3&hide=off&look=dark."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlencode

from charts.theme import PALETTE_WORDS
from domain.judging.bands import status_rules
from views.slides import SLIDE_IDS

#: Digits of a version or of a page.
_DIGITS: Final = 9
_MAX_UNIT: Final = 64
_HIDE: Final = {"on": True, "off": False}
LOOKS: Final = {"": "跟随系统", "light": "浅色", "dark": "深色"}


class AddressError(ValueError):
    """Invalid query parameters; the text says in Chinese what is wrong and what is allowed."""


@dataclass(frozen=True)
class Choice:
    """What a presenter chose. slides: ids in order, () for all. unit: code or a name, "" for the unit shown first.
    version: None for the newest. hide: redact names and disciplinary counts. rule: an id of bands.yml. palette: a key
    of charts.theme.PALETTES. look: light, dark or "" for the system's.
    """

    slides: tuple[str, ...] = ()
    version: int | None = None
    hide: bool = True
    rule: str = field(default_factory=lambda: next(iter(status_rules())))
    palette: str = next(iter(PALETTE_WORDS))
    look: str = ""
    unit: str = ""


#: The query parameters of a choice.
KEYS: Final = ("slides", "unit", "version", "hide", "rule", "palette", "look")


def parse_choice(query: Mapping[str, str]) -> Choice:
    """The choice in `query`, with defaults for missing parameters. Raises AddressError."""
    fields: dict[str, Any] = {}
    for key in KEYS:
        if query.get(key):
            fields[key] = _PARSERS[key](query[key])
    return Choice(**fields)


def parse_page(query: Mapping[str, str]) -> int:
    """The number of the slide to open (?p=3), from 1; 1 by default. Raises AddressError."""
    text = query.get("p", "1")
    if not _is_number(text) or int(text) < 1:
        raise AddressError(f"页码应是从1起的数字，而不是“{text[:20]}”。")
    return int(text)


def address_of(choice: Choice) -> str:
    """The query string of `choice`, never empty: an empty one would open the browser's last choice."""
    default = Choice()
    fields = {
        "slides": ",".join(choice.slides),
        "unit": choice.unit,
        "version": "" if choice.version is None else str(choice.version),
        "hide": "on" if choice.hide else "off",
        "rule": "" if choice.rule == default.rule else choice.rule,
        "palette": "" if choice.palette == default.palette else choice.palette,
        "look": choice.look,
    }
    return urlencode({key: value for key, value in fields.items() if value}, safe=",")


def _slides(value: str) -> tuple[str, ...]:
    ids = tuple(dict.fromkeys(each for each in value.split(",") if each))
    unknown = [each for each in ids if each not in SLIDE_IDS]
    if unknown:
        raise AddressError(f"没有幻灯片“{unknown[0][:20]}”。请在“汇报”页面选择幻灯片，再点“开始汇报”。")
    return ids


def _unit(value: str) -> str:
    if len(value) > _MAX_UNIT:
        raise AddressError(f"没有“{value[:20]}”这个单位。请在“汇报”页面重新点“开始汇报”。")
    return value


def _version(value: str) -> int:
    if not _is_number(value):
        raise AddressError(f"版本号应是数字，而不是“{value[:20]}”。")
    return int(value)


def _hide(value: str) -> bool:
    if value not in _HIDE:
        raise AddressError(f"hide 只能是 on（隐去人名和处分人数）或 off（显示），而不是“{value[:20]}”。")
    return _HIDE[value]


def _one_of(words: Mapping[str, str], label: str) -> Callable[[str], str]:
    def parse(value: str) -> str:
        if value not in words:
            allowed = "、".join(f"{code}（{word}）" for code, word in words.items() if code)
            raise AddressError(f"没有这种{label}：“{value[:20]}”。可以用 {allowed}。")
        return value

    return parse


def _rule(value: str) -> str:
    return _one_of({code: rule.name for code, rule in status_rules().items()}, "判定规则")(value)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= _DIGITS


_PARSERS: Final[Mapping[str, Callable[[str], Any]]] = {
    "slides": _slides,
    "unit": _unit,
    "version": _version,
    "hide": _hide,
    "rule": _rule,
    "palette": _one_of(PALETTE_WORDS, "配色"),
    "look": _one_of(LOOKS, "底色"),
}
