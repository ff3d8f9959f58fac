"""Wholes and the sums of their parts: those that add up are findings too."""

import re
from collections.abc import Iterator
from typing import Final

from domain.catalogue import read_catalogue
from domain.checks.finding import Finding, excerpts, number
from domain.checks.part_list import PartList, are_opposites, sums_of_some
from domain.checks.part_lists import part_lists
from domain.checks.quantity import Range
from domain.checks.relations import related
from domain.checks.report import Figure, Report
from domain.checks.shares import rate_range
from domain.checks.words import CARRIED_OVER, REST


def check_parts_whole(report: Report) -> Iterator[Finding]:
    """Sums of parts against their whole, by the words of the sentence and by the catalogue's relations."""
    listed: set[int] = set()
    for found in part_lists(report):
        if finding := _sum(report, found):
            listed |= {part.start for part in found.parts}
            yield finding
    for relation in read_catalogue("relations")["relations"]:
        pair = related(report, relation) if relation["kind"] == "sum" else None
        if pair and len(pair[1]) == len(relation["parts"]) and not listed & {part.start for part in pair[1]}:
            whole, parts = pair
            finding = _sum(report, PartList(whole, tuple(parts), is_closed=True, may_miss=False, may_overlap=False))
            if finding:
                yield finding


def check_shares_of_whole(report: Report) -> Iterator[Finding]:
    """Shares of one whole that make up more or less than 100 %: 25%、45%、40%; the printed rest too."""
    for sentence in report.outline.sentences:
        run: list[Figure] = []
        for figure in [*report.figures_in(sentence), None]:
            if figure and figure.dimension == "percent" and _SHARE.search(_words(report, figure, run)):
                run.append(figure)
                continue
            if figure and figure.dimension != "percent" and run:
                continue
            is_all = len(run) == 2 and are_opposites([report.before(each) for each in run])
            if len(run) > 2 or is_all or (len(run) == 2 and REST.search(report.before(run[-1]).rstrip("占为"))):
                yield from _hundred(report, run)
            run = []


_SHARE: Final = re.compile(r"(?:占(?:比)?(?:分别)?(?:为|达|约|到)?|其余|其他|剩余)[^,;。:、\d]{0,4}$")


def _words(report: Report, figure: Figure, run: list[Figure]) -> str:
    between = report.between(run[-1], figure) if run else report.before(figure)
    is_list = run and re.fullmatch(r"(?:、|和|及|,)(?:[\u4e00-\u9fff]{0,6})", between)
    return "占" if is_list and "分别" in report.before(run[0]) else report.before(figure)


def _hundred(report: Report, run: list[Figure]) -> Iterator[Finding]:
    total = rate_range(run[0])
    for share in run[1:]:
        total += rate_range(share)
    is_closed = REST.search(report.before(run[-1]).rstrip("占为")) is not None
    hundred = Range(100, 100)
    low = Range(total.low, total.high).is_above(hundred)
    if total.meets(hundred) or not (low or is_closed) or sum(each.base_value for each in run) > _TOO_MUCH:
        return
    shown = " + ".join(share.text for share in run)
    added = f"{number(sum(share.base_value for share in run))}%"
    yield Finding(
        check="parts_whole", severity="conflict", text_code="shares_differ",
        slots={"parts": shown, "sum": added, "quote": excerpts(report, run[0], run[-1])},
        at=run[0].start, words="|".join(report.before(share) for share in run), computed=added,
        printed="、".join(share.text for share in run), figures=tuple(run),
    )  # fmt: skip


_COMPARED: Final = re.compile("[比较]上年")
_TOO_MUCH: Final = 130  # shares of several wholes


def _is_part_itself(report: Report, found: PartList) -> bool:
    """场所412家，关停37家、整改363家，余12家: whether the supposed whole is one more part of an earlier one."""
    whole, added = found.whole, found.whole.base_value + sum(part.base_value for part in found.parts)
    sentence = report.outline.sentence(whole.start)
    earlier = [each for each in report.figures_in(sentence) if each.end <= whole.start]
    return any(each.measure == whole.measure and abs(each.base_value - added) < _SAME for each in earlier)


_SAME: Final = 1e-6


def _sum(report: Report, found: PartList) -> Finding | None:
    """What the sum of the parts says of the whole."""
    whole, parts, total = found.whole, found.parts, found.total
    if any(part.range.is_above(whole.range) for part in parts[1:]):
        return None  # 新增铁路39公里，其中高铁20公里，新增公路600公里: another thing of the list above
    if _is_part_itself(report, found):
        return None
    if total.meets(whole.range):
        text_code, severity = "parts_add_up", "passed"
    elif total.is_above(whole.range):
        end = min(parts[-1].end + 20, report.outline.sentence(parts[-1].start).end)
        if CARRIED_OVER.search(_COMPARED.sub("", report.text[whole.start : end])):
            return None
        if found.may_overlap or any(
            whole.range.low <= some <= whole.range.high for some in sums_of_some(parts, report)
        ):
            return None
        text_code, severity = "parts_differ", "conflict"
    elif found.is_closed:
        text_code, severity = "parts_differ", "conflict"
    elif found.may_miss or found.may_overlap:
        return None
    else:
        if len({each.counted_in for each in (whole, *parts)}) > 1:
            return None  # 2000亩的基地: 300亩, a building of 600平方米
        text_code, severity = "parts_missing", "doubt"
    added = sum(part.base_value for part in parts)
    gap = abs(whole.base_value - added)
    per_unit = whole.base_value / whole.value if whole.value else 1.0
    shown = " + ".join(part.text for part in parts)
    unit = whole.text.lstrip("0123456789.,余多约\uff0c")
    return Finding(
        check="parts_whole",
        severity=severity,
        text_code=text_code,
        slots={
            "whole": whole.text,
            "parts": shown,
            "sum": f"{number(added / per_unit)}{unit}",
            "gap": f"{number(gap / per_unit)}{unit}",
            "quote": excerpts(report, *sorted((whole, parts[-1]), key=lambda each: each.start)),
        },
        at=whole.start,
        words=report.lead(whole) + "|".join(report.lead(part) for part in parts),
        computed=f"{number(added / per_unit)}{unit}",
        printed=whole.text,
        figures=(whole, *parts),
    )
