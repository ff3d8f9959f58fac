"""The parts of a report: headings, paragraphs, sentences, clauses.

heading  = level1 ("一、", "第一部分") | level2 ("（一）") | level3 ("1.", "一是") at the start of a line
sentence = text up to 。！？ or the end of its paragraph; a line break inside wrapped text ends nothing
clause   = text up to ， ； ： or the end of its sentence
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from domain.catalogue import read_catalogue

_LINE: Final = re.compile(r"[^\n]+")
_NUMERAL: Final = "[一二三四五六七八九十]{1,3}"
_LEVELS: Final = (
    re.compile(rf"[ \t\u3000]*(?:{_NUMERAL}[、.．]|第{_NUMERAL}[章部]分?)"),
    re.compile(rf"[ \t\u3000]*[(（]{_NUMERAL}[)）]"),
    re.compile(rf"[ \t\u3000]*(?:[0-9０-９]{{1,2}}[.．、](?![0-9０-９])|[(（][0-9]{{1,2}}[)）]|{_NUMERAL}是|——|[①-⑳])"),
)
_SENTENCE_END: Final = re.compile(r"[。！？!?]|\n")
_CLAUSE_END: Final = re.compile(r"[，；：,;。！？!?]|(?<![0-9]):|\n")
_OPEN_END: Final = re.compile(r"[^。！？!?；;：:”」）)》\n \u3000]")
_YEAR: Final = re.compile(r"((?:19|20)\d\d)年")
_AND: Final = re.compile("[和及与暨]")
_INSIDE_NUMBER: Final = re.compile(r"\d[,，]\d{3}(?!\d)|\d[:：]\d")
#: Longer parts, in characters, are cut: only damaged text has them.
_LONGEST_CLAUSE: Final = 400
_LONGEST_SENTENCE: Final = 1600
_WRAP_WIDTH: Final = 20
_HEADING_WIDTH: Final = 60
_TITLE_WIDTH: Final = 25
#: A line of its own over a list of goals, often without a number: 全年经济社会发展主要预期目标:
_GOALS_LINE: Final = re.compile(
    r"[ \t\u3000]*[^。；;，,:：\n]{0,24}(?:预期|发展|工作|主要|奋斗|年度)目标(?:任务)?[:：]?[ \t\u3000]*"
)


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading: where its text starts and its own part of the text ends; level 1 to 3."""

    start: int
    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where an offset lies: the headings above it, outermost first, and the kind of its section."""

    headings: tuple[Heading, ...]
    kind: str

    @property
    def path(self) -> str:
        """The headings as one text: 二、上半年工作总结 / (二)聚焦重点 / 1.土地整治."""
        return " / ".join(heading.text for heading in self.headings)


def year_of_heading(place: Place) -> int | None:
    """The one year that the outermost heading names (一、2018年工作回顾), None where it names none or several."""
    years = set(_YEAR.findall(place.headings[0].text)) if place.headings else set()
    return int(years.pop()) if len(years) == 1 else None


class Outline:
    """The parts of one text; every look-up is by offset and costs O(log n)."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts, self._places = _read_places(text)
        self._clauses = _shortened(_breaks(text, _CLAUSE_END), range(0, len(text), _LONGEST_CLAUSE), _LONGEST_CLAUSE)
        self._sentences = _shortened(_breaks(text, _SENTENCE_END), self._clauses, _LONGEST_SENTENCE)

    def place(self, offset: int) -> Place:
        """The headings over `offset`."""
        return self._places[bisect_right(self._starts, offset) - 1]

    def sentence(self, offset: int) -> tuple[int, int]:
        """The span of the sentence around `offset`, without blanks at its ends."""
        return self._stripped(*_between(self._sentences, offset))

    def clause(self, offset: int) -> tuple[int, int]:
        """The span of the clause around `offset`."""
        return _between(self._clauses, offset)

    def _stripped(self, start: int, end: int) -> tuple[int, int]:
        while start < end and self.text[start] in " \t\u3000\n":
            start += 1
        while end > start and self.text[end - 1] in " \t\u3000\n":
            end -= 1
        return start, end


def _between(breaks: list[int], offset: int) -> tuple[int, int]:
    at = bisect_right(breaks, offset)
    return breaks[at - 1], breaks[at]


def _breaks(text: str, pattern: re.Pattern[str]) -> list[int]:
    """The offsets at which a new part starts, 0 and the end included."""
    ends = [0]
    for match in pattern.finditer(text):
        if match[0] == "\n" and is_wrapped(text, match.start()):
            continue
        if match[0] in ",，:：" and _INSIDE_NUMBER.match(text, match.start() - 1):
            continue
        ends.append(match.end())
    if ends[-1] < len(text) or len(ends) == 1:
        ends.append(len(text))
    ends[-1] = max(ends[-1], len(text))
    return [*ends, len(text) + 1]


def _shortened(breaks: list[int], more: Sequence[int], longest: int) -> list[int]:
    """`breaks` with some of `more` added where a part would be longer than `longest`, so that no look-up is slow."""
    kept = [0]
    for end in breaks[1:]:
        while end - kept[-1] > longest:
            at = bisect_right(more, kept[-1] + longest) - 1
            kept.append(more[at] if more[at] > kept[-1] else kept[-1] + longest)
        kept.append(end)
    return kept


def is_wrapped(text: str, newline: int) -> bool:
    """Whether the line break at offset `newline` stands inside a sentence: a long open line, then plain text."""
    before, after = text[newline - 1 : newline], text[newline + 1 : newline + 2]
    if not before or not after or after in "\n \t\u3000" or not _OPEN_END.match(before):
        return False
    start = text.rfind("\n", 0, newline) + 1
    if newline - start < _WRAP_WIDTH:
        return False
    is_short = newline - start < _HEADING_WIDTH and "。" not in text[start:newline]
    line_is_heading = is_short and any(level.match(text, start) for level in _LEVELS)
    return not line_is_heading and not any(level.match(text, newline + 1) for level in _LEVELS)


def _read_places(text: str) -> tuple[list[int], list[Place]]:
    """Start offsets and places of the parts of `text`, in order; the first part starts at 0."""
    starts, places = [0], [Place((), "")]
    stack: list[tuple[Heading, str]] = []
    for line in _LINE.finditer(text):
        heading = _heading(text, line.start(), line.end())
        if heading is None:
            continue
        while stack and stack[-1][0].level >= heading.level:
            stack.pop()
        inherited = stack[-1][1] if stack else ""
        # 一是落实好年度播种计划,全年完成…: the start of a sentence announces nothing.
        kind = (
            inherited
            if heading.level == 3 and len(heading.text) > _TITLE_WIDTH
            else section_kind(heading.text) or inherited
        )
        stack.append((heading, kind))
        starts.append(line.start())
        places.append(Place(tuple(entry[0] for entry in stack), kind))
    return starts, places


def _heading(text: str, start: int, end: int) -> Heading | None:
    """The heading that the line text[start:end] is or begins with: 1.土地整治加压奋进。街村联动…"""
    for level, pattern in enumerate(_LEVELS, 1):
        if pattern.match(text, start):
            stop = min((at for at in (text.find(mark, start, end) for mark in "。；;") if at >= 0), default=end)
            return Heading(start, level, text[start : min(stop, start + _HEADING_WIDTH)].strip())
    if _GOALS_LINE.fullmatch(text, start, end):
        return Heading(start, 2, text[start:end].strip())
    return None


@cache
def _section_words() -> tuple[tuple[str, re.Pattern[str]], ...]:
    kinds: list[dict[str, Any]] = read_catalogue("topics")["sections"]
    return tuple((entry["kind"], re.compile("|".join(entry["words"]))) for entry in kinds)


def section_kind(heading: str) -> str:
    """What a heading announces: report, plan, history, or "" where its words do not say or say both."""
    kinds = [kind for kind, words in _section_words() if words.search(heading)]
    if {"plan", "report"} <= set(kinds):
        return "" if _AND.search(heading) else "report"
    return kinds[0] if kinds else ""
