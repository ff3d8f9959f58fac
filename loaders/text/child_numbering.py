"""Automatic numbers of a .docx: numbering.xml and styles.xml, counted on paragraph by paragraph as Word does.

ECMA-376, part 1, 17.9. Part of the child process; elements are as child_package.py gives them.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Any, Final

from loaders.text.child_numbers import format_number, is_known
from loaders.text.child_package import attribute, child, children, value_of

_LEVELS: Final = 9
_BULLET: Final = "•"
#: Bullets that people type as themselves; others are characters of symbol fonts.
_PLAIN_BULLETS: Final = frozenset("·•●◆■▪□◇★▲➢※*—○√")


@dataclass(frozen=True)
class _Level:
    start: int = 0
    number_format: str = "decimal"
    text: str = ""
    restart: int | None = None
    is_decimal: bool = False
    has_blank: bool = False
    style: str = ""


class Numbering:
    """What stands before each numbered paragraph; `label` counts on and is asked once per paragraph, in their order."""

    def __init__(self, numbering: Any, styles: Any, notes: "Counter[str]") -> None:
        self._notes = notes
        self._styles = {attribute(style, "styleId"): style for style in children(styles, "style")}
        self._default = next((name for name, style in self._styles.items() if _is_default(style)), "")
        self._abstract = {attribute(each, "abstractNumId"): each for each in children(numbering, "abstractNum")}
        self._numbers = {attribute(each, "numId"): each for each in children(numbering, "num")}
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()
        self._levels: dict[str, tuple[str, dict[int, _Level], dict[int, int]] | None] = {}

    def label(self, properties: Any) -> str:
        """The number before the paragraph with the w:pPr `properties` (None: without), "" where there is none."""
        number, level = self._number_of(properties)
        numbered = self._levels_of(number)
        if numbered is None or not 0 <= level < _LEVELS:
            return ""
        abstract, levels, overrides = numbered
        counts = self._counts.setdefault(abstract, [None] * _LEVELS)
        for above in range(level):
            if counts[above] is None:
                counts[above] = levels.get(above, _Level()).start
        spec = levels.get(level)
        if spec is None:
            return ""
        if level in overrides and (number, level) not in self._begun:
            counts[level] = overrides[level]
        else:
            before = counts[level]
            counts[level] = spec.start if before is None else before + 1
        self._begun.add((number, level))
        for below in range(level + 1, _LEVELS):
            restart = levels.get(below, _Level()).restart
            if restart is None or level < restart:
                counts[below] = None
        return self._written(spec, levels, counts)

    def _written(self, spec: _Level, levels: dict[int, _Level], counts: list[int | None]) -> str:
        if spec.number_format == "bullet":
            return _bullet(spec.text.strip())
        if not is_known(spec.number_format):
            self._notes["unknown_number"] += 1
        text = spec.text
        for at in range(_LEVELS):
            if f"%{at + 1}" in text:
                number_format = "decimal" if spec.is_decimal else levels.get(at, _Level()).number_format
                text = text.replace(f"%{at + 1}", format_number(counts[at] or 0, number_format))
        return text + (" " if spec.has_blank and text else "")

    def _number_of(self, properties: Any) -> tuple[str, int]:
        """numId and level of a paragraph: its own, else those of its style or of what the style is based on."""
        own = child(properties, "numPr")
        number, level = value_of(child(own, "numId")), value_of(child(own, "ilvl"))
        style = value_of(child(properties, "pStyle")) or self._default
        seen: set[str] = set()
        while not number and style in self._styles and style not in seen:
            seen.add(style)
            found = child(child(self._styles[style], "pPr"), "numPr")
            number = value_of(child(found, "numId"))
            if number and not level:
                level = self._level_of_style(number, style) or value_of(child(found, "ilvl"))
            style = value_of(child(self._styles[style], "basedOn"))
        return number, int(level) if level.isdigit() else 0

    def _level_of_style(self, number: str, style: str) -> str:
        numbered = self._levels_of(number)
        levels = numbered[1] if numbered else {}
        return next((str(at) for at, level in levels.items() if level.style == style), "")

    def _levels_of(self, number: str) -> tuple[str, dict[int, _Level], dict[int, int]] | None:
        """Of a numId: its list, the list's levels, and where this numId begins anew; None where it numbers nothing."""
        if number not in self._levels:
            self._levels[number] = self._read_levels(number)
        return self._levels[number]

    def _read_levels(self, number: str) -> tuple[str, dict[int, _Level], dict[int, int]] | None:
        found = self._numbers.get(number)
        if found is None or number == "0":
            return None
        name = value_of(child(found, "abstractNumId"))
        abstract = self._abstract.get(name)
        link = value_of(child(abstract, "numStyleLink"))
        if link in self._styles:
            other = value_of(child(child(child(self._styles[link], "pPr"), "numPr"), "numId"))
            name = value_of(child(self._numbers.get(other), "abstractNumId")) or name
            abstract = self._abstract.get(name)
        levels = {int(attribute(each, "ilvl") or 0): _read_level(each) for each in children(abstract, "lvl")}
        overrides: dict[int, int] = {}
        for override in children(found, "lvlOverride"):
            at = int(attribute(override, "ilvl") or 0)
            if (own := child(override, "lvl")) is not None:
                levels[at] = _read_level(own)
            if start := value_of(child(override, "startOverride")):
                overrides[at] = int(start)
        return name, levels, overrides


def _bullet(char: str) -> str:
    """The bullet as it can be typed; characters of symbol fonts become •."""
    if not char:
        return ""
    return f"{char} " if char in "-–" else char if char in _PLAIN_BULLETS else _BULLET


def _read_level(element: Any) -> _Level:
    formats = child(element, "numFmt")
    if formats is None:  # a custom format and, for programs that do not know it, another one
        formats = child(child(child(element, "AlternateContent"), "Fallback"), "numFmt")
    restart = value_of(child(element, "lvlRestart"))
    return _Level(
        start=int(value_of(child(element, "start")) or 0),
        number_format=value_of(formats) or "decimal",
        text=value_of(child(element, "lvlText")),
        restart=int(restart) if restart.isdigit() else None,
        is_decimal=child(element, "isLgl") is not None,
        has_blank=value_of(child(element, "suff")) == "space",
        style=value_of(child(element, "pStyle")),
    )


def _is_default(style: Any) -> bool:
    return attribute(style, "type") == "paragraph" and attribute(style, "default") in ("1", "true", "on")
