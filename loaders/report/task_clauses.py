"""The clauses of a sentence that make one task together, and the number that a task promises.

A clause that says only how, when or what for stays with its task; the items of a list are tasks of their own where each
has its own verb, day or rate.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from domain.catalogue import read_catalogue
from domain.schema.vocabulary import NOT_FIGURES
from domain.text.markers import trimmed
from loaders.report.coming import is_only_when, is_regular, opens_with_deadline, prints_deadline
from loaders.report.names import starts_with_name
from loaders.report.reading import Reading, Row
from loaders.report.task_words import begins_with_act, has_verb, is_short_task, names_thing

_CLAUSE: Final = re.compile(r"(?:[(（][^()（）\n]{0,60}[)）]|[^,，“”]|“[^”\n]{0,40}”|[“”])+")
#: The items of a list inside a clause; what brackets and quotes hold is no item.
_ITEM: Final = re.compile(r"(?:[(（][^()（）\n]{0,60}[)）]|[^、“”]|“[^”\n]{0,40}”|[“”])+")
#: 争取完成就业4000人、就业率90%以上目标: the last word belongs to the whole list.
_OF_LIST: Final = re.compile("(?:目标|任务|指标|等[^,，。]{0,8})$")
#: 突破9.5亿元, 达98%, 腾空率90%以上: an item that is asked for by itself.
_ASKED_ALONE: Final = re.compile(r"(?:突破|超过?|达到?|不低于|不少于|保持|控制|增长|实现)[^\d]{0,4}\d|[率比度]\d")
_MEASURED: Final = re.compile(r"[0-9０-９百千万亿]")
#: What a task says of what is left is asked for too, and any number that only looks like one of what was done.
_ASKED: Final = ("target", "forecast", "rate", "open", "actual")
_SHORTEST_TASK: Final = 8
#: 总投资24.55亿元, 比增7%: says more of the task before it.
ATTRIBUTE: Final = re.compile(
    r"比(?:去年|上年|同期)[^,，]*$|(?:其中|预计|计划|约|项目|可)*(?:总?投资额?|当年投资|占地|总?面积|建筑面积|总?规模|概算|比增|同比|增长|比上年|涉及|惠及|辐射|年产值|预算)"
    r"[^用建新完]{0,8}$"
)
#: 园区(总投资8600万元)4月开工, 30万元以上的4个: neither is promised.
_IN_BRACKETS: Final = re.compile(r"[(（][^()（）\n]*\Z")
_THRESHOLD: Final = re.compile(
    r"(?:及?以上|以下|以内)的?(?:[\u4e00-\u9fff]{0,4}\d|项目|企业)|的\d|的?(?:项目|企业|村|大户)[\u4e00-\u9fff]{0,2}\d"
)
#: 占地300亩的项目, 超3万平方米的展会: the number describes the thing.
_DESCRIBES: Final = re.compile(r"[余多]?(?:及?以上|左右)?的")
_DESCRIBED: Final = re.compile(r"(?:占地|总?面积|总投资|投资|建筑面积|总长|全长|超|超过|达)(?:约|近|达|为|共)?$")
_BY_MEANS: Final = re.compile("通过(?!.*(?:验收|评审|考核|审核|认定|审批)$)")


def clause_groups(reading: Reading, begin: int, stop: int) -> list[tuple[int, int, str]]:
    """The clauses of one sentence, with those that only say how or what for joined to their task.

    (start, end, head) of each group; head: its words without the clauses that say what for and name no thing.
    """
    words = read_catalogue("commitments")
    groups: list[tuple[int, int, str]] = []
    is_opening = False
    for start, end in _items(reading, begin, stop):
        clause = reading.words(start, end)
        is_closing = _is_closing(reading, clause, words) and not quantities(reading, start, end)
        is_closing = is_closing and not (_is_whole(reading, groups) and begins_with_act(clause))
        if groups and (is_opening or is_closing):
            head = groups[-1][2] + ("" if is_closing and not is_opening and not names_thing(clause) else f",{clause}")
            groups[-1] = (groups[-1][0], end, head)
        else:
            groups.append((start, end, clause))
        is_first = len(groups) == 1
        is_short = end - groups[0][0] < _SHORTEST_TASK and not quantities(reading, start, end)
        is_short = is_short and not (is_short_task(clause) or prints_deadline(clause) or is_regular(clause))
        is_opening = (
            is_only_when(clause)
            or _is_opening(clause, words)
            or (is_first and (is_short or ATTRIBUTE.match(clause) is not None))
        )
    return groups


def _items(reading: Reading, begin: int, stop: int) -> Iterator[tuple[int, int]]:
    """The clauses of a sentence; those of a list, each with its own verb, day or rate, one by one.

    新建公园2处、修缮村道4公里; 3月立项、10月完工; 旱改水500亩、垦造200亩. Amounts of one verb are one:
    拆除住宅70户、厂房2座.
    """
    for clause in _CLAUSE.finditer(reading.text, begin, stop):
        at = clause.start()
        items = [*_ITEM.finditer(reading.text, *clause.span())]
        for one, other in pairwise(items):
            if _parts(reading, reading.words(at, one.end()), one.span(), other.span()):
                yield trimmed(reading.text, at, one.end())
                at = other.start()
        start, end = trimmed(reading.text, at, clause.end())
        if start < end:
            yield start, end


def _parts(reading: Reading, before: str, one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether the item `other` of a list is asked for by itself behind `before`, the last item of which is `one`."""
    words = reading.words(*other)
    if _OF_LIST.search(words):
        return False
    if opens_with_deadline(words):
        return prints_deadline(reading.words(*one))
    if not quantities(reading, *one) or not (figures := quantities(reading, *other)):
        return False
    if begins_with_act(words) or _ASKED_ALONE.search(words):
        return True
    is_named = figures[0]["start"] > other[0] + 1 or len(figures) > 1
    return is_named and not has_verb(before)


def _is_closing(reading: Reading, clause: str, words: dict[str, list[str]]) -> bool:
    """Whether a later clause stays with the one before: it says what for, is short, or continues a list of names."""
    if clause.startswith(tuple(words["closings"])):
        return True
    is_short = len(clause) < _SHORTEST_TASK and not _MEASURED.search(clause)
    if is_short and not (is_regular(clause) or prints_deadline(clause)):
        return True
    return any(starts_with_name(reading.scope["org_unit"], kind, clause) for kind in ("places", "projects"))


def _is_whole(reading: Reading, groups: list[tuple[int, int, str]]) -> bool:
    """Whether the last group has its number or its day, so that a short act behind it is another task."""
    if not groups:
        return False
    start, end, words = groups[-1]
    return bool(quantities(reading, start, end)) or prints_deadline(words)


def _is_opening(clause: str, words: dict[str, list[str]]) -> bool:
    """Whether the task follows in the next clause: 聚焦…, 以…为抓手, 除…外."""
    if clause.startswith("除") or _BY_MEANS.match(clause):
        return True
    return clause.startswith(tuple(words["openings"])) or clause.endswith(tuple(words["opening_ends"]))


def promised_quantity(reading: Reading, start: int, end: int) -> Row | None:
    """The first figure of [start, end) that is promised; None where no number is, or it only describes a thing."""
    return next((each for each in quantities(reading, start, end) if not _describes(reading, each)), None)


def quantities(reading: Reading, start: int, end: int) -> list[Row]:
    """The figures of [start, end) that measure or count something, in digits; none that is only compared with."""
    found = reading.figures_between(start, end)
    return [
        each for each in found
        if each["dimension"] not in NOT_FIGURES and each["dimension"] != "duration" and each["role"] in _ASKED
        and _MEASURED.search(each["text"])
    ]  # fmt: skip


def _describes(reading: Reading, figure: Row) -> bool:
    """Whether a number only tells which thing is meant: 占地300亩的项目, 展览面积超3万平方米的展会."""
    start, end = int(figure["start"]), int(figure["end"])
    if _IN_BRACKETS.search(reading.text, max(0, start - 40), start) or _THRESHOLD.match(reading.text, end):
        return True
    if figure["text"].endswith(("以上", "以下")) and reading.text[end : end + 1].isdecimal():
        return True
    if figure["dimension"] == "count":
        return False
    before = reading.text[max(0, int(figure["start"]) - 6) : int(figure["start"])]
    described = _DESCRIBED.search(before)
    if described is None:
        return False
    return described[0].startswith(("占地", "总面积")) or _DESCRIBES.match(reading.text, int(figure["end"])) is not None
