"""Orders that the values contradict: from fifth up to eighth, 从高到低 that is not, the most less than the least."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from domain.checks.finding import Finding, excerpt
from domain.checks.numerals import count_of
from domain.checks.report import Figure, Report

_PLACE: Final = r"第(\d{1,3}|[一二三四五六七八九十]{1,3})(?!产业|季度|批|期|轮|次|标段|阶段)(?:位|名)?"
_MOVED: Final = re.compile(
    rf"{_PLACE}[^,;。第]{{0,8}}?(?P<verb>上升|提升|前移|跃升|跃居|晋升|升|下降|后退|下滑|跌|降|退)[^,;。第]{{0,6}}?{_PLACE}"
    r"(?:[^;。第\d]{0,10}?(?P<by>\d{1,2}|[一二三四五六七八九十]{1,2})(?:个位次|个名次|位|名))?"
)
#: 列第3位，较去年同期的第5位后退2位: the earlier place stands behind the later one.
_MOVED_FROM: Final = re.compile(
    rf"{_PLACE}[,(]?[比较](?:去年|上年|上月|上期|年初)(?:同期|末|底)?的?{_PLACE}"
    r"(?P<verb>上升|提升|前移|前进|跃升|晋升|升|下降|后退|下滑|后移|跌|降|退)(?:了)?"
    r"(?:(?P<by>\d{1,2}|[一二三四五六七八九十]{1,2})(?:个位次|个名次|位|名))?"
)
_OF_SO_MANY: Final = re.compile(
    rf"(?P<n>\d{{1,3}})个[\u4e00-\u9fff()]{{1,8}}(?:中|里)[,]?[^,;。\d第]{{0,8}}?(?:排名?|位居|居|位列|列){_PLACE}"
)
_FALLS: Final = re.compile(r"下|后|跌|降|退")
_ORDERED: Final = re.compile(r"(?:[由从](?P<first>高|多|大|低|少|小|快|慢)到(?P<last>低|少|小|高|多|大|慢|快))")
_RANKED: Final = re.compile(rf"^[^;。\d]{{0,14}}?(?:排名?|位居|居|位列|列)(?:全?[省市县区镇]|各[村镇县])?{_PLACE}")
_LESS_IS_BETTER: Final = re.compile(r"事故|信访|投诉|隐患|警情|案件|用时|天数|时限|失业|浓度|能耗|死亡|逾期|剩余|违")
_MOST: Final = re.compile(r"最(?:多|高|大|快|好)[^,;。\d]{0,14}$|最(?:多|高|大|快|好)的[^;。\d]{0,14}$")
_LEAST: Final = re.compile(r"最(?:少|低|小|慢|差)[^,;。\d]{0,14}$|最(?:少|低|小|慢|差)的[^;。\d]{0,14}$")


def check_order(report: Report) -> Iterator[Finding]:
    """Places that move against their word, lists that are not in the order said, ranks against their values."""
    for sentence in report.outline.sentences:
        words = report.plain[sentence.start : sentence.end]
        for match in _MOVED.finditer(words):
            yield from _moved(report, sentence.start, match, count_of(match[1]), count_of(match[3]))
        for match in _MOVED_FROM.finditer(words):
            yield from _moved(report, sentence.start, match, count_of(match[2]), count_of(match[1]))
        for match in _OF_SO_MANY.finditer(words):
            if count_of(match[2]) > int(match["n"]):
                yield _place(report, sentence.start, match, "place_beyond")
        figures = report.figures_in(sentence)
        for match in _ORDERED.finditer(words):
            yield from _ordered(report, match, [each for each in figures if each.start > sentence.start + match.end()])
        yield from _superlatives(report, figures)
        yield from _ranked(report, figures)


def _moved(report: Report, start: int, match: re.Match[str], first: int, last: int) -> Iterator[Finding]:
    """A move from the place `first` to the place `last` against its word and its number."""
    falls = _FALLS.search(match["verb"]) is not None
    by = count_of(match["by"]) if match["by"] else abs(first - last)
    if first != last and (falls == (last > first)) and by == abs(first - last):
        return
    yield _place(report, start, match, "place_moved")


def _place(report: Report, start: int, match: re.Match[str], text_code: str) -> Finding:
    at = start + match.start()
    return Finding(
        check="rank_subject", severity="conflict", text_code=text_code,
        slots={"words": match[0], "quote": excerpt(report, at, start + match.end())},
        at=at, words=re.sub(r"\d", "", match[0]), printed=match[0], figures=report.marks_in(at, start + match.end()),
    )  # fmt: skip


def _ordered(report: Report, match: re.Match[str], figures: list[Figure]) -> Iterator[Finding]:
    run: list[Figure] = []
    for figure in figures:
        if run and (figure.measure != run[0].measure or re.search("[;。]", report.between(run[-1], figure))):
            break
        run.append(figure)
    falls = match["first"] in "高多大快"
    if len(run) < 3:
        return
    for one, two in pairwise(run):
        if (two.range.is_above(one.range)) if falls else (one.range.is_above(two.range)):
            yield _finding(report, "order_differs", (one, two), match[0])
            return


def _superlatives(report: Report, figures: list[Figure]) -> Iterator[Finding]:
    for one in figures:
        for two in figures:
            if (
                one.measure != two.measure
                or not _MOST.search(report.before(one))
                or not _LEAST.search(report.before(two))
            ):
                continue
            if two.range.is_above(one.range):
                yield _finding(report, "order_differs", (one, two), "最多、最少")


def _ranked(report: Report, figures: list[Figure]) -> Iterator[Finding]:
    """甲村98%，排名第一；乙村99%，排名第二."""
    placed = [(each, count_of(match[1])) for each in figures if (match := _RANKED.match(report.behind(each)))]
    for (one, first), (two, second) in pairwise(placed):
        if one.measure != two.measure or first == second or _LESS_IS_BETTER.search(report.lead(one) + report.lead(two)):
            continue
        better, worse = (one, two) if first < second else (two, one)
        if worse.range.is_above(better.range):
            yield _finding(report, "order_differs", (better, worse), f"第{min(first, second)}、第{max(first, second)}")


def _finding(report: Report, text_code: str, figures: tuple[Figure, Figure], words: str) -> Finding:
    placed = tuple(sorted(figures, key=lambda each: each.start))
    return Finding(
        check="rank_subject", severity="conflict", text_code=text_code,
        slots={
            "first": figures[0].text, "second": figures[1].text, "words": words,
            "quote": excerpt(report, placed[0].start, placed[-1].end),
        },
        at=placed[0].start, words=report.lead(placed[0]) + words,
        printed="、".join(each.text for each in placed), figures=placed,
    )  # fmt: skip
