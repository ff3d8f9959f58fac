"""What the plan counts once more: how many there are in all, how many are left, what the year's target is."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from domain.checks.finding import Finding, excerpts
from domain.checks.relations import SUMMABLE
from domain.checks.report import Figure, Report
from domain.text.kinds import AHEAD

#: 29处供水工程全部完工, 未销号的8处重大隐患: the thing stands behind its number.
_ALL_OF_THEM: Final = re.compile(r"(?P<noun>[\u4e00-\u9fff]{4,8}?)(?:要|须|应)?(?:全部|全面|均要?|年底前|按期)")
_STILL_OPEN: Final = re.compile(r"未(?:完成)?[\u4e00-\u9fff]{2}的$")
_LEFT_NOUN: Final = re.compile(r"(?P<noun>[\u4e00-\u9fff]{4,6}?)(?=[,;。:]|$|务必|要|必须)")
_LEFT: Final = re.compile(r"(?:剩余|其余|尚有|还有|仍有|余下)(?:的)?$")
#: How far two counts of one thing may lie apart to be one thing.
_LIKE: Final = 0.25
_SOME: Final = re.compile(r"其中|已|新增|增加|第[一二三四]批|上年|去年|完成|完工|竣工")
_FRAME: Final = re.compile(
    r"全年|年度|年内|年底前?|今年|本年|目标|任务|计划|指标|完成|实现|达到?|确保|力争|争取|冲|保|不低于|不少于|超过|突破|总|预期|安排|下达|组织|推进|[^\u4e00-\u9fff]"
)
_MORE: Final = re.compile(r"再|另|还|剩余|余下|继续|其中|累计|总[量数面]")
_ITEM: Final = re.compile(r"^[一二三四五六七八九十]{1,2}(?:要|是)")


def check_counts_again(report: Report) -> Iterator[Finding]:
    """年底前29处供水工程全部完工 where the review counts 27, and 未销号的8处重大隐患 where 5 are left."""
    reported = [each for each in report.figures if _is_reported(report, each)]
    for figure in report.figures:
        sentence = report.outline.sentence(figure.start)
        if figure.dimension != "count" or figure.value <= 1:
            continue
        if sentence.kind in AHEAD and (match := _ALL_OF_THEM.match(report.behind(figure))):
            found = [each for each in reported if _counts(report, each, figure, match["noun"])]
        elif _STILL_OPEN.search(report.before(figure)) and (match := _LEFT_NOUN.match(report.behind(figure))):
            found = [each for each in reported if _is_left(report, each, figure, match["noun"])]
        else:
            continue
        values = {each.base_value for each in found}
        if len(values) == 1 and not found[0].range.meets(figure.range):
            yield _finding(report, "two_values", "said_differently", "conflict", found[0], figure, match["noun"])


def check_target_again(report: Report) -> Iterator[Finding]:
    """A doubt where the plan gives the year another target than the review: 占年度任务5万人的84.6%, 确保全年5.2万人."""
    targets = [
        each
        for each in report.figures
        if each.role == "target" and each.dimension in SUMMABLE and _is_of_year(each) and not each.statement.scope
    ]
    known = [
        each
        for each in targets
        if report.outline.sentence(each.start).kind not in AHEAD
        and _TARGET.search(re.split("[,;。:]", report.before(each))[-1] + report.behind(each)[:_BESIDE])
    ]
    for planned in targets:
        is_ahead = report.outline.sentence(planned.start).kind in AHEAD
        if not is_ahead or planned.base_value <= 0 or _MORE.search(_clause(report, planned)):
            continue
        words = _own_words(report, planned)
        found = [each for each in known if each.measure == planned.measure and words & _own_words(report, each)]
        best = max((len(words & _own_words(report, each)) for each in found), default=0)
        found = [each for each in found if len(words & _own_words(report, each)) == best]
        if len({each.base_value for each in found}) != 1 or found[0].rounded.meets(planned.rounded):
            continue
        if 1 / _FAR < found[0].base_value / planned.base_value < _FAR:
            yield _finding(report, "two_targets", "targets_differ", "doubt", found[0], planned, _name(report, planned))


_FAR: Final = 1.5
_TARGET: Final = re.compile("任务|目标|计划|预期|指标")
_BESIDE: Final = 6


def _is_reported(report: Report, figure: Figure) -> bool:
    return figure.dimension == "count" and report.outline.sentence(figure.start).kind not in AHEAD


def _counts(report: Report, figure: Figure, other: Figure, noun: str) -> bool:
    """Whether `figure` counts the same things in all: 实施农村供水工程27处, 27处供水工程."""
    if figure.measure != other.measure or abs(figure.base_value / other.base_value - 1) > _LIKE:
        return False
    before = report.before(figure)
    named = before.endswith(noun) or report.behind(figure).startswith(noun)
    return named and not _SOME.search(re.split("[,;。:、]", before)[-1])


def _is_left(report: Report, figure: Figure, other: Figure, noun: str) -> bool:
    """Whether `figure` says how many of the things that `noun` names are left."""
    sentence = report.outline.sentence(figure.start)
    words = report.plain[sentence.start : figure.start]
    return (
        figure.measure == other.measure
        and figure.end < other.start
        and bool(_LEFT.search(report.before(figure)))
        and noun in words
    )


def _is_of_year(figure: Figure) -> bool:
    due = figure.statement.due
    return due is not None and (due.month, due.day) == (12, 31)


def _clause(report: Report, figure: Figure) -> str:
    clause = report.outline.clause(figure.start)
    return report.plain[clause.start : figure.start]


def _name(report: Report, figure: Figure) -> str:
    return _FRAME.sub("", _ITEM.sub("", _clause(report, figure).lstrip())) or figure.statement.object


def _own_words(report: Report, figure: Figure) -> frozenset[str]:
    """The pairs of characters of the words that name a target: those before it, else the object of its statement."""
    return frozenset(map("".join, pairwise(_name(report, figure))))


def _finding(
    report: Report, check: str, text_code: str, severity: str, one: Figure, two: Figure, thing: str
) -> Finding:
    first, second = sorted((one, two), key=lambda each: each.start)
    return Finding(
        check=check, severity=severity, text_code=text_code,
        slots={
            "thing": thing, "first": first.text, "second": second.text,
            "first_quote": excerpts(report, first, first), "second_quote": excerpts(report, second, second),
        },
        at=second.start, words=thing, printed=f"{first.text}、{second.text}", figures=(first, second),
    )  # fmt: skip
