"""Shares of a task: which per cent is a rate, and of what (占年度目标1亿元的56%, 签约率87%)."""

import re
from functools import cache
from typing import Final

from loaders.report.statements.amounts import ABOUT, ASKED, TASK, describes, is_due_before
from loaders.report.statements.facts import Fact, Report
from loaders.report.statements.lexicon import stage_words
from loaders.report.statements.quotients import is_quotient
from loaders.report.statements.scope_names import names_of

_ALL: Final = (
    r"(?:应|需|须|拟|计划)(?!对|要|求)[^,;。:]{1,10}|总(?:任务|户数|目标|计划|体任务)|(?:工程)?总(?:投资|工程)(?:额|量)?|"
    r"(?:投资)?概算(?:总投资)?"
)
#: 占年计划的, 完成全年目标任务的, 占应拆除房屋面积的: what follows is a share of it.
_SHARE_OF: Final = re.compile(
    rf"(?:占到?|完成了?|达到?|实现了?|超额完成了?|为|超过?)(?P<of>[^,;。:]{{0,14}}?(?:{TASK}(?:任务|目标|数|量|总数|"
    rf"总量|值|进度)*|{_ALL}))"
    rf"的?{ABOUT}$"
)
#: 占任务数的: the task is printed between the two, 占总任务240亩的89.6%.
_SHARE_VERB: Final = re.compile(r"(?:占到?|完成了?|达到?|实现了?|超额完成了?|为|是)")
_OF_FIGURE: Final = re.compile(rf"\)?(?:(?:全年|年度|当年|年初)?总?(?:任务|目标|计划)(?:总?数|总?量)?)?的{ABOUT}$")
_TASK_WORD: Final = re.compile(rf"{TASK}|应|需|拟|总|全年|年度|年初|预期")
_GROWS: Final = re.compile(r"同比|环比|增长|增幅|增速|下降|提高|上升|减少|上涨|回落|较上年|较去年|比上年|比去年|提升")
#: 完成率, 征迁进度: the share of work that is done. 就业率 and 覆盖率 are levels.
_WORK: Final = (
    "完成|任务|入住|工程|形象|总体?|建设|项目|投资|销号|清零|达产|开竣工|兑现|使用|推进|执行|清收|收缴|征缴|认领|响应|"
    "落图|序时|复工|颁证|"
    "整体|施工|工作|协议|落实"
)
_LEVEL_RATE: Final = re.compile(
    r"(?:增长|覆盖|合格|满意|就业|知晓|普及|绿化|入学|参保|失业|利用|接种|上座|出生|死亡|巩固|升学|达标|好评|结余|节余|结转|"
    r"新增耕地|城镇化|增加|减少|发生|死亡|好转|达标)率" + ABOUT + "$"
)
_DONE_SHARE: Final = re.compile(rf"(?:已经?|累计|共|均|基本|全部|提前|超额)*完成了?[^,;。:\d]{{0,6}}?{ABOUT}$")
#: 已签88户(93.6%), 已签88户,占93.6%
_BARE_SHARE: Final = re.compile(r"\s*(?:[,(]?占?比?(?:总(?:户数|数|量|任务)的?)?(?:为|达)?|[,、]即)\s*")
#: 到位2.4亿元,拨付1.9亿元,占到位资金的80%: the share of an amount that is paid out, or of a step of a clearing.
_OF_SUM: Final = re.compile(r"[,(、]?占(?:[^,;。:\d]{2,8}的)?(?:约|近)?")
_PAID_OR_CLEARED: Final = re.compile("拨付|支付|兑付|支出|签约|签订|腾空|拆除|入住")
#: 已治理165条,治理率90.7%: the name of a rate between two amounts and their quotient.
_NAMED_RATE: Final = re.compile(r"[,、(]?(?:[^,;。:\d]{1,8}率|[^,;。:\d]{0,8}(?:进度|比例))(?:仅|为|达到?|约)*")
#: 处置率42.7%,比省定目标(40%)高2.7个百分点
_COMPARED_TARGET: Final = re.compile(
    r"(?:[比较]|高于|低于|超过?)[^,;。:\d]{0,8}(?:目标|任务|计划|要求)(?:值|数)?[(为]?$"
)
_BESIDE: Final = re.compile(r"[,、/(]?(?:仅为?|只有|约|达到?|占|为)*")
#: The rule of a rate that continues the one before it.
COORDINATE: Final = "coordinate_share"
#: 分别占计划的81%、80%; 分别增长15%和9%: shares that go on with the one before.
_COORDINATE: Final = re.compile(rf"[、和及与]{ABOUT}$")
#: 完成率分别为:东溪镇76%、西溪镇58%: rates of one thing by place.
_RATES_LISTED: Final = re.compile(r"[率度](?:分别)?[为是]?:[^。;]*$|率分别[为是][^。;:]*$")
#: 县水利局支出96.74%, 征地进度100%: a step and its share, nothing between them.
_STEP_SHARE: Final = re.compile(
    rf"(?:支出|拨付|支付|到位|兑付|入住|签约|签协|征地|征收|征迁|拆迁|拆除|腾空|交地|清表|整改|化解|办结|销号|开工|竣工|"
    rf"完工|验收)"
    rf"(?:进度?|工作|任务)?{ABOUT}$"
)
_STEPS: Final = re.compile("签约|签订|腾空|拆除|拆迁|搬迁|征收|交地|清表|丈量|评估|安置")
_DECIDED: Final = frozenset(("target", "forecast", "baseline"))


@cache
def _work_rates() -> re.Pattern[str]:
    return re.compile(rf"(?:{_WORK}|{stage_words()})(?:任务|工作)?(?:完成)?(?:率|进度|比例|比率|占比){ABOUT}$")


@cache
def _done_noun() -> re.Pattern[str]:
    """共化解债务, 已签约: a share of what is done follows."""
    return re.compile(
        rf"(?:已经?|共|累计)(?:{stage_words('closed')}|签约|拆除|腾空|交地|征收|清表)了?[^,;。:\d率]{{0,4}}?{ABOUT}$"
    )


@cache
def _done_behind() -> re.Pattern[str]:
    verbs = f"{stage_words('closed')}|完成|到位|兑现|清零|开工|竣工|拆除|签约|腾空|达标|落实|覆盖到位"
    return re.compile(rf"的?(?:全部|实现)?(?:{verbs})(?!率)")


def _is_share_of_task(before: list[Fact], share: Fact) -> bool:
    """应签95户,已签88户(93.6%): whether the last amount is that share of a target before it in its paragraph."""
    amount, value = before[-1], before[-1].figure["base_value"]
    if amount.is_share or value is None or share.figure["value"] is None:
        return False
    targets = [
        each.figure["base_value"]
        for each in before
        if each.paragraph is share.paragraph and each.role == "target" and each.unit == amount.unit
    ]
    return any(target and abs(100 * value / target - share.figure["value"]) < 1 for target in targets)


def _is_quotient(before: list[Fact], share: Fact) -> bool:
    """资金612万元支出404万元、66%: whether the last two amounts of the sentence give a bare share behind them."""
    amounts = [each for each in before[-3:] if each.sentence is share.sentence and not each.is_share]
    if len(amounts) < 2 or amounts[-1] is not before[-1] or amounts[-1].unit != amounts[-2].unit:
        return False
    return is_quotient(amounts[-1], amounts[-2], share)


def _is_share_of_step(report: Report, amount: Fact, share: Fact) -> bool:
    """已签约96户(占80%): whether a share in brackets is that of a step of the amount before it, its task unsaid."""
    between = report.text[amount.end : share.start]
    is_step = not amount.is_share and amount.role == "actual" and amount.domain == "demolition"
    return is_step and between.startswith("(占") and _STEPS.search(report.lead(amount)) is not None


def _step_before(report: Report, before: list[Fact], share: Fact, lead: str) -> Fact | None:
    """腾空518户,占签约户的87.9%: the amount before it of the step that the words name, if the share is one of it."""
    named, done = _share_of_step().fullmatch(lead), before[-1] if before else None
    if named is None or done is None or done.is_share or done.sentence is not share.sentence:
        return None
    for each in reversed(before[:-1]):
        if each.paragraph is share.paragraph and each.unit == done.unit and named["step"] in report.lead(each):
            return each if is_quotient(done, each, share) else None
    return None


@cache
def _share_of_step() -> re.Pattern[str]:
    return re.compile(rf"[,(]?占已?(?P<step>{stage_words()})的?(?:总?户数?|总?数|面积|总?量)?的?{ABOUT}")


def _is_listed_rate(before: list[Fact], share: Fact) -> bool:
    """青石镇2亿元,占任务的53%;柳河镇1亿元,占25%: whether the share continues those of the task before it."""
    shares = [each for each in before if each.is_share and each.sentence is share.sentence]
    amount = before[-1]
    is_of_task = bool(shares) and shares[-1].role == "rate"
    return is_of_task and not amount.is_share and amount.role == "actual"


def continues_shares(report: Report, before: Fact, share: Fact) -> bool:
    """分别占计划的81%、80%; 分别增长15%和9%: whether `share` is one more share of the kind of `before`."""
    return (
        before.is_share and share.is_share and _COORDINATE.fullmatch(report.text, before.end, share.start) is not None
    )


def _is_rate_of_place(report: Report, fact: Fact) -> bool:
    """各镇完成率分别为:东溪镇76%、西溪镇58%: whether a list of places behind a rate holds the share."""
    before = report.text[report.span(fact.sentence)[0] : fact.start]
    names = names_of(report.lead(fact).lstrip(":,、;和"))
    return bool(names) and names[-1].end >= len(report.lead(fact).lstrip(":,、;和")) and _is_rate_list(before)


def _is_rate_list(words: str) -> bool:
    match = _RATES_LISTED.search(words)
    return match is not None and _LEVEL_RATE.search(words[: match.start() + 1]) is None


def assign_share(report: Report, fact: Fact, before: Fact | None, earlier: list[Fact]) -> None:
    """Sets the role of the share `fact`: rate where it is one of a task; `before`: the figure before it in its
    sentence, `earlier`: all before it.
    """
    lead = report.lead(fact)
    _by_words(report, fact, before, lead)
    if fact.role == "actual" and _BARE_SHARE.fullmatch(lead) and before:
        if _is_share_of_task(earlier, fact) or _is_share_of_step(report, before, fact):
            _set_rate(fact, "share_in_brackets", None)
        elif _is_listed_rate(earlier, fact):
            _set_rate(fact, "listed_rate", None)
    is_beside = _BESIDE.fullmatch(lead) is not None or _NAMED_RATE.fullmatch(lead) is not None
    if before is not None and _OF_SUM.fullmatch(lead):
        is_beside = _PAID_OR_CLEARED.search(report.lead(before)) is not None
    if fact.role == "actual" and before and is_beside and _is_quotient(earlier, fact):
        _set_rate(fact, "quotient", None)
    if fact.role == "actual" and (base := _step_before(report, earlier, fact, lead)) is not None:
        _set_rate(fact, "share_of_step", None)
        fact.part_of = base.start
    if fact.role == "actual" and before and before.role == "rate" and continues_shares(report, before, fact):
        _set_rate(fact, COORDINATE, before.of_what)
    elif fact.role == "actual" and _is_rate_of_place(report, fact):
        _set_rate(fact, "rate_of_place", None)


def _by_figure(report: Report, fact: Fact, before: Fact, lead: str) -> bool:
    """占总任务240亩的89.6%: whether the share is one of the figure right before it, which is its task then."""
    words = report.lead(before)
    if not _OF_FIGURE.fullmatch(lead) or before.end != fact.lead:
        return False
    if not _SHARE_VERB.search(words) and before.role != "target":
        return False
    before.role = "target" if _TASK_WORD.search(words + lead) else before.role
    before.rules.append("share_of_figure")
    _set_rate(fact, "task_share", _words_of(words))
    fact.part_of = before.start
    return True


def _by_words(report: Report, fact: Fact, before: Fact | None, lead: str) -> None:
    if (before and _by_figure(report, fact, before, lead)) or _GROWS.search(lead):
        return
    is_reported = fact.role == "target" and before is not None and before.role == "actual" and not ASKED.search(lead)
    if is_reported and before is not None and before.sentence is fact.sentence:
        fact.role = "actual"
    if fact.role == "target" and describes(report, fact, lead):
        fact.role = "actual"
        fact.rules.append("no_task")
        return
    if _COMPARED_TARGET.search(lead):
        fact.role = "target"
        fact.rules.append("compared_target")
        return
    if fact.role == "actual" and is_due_before(report, fact):
        fact.role = "target"
        fact.rules.append("due_before")
    if match := _SHARE_OF.search(lead):
        _set_rate(fact, "share_of_task", match["of"])
    elif _LEVEL_RATE.search(lead):
        return
    elif _work_rates().search(lead):
        _set_rate(fact, "rate_of_work", _task_of(lead))
    elif fact.role in _DECIDED:
        return
    elif _DONE_SHARE.search(lead) or _done_noun().search(lead) or _STEP_SHARE.search(lead):
        _set_rate(fact, "share_done", None)
    elif _done_behind().match(report.text, fact.end, fact.tail):
        _set_rate(fact, "share_done_behind", None)


def _set_rate(fact: Fact, rule: str, of_what: str | None) -> None:
    """A rate that is asked for (整改率达到100% in a plan) is a target."""
    if fact.role not in ("target", "forecast") or rule in ("task_share", "share_of_task"):
        fact.role = "rate"
    fact.of_what = of_what
    fact.rules.append(rule)


def _words_of(words: str) -> str | None:
    match = _SHARE_VERB.search(words)
    return (words[match.end() :] if match else words).strip(" 了的约近") or None


def _task_of(lead: str) -> str | None:
    match = re.search(rf"(?:年度|全年|总)?{TASK}", lead)
    return match[0] if match else None
