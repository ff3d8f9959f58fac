"""What a presenter has chosen, as an address says it: ?slides=cover,land&version=3&hide=off&look=dark."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlencode

from charts.theme import PALETTE_WORDS
from domain.judging.bands import status_rules
from views.slides import SLIDE_IDS

#: Digits of a version or of a page.
_DIGITS: Final = 9
_HIDE: Final = {"on": True, "off": False}
LOOKS: Final = {"": "跟随系统", "light": "浅色", "dark": "深色"}


class AddressError(ValueError):
    """An address asks for what there is not; the text says in Chinese what, and what there is."""


@dataclass(frozen=True)
class Choice:
    """slides: ids in order, none: all. version: None for the newest. hide: names of persons and disciplinary counts.

    rule: an id of bands.yml; palette: of charts.theme; look: light, dark or "" for the system's.
    """

    slides: tuple[str, ...] = ()
    version: int | None = None
    hide: bool = True
    rule: str = field(default_factory=lambda: next(iter(status_rules())))
    palette: str = next(iter(PALETTE_WORDS))
    look: str = ""


#: What an address may say of a choice.
KEYS: Final = ("slides", "version", "hide", "rule", "palette", "look")


def parse_choice(query: Mapping[str, str]) -> Choice:
    """The choice that an address makes; defaults where it says nothing. Raises AddressError."""
    said: dict[str, Any] = {}
    for key in KEYS:
        if query.get(key):
            said[key] = _PARSERS[key](query[key])
    return Choice(**said)


def parse_page(query: Mapping[str, str]) -> int:
    """The slide that ?p=3 opens, from 1; 1 where it says nothing. Raises AddressError."""
    asked = query.get("p", "1")
    if not _is_number(asked) or int(asked) < 1:
        raise AddressError(f"页码应是从1起的数字,而不是“{asked[:20]}”。")
    return int(asked)


def address_of(choice: Choice) -> str:
    """The query that says `choice`, never an empty one: an address that says nothing opens the last choice."""
    usual = Choice()
    said = {
        "slides": ",".join(choice.slides),
        "version": "" if choice.version is None else str(choice.version),
        "hide": "on" if choice.hide else "off",
        "rule": "" if choice.rule == usual.rule else choice.rule,
        "palette": "" if choice.palette == usual.palette else choice.palette,
        "look": choice.look,
    }
    return urlencode({key: value for key, value in said.items() if value}, safe=",")


def _slides(asked: str) -> tuple[str, ...]:
    ids = tuple(dict.fromkeys(each for each in asked.split(",") if each))
    unknown = [each for each in ids if each not in SLIDE_IDS]
    if unknown:
        raise AddressError(f"没有幻灯片“{unknown[0][:20]}”。请在“汇报”页面选择幻灯片,再点“开始汇报”。")
    return ids


def _version(asked: str) -> int:
    if not _is_number(asked):
        raise AddressError(f"版本号应是数字,而不是“{asked[:20]}”。")
    return int(asked)


def _hide(asked: str) -> bool:
    if asked not in _HIDE:
        raise AddressError(f"hide 只能是 on(隐去人名和处分人数)或 off(显示),而不是“{asked[:20]}”。")
    return _HIDE[asked]


def _one_of(words: Mapping[str, str], label: str) -> Callable[[str], str]:
    def parse(asked: str) -> str:
        if asked not in words:
            known = "、".join(f"{code}({word})" for code, word in words.items() if code)
            raise AddressError(f"没有这种{label}:“{asked[:20]}”。可以用 {known}。")
        return asked

    return parse


def _rule(asked: str) -> str:
    return _one_of({code: rule.name for code, rule in status_rules().items()}, "判定规则")(asked)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= _DIGITS


_PARSERS: Final[Mapping[str, Callable[[str], Any]]] = {
    "slides": _slides,
    "version": _version,
    "hide": _hide,
    "rule": _rule,
    "palette": _one_of(PALETTE_WORDS, "配色"),
    "look": _one_of(LOOKS, "底色"),
}
