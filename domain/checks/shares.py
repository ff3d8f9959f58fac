"""The two figures that a printed rate is the quotient of, as the text itself says, and whether they give it.

占应签95户的92% prints its base, 应签95户，已签88户，签约率92.6% stands beside it, and a pair of statements joins them.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import permutations
from typing import Final

from domain.checks.quantity import Range
from domain.checks.quotients import decimals_printed
from domain.checks.relations import SUMMABLE
from domain.checks.report import Figure, Report
from domain.checks.words import CHANGE, REST, names_another
from domain.text.spans import Span

#: 占应签95户的…%: between the base and its rate.
_OF_BASE: Final = re.compile(r"^[^,;。:%、\d]{0,8}的(?:大?约|近|达|比例为)?[(\"“]?$")
_TAKES: Final = re.compile(r"(?:占到?|完成|达到?|实现|为)[^,;。:、]{0,16}$")
#: ,占 and (占: the subject of the share stands right before it.
_ONE_CLAUSE: Final = re.compile(r"^[^,;。:、]{0,14}[,(]?[^,;。:、]{0,16}$")
_RATE_WORD: Final = re.compile(
    r"(?:(?P<work>[\u4e00-\u9fff]{1,4})率|占比|比例|进度|占|[,(](?:已|共)?完成)(?:已?(?:经|高)?(?:达到?|为|是|约)?了?)$"
)
_OTHER_THING: Final = re.compile(
    r"同比|环比|增长|增幅|上升|下降|提高|提升|减少|比上年|较上年|比去年|较去年|[较比]年初|折扣|利率|税率|失业率|增长率|增速"
)


_NEAR: Final = 10
_NO_PART: Final = re.compile(r"其中|首日")


@dataclass(frozen=True, slots=True)
class Base:
    """Part and whole of a printed rate; `is_printed`: the words join them, else they only stand near it.

    is_named: 占应签95户的 names the whole.
    """

    part: Figure
    whole: Figure
    is_printed: bool
    is_named: bool = False


def base_of(report: Report, rate: Figure) -> Base | None:
    """What the text says that `rate` is the quotient of; None where it does not say, or for a rate of change."""
    lead = report.plain[report.outline.clause(rate.start).start : rate.start]
    if _OTHER_THING.search(lead):
        return None
    return (
        _printed_base(report, rate)
        or _paired(report, rate)
        or _beside(report, rate)
        or _received(report, rate)
        or _behind(report, rate)
        or _named_elsewhere(report, rate)
    )


def gives(report: Report, rate: Figure, base: Base) -> bool:
    """Whether part and whole give the rate by rounding or cutting, or any two amounts around it do.

    Where the text names the whole, only its own sentence is looked through for other readings, else the paragraph.
    """
    printed = rate_range(rate)
    if (base.part.rounded / base.whole.rounded).times(100).meets(printed):
        return True
    if rate.base_value == 100 and base.part.base_value >= base.whole.base_value:
        return True
    around = report.outline.sentence(rate.start) if base.is_named else report.outline.paragraph(rate.start)
    amounts = [each for each in report.figures_in(around) if each.measure == base.part.measure]
    amounts = sorted(amounts, key=lambda each: abs(each.start - rate.start))[:_NEAR]
    values = [each.base_value for each in amounts]
    sums = list(_sums_of_lists(report, sorted(amounts, key=lambda each: each.start)))
    if any(printed.low <= 100 * value / total <= printed.high for value in values for total in sums if total > 0):
        return True
    others = (
        _of_named(values, base.whole.base_value) if base.is_named else _other_quotients(values, base.whole.base_value)
    )
    return any(two > 0 and printed.low <= 100 * one / two <= printed.high for one, two in others)


def _sums_of_lists(report: Report, amounts: list[Figure]) -> Iterator[float]:
    """中央1200万元、省级600万元和市级200万元…，支出率79%: the sum of the amounts of each list."""
    total, count = 0.0, 0
    for last, each in zip([None, *amounts], amounts, strict=False):
        is_listed = last is not None and _LISTED.fullmatch(report.between(last, each))
        if not is_listed and count > 1:
            yield total
        total, count = (total + each.base_value, count + 1) if is_listed else (each.base_value, 1)
    if count > 1:
        yield total


#: Between two amounts of a list.
_LISTED: Final = re.compile(r"(?:、|[和及与]|,和)[^,;。:、\d]{0,14}")


def _other_quotients(amounts: list[float], whole: float) -> Iterator[tuple[float, float]]:
    """What else the rate may be of: other amounts of the sentence, what is left of one, two parts together."""
    for one, two in permutations(amounts, 2):
        yield one, two
        yield two - one, two
        if whole not in (one, two):
            yield one + two, whole


def _of_named(amounts: list[float], whole: float) -> Iterator[tuple[float, float]]:
    """What else may be of a whole that the text names: another amount, what is left, two amounts together."""
    for one, two in permutations(amounts, 2):
        yield one, whole
        yield whole - one, whole
        if whole not in (one, two):
            yield one + two, whole


def rate_range(rate: Figure) -> Range:
    """What a printed per cent may stand for: 92.6% is somewhere from 92.55 to 92.7."""
    if rate.qualifier not in ("", "exact"):
        return rate.range
    step = 10.0 ** -decimals_printed(rate)
    return Range(rate.base_value - step / 2, rate.base_value + step * (1 - 1e-9))


def _printed_base(report: Report, rate: Figure) -> Base | None:
    """占应签95户的92%, and the amount right before these words."""
    segment = report.segment(rate)
    at = segment.index(rate)
    whole = segment[at - 1] if at else None
    if whole is None or whole.dimension not in SUMMABLE or not _OF_BASE.search(report.between(whole, rate)):
        return None
    if not _TAKES.search(report.before(whole)):
        return None
    part = _last(segment[: at - 1], whole)
    if part is None or not _ONE_CLAUSE.search(report.between(part, whole)):
        return None
    return Base(part, whole, is_printed=True, is_named=True)


def _paired(report: Report, rate: Figure) -> Base | None:
    for name in rate.statement.pairs:
        members = [each for each in report.figures if name in each.statement.pairs and each is not rate]
        whole = next((each for each in members if each.role == "target"), None)
        part = next((each for each in reversed(members) if each is not whole), None)
        if whole is None and len(members) == 2:
            whole, part = members
        if whole is None or part is None or whole.measure != part.measure:
            continue
        if part.base_value > whole.base_value and rate.base_value < 100:
            continue  # joined by their place only
        return Base(part, whole, is_printed=True)
    return None


def _beside(report: Report, rate: Figure) -> Base | None:
    """应签95户，已签88户，签约率92.6%: the only two amounts before a rate, or those of its work."""
    words = report.before(rate)
    match = _RATE_WORD.search(words)
    if _OF_WORK.search(words):
        return None
    is_bracket = words == "(" and report.behind(rate).startswith(")")
    segment = report.segment(rate)
    earlier = segment[: segment.index(rate)]
    if found := _whole_behind(report, rate, match, segment):
        return found
    if (
        match
        and match[0] == "占"
        and _OF_THESE.search(words)
        and len(earlier) > 1
        and (base := _part_of_whole(report, earlier))
    ):
        return base
    if not (match or is_bracket) or len(earlier) < 2 or REST.search(report.before(earlier[-1])):
        return None
    one, two = earlier[-2:]
    if one.measure != two.measure or one.dimension not in SUMMABLE or one.base_value == two.base_value:
        return None
    if CHANGE.search(report.before(one)) or _is_of_other_group(report, rate, one, two):
        return None  # 增加12亿元，达到90亿元，占比…
    around = report.before(one) + report.before(two) + re.split("[,;。]", report.behind(two))[0]
    of_work = match is not None and match["work"] is not None and any(each in around for each in match["work"][-2:])
    same = [each for each in earlier if each.measure == two.measure]
    if not of_work and (len(same) > 2 or words.count(",") > 1 or _NO_PART.search(report.before(two))):
        return None
    if match and match["work"] and not of_work:
        return None
    if is_bracket and not _RECEIVED.search(report.before(one)):
        return None
    part, whole = sorted((one, two), key=lambda each: each.base_value)
    return Base(part, whole, is_printed=len(same) == 2)


def _received(report: Report, rate: Figure) -> Base | None:
    """排查287起，其中婚姻家庭84起…；化解269起，化解率93.7%: what was received opens the sentence."""
    match = _RATE_WORD.search(report.before(rate))
    segment = report.segment(rate)
    at = segment.index(rate)
    if not match or not match["work"] or not at:
        return None
    part, work = segment[at - 1], match["work"][-2:]
    amounts = [each for each in segment[:at] if each.measure == part.measure]
    if part.dimension not in SUMMABLE or len(amounts) > 1 or not report.before(part).endswith(work):
        return None
    begin = report.outline.sentence(rate.start).start
    earlier = [
        each for each in report.figures_in(Span(begin, part.start, "")) if each.measure == part.measure
    ]  # fmt: skip
    wholes = [each for each in earlier if _HEAD.search(report.before(each)) and each.base_value >= part.base_value]
    return Base(part, wholes[0], is_printed=True) if len(wholes) == 1 else None


#: What was received or found, before its number.
_HEAD: Final = re.compile(r"(?:排查|发现|查出|受理|登记|接到|收到|摸排|上报)[^,;。:、\d]{0,10}$")


def _behind(report: Report, rate: Figure) -> Base | None:
    """任务完成率95%，目标200套，完成190套: both amounts stand behind the rate, each with its word."""
    segment = report.segment(rate)
    following = segment[segment.index(rate) + 1 :][:2]
    if len(following) < 2 or not re.search("完成率(?:为|达到?)?$", report.before(rate)):
        return None
    whole, part = following
    words = report.before(whole) + "|" + report.before(part)
    is_stated = re.fullmatch(
        r"[,(](?:目标|任务|计划|应)[^,;。|]{0,6}\|,(?:已|实际)?(?:完成|实现|到位|签约)[^,;。]{0,4}", words
    )
    return Base(part, whole, is_printed=True) if is_stated and part.measure == whole.measure else None


def _named_elsewhere(report: Report, rate: Figure) -> Base | None:
    """拆除8.4万平方米，占总建筑面积的75%, where 建筑面积11.2万平方米 stands in another sentence, with one value."""
    segment = report.segment(rate)
    at = segment.index(rate)
    part = segment[at - 1] if at else None
    match = _OF_NAMED.fullmatch(report.between(part, rate)) if part else None
    if part is None or match is None or part.dimension not in SUMMABLE:
        return None
    name = match["name"]
    wholes = {
        each.base_value: each
        for each in report.figures
        if each.measure == part.measure
        and each is not part
        and report.before(each).rstrip("为是达约共有").endswith(name)
    }
    found = list(wholes.values())
    is_whole = len(found) == 1 and found[0].base_value > part.base_value
    return Base(part, found[0], is_printed=True, is_named=True) if is_whole else None


_OF_NAMED: Final = re.compile(
    r"[,(]占(?:项目|片区|全部)?总(?P<name>(?!任务|目标|计划|量|数|体)[\u4e00-\u9fff]{3,8})的(?:约|近)?"
)


def _is_of_other_group(report: Report, rate: Figure, one: Figure, two: Figure) -> bool:
    """Whether the two amounts are parts of one list, or a rate names a group or a thing of its own.

    建议200件、提案150件，办结率100%; 签约21万人，其中重点人群9.8万人，重点人群签约率91%.
    """
    words, gap = report.before(rate), report.between(one, two)
    if words.startswith(")") or (gap.startswith("、") and names_another(report.before(one), gap)):
        return True
    name = _WORK_RATE.sub("", re.split("[,;。:、(]", words)[-1])
    if len(name) < _OWN_NAME:
        return False
    return name in gap or not set(name) & set(report.before(one) + gap)


#: How far building is, whatever it has laid so far: 铺设管道12公里，形象进度60%.
_OF_WORK: Final = re.compile("(?:形象|工程|施工)进度[^,;。:、]{0,4}$")
#: The word of the rate itself, with the work in it: 签约率, 占比.
_WORK_RATE: Final = re.compile(r"(?:[\u4e00-\u9fff]{2}率|占比|比例|总?进度|占)[^,;。:、]{0,4}$")
_OWN_NAME: Final = 3


def _whole_behind(report: Report, rate: Figure, match: re.Match[str] | None, segment: list[Figure]) -> Base | None:
    """参保人数9200人，参保率92%，应参保10000人: the only amount before a rate of work, and all there is behind it."""
    at = segment.index(rate)
    if not match or not match["work"] or at != 1 or len(segment) != at + 2:
        return None
    part, whole = segment[0], segment[2]
    work = match["work"][-2:]
    is_whole = re.search("应|需|总|任务", report.before(whole)) and work in report.before(whole)
    if part.measure != whole.measure or part.dimension not in SUMMABLE or not is_whole:
        return None
    return Base(part, whole, is_printed=True) if work in report.before(part) else None


def _part_of_whole(report: Report, earlier: list[Figure]) -> Base | None:
    """发放贷款120笔，其中信用贷款30笔，占25%: the share of a part stands right behind it and names no other whole."""
    whole, part = earlier[-2:]
    is_part = re.search("其中", report.between(whole, part)) and not re.search("[;。]", report.between(whole, part))
    if not is_part or part.measure != whole.measure or part.dimension not in SUMMABLE:
        return None
    return Base(part, whole, is_printed=True, is_named=True)


#: Right behind the part: ，占 with nothing that names another whole.
_OF_THESE: Final = re.compile(r"^[^,;。:、]{0,6},占(?:比(?:为|达)?)?$")
_RECEIVED: Final = re.compile(r"应|需|任务|计划|总|共|目标|涉及|排查|受理")


def _last(figures: Iterable[Figure], like: Figure) -> Figure | None:
    found = [each for each in figures if each.measure == like.measure]
    return found[-1] if found else None
