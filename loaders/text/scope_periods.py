"""Of when a report is: the period in its title, in its headings or in its first sentences."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from loaders.text.evidence import Evidence, Recognised, strongest
from loaders.text.front_lines import FrontLines, Part
from loaders.text.written_days import BLANK, YEAR, small_number, year_number

_B: Final = BLANK
_NUMBER: Final = r"(?:\d{1,2}|十[一二]?|[一二三四五六七八九])"
_PART: Final = (
    rf"(?P<half>上{_B}半{_B}年|下{_B}半{_B}年|前半年|半{_B}年(?!来)|年中)"
    rf"|(?P<three>前{_B}三{_B}个?{_B}季{_B}度)|(?P<quarter>第?{_B}[一二三四1-4１-４]{_B}季{_B}度)"
    rf"|(?P<first>{_NUMBER}){_B}月?份?{_B}(?:[-—–－─~～〜至到]){{1,2}}{_B}(?P<last>{_NUMBER}){_B}月"
    rf"|(?P<month>{_NUMBER}){_B}月(?!{_B}(?:\d|[一二三四五六七八九十])+{_B}[日号])"
)
_DATED: Final = re.compile(
    rf"(?P<year>{YEAR}){_B}(?:年{_B}(?:度{_B}?)?的?|(?={_B}(?:上半年|下半年|半年|第?[一二三四]季度|前三季度)))"
    rf"{_B}(?:{_PART})?(?!{_B}{_NUMBER}{_B}月)"
)
_UNDATED: Final = re.compile(
    r"(?<![\d年*])(?:今年|本年)?(?:(?P<half>上半年|下半年|半年度?(?!来))|(?P<three>前三季度)"
    r"|(?P<quarter>第?[一二三四]季度))(?!以来)"
)
_REVIEW: Final = re.compile(
    "总结|回顾|完成|情况|汇报|小结|进展|成效|述职|通报|公报|进度|综述|报告|推进|"
    "(?:目标|任务|计划).{0,4}(?:完成|执行|落实|进展)"
)
_PLAN: Final = re.compile(
    "(?:计划|安排|目标|任务|规划)(?!.{0,4}(?:完成|执行|落实|进展))|思路|打算|要点|部署|谋划|设想|展望|下一步"
)
_MARKER: Final = r"(?:[一二三四五六七八九十]{1,3}、|第[一二三四五]部分|[(（][一二三四五]+[)）])"
_KIND: Final = "(?:总结|回顾|工作计划|安排|打算|思路|要点)"
#: A heading in a line of its own, or before the text that continues in its line: 一、2010年工作总结今年以来，…
_HEADING: Final = re.compile(
    rf"^[ \t\u3000]*(?:{_MARKER}[^\n，,。；;：:]{{2,40}}$|[^\n，,。；;：:]{{2,40}}{_KIND}$"
    rf"|{_MARKER}[^\n，,。；;：:]{{2,30}}?{_KIND}(?=[ \u3000]?(?:今年|20|一年来|我)))", re.M
)  # fmt: skip
_HEADING_REACH: Final = 6000
#: How many months after its end a report is published at the latest.
_LATEST_MONTHS: Final = 6
_SINCE: Final = re.compile(rf"(?P<year>{YEAR})年(?:度)?(?:以来|来(?=[，,])|是|[，,])")


@dataclass(frozen=True)
class _Mention:
    """A period in a line: year (None: not said), months, whether its words look back, ahead, or say neither."""

    year: int | None
    first: int
    last: int
    sense: str
    start: int
    end: int

    @property
    def code(self) -> str | None:
        """2023, 2023H1, 2023Q1; None for other months, or without a year."""
        parts = {(1, 12): "", (1, 6): "H1", (7, 12): "H2"} | {(q * 3 - 2, q * 3): f"Q{q}" for q in (1, 2, 3, 4)}
        part = parts.get((self.first, self.last))
        return f"{self.year}{part}" if self.year is not None and part is not None else None

    @property
    def around(self) -> str | None:
        """The shortest period with a name, beginning in January, that holds these months."""
        if self.year is None or self.first != 1:
            return None
        return f"{self.year}{'Q1' if self.last <= 3 else 'H1' if self.last <= 6 else ''}"


def recognise_period(front: FrontLines, named: Iterable[Part], text: str, published: date | None) -> Recognised:
    """The code of the period. named: typed title and file's name; published: the day of publication where known.

    The title counts before headings, these before the first sentences. What a title says of a plan counts only where it
    says nothing of a review. A title without a year takes the year from the first sentences or the publication.
    """
    in_titles = [(part, _of_sense(part.text)) for part in (*named, *front.titles)]
    headings = [
        Part("text", found.start() + front.opening.start, found[0])
        for found in _HEADING.finditer(text[front.opening.start : front.opening.start + _HEADING_REACH])
    ]
    in_headings = [(part, _of_sense(part.text, needs_sense=True)) for part in headings]
    looking_back = [(part, [each for each in mentions if each.sense == "review"]) for part, mentions in in_headings]
    levels = [list(_clear(found)) for found in (in_titles, looking_back, in_headings)]
    in_headlines = [(part, _of_sense(part.text)) for part in front.headlines]
    possible = [each for found in (in_titles, in_headings, in_headlines) for each in (*_unclear(found),)] + list(
        _clear(in_headlines)
    )
    since = _since(front.opening)
    without_year = [(part, each) for part, mentions in (*in_titles, *in_headings) for each in mentions if not each.year]
    if not levels[0] and without_year:
        levels.insert(0, list(_with_year(*without_year[0], since, published)))
    possible += [each for each in (since, _at_once(front.opening)) if each is not None]
    return strongest(levels, possible)


def _of_sense(line: str, *, needs_sense: bool = False) -> list[_Mention]:
    """The periods of a line: those that it looks back on, else those that it plans."""
    mentions = _mentions(line)
    for sense in ("review", "plan"):
        if chosen := [each for each in mentions if each.sense == sense]:
            return chosen
    return [] if needs_sense else mentions


def _mentions(line: str) -> list[_Mention]:
    matches = sorted((*_DATED.finditer(line), *_UNDATED.finditer(line)), key=lambda match: match.start())
    kept: list[re.Match[str]] = []
    for match in matches:
        if not kept or match.start() >= kept[-1].end():
            kept.append(match)
    mentions: list[_Mention] = []
    ends = [*(each.start() for each in kept[1:]), len(line)]
    for match, following in zip(kept, ends, strict=False):
        year = year_number(match["year"]) if "year" in match.re.groupindex else None
        if year is None and mentions:
            year = mentions[-1].year  # 2023年上半年工作总结及下半年工作思路
        months = _months(match)
        if months is not None:
            mentions.append(_Mention(year, *months, _sense(line[match.end() : following]), *_span(match)))
    return mentions


def _span(match: re.Match[str]) -> tuple[int, int]:
    return match.start(), match.start() + len(match[0].rstrip())


def _months(match: re.Match[str]) -> tuple[int, int] | None:
    groups = {name: re.sub(r"\s", "", value) for name, value in match.groupdict().items() if value}
    if half := groups.get("half"):
        return (7, 12) if half.startswith("下") else (1, 6)
    if "three" in groups:
        return 1, 9
    if quarter := groups.get("quarter"):
        number = small_number(quarter.removeprefix("第")[0])
        return number * 3 - 2, number * 3
    if "first" in groups:
        first, last = small_number(groups["first"]), small_number(groups["last"])
        return (first, last) if 1 <= first <= last <= 12 else None
    if month := groups.get("month"):
        number = small_number(month)
        return (number, number) if 1 <= number <= 12 else None
    return 1, 12


def _sense(words: str) -> str:
    plain = re.sub(r"[ \t\u3000\u00a0]", "", words)
    review, plan = _REVIEW.search(plain), _PLAN.search(plain)
    if plan and (not review or plan.start() < review.start()):
        return "plan"
    return "review" if review else ""


def _clear(found: Iterable[tuple[Part, list[_Mention]]]) -> Iterator[Evidence]:
    for part, mentions in found:
        for each in mentions:
            if each.code and each.sense:
                yield part.evidence(each.code, each.start, each.end)


def _unclear(found: Iterable[tuple[Part, list[_Mention]]]) -> Iterator[Evidence]:
    for part, mentions in found:
        for each in mentions:
            if (code := each.code or each.around) and not (each.code and each.sense):
                yield part.evidence(code, each.start, each.end)


def _with_year(part: Part, mention: _Mention, since: Evidence | None, published: date | None) -> Iterator[Evidence]:
    """上半年工作总结: of the year that the first sentences name, else of the publication within or soon after it."""
    year = int(since.value) if since is not None else _year_before(mention, published)
    code = None if year is None else replace(mention, year=year).code
    if code is None:
        return
    yield part.evidence(code, mention.start, mention.end)
    if since is not None:
        yield replace(since, value=code)


def _year_before(mention: _Mention, published: date | None) -> int | None:
    """The year of months that a report published on that day looks back on; None where the day is far from them."""
    if published is None:
        return None
    year = published.year if published.month >= mention.last - 1 else published.year - 1
    months = (published.year - year) * 12 + published.month - mention.last
    return year if months <= _LATEST_MONTHS and mention.sense != "plan" else None


def _at_once(opening: Part) -> Evidence | None:
    """2024年上半年，: the period with which the first sentence begins."""
    match = _DATED.match(opening.text.lstrip())
    start = len(opening.text) - len(opening.text.lstrip())
    months = _months(match) if match and opening.text.lstrip()[match.end() :][:1] in ("，", ",") else None
    if match is None or months is None:
        return None
    mention = _Mention(year_number(match["year"]), *months, "", start + match.start(), start + match.end())
    code = mention.code or mention.around
    return opening.evidence(code, mention.start, mention.end) if code else None


def _since(opening: Part) -> Evidence | None:
    """2023年以来, 2023年是: the year that the first sentences refer to."""
    match = _SINCE.search(opening.text)
    return opening.evidence(str(year_number(match["year"])), *match.span()) if match else None
