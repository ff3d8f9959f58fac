"""The days to which a statement applies: only days that the text states.

The date phrase that governs a clause counts, comma or not: 截至5月底, 1-5月, 上半年. A phrase governs what follows it
in its sentence; half-years, years and 截至 govern the sentences behind it in the same chapter too. 目前 and 今年以来
name no day.
"""

import re
from bisect import bisect_left, bisect_right
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from domain.text.kinds import AHEAD
from loaders.report.periods import Span, days_of_period, months, printed_span
from loaders.report.statements.facts import Fact, Report
from loaders.report.statements.reported_days import ReportedDays

_NO_DAY: Final = re.compile(
    r"截[至止]?(?:到)?(?:目前|当前|现在|今|日前)|(?<!到)目前|现已|今年以?来|(?:19|20)\d\d年以?来|年初以来|一年来|"
    r"[近过]?[二两三四五六七八九十\d]{1,2}年多?以?来|半年来|连日来|近日|近期|近年来|日前"
)
_THAT_DAY: Final = re.compile("(?<!首)当[日天]")
_UNTIL: Final = re.compile(r"(?:据|截[至止]到?|截止至|至|到)(?:了)?(?:今年|本年)?$")
_SPAN_WORD: Final = re.compile(
    r"(?P<this>今年|本年|当年)?(?:(?P<half>[上下]半年)|(?P<quarter>[一二三四])季度|前(?P<quarters>[二三])季度|"
    r"前三季度|(?P<year>全年|年度内|(?<=截至)年[底末]|(?<=截止)年[底末]))(?P<last>[底末])?"
)
_NO_SPAN_BEHIND: Final = re.compile(
    r"度?的?(?:主要|重点|各项)?(?:经济)?(?:工作|目标|任务|计划|预算|预期|指标|总结|思路|安排|报告|发展)"
)
#: 于上半年并网发电 says when a thing happened.
_NO_SPAN_BEFORE: Final = re.compile(r"(?:完成|占|实现|超|为|达|较|比|与|按|距离?|于)(?:了|到)?$")
_EVENT_BEHIND: Final = re.compile(
    r"[^,;。:]{0,6}?(?:开工|竣工|启动|动工|成立|投产|建成|召开|获|印发|出台|发布|立项|完工|上午|下午|晚)"
)
#: 9月17日晚,已全面完成: how far things were on that day.
_STATE_BEHIND: Final = re.compile(
    r"(?:\d{1,2}[时点])?(?:晚|止|下午|早上|前)?(?:\d{1,2}[时点])?,?[^,;。:]{0,8}?(?:已(?!于)|共?累计)"
)
#: 元月至6月: the first month has a name of its own.
_FROM_JANUARY: Final = re.compile(r"元月?份?[-—–~至到]$")
#: 6月1日至8月31日, 5月15日-20日: the first day of a span.
_FROM_DAY: Final = re.compile(
    r"(?:(?P<year>(?:19|20)\d\d)年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})[日号]?(?:[-—–~至到]{1,2})$"
)
_DAYS_OF_MONTH: Final = re.compile(
    r"(?:(?P<year>(?:19|20)\d\d)年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})[日号]?[-—–~至到]{1,2}(?P<last>\d{1,2})[日号]"
)
#: 3月以来, 3月起: no last day is said.
_SINCE: Final = re.compile(r"份?(?:以来|起|开始|至今|启动)")
#: 截至5.20: a day without its words.
_DOTTED_DAY: Final = re.compile(
    r"截[至止]到?\s?(?P<month>1[0-2]|[1-9])\.(?P<day>[12]\d|3[01]|[1-9])(?![\d.%万亿])(?=[,日 ]|[\u4e00-\u9fff]{2})"
)
_PLAN_YEARS: Final = re.compile(r"“?十([一二三四五六七])五”?(?:时期|期间)")
_FIRST_YEAR_OF: Final = {"一": 2006, "二": 2011, "三": 2016, "四": 2021, "五": 2026, "六": 2031, "七": 2036}
_DUE_BEHIND: Final = re.compile(r"(?:底|末|初|中旬|[上下]旬|份)?(?:之?前|以前|内)")
_YEAR_SPEAKS: Final = re.compile(
    r"度?(?:[,]|全[年省市县区州镇乡街]|我[省市县区州镇乡街]|本[市县区镇乡街]|街道|是|共|累计|实现|完成|新增|计划|"
    r"[上下]半年|已|将|末|底|财政(?:总)?收入|一般公共预算|税收|规[模上]|工业|固定资产投|社会消费|地区生产|GDP|农民|"
    r"农村居民|城镇居民|人均|主要经济)"
    r"|[,]?[\u4e00-\u9fff]{2,4}(?:[市县区镇乡]|街道)"
)
_LAST_YEAR: Final = re.compile(r"(?:去年|上年|上一年)(?!同期)")
#: 其中,区级收入2.75亿元: continues with the days of the sentence before it.
_GOES_ON: Final = re.compile(r"\s*(?:其中|同比|[较比](?:去年|上年)|增[速幅长]|占比|分别)")
_PUBLISHED: Final = re.compile(r"((?:19|20)\d\d)\s?[-年/.]\s?(\d{1,2})\s?[-月/.]\s?(\d{1,2})")
_SO_FAR: Final = re.compile(r"累计|已(?!知)")
#: Longest bulletin, in characters.
_SHORT_TEXT: Final = 2000
_TITLE_REACH: Final = 600
_SHORTER_THAN_HALF_A_YEAR: Final = 180
_OPENINGS: Final = re.compile(r"[(:,、 \"“在至到截止其中一二三四五六七八九十.是]")
_YEAR_PRINTED: Final = re.compile(r"(?:19|20)\d\d|\d\d年")
_YEAR_NAMED: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)年(?=,|全|[上下]半年|以来)")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A date phrase at [start, end): the days it names, None for 目前; how far it reaches.

    reach: "sentence", "paragraph" or "chapter". until: it names a day up to which is counted (截至5月底).
    """

    start: int
    end: int
    days: Span | None
    reach: str


class Calendar:
    """The date phrases of a report of the year `year` (None: not known)."""

    def __init__(self, report: Report, year: int | None) -> None:
        self._report, self._year = report, year
        self._reported = ReportedDays(report, year)
        self._period = days_of_period(report.figures[0]["period"]) if report.figures else None
        self._at = 0
        self._now: Phrase | None = None
        self._chapter: object = None
        self._default_days: Span | None = self._reported.of(None)
        self._published = _published(report.text)
        self._paragraph_starts = [each.start for each in report.outline.paragraphs]
        self._phrases = self._widened(sorted(self._find(), key=lambda each: (each.start, each.end)))
        self._chapter_phrases = [each for each in self._phrases if each.reach == "chapter"]
        self._chapter_starts = [each.start for each in self._chapter_phrases]
        self._opening = self._day_of_opening()

    def _widened(self, phrases: list[Phrase]) -> list[Phrase]:
        """The phrases; where a short text names its year, the one span of months that it counts up to (1-4月) holds for
        the rest of its chapter instead of the year.
        """
        spans = {each.days for each in phrases if each.reach == "paragraph"}
        span = next(iter(spans), None)
        if span is None or len(spans) > 1 or len(self._report.text) > _SHORT_TEXT:
            return phrases
        years = [each.days for each in phrases if each.reach == "chapter" and each.days is not None]
        if not any(year.start <= span.start and span.end < year.end for year in years):
            return phrases
        return [replace(each, reach="chapter") if each.reach == "paragraph" else each for each in phrases]

    def _day_of_opening(self) -> Span | None:
        """The days that hold for all of a short text: 截至8月31日,… or 3月1日至4月30日,… before its first heading.

        None where the text names others.
        """
        if len(self._report.text) > _SHORT_TEXT:
            return None
        known = [each for each in self._chapter_phrases if each.days and _is_of_days(each.days)]
        if len({each.days for each in known}) != 1 or self._chapter_at(known[0].start) is not None:
            return None
        return known[0].days

    def visit(self, fact: Fact) -> None:
        """Sets the days of `fact`; call it for every fact, in the order of the text."""
        begin = self._report.span(fact.sentence)[0]
        chapter = fact.paragraph.chapter
        if chapter is not self._chapter:
            self._chapter, self._default_days = chapter, self._opening or self._reported.of(chapter)
        while self._at < len(self._phrases) and self._phrases[self._at].start < fact.start:
            self._now = self._phrases[self._at]
            if self._now.reach == "chapter":
                self._default_days = self._now.days
            self._at += 1
        if fact.role in ("target", "baseline"):
            return
        if self._now and self._now.start >= self._group_start(fact, begin):
            fact.days = self._so_far(fact, self._now)
            self._set_to_come(fact)
        elif self._now and self._now.reach == "paragraph" and self._now.start >= self._report.span(fact.paragraph)[0]:
            fact.days = self._now.days if fact.sentence.kind not in AHEAD else None
        elif self._now and self._report.span(fact.paragraph)[0] <= self._now.start and self._now.days is None:
            fact.days = None
        elif fact.sentence.kind not in AHEAD:
            fact.days = self._default_days
        if fact.days and self._is_to_come(fact.days):
            fact.days = None  # what is still to come dates no fact

    def _set_to_come(self, fact: Fact) -> None:
        """到2030年建成停车位2000个 is a target, whatever part of the report it stands in."""
        is_done = _SO_FAR.search(self._report.text, fact.clause[0], fact.start)
        if fact.role == "actual" and fact.days and self._is_to_come(fact.days) and not is_done:
            fact.role = "target"
            fact.rules.append("to_come")

    def _is_to_come(self, days: Span) -> bool:
        """Whether days lie behind the period and the day of the report."""
        known = [each for each in (self._period and self._period.end, self._published) if each]
        return bool(known) and days.start > max(known)

    def days_at(self, offset: int) -> Span | None:
        """The days of text at `offset` that has no date of its own: those of its chapter."""
        at = bisect_left(self._chapter_starts, offset) - 1
        if at < 0 or self._chapter_at(self._chapter_starts[at]) is not self._chapter_at(offset):
            return self._reported.of(self._report.outline.paragraph(self._report.joined.original(offset)).chapter)
        return self._chapter_phrases[at].days

    def _chapter_at(self, offset: int) -> object:
        return self._report.outline.paragraph(self._report.joined.original(offset)).chapter

    def _group_start(self, fact: Fact, begin: int) -> int:
        """Start of the sentence, of the one that it continues, or of the first line that semicolons join to it."""
        paragraphs = self._report.outline.paragraphs
        low = self._report.span(fact.paragraph)[0]
        while begin > low and _GOES_ON.match(self._report.text, begin):
            begin = self._report.span(self._report.outline.sentence(self._report.joined.original(begin - 1)))[0]
        at = bisect_right(self._paragraph_starts, fact.paragraph.start) - 1
        if begin > self._report.span(fact.paragraph)[0] + 3:
            return begin
        while at > 0 and paragraphs[at - 1].text.endswith(("；", ";", "，", ",")):
            at -= 1
            begin = self._report.span(paragraphs[at].sentences[-1])[0]
        return begin

    def _so_far(self, fact: Fact, phrase: Phrase) -> Span | None:
        """2023年已累计到位 in a text of 2023 names no day up to which is counted."""
        days = phrase.days
        if days is None or self._published is None:
            return days
        words = self._report.text[phrase.end : fact.start]
        if days.end > self._published:
            return None if _SO_FAR.search(words) or days.start.year == self._published.year else days
        return days

    def _find(self) -> Iterator[Phrase]:
        text = self._report.text
        covered: list[tuple[int, int]] = []
        for match in _NO_DAY.finditer(text):
            covered.append(match.span())
            yield Phrase(match.start(), match.end(), None, "chapter" if match[0].endswith("来") else "sentence")
        for at, figure in enumerate(self._report.figures):
            if figure["dimension"] in ("date", "period"):
                start, end = self._report.starts[at], self._report.ends[at]
                if not any(first < end and start < last for first, last in covered):
                    phrase = self._printed(start, end)
                    if phrase:
                        covered.append((start, end))
                        yield phrase
        yield from self._same_days()
        yield from self._last_year()
        yield from self._unworded_days()
        yield from self._plan_years()
        for match in _SPAN_WORD.finditer(text):
            if not any(first < match.end() and match.start() < last for first, last in covered):
                phrase = self._worded(match)
                if phrase:
                    yield phrase

    def _same_days(self) -> Iterator[Phrase]:
        """截至5月15日累计签约80户,当日新签7户: 当日 is the day before it in its sentence, no day without one."""
        text = self._report.text
        for match in _THAT_DAY.finditer(text):
            begin = self._report.span(self._report.outline.sentence(self._report.joined.original(match.start())))[0]
            dates = [
                self._printed(self._report.starts[at], self._report.ends[at])
                for at, figure in enumerate(self._report.figures)
                if figure["dimension"] == "date" and begin <= self._report.starts[at] < match.start()
            ]
            last = dates[-1] if dates else None
            is_day = last is not None and last.days is not None and last.days.start == last.days.end
            yield Phrase(match.start(), match.end(), last.days if last and is_day else None, "sentence")

    def _unworded_days(self) -> Iterator[Phrase]:
        """截至5.20: days of the report's year."""
        for match in _DOTTED_DAY.finditer(self._report.text):
            year = self._year_at(match.start())
            day = int(match["day"])
            if year is not None and day <= monthrange(year, int(match["month"]))[1]:
                on = date(year, int(match["month"]), day)
                yield Phrase(match.start(), match.end(), Span(on, on), "chapter")

    def _plan_years(self) -> Iterator[Phrase]:
        """“十三五”期间: the five years of a plan that is over, or that has not begun."""
        for match in _PLAN_YEARS.finditer(self._report.text):
            first = _FIRST_YEAR_OF[match[1]]
            if self._opens_clause(match.start()) and (self._year is None or not first <= self._year < first + 4):
                yield Phrase(match.start(), match.end(), Span(date(first, 1, 1), date(first + 4, 12, 31)), "sentence")

    def _last_year(self) -> Iterator[Phrase]:
        """去年 at the beginning of a clause: the year under review in the chapter; no days where it is unknown."""
        text = self._report.text
        for match in _LAST_YEAR.finditer(text):
            if self._opens_clause(match.start()) and _YEAR_SPEAKS.match(text, match.end()):
                paragraph = self._report.outline.paragraph(self._report.joined.original(match.start()))
                yield Phrase(match.start(), match.end(), self._reported.last_year(paragraph.headings), "sentence")

    def _printed(self, start: int, end: int) -> Phrase | None:
        """A printed date or span as a phrase; None where it dates no fact (9月底前, 2019年1月开工, 2022年度项目)."""
        text = self._report.text
        printed = text[start:end]
        if _DUE_BEHIND.match(text, end) or text[max(0, start - 1) : start] in (
            "自",
            "从",
            "于",
            "〔",
            "[",
            "较",
            "比",
            "与",
        ):
            return None
        if _SINCE.match(text, end):
            return Phrase(start, end, None, "sentence")
        if named := _FROM_JANUARY.search(text, max(0, start - 4), start):
            start, printed = named.start(), f"1-{printed}"
        if (span := self._span_of_days(start, printed)) is not None:
            return Phrase(start, end, span, "chapter")
        is_until = _UNTIL.search(text, max(0, start - 6), start) is not None or printed.endswith(("年底", "年末"))
        has_year = _YEAR_PRINTED.search(printed) is not None
        days = printed_span(printed, self._year_at(start))
        if days is None:
            return None
        if is_until:
            day = days.end
            if not has_year and self._published and day > self._published:
                day = _same_day(day, day.year - 1)
            elif not has_year and self._published and day.year < self._published.year:
                later = _same_day(day, self._published.year)
                day = later if later <= self._published else day
            return Phrase(start, end, Span(day, day), "chapter")
        if re.search(r"[日号]", printed) or re.fullmatch(r"[\d/.-]+", printed):
            if not self._opens_clause(start):
                return None
            is_state = _STATE_BEHIND.match(text, end) is not None
            return Phrase(start, end, Span(days.end, days.end) if is_state else None, "sentence")
        if _EVENT_BEHIND.match(text, end) and "月" in printed and not re.search("[-—至到~]", printed):
            return None
        if printed.rstrip("度").endswith("年"):
            return self._year_phrase(start, end, days)
        return Phrase(start, end, days, "paragraph" if days.start.month == 1 and days.end.month > 1 else "sentence")

    def _span_of_days(self, start: int, printed: str) -> Span | None:
        """The span from one day to another that opens its clause: 6月1日至8月31日; None for anything else."""
        first = _FROM_DAY.search(self._report.text, max(0, start - 13), start)
        both = _DAYS_OF_MONTH.fullmatch(printed)
        found = both or first
        year = self._year_at(start)
        if found is None or year is None or not self._opens_clause(found.start() if found is first else start):
            return None
        year = int(found["year"]) if found["year"] else year
        begin = printed_span(f"{year}年{found['month']}月{found['day']}日", year)
        last = printed_span(f"{year}年{found['month']}月{both['last']}日" if both else printed, year)
        return Span(begin.start, last.end) if begin and last and begin.start < last.end else None

    def _year_at(self, start: int) -> int | None:
        """The year that applies at `start`: the last one printed before it in the paragraph, else the report's."""
        begin = self._report.span(self._report.outline.paragraph(self._report.joined.original(start)))[0]
        years = list(_YEAR_NAMED.finditer(self._report.text, begin, start + 1))
        return int(years[-1][1]) if years else self._year

    def _year_phrase(self, start: int, end: int, days: Span) -> Phrase | None:
        text = self._report.text
        if not self._opens_clause(start) or not _YEAR_SPEAKS.match(text, end):
            return None
        half = _SPAN_WORD.match(text, end)
        if half and half["half"]:
            return Phrase(start, half.end(), _days_of(half, days.start.year), "chapter")
        return Phrase(start, end, days, "chapter")

    def _worded(self, match: re.Match[str]) -> Phrase | None:
        text = self._report.text
        if self._year is None or _NO_SPAN_BEHIND.match(text, match.end()):
            return None
        if _NO_SPAN_BEFORE.search(text, max(0, match.start() - 4), match.start()) or _DUE_BEHIND.match(
            text, match.end()
        ):
            return None
        if text.endswith(("去年", "上年"), 0, match.start()):
            return None
        days = _days_of(match, self._year_at(match.start()) or self._year)
        if match["last"] or match[0].startswith("年") or _UNTIL.search(text, max(0, match.start() - 6), match.start()):
            days = Span(days.end, days.end)
        if self._period is not None and days.start > self._period.end:
            return Phrase(match.start(), match.end(), None, "sentence")  # what is still to come dates no fact
        return Phrase(match.start(), match.end(), days, "chapter" if match["half"] else "sentence")

    def _opens_clause(self, start: int) -> bool:
        """Whether only frame words stand between the beginning of the clause and `start`."""
        clause = self._report.outline.clause(self._report.joined.original(start))
        begin = self._report.joined.joined(clause.start)
        return len(_OPENINGS.sub("", self._report.text[begin:start])) <= 1


def _days_of(match: re.Match[str], year: int) -> Span:
    if match["half"]:
        return months(year, 1, 6) if match["half"].startswith("上") else months(year, 7, 12)
    if match["quarter"]:
        first = "一二三四".index(match["quarter"]) * 3 + 1
        return months(year, first, first + 2)
    if match["year"]:
        return months(year, 1, 12)
    return months(year, 1, 6 if match["quarters"] == "二" else 9)


def _is_of_days(days: Span) -> bool:
    """Whether a span is one day, or one from day to day that is no year or half of one."""
    return days.start == days.end or (days.end - days.start).days < _SHORTER_THAN_HALF_A_YEAR


def _same_day(day: date, year: int) -> date:
    return date(year, day.month, min(day.day, monthrange(year, day.month)[1]))


def _published(text: str) -> date | None:
    """The day of publication: the first full date among the first lines."""
    match = _PUBLISHED.search(text, 0, _TITLE_REACH)
    if match is None:
        return None
    year, month, day = (int(each) for each in match.groups())
    if not 1 <= month <= 12 or not 1 <= day <= monthrange(year, month)[1]:
        return None
    return date(year, month, day)
