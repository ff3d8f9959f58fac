"""Two values of one thing at two times, and what the text says of the change: 由20万元增至50万元，增长150%.

Checked are the word for up or down, the per cent, the percentage points, the difference and the multiple.
"""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from domain.checks.finding import Finding, excerpts, number
from domain.checks.quantity import Range
from domain.checks.report import Figure, Report
from domain.checks.shares import rate_range
from domain.checks.words import names_another

_UP: Final = (
    r"增长|增加|增至|增到|增为|增幅|净增|上升|延长|拉长|"
    r"提高|提升|扩大|扩至|上涨|涨至|涨到|攀升|升至|升到|升为|跃升|多|增"
)
_DOWN: Final = (
    r"下降|降至|降到|降为|降低|减少|减至|减到|减为|压减|压降|压缩|回落|缩短|缩减|下滑|下跌|跌至|跌到|负增长|缩小|"
    r"少|降幅|减幅|减|降"
)
_TURN: Final = re.compile(rf"(?P<up>{_UP})|(?P<down>{_DOWN})")
_FROM: Final = re.compile(r"(?:由|从)(?!事|业)[^,;。:]{0,14}$")
_TO: Final = re.compile(
    rf"^[^;。:、\d]{{0,10}}?(?:{_UP}|{_DOWN}|发展|变|调整|跃|达)[^,;。:、]{{0,4}}?(?:到了?|至|为|成|达到?)?[^,;。:、\d]{{0,4}}(?:\d{{4}}年)?[^,;。:、\d]{{0,6}}$"
)
_YEAR_BEFORE: Final = re.compile(
    r"(?:去年|上年|前年|往年|年初|原来|原先|改造前|此前)(?:同期|末|底|全年|[上下]半年)?[^,;。:(]{0,8}?$|同期[^,;。:(]{0,6}$|上一?年(?:同期)?[^,;。:(]{0,6}$"
)
_CHANGE_WORDS: Final = re.compile(rf"(?:{_UP}|{_DOWN}|翻|是|为|达到?)[^,;。:、\d]{{0,8}}$")
_LEVEL: Final = re.compile(r"(?:[到至为达])[^,;。]{0,2}$")
_NEARLY: Final = re.compile(r"近|接近|将近|几乎|差不多|约")
#: How far below its double a value may be of which 翻番 is said.
_LOOSE: Final = 0.97


@dataclass(frozen=True, slots=True)
class Movement:
    """An earlier and a later value of one measure; verb: +1 or -1 where a word between them says up or down, else 0."""

    then: Figure
    now: Figure
    verb: int

    @property
    def difference(self) -> Range:
        """Later less earlier."""
        return self.now.rounded - self.then.rounded

    @property
    def factor(self) -> Range:
        """Later over earlier."""
        return self.now.rounded / self.then.rounded


def check_movements(report: Report) -> Iterator[Finding]:
    """Every word and number of a change against the two values that are printed with it."""
    for paragraph in report.outline.paragraphs:
        figures = report.figures_in(paragraph)
        for movement in _movements(report, figures):
            first, last = sorted((movement.then, movement.now), key=lambda each: each.start)
            between = [each for each in figures if first.end <= each.start < last.start]
            later = _multiple_before(report, first, figures) + between
            later += [each for each in figures if each.start >= last.end]
            found = [
                finding
                for stated in _stated_changes(report, movement, later)
                if (finding := _against(report, movement, stated))
            ]
            yield from found
            rises = movement.difference.low > 0
            falls = movement.difference.high < 0
            if not found and ((movement.verb > 0 and falls) or (movement.verb < 0 and rises)):
                yield _finding(report, movement, None, "direction_differs", "conflict")
        yield from _doubling(report, figures)


def _movements(report: Report, figures: list[Figure]) -> Iterator[Movement]:
    yield from _around_a_change(report, figures)
    for at, one in enumerate(figures[:-1]):
        two = figures[at + 1]
        if one.measure != two.measure or one.range.low <= 0 or one.unit in ("位", "名次", "位次"):
            continue
        gap = report.between(one, two)
        if re.search("[;。](?!今年|本年|现在)", gap):
            continue
        before_one, before_two = report.before(one), report.before(two)
        if _FROM.search(before_one) and _TO.search(gap) and not _FORECAST.search(before_one):
            yield Movement(one, two, _direction(gap))
        elif _YEAR_BEFORE.search(before_two) and not _CHANGE_END.search(before_two):
            yield Movement(two, one, _direction_behind(report, two))
        elif (
            (_YEAR_BEFORE.search(before_one) or _of_later_year(before_one, gap))
            and re.search("今年|本年|现|目前|本期|年|,", gap)
            and not _DIRECTED.search(gap)
        ):
            yield Movement(one, two, _direction_behind(report, two))


def _around_a_change(report: Report, figures: list[Figure]) -> Iterator[Movement]:
    """The change between both values: 736件，同比增长14.2%，去年同期为858件; 去年11万元，今年翻了两番，有33万元."""
    for one, change, two in zip(figures, figures[1:], figures[2:], strict=False):
        is_change = change.dimension in ("percent", "percentage_point") or "番" in change.text
        if (
            one.measure != two.measure
            or not is_change
            or min(one.range.low, two.range.low) <= 0
            or _EACH.search(report.before(one))
        ):
            continue
        before, behind = report.between(one, change), report.between(change, two)
        if _GAIN.search(report.before(one)) or not 0.1 < one.base_value / two.base_value < 10:
            continue
        if re.search("[;。]", before + behind) or before.count(",") > 1:
            continue
        is_same = not names_another(report.before(one), before) and not _OTHER_THING.search(before)
        if is_same and _BEFORE_ONLY.fullmatch(behind) and _CHANGE_WORDS.search(before) and _TURN.search(before):
            yield Movement(two, one, 0)
        elif "番" in change.text and _LAST_YEAR.search(report.before(one)) and _HAS_NOW.fullmatch(behind):
            yield Movement(one, two, 0)


#: ，去年同期为: nothing but the time of the second value.
_BEFORE_ONLY: Final = re.compile(
    r"[,(]?(?:去年|上年|前年|年初|原来)(?:同期|末|底|全年|[上下]半年)?(?:的?[\u4e00-\u9fff]{2,6})?(?:仅|只)?(?:为|是|有)?|[,(]?同期(?:为|是)?"
)
_GAIN: Final = re.compile("(?:高出|超出|增加|减少|增长|下降|多|少)了?$")
_EACH: Final = re.compile("均[^,;。:、]{0,4}$")
_LAST_YEAR: Final = re.compile("去年|上年|前年|原来")
_HAS_NOW: Final = re.compile(r"[,]?(?:有|达到?|为|是|共)?了?")
_FORECAST: Final = re.compile(r"力争|计划|目标|预计|要|确保")
_CHANGE_END: Final = re.compile(rf"(?:{_UP}|{_DOWN})[^,;。:]{{0,3}}$")
_DIRECTED: Final = re.compile(rf"(?:{_UP}|{_DOWN})(?!到|至|为)[^,;。:]{{0,3}}$")


def _direction_behind(report: Report, last: Figure) -> int:
    """The direction that the words behind both values say without a number: ,有所下降."""
    match = _TREND.match(report.behind(last))
    return 0 if match is None else 1 if match["up"] else -1


_TREND: Final = re.compile(
    r"^(?:的水平)?[^,;。:\d]{0,4},?(?:同比|总体|整体|呈|实现|有所|明显|大幅|稳步|持续|略有|出现|逐年|进一步|显著|较大|保持|数量|了|的|,){0,3}"
    rf"(?:(?P<up>{_UP}|上扬|好转(?!$))|(?P<down>{_DOWN}))[^\d]{{0,6}}(?:[,;。]|$)"
)


def _direction(words: str) -> int:
    found = list(_TURN.finditer(words))
    return 0 if not found else 1 if found[-1]["up"] else -1


def _multiple_before(report: Report, first: Figure, figures: list[Figure]) -> list[Figure]:
    """翻了一番 in the clause before both values."""
    before = [each for each in figures if each.end <= first.start][-1:]
    if not before:
        return []
    gap = report.between(before[0], first)
    is_multiple = "番" in before[0].text and re.fullmatch(r"[,:]?[^,;。]{0,12}", gap)
    is_percent = before[0].dimension == "percent" and _BEFORE_ONLY.fullmatch(gap)
    return before if is_multiple or (is_percent and _CHANGE_WORDS.search(report.before(before[0]))) else []


_EARLIER: Final = re.compile(r"((?:19|20)\d\d)年(?:末|底)?[^,;。:(\d]{0,12}$")


def _of_later_year(before: str, gap: str) -> bool:
    """2022年收入20万元，2023年收入36万元."""
    first, second = _EARLIER.search(before), _EARLIER.search(gap)
    return bool(first and second and int(first[1]) == int(second[1]) - 1)


def _stated_changes(report: Report, movement: Movement, later: list[Figure]) -> Iterator[Figure]:
    """The figures behind both values that state the change: up to the next sentence, value or subject."""
    last = max((movement.then, movement.now), key=lambda each: each.start)
    for at, each in enumerate(later[:3]):
        if each.end <= last.start:
            yield each  # 翻了一番，由20万元增加到30万元
            continue
        before = later[at - 1] if at and later[at - 1].start >= last.end else last
        gap = report.between(before, each)
        if re.search("[;。]", gap) or gap.count(",") > 1 or not _is_change(report, movement, each, gap):
            return
        yield each


def _start(figure: Figure) -> int:
    return figure.start


def _is_change(report: Report, movement: Movement, each: Figure, gap: str) -> bool:
    named = report.before(movement.then) + report.between(*sorted((movement.then, movement.now), key=_start))
    if names_another(named, gap):
        return False
    if each.unit == "倍" or each.base_unit == "倍":
        return True
    if _LEVEL.search(gap) or not _CHANGE_WORDS.search(gap) or not _TURN.search(gap) or _OTHER_THING.search(gap):
        return False
    return each.dimension in ("percent", "percentage_point") or each.measure == movement.now.measure


_OTHER_THING: Final = re.compile(r"其中|环比|两年平均|高于|全[市县省国]|年均|位次|占|平均每")


def _against(report: Report, movement: Movement, stated: Figure) -> Finding | None:
    words = report.before(stated)
    sign = _direction(words) or movement.verb or 1
    factor, difference = movement.factor, movement.difference
    if stated.base_unit == "倍":
        return _multiple(report, movement, stated, words)
    if stated.dimension == "percentage_point":
        fits = movement.now.dimension == "percent" and difference.meets(_signed(rate_range(stated), sign))
        return None if fits else _finding(report, movement, stated, "points_differ", "conflict")
    if stated.dimension == "percent":
        expected = Range((factor.low - 1) * 100, (factor.high - 1) * 100)
        printed = _signed(rate_range(stated), sign)
        if movement.now.dimension == "percent" and difference.meets(printed):
            severity = "doubt" if expected.meets(printed) else "conflict"
            return _finding(report, movement, stated, "points_as_percent", severity)
        if expected.meets(printed):
            return _finding(report, movement, stated, "change_holds", "passed")
        return _finding(report, movement, stated, "change_differs", "conflict")
    fits = difference.meets(_signed(stated.range, sign))
    return None if fits else _finding(report, movement, stated, "difference_differs", "conflict")


def _signed(printed: Range, sign: int) -> Range:
    return printed if sign > 0 else Range(-printed.high, -printed.low)


def _multiple(report: Report, movement: Movement, stated: Figure, words: str) -> Finding | None:
    factor, times = movement.factor, stated.base_value
    if "番" in stated.text:
        times *= 0.8 if _NEARLY.search(words[-4:]) else _LOOSE
        return None if factor.high >= times else _finding(report, movement, stated, "multiple_differs", "conflict")
    more = bool(re.search(r"增长|增加|提高|扩大|增", words))
    step = 0.05 if stated.base_value % 1 else 0.5 if stated.qualifier not in ("", "exact") else 0.05
    low, high = times - step + more, times + 2 * step + more
    if stated.qualifier not in ("", "exact"):
        low, high = stated.range.low + more, stated.range.high + more
    fits = factor.low <= high and low <= factor.high
    return None if fits else _finding(report, movement, stated, "multiple_differs", "conflict")


def _doubling(report: Report, figures: list[Figure]) -> Iterator[Finding]:
    """增长80%，实现翻番; 是计划的1.2倍，超额40%: a growth that makes no such multiple, where no value is printed."""
    for one, two in itertools.pairwise(figures):
        if one.base_unit == "倍" and two.dimension == "percent" and _OVER.fullmatch(report.between(one, two)):
            over = Range((one.range.low - 1) * 100, (one.range.high - 1) * 100)
            if report.before(one).endswith("的") and not over.meets(rate_range(two)):
                surplus = f"{number(100 * (one.base_value - 1))}%"
                yield _finding_of_multiple(report, two, one, surplus, "multiple_and_over")
        pair = {("番" in one.text, two.dimension): (two, one), ("番" in two.text, one.dimension): (one, two)}
        rate, doubled = pair.get((True, "percent"), (None, None))
        if rate is None or doubled is None or report.between(one, two).count(",") > 1:
            continue
        if names_another(report.before(one), report.between(one, two)) or "年均" in report.before(rate):
            continue
        grows = re.search(r"增长|增幅|增加|提高|增速", report.before(rate))
        needed = 100 * (doubled.base_value - 1)
        loose = 0.8 if _NEARLY.search(report.before(doubled)[-4:]) else _LOOSE
        if grows and rate.base_value < needed * loose:
            yield _finding_of_multiple(report, rate, doubled, f"{number(needed)}%", "doubling_differs")


def _finding_of_multiple(report: Report, rate: Figure, multiple: Figure, needed: str, text_code: str) -> Finding:
    first, last = sorted((rate, multiple), key=lambda each: each.start)
    return Finding(
        check="multiple", severity="conflict", text_code=text_code,
        slots={
            "printed": rate.text, "doubled": multiple.text, "needed": needed, "quote": excerpts(report, first, last),
        },
        at=rate.start, printed=f"{rate.text}、{multiple.text}", computed=needed,
        words=report.before(rate), figures=(rate, multiple),
    )  # fmt: skip


#: ，超额: between a multiple and the surplus that it makes.
_OVER: Final = re.compile(r"[,(](?:超额|超出|超计划|超任务|超目标|超)(?:完成)?")


_CHECK: Final = {
    "change_holds": "rate_of_change",
    "change_differs": "rate_of_change",
    "multiple_differs": "multiple",
}


def _finding(report: Report, movement: Movement, stated: Figure | None, text_code: str, severity: str) -> Finding:
    then, now = movement.then, movement.now
    figures = tuple(sorted((then, now, *([stated] if stated else [])), key=lambda each: each.start))
    change = now.base_value - then.base_value
    shown = {
        "multiple_differs": f"{number(now.base_value / then.base_value)}倍",
        "points_differ": f"{number(change)}个百分点"
        if now.dimension == "percent"
        else f"{number(100 * change / then.base_value)}%",
        "points_as_percent": f"{number(change)}个百分点",
        "difference_differs": f"{number(abs(change) / (now.base_value / now.value if now.value else 1))}{now.unit}",
    }.get(text_code, f"{number(100 * change / then.base_value)}%")
    if text_code in ("difference_differs", "points_differ") and change:
        shown = ("增加" if change > 0 else "减少") + shown.lstrip("-")
    return Finding(
        check=_CHECK.get(text_code, "direction"),
        severity=severity,
        text_code=text_code,
        slots={
            "quote": excerpts(report, figures[0], figures[-1]),
            "now": now.text,
            "then": then.text,
            "printed": re.split("[,;。:]", report.before(stated))[-1] + stated.text
            if stated
            else report.between(*figures[:2]),
            "percent": shown,
        },
        at=figures[-1].start,
        words=report.lead(now) + (report.lead(stated) if stated else ""),
        computed=shown,
        printed=stated.text if stated else f"{then.text}、{now.text}",
        figures=figures,
    )
