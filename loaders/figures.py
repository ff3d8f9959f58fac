"""The table `figures`: every number that a report prints, with its place, worth, role, subject and name."""

import re
from dataclasses import replace
from typing import Any, Final

import pandas as pd

from domain.tables import conform
from domain.units import MAGNITUDES, parse_unit
from domain.vocabulary import NOT_FIGURES
from loaders.grammar import read_numbers
from loaders.naming import Before, is_incomplete, name_of, names_shared, object_of, read_before
from loaders.numbers import Number
from loaders.periods import Span, months, printed_span, report_period
from loaders.roles import Tense, role_of
from loaders.sections import Outline, Place, year_of_heading
from loaders.source import Source
from loaders.topics import SentenceTopics, named
from loaders.traditional import simplified
from loaders.wrapping import JoinedText

_ORG_IN_TITLE: Final = re.compile(
    r"^[ \u3000]*([\u4e00-\u9fff]{2,15}?)(?:人民政府|政府|党工委)?(?:(?:20|19)\d\d年|工作总结|政府工作报告)", re.M
)
_SINCE: Final = re.compile(r"自?((?:20|19)\d\d|\d\d)年(?:创立|成立|以来|至今|起|开始)")
_MONEY_BEHIND: Final = re.compile(r"的?(?:专项|财政|补助|扶持)?(?:资金|元|贷款|债|投资|补助|奖金|经费)")
_MONEY_BEFORE: Final = re.compile(
    r"投资|资金|产值|收入|营收|销售额|金额|利润|税|贷款|融资|经费|补助|财政|总额|增收|交易额|消费|成交|债"
)
_JOINED: Final = re.compile(r"(?:和|及|与|或|、)\Z")
_PEOPLE: Final = re.compile(
    r"人口|人数|群众|学生|职工|农民|居民|党员|就业|人员|劳动力|纳税人|用户|老人|旅客|游客|教师|人民|同胞|妇女|儿童|青年|干部|[国工商军]人"
)


def read_figures(source: Source) -> pd.DataFrame:
    """Table `figures` of a report: one row per printed number, in the order of the text.

    Dates, periods, ordinals, ranks and identifiers have rows of those dimensions, without a base value; a count
    without a number (数十家) has a row without a value. `text` and `quote` are source.text[start:end]. Money is in
    元, area in 平方米, length in 米, mass in 千克, all else as counted. `indicator_id` stays empty here.
    """
    return conform("figures", _Reader(source).columns())


class _Reader:
    """One pass over one report; what neighbouring figures share (sentence, clause, topics) is kept between them."""

    def __init__(self, source: Source) -> None:
        self.source, self.joined = source, JoinedText(source.text)
        self.text = simplified(self.joined.text)
        self.outline = Outline(self.text)
        self.tense = Tense(self.text)
        self.period, self.span = report_period(self.text, source.origin)
        self.org_unit = source.origin.get("org_unit") or _org_in_title(self.text)
        self.rows: list[dict[str, Any]] = []
        self.sentence = (0, 0)
        self.clause = (-1, -1)
        self.since: Span | None = None
        self.since_place: Place | None = None

    def columns(self) -> pd.DataFrame:
        """The rows as columns: one list per column, so that the frame is built once."""
        self.numbers = read_numbers(self.text)
        for position, number in enumerate(self.numbers):
            self.position = position
            self._enter(number)
            self.rows.append(self._row(number))
        names = list(self.rows[0]) if self.rows else []
        return pd.DataFrame({name: [row[name] for row in self.rows] for name in names})

    def _enter(self, number: Number) -> None:
        """Moves to the sentence and clause of `number`."""
        if not self.sentence[0] <= number.start < self.sentence[1]:
            self.sentence = self.outline.sentence(number.start)
            self.place = self.outline.place(number.start)
            self.topics = SentenceTopics(self.text, *self.sentence, self.place)
            self.sentence_text = self.source.text[slice(*self.joined.span(*self.sentence))]
            self.dated: tuple[int, Span] | None = None
            self.sentence_span: Span | None = None
            self.last_end = self.sentence[0]
            self.last: Before = Before()
            self.clause = (-1, -1)
            self.shared: list[str] = []
            self.subjects: list[str] = []
        if not self.clause[0] <= number.start < self.clause[1]:
            self.clause = self.outline.clause(number.start)
            self.project = named("projects", self.text, self.clause, self.sentence)
            self.site = named("places", self.text, self.clause, self.sentence)

    def _row(self, number: Number) -> dict[str, Any]:
        start, end = self.joined.span(number.start, number.end)
        printed = self.source.text[start:end]
        figure = number.dimension not in NOT_FIGURES
        if not figure:
            self._see_date(number, printed)
        supply_unit(self.text, number, self.clause) if figure else None
        unit = parse_unit(number.unit) if figure else None
        factor = unit.factor if unit else 1.0
        span = self._as_of(number)
        row = {
            "row_id": f"f{start}", "org_unit": self.org_unit, "period": self.period,
            "as_of_start": span.start if span else None, "as_of_end": span.end if span else None,
            "text": printed, "value": number.value, "value_high": number.high, "unit": number.unit or None,
            "dimension": number.dimension,
            "base_value": None if not figure or number.value is None else number.value * factor,
            "base_value_high": None if not figure or number.high is None else number.high * factor,
            "base_unit": (unit.base if unit else number.unit) or None if figure else None,
            "qualifier": number.qualifier,
            "role": self._role(number) if figure else None,
            "domain": self.topics.domain(self.clause, number.dimension),
            "name": self._name(number) if figure else None,
            "project": self.project, "place": self.site,
            "section": self.place.path or None, "sentence": self.sentence_text,
            "source_id": self.source.source_id, "start": start, "end": end, "quote": printed,
        }  # fmt: skip
        if figure:
            self.last_end = number.end
        return row

    def _role(self, number: Number) -> str:
        plan = self.place.kind == "plan" or (self.place.kind == "" and self.tense.is_plan(number.start, self.place))
        return role_of(self.text, self.sentence[0], self.clause, (number.start, number.end), plan)

    def _name(self, number: Number) -> str | None:
        """The name by the own clause, else by the clauses since the figure before, else by that figure."""
        start = max(self.last_end, self.clause[0])
        words = self.text[start : number.start]
        own = read_before(words)
        noun = object_of(self.text[number.end : self.clause[1]])
        if not self.shared and "分别" in words:
            self.shared = names_shared(words)[::-1]
            if not self.shared and not own.subject:
                self.shared = self.subjects[-self._figures_left_in_clause() :][::-1]
        if self.shared:
            own = replace(own, subject=self.shared.pop(), change=own.change or self.last.change)
        elif start > self.clause[0] and _JOINED.search(words):
            own = Before() if noun else self.last
        name = name_of(own, noun, number.dimension in ("money", "duration"))
        if not name and number.dimension == "count" and not words.strip("，,；; \n"):
            name = number.unit.lstrip("十百千万亿") + "数"
        elif is_incomplete(name):
            own = replace(own, subject=self._subject_before(start) or self.last.subject)
            name = name_of(own, "", False) + name
        self.last = own if own.subject else replace(own, subject=name)
        self.subjects.append(self.last.subject)
        return name or (number.unit.lstrip("十百千万亿") if number.dimension == "count" else "") or None

    def _figures_left_in_clause(self) -> int:
        """How many figures the clause holds from the present one on."""
        left = 0
        for number in self.numbers[self.position :]:
            if number.start >= self.clause[1]:
                break
            left += number.dimension not in NOT_FIGURES
        return left

    def _subject_before(self, end: int) -> str:
        """The subject of the nearest clause that ends at or before `end` and comes after the last figure."""
        while end > self.last_end:
            start = max(self.outline.clause(end - 1)[0], self.last_end)
            before = read_before(self.text[start:end].rstrip("，,；;：:、"))
            if before.subject:
                return before.subject
            end = start
        return ""

    def _see_date(self, number: Number, printed: str) -> None:
        if number.dimension not in ("date", "period"):
            return
        year = self.span.end.year if self.span else None
        span, _ = printed_span(printed, year)
        if span is None:
            return
        if self.text.startswith("以来", number.end) and self.span:
            span = Span(span.start, self.span.end)
        self.dated = (self.clause[0], span)
        if re.search("年", printed):
            self.sentence_span = span

    def _as_of(self, number: Number) -> Span | None:
        """A date in the own clause, else a year in the sentence, else what the section counts from, else the period."""
        if self.dated and self.dated[0] == self.clause[0]:
            return self.dated[1]
        if self.sentence_span:
            return self.sentence_span
        if (year := year_of_heading(self.place)) is not None:
            return months(year, 1, 12)
        if self.place.kind == "history" and self.span:
            return self._since() or self.span
        return self.span

    def _since(self) -> Span | None:
        if self.since_place is None or self.since_place.headings[:1] != self.place.headings[:1]:
            self.since_place = self.place
            start = self.place.headings[0].start if self.place.headings else 0
            match = _SINCE.search(self.text, start, start + 400)
            self.since = None
            if match and self.span:
                year = int(match[1]) if len(match[1]) == 4 else 2000 + int(match[1])
                self.since = Span(
                    Span(self.span.start.replace(year=year, month=1, day=1), self.span.end).start, self.span.end
                )
        return self.since


def supply_unit(text: str, number: Number, clause: tuple[int, int]) -> None:
    """4000万专项资金 is money and 人口1.4万 is people: the words around give a scale without a unit its unit."""
    if number.dimension != "count" or (number.unit and number.unit not in MAGNITUDES):
        return
    before, after = text[clause[0] : number.start], text[number.end : clause[1]][:8]
    if _MONEY_BEHIND.match(after):
        number.unit, number.dimension = number.unit + "元", "money"
    elif _PEOPLE.search(after):
        number.unit += "人"
    elif _MONEY_BEFORE.search(before) and not _PEOPLE.search(before):
        number.unit, number.dimension = number.unit + "元", "money"
    elif _PEOPLE.search(before):
        number.unit += "人"


def _org_in_title(text: str) -> str | None:
    match = _ORG_IN_TITLE.search(text[:4000])
    return match[1] if match else None
