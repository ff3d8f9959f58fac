"""Which target or whole an amount is measured by: 需拆46户,已拆31户; 经营性房屋160座,已鉴定150座."""

import re
from dataclasses import dataclass, field
from typing import Final

from loaders.report.row_columns import says_closed
from loaders.report.statements.facts import Fact, Report
from loaders.report.statements.lexicon import stage_words
from loaders.report.statements.wholes import PART_DONE, WHOLE

_PART: Final = re.compile(r"其中|包括|当中")
#: So far behind a target what is done of it may stand.
_REACH: Final = 400
_REACH_OVER_PARAGRAPHS: Final = 200
_COMPLETED: Final = re.compile(r"完成|已")
#: What is beyond a target, or is a whole itself, is no actual of it.
_NO_ACTUAL: Final = re.compile(r"超(?:额|过)?(?:任务|计划|目标)|涉及|占地|总|概算|预算|项目(?:共?有|共)$")
_HAZARD: Final = "隐患"
#: 鉴定为C、D级23栋,已整治21栋
_JUDGED: Final = "鉴定"
#: What was added in a short time is no part of the whole task that is reported with it.
_JUST_NOW: Final = re.compile("上周|本周|当日|当天|昨日|今日|上月|新签|新拆")
#: Stages that say what there is, or that it goes on.
NOT_DONE_YET: Final = frozenset(("涉及", "占地", "在建", "占比"))
#: 未签约的15户中,9户已进入司法程序 is no progress of a task.
_SOME_OF_THEM: Final = re.compile("(?:之?中|当中|里)?[,、](?:其?中|有)?|(?:之?中|当中|里)")
#: Steps of a clearing.
_STEPS: Final = frozenset(("丈量", "评估", "签约", "腾空", "拆除", "搬迁", "交地", "清表"))
#: Things that are told apart by the words before them only.
_GROUPED: Final = frozenset(("项目", "企业"))
_GROUP: Final = re.compile(r"([\u4e00-\u9fff]{0,8}?)(?:项目|工程|企业)")
_NOUN_REACH: Final = 12
_DOING: Final = re.compile(rf"已经?|了|累计|实现|新增|实际|全部|{stage_words()}")
_SAYS_NO_GROUP: Final = re.compile(rf"{_DOING.pattern}|计划|拟|正式|重点")
_GOES_ON: Final = re.compile(r"[^,;。\d]{0,6}正在")
#: 集镇改造项目计划投入: the project or work that a sum of money is for.
_WORK: Final = re.compile(r"([\u4e00-\u9fff]{2,14}?)(?:建设)?(?:项目|工程)(?![部组类库])")
#: Words before 项目 that name none.
_ANY_WORK: Final = re.compile(
    r"(?:各类?|全部|所有|重[点大]|该|此|本|这个?|上述|建设|主体|投资|产业|政府|工业|配套|年度|其中|目前|省|市|县|区|级|期|批|第|[、,]|"
    r"[一二三四五六七八九十个])*"
)
_DONE: Final = re.compile("已|累计|完成|共|了(?!解)|实现|新增|签约|拆除|检查|投资|资金|排查")
#: Behind the number of things: of how many something is done.
_DONE_OF_THEM: Final = re.compile(
    r"[^,;。:\d]{0,8}(?:\d+[人口名])?[,、](?:其中|目前|现|均|截至目前,?)?(?:截至\d{1,2}月\d{1,2}日)?(?:已经?|完成|办结|整改|化解|销号|开工|完工|竣工)"
)


@dataclass(slots=True)
class Seen:
    """The facts read so far: amounts of the sentence, all facts, all targets, and the pairs of target, actual, rate.

    by_actual: the place in `found` of the pair of an amount, by its start.
    """

    amounts: list[Fact] = field(default_factory=list)
    previous: list[Fact] = field(default_factory=list)
    targets: list[Fact] = field(default_factory=list)
    found: list[list[Fact | None]] = field(default_factory=list)
    by_actual: dict[int, int] = field(default_factory=dict)


class Targets:
    """Finds what amounts are measured by; seen: what `report` said before."""

    def __init__(self, report: Report, seen: Seen) -> None:
        self._report, self._seen = report, seen

    def whole_before(self, fact: Fact) -> Fact | None:
        """经营性房屋160座,已鉴定150座: the number of things right before that of those which are done."""
        text = self._report.text
        whole = next((each for each in reversed(self._seen.amounts[-2:]) if each.unit == fact.unit), None)
        if whole is None or whole.role != "actual" or whole.unit != fact.unit or whole.scope != fact.scope:
            return None
        if not _DONE_OF_THEM.match(text, whole.end, fact.start) or whole.figure["dimension"] == "money":
            return None
        one, other = whole.figure["base_value"], fact.figure["base_value"]
        is_part = one is not None and other is not None and other <= one and whole.clause[1] >= fact.clause[0]
        is_done = _DONE.search(self._report.lead(whole)) is not None or _NO_ACTUAL.search(self._report.lead(fact))
        return whole if is_part and not is_done and fact.group not in ("found", "checked") else None

    def stock_before(self, fact: Fact) -> Fact | None:
        """房屋58户,签约55户,拆除49户: what there is to clear, named without a step before the steps of it."""
        if fact.domain != "demolition" or fact.stage not in _STEPS or fact.part_of is not None:
            return None
        value = fact.figure["base_value"]
        for each in self._seen.amounts:
            is_stock = each.role == "actual" and each.stage is None and each.kind == fact.kind and bool(fact.kind)
            is_same = is_stock and each.unit == fact.unit and each.scope == fact.scope
            if is_same and value is not None and (each.figure["base_value"] or 0) >= value:
                return None if _DONE.search(self._report.lead(each)) else each
        return None

    def of(self, fact: Fact) -> Fact | None:
        """The target of `fact`, an amount that is done or expected; for what is closed, what was found."""
        lead = self._report.lead(fact)
        if PART_DONE in fact.rules:
            return next((each for each in reversed(self._seen.amounts) if WHOLE in each.rules), None)
        last = self._seen.amounts[-1] if self._seen.amounts else None
        is_of_left = last is not None and last.role == "open" and last.unit == fact.unit
        if is_of_left and last is not None and _SOME_OF_THEM.fullmatch(self._report.text, last.end, fact.start):
            return None
        is_part = _PART.search(lead) is not None and not says_closed(lead)
        if fact.group in ("closed", "controlled") and not is_part and (found := self._last_found(fact)):
            return found
        if _PART.search(lead) or _NO_ACTUAL.search(lead):
            return None
        if fact.group in ("found", "checked"):
            return self._task_before(fact)
        is_there = fact.stage in NOT_DONE_YET and not _COMPLETED.search(lead)
        if is_there or _JUST_NOW.search(lead) or _GOES_ON.match(self._report.text, fact.end):
            return None
        return self._last_task(fact, lead) if fact.part_of is None else self._same_part(fact)

    def _last_task(self, fact: Fact, lead: str) -> Fact | None:
        """The last target of its unit and scope that no other rule keeps for something else."""
        for target in reversed(self._seen.targets[-8:]):
            if target.unit != fact.unit or target.scope != fact.scope or self._is_settled(target, fact):
                continue
            is_other = target.part_of is not None or "share_of_figure" in target.rules
            if is_other and (not fact.kind or target.kind != fact.kind or target.stage != fact.stage):
                continue
            if not self._is_of_group(target, fact):
                return None
            is_only = sum(each.unit == fact.unit for each in self._seen.targets) == 1
            is_only = is_only and _COMPLETED.search(lead) is not None
            is_only = is_only and (fact.figure["dimension"] == "money" or target.domain == fact.domain)
            is_alike = bool(fact.kind) and target.kind == fact.kind
            if target.paragraph is fact.paragraph or is_alike or is_only:
                reach = _REACH if target.paragraph is fact.paragraph else _REACH_OVER_PARAGRAPHS
                if target.sentence is not fact.sentence and fact.start - target.end > reach:
                    return None
                is_same = is_only or _same_thing(target, fact)
                return target if is_same and not self._for_other_work(target, fact) else None
        return None

    def _task_before(self, fact: Fact) -> Fact | None:
        """应检站点18个,已检查18个: the task right before what was checked."""
        last = self._seen.amounts[-1] if self._seen.amounts else None
        is_task = last is not None and last.role == "target" and last.unit == fact.unit and last.scope == fact.scope
        return last if is_task and _COMPLETED.search(self._report.lead(fact)) else None

    def _same_part(self, fact: Fact) -> Fact | None:
        """应征306户(住宅291户),已签287户(住宅275户): a part is measured by that part of the task, not by all of it."""
        for target in reversed(self._seen.targets[-8:]):
            is_same = target.part_of is not None and target.object == fact.object and target.unit == fact.unit
            if is_same and fact.object and target.start != fact.part_of and target.part_of != fact.part_of:
                return target if target.scope == fact.scope else None
        return None

    def _is_settled(self, target: Fact, fact: Fact) -> bool:
        """Whether a target has its amount and its printed rate already: what follows are other steps, or parts.

        A task named behind what is done of it (占任务240亩的89%), and 100个村中, end with their part of the sentence.
        """
        is_late = target.sentence is not fact.sentence or ";" in self._report.text[target.end : fact.start]
        if is_late and not {"share_of_figure", "n_of"}.isdisjoint(target.rules):
            return True
        if not fact.stage or target.domain == "demolition":
            return False
        return any(each[0] is target and each[1] is not None and each[2] is not None for each in self._seen.found)

    def _is_of_group(self, target: Fact, fact: Fact) -> bool:
        """计划投产项目17个,…;省重点项目6个: whether projects or firms of one group are counted, not of another one."""
        if fact.kind not in _GROUPED or target.kind != fact.kind:
            return True
        one, other = (self._group(each) for each in (target, fact))
        lead, behind = (
            self._report.text[fact.clause[0] : fact.start],
            self._report.text[fact.end : min(fact.tail, fact.end + _NOUN_REACH)],
        )
        is_done = _DOING.search(lead) is not None or _COMPLETED.search(behind) is not None
        return is_done and (not one or not other or one in other or other in one)

    def _group(self, fact: Fact) -> str:
        """What is said of the projects or firms that a fact counts, apart from what is done with them: 省重点."""
        text = self._report.text
        found = _GROUP.search(text, fact.lead, fact.start) or _GROUP.match(text, fact.end, fact.tail)
        return _SAYS_NO_GROUP.sub("", found[1]) if found else ""

    def _for_other_work(self, target: Fact, fact: Fact) -> bool:
        """集镇改造项目计划投入1500万元。幼儿园迁建项目已到位1200万元: two sums that name different works."""
        if fact.figure["dimension"] != "money":
            return False
        one, other = (self._work(each) for each in (target, fact))
        return bool(one and other) and one not in other and other not in one

    def _work(self, fact: Fact) -> str:
        """The last project or work that the sentence of a fact names before it; "" without one."""
        found = _WORK.findall(self._report.text, self._report.span(fact.sentence)[0], fact.start)
        return next((each for each in reversed(found) if not _ANY_WORK.fullmatch(each)), "")

    def _last_found(self, fact: Fact) -> Fact | None:
        for each in reversed(self._seen.amounts):
            same = each.unit == fact.unit and each.scope == fact.scope
            is_named = _HAZARD in each.kind and not each.group and each.role == "actual"
            is_found = (
                each.group == "found"
                or each.stage == _JUDGED
                or "n_of" in each.rules
                or (is_named and says_closed(self._report.text[fact.lead : fact.start]))
            )
            if same and ((is_found and each.role != "baseline") or each.role == "target"):
                return each
        return None


def _same_thing(target: Fact, fact: Fact) -> bool:
    """Whether a target and an amount may describe one thing: their objects do not contradict each other."""
    if not target.kind or not fact.kind:
        return True
    one, other = target.kind, fact.kind
    return one in other or other in one or target.domain == fact.domain == "demolition"
