"""A value against another that its words compare it with: 超额完成, 突破, 低于, 全部 with something left.

The words decide which of the two must be greater; a difference that is printed behind them must fit as well.
"""

import itertools
import re
from collections.abc import Iterator
from typing import Final

from domain.checks.finding import Finding, excerpts, number
from domain.checks.quantity import Range
from domain.checks.relations import SUMMABLE
from domain.checks.report import Figure, Report
from domain.checks.shares import rate_range
from domain.checks.words import names_another
from domain.text.kinds import AHEAD

_ABOVE: Final = re.compile(r"(?:高于|超过|多于|大于|超出|高出)(?:了)?[^,;。:\d]{0,14}$")
_BELOW: Final = re.compile(r"(?:低于|少于|小于|不足|不到|未达到?|未超过|控制在)[^,;。:\d]{0,14}$")
_LOWER_LIMIT: Final = re.compile(r"以内|之内|以下")
_VALUE: Final = re.compile(r"(?:达到?了?|为|是|实现|完成|共|至|到)[^,;。:\d]{0,6}$")
_EARLIER: Final = re.compile(r"\(?(?:去年|上年|同期|原来)(?:全年|同期)?为?$")
_FAR: Final = re.compile(r"[;。]")
_TARGET: Final = re.compile(r"目标|任务|计划|指标|预算|应[签征拆迁搬收种]|需[签征拆迁搬]|总户数")
#: 年初确定的1.5亿元目标.
_TARGET_BEHIND: Final = re.compile(r"的?[\u4e00-\u9fff]{0,4}(?:目标|任务|计划)")
_RESULT: Final = re.compile(r"完成|实现|已|实际|达|签约|征收|拆除|收入|种植|到位|发放|建成")
_REACHED: Final = re.compile(
    r"超额(?:完成|实现)?|超(?:目标|任务|计划|进度完成)|(?:提前|如期|圆满|全面|顺利|全部|足额|按期|按时)(?:完成|实现|达到|达成|超额)[^,;。]{0,8}(?:目标|任务|计划|指标)|"
    r"(?:目标|任务|计划|指标)[^,;。]{0,8}(?:提前|如期|圆满|全面|顺利|全部|超额|足额|按期|按时)(?:完成|实现|达成)|全部(?:完成)?(?:签约|征收|拆除|搬迁|到位|发放|种植|建成)|"
    r"(?:达到|完成|实现)了?(?:年度|全年|年初|预期|既定)(?:预期)?(?:目标|任务|计划)(?=[,;。]|$)"
)
_MISSED: Final = re.compile(
    r"(?:未能?|没有?|尚未|还未)(?:全面|如期|按期)?(?:完成|达到|实现|达成)(?:年度|全年|年初|既定|预期)?(?:目标|任务|计划|指标)|未达标|未达(?:目标|预期)"
)
_NO_STATEMENT: Final = re.compile(
    r"确保|力争|争取|将|预计|可望|有望|如果|若|为了|围绕|对照|按照|能够|推动|可|不|距|努力|离|半年|季度|序时|月度|其中|部分|阶段"
)
_PART_OF_TIME: Final = re.compile(r"上半年|季度|\d月|月份|其中|首批")
_WHOLE_TIME: Final = re.compile(r"全年|年度|年初|年计划|三年|五年|总")
_OVERSHOOT: Final = re.compile(
    r"^[^,;。、\d]{0,4}[,(](?:比?[^,;。、\d]{0,6})?(?:超额(?:完成)?|超任务|超目标|超计划|多完成)[^,;。:、\d]{0,4}$"
)
_SHORTFALL: Final = re.compile(
    r"^[^,;。、\d]{0,4}[,(][^,;。、\d]{0,10}(?:还差|相差|尚差|尚缺|仅差|差额|缺口)[^,;。:、\d]{0,4}$"
)


_CLAUSES: Final = 5


def check_comparisons(report: Report) -> Iterator[Finding]:
    """Values that the text wrongly calls above, below or equal to others, and differences that do not fit."""
    for sentence in report.outline.sentences:
        if sentence.kind in AHEAD:
            continue
        figures = report.figures_in(sentence)
        yield from _compared(report, figures)
        for target, result in _targets(report, figures):
            yield from _against_target(report, target, result)


def _compared(report: Report, figures: list[Figure]) -> Iterator[Finding]:
    for one, two in itertools.pairwise(figures):
        gap = report.between(one, two)
        if one.measure != two.measure or _FAR.search(gap) or gap.count(",") > 1:
            continue
        words = gap.split(",")[-1]
        first_words = re.split(r"[,;。:、]", report.before(one))[-1]
        if _LOWER_LIMIT.match(report.behind(two)) or _LOWER_LIMIT.match(report.behind(one)):
            continue
        wrong = None
        compared = _ABOVE.search(words) or _BELOW.search(words)
        named = words[: compared.start()] if compared else words
        if names_another(report.before(one), named) or (_ABOVE.search(words) and _ABOVE.search(first_words)):
            continue
        if re.search("去年|上年|同期|由|从|原", first_words) or _EARLIER.search(words):
            continue
        if _ABOVE.search(words) and "超额" not in words and _can_compare(words):
            wrong = two.range.is_above(one.range)
        elif (_BELOW.search(words) and _can_compare(words)) or (
            _VALUE.search(words) and re.search(r"(?:突破|超过|高于)[^,;。:\d]{0,6}$", first_words)
        ):
            wrong = one.range.is_above(two.range)
        elif _VALUE.search(words) and re.search(r"(?:不足|低于|不到|少于)[^,;。:\d]{0,6}$", first_words):
            wrong = two.range.is_above(one.range)
        if wrong:
            yield _finding(report, "comparison_differs", "direction", (one, two), words + two.text)


def _can_compare(words: str) -> bool:
    """Whether the words compare a level: none of a part, a number of items above a line, or a plan."""
    return not re.search(
        r"其中|力争|目标值?为|的有|的[^,;。]{0,6}(?:项目|企业|村|户)|预计|投资|每|新增|今年|目前|现|本年|年底|已|累计|总",
        words,
    )


def _targets(report: Report, figures: list[Figure]) -> Iterator[tuple[Figure, Figure]]:
    """(target, result) of one segment: by the pairs of statements, else by the words of two figures in a row."""
    seen = set()
    for one, two in itertools.pairwise(figures):
        if one.measure != two.measure or one.dimension not in SUMMABLE or ";" in report.between(one, two):
            continue
        for target, result in ((one, two), (two, one)):
            words = (
                re.split(r"[,;。:、(]", report.before(target))[-1],
                re.split(r"[,;。:、(]", report.before(result))[-1],
            )
            is_target = _TARGET.search(words[0]) or _TARGET_BEHIND.match(report.behind(target))
            joined = (
                target.statement.pairs & result.statement.pairs and target.role == "target" and result.role == "actual"
            )
            is_result = is_target and _RESULT.search(words[1]) and not _TARGET.search(words[1])
            if (joined or is_result) and result.role not in ("open", "forecast") and (target, result) not in seen:
                seen.add((target, result))
                yield target, result
                break


def _against_target(report: Report, target: Figure, result: Figure) -> Iterator[Finding]:
    first, last = sorted((target, result), key=lambda each: each.start)
    words = report.before(first) + report.between(first, last) + report.behind(last)
    if _PART_OF_TIME.search(report.before(result)) and _WHOLE_TIME.search(report.before(target)):
        return
    clauses = [each for each in re.split("[,;。:]", words)[:_CLAUSES] if not _NO_STATEMENT.search(each)]
    done = [each for each in clauses if not _MISSED.search(each)]
    reached = next((match[0] for each in done if (match := _REACHED.search(each))), None)
    missed = next((match[0] for each in clauses if (match := _MISSED.search(each))), None)
    gap = result.rounded - target.rounded
    for each in report.segment(last):
        before = report.before(each)
        if each.dimension == "percent" and each.start > last.end and _OVERSHOOT.search("," + before.lstrip(",")):
            over = result.rounded / target.rounded
            if not Range((over.low - 1) * 100, (over.high - 1) * 100).meets(rate_range(each)):
                yield _finding(report, "percent_over_target", "target_reached", (target, result, each), each.text)
                return
        if each.start <= last.end or each.measure != target.measure:
            continue
        if _OVERSHOOT.search(before) and not gap.meets(each.range):
            yield _finding(report, "difference_from_target", "target_reached", (target, result, each), each.text)
            return
        if _SHORTFALL.search(before) and not (target.rounded - result.rounded).meets(each.range):
            yield _finding(report, "difference_from_target", "target_reached", (target, result, each), each.text)
            return
        break
    if reached and not missed and target.range.is_above(result.range):
        yield _finding(report, "target_not_reached", "target_reached", (target, result), reached)
    elif missed and not reached and result.range.is_above(target.range):
        yield _finding(report, "target_reached_after_all", "target_reached", (target, result), missed)


def _finding(report: Report, text_code: str, check: str, figures: tuple[Figure, ...], words: str) -> Finding:
    placed = sorted(figures, key=lambda each: each.start)
    gap = abs(figures[0].base_value - figures[1].base_value) / (figures[0].base_value / figures[0].value or 1)
    return Finding(
        check=check,
        severity="conflict",
        text_code=text_code,
        slots={
            "quote": excerpts(report, placed[0], placed[-1]),
            "first": figures[0].text,
            "second": figures[1].text,
            "words": words,
            "gap": f"{number(gap)}{figures[0].unit}",
            "percent": f"{number(100 * (figures[1].base_value / (figures[0].base_value or 1) - 1))}%",
        },
        at=placed[-1].start,
        words=report.lead(placed[0]) + words,
        printed="、".join(figure.text for figure in placed),
        computed=f"{number(gap)}{figures[0].unit}",
        figures=tuple(placed),
    )
