"""The parts of a text that say whose it is and of when: titles, catalogue lines, the first and the last lines."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from domain.text.front import front_end, is_metadata, is_title
from domain.text.markers import marker_at
from loaders.text.evidence import Evidence, Place

_LINE: Final = re.compile(r"[^\n]+")
_KINDS: Final = "总结|报告|思路|计划|要点|打算|安排|汇报|情况|方案|通报|公报|综述|小结|规划"
#: A title that the text continues behind, without a line break: 某镇2016年半年工作总结2016年，我镇…
_JOINED_TITLE: Final = re.compile(
    rf"[^，,。；;\n|]{{2,60}}?(?:{_KINDS})(?:(?:及|和|暨|与|、|以及)[^，,。；;\n|]{{1,40}}?(?:{_KINDS}))*"
    r"(?=[ \u3000]*(?:[（(]|一、|(?:20|19|二[〇零○])|今年|[一半]年来|各位|同志|上半年|我[镇乡县区市街局]|[ \u3000]))"
)
_DAY_BEHIND: Final = re.compile(r"[ \u3000]+[\d\-/.:年月日 ]+$")
#: A title of other wording, as of news: no mark of a sentence, no path of a website, no key of a catalogue.
_HEADLINE: Final = re.compile(
    r"(?=(?:.*[\u4e00-\u9fff]){8})(?!http|\d|.*(?:首页|位置|导航|浏览|下载|上一篇|打印|版权|来源|记者|日期|时间|日报|[:：]$))"
    r"[^，,。；;>|！!？?]{8,60}"
)
_LAST_LINES: Final = 6
_LONGEST_LAST: Final = 40
_OPENING: Final = 400


@dataclass(frozen=True)
class Part:
    """A piece of the text, of the typed title or of the file's name; `start`: where it begins there."""

    place: Place
    start: int
    text: str

    def evidence(self, value: str, start: int, end: int) -> Evidence:
        """The words text[start:end] of this part, which say `value`."""
        return Evidence(value, self.place, self.start + start, self.start + end, self.text[start:end])


@dataclass(frozen=True)
class FrontLines:
    """titles: of the text; headlines: lines that may be one, as news have; catalogue: lines such as 发布日期：…;
    lines: the others before the report; opening: its first sentences; closing: the last lines.
    """

    titles: tuple[Part, ...]
    headlines: tuple[Part, ...]
    catalogue: tuple[Part, ...]
    lines: tuple[Part, ...]
    opening: Part
    closing: tuple[Part, ...]


def read_front_lines(text: str) -> FrontLines:
    """The parts of `text`. A title stands before the report, in a line of its own or at the start of its first one."""
    end = front_end(text)
    front = tuple(_lines(text, 0, end))
    catalogue = tuple(line for line in front if is_metadata(text, line.start, line.start + len(line.text)))
    others = tuple(line for line in front if line not in catalogue)
    titles = tuple(title for line in others if (title := _title_of(line)) is not None)
    if not titles and (joined := _JOINED_TITLE.match(text, end)) and marker_at(text, end, joined.end()) is None:
        titles, end = (Part("text", joined.start(), joined[0].rstrip()),), joined.end()
    headlines = tuple(line for line in others if line not in titles and _HEADLINE.fullmatch(line.text))
    closing = [_tail(line) for line in list(_lines(text, end, len(text)))[-_LAST_LINES:]]
    return FrontLines(
        titles, headlines, catalogue, others, Part("text", end, text[end : end + _OPENING]),
        tuple(line for line in closing if len(line.text) <= _LONGEST_LAST),
    )  # fmt: skip


def _title_of(line: Part) -> Part | None:
    """The title in a line of its own, without the day behind it: …2016年工作安排 2016-03-07."""
    text = _DAY_BEHIND.sub("", line.text)
    plain = re.sub(r"[ \t\u3000\u00a0]", "", text)
    is_worded = is_title(plain) or plain.endswith("小结")
    return Part(line.place, line.start, text) if is_worded else None


def _tail(line: Part) -> Part:
    """The line; of a long one what stands behind its last sentence or title, where a signature may be."""
    if len(line.text) <= _LONGEST_LAST:
        return line
    start = max(line.text.rfind(mark, 0, len(line.text) - 1) for mark in "。》；！") + 1
    return Part(line.place, line.start + start, line.text[start:])


def _lines(text: str, start: int, end: int) -> Iterator[Part]:
    for line in _LINE.finditer(text, start, end):
        stripped = line[0].strip(" \t\u3000\ufeff|")
        if stripped:
            at = line.start() + line[0].index(stripped)
            yield Part("text", at, stripped)
