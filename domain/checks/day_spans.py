"""Days that cannot be: 6月31日, an end before its beginning, a span that is longer or shorter than its days."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from domain.checks.finding import Finding, excerpt
from domain.checks.report import Report

_DAY: Final = r"(?:((?:19|20)\d\d)年)?(\d{1,2})月(?:(\d{1,2})[日号])?"
_DATE: Final = re.compile(_DAY)
_SPAN: Final = re.compile(rf"{_DAY}(?:[\u4e00-\u9fff]{{0,4}})?(?:起|开始)?,?(?:至|到|-|~){_DAY}")
_LASTS: Final = re.compile(
    r"^[^;。\d]{0,16}?(?:历时|为期|用时|耗时|共计|共|工期|前后|持续|仅用|只用)(?:了|约|近)?(?P<n>\d{1,4})(?:个)?(?P<unit>天|日|个?月|周)"
)
_BEGINS: Final = re.compile(
    rf"{_DAY}(?:初|底|中旬|[上下]旬|份)?[^,;。\d]{{0,6}}?(?:开工|动工|启动|开始|进场|破土|立案|受理)"
)
_ENDS: Final = re.compile(
    rf"{_DAY}(?:初|底|中旬|[上下]旬|份)?[^,;。\d]{{0,6}}?(?:竣工|完工|结束|建成|投用|通车|交付|结案|办结|通过验收|完成验收)"
)
_OTHER_YEAR: Final = re.compile(r"去年|上年|次年|翌年|明年|今年|当年|一期|二期|分别")


def check_day_spans(report: Report) -> Iterator[Finding]:
    """One finding for each day that no calendar has, each end before its beginning, each span of other length."""
    for sentence in report.outline.sentences:
        words = report.plain[sentence.start : sentence.end]
        for match in _DATE.finditer(words):
            if _is_impossible(match):
                yield _finding(report, sentence.start, match.start(), match.end(), "no_such_day", {"first": match[0]})
        for match in _SPAN.finditer(words):
            yield from _span(report, sentence.start, words, match)
        for match in _BEGUN_AND_THEN.finditer(words):
            yield from _begun_later(report, sentence.start, match)
        begins, ends = _BEGINS.search(words), _ENDS.search(words)
        if (
            begins
            and ends
            and len(_BEGINS.findall(words)) == len(_ENDS.findall(words)) == 1
            and not _OTHER_YEAR.search(words)
        ):
            yield from _backwards(report, sentence.start, words, begins, ends)

    for paragraph in report.outline.paragraphs:
        yield from _time_allowed(report, paragraph.start, report.plain[paragraph.start : paragraph.end])


#: 5月18日启动腾空，至5月12日腾空…: a state of a day before the work began.
_BEGUN_AND_THEN: Final = re.compile(
    rf"{_DAY}(?:起|正式)?(?:启动|开始|开展|开工|进场)[^,;。\d]{{0,10}},(?:截)?[至止到]{_DAY}(?!前)"
)
_ALLOWED: Final = re.compile(r"(?:总?工期|建设期|建设周期)(?:为|是|约|共)?(?P<n>\d{1,3})个月")
_FULL_DAY: Final = r"((?:19|20)\d\d)年(\d{1,2})月(?:(\d{1,2})[日号])?"
_FROM_DAY: Final = re.compile(rf"{_FULL_DAY}[^,;。\d]{{0,6}}(?:开工|动工|启动|开始|进场)")
_TO_DAY: Final = re.compile(rf"{_FULL_DAY}[^,;。\d]{{0,6}}(?:竣工|完工|建成|通车|投用|结束|交付)")
_DAYS_IN_MONTH: Final = 30.44


def _begun_later(report: Report, start: int, match: re.Match[str]) -> Iterator[Finding]:
    year = int(match[1]) if match[1] else 2023
    begin, then = _day(match, 1, year, last=False), _day(match, 4, int(match[4]) if match[4] else year, last=True)
    if begin and then and then < begin and match[3] and match[6]:
        yield _finding(report, start, match.start(), match.end(), "span_backwards", {"first": match[0]})


def _time_allowed(report: Report, start: int, words: str) -> Iterator[Finding]:
    """总工期30个月 beside the days on which the work begins and ends, where the paragraph has one of each."""
    allowed, begins, ends = (list(each.finditer(words)) for each in (_ALLOWED, _FROM_DAY, _TO_DAY))
    if not len(allowed) == len(begins) == len(ends) == 1:
        return
    first, last = _day(begins[0], 1, int(begins[0][1]), last=False), _day(ends[0], 1, int(ends[0][1]), last=True)
    if first is None or last is None or last < first:
        return
    months = (last - first).days / _DAYS_IN_MONTH
    if abs(months - int(allowed[0]["n"])) > _ROUNDED:
        spans = sorted((allowed[0].span(), begins[0].span(), ends[0].span()))
        slots = {
            "first": f"{begins[0][0]}，{ends[0][0]}", "second": f"{allowed[0]['n']}个月", "days": f"{months:.0f}个月",
        }  # fmt: skip
        yield _finding(report, start, spans[0][0], spans[-1][1], "span_differs", slots)


_ROUNDED: Final = 1.6  # months


def _is_impossible(match: re.Match[str]) -> bool:
    month, day = int(match[2]), int(match[3] or 1)
    if month > 12 or month == 0 or day == 0:
        return month > 12 and match[3] is not None
    year = int(match[1]) if match[1] else 2024
    return day > (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day


def _day(match: re.Match[str], first: int, year: int, *, last: bool) -> date | None:
    month = int(match[first + 1])
    if not 1 <= month <= 12:
        return None
    end = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
    day = int(match[first + 2]) if match[first + 2] else end if last else 1
    return date(year, month, day) if 1 <= day <= end else None


def _span(report: Report, start: int, words: str, match: re.Match[str]) -> Iterator[Finding]:
    year = int(match[1]) if match[1] else 2023
    begin = _day(match, 1, year, last=False)
    end = _day(match, 4, int(match[4]) if match[4] else year, last=True)
    if begin is None or end is None:
        return
    if end < begin:
        if match[4] or not match[1]:
            is_other = _OTHER_YEAR.search(words[max(0, match.start() - 6) : match.end()]) or (not match[1] and match[4])
            if not is_other and (match[1] or (match[3] and match[6])):
                yield _finding(report, start, match.start(), match.end(), "span_backwards", {"first": match[0]})
        return
    lasts = _LASTS.match(words[match.end() :])
    if not lasts or not (match[3] and match[6]):
        return
    days = (end - begin).days
    printed, unit = int(lasts["n"]), lasts["unit"]
    if unit in ("天", "日"):
        fits = printed in (days, days + 1)
    elif unit == "周":
        fits = abs(printed * 7 - days) <= 4
    else:
        fits = abs(printed * 30.4 - days) <= 16
    if not fits:
        slots = {"first": match[0], "second": lasts["n"] + unit, "days": f"{days + 1}天"}
        yield _finding(report, start, match.start(), match.end() + lasts.end(), "span_differs", slots)


def _backwards(report: Report, start: int, words: str, begins: re.Match[str], ends: re.Match[str]) -> Iterator[Finding]:
    years = [int(each) for each in (begins[1], ends[1]) if each]
    if len(years) == 1 and begins[1] and begins.start() > ends.start():
        return
    year = years[0] if years else 2023
    begin, end = _day(begins, 1, year, last=False), _day(ends, 1, years[-1] if years else year, last=True)
    if begin and end and end < begin and (begins.start() < ends.start() or bool(begins[1]) == bool(ends[1])):
        first, last = sorted((begins, ends), key=lambda each: each.start())
        slots = {"first": f"{begins[0]}，{ends[0]}"}
        yield _finding(report, start, first.start(), last.end(), "span_backwards", slots)


def _finding(report: Report, start: int, first: int, last: int, text_code: str, slots: dict[str, str]) -> Finding:
    return Finding(
        check="date_order", severity="conflict", text_code=text_code,
        slots=slots | {"quote": excerpt(report, start + first, start + last)},
        at=start + first, printed=slots["first"], computed=slots.get("days", ""),
        figures=report.marks_in(start + first, start + last),
    )  # fmt: skip
