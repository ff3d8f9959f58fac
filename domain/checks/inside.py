"""Parts inside their whole: shown and never added to it, and never greater than it."""

import re
from collections.abc import Iterator
from itertools import permutations
from math import prod
from typing import Final

from domain.catalogue import read_catalogue
from domain.checks.finding import Finding, excerpt, excerpts
from domain.checks.relations import SUMMABLE, related
from domain.checks.report import Figure, Report
from domain.checks.words import AMONG_THESE, CARRIED_OVER, CHANGE, LEFT_OVER, SHARE, TOGETHER

_REACH: Final = 120  # characters: how far before its part a whole may stand


def check_part_inside(report: Report) -> Iterator[Finding]:
    """Money left over lies inside the money it is left of: shown, never added."""
    for part in report.figures:
        word = LEFT_OVER.search(report.lead(part)) if part.dimension == "money" else None
        if not word:
            continue
        sentence = report.outline.sentence(part.start)
        earlier = [
            f for f in report.figures_in(sentence)
            if f.measure == part.measure and f.end <= part.start and not LEFT_OVER.search(report.lead(f))
        ]  # fmt: skip
        if earlier:
            whole = earlier[-1]
            text_code, severity = (
                ("part_inside", "notice") if part.base_value <= whole.base_value else ("part_too_big", "conflict")
            )
            yield _pair(report, "part_inside", text_code, severity, part, whole, word.group())


def check_part_over_whole(report: Report) -> Iterator[Finding]:
    """Single parts against their whole, and shares above 100 %; one finding lists the pairs that hold."""
    within: list[tuple[Figure, Figure]] = []
    pairs = {(part.start, whole.start): (part, whole) for part, whole in [*_among(report), *_inside(report)]}
    for part, whole in pairs.values():
        if part.range.is_above(whole.range):
            yield _pair(report, "part_over_whole", "part_too_big", "conflict", part, whole, "其中")
        else:
            within.append((part, whole))
    for share in report.figures:
        lead = report.lead(share)
        if share.dimension == "percent" and share.base_value > 100 and SHARE.search(lead):
            yield Finding(
                check="part_over_whole", severity="conflict", text_code="share_over_100",
                slots={"printed": share.text, "quote": excerpt(report, share.start, share.end)},
                at=share.start, printed=share.text, figures=(share,),
            )  # fmt: skip
    if within:
        yield Finding(
            check="part_over_whole", severity="passed", text_code="parts_within",
            slots={"n": str(len(within)), "list": "、".join(f"{part.text}≤{whole.text}" for part, whole in within)},
            at=within[0][0].start, words="parts_within",
            figures=tuple(figure for pair in within for figure in pair),
        )  # fmt: skip


def check_thresholds(report: Report) -> Iterator[Finding]:
    """5亿元以上9家、10亿元以上12家: who is above the higher line is above the lower one too."""
    for sentence in report.outline.sentences:
        words = report.plain[sentence.start : sentence.end]
        seen: list[tuple[str, float, Figure]] = []
        for match in _ABOVE_LINE.finditer(words):
            count = next((f for f in report.figures_in(sentence) if f.start == sentence.start + match.end()), None)
            if count and count.dimension == "count":
                seen.append((match["thing"], _line(match), count))
        for (one, low, more), (two, high, fewer) in permutations(seen, 2):
            between = report.plain[min(more.end, fewer.end) : max(more.start, fewer.start)]
            same = (one == two or not one or not two) and more.measure == fewer.measure and ";" not in between
            if same and low < high and fewer.range.is_above(more.range):
                yield _pair(report, "part_over_whole", "part_too_big", "conflict", fewer, more, "以上")


#: 千万元以上项目|12个
_ABOVE_LINE: Final = re.compile(
    r"(?<![\d.])(?P<n>\d*(?:\.\d+)?)(?P<scale>[十百千]?[万亿])元(?:及)?以上(?:的)?(?P<thing>[\u4e00-\u9fff]{0,6}?)(?:有|共|达|为)?(?=\d)"
)
_SCALES: Final = {"十": 10.0, "百": 100.0, "千": 1000.0, "万": 1e4, "亿": 1e8}


def _line(match: re.Match[str]) -> float:
    """The line of a threshold in 元: 千万元 is ten million."""
    return float(match["n"] or 1) * prod(_SCALES[each] for each in match["scale"])


def _among(report: Report) -> Iterator[tuple[Figure, Figure]]:
    """(part, whole): 其中 or 包括 before the part, 12个村中有…个, and what was closed of what was received."""
    for part in report.figures:
        if (
            part.dimension not in SUMMABLE
            or TOGETHER.search(report.tail(part)[:6])
            or _NO_PART.search(_words(report, part))
        ):
            continue
        paragraph = report.outline.paragraph(part.start)
        before = [
            figure
            for figure in report.figures_in(paragraph)
            if figure.measure == part.measure and 0 <= part.start - figure.end <= _REACH and report.states(figure)
        ]
        if not before:
            continue
        if AMONG_THESE.search(report.lead(part)) or _AMONG.search(_words(report, part)):
            stated = [figure for figure in before if figure.start == part.statement.part_of]
            whole = (stated or before)[-1]
            if not CHANGE.search(report.lead(whole)) and not _DIFFERENCE.search(report.before(whole)):
                yield part, whole
        elif _OF_THESE.search(report.between(before[-1], part)):
            yield part, before[-1]
        elif found := _received(report, part, before):
            yield part, found


def _received(report: Report, part: Figure, before: list[Figure]) -> Figure | None:
    """What was found or received, for a part that was closed of it in the same segment: 排查120处，整改98处."""
    if not _CLOSED.search(_words(report, part)) or CARRIED_OVER.search(report.outline.sentence(part.start).text):
        return None
    segment = report.segment(part)
    for whole in reversed(before):
        if whole not in segment:
            return None
        if _RECEIVED.search(_words(report, whole)):
            return whole
    return None


def _words(report: Report, figure: Figure) -> str:
    """The words of its clause right before a figure, half-width."""
    return re.split(r"(?<!其中)(?<!当中)[,;:。、]", report.before(figure))[-1]


_AMONG: Final = re.compile(r"其中|当中")
_NO_PART: Final = re.compile(r"累计|历年|总投资|每|均|同比|比|计划|目标|任务|合计|共计")
_DIFFERENCE: Final = re.compile(r"(?:少|多|超)[支收付出]?$")
_OF_THESE: Final = re.compile(
    r"^[^,;。、\d]{0,8}(?:(?<![集其])中(?![心型小等高国央学医期部试转药介欧东西])|里|里面|当中),?[^,;。、\d]{0,8}有?$"
)
_RECEIVED: Final = re.compile(
    r"(?:排查|检查|发现|受理|收到|接到|接报|上报|应[签征拆迁搬到参收缴付种]|涉及|需[签征拆迁搬改]|登记|报名|抽检|抽查|摸排|梳理|征集|下达|"
    r"交办|转办|立案|总户数|总人数|共有)[^,;。]{0,14}$"
)
_CLOSED: Final = re.compile(
    r"(?:整改|办结|化解|闭环|销号|处置|处理|办理|合格|实到|已签|已征|已拆|已搬|已迁|已改|已缴|签约|签订|腾空|结案|采纳|录取|通过|支付|支出|"
    r"验收|解决|答复|回复|拆除|交付|竣工)[^,;。\d]{0,8}$"
)


def _inside(report: Report) -> Iterator[tuple[Figure, Figure]]:
    for relation in read_catalogue("relations")["relations"]:
        found = related(report, relation) if relation["kind"] == "inside" else None
        for part in found[1] if found else ():
            yield part, found[0]  # type: ignore[index]


def _pair(report: Report, check: str, text_code: str, severity: str, part: Figure, whole: Figure, word: str) -> Finding:
    return Finding(
        check=check,
        severity=severity,
        text_code=text_code,
        slots={"part": part.text, "whole": whole.text, "word": word, "quote": excerpts(report, whole, part)},
        at=part.start,
        words=report.lead(whole) + "|" + report.lead(part),
        computed=f"{part.text}{'≤' if part.base_value <= whole.base_value else '>'}{whole.text}",
        printed=f"{whole.text}、{part.text}",
        figures=(whole, part),
    )
