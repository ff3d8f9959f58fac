"""Due dates of targets and tasks: only those that the text states.

A due date is a printed one (9月底前, 年内, 到2030年) or the planning period of the chapter
(2024年工作安排, 下半年工作思路). A date without a year is in the year that the chapter plans for.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final

from domain.text.kinds import AHEAD, is_project_list
from domain.text.spans import Paragraph, Sentence
from domain.text.task_tables import task_cell_at
from loaders.report.statements.facts import Fact, Report

_YEAR_END: Final = re.compile(
    r"年底前?|年末|年终(?!考|总结|评|决算)|年内|本年度(?!已)|年度(?=目标|任务|(?:投资)?计划)|(?:^|(?<=[,:;。(\s]))年计划|当年(?=计划|投资计划)|全年(?!以)|今年(?!以来|上半年|[1-9一二三四])|本年(?!级|度已)"
)
_THIS_YEAR: Final = re.compile(r"今年(?!以来)")
_NEXT_YEAR: Final = re.compile(r"明年|来年|下一?年度?(?!半)")
_TO_YEAR: Final = re.compile(r"(?:到|至)((?:19|20)\d\d)年(?!\d{1,2}月)")
_PLAN_YEAR: Final = re.compile(r"((?:19|20)\d\d)年")
_YEAR_PLANS: Final = re.compile(
    r"((?:19|20)\d\d)年(?:度)?(?=,|将|力争|要|全|预期|目标|任务|底|内|前|末|完成|实现|争取|确保|我|拟|各|"
    r"[上下]半年|街道|[^,;。:]{0,4}计划|.{2,4}[镇乡县市区])"
)
_MONTH: Final = re.compile(r"(?:((?:19|20)\d\d)年)?(\d{1,2})月(?:(\d{1,2})[日号])?(底|末|初|上旬|中旬|下旬|份)?")
_DOTTED: Final = re.compile(r"((?:19|20)\d\d)[./-](\d{1,2})(?![\d月])")
_QUARTER: Final = re.compile(r"(?:第?([一二三四])|前([二三]))季度")
_ITEM: Final = re.compile(r"(?:(?<=[,;。:])|^)\s*[一二三四五六七八九十]{1,2}(?:是(?:要)?|要)")
_OPENING_YEAR: Final = re.compile(r"(?:^|[\n。])\s*(?:((?:19|20)\d\d)年|今年)(?!以?来)")
_ENDS: Final = "完成|完工|竣工|开工|投产|建成|交付|开馆|实现|达|投用|验收|开园|通车|启动|投入|开业|动工|交地"
_DUE_WORD_BEHIND: Final = re.compile(rf"(?:底|末|初|份|上旬|中旬|下旬)?(?:之?前|以前|内|[^,;。]{{0,8}}?(?:{_ENDS}))")
_DUE_WORD_BEFORE: Final = re.compile(r"(?:力争|确保|预计|预期|计划|争取|拟|将|最迟)[于在到至]?$|[到至]$")
_NO_DUE_BEFORE: Final = re.compile(r"(?:[-—~自从]|截[至止]到?|截止至)(?:今年)?$")
#: The first clause of a sentence, which holds for all of it.
_CLAUSE: Final = re.compile("[^,;。:]*[,:]")
#: A limit for what is still open, and the sum of a thing, which no day is set for.
_LIMIT: Final = re.compile(r"(?:(?:19|20)\d\d年)?\d{1,2}月(?:\d{1,2}[日号]|底|末|[上中下]旬)?之?前|年[底末]前|年内")
#: What follows a task: no other date or full stop, then a clause that is a date and nothing else.
_DATE_BEHIND: Final = re.compile(
    r"[^;。\n]{0,40}?[,(](?:(?:完成)?(?:时限|期限|时间)[:为]?)?(?:[^\d,;。()]{0,6}[(])?"
    r"(?P<date>(?:(?:19|20)\d\d年)?\d{1,2}月(?:\d{1,2}[日号]|底|末|[上中下]旬)?|年[底末]|[一二三四]季度末?)(?:之?前)?[)]?(?=[,;。)\s]|$)"
)
_TOTAL: Final = re.compile(r"(?:总投资|概算|[(]总投资[^()]*)(?:额|约|为|达|近|超)*$")
_HALF: Final = re.compile(r"([上下])半年(?!以来)")
_FIVE_YEARS: Final = re.compile(r"“?十([四五六七])五”?(?:期间|时期|末)?")
_FIVE_YEARS_AHEAD: Final = re.compile(r"“?十([四五六七])五”?(?:期间|时期|末)")
_LAST_YEAR_OF: Final = {"四": 2025, "五": 2030, "六": 2035, "七": 2040}
#: What a heading says of the time behind it: 2023年上半年工作总结及下半年工作思路 plans for the second half only.
_LOOKS_BACK: Final = re.compile(r"[^及和与暨、]*?(?:总结|回顾|情况|述职|汇报|成效|成绩|成就)")
#: 2024年上半年工作报告 plans for no half-year, 2024年上半年工作计划 does.
_PLANS: Final = re.compile("计划|规划|思路|打算|安排|任务|要点|目标")


@dataclass(frozen=True, slots=True)
class Due:
    """The last day that the text allows, and the words that state it."""

    day: date
    words: str


class DueDates:
    """By when a target or a task is due, from the words of its sentence or the horizon of its chapter.

    year: that of the report, None where it is not known.
    """

    def __init__(self, report: Report, year: int | None) -> None:
        self._report, self._year = report, year

    def of(self, fact: Fact) -> date | None:
        """The due date of a target; None for other facts, or where the text states none."""
        if fact.role == "open":
            return self._limit(fact)
        if fact.role != "target" or _TOTAL.search(self._report.lead(fact)):
            return None
        if fact.cell and fact.cell.due:
            return self._in_cell(self._report.source[slice(*fact.cell.due)])
        due = self._behind(fact) or self._due_near(fact.clause, fact.sentence, fact.paragraph, fact.start)
        return due.day if due else None

    def _behind(self, fact: Fact) -> Due | None:
        """征地215亩、迁坟38座,时限:3月底。: the date that a clause of its own says behind the task."""
        stop = self._report.span(fact.sentence)[1]
        found = _DATE_BEHIND.match(self._report.text, fact.end, stop)
        if found is None:
            return None
        words = f"{found['date']}前"
        return _printed(words, self._year) if re.search("[月季年]", words) else None

    def _limit(self, fact: Fact) -> date | None:
        """其余35处限7月底前整改到位: by when what is open is to be done; None where its clause does not say."""
        found = _LIMIT.search(self._report.text, fact.lead, fact.clause[1])
        due = _printed(found[0], self._year) if found else None
        return due.day if due else None

    def of_words(self, start: int, end: int) -> Due | None:
        """The due date of what text[start:end] of the source asks for; None where the text states none."""
        cell = task_cell_at(self._report.source, start)
        if cell and cell.due:
            words = self._report.source[slice(*cell.due)]
            day = self._in_cell(words)
            return Due(day, words) if day else None
        outline, joined = self._report.outline, self._report.joined
        clauses = joined.joined(start), joined.joined(end)
        return self._due_near(clauses, outline.sentence(start), outline.paragraph(start))

    def in_words(self, words: str) -> date | None:
        """The due date that `words` print: the header of a column of targets."""
        due = _printed(words, self._year)
        return due.day if due else None

    def _in_cell(self, words: str) -> date | None:
        """The date that a cell of a table of tasks prints (11月, 2021.12, 10月底前); None for several dates."""
        words = _DOTTED.sub(r"\1年\2月", words)
        days = {_month_end(match, self._year) for match in _MONTH.finditer(words) if 1 <= int(match[2]) <= 12}
        if days:
            return days.pop() if len(days) == 1 else None
        return self.in_words(words)

    def _due_near(
        self, words: tuple[int, int], sentence: Sentence, paragraph: Paragraph, at: int | None = None
    ) -> Due | None:
        """The due date in the clause `words`, before the figure at `at` first, else in what governs the clause."""
        text = self._report.text
        start = self._report.span(sentence)[0]
        horizon = self._horizon(paragraph) if sentence.kind in AHEAD else None
        year = horizon.day.year if horizon else self._year
        part = max(start, text.rfind(";", 0, words[0]) + 1)
        opening = _CLAUSE.match(text, start)
        governing = text[start : opening.end() if opening else start] if part > start else ""
        own = text[slice(*words)]
        before = [text[words[0] : at]] if at is not None and "(" in own else []
        above = _governing(governing + text[part : words[0]])
        is_next = year is not None and not horizon and _NEXT_YEAR.search(above) and not _NEXT_YEAR.search(own)
        for span_text in (*before, own):
            if (found := _printed(span_text, year + 1 if is_next and year else year)) is not None:
                return found
        if (found := _printed(above, year)) is not None:
            return found
        if sentence.kind not in AHEAD:
            return None
        above = _governing(text[self._report.span(paragraph)[0] : words[0]])
        return self._of_paragraph(above) or horizon or self._of_list(paragraph)

    def _of_list(self, paragraph: Paragraph) -> Due | None:
        """The year of the sentence that announces the list of projects around `paragraph`: 2024年将办好10件实事."""
        announced = [due for start, due in self._lists if start < paragraph.start]
        return announced[-1] if announced else None

    @cached_property
    def _lists(self) -> list[tuple[int, Due]]:
        """Where the paragraphs begin that announce lists of projects, with the year that they say."""
        found: list[tuple[int, Due]] = []
        for each in self._report.outline.paragraphs:
            if is_project_list(each.text):
                years = _PLAN_YEAR.findall(each.text)
                year = int(years[-1]) if years else self._year if _THIS_YEAR.search(each.text) else None
                found += [(each.start, Due(date(year, 12, 31), f"{year}年"))] if year else []
        return found

    def _of_paragraph(self, before: str) -> Due | None:
        """今年,…将…。争取…: the year named by the sentences before it in its paragraph."""
        years = list(_OPENING_YEAR.finditer(before))
        if not years:
            return None
        year = int(years[-1][1]) if years[-1][1] else self._year
        return Due(date(year, 12, 31), f"{year}年") if year else None

    def _horizon(self, paragraph: Paragraph) -> Due | None:
        """The end of the span that the plan around `paragraph` is for: its nearest heading that says one, the title."""
        titles = [each.title for each in reversed(paragraph.headings) if not each.is_item]
        titles += [each.text for each in self._report.outline.paragraphs[:8] if each.role == "title"]
        return next((found for words in titles if (found := self._planned(words))), None)

    def _planned(self, title: str) -> Due | None:
        """The span that a heading plans for; words about the past are ignored."""
        words = _LOOKS_BACK.sub("", title)
        if five := _FIVE_YEARS.search(words):
            return Due(date(_LAST_YEAR_OF[five[1]], 12, 31), five[0])
        years = _PLAN_YEAR.findall(words)
        year = int(years[-1]) if years else self._year
        if year is None:
            return None
        if half := _HALF.search(words):
            is_plan = half[1] == "下" or _PLANS.search(words) is not None
            return Due(_half_end(year, half[1]), half[0]) if is_plan else None
        if _NEXT_YEAR.search(words) and not years:
            return Due(date(year + 1, 12, 31), f"{year + 1}年")
        return Due(date(year, 12, 31), f"{year}年") if years or _THIS_YEAR.search(words) else None


def _governing(before: str) -> str:
    """The words before a clause that apply to it too: not those of other items (一是…;二是…)."""
    items = list(_ITEM.finditer(before))
    if not items:
        return before
    is_first = before[items[0].start() : items[0].end()].strip().startswith("一")
    return (before[: items[0].start()] if is_first else "") + before[items[-1].end() :]


def _printed(words: str, year: int | None) -> Due | None:
    """The last due date printed in `words`; `year`: of dates without a year."""
    if match := _TO_YEAR.search(words):
        return Due(date(int(match[1]), 12, 31), match[0])
    if match := _FIVE_YEARS_AHEAD.search(words):
        return Due(date(_LAST_YEAR_OF[match[1]], 12, 31), match[0])
    found = [match for match in _MONTH.finditer(words) if 1 <= int(match[2]) <= 12]
    found = [match for match in found if _is_due(words, match)]
    if _NEXT_YEAR.search(words) and year is not None:
        year += 1
    if found:
        day = _month_end(found[-1], year)
        return Due(day, found[-1][0]) if day else None
    if match := _YEAR_PLANS.search(words):
        year = int(match[1])
        if not _HALF.search(words):
            return Due(date(year, 12, 31), match[0])
    if year is None:
        return None
    if half := _HALF.search(words):
        return Due(_half_end(year, half[1]), half[0])
    quarters = [match for match in _QUARTER.finditer(words) if _is_due(words, match)]
    if quarters:
        number = "一二三四".index(quarters[-1][1] or quarters[-1][2]) + 1
        return Due(date(year, 3 * number, monthrange(year, 3 * number)[1]), quarters[-1][0])
    match = _YEAR_END.search(words) or _NEXT_YEAR.search(words)
    return Due(date(year, 12, 31), match[0]) if match else None


def _is_due(words: str, match: re.Match[str]) -> bool:
    """Whether a printed month or quarter is a deadline: 9月底前, 力争6月, 10月份投产; not 1-5月, 截至6月."""
    if _NO_DUE_BEFORE.search(words[: match.start()]):
        return False
    return bool(_DUE_WORD_BEHIND.match(words, match.end()) or _DUE_WORD_BEFORE.search(words[: match.start()]))


def _month_end(match: re.Match[str], year: int | None) -> date | None:
    year = int(match[1]) if match[1] else year
    if year is None:
        return None
    month = int(match[2])
    last = monthrange(year, month)[1]
    if match[3]:
        return date(year, month, min(max(int(match[3]), 1), last))
    return date(year, month, {"初": 10, "上旬": 10, "中旬": 20}.get(match[4] or "", last))


def _half_end(year: int, half: str) -> date:
    return date(year, 6, 30) if half == "上" else date(year, 12, 31)
