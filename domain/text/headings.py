"""Paragraphs of a text, and which of them are headings, items, or stand before or behind the report."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from domain.text.front import closing_start, front_end, is_metadata, is_title
from domain.text.kinds import SECTION, announced, is_goals_line
from domain.text.markers import BULLET, CHAPTER, Marker, marker_at, trimmed
from domain.text.text_tables import in_table
from domain.text.wrapping import wrapped_breaks

#: table: a line of a table, see text_tables.py, wherever it stands.
Role = Literal["title", "front", "heading", "text", "item", "closing", "table"]
#: Roles of what stands around a report.
FURNITURE: Final[tuple[Role, ...]] = ("title", "front", "closing")
#: Levels of headings without a marker: above the chapters where it names a part of a report, else below them.
PART_LEVEL: Final = 0
UNMARKED_LEVEL: Final = 2
_LINE: Final = re.compile(r"[^\n]+")
_LABEL_END: Final = re.compile("[。；;]")
_LONGEST_LABEL: Final = 60
_LONGEST_RUN_IN: Final = 40
_LONGEST_HEADING: Final = 60
_LONGEST_UNMARKED: Final = 25
#: A heading may print a year or an ordinal, not an amount.
_AMOUNT: Final = re.compile(r"\d[\d.,]*[余多]?[%％‰万亿千百元个户家处件人名次亩公平吨米场项条座栋幢套辆例起宗只头]")
#: A title that is not worded as one has at least so many characters together, and greets nobody (各位代表:).
_CHINESE: Final = re.compile(r"[\u4e00-\u9fff]{5}(?!.*[:：]$)")
_PUNCTUATED: Final = re.compile("[，,。；;！!？?]")
_NAMES_PART: Final = re.compile(
    "(?:情况|成效|成绩|回顾|总结|思路|打算|安排|计划|目标|任务|措施|举措|问题|不足|建议|方向)[:：]?$"
)
_NO_HEADING: Final = re.compile(r"[，,。；;：:！!？?、（）()\d“”]")
#: 三、下半年打算:10月底前…: a title that says what follows its colon.
_RUNS_IN: Final = re.compile(r"(?P<title>[^\s，,。；;：:\d]{2,14})[：:](?=.)")
#: 一、总体情况　今年以来…: a wide blank behind a short title.
_WIDE_GAP: Final = re.compile(r"[^\s，,。；;：:]{2,20}(?P<gap>\u3000+|\t|  +)(?=\S)")


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph, wrapped lines joined: text[start:end] without the blanks around it.

    label: the span of its heading, or of the first words of a numbered item, the marker included; None where it has
    neither. level: as in markers.py; text_start: where the text begins behind a heading that runs in, else `start`.
    """

    start: int
    end: int
    role: Role
    marker: Marker | None = None
    label: tuple[int, int] | None = None
    level: int = BULLET
    is_heading: bool = False
    text_start: int = -1


def read_lines(text: str) -> list[Line]:
    """The paragraphs of `text` in order, each with its role."""
    spans = _paragraphs(text)
    front = front_end(text)
    body = next((at for at, span in enumerate(spans) if span[0] >= front or not _is_front(text, *span)), len(spans))
    body = _without_headings(text, spans, body)
    tail = body + closing_start(text, spans[body:])
    front_lines, body_lines = _front_lines(text, spans[:body]), _body_lines(text, spans[body:tail])
    lines = [*front_lines, *body_lines, *(Line(*span, "closing") for span in spans[tail:])]
    of_tables = in_table(text, (line.start for line in lines))
    return [Line(line.start, line.end, "table") if line.start in of_tables else line for line in lines]


def _paragraphs(text: str) -> list[tuple[int, int]]:
    """Lines that hold something; a line that ends inside a sentence continues in the next one."""
    wraps = set(wrapped_breaks(text))
    spans: list[tuple[int, int]] = []
    goes_on = False
    for match in _LINE.finditer(text):
        start, end = trimmed(text, *match.span())
        if start < end:
            if goes_on:
                start = spans.pop()[0]
            spans.append((start, end))
        goes_on = match.end() in wraps
    return spans


def _is_front(text: str, start: int, end: int) -> bool:
    return is_metadata(text, start, end) or _LABEL_END.search(text, start, end) is None


def _without_headings(text: str, spans: list[tuple[int, int]], body: int) -> int:
    """`body` moved up over the lines below the title that are headings without a marker."""
    titles = [
        at for at in range(body) if is_title(text[slice(*spans[at])]) and not _is_section(text[slice(*spans[at])])
    ]
    first = (titles[0] if titles else -1) + 1
    while body > first and not is_metadata(text, *spans[body - 1]) and _is_unmarked_heading(text, spans, body - 1):
        body -= 1
    return body


def _is_section(words: str) -> bool:
    """Whether a title may as well be that of a part: 2022年工作回顾, without whose report it is."""
    return announced(words).strength == SECTION


def _front_lines(text: str, spans: list[tuple[int, int]]) -> Iterator[Line]:
    named = [span for span in spans if not is_metadata(text, *span)]
    worded = [span for span in named if is_title(text[slice(*span)])]
    title = next(iter(worded or [span for span in named if _CHINESE.search(text, *span)]), None)
    for span in spans:
        yield Line(*span, "title" if span == title else "front")


def _body_lines(text: str, spans: list[tuple[int, int]]) -> Iterator[Line]:
    for at, (start, end) in enumerate(spans):
        marker = marker_at(text, start, end)
        if marker is None or marker.level == BULLET:
            yield _unmarked(text, spans, at, marker)
        else:
            yield _marked(text, start, end, marker)


def _marked(text: str, start: int, end: int, marker: Marker) -> Line:
    """A paragraph behind a marker: a heading alone, a heading with text behind it in the line, or an item."""
    if gap := _WIDE_GAP.match(text, marker.end, end):
        label = trimmed(text, start, gap.start("gap"))
        return Line(start, end, "text", marker, label, marker.level, True, gap.end())
    colon = _RUNS_IN.match(text, marker.end, end) if marker.level <= CHAPTER else None
    if colon and announced(colon["title"]).kind:
        return Line(start, end, "text", marker, (start, colon.end("title")), marker.level, True, colon.end())
    stop = _LABEL_END.search(text, start, end)
    label_end = stop.start() if stop else end
    words = text[marker.end : label_end].strip()
    label = (start, trimmed(text, start, min(label_end, start + _LONGEST_LABEL))[1])
    is_title_like = 0 < len(words) <= _LONGEST_RUN_IN and not _AMOUNT.search(words)
    if stop is None and words and len(words) <= _LONGEST_HEADING and (is_title_like or marker.level <= CHAPTER):
        return Line(start, end, "heading", marker, label, marker.level, True, end)
    if is_title_like and stop and stop[0] == "。":
        if stop.end() < end:
            return Line(start, end, "text", marker, label, marker.level, True, stop.end())
        if marker.level <= UNMARKED_LEVEL:
            return Line(start, end, "heading", marker, label, marker.level, True, end)
    return Line(start, end, "item", marker, label, marker.level, False, start)


def _unmarked(text: str, spans: list[tuple[int, int]], at: int, marker: Marker | None) -> Line:
    start, end = spans[at]
    if marker is not None:
        return Line(start, end, "item", marker, None, BULLET, False, start)
    if is_goals_line(text[start:end]):
        return Line(start, end, "heading", None, (start, end), UNMARKED_LEVEL, True, end)
    if _is_unmarked_heading(text, spans, at):
        level = PART_LEVEL if _names_part(text, spans, at) else UNMARKED_LEVEL
        return Line(start, end, "heading", None, (start, end), level, True, end)
    return Line(start, end, "text", None, None, BULLET, False, start)


def _is_unmarked_heading(text: str, spans: list[tuple[int, int]], at: int) -> bool:
    """A short line without marks that names a part of a report, or that stands right over items."""
    start, end = spans[at]
    if end - start > _LONGEST_UNMARKED or marker_at(text, start, end) is not None:
        return False
    if _names_part(text, spans, at):
        return True
    if _NO_HEADING.search(text, start, end):
        return False
    for below in range(at + 1, min(at + 3, len(spans))):
        marker = marker_at(text, *spans[below])
        if marker is not None:
            return marker.level == BULLET or (marker.level > UNMARKED_LEVEL and marker.number == 1)
        if spans[below][1] - spans[below][0] > _LONGEST_UNMARKED or _NO_HEADING.search(text, *spans[below]):
            return False
    return False


def _names_part(text: str, spans: list[tuple[int, int]], at: int) -> bool:
    """Whether a line of its own says what follows it: 2022年主要工作回顾, 下一步工作打算."""
    words = text[slice(*spans[at])]
    if at + 1 >= len(spans) or _PUNCTUATED.search(words):
        return False
    found = announced(words.rstrip("：: "))
    if found.kind == "" or found.strength == SECTION:
        return found.kind != ""
    # Other words of headings may be cells of a table: what follows must be text.
    return _NAMES_PART.search(words) is not None and _is_text(text, *spans[at + 1])


def _is_text(text: str, start: int, end: int) -> bool:
    marker = marker_at(text, start, end)
    return "。" in text[start:end] or (marker is not None and marker.number == 1)
