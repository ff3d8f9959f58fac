"""One quantity printed twice in other words: in two units, as an average, in a size that its neighbours do not have."""

import re
from collections.abc import Iterator
from typing import Final

from domain.checks.finding import Finding, excerpts, number
from domain.checks.quantity import Range
from domain.checks.report import Figure, Report

_SAME: Final = re.compile(
    r"^[\[(,]?(?:也就是|亦即|即|合|约合|折合|折合成|折算|折算成|折算为|换算|换算成|换算为|换算后|折|相当于|相当|等于|=)(?:约|近|为|成)?(?:约|近)?$"
)
#: 210亩通过验收，折合14公顷.
_SAME_BEHIND: Final = re.compile(r"[^,;。:(\d]{0,12},(?:约合|折合|折合成|合|即|也就是)(?:约|近|为)?")
_BRACKET: Final = re.compile(r"^\((?:约)?$")
_FOREIGN: Final = re.compile(r"美|港|欧|日元|英镑|韩")
#: A converted number is rounded: 33.15公顷 is 约497亩.
_CONVERTED: Final = 0.006
_ABOUT: Final = 0.03
_AVERAGE: Final = re.compile(
    r"(?P<of>户|人|亩|村|日|月|天|年|次|家|车|头|桌|社|街)均|(?:平均|(?P<each>每))(?:每|到每)?(?P<each_of>[^,;。\d达为收增约]{0,4})"
)
_NOT_AVERAGE: Final = re.compile(
    r"可支配|纯收入|GDP|生产总值|寿命|增收|增长|超|以上|不低于|补助标准|标准|最高|奖励|高于|低于|收费|定额|缴费|月均工资|处理|用时|时长"
)
_UNITS: Final = {
    "户": "户家", "人": "人名位", "名": "名人位", "亩": "亩", "村": "个村", "日": "天日",
    "天": "天日", "月": "个月月", "年": "年", "次": ("次", "场", "期", "人次", "例"), "场": "场次",
    "家": "家户", "头": "头",
    "社": "家个", "个": "个", "处": "处", "项": "项个", "条": "条公里", "车": "辆", "桌": "桌",
}  # fmt: skip
_SUM_OF: Final = ("money", "area", "length", "mass", "count")


def check_two_units(report: Report) -> Iterator[Finding]:
    """24000平方米（折合30亩）: two units of one quantity that do not convert into each other."""
    for one, two in zip(report.figures, report.figures[1:], strict=False):
        if (
            one.dimension != two.dimension
            or one.dimension not in ("money", "area", "length", "mass")
            or one.unit == two.unit
        ):
            continue
        gap = report.between(one, two)
        is_bracket = _BRACKET.search(gap) and report.plain[two.end : two.end + 1] == ")" and one.dimension != "money"
        if not (_SAME.search(gap) or _SAME_BEHIND.fullmatch(gap) or is_bracket) or _FOREIGN.search(one.text + two.text):
            continue
        is_about = "约" in gap or {one.qualifier, two.qualifier} - {"", "exact"}
        slack = _ABOUT if is_about else _CONVERTED
        wide = Range(two.range.low * (1 - slack), two.range.high * (1 + slack))
        if wide.meets(one.range):
            continue
        per_unit = two.base_value / two.value if two.value else 1.0
        computed = f"{number(one.base_value / per_unit)}{two.unit}"
        yield Finding(
            check="two_units", severity="conflict", text_code="units_differ",
            slots={"first": one.text, "second": two.text, "computed": computed, "quote": excerpts(report, one, two)},
            at=one.start, words=report.lead(one), computed=computed, printed=f"{one.text}、{two.text}",
            figures=(one, two),
        )  # fmt: skip


def check_averages(report: Report) -> Iterator[Finding]:
    """户均3000元 against the sum and the number of its sentence, where it has one of each."""
    for average in report.figures:
        words = re.split(r"[,;。:(]", report.before(average))[-1]
        match = _AVERAGE.search(words)
        if not match or average.dimension not in _SUM_OF or _NOT_AVERAGE.search(words):
            continue
        each = match["of"] or (match["each_of"] or "")[:1] or ""
        if not each:
            continue
        sentence = [f for f in report.segment(average) if f is not average]
        near = [f for f in sentence if f.start < average.start] or sentence
        numbers = [f for f in near if f.dimension in ("count", "duration", "area", "length") and _is_of(f, each)]
        totals = [f for f in near if f.measure == average.measure and f not in numbers and not _per(report, f)]
        if len(numbers) != 1 or len(totals) != 1 or numbers[0].base_value <= 0:
            continue
        total, count = totals[0], numbers[0]
        if not _same_noun(words[match.end() :], report.before(total) + report.behind(total)):
            continue
        amount = _amount_of(count)
        divisor = count.range if count.dimension == "count" else Range(amount, amount)
        expected = total.rounded / divisor
        per_unit = average.base_value / average.value if average.value else 1.0
        printed = Range(average.range.low - per_unit / 2, average.range.high + per_unit)
        if average.value % 1:
            printed = average.range
        if expected.meets(printed) or total.base_value <= average.base_value:
            continue
        computed = f"{number(total.base_value / amount / per_unit)}{average.unit}"
        placed = sorted((average, total, count), key=lambda f: f.start)
        yield Finding(
            check="average", severity="conflict", text_code="average_differs",
            slots={
                "average": average.text, "total": total.text, "count": count.text, "computed": computed,
                "quote": excerpts(report, placed[0], placed[-1]),
            },
            at=average.start, words=words, computed=computed, printed=average.text, figures=tuple(placed),
        )  # fmt: skip


def _amount_of(figure: Figure) -> float:
    """A number in its printed unit without its scale: 2.4万亩 are 24000亩."""
    if figure.dimension == "count":
        return figure.base_value
    return figure.value * _SCALES.get(figure.unit[:1], 1.0)


_SCALES: Final = {"万": 1e4, "亿": 1e8}


def _same_noun(noun: str, of_total: str) -> bool:
    """Whether an average is of what was summed: 户均增收 is not a share of the investment."""
    noun = re.sub(r"[为达约是到近仅只的了]", "", noun)
    return not noun or any(noun[at : at + 2] in of_total for at in range(max(1, len(noun) - 1)))


def _is_of(figure: Figure, each: str) -> bool:
    unit = figure.unit.lstrip("万千百十亿")
    return bool(unit) and (unit in _UNITS.get(each, each) if each else figure.dimension == "count")


def _per(report: Report, figure: Figure) -> bool:
    return _AVERAGE.search(re.split(r"[,;。:(]", report.before(figure))[-1]) is not None


_LIST: Final = re.compile(r"^[^,;。:\d]{0,6}[、,;和][^,;。:、\d]{1,14}$")
_ABSURD: Final = 1000.0


def check_size_of_money(report: Report) -> Iterator[Finding]:
    """35万元、42万元、38亿元: a sum of a list that is a thousand times each of the others, or a thousandth."""
    for sentence in report.outline.sentences:
        run: list[Figure] = []
        for figure in [*report.figures_in(sentence), None]:
            joined = figure and (not run or _LIST.search(report.between(run[-1], figure)))
            if figure and figure.dimension == "money" and figure.base_value > 0 and joined:
                run.append(figure)
                continue
            if len(run) > 2:
                yield from _absurd(report, run)
            run = [figure] if figure and figure.dimension == "money" and figure.base_value > 0 else []


def _absurd(report: Report, run: list[Figure]) -> Iterator[Finding]:
    for figure in run:
        others = [each for each in run if each is not figure]
        values = [each.base_value for each in others]
        if max(values) > 30 * min(values) or len({each.unit for each in others}) > 1 or figure.unit == others[0].unit:
            continue
        if not (figure.base_value > _ABSURD * max(values) or figure.base_value * _ABSURD < min(values)):
            continue
        shown = "、".join(each.text for each in others)
        yield Finding(
            check="size_of_money", severity="doubt", text_code="size_of_money",
            slots={"figure": figure.text, "others": shown, "quote": excerpts(report, run[0], run[-1])},
            at=figure.start, words=report.lead(figure), printed=figure.text, figures=tuple(run),
        )  # fmt: skip
