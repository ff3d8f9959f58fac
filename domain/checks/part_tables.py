"""Parts and wholes by the form of the text: lines under a whole, columns over a line of totals, balances."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from domain.checks.part_list import PartList, part_list
from domain.checks.relations import SUMMABLE
from domain.checks.report import Figure, Report
from domain.checks.words import CHANGE
from domain.text.spans import Paragraph

_LINE_TOTAL: Final = re.compile(r"[ |]*(?:合计|总计|共计|小计|全[镇县区街市乡村]道?(?:合计|总计)?)[ |:]")
_INCOME: Final = re.compile(r"收入|收到|筹集|募集|募捐|到位|原有|去年底有|年初|期初|[上去]年末|上月末")
_SPENT: Final = re.compile(r"支出|支付|使用|已用|用去|花费|减少|退出|注销|转出|清缴|清欠|偿还|核销|化解|消化")
_LEFT: Final = re.compile(r"结余|节余|剩余|余额|结存|尚余|还剩|剩下")
_GAINED: Final = re.compile(r"(?:原有|年初有?|去年底有?|期初有?)[^,;。\d]{0,10}$")
_ADDED: Final = re.compile(r"(?:新增|增加|新发展|新吸收|新建|新入会|新入)[^,;。\d]{0,8}$")
_NOW: Final = re.compile(r"(?:现有|目前共?有|现共有|总数达到?|达到?|目前达到?|年末有?|共有)[^,;。\d]{0,8}$")
_FORM: Final = re.compile(
    r"\s*(?:(?P<digit>\d{1,2}[.、)])|(?P<bracket>\(\d{1,2}\)|\([一二三四五六七八九十]+\))|(?P<dot>[·•●◆■▪-])|(?P<ring>[①-⑳])|"
    r"(?P<word>[一二三四五六七八九十]是)|(?P<name>[\u4e00-\u9fff]{2,8}:))"
)


def balances(report: Report, figures: list[Figure]) -> Iterator[PartList]:
    """收入50万元，支出30万元，结余20万元, and 原有30户，新增5户，现有35户: three figures in one sentence."""
    for one, two, three in zip(figures, figures[1:], figures[2:], strict=False):
        if not one.measure == two.measure == three.measure or "。" in report.plain[one.end : three.start]:
            continue
        words = [re.split(r"[,;。:(]", report.before(each))[-1] for each in (one, two, three)]
        if any(CHANGE.search(each) for each in words[::2]) or re.search("[比较]", words[1]):
            continue
        if _INCOME.search(words[0]) and _SPENT.search(words[1]) and _LEFT.search(words[2]):
            yield PartList(one, (two, three), is_closed=True, may_miss=False, may_overlap=False)
        elif _GAINED.search(words[0]) and _ADDED.search(words[1]) and _NOW.search(words[2]):
            yield PartList(three, (one, two), is_closed=True, may_miss=False, may_overlap=False)


def lists_in_lines(report: Report) -> Iterator[PartList]:
    """A list of lines under 共拆除120户：, one part at the head of each, and a line of totals (合计) under a table."""
    paragraphs = report.outline.paragraphs
    for at, paragraph in enumerate(paragraphs):
        lines = _items(report, paragraphs[at + 1 :])
        if len(lines) < 2 or not report.plain[paragraph.start : paragraph.end].rstrip().endswith(":"):
            continue
        wholes = [each for each in report.figures_in(paragraph) if each.dimension in SUMMABLE]
        firsts = [figures[0] for figures in lines]
        if wholes and all(each.measure == wholes[-1].measure for each in firsts):
            yield replace(part_list(report, wholes[-1], firsts, is_among=False), is_closed=False, may_miss=True)


def columns_with_totals(report: Report) -> Iterator[PartList]:
    """Lines of a table with the same measures in the same order, and a line of totals (合计) above or below them."""
    rows = [(each, report.figures_in(each)) for each in report.outline.paragraphs]
    for at, (paragraph, totals) in enumerate(rows):
        if not totals or not _LINE_TOTAL.match(report.plain, paragraph.start, paragraph.end):
            continue
        measures = [each.measure for each in totals]
        for step in (-1, 1):
            parts: list[list[Figure]] = []
            place = at + step
            while 0 <= place < len(rows) and [each.measure for each in rows[place][1]] == measures:
                parts.append(rows[place][1])
                place += step
            if len(parts) < 2:
                continue
            for column, whole in enumerate(totals):
                if whole.dimension in SUMMABLE:
                    cells = tuple(row[column] for row in parts[::step])
                    yield PartList(whole, cells, is_closed=True, may_miss=False, may_overlap=False)
            break


def _items(report: Report, paragraphs: Sequence[Paragraph]) -> list[list[Figure]]:
    """The figures of the lines that follow, as long as each begins with the same kind of mark."""
    found: list[list[Figure]] = []
    mark = ""
    for paragraph in paragraphs:
        form = _FORM.match(report.plain, paragraph.start, paragraph.end)
        kind = form.lastgroup or "" if form else ""
        if not kind or (mark and kind != mark):
            break
        mark = kind
        figures = [each for each in report.figures_in(paragraph) if each.dimension in SUMMABLE]
        if not figures:
            break
        found.append(figures)
    return found
