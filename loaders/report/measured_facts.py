"""Which statements make a measure besides the pairs of one sentence: closed of found, some of all, all that there was.

A pair is three figures by their offsets (`Pair`); a number that is said to be all of its task is its own target.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from domain.schema.cell_links import cell_starts
from loaders.report.reading import Reading
from loaders.report.row_columns import says_closed
from loaders.report.statements.lexicon import group_of_stage, kind_of, stage_words, words_in
from loaders.report.statements.quotients import gives
from loaders.report.statements.table import Pair, Statements
from loaders.report.statements.wholes import ALL_CLOSED

#: Units of what is no number of things: shares, times.
NO_AMOUNT: Final = frozenset({"%", "百分点", "天", "个月", "年", "小时", "周", "分钟", "元"})
_CLOSING: Final = frozenset({"closed", "controlled"})
_DONE: Final = "(?:完成|化解|整改|办结|签约|签订|拆除|腾空|征收|搬迁|到位|清零|验收|交付|种植|开工|竣工|完工|销号)"
_WHOLLY: Final = "(?:全部|全面|全数|如期|按期|按时|提前|顺利|圆满|率先)"
#: 14幢房屋全部签约, 584亩全部完成种植.
#: A number for each of several: 每村, 户均.
_EACH: Final = re.compile("[每各]个?(?:行政)?[村社户人镇乡家]|[村社户人]均")
_DONE_BEHIND: Final = re.compile(rf"[^,，;；。\d]{{0,8}}?(?:已经?|均|都)*{_WHOLLY}[^,，;；。\d]{{0,4}}?{_DONE}(?!率)")
#: 按时完成381户, 15天内完成17幢: a limit that was kept.
_DONE_BEFORE: Final = re.compile(
    rf"(?:{_WHOLLY}(?:全部|顺利)?|[\d一二三四五六七八九十两半]+(?:天|日|个?月|周)(?:时间)?(?:内|就|即|便)*){_DONE}了?$"
)
#: 拆迁任务涉及的44户,已全部拆除完毕.
_DONE_SINCE: Final = re.compile(rf"[,，](?:现|均|都)?已经?全部{_DONE}(?!率)")
#: Those who do something, and what it is divided into: 7个工作组圆满完成了任务.
_ACTORS: Final = re.compile("(?:工作组|小组|项目部|专班|部门|单位|[村镇乡县区人名]|街道|社区|干部|队伍)")
#: 完成119户任务数: the number is the task.
_TASK_DONE: Final = (re.compile("完成了?$"), re.compile("的?任务(?:数|量)?(?=[,，;；。]|$)"))
#: 化解信访积案2件,历史积案动态清零.
_CLEARED: Final = re.compile(r"[,，][^,，;；。\d]{0,10}(?:动态清零|全部清零|清零)")
#: 已销号的重点人和重点事7个: what was closed has a name of its own.
_NAMED_BEHIND: Final = re.compile(r"(?:销号|化解|整改|办结)的[\u4e00-\u9fff]{2,12}$")
#: 其他3处还在整改期限中: what is open is no part that was done.
_STILL_OPEN: Final = re.compile("整改期限|期限内|限期内|整改中")
_AHEAD: Final = re.compile("将|力争|确保|预计|计划|拟|争取|要|下一步")
_SOME_BEFORE: Final = re.compile(r"(?:其中|当中),?，?(?:有|已)*$")
#: Behind all and some of it stands the whole part of a task, so far at most.
_REACH: Final = 300


@dataclass(frozen=True)
class MeasuredFact:
    """What one measure rests on; `is_whole`: the number is said to be all there was."""

    pair: Pair
    is_whole: bool = False


def measured_facts(reading: Reading, statements: Statements) -> list[MeasuredFact]:
    """The facts that measures are made of, in the order of the pairs, then of the text."""
    return list(_Facts(reading, statements).all())


class _Facts:
    def __init__(self, reading: Reading, statements: Statements) -> None:
        self._reading = reading
        self._by_start = {cell_starts(row["cells"])["value"]: row for row in statements.rows}
        self._order = sorted(self._by_start)
        self._pairs = [each for pair in statements.pairs if (each := self._mended(pair)) is not None]
        self._measured = {pair.actual for pair in self._pairs if pair.target is not None or pair.rate is not None}

    def all(self) -> Iterator[MeasuredFact]:
        """Every fact: the pairs, what was closed of what was found, some of all, all of it."""
        yield from (MeasuredFact(self._with_rate(pair)) for pair in self._pairs)
        for start in self._order:
            statement = self._by_start[start]
            if statement["role"] != "actual" or start in self._measured or statement["monitored"]:
                continue
            if statement["base_unit"] in NO_AMOUNT or statement["value"] is None:
                continue
            whole = self._found_before(start) or self._all_before(start)
            if whole is None or self._is_still_open(start):
                continue
            if not self._is_of_two_things(Pair(whole, start, None)):
                yield MeasuredFact(Pair(whole, start, None))
        for start in self._order:
            if self._is_all(start):
                yield MeasuredFact(Pair(start, start, None), is_whole=True)

    def _with_rate(self, pair: Pair) -> Pair:
        """`pair` with the rate that another sentence of its paragraph prints, if it is one of no other fact."""
        if pair.target is None or pair.actual is None or pair.rate is not None:
            return pair
        target, actual = (self._by_start[start]["base_value"] for start in (pair.target, pair.actual))
        end = min(self._reading.outline.paragraph(pair.actual).end, pair.actual + _REACH)
        used_rates = {each.rate for each in self._pairs}
        for start in self._order:
            rate = self._by_start[start]
            is_near = pair.actual < start < end and rate["role"] == "rate" and start not in used_rates
            if is_near and rate["stage"] == self._by_start[pair.actual]["stage"] and target:
                return replace(pair, rate=start) if gives(100 * actual / target, rate["value"]) else pair
        return pair

    def _mended(self, pair: Pair) -> Pair | None:
        """`pair` where its parts are of one kind: the rate of 一般隐患 is none of 重大隐患, 稳控 no end of a case."""
        if pair.actual is not None and group_of_stage(self._by_start[pair.actual]["stage"] or "") == "controlled":
            return None
        if (
            self._is_of_each_and_all(pair)
            or self._is_of_two_things(pair)
            or (pair.rate is None and self._is_still_open(pair.actual))
        ):
            return None
        if pair.rate is None or pair.actual is None:
            return pair
        if pair.target is None and self._is_found(pair.actual):
            return Pair(pair.actual, None, pair.rate)
        kinds = [kind_of(self._by_start[start]["object"]) or "" for start in (pair.rate, pair.actual)]
        if "" in kinds or kinds[0] == kinds[1] or "隐患" not in kinds[0]:
            return pair
        if "隐患" not in kinds[1]:
            return None
        found = self._last(pair.rate, kinds[0], {"found"})
        return pair if found is None else Pair(found, None, pair.rate)

    def _is_of_two_things(self, pair: Pair) -> bool:
        """处置信访件111件,化解信访积案2件: what was found and what was closed are called by two names of one kind."""
        if pair.target is None or pair.actual is None or pair.rate is not None:
            return False
        found, closed = self._by_start[pair.target], self._by_start[pair.actual]
        if found["role"] == "actual" and _NAMED_BEHIND.search(self._lead(pair.actual)):
            return True
        names = [self._printed_object(start) for start in (pair.target, pair.actual)]
        is_case = found["role"] == "actual" and group_of_stage(closed["stage"] or "") in _CLOSING
        return is_case and all(names) and names[0] not in names[1] and names[1] not in names[0]

    def _is_of_each_and_all(self, pair: Pair) -> bool:
        """每村30万元以上 and 14个村合计392万元: a target for each of them says nothing of their sum."""
        if pair.target is None or pair.actual is None:
            return False
        return bool(_EACH.search(self._lead(pair.target))) != bool(_EACH.search(self._lead(pair.actual)))

    def _is_found(self, start: int) -> bool:
        """Whether the number at `start` counts hazards, and its clause does not say that they are closed."""
        statement = self._by_start[start]
        return "隐患" in (kind_of(statement["object"]) or "") and not says_closed(statement["quote"] or "")

    def _is_still_open(self, start: int | None) -> bool:
        """Whether the number at `start` counts what is still within its limit."""
        return start is not None and _STILL_OPEN.search(self._by_start[start]["quote"] or "") is not None

    def _printed_object(self, start: int) -> str:
        """The last word of the field before the number, "" where its clause has none there."""
        lead = self._lead(start)
        return next((word.printed for word in reversed(list(words_in("objects", lead, 0, len(lead))))), "")

    def _found_before(self, start: int) -> int | None:
        """What was found of what was closed at `start`, said in another sentence of the paragraph."""
        statement = self._by_start[start]
        if group_of_stage(statement["stage"] or "") != "closed":
            return None
        kind = kind_of(statement["object"])
        return None if kind is None else self._last(start, kind, {"found"})

    def _all_before(self, start: int) -> int | None:
        """立项项目20个。…当中18个项目已启动: the number that some of it are counted of."""
        statement = self._by_start[start]
        end = int(self._reading.figures[start]["end"])
        if not _SOME_BEFORE.search(self._lead(start)) or not _step_behind(self._reading.text, end):
            return None
        return self._last(start, kind_of(statement["object"]), None)

    def _last(self, start: int, kind: str | None, groups: set[str] | None) -> int | None:
        """The last number before `start` in its paragraph of the same kind, unit and scope (and stage group)."""
        here = self._by_start[start]
        paragraph = self._reading.outline.paragraph(start)
        is_share = here["base_unit"] == "%"
        for each in reversed(self._order[: self._order.index(start)]):
            if each < paragraph.start or start - each > _REACH:
                return None
            other = self._by_start[each]
            same = kind_of(other["object"]) == kind and (is_share or other["base_unit"] == here["base_unit"])
            is_whole = groups is None or group_of_stage(other["stage"] or "") in groups or other["role"] == "target"
            if same and is_whole and other["role"] in ("actual", "target") and not other["part_of"]:
                return each
        return None

    def _is_all(self, start: int) -> bool:
        """Whether the number at `start` is said to be all of its task."""
        statement, figure = self._by_start[start], self._reading.figures[start]
        is_amount = statement["base_unit"] not in NO_AMOUNT and figure["dimension"] in ("count", "area", "length")
        if statement["role"] not in ("actual", "target") or not is_amount or statement["value"] is None:
            return False
        if statement["monitored"] or _ACTORS.match(self._reading.text, int(figure["end"])):
            return False
        if any(pair.target is not None and pair.actual == start for pair in self._pairs):
            return False
        lead, end = self._lead(start), int(figure["end"])
        text = self._reading.text
        if _AHEAD.search(lead):
            return False
        if statement["role"] == "target":
            return _DONE_SINCE.match(text, end) is not None
        if ALL_CLOSED in (statement["rule"] or "").split():
            return True
        if _DONE_BEFORE.search(lead) or _DONE_BEHIND.match(text, end):
            return True
        if _TASK_DONE[0].search(lead) and _TASK_DONE[1].match(text, end):
            return True
        return group_of_stage(statement["stage"] or "") == "closed" and _CLEARED.match(text, end) is not None

    def _lead(self, start: int) -> str:
        """The words of the clause before the number."""
        return self._reading.words(self._reading.outline.clause(start).start, start)


def _step_behind(text: str, end: int) -> bool:
    """Whether a step that was taken follows the number at once: 18个项目已启动施工."""
    return re.compile(rf"[^,，;；。\d]{{0,6}}?已经?(?:全部)?(?:{stage_words()})").match(text, end) is not None
