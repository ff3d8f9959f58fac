"""Lists of parts and the whole that each of them is printed with: what a reader would add up.

A list is a run of figures of one measure. Its whole stands before it (共120户，其中甲村30户、乙村90户) or behind it
(甲村30户、乙村90户，合计120户), and its words tell whether anything may be missing or counted twice.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Final

from domain.checks.part_list import PartList, part_list, places_of, total_of
from domain.checks.part_tables import balances, columns_with_totals, lists_in_lines
from domain.checks.relations import SUMMABLE
from domain.checks.report import Figure, Report
from domain.checks.words import CHANGE, OF_THESE, PART
from domain.text.spans import Sentence, Span

#: 1.86万元，同比增长7.8%，其中…: what is said of the whole before its parts; 66户中，公房21户.
_INSERTED: Final = re.compile(
    r"^,(?:同比|比[上去]年(?:同期)?|较[上去]年(?:同期)?|占[^,;。:\d]{0,8})?[^,;。:、\d]{0,4}\d[\d.]*(?:%|个百分点)(?=[,;:(])"
)
#: What opens a list behind its whole.
_OPENS: Final = re.compile(
    r"^[^,;。:(]{0,16}[,(:;。]?(?:这?其中|包括|分别[是为]?|即|具体[为是]?|含|按[^,:。]{1,8}[分看]|分[^,:。]{1,6}[看是]|从[^,:。]{1,8}看)[:,]?|^[\u4e00-\u9fff]{0,4}(?<![集其当])中(?:,|(?=[^,;。:、\d]{0,8}$))|"
    r"^[^,;。:\d]{0,20}:|^\(|^[^,;。:\d]{0,6},(?:一是|第一[,是]|首先[,是])"
)
_GAP: Final = 40
_TURNS: Final = re.compile(r"合计|共计|总计|累计|此外|同时|另外还|并(?!购|网)|带动|预计|计划|比|较")
_DIFFERENCE: Final = re.compile(r"(?:少|多|超)[支收付出]?$")
_BY_PLACE: Final = re.compile(
    r"^[^,;。:\d]{0,6}[,。][\u4e00-\u9fff]{1,5}(?:村|社区|镇|乡|组|街道|片区|标段|批)[^,;。:\d]{0,8}$"
)
_AMONG: Final = re.compile(r"其中|包括|当中|含|^[\u4e00-\u9fff]{0,4}(?<![集其当])中")
_TOTAL_BEHIND: Final = re.compile(
    r"[,)。;:](?:前?[二两三四五六七八九十几]+[个]?(?:[村镇项类批次期轮季月年者处户家]|部分|方面|季度|社区|单位)|以上(?:各项|几项)?|上述(?:各项)?|各[村项类]|全[镇县区街市乡村]道?|"
    r"[上下]半年|全年|今年|总|目前|现在|现)?[^,;。:、\d]{0,6}(?<!公)(?:合计|共计|总计|一共|总数|加起来|合起来|共(?!同|享|富|建|产)|累计|总共)"
    r"(?!同比|增长)[^,;。\d:]{0,10}$"
)
#: 全镇共, 今年累计: a total of more than the parts before it.
#: What joins parts of other sentences: 共 alone begins a new subject there.
_STRONG_TOTAL: Final = re.compile(
    r"合计|共计|总计|总共|加起来|合起来|一共|以上|[二两三四五六七八九十几\d]+个?[\u4e00-\u9fff]{1,4}共"
)
_WIDER: Final = re.compile(r"全[镇县区市乡村]|全街道|今年|全年|累计|目前")
_JOINS: Final = re.compile(r"^[^,;。:]{0,10}(?:[,、;。]|和|及|与)\s*[^,;。:\d、]{0,16}$")
#: States that divide what was received or begun.
_RECEIVED: Final = re.compile("(?:登记|受理|排查|发现|涉及|报名)$")
_STATE: Final = re.compile(
    r"(?:^|[,;:、])(?:目前|现|全部|成功|共)?(?:办结|化解|整改(?:到位|完成)?|竣工|完工|在建|开工|正在[\u4e00-\u9fff]{1,6}|续建|销号|处置|调解成功|处理|"
    r"签约|腾空|拆除|搬迁|征收|交付|入住|到位|合格|不合格|不?通过|不?予?以?采纳|完成)(?:完成|到位|中)?$"
)
_GROUP: Final = re.compile(
    r"(?:[一二两三四五六七八九十]{1,2}|\d)(?:个|项|类|批|者|家)?(?:行政)?(?:村|镇|乡|社区|街道|片区|小区|标段|单位|部分|方面|季度|批次?|项|类|者|部门|办)?"
    r"(?=(?:总共|合计|共|一共|总计|累计|加起来|分别|全部)|[^,;。\d]{0,2}(?:总共|合计|共计|一共|总计|分别))"
)
_NEXT_ITEM: Final = re.compile("[;。][一二三四五六七八九十]{1,2}是")
#: 从5万元和1万元分别提高到6万元和2万元; 每月提高165元，最低标准分别提高100元、150元.
_OTHER_THINGS: Final = re.compile("分别(?:提高|增长|增加|上升|下降|减少|达)")
_GROUP_COUNTED: Final = re.compile(r"涉及|有|建成|完成$")
_REACH: Final = 120  # characters: how far before its parts a whole may stand
_SAME_WORDS: Final = 4
_CHINESE: Final = re.compile(r"[\u4e00-\u9fff]+")


def part_lists(report: Report) -> Iterator[PartList]:
    """Every list of at least two parts with its whole, by the words of its sentence."""
    for paragraph in report.outline.paragraphs:
        seen: set[int] = set()
        figures = [
            each for each in report.figures_in(paragraph) if each.dimension in SUMMABLE and _is_amount(report, each)
        ]
        states = [found for sentence in paragraph.sentences for found in _by_state(report, sentence)]
        for found in (*balances(report, figures), *_behind(report, figures), *_listed(report, figures), *states):
            if not seen & {part.start for part in found.parts}:
                seen |= {part.start for part in found.parts}
                yield found
    for sentence in report.outline.sentences:
        yield from _by_view(report, sentence)
    yield from lists_in_lines(report)
    yield from columns_with_totals(report)


def _by_view(report: Report, sentence: Sentence) -> Iterator[PartList]:
    """按进度看，超序时项目21个、…; 全部资金分四块：…: all there is, where the amount before it is nearly the sum."""
    match = _VIEW.search(report.plain, sentence.start, sentence.end)
    parts = [each for each in report.figures_in(sentence) if match and each.start >= match.end()]
    if match is None or len(parts) < _VIEWED or len({each.measure for each in parts}) > 1:
        return
    if parts[0].dimension not in SUMMABLE or any(CHANGE.search(report.before(each)) for each in parts):
        return
    before = [
        each for each in report.figures_in(Span(max(0, sentence.start - _VIEW_REACH), match.start(), ""))
        if each.measure == parts[0].measure and report.states(each)
    ]  # fmt: skip
    total = total_of(parts)
    if any(each.range.meets(total) for each in before):
        return
    near = {
        each.base_value: each
        for each in before
        if abs(each.base_value / total.low - 1) < _NEARLY and all(each.base_value > part.base_value for part in parts)
    }
    if len(near) == 1:
        yield part_list(report, near.popitem()[1], parts, is_among=False)


_VIEW: Final = re.compile(
    r"(?:按|分|从)[^,;。:\d]{1,8}(?:看|分|讲|说)[,:]|全部[^,;。:\d]{0,6}分(?:为|成)?[二两三四五六七八九]?[^,;。:\d]{0,3}:"
)
_VIEWED: Final = 3
_VIEW_REACH: Final = 400  # characters
_NEARLY: Final = 0.06


def _is_amount(report: Report, figure: Figure) -> bool:
    return report.states(figure) and not _is_group(report, figure)


def _is_group(report: Report, figure: Figure) -> bool:
    """Whether it says of how many the parts or the whole are: 三个村共完成."""
    return _GROUP.match(report.plain, figure.start) is not None and not _GROUP_COUNTED.search(report.before(figure))


def _listed(report: Report, figures: list[Figure]) -> Iterator[PartList]:
    """共120户，其中甲村30户、乙村90户: what follows a whole in one measure, up to another measure or clause."""
    for at, whole in enumerate(figures):
        following = figures[at + 1 :]
        same = next((each for each in following if each.measure == whole.measure), None)
        if same is None:
            continue
        printed = report.between(whole, same)
        gap = _INSERTED.sub("", printed)
        if gap != printed and not _AMONG.search(gap):
            continue
        opened = _OPENS.search(gap)
        by_place = _BY_PLACE.search(gap) and places_of(report, whole, same)
        if (
            _DIFFERENCE.search(report.before(whole))
            or not (opened or by_place)
            or CHANGE.search(report.before(whole))
            or len(gap) > _GAP
            or _OTHER_THINGS.search(gap)
        ):
            continue
        is_bracket = "(" in gap and ")" not in gap
        parts, depth = [same], 0
        for each in following[following.index(same) + 1 :]:
            between = report.before(each)
            if is_bracket and ")" in between:
                break
            depth += between.count("(") - between.count(")")
            if depth > 0:
                continue  # 甲村30户(低保户5户)
            if each.measure != whole.measure:
                if _is_beside(between):
                    continue
                break
            if _AMONG.search(report.before(each)):
                continue  # 其中 inside 其中
            if not _continues(report, parts, each):
                break
            parts.append(each)
        if len(parts) > 1 and (opened or by_place == len(parts)):
            yield part_list(report, whole, parts, is_among=_AMONG.search(gap) is not None)


def _is_beside(between: str) -> bool:
    """Whether a figure of another measure is said of the part before it: 甲村30户85人、乙村…."""
    return re.search(r"[,;。:、]", between) is None


def _continues(report: Report, parts: list[Figure], figure: Figure) -> bool:
    """Whether `figure` continues a list: no other sentence, and a semicolon only where semicolons part the list."""
    between = report.between(parts[-1], figure)
    if "。" in between or _TURNS.search(between) or CHANGE.search(between):
        return False
    return ";" not in between or len(parts) == 1 or all(
        ";" in report.between(one, two) for one, two in pairwise(parts)
    )  # fmt: skip


def _behind(report: Report, figures: list[Figure]) -> Iterator[PartList]:
    """甲村30户、乙村90户，合计120户: the total behind its parts."""
    for at, whole in enumerate(figures):
        if at < 2 or not _TOTAL_BEHIND.search(report.between(figures[at - 1], whole)):
            continue
        parts: list[Figure] = []
        for each in reversed(figures[:at]):
            if _in_brackets(report, each):
                continue
            if each.measure != whole.measure:
                break
            if parts and not _JOINS.search(report.between(each, parts[0])):
                break
            if CHANGE.search(report.before(each)):
                break
            parts.insert(0, each)
        gap = report.between(figures[at - 1], whole)
        if _NEXT_ITEM.search(gap):
            continue
        if re.search("[;。]", gap) and not _STRONG_TOTAL.search(gap):
            continue
        runs = [parts[first:last] for first in range(len(parts)) for last in range(first + 2, len(parts) + 1)]
        if any(total_of(run).meets(whole.range) for run in runs) or len(parts) < 2:
            continue  # 12个镇、3个街道，180个村，合计15个镇街
        if len(parts) > 2 and total_of(parts[:-1]).meets(parts[-1].range):
            continue  # the last one is their total already
        if not _WIDER.search(report.between(figures[at - 1], whole)):
            yield replace(part_list(report, whole, parts, is_among=False), is_closed=True)


def _in_brackets(report: Report, figure: Figure) -> bool:
    before = report.plain[report.outline.sentence(figure.start).start : figure.start]
    return before.count("(") > before.count(")")


def _by_state(report: Report, sentence: Sentence) -> Iterator[PartList]:
    """上报12件，已化解9件，已稳控3件: figures that their own words mark as parts, in one segment.

    Behind “10项工作中” figures that open their clause are parts as well (4项已完成), and their whole is known.
    """
    segments = {figures[0].start: figures for each in report.figures_in(sentence) if (figures := report.segment(each))}
    for figures in segments.values():
        run: list[Figure] = []
        opened: Figure | None = None
        for figure in [*figures, None]:
            if figure is not None and (
                figure.dimension not in SUMMABLE
                or (run and _in_brackets(report, figure) and not _in_brackets(report, run[0]))
            ):
                continue
            if figure is not None and _is_part(report, figure, opened):
                if run and figure.measure == run[0].measure:
                    run.append(figure)
                    continue
                if not run:
                    run = [figure]
                    continue
            if len(run) > 1:
                yield from _with_whole(report, run, opened)
            run = [figure] if figure is not None and _is_part(report, figure, opened) else []
            if figure is not None and OF_THESE.search(report.tail(figure)):
                opened = figure


def _is_part(report: Report, figure: Figure, opened: Figure | None) -> bool:
    lead = report.lead(figure)
    if _OTHER_THINGS.search(lead):
        return False
    follows = opened is not None and not lead.strip() and figure.measure == opened.measure
    is_whole = OF_THESE.search(report.tail(figure)) or _RECEIVED.search(report.before(figure))
    return not is_whole and (
        follows or PART.search(lead) is not None or _STATE.search(report.before(figure)) is not None
    )


def _with_whole(report: Report, run: list[Figure], opened: Figure | None) -> Iterator[PartList]:
    whole = opened if opened and opened.measure == run[0].measure else _whole(report, run)
    if whole:
        yield part_list(report, whole, run, is_among=_AMONG.search(report.before(run[0])) is not None)


def _whole(report: Report, run: list[Figure]) -> Figure | None:
    """The figure before the run that shares the most words with the first part, else the one right before it."""
    first = run[0]
    segment = report.segment(first)
    before = [
        figure
        for figure in report.figures_in(report.outline.paragraph(first.start))
        if figure.end <= first.start and first.start - figure.end <= _REACH and figure.measure == first.measure
        and (not PART.search(report.lead(figure)) or _RECEIVED.search(report.before(figure)))
    ]  # fmt: skip
    if not before:
        return None
    words = report.outline.clause(first.start).text
    named = [figure for figure in before if _shared(report.lead(figure) or report.tail(figure), words) >= _SAME_WORDS]
    if named and (named[-1] in segment or segment[0] is first):
        return named[-1]
    return before[-1] if before[-1] in segment else None


def _shared(first: str, second: str) -> int:
    """Length of the longest run of Chinese characters that both texts hold."""
    best = 0
    for words in _CHINESE.findall(first):
        for start in range(len(words)):
            while words[start : start + best + 1] in second and start + best < len(words):
                best += 1
    return best
