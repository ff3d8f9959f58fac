"""Joins statements of one fact: target, actual and rate of the same thing; found and closed; M of N."""

import re
from collections.abc import Iterable
from typing import Final

from loaders.report.statements.amounts import EXCEEDED
from loaders.report.statements.facts import Fact, Report
from loaders.report.statements.lexicon import stage_words
from loaders.report.statements.measured_by import NOT_DONE_YET, Seen, Targets
from loaders.report.statements.quotients import gives, is_quotient
from loaders.report.statements.shares import COORDINATE

_PART: Final = re.compile(r"其中|包括|当中")
#: Between two parts of one whole: 、乙村 or ,一般隐患.
_LISTS: Final = re.compile(r"(?:[、,]|和|及)[^,;。、\d]{0,12}")
#: So far before a rate its base may stand, in another sentence.
_BASE_REACH: Final = 300
_CHECKED: Final = frozenset(("家", "家次", "人", "人次", "户次", "次"))
#: How far the work is, of which no sum of money is a part.
_OF_WORK: Final = re.compile(r"(?:形象|工程|施工|建设|总体|整体)进度")
#: 户数签约率: of which of two numbers a rate is.
_OF_HOUSEHOLDS: Final = re.compile(r"户数[^,;。:\d]{0,4}率|总户数")
_OF_MONEY: Final = re.compile(r"投资|资金|支付|支出|拨付|款[^,;。:]{0,4}(?:发放|兑付|到位)|发放[^,;。:]{0,6}款")
#: What is beyond a target, or is a whole itself, is no actual of it.
_NO_ACTUAL: Final = re.compile(r"超(?:额|过)?(?:任务|计划|目标)|涉及|占地|总|概算|预算|项目(?:共?有|共)$")
#: Between an amount and the task that it is measured by.
_BARE_TASK: Final = re.compile(
    r"[,、;(/](?:占|而|其中)?(?:全年|年度|年初|今年|本年度?|总|县|市|区|上级|镇里|县里)?(?:下达的?)?(?:目标任务|任务目标|"
    r"任务|目标|计划)(?:数|量|总数)?(?:[为是约:共]*)|/"
)
#: Words of a rate that name no thing: 完成率, 整体进度.
_NO_THING: Final = re.compile(
    rf"{stage_words()}|率|进度|比例|任务|目标|计划|年度|全年|序时|总体?|整体|工程|项目|资金|投资|形象|工作|已经?|均|约|近|达到?|为|"
    r"累计|共|超|基本|平均|[^\u4e00-\u9fff]"
)
_SHORTEST_THING: Final = 3
#: So many commas behind the only amount of a sentence its rate may stand.
_ONLY_AMOUNT: Final = 3
_COUNTS_ALL: Final = re.compile("占|任务|目标|计划")
_SO_FAR: Final = frozenset(("actual", "forecast"))


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
        self._seen = Seen()
        self._measured = Targets(report, self._seen)

    def done(self) -> list[tuple[Fact | None, Fact | None, Fact | None]]:
        """The joined statements, each fact once; a target with actuals of two stages makes two pairs."""
        seen: dict[tuple[object, ...], tuple[Fact | None, Fact | None, Fact | None]] = {}
        rated = {each[0].start for each in self._seen.found if each[0] and each[1] and each[2]}
        for each in self._seen.found:
            is_other_step = each[0] is not None and each[0].start in rated and each[2] is None
            if is_other_step and each[0] is not None and each[0].domain != "demolition" and _of_stage(each[1]):
                continue
            if sum(one is not None for one in each) > 1:
                seen.setdefault(tuple(_statement_key(one) for one in each), (each[0], each[1], each[2]))
        return list(seen.values())

    def visit(self, fact: Fact) -> None:
        """Reads the next fact."""
        if fact.sentence is not self._sentence:
            self._sentence = fact.sentence
            self._seen.amounts = []
        self._seen.previous.append(fact)
        if fact.role == "rate":
            self._rate(fact)
        elif fact.is_share or fact.figure["dimension"] == "percentage_point" or fact.is_growth:
            return
        elif fact.role == "target":
            self._seen.targets.append(fact)
            if not self._late_target(fact):
                self._target_behind(fact)
                self._seen.amounts.append(fact)
        else:
            if fact.role in _SO_FAR:
                self._actual(fact)
            self._seen.amounts.append(fact)

    def _target_behind(self, target: Fact) -> None:
        """完成改厕180户,全年任务260户: a bare task right behind an amount that has none is the task of it."""
        done = self._seen.amounts[-1] if self._seen.amounts else None
        if done is not None and EXCEEDED in target.rules and done.start in self._seen.by_actual:
            self._seen.found[self._seen.by_actual[done.start]][0] = target
        if done is None or done.role != "actual" or done.unit != target.unit or done.start in self._seen.by_actual:
            return
        is_bare = _BARE_TASK.fullmatch(self._report.text, done.end, target.start) is not None
        if (is_bare or EXCEEDED in target.rules) and not _NO_ACTUAL.search(self._report.lead(done)):
            self._seen.found.append([target, done, None])
            self._seen.by_actual[done.start] = len(self._seen.found) - 1

    def _rate(self, rate: Fact) -> None:
        """完成X,占任务Y的P%: the amount before it, and the task that its words print or the sentence named."""
        target = next((each for each in self._seen.previous if each.start == rate.part_of), None)
        if "share_done_behind" in rate.rules and (whole := self._target_of(rate)) is not None:
            self._seen.found.append([whole, None, rate])
            return
        actual = self._actual_of(rate, target)
        if actual is not None and actual.start in self._seen.by_actual:
            pair = self._seen.found[self._seen.by_actual[actual.start]]
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
            self._seen.found.append([target, actual, rate])
            if actual is not None:
                self._seen.by_actual[actual.start] = len(self._seen.found) - 1

    def _base_given(self, target: Fact, actual: Fact, rate: Fact) -> Fact | None:
        """The target that gives `rate`: `target`, else another one, else none of several in an earlier sentence."""
        base, value, printed = target.figure["base_value"], actual.figure["base_value"], rate.figure["value"]
        if not base or value is None or printed is None or gives(100 * value / base, printed, cut=True):
            return target
        others = [each for each in self._seen.targets[-8:] if each.unit == actual.unit and each.scope == actual.scope]
        is_only = len(others) == 1 or target.sentence is actual.sentence
        is_only = is_only and (target.role == "target" or value <= base)  # 12 found, 41 closed: others were found
        return self._base_of(rate, actual) or (target if is_only else None)

    def _respective(self, rate: Fact) -> Fact | None:
        """12个村、360户,分别占计划的80%、75%: the amount at the place of the rate in its list."""
        facts = self._report.facts
        first = last = self._seen.previous.index(rate)
        while first and COORDINATE in facts[first].rules:
            first -= 1
        while last + 1 < len(facts) and COORDINATE in facts[last + 1].rules:
            last += 1
        lead = self._report.text[facts[first].lead : facts[first].start]
        part = self._report.text.rfind(";", 0, facts[first].start)
        amounts = [each for each in self._seen.amounts if part < each.start < facts[first].start]
        count = last - first + 1
        if amounts and len({each.unit for each in amounts[-count:]}) > 1:
            of_unit = [each for each in amounts if each.unit == amounts[-1].unit]
            amounts = of_unit if len(of_unit) == count else amounts
        if "分别" not in lead or count == 1 or len(amounts) < count:
            return None
        return amounts[len(amounts) - count + self._seen.previous.index(rate) - first]

    def _actual_of(self, rate: Fact, target: Fact | None) -> Fact | None:
        if (respective := self._respective(rate)) is not None:
            return respective
        text = self._report.text
        of_money = _OF_MONEY.search(text, rate.lead, rate.start) is not None
        of_work = not of_money and _OF_WORK.search(text, rate.lead, rate.start) is not None
        same_stage = [each for each in self._seen.amounts if each.stage == rate.stage and each.role in _SO_FAR]
        if of_work and target is None and not _COUNTS_ALL.search(text, rate.lead, rate.start):
            return None
        named = rate.stage is not None and "rate_of_work" in rate.rules and same_stage
        for each in reversed(same_stage if named else self._seen.amounts):
            is_sum = each.figure["dimension"] == "money"
            if (of_money and not is_sum) or (of_work and is_sum) or not self._can_have(each, rate, target):
                continue
            between = text[each.end : rate.start]
            if between.count(";") > 0 and rate.scope is None and each.clause != rate.clause:
                return None
            pair = self._seen.by_actual.get(each.start)
            if pair is not None and self._seen.found[pair][2] is not None:
                return None
            return self._first_of(each)
        return None

    def _can_have(self, amount: Fact, rate: Fact, target: Fact | None) -> bool:
        """Whether `rate` can be that of `amount`: done so far, of its scope and unit, in no bracket that is closed."""
        text = self._report.text
        if (
            amount is target
            or amount.role not in _SO_FAR
            or amount.figure["dimension"] == "duration"
            or "n_of" in amount.rules
        ):
            return False
        if _OF_HOUSEHOLDS.search(text, rate.lead, rate.start) and amount.unit != "户":
            return False
        if amount.scope != rate.scope or (target is not None and amount.unit != target.unit):
            return False
        if (_closes(rate) and amount.unit in _CHECKED) or text.count(")", amount.end, rate.start) > text.count(
            "(", amount.end, rate.start
        ):
            return False
        if amount.clause != rate.clause and self._is_of_other(amount, rate):
            return False
        is_there = amount.stage in NOT_DONE_YET and target is None
        return not is_there or _COUNTS_ALL.search(text, rate.lead, rate.start) is not None

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
        if _OF_MONEY.search(self._report.text, rate.lead, rate.start):
            return None
        for pair in reversed(self._seen.found[-4:]):
            target, actual = pair[0], pair[1]
            if pair[2] is not None or target is None or actual is None or rate.start - actual.end > _BASE_REACH:
                continue
            if is_quotient(actual, target, rate, cut=True):
                return pair
        return None

    def _first_of(self, amount: Fact) -> Fact:
        """35户/8195平方米 are one thing in two units: the first one."""
        before = [each for each in self._seen.amounts if each.end <= amount.start and each.end >= amount.start - 2]
        return before[-1] if before and self._report.text[before[-1].end : amount.start] in ("/", "(", "") else amount

    def _base_of(self, rate: Fact, actual: Fact) -> Fact | None:
        """对上报的3588栋已核查2156栋,核查率60%: the amount before it of which the rate is the share."""
        for each in reversed(self._seen.previous[-12:]):
            is_near = actual.start - each.end <= _BASE_REACH and each.sentence.kind == actual.sentence.kind
            is_before = each.start < actual.start or (each.role == "target" and each.sentence is actual.sentence)
            if not is_near or each is actual or not is_before or each.unit != actual.unit:
                continue
            if each.scope != actual.scope and each.scope and actual.scope:
                continue
            if is_quotient(actual, each, rate, cut=True):
                return each
        return self._task_of_part(rate, actual)

    def _task_of_part(self, rate: Fact, actual: Fact) -> Fact | None:
        """应征住宅226户 … 住宅签约201户,占88.9%: a task of the same thing that gives the rate, however far before."""
        for each in reversed(self._seen.targets):
            is_same = bool(actual.object) and each.object == actual.object and each.unit == actual.unit
            if is_same and each.scope in (None, actual.scope) and is_quotient(actual, each, rate, cut=True):
                return each
        return None

    def _target_of(self, rate: Fact) -> Fact | None:
        """14件积案100%化解: the rate of the amount right before it."""
        for each in reversed(self._seen.amounts):
            commas = self._report.text[each.end : rate.start].count(",")
            if each.scope == rate.scope and commas <= (1 if len(self._seen.amounts) > 1 else _ONLY_AMOUNT):
                return each
        return None

    def _actual(self, fact: Fact) -> None:
        """需拆46户,已拆31户: an amount of the unit, object and scope of a target before it."""
        target = self._measured.of(fact) or self._measured.whole_before(fact) or self._measured.stock_before(fact)
        if target is not None:
            if (pair := self._waiting_rate(target, fact)) is not None:
                pair[1] = fact
                return
            self._seen.found.append([target, fact, None])
            self._seen.by_actual[fact.start] = len(self._seen.found) - 1

    def _waiting_rate(self, target: Fact, fact: Fact) -> list[Fact | None] | None:
        """完成目标1000万元的62%,达620万元: the pair of a target and its rate that this amount gives."""
        base, value = target.figure["base_value"], fact.figure["base_value"]
        for pair in self._seen.found[-2:]:
            rate = pair[2]
            if pair[0] is target and pair[1] is None and rate is not None and base and value is not None:
                return pair if is_quotient(fact, target, rate, cut=True) else None
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


def _statement_key(fact: Fact | None) -> object:
    """The content of a fact, equal for its repetitions."""
    return fact and (fact.figure["base_value"], fact.unit, fact.scope, fact.object, fact.stage)


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
