"""Wordings: how the catalogue says where in a sentence a figure stands, without any figure in it.

    立项面积{面积}          the words, then an area in any unit
    完成{户}共…土地征收     a count with the unit 户, any text, then the words

`{…}` is a unit as printed (亩, 户, 个) or the Chinese word of a dimension (金额, 面积, 百分比, 时长, 数量); `{期限}` is
a term in words that the reader of figures takes for a period (一年, 三年, 6个月).
`…` is any text within the sentence. A wording matches by words only: the figures of the text are masked
before the words are sought, so a changed number keeps its place in the tables. Punctuation of either width,
quotation marks, spaces and a filler before the figure (约, 达, 共, 为) make no difference.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from domain.schema.vocabulary import DIMENSIONS, NOT_FIGURES

_DIMENSION_MARK: Final = {name: chr(0xE100 + i) for i, name in enumerate(DIMENSIONS)}
_ANY_MARK: Final = f"[{''.join(_DIMENSION_MARK.values())}]"
_DIMENSION_CALLED: Final = {label: name for name, label in DIMENSIONS.items() if name not in NOT_FIGURES}
_UNIT_MARKS: dict[str, str] = {}

_FILLER: Final = "(?:大约|约|将近|近|逾|超过|超|不少于|达到|达|共计|总计|合计|共|为|是|了){0,3}"
_TERM: Final = r"(?P<term>[零一二两三四五六七八九十0-9]+个?[年月])"
_PART: Final = re.compile(r"\{([^}]*)\}|…")
#: Stands for a line break inside a sentence; a private sign of ours, as wide as the break it replaces.
WRAP: Final = "\u2028"
_DROPPED: Final = frozenset(f" \t\r\u3000\u00a0“”‘’\"'「」{WRAP}")


@dataclass(frozen=True)
class Printed:
    """A figure as the masking needs it: its span in the text, its dimension, its printed and its base unit."""

    start: int
    end: int
    dimension: str
    unit: str = ""
    base_unit: str = ""


@dataclass(frozen=True)
class Hit:
    """A place where a wording matches: the span [start, end) of the text; the figure's offset or the term, if asked."""

    start: int
    end: int
    figure: int | None = None
    term: tuple[int, int] | None = None


def plain(text: str) -> str:
    """`text` as wordings are compared: half-width punctuation, no spaces, no quotation marks."""
    return "".join(narrow for char in text if (narrow := _narrow(char)))


def _narrow(char: str) -> str:
    if char in _DROPPED:
        return ""
    return chr(ord(char) - 0xFEE0) if "！" <= char <= "～" else char


def _unit_mark(unit: str) -> str:
    """One private character per unit, so that words are never found inside a unit."""
    unit = unit.partition("(")[0].partition("（")[0].removeprefix("个") or unit
    return _UNIT_MARKS.setdefault(unit, chr(0xF0000 + len(_UNIT_MARKS)))


@cache
def compile_wording(wording: str) -> re.Pattern[str]:
    """The pattern of a wording over masked text; group "figure" or "term" is what the wording asks for, if anything.

    Raises ValueError where the wording asks for more than one figure.
    """
    parts: list[str] = []
    position = 0
    for match in _PART.finditer(wording):
        parts.append(re.escape(plain(wording[position : match.start()])))
        if match[1] is not None:
            parts.append(_figure_pattern(match[1]))
        else:
            parts.append(_anything_but("".join(parts[-2:]) if not parts[-1] else parts[-1]))
        position = match.end()
    parts.append(re.escape(plain(wording[position:])))
    pattern = "".join(parts)
    if len(re.findall(r"\(\?P<(?:figure|term)>", pattern)) > 1:
        raise ValueError(f"wording {wording!r} asks for more than one figure; write … for the others")
    return re.compile(pattern)


def _anything_but(before: str) -> str:
    """Any text of the sentence that does not start over what stood before it, so that the nearest place counts."""
    before = before.replace("(?P<figure>", "(?:").replace("(?P<term>", "(?:").removeprefix(_FILLER)
    return rf"(?:(?!{before})[^。!?;\n]){{0,120}}?" if before else r"[^。!?;\n]{0,120}?"


def _figure_pattern(asked: str) -> str:
    if asked == "期限":
        return _TERM
    if asked in _DIMENSION_CALLED:
        figure = f"{_DIMENSION_MARK[_DIMENSION_CALLED[asked]]}.."
    else:
        mark = _unit_mark(asked)
        figure = f"{_ANY_MARK}(?:{mark}.|.{mark})"
    return f"{_FILLER}(?P<figure>{figure})"


class MaskedText:
    """A text whose figures are masked: where wordings are sought; every hit points into the original text.

    A line break ends a sentence here; one that only wraps a line should come as WRAP.
    """

    def __init__(self, text: str, printed: Iterable[Printed]) -> None:
        self._chars: list[str] = []
        self._offsets: list[int] = []
        self._ends: list[int] = []
        position = 0
        for figure in sorted(printed, key=lambda each: each.start):
            if figure.dimension in NOT_FIGURES or figure.start < position:
                continue
            self._take_words(text, position, figure.start)
            marks = _DIMENSION_MARK[figure.dimension] + _unit_mark(figure.unit) + _unit_mark(figure.base_unit)
            for mark in marks:
                self._take(mark, figure.start, figure.end)
            position = figure.end
        self._take_words(text, position, len(text))
        self.masked = "".join(self._chars)

    def find(self, wording: str) -> Iterator[Hit]:
        """Every place where `wording` matches, in the order of the text."""
        pattern = compile_wording(wording)
        for match in pattern.finditer(self.masked):
            start, end = self._offsets[match.start()], self._ends[match.end() - 1]
            if "figure" in pattern.groupindex:
                yield Hit(start, end, figure=self._offsets[match.start("figure")])
            elif "term" in pattern.groupindex:
                yield Hit(start, end, term=(self._offsets[match.start("term")], self._ends[match.end("term") - 1]))
            else:
                yield Hit(start, end)

    def _take(self, char: str, start: int, end: int) -> None:
        self._chars.append(char)
        self._offsets.append(start)
        self._ends.append(end)

    def _take_words(self, text: str, start: int, end: int) -> None:
        for index in range(start, end):
            if narrow := _narrow(text[index]):
                self._take(narrow, index, index + 1)
