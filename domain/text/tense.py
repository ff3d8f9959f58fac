"""The kind of a paragraph where no heading gives it: done or plan, by the words of time and of asking in it."""

import re
from collections.abc import Hashable, Iterator, Sequence
from itertools import groupby
from typing import Final, Literal

from domain.text.headings import FURNITURE, Line
from domain.text.kinds import Kind, announces_projects, opens_history

_SPEAKS_AHEAD: Final = re.compile(
    r"(?:今年|明年|今后|新的一年|下一?步|下一?阶段|下半年|未来)(?!以来|上半年|[一二三四]季度|[年月]?初|\d|共|已|累计|先后|实际)"
    r"[^。；\n]{0,40}?"
    r"(?:要|(?<!各项)目标|预期|计划|将|拟|安排(?!了|[\u4e00-\u9fff]{0,8}资金|[\d.]+[余多]?[万亿]*元)|任务)"
)
_SPEAKS_BACK: Final = re.compile(r"(?<![比较])去年|过去|上年|[一五半十]年来|以来|上半年|回顾|截[至止]")
_ASKS: Final = re.compile(
    r"力争|确保|争取(?!到)|将(?=[^，。；、近军领士来]{2})|必须|务必|努力|拟(?!定)"
    r"|(?<![主重首需必紧简概纲次摘只提还])要(?![求素点闻道害件案职塞领么是])"
    r"|(?:预期|发展|奋斗|总体)目标|预期(?!寿命)|计划(?!单列|生育|[的数内外任]|\d)"
)
_TELLS: Final = re.compile(
    r"(?<![来待])已(?!知)|(?:完成|实现|达到|取得|得到|有|进行|开展|签订|提高|增加|扩大|改善|加强)了|了(?=[\d，。；、,;])|累计|同比|比上年|增长了|截[至止]|荣获|获评|被评为"
    r"|新增了?(?=\d)|以来|一年来|全年(?:共|完成|实现)|共(?=\d|[开完建新化调])"
)
_OPENS_PLAN: Final = re.compile(
    r"(?:下一?步|下一?阶段|接下来)(?=[^。！？\n]{4})"
    r"|(?:19|20)\d\d年[，,]?[^，。！？\n]{0,12}?(?:将(?:继续|进一步|坚持|重点|围绕|聚焦|以|全力|深入|着力|实施|完成|新[增建改]|投资|推[进动]|开展|启动|打造|建[设成])|要|力争|确保)"
    r"|(?:下半年|今后(?:一段时间|一个时期)?|新的一年|明年|来年)(?!以来)[^。！？\n]{0,60}?"
    r"(?:将|(?<![主重首需必紧])要(?![求素点])|继续|力争|确保|计划|争取)"
    r"|(?:(?:19|20)\d\d年|今年|明年|来年|下半年|接下来|下一?步)[^。！？!?\n]{0,12}?(?:怎么|如何|怎样)(?![样看])[^。！？!?\n]{1,8}[?？]"
    r"|(?:再|下面|接着|最后)?(?:来)?(?:说说?|讲讲?|谈谈?)(?:一[说讲谈下])?(?:今年|明年|来年|下半年|下一?步)"
    r"|(?:今年|明年|来年|新的一年|下半年)的?(?:总|主要|大|总体|全年)?(?:盘子|目标|目标任务|打算|奔头|账)(?:是|为|[:：])"
)
_OPENS_BACK: Final = re.compile(r"(?:今年|上半年|一年来|半年来|去年|过去)|(?:19|20)\d\d年(?:以来|上半年|,|，|[1-9]-)")
#: A text speaks ahead where its words of asking outnumber those of telling by so many, are so many times as many, and
#: stand in this share of its sentences.
_CLEARLY: Final = 2
_MOSTLY: Final = 3
_OFTEN: Final = 0.25


def kinds_of_lines(
    text: str, lines: Sequence[Line], announced: Sequence[Kind | Literal[""]], outer: Sequence[Hashable]
) -> list[tuple[Kind, bool]]:
    """For each line its kind, and whether only its wording gives it.

    announced: by its headings or the title, "" where they do not say; outer: its outermost heading, whatever names it.
    """
    found: list[tuple[Kind, bool]] = []
    keys = [(line.role in FURNITURE, kind, above) for line, kind, above in zip(lines, announced, outer, strict=True)]
    for (is_furniture, kind, _), group in groupby(range(len(lines)), keys.__getitem__):
        members = [lines[at] for at in group]
        if is_furniture:
            found += [("other", False)] * len(members)
        elif kind == "":
            found += [(each, each != "history") for each in _by_wording(text, members)]
        elif kind in ("done", "problems"):
            found += [(each, False) for each in _until_plan(text, members, kind)]
        else:
            found += [(kind, False)] * len(members)
    return found


def _until_plan(text: str, lines: Sequence[Line], kind: Kind) -> Iterator[Kind]:
    """`kind` up to a paragraph that opens a plan (下一步,街道将…), which continues until one opens a summary again."""
    now = kind
    for line in lines:
        start = _words_start(line)
        if opens_plan(text, start, line.end):
            now = "plan"
        elif opens_summary(text, start, line.end):
            now = kind
        yield now


def _by_wording(text: str, lines: Sequence[Line]) -> Iterator[Kind]:
    """plan or done for each line: by how it opens, by what it asks and reports, else as the line before it.

    A heading goes with the text below it, a line of a table with the line before it, whatever plans its header names.
    """
    prose = [line for line in lines if line.role != "table"]
    words = text[lines[0].start : lines[-1].end]
    if len(prose) < len(lines):
        words = "\n".join(text[line.start : line.end] for line in prose)
    now: Kind = kind_by_words(words, 0, len(words)) or "done"
    above = 0
    for line in lines:
        if line.role == "heading":
            above += 1
            continue
        start = _words_start(line)
        if line.role == "table":
            pass
        elif opens_plan(text, start, line.end):
            now = "plan"
        elif opens_summary(text, start, line.end):
            now = "done"
        else:
            now = kind_by_words(text, start, line.end) or now
        kind: Kind = "history" if opens_history(text, start, line.end) else now
        yield from [kind] * (above + 1)
        above = 0
    yield from [now] * above


def _words_start(line: Line) -> int:
    """Where the words of a line begin, behind its number or its heading."""
    if line.is_heading:
        return line.text_start
    return line.marker.end if line.marker else line.start


def kind_by_words(text: str, start: int, end: int) -> Literal["plan", "done", ""]:
    """plan where text[start:end] clearly asks more than it reports, and does so often; done where it reports more."""
    asks, tells = len(_ASKS.findall(text, start, end)), len(_TELLS.findall(text, start, end))
    sentences = text.count("。", start, end) + 1
    if asks - tells >= max(_CLEARLY, _OFTEN * sentences) and asks > _MOSTLY * tells:
        return "plan"
    return "done" if tells > asks else ""


def kind_of_sentence(text: str, start: int, end: int) -> Literal["plan", "done", ""]:
    """plan or done by the words of time in the sentence text[start:end] (下一步…将, 去年), "" where it has none."""
    if _SPEAKS_AHEAD.search(text, start, end):
        return "plan"
    return "done" if _SPEAKS_BACK.search(text, start, end) else ""


def opens_plan(text: str, start: int, end: int) -> bool:
    """Whether the paragraph text[start:end] opens a plan that no heading announces: 下一步,街道将…, 10件实事分别是…."""
    return _OPENS_PLAN.match(text, start, end) is not None or announces_projects(text, start, end)


def opens_summary(text: str, start: int, end: int) -> bool:
    """Whether the paragraph text[start:end] opens with a time that has passed: 今年以来, 2022年上半年."""
    return _OPENS_BACK.match(text, start, end) is not None and _SPEAKS_AHEAD.match(text, start, end) is None
