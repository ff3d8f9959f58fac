"""Joins statements of one fact: target, actual and rate of the same thing; found and closed; M of N."""

import re
from collections.abc import Iterable
from typing import Final

from loaders.report.row_columns import says_closed
from loaders.report.statements.amounts import EXCEEDED
from loaders.report.statements.facts import Fact, Report
from loaders.report.statements.lexicon import stage_words
from loaders.report.statements.shares import COORDINATE
from loaders.report.statements.wholes import PART_DONE, WHOLE

_PART: Final = re.compile(r"其中|包括|当中")
#: Between two parts of one whole: 、乙村 or ,一般隐患.
_LISTS: Final = re.compile(r"(?:[、,]|和|及)[^,;。、\d]{0,12}")
#: So far before a rate its base may stand, in another sentence.
_BASE_REACH: Final = 300
#: So far behind a target what is done of it may stand.
_REACH: Final = 400
_REACH_OVER_PARAGRAPHS: Final = 200
_CHECKED: Final = frozenset(("家", "家次", "人", "人次", "户次", "次"))
_COMPLETED: Final = re.compile(r"完成|已")
#: How far the work is, of which no sum of money is a part.
_OF_WORK: Final = re.compile(r"(?:形象|工程|施工|建设|总体|整体)进度")
_OF_MONEY: Final = re.compile(r"投资|资金|支付|支出|拨付|款[^,;。:]{0,4}(?:发放|兑付|到位)|发放[^,;。:]{0,6}款")
#: What is beyond a target, or is a whole itself, is no actual of it.
_NO_ACTUAL: Final = re.compile(r"超(?:额|过)?(?:任务|计划|目标)|涉及|占地|总|概算|预算|项目(?:共?有|共)$")
_HAZARD: Final = "隐患"
#: 鉴定为C、D级23栋,已整治21栋
_JUDGED: Final = "鉴定"
#: Between an amount and the task that it is measured by.
_BARE_TASK: Final = re.compile(
    r"[,、;(/](?:占|而|其中)?(?:全年|年度|年初|今年|本年度?|总|县|市|区|上级|镇里|县里)?(?:下达的?)?(?:目标任务|任务目标|"
    r"任务|目标|计划)(?:数|量|总数)?(?:[为是约:共]*)|/"
)
#: What was added in a short time is no part of the whole task that is reported with it.
_JUST_NOW: Final = re.compile("上周|本周|当日|当天|昨日|今日|上月|新签|新拆")
#: Stages that say what there is, or that it goes on.
_NOT_DONE_YET: Final = frozenset(("涉及", "占地", "在建", "占比"))
#: Things that are told apart by the words before them only.
_GROUPED: Final = frozenset(("项目", "企业"))
_GROUP: Final = re.compile(r"([\u4e00-\u9fff]{0,8}?)(?:项目|工程|企业)")
_NOUN_REACH: Final = 12
_DOING: Final = re.compile(rf"已经?|了|累计|实现|新增|实际|全部|{stage_words()}")
_SAYS_NO_GROUP: Final = re.compile(rf"{_DOING.pattern}|计划|拟|正式|重点")
#: Words of a rate that name no thing: 完成率, 整体进度.
_NO_THING: Final = re.compile(
    rf"{stage_words()}|率|进度|比例|任务|目标|计划|年度|全年|序时|总体?|整体|工程|项目|资金|投资|形象|工作|已经?|均|约|近|达到?|为|"
    r"累计|共|超|基本|平均|[^\u4e00-\u9fff]"
)
_SHORTEST_THING: Final = 3
#: So many commas behind the only amount of a sentence its rate may stand.
_ONLY_AMOUNT: Final = 3
_COUNTS_ALL: Final = re.compile("占|任务|目标|计划")
_GOES_ON: Final = re.compile(r"[^,;。\d]{0,6}正在")
#: 集镇改造项目计划投入: the project or work that a sum of money is for.
_WORK: Final = re.compile(r"([\u4e00-\u9fff]{2,14}?)(?:建设)?(?:项目|工程)(?![部组类库])")
#: Words before 项目 that name none.
_ANY_WORK: Final = re.compile(
    r"(?:各类?|全部|所有|重[点大]|该|此|本|这个?|上述|建设|主体|投资|产业|政府|工业|配套|年度|其中|目前|省|市|县|区|级|期|批|第|[、,]|"
    r"[一二三四五六七八九十个])*"
)
_SO_FAR: Final = frozenset(("actual", "forecast"))
_DONE: Final = re.compile("已|累计|完成|共|了(?!解)|实现|新增|签约|拆除|检查|投资|资金|排查")
#: Behind the number of things: of how many something is done.
_DONE_OF_THEM: Final = re.compile(r"[^,;。:\d]{0,8}[,、](?:其中|目前|现|均|截至目前,?)?(?:已经?|完成)")


def join_pairs(report: Report) -> list[tuple[Fact | None, Fact | None, Fact | None]]:
    """Target, actual and rate of each pair (at least two of them), in the order of the text."""
    pairs = _Pairs(report)
    for fact in report.facts:
        pairs.visit(fact)
    return pairs.done()


class _Pairs:
    """Joins each rate with the amount before it, and each amount with the target that it is measured by."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._sentence: object = None
        self._amounts: list[Fact] = []
        self._previous: list[Fact] = []
        self._targets: list[Fact] = []
        self._found: list[list[Fact | None]] = []
        self._by_actual: dict[int, int] = {}

    def done(self) -> list[tuple[Fact | None, Fact | None, Fact | None]]:
        """The joined statements, each fact once; a target with actuals of two stages makes two pairs."""
        seen: dict[tuple[object, ...], tuple[Fact | None, Fact | None, Fact | None]] = {}
        rated = {each[0].start for each in self._found if each[0] and each[1] and each[2]}
        for each in self._found:
            is_other_step = each[0] is not None and each[0].start in rated and each[2] is None
            if is_other_step and each[0] is not None and each[0].domain != "demolition" and _of_stage(each[1]):
                continue
            if sum(one is not None for one in each) > 1:
                seen.setdefault(tuple(_statement_key(one) for one in each), (each[0], each[1], each[2]))
        return list(seen.values())

    def visit(self, fact: Fact) -> None:
        """Reads the next fact."""
        if fact.sentence is not self._sentence:
            self._sentence, self._amounts = fact.sentence, []
        self._previous.append(fact)
        if fact.role == "rate":
            self._rate(fact)
        elif fact.is_share or fact.figure["dimension"] == "percentage_point":
            return
        elif fact.role == "target":
            self._targets.append(fact)
            if not self._late_target(fact):
                self._target_behind(fact)
                self._amounts.append(fact)
        else:
            if fact.role in _SO_FAR:
                self._actual(fact)
            self._amounts.append(fact)

    def _target_behind(self, target: Fact) -> None:
        """完成改厕180户,全年任务260户: a bare task right behind an amount that has none is the task of it."""
        done = self._amounts[-1] if self._amounts else None
        if done is not None and EXCEEDED in target.rules and done.start in self._by_actual:
            self._found[self._by_actual[done.start]][0] = target
        if done is None or done.role != "actual" or done.unit != target.unit or done.start in self._by_actual:
            return
        is_bare = _BARE_TASK.fullmatch(self._report.text, done.end, target.start) is not None
        if (is_bare or EXCEEDED in target.rules) and not _NO_ACTUAL.search(self._report.lead(done)):
            self._found.append([target, done, None])
            self._by_actual[done.start] = len(self._found) - 1

    def _rate(self, rate: Fact) -> None:
        """完成X,占任务Y的P%: the amount before it, and the task that its words print or the sentence named."""
        target = next((each for each in self._targets if each.start == rate.part_of), None)
        if "share_done_behind" in rate.rules and (whole := self._target_of(rate)) is not None:
            self._found.append([whole, None, rate])
            return
        actual = self._actual_of(rate, target)
        if actual is not None and actual.start in self._by_actual:
            pair = self._found[self._by_actual[actual.start]]
            pair[2] = rate
            if target is not None:
                pair[0] = target
            elif pair[0] is not None:
                pair[0] = self._base_given(pair[0], actual, rate)
            return
        if target is None and actual is None and (before := self._target_of(rate)) and before.role == "target":
            target = before
        if target is None and actual is not None:
            target = self._base_of(rate, actual)
        if target is None and actual is None and (earlier := self._earlier_pair(rate)) is not None:
            earlier[2] = rate
            return
        if target is not None or actual is not None:
            self._found.append([target, actual, rate])
            if actual is not None:
                self._by_actual[actual.start] = len(self._found) - 1

    def _base_given(self, target: Fact, actual: Fact, rate: Fact) -> Fact | None:
        """The target that gives `rate`: `target`, else another one, else none of several in an earlier sentence."""
        base, value, printed = target.figure["base_value"], actual.figure["base_value"], rate.figure["value"]
        if not base or value is None or printed is None or _gives(100 * value / base, printed):
            return target
        others = [each for each in self._targets[-8:] if each.unit == actual.unit and each.scope == actual.scope]
        is_only = len(others) == 1 or target.sentence is actual.sentence
        return self._base_of(rate, actual) or (target if is_only else None)

    def _respective(self, rate: Fact) -> Fact | None:
        """12个村、360户,分别占计划的80%、75%: the amount at the place of the rate in its list."""
        facts = self._report.facts
        first = last = self._previous.index(rate)
        while first and COORDINATE in facts[first].rules:
            first -= 1
        while last + 1 < len(facts) and COORDINATE in facts[last + 1].rules:
            last += 1
        lead = self._report.text[facts[first].lead : facts[first].start]
        part = self._report.text.rfind(";", 0, facts[first].start)
        amounts = [each for each in self._amounts if part < each.start < facts[first].start]
        count = last - first + 1
        if amounts and len({each.unit for each in amounts[-count:]}) > 1:
            of_unit = [each for each in amounts if each.unit == amounts[-1].unit]
            amounts = of_unit if len(of_unit) == count else amounts
        if "分别" not in lead or count == 1 or len(amounts) < count:
            return None
        return amounts[len(amounts) - count + self._previous.index(rate) - first]

    def _actual_of(self, rate: Fact, target: Fact | None) -> Fact | None:
        if (respective := self._respective(rate)) is not None:
            return respective
        text = self._report.text
        of_money = _OF_MONEY.search(text, rate.lead, rate.start) is not None
        of_work = not of_money and _OF_WORK.search(text, rate.lead, rate.start) is not None
        same_stage = [each for each in self._amounts if each.stage == rate.stage and each.role in _SO_FAR]
        if of_work and target is None and not _COUNTS_ALL.search(text, rate.lead, rate.start):
            return None
        named = rate.stage is not None and "rate_of_work" in rate.rules and same_stage
        for each in reversed(same_stage if named else self._amounts):
            is_sum = each.figure["dimension"] == "money"
            if (of_money and not is_sum) or (of_work and is_sum):
                continue
            if each.role not in _SO_FAR or each.figure["dimension"] == "duration" or "n_of" in each.rules:
                continue
            if _closes(rate) and each.unit in _CHECKED:
                continue
            if each.clause != rate.clause and self._is_of_other(each, rate):
                continue
            if each.stage in _NOT_DONE_YET and target is None and not _COUNTS_ALL.search(text, rate.lead, rate.start):
                continue
            if each.scope != rate.scope or (target is not None and each.unit != target.unit):
                continue
            between = text[each.end : rate.start]
            if between.count(")") > between.count("("):
                continue
            if between.count(";") > 0 and rate.scope is None and each.clause != rate.clause:
                return None
            pair = self._by_actual.get(each.start)
            if pair is not None and self._found[pair][2] is not None:
                return None
            return self._first_of(each)
        return None

    def _is_of_other(self, amount: Fact, rate: Fact) -> bool:
        """铺设路面1300米,室外景观完成30%: whether a rate names a thing that the clause of `amount` does not."""
        if not {"share_done", "rate_of_work"}.intersection(rate.rules):
            return False
        noun = _NO_THING.sub(" ", self._report.lead(rate)).strip()
        words = self._report.text[slice(*amount.clause)]
        is_named = len(noun) > _SHORTEST_THING or (bool(noun) and noun == rate.object)
        return is_named and not any(noun[at : at + 2] in words for at in range(len(noun) - 1))

    def _earlier_pair(self, rate: Fact) -> list[Fact | None] | None:
        """…182项,已整改72项。…但进展缓慢,整改率仅为39.6%: the pair before it that has no rate and gives this one."""
        printed = rate.figure["value"]
        if _OF_MONEY.search(self._report.text, rate.lead, rate.start):
            return None
        for pair in reversed(self._found[-4:]):
            target, actual = pair[0], pair[1]
            if pair[2] is not None or target is None or actual is None or rate.start - actual.end > _BASE_REACH:
                continue
            base, value = target.figure["base_value"], actual.figure["base_value"]
            if base and value is not None and printed is not None and _gives(100 * value / base, printed):
                return pair
        return None

    def _first_of(self, amount: Fact) -> Fact:
        """35户/8195平方米 are one thing in two units: the first one."""
        before = [each for each in self._amounts if each.end <= amount.start and each.end >= amount.start - 2]
        return before[-1] if before and self._report.text[before[-1].end : amount.start] in ("/", "(", "") else amount

    def _base_of(self, rate: Fact, actual: Fact) -> Fact | None:
        """对上报的3588栋已核查2156栋,核查率60%: the amount before it of which the rate is the share."""
        printed, value = rate.figure["value"], actual.figure["base_value"]
        for each in reversed(self._previous[-12:]):
            base = each.figure["base_value"]
            is_near = actual.start - each.end <= _BASE_REACH and each.sentence.kind == actual.sentence.kind
            is_before = each.start < actual.start or (each.role == "target" and each.sentence is actual.sentence)
            if not is_near or each is actual or not is_before or each.unit != actual.unit:
                continue
            if each.scope != actual.scope and each.scope and actual.scope:
                continue
            if base and value is not None and printed is not None and _gives(100 * value / base, printed):
                return each
        return None

    def _target_of(self, rate: Fact) -> Fact | None:
        """14件积案100%化解: the rate of the amount right before it."""
        for each in reversed(self._amounts):
            commas = self._report.text[each.end : rate.start].count(",")
            if each.scope == rate.scope and commas <= (1 if len(self._amounts) > 1 else _ONLY_AMOUNT):
                return each
        return None

    def _actual(self, fact: Fact) -> None:
        """需拆46户,已拆31户: an amount of the unit, object and scope of a target before it."""
        target = self._measured_by(fact) or self._whole_before(fact)
        if target is not None:
            if (pair := self._waiting_rate(target, fact)) is not None:
                pair[1] = fact
                return
            self._found.append([target, fact, None])
            self._by_actual[fact.start] = len(self._found) - 1

    def _waiting_rate(self, target: Fact, fact: Fact) -> list[Fact | None] | None:
        """完成目标1000万元的62%,达620万元: the pair of a target and its rate that this amount gives."""
        base, value = target.figure["base_value"], fact.figure["base_value"]
        for pair in self._found[-2:]:
            rate = pair[2]
            if pair[0] is target and pair[1] is None and rate is not None and base and value is not None:
                return pair if _gives(100 * value / base, rate.figure["value"]) else None
        return None

    def _whole_before(self, fact: Fact) -> Fact | None:
        """经营性房屋160座,已鉴定150座: the number of things right before that of those which are done."""
        text, whole = self._report.text, self._amounts[-1] if self._amounts else None
        if whole is None or whole.role != "actual" or whole.unit != fact.unit or whole.scope != fact.scope:
            return None
        if not _DONE_OF_THEM.match(text, whole.end, fact.start) or whole.figure["dimension"] == "money":
            return None
        one, other = whole.figure["base_value"], fact.figure["base_value"]
        is_part = one is not None and other is not None and other <= one and whole.clause[1] >= fact.clause[0]
        is_done = _DONE.search(self._report.lead(whole)) is not None or _NO_ACTUAL.search(self._report.lead(fact))
        return whole if is_part and not is_done and fact.group not in ("found", "checked") else None

    def _measured_by(self, fact: Fact) -> Fact | None:
        text = self._report.text
        lead = text[fact.lead : fact.start]
        if PART_DONE in fact.rules:
            return next((each for each in reversed(self._amounts) if WHOLE in each.rules), None)
        if fact.group in ("closed", "controlled") and (found := self._last_found(fact)):
            return found
        if _PART.search(lead) or _NO_ACTUAL.search(lead) or fact.group in ("found", "checked"):
            return None
        is_there = fact.stage in _NOT_DONE_YET and not _COMPLETED.search(lead)
        if is_there or _JUST_NOW.search(lead) or _GOES_ON.match(text, fact.end):
            return None
        if fact.part_of is not None:
            return self._same_part(fact)
        for target in reversed(self._targets[-8:]):
            if target.unit != fact.unit or target.scope != fact.scope:
                continue
            if self._is_settled(target, fact):
                continue
            is_other = target.part_of is not None or "share_of_figure" in target.rules
            if is_other and (not fact.kind or target.kind != fact.kind or target.stage != fact.stage):
                continue
            if not self._is_of_group(target, fact):
                return None
            is_money = fact.figure["dimension"] == "money"
            is_only = sum(each.unit == fact.unit for each in self._targets) == 1 and _COMPLETED.search(lead) is not None
            is_only = is_only and (is_money or target.domain == fact.domain)
            is_alike = bool(fact.kind) and target.kind == fact.kind
            if target.paragraph is fact.paragraph or is_alike or is_only:
                reach = _REACH if target.paragraph is fact.paragraph else _REACH_OVER_PARAGRAPHS
                if target.sentence is not fact.sentence and fact.start - target.end > reach:
                    return None
                is_same = is_only or _same_thing(target, fact)
                return target if is_same and not self._for_other_work(target, fact) else None
        return None

    def _same_part(self, fact: Fact) -> Fact | None:
        """应征306户(住宅291户),已签287户(住宅275户): a part is measured by that part of the task, not by all of it."""
        for target in reversed(self._targets[-8:]):
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
        return any(each[0] is target and each[1] is not None and each[2] is not None for each in self._found)

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
        for each in reversed(self._amounts):
            same = each.unit == fact.unit and each.scope == fact.scope
            is_named = _HAZARD in each.kind and not each.group and each.role == "actual"
            is_found = (
                each.group == "found"
                or each.stage == _JUDGED
                or "n_of" in each.rules
                or (is_named and says_closed(self._report.text[fact.lead : fact.start]))
            )
            if same and (is_found or each.role == "target"):
                return each
        return None

    def _late_target(self, target: Fact) -> bool:
        """占总任务240亩的89.6%: the target of the rate after it, never of the amount before it."""
        return "share_of_figure" in target.rules


def _of_stage(fact: Fact | None) -> bool:
    """Whether a fact is of a step of land work (立项, 开工), of which the printed rate of the task is none."""
    return fact is not None and fact.stage is not None and fact.domain == "land"


def _closes(rate: Fact) -> bool:
    """Whether a rate says how many hazards were closed, not how many firms were checked."""
    return rate.group == "closed" and "隐患" in rate.kind


def _gives(share: float, printed: float) -> bool:
    """Whether `share` printed with the digits of `printed` is `printed`, rounded or cut."""
    digits = len(f"{printed:.6f}".rstrip("0").rpartition(".")[2])
    step = 10.0**-digits
    return abs(share - printed) <= step / 2 + 1e-9 or 0 <= share - printed < step


def _statement_key(fact: Fact | None) -> object:
    """The content of a fact, equal for its repetitions."""
    return fact and (fact.figure["base_value"], fact.unit, fact.scope, fact.object, fact.stage)


def _same_thing(target: Fact, fact: Fact) -> bool:
    """Whether a target and an amount may describe one thing: their objects do not contradict each other."""
    if not target.kind or not fact.kind:
        return True
    one, other = target.kind, fact.kind
    return one in other or other in one or target.domain == fact.domain == "demolition"


def whole_of(facts: Iterable[Fact], report: Report) -> None:
    """Sets `part_of` of each figure behind 其中 or in brackets to the nearest one before it of the same unit.

    A list may continue with parts of the same whole: 其中甲村30亩、乙村20亩.
    """
    seen: list[Fact] = []
    sentence: object = None
    whole: Fact | None = None
    bracket = False
    for fact in facts:
        if fact.sentence is not sentence:
            sentence, seen, whole, bracket = fact.sentence, [], None, False
        start = seen[-1].end if seen else report.span(fact.sentence)[0]
        opened = report.text[seen[-1].end : fact.start].startswith("(") if seen else False
        bracket = bracket and ")" not in report.text[start : fact.start] if not opened else True
        if _PART.search(report.text, start, fact.start) or opened:
            whole = next((each for each in reversed(seen) if each.unit == fact.unit), None)
        elif not (bracket or _LISTS.fullmatch(report.text, start, fact.start)):
            whole = None
        is_task_of_it = whole is not None and fact.role == "target" and whole.role != "target"
        if whole is not None and whole.unit == fact.unit and not fact.is_share and not is_task_of_it:
            fact.part_of, fact.of_what = whole.start, fact.of_what or whole.object
        seen.append(fact)
