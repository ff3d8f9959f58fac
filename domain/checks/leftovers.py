"""全部, 100% or 清零 of things of which some are left: 95户全部签约 beside 剩余7户正在做工作."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from domain.checks.finding import Finding, excerpts
from domain.checks.report import Figure, Report
from domain.text.kinds import AHEAD
from domain.text.spans import Clause

_ALL: Final = re.compile(
    r"(?<!不)(?<!未)(?:全部|全数|悉数|全面|均已?|都已?)(?:按时|按期|如期|顺利|已经|已|得到|实现)*(?:完成|整改|签约|签订|签完|办结|化解|竣工|完工|腾空|拆除|搬迁|入住|销号|闭环|"
    r"验收|发放|兑付|交付|改造|征收|到位|处置|解决|清零|清退|关停|投产|开工|落实到位|种植|建成)|(?:率|比例)[^,;。\d]{0,6}100%|100%(?:完成|整改|签约|办结|化解|覆盖|到位|销号)|清零|全部\d+[\u4e00-\u9fff]{1,6}?(?:已|均)?(?:完成|签约|整改|办结|开工|完工|拆除|脱贫|达标)|率[^,;。]{0,16}[到至达]100%|"
    r"无一(?:遗漏|遗留|户)|[零无]遗留|一户不[落剩漏]|百分之百"
)
_LEFT: Final = re.compile(
    r"(?:剩余|剩下|余下|其余|尚有|还有|仍有|还剩|只剩|仅剩|尚余|尚未[^,;。\d]{0,8}的?(?:有|还有)?|未(?:整改|签约|完成|完工|办结|化解|拆除|腾空|搬迁|销号|"
    r"交付|发放)[^,;。\d]{0,4}|正在(?:整改|办理|化解|施工|拆除|做工作)[^,;。\d]{0,3})[^,;。:\d]{0,8}$"
)
_LEFT_BEHIND: Final = re.compile(r"^[^,;。:\d]{0,8}(?:尚未|还未|未完成|未整改|未签约|仍在|正在|没有|未能|限期)")
_NOT_ALL: Final = re.compile(
    r"确保|力争|争取|将|预计|底前|计划|其余|剩余|余下|下一步|要求|责任|方案|纳入|建立|制定|前期|首批|重大|部分"
)
#: 已签约的88户: some of them only.
_SUBSET: Final = re.compile(r"已[^,;。]{1,4}的?$|其中[^,;。]{0,8}$|第[一二三四]批[^,;。]{0,6}$")
_NEAR: Final = 160


def check_all_and_left(report: Report) -> Iterator[Finding]:
    """One finding for each claim of completeness beside a number of what is left of the same things."""
    for paragraph in report.outline.paragraphs:
        figures = report.figures_in(paragraph)
        left = [each for each in figures if _is_left(report, each)]
        if not left or paragraph.kind in ("plan", "proposals"):
            continue
        for sentence in paragraph.sentences:
            for clause in sentence.clauses:
                words = report.plain[clause.start : clause.end]
                if not _ALL.search(words) or _NOT_ALL.search(words):
                    continue
                found = _left_of(report, clause, figures, left) or _left_of_rate(report, clause, left)
                if found:
                    yield _finding(report, clause, *found)
                    break


def check_all_and_left_elsewhere(report: Report) -> Iterator[Finding]:
    """重大隐患6条全部销号 in one paragraph, 重大隐患仍有2条未销号 in another: the same thing and the same work."""
    left = [each for each in report.figures if _is_left(report, each)]
    for whole in report.figures:
        match = _ALL_DONE.match(report.behind(whole))
        noun = _NOUN.search(report.before(whole))
        if not match or not noun or report.outline.sentence(whole.start).kind in AHEAD:
            continue
        home = report.outline.paragraph(whole.start)
        for rest in left:
            sentence = report.outline.sentence(rest.start)
            if home.start <= rest.start < home.end or sentence.kind in AHEAD or rest.measure != whole.measure:
                continue
            words = report.plain[sentence.start : sentence.end]
            near = report.before(rest) + report.behind(rest)
            if noun[0] in words and "未" + match["work"] in near and rest.base_value <= whole.base_value:
                yield _finding(report, report.outline.clause(whole.start), whole, rest)
                break


_ALL_DONE: Final = re.compile(r"(?:,)?(?:目前|现|均|已)*全部(?:按[期时])?(?P<work>[\u4e00-\u9fff]{2})")
_NOUN: Final = re.compile("[\u4e00-\u9fff]{4}$")


def _is_left(report: Report, figure: Figure) -> bool:
    if figure.base_value <= 0 or figure.dimension in ("percent", "percentage_point", "duration"):
        return False
    words = re.split(r"[,;。:、]", report.before(figure))[-1]
    if "未到期" in words or "另" in words:
        return False  # not due yet, or another thing
    return bool(_LEFT.search(words) or _LEFT_BEHIND.search(report.behind(figure)))


def _left_of(report: Report, clause: Clause, figures: list[Figure], left: list[Figure]) -> tuple[Figure, Figure] | None:
    """(what is claimed to be complete, what is left of it)."""
    before = [each for each in figures if each.start < clause.end and each.dimension not in ("percent", "duration")]
    whole = before[-1] if before else None
    if whole is None or whole in left or _SUBSET.search(report.before(whole)):
        return None
    sentence = report.outline.sentence(clause.start)
    if whole.start < sentence.start and report.outline.sentence(whole.start).end < sentence.start - 2:
        return None
    for rest in left:
        between = [each for each in figures if min(whole.end, rest.end) <= each.start < max(whole.start, rest.start)]
        new_whole = any(each.measure == rest.measure and each.base_value > rest.base_value for each in between)
        if rest.measure != whole.measure or rest.base_value > whole.base_value or abs(rest.start - clause.end) > _NEAR:
            continue
        if rest.start > clause.start and new_whole:
            continue
        if rest.statement.scope != whole.statement.scope and rest.statement.scope and whole.statement.scope:
            continue
        if rest.start < clause.start and rest.end < whole.start and not _same_sum(figures, whole, rest):
            continue
        return whole, rest
    return None


def _left_of_rate(report: Report, clause: Clause, left: list[Figure]) -> tuple[Figure, Figure] | None:
    """(a rate of 100 %, what is left) in one sentence whose words are of one thing, in whatever unit."""
    sentence = report.outline.sentence(clause.start)
    rates = [each for each in report.figures_in(clause) if each.dimension == "percent" and each.base_value == 100]
    if not rates or _PART_OF_ALL.search(report.before(rates[0])):
        return None
    for rest in left:
        inside = report.outline.clause(rest.start)
        if not clause.end <= rest.start < sentence.end or not _STILL.search(report.before(rest)):
            continue
        words = report.plain[inside.start : inside.end]
        claimed = report.plain[sentence.start : clause.end]
        if _NEGATED.search(words) and not _WAITS.search(words) and _share_a_word(claimed, words):
            return rates[0], report.figures_in(inside)[-1]
    return None


_STILL: Final = re.compile(r"(?:尚有|仍有|还有|仅剩|只剩|还剩|尚余|剩余|尚存)[^,;。:\d]{0,8}$")
_NEGATED: Final = re.compile(r"未|待|没有|辍|失")
#: Not due yet, or counted elsewhere.
_WAITS: Final = re.compile(r"未到期|期限内|未到|已启动|另|新增")
_PART_OF_ALL: Final = re.compile("按期|到期|首批|一期|满意|知晓|其中[^,;。]{0,10}$|重大")


def _share_a_word(one: str, two: str) -> bool:
    """Whether two runs of words share two neighbouring characters that say what they are about."""
    pairs = {pair for pair in map("".join, pairwise(_HAN.sub("", two))) if not _COMMON.search(pair)}
    plain = _HAN.sub("", one)
    return any(pair in plain for pair in pairs)


_HAN: Final = re.compile(r"[^\u4e00-\u9fff]+")
_COMMON: Final = re.compile("[的了已未有个正在目前]|完成|还|尚|仍|剩")


def _same_sum(figures: list[Figure], whole: Figure, rest: Figure) -> bool:
    """Whether what is left and a figure before it make up the whole."""
    return any(
        each.base_value + rest.base_value == whole.base_value for each in figures if each.measure == whole.measure
    )


def _finding(report: Report, clause: Clause, whole: Figure, rest: Figure) -> Finding:
    hundred = [each for each in report.figures_in(clause) if each.dimension == "percent"]
    placed = sorted({each.start: each for each in (whole, rest, *hundred)}.values(), key=lambda each: each.start)
    claim = _ALL.search(report.plain[clause.start : clause.end])
    return Finding(
        check="all_and_left",
        severity="conflict",
        text_code="all_and_left",
        slots={
            "claim": claim[0] if claim else clause.text,
            "whole": whole.text,
            "left": rest.text,
            "quote": excerpts(report, placed[0], placed[-1]),
        },
        at=clause.start,
        words=clause.text,
        printed="、".join(each.text for each in placed),
        figures=tuple(placed),
    )
