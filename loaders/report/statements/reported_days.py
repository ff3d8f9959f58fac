"""The days that a title or the heading of a chapter names: they apply to undated text below it."""

import re
from collections.abc import Sequence
from typing import Final

from domain.text.kinds import AHEAD, report_year
from domain.text.markers import CHAPTER
from domain.text.spans import Heading
from loaders.report.periods import Span, months
from loaders.report.statements.facts import Report

_TELLS: Final = (
    r"(?:总结|回顾|述职|汇报|报告|通报|公报|快报|情况|进展|成效|成绩|分析|完成|(?:工作|经济)(?:运行|开展|推进)|亮点)"
)
#: 2024年上半年工作总结, 1-5月经济运行情况, 2018年1月铁路建设进展情况; not 2023年工作总结及2024年上半年工作思路.
_SPAN: Final = re.compile(
    r"(?:(?P<year>(?:19|20)\d\d)年度?)?的?(?<![\d-])(?:(?P<half>[上下]半年|半年)|(?P<quarter>[一二三四])季度|(?P<three>前三季度)|"
    r"(?P<first>1?\d)(?:月份?)?[-—–~至到](?P<last>1?\d)月份?|(?P<month>1?\d)月份?(?!\d))度?"
    rf"[^及和与、暨]{{0,20}}?{_TELLS}"
)
#: 2015年工作总结, 2023年主要工作回顾.
_YEARLY: Final = re.compile(
    r"(?P<year>(?:19|20)\d\d)年度?(?:的|全年)?(?:政府|党建)?(?:主要|重点|各项|国民)?(?:经济(?:和|与)社会发展)?(?:统计|工作)?"
    r"(?:目标|任务)*(?:总结|报告|公报|年报|情况|回顾|述职|"
    r"(?:完成|开展|推进|落实)情况|成效|成绩)"
)
_REVIEWED: Final = re.compile(r"((?:19|20)\d\d)年[^及和与、]{0,8}(?:回顾|总结)")
_UNTIL: Final = re.compile("截[至止]|止|到|前$|发布")


class ReportedDays:
    """The days of a report of the year `year` (None: not known) by its title and its chapters."""

    def __init__(self, report: Report, year: int | None) -> None:
        self._year = year
        titles = [each.text for each in report.outline.paragraphs if each.role == "title"]
        title = titles[0] if titles else ""
        chapters = {h.start: h for each in report.outline.paragraphs for h in each.headings if _is_chapter(h)}
        self._of_title = self._named(title)
        if self._of_title is None and _YEARLY.search(title):
            on = report_year(title, [each.title for each in chapters.values()])
            self._of_title = months(on, 1, 12) if on else None

    def of(self, chapter: Heading | None) -> Span | None:
        """The days of the text below `chapter`; None where neither it nor the title names any."""
        if chapter is None or not _is_chapter(chapter) or chapter.kind in AHEAD:
            return self._of_title
        if (days := self._named(chapter.title)) is not None:
            return days
        yearly = _YEARLY.search(chapter.title)
        return months(int(yearly["year"]), 1, 12) if yearly else self._of_title

    def last_year(self, headings: tuple[Heading, ...]) -> Span | None:
        """The year that 去年 means below `headings`: the year under review in a chapter; None where unknown."""
        year = year_looked_back_at(headings)
        return months(year, 1, 12) if year else None

    def _named(self, words: str) -> Span | None:
        match = _SPAN.search(words)
        if match is None or _UNTIL.search(words[max(0, match.start() - 2) : match.start()]):
            return None
        year = int(match["year"]) if match["year"] else self._year
        if year is None:
            return None
        if match["half"]:
            return months(year, 7, 12) if match["half"].startswith("下") else months(year, 1, 6)
        if match["quarter"]:
            first = "一二三四".index(match["quarter"]) * 3 + 1
            return months(year, first, first + 2)
        if match["three"]:
            return months(year, 1, 9)
        first, last = int(match["first"] or match["month"]), int(match["last"] or match["month"])
        return months(year, first, last) if 1 <= first <= last <= 12 else None


def year_looked_back_at(headings: Sequence[Heading]) -> int | None:
    """The year under review in the innermost of `headings` (一、2012年工作回顾); None where none names one."""
    years = [match[1] for heading in headings if (match := _REVIEWED.search(heading.title))]
    return int(years[-1]) if years else None


def _is_chapter(heading: Heading) -> bool:
    return heading.level <= CHAPTER and not heading.is_item
