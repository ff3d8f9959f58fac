"""The role of a figure by the words around it: rate of a task, target, or open.

占年度目标1亿元的56% has a target and its rate; 需拆除房屋23幢 a target; 剩余18处 is open. Where the words
do not decide, the role by tense stays (loaders/report/roles.py).
"""

import re
from functools import cache
from typing import Final

from loaders.report.statements.facts import Fact, Report
from loaders.report.statements.lexicon import stage_words
from loaders.report.statements.scope_names import names_of

_ABOUT: Final = r"(?:大?约|近|超|超过|逾|达到?了?|为|是|已|均|共|至|到|分别|只|仅|[:\"“( ]){0,3}"
_TASK: Final = r"(?:任务|目标|计划|指标|预算|考核)"
_ALL: Final = (
    r"(?:应|需|须|拟|计划)(?!对|要|求)[^,;。:]{1,10}|总(?:任务|户数|目标|计划|体任务)|(?:工程)?总(?:投资|工程)(?:额|量)?|"
    r"(?:投资)?概算(?:总投资)?"
)
#: 占年计划的, 完成全年目标任务的, 占应拆除房屋面积的: what follows is a share of it.
_SHARE_OF: Final = re.compile(
    rf"(?:占到?|完成了?|达到?|实现了?|超额完成了?|为|超过?)(?P<of>[^,;。:]{{0,14}}?(?:{_TASK}(?:任务|目标|数|量|总数|"
    rf"总量|值|进度)*|{_ALL}))"
    rf"的?{_ABOUT}$"
)
#: 占任务数的: the task is printed between the two, 占总任务240亩的89.6%.
_SHARE_VERB: Final = re.compile(r"(?:占到?|完成了?|达到?|实现了?|超额完成了?|为|是)")
_OF_FIGURE: Final = re.compile(rf"\)?(?:总?(?:任务|目标|计划)(?:总?数|总?量)?)?的{_ABOUT}$")
_TASK_WORD: Final = re.compile(rf"{_TASK}|应|需|拟|总|全年|年度|年初|预期")
_GROWS: Final = re.compile(r"同比|环比|增长|增幅|增速|下降|提高|上升|减少|上涨|回落|较上年|较去年|比上年|比去年|提升")
#: 完成率, 征迁进度: the share of work that is done. 就业率 and 覆盖率 are levels.
_WORK: Final = (
    "完成|任务|入住|工程|形象|总体?|建设|项目|投资|销号|清零|达产|开竣工|兑现|使用|推进|执行|清收|收缴|征缴|认领|响应|"
    "落图|序时|复工|"
    "整体|施工|工作|协议|落实"
)
_LEVEL_RATE: Final = re.compile(
    r"(?:增长|覆盖|合格|满意|就业|知晓|普及|绿化|入学|参保|失业|利用|接种|上座|出生|死亡|巩固|升学|达标|好评|结余|节余|结转|"
    r"新增耕地|城镇化|增加|减少|发生|死亡|好转|达标)率" + _ABOUT + "$"
)
_DONE_SHARE: Final = re.compile(rf"(?:已经?|累计|共|均|基本|全部|提前|超额)*完成了?[^,;。:\d]{{0,6}}?{_ABOUT}$")
_TARGET_WORD: Final = re.compile(
    r"(?:(?:任务|目标|计划|(?:考核|年度|目标|任务|计划|工作|约束性|下达的?)指标|考核)(?:任务|目标|指标)*(?:总?数|"
    r"总?量|面积|值|"
    r"总任务)?(?:分别)?(?:涉及的?)?|总(?:任务|目标|计划))"
    r"(?:[:为是共计有达约近,( ]|不低于|不少于)*$"
)
_TARGET_DONE: Final = re.compile(
    rf"(?:完成|超额完成|实现|达成|落实|分解|占|超)(?:了|好)?[^,;。:]{{0,8}}{_TASK}[^,;。:]*$"
)
#: 年度计划完成投资2亿元, 当年计划开工8个: what a year asks for; 完成年度计划投资2亿元 is what was done.
_YEAR_PLAN: Final = re.compile(
    r"(?<!完成)(?<!占)(?<!为)(?:年度|全年|本年度?|当年|今年)(?:投资)?计划(?:总?投资|(?:完成|新?开工|竣工|投产)[^,;。:\d占]{0,6})?"
    r"(?:[为是共约达])?$"
)
#: (五)支持以工代赈任务385万元: money for a task is no target.
_GIVEN: Final = re.compile(r"支持|用于|下达资金|安排资金")
#: 任务N亩全部完成: the task and what is done of it in one number.
_ALL_DONE: Final = re.compile(
    r"(?:已经?|均已?|都已?)?(?:全部|全面|如期|按期|顺利)(?:实现|得到)?(?:完成|化解|整改|办结|签约|拆除|腾空|到位|"
    r"清零|验收)"
)
_DESCRIBES: Final = re.compile(r"占地(?:面积)?|现有|现辖|下辖|总人口|户籍人口|选址|距(?!离目标)[^,;。]{0,8}$|现状")
#: An area or a share of it in a plan without a word that asks for something: 工程区总面积694公顷.
_AREA: Final = re.compile(r"(?:面积|用地|水域|园地|水田|耕地|林地)(?:为|达|有|共|约)*$|占[^,;。]{1,14}$")
_DOES: Final = re.compile(
    r"将|要(?!素)|力争|确保|争取|计划|新[增建改]|完成|建设(?!用地)|建成|改造|整治(?!与|工程|项目)|实施|推进|达到|"
    r"提高|增加|恢复|复垦|开发|治理"
)
_LISTED: Final = re.compile(r"(?:共|涉及|总)[^,;。:\d]{0,8}$")
_TASK_OPENS: Final = re.compile(r"任务(?=[,:、共涉为总])(?![^。]*(?:完成|已|截[至止]))")
_GIVEN_OUT: Final = re.compile(r"(?:现将|现)[^。]{0,60}(?:下达|安排|分配|拨付)")
_TELLS: Final = re.compile(r"已|累计|了(?![解])|均")
#: 已签88户(93.6%), 已签88户,占93.6%
_BARE_SHARE: Final = re.compile(r"\s*(?:[,(]?占?比?(?:总(?:户数|数|量|任务)的?)?(?:为|达)?|[,、]即)\s*")
_ASKED: Final = re.compile(r"力争|确保|争取|必须|要(?!求)|达标|须")
#: 资金实际到位760万元 says in a plan, too, what was done.
_REALLY: Final = re.compile(r"实际(?!需|应|上)[^,;。:\d]{0,10}$")
#: 开展宣讲不少于20场: the least that is asked for.
_AT_LEAST: Final = re.compile(r"(?:不少于|不低于|不得少于|不得低于|至少[^,;。:\d]{0,6})$")
#: Words that ask, whose reach goes on over a comma, and what ends it.
_ASKS_ON: Final = re.compile(
    r"需(?!求)|须|拟(?!定)|(?<!按)计划(?!单列|生育|的|数|完成率)|力争|确保|将(?=[^,;。近军领士来]{2})"
)
_STOPS_ASKING: Final = re.compile(
    r"已|目前|现(?!金)|累计|截[至止]|完成|实现|共|其中|占|同比|达|剩|余|均|全部|涉及(?!征|拆|搬|迁)|惠及|总投资|了|年产|到位|实际|落实|预计|可"
)
#: Only what was done has a rank: 完成产值30亿元,位居全县第二.
_RANKED: Final = re.compile(r"[^。;]{0,30}?[,、](?:均|分别)?(?:位居|位列|居|列|排名?)(?:全[省市县区镇]|[^,。;]{0,4}第)")
#: The rule of a rate that continues the one before it.
COORDINATE: Final = "coordinate_share"
#: 分别占计划的81%、80%; 分别增长15%和9%: shares that go on with the one before.
_COORDINATE: Final = re.compile(rf"[、和及与]{_ABOUT}$")
#: 完成率分别为:东溪镇76%、西溪镇58%: rates of one thing by place.
_RATES_LISTED: Final = re.compile(r"[率度](?:分别)?[为是]?:[^。;]*$|率分别[为是][^。;:]*$")
#: 3月5日,…会议举行,50名代表…: the news of a meeting that a plan begins with.
_MEETING_NEWS: Final = re.compile(r"\d[日号][^。]{0,60}?(?:举行|召开|举办了|参加了)[^。]*$")
#: 100个村中80个: all there is, then how many of it.
_ONE_OF: Final = re.compile(r"[^,;。:、\d(]{0,4}(?:之?中|当中|里),?(?:已?有|已|共)?(?:完成|实现)?")
_TOTAL: Final = re.compile(
    r"(?:总(?:户数|数|人数|(?:征|拆|任务|动迁|搬迁)[^,;。:\d]{0,6})|涉及[^,;。:\d]{0,8}|应[^,;。:\d]{0,8})[为是有共约]?$"
)
_WHOLE_BEHIND: Final = re.compile(r"[^,;。:\d]{0,6}(?:之?中|当中|里)(?=[,:、 已有的\d签完拆整])")
#: So far behind its sentence what is done of a whole may stand.
_GOES_ON: Final = 40
#: 县水利局支出96.74%, 征地进度100%: a step and its share, nothing between them.
_STEP_SHARE: Final = re.compile(
    rf"(?:支出|拨付|支付|到位|兑付|入住|签约|签协|征地|征收|征迁|拆迁|拆除|腾空|交地|清表|整改|化解|办结|销号|开工|竣工|"
    rf"完工|验收)"
    rf"(?:进度?|工作|任务)?{_ABOUT}$"
)
#: What is not done yet: 未签约, 未整改; not 未来 or 未名园.
_UNDONE: Final = (
    "未(?=完成|整改|签|拆|到位|腾|搬|办|销号|化解|竣工|开工|落实|验收|开展|交|征|动工|处置|处理|治理|达标|拨付|支出|"
    "支付|启动|"
    "清|迁|复耕|种植|改造|建成|整治|入库|缴|收)"
)
_OPEN_BEFORE: Final = re.compile(
    rf"(?:剩余?(?!价值)|剩下|余下|其余|其他尚|尚(?:未|有|余|需|缺|欠|差)|仅剩|还剩|仍剩|{_UNDONE}|待(?=整改|拆|签|征|"
    rf"销号|化解|办|腾|解决|完成))[^,;。:]*$"
)
_OPEN_DOING: Final = re.compile(r"正在[^,;。:]{0,6}$")
#: 限期整改4条: hazards that are still open; 责令限期整改4家 counts the firms that were ordered to do so.
_IN_TIME: Final = re.compile(r"限期(?:内)?整改(?:的|到位)?(?:问题|隐患)?$")
_HAZARD_UNITS: Final = frozenset("个条处项起件")
_OPEN_BEHIND: Final = re.compile(
    rf"[^,;。:\d]{{0,8}}?(?:{_UNDONE}|尚未|正在(?:限期|抓紧|落实|加紧|按期)?(?:整改|签|腾|拆|搬|化解|办理|"
    r"处置|协商|治理|推进中)|限期整改|"
    r"整改中|待(?:整改|拆|签|征|销号|化解|办|腾|解决)|逾期)"
)
_NOT_OPEN: Final = re.compile(r"(?:其余|剩余|余下)[^,;。:]*?(?:均|都|也)?(?:已|全部)(?!列入|制定|明确|落实|责令|下达)")
_STEPS: Final = re.compile("签约|签订|腾空|拆除|拆迁|搬迁|征收|交地|清表|丈量|评估|安置")
_DECIDED: Final = frozenset(("target", "forecast", "baseline"))


@cache
def _needed() -> re.Pattern[str]:
    """应征房屋, 需拆除, 需整改问题: words of an outstanding task right before a figure."""
    verbs = f"{stage_words()}|征|拆|迁|签|搬|改|建|收|腾|交|评|办|缴|完成|投资"
    return re.compile(
        rf"(?<![响适供感回顺照])(?:应|须|需(?!求)|拟(?!定))(?:要|予以|依法)?(?:{verbs})[^,;。:\d]{{0,8}}?{_ABOUT}$"
    )


@cache
def _work_rates() -> re.Pattern[str]:
    return re.compile(rf"(?:{_WORK}|{stage_words()})(?:任务|工作)?(?:完成)?(?:率|进度|比例|比率|占比){_ABOUT}$")


@cache
def _done_noun() -> re.Pattern[str]:
    """共化解债务, 已签约: a share of what is done follows."""
    return re.compile(
        rf"(?:已经?|共|累计)(?:{stage_words('closed')}|签约|拆除|腾空|交地|征收|清表)了?[^,;。:\d率]{{0,4}}?{_ABOUT}$"
    )


@cache
def _done_words() -> re.Pattern[str]:
    """Words that say that something happens or has happened."""
    return re.compile(
        rf"{stage_words()}|已|了|现(?!金)|实际|累计|其中|占|达|为|剩|余|均|都|总|共|落实|安排|下达|筹措|争取"
    )


@cache
def _done_behind() -> re.Pattern[str]:
    verbs = f"{stage_words('closed')}|完成|到位|兑现|清零|开工|竣工|拆除|签约|腾空|达标|落实|覆盖到位"
    return re.compile(rf"的?(?:全部|实现)?(?:{verbs})(?!率)")


def assign_roles(report: Report) -> None:
    """Sets the role of every fact of `report`, and `of_what` of a rate."""
    facts = report.facts
    for at, fact in enumerate(facts):
        last = facts[at - 1] if at else None
        before = last if last and last.sentence is fact.sentence and last.cell == fact.cell else None
        lead = _lead(report, fact)
        if fact.cell and fact.role in ("actual", "target"):
            fact.role = "target" if fact.cell.kind == "task" else "actual"
            fact.rules.append("task_cell")
        if fact.is_share:
            _rate(report, fact, before, lead)
            if fact.role == "actual" and _BARE_SHARE.fullmatch(lead) and before:
                if _is_share_of_task(facts[:at], fact) or _is_share_of_step(report, before, fact):
                    _set_rate(fact, "share_in_brackets", None)
                elif _is_listed_rate(facts[:at], fact):
                    _set_rate(fact, "listed_rate", None)
            if fact.role == "actual" and before and before.role == "rate" and continues_shares(report, before, fact):
                _set_rate(fact, COORDINATE, before.of_what)
            elif fact.role == "actual" and _is_rate_of_place(report, fact):
                _set_rate(fact, "rate_of_place", None)
        elif fact.role != "baseline":
            _amount(report, fact, before, lead)
            if at + 1 < len(facts) and _is_one_of(report, fact, facts[at + 1]):
                fact.role = "target"
                fact.rules.append("n_of")


def _is_one_of(report: Report, fact: Fact, after: Fact) -> bool:
    """100个村中80个: whether `after` counts some of what `fact` counts all of."""
    is_same = after.sentence is fact.sentence and after.unit == fact.unit
    return fact.role == "actual" and is_same and _ONE_OF.fullmatch(report.text, fact.end, after.start) is not None


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


def _is_share_of_step(report: Report, amount: Fact, share: Fact) -> bool:
    """已签约96户(占80%): whether a share in brackets is that of a step of the amount before it, its task unsaid."""
    between = report.text[amount.end : share.start]
    is_step = not amount.is_share and amount.role == "actual" and amount.domain == "demolition"
    return is_step and between.startswith("(占") and _STEPS.search(_lead(report, amount)) is not None


def _is_listed_rate(before: list[Fact], share: Fact) -> bool:
    """青石镇2亿元,占任务的53%;柳河镇1亿元,占25%: whether the share continues those of the task before it."""
    shares = [each for each in before if each.is_share and each.sentence is share.sentence]
    amount = before[-1]
    return bool(shares) and "share_of_task" in shares[-1].rules and not amount.is_share and amount.role == "actual"


def continues_shares(report: Report, before: Fact, share: Fact) -> bool:
    """分别占计划的81%、80%; 分别增长15%和9%: whether `share` is one more share of the kind of `before`."""
    return (
        before.is_share and share.is_share and _COORDINATE.fullmatch(report.text, before.end, share.start) is not None
    )


def _is_rate_of_place(report: Report, fact: Fact) -> bool:
    """各镇完成率分别为:东溪镇76%、西溪镇58%: whether a list of places behind a rate holds the share."""
    before = report.text[report.span(fact.sentence)[0] : fact.start]
    names = names_of(_lead(report, fact).lstrip(":,、;和"))
    return bool(names) and names[-1].end >= len(_lead(report, fact).lstrip(":,、;和")) and _is_rate_list(before)


def _is_rate_list(words: str) -> bool:
    match = _RATES_LISTED.search(words)
    return match is not None and _LEVEL_RATE.search(words[: match.start() + 1]) is None


def _lead(report: Report, fact: Fact) -> str:
    return report.text[fact.lead : fact.start]


def _rate(report: Report, fact: Fact, before: Fact | None, lead: str) -> None:
    if before and _OF_FIGURE.fullmatch(lead) and before.end == fact.lead:
        words = _lead(report, before)
        if _SHARE_VERB.search(words) or before.role == "target":
            is_task = _TASK_WORD.search(words + lead) is not None
            before.role = "target" if is_task else before.role
            before.rules.append("share_of_figure")
            _set_rate(fact, "task_share", _words_of(words))
            fact.part_of = before.start
            return
    if _GROWS.search(lead):
        return
    is_reported = fact.role == "target" and before is not None and before.role == "actual" and not _ASKED.search(lead)
    if is_reported and before is not None and before.sentence is fact.sentence:
        fact.role = "actual"
    if fact.role == "target" and _describes(report, fact, lead):
        fact.role = "actual"
        fact.rules.append("no_task")
        return
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
    match = re.search(rf"(?:年度|全年|总)?{_TASK}", lead)
    return match[0] if match else None


def _amount(report: Report, fact: Fact, before: Fact | None, lead: str) -> None:
    """target, open or what the tense gave, for a figure that is no per cent."""
    text = report.text
    if fact.role == "target" and (_REALLY.search(lead) or _is_of_meeting(report, fact) or _is_ranked(report, fact)):
        fact.role = "actual"
        fact.rules.append("happened")
    elif fact.role == "target" and (_describes(report, fact, lead) or _is_given_out(report, fact)):
        fact.role = "actual"
        fact.rules.append("no_task")
    elif fact.role == "actual" and _AT_LEAST.search(lead) and not _TELLS.search(text, *fact.clause):
        fact.role = "target"
        fact.rules.append("at_least")
    elif _ALL_DONE.match(report.text, fact.end, fact.tail):
        fact.rules.append("all_done")
    elif _needed().search(lead) or _is_task(lead):
        fact.role = "target"
        fact.rules.append("asked_for")
    elif _is_open(text, fact, lead):
        fact.role = "open"
        fact.rules.append("left_over")
    elif fact.role == "actual" and (_is_whole(report, fact, lead) or _is_listed_task(report, fact, lead)):
        fact.role = "target"
        fact.rules.append("whole")
    elif before and before.role == "open" and before.clause == fact.clause and "、" in lead:
        fact.role = "open"
    elif fact.role == "actual" and before and (_continues(before, fact, lead) or _is_governed(report, before, fact)):
        fact.role = "target"
        fact.rules.append("asked_for")


def _continues(before: Fact, fact: Fact, lead: str) -> bool:
    """应征土地200亩、房屋46户; 计划财政资金90万元,自筹资金10万元: nouns that continue the outstanding task."""
    if before.role != "target" or before.is_share or "share_of_figure" in before.rules or "n_of" in before.rules:
        return False
    if _done_words().search(lead):
        return False
    if before.clause == fact.clause:
        return before.unit != fact.unit and re.fullmatch(r"[、和及与][^,;。:\d]{1,10}", lead) is not None
    is_fund = re.fullmatch(r"[,、]?[^,;。:\d]{2,8}资金", lead) is not None
    return is_fund and before.tail <= fact.lead and before.figure["dimension"] == fact.figure["dimension"]


def _is_governed(report: Report, before: Fact, fact: Fact) -> bool:
    """需征地560亩,拆迁房屋128户; 计划投资800万元修路,投资90万元修桥: the word that asks reaches over commas."""
    start = max(report.span(fact.sentence)[0], report.text.rfind(";", 0, fact.start) + 1)
    asks = list(_ASKS_ON.finditer(report.text, start, fact.start))
    if not asks or before.role != "target" or before.start < asks[-1].end() or before.is_share:
        return False
    between = report.text[before.end : fact.start]
    if between.count(",") > 1 or _STOPS_ASKING.search(between) or _DESCRIBES.search(between):
        return False
    return before.unit != fact.unit or _verb_of(report, fact) in _lead(report, before)


def _verb_of(report: Report, fact: Fact) -> str:
    """The two characters that the words of a figure begin with: 需征收90户,签约80户 names another step, no task."""
    return _lead(report, fact).lstrip(",、和及与并")[:2]


def _describes(report: Report, fact: Fact, lead: str) -> bool:
    """Whether a number of a plan says how things are: 占地300亩, 工程区总面积694公顷."""
    if _DESCRIBES.search(lead):
        return True
    words = report.text[slice(*report.span(fact.sentence))]
    return _AREA.search(lead) is not None and _DOES.search(words) is None


def _is_listed_task(report: Report, fact: Fact, lead: str) -> bool:
    """征地工作任务,共190个项目,涉及总征地量39768亩: what a task consists of, as long as nothing is reported as done."""
    before = report.text[report.span(fact.sentence)[0] : fact.start]
    return _LISTED.search(lead) is not None and _TASK_OPENS.search(before) is not None


def _is_given_out(report: Report, fact: Fact) -> bool:
    """现将…计划下达给你们,合计资金310万元: funds allocated to others are no plan of the unit that receives them."""
    before = report.text[report.span(fact.sentence)[0] : fact.start]
    return _GIVEN_OUT.search(before) is not None and not _ASKED.search(before)


def _is_ranked(report: Report, fact: Fact) -> bool:
    start, end = report.span(fact.sentence)
    return _RANKED.match(report.text, fact.end, end) is not None and not _ASKED.search(report.text, start, fact.end)


def _is_of_meeting(report: Report, fact: Fact) -> bool:
    """Whether a number of a plan belongs to the news of the meeting that decided on it."""
    return _MEETING_NEWS.search(
        report.text, report.span(fact.sentence)[0], fact.start
    ) is not None and not _ASKED.search(report.text, fact.lead, fact.start)


def _is_task(lead: str) -> bool:
    if _YEAR_PLAN.search(lead):
        return True
    return _TARGET_WORD.search(lead) is not None and not _TARGET_DONE.search(lead) and not _GIVEN.search(lead)


def _is_open(text: str, fact: Fact, lead: str) -> bool:
    clause = text[fact.clause[0] : fact.clause[1]]
    if _NOT_OPEN.search(clause):
        return False
    if _OPEN_BEFORE.search(lead) or (_OPEN_DOING.search(lead) and fact.role == "actual"):
        return True
    if _IN_TIME.search(lead) and fact.figure["unit"] in _HAZARD_UNITS:
        return True
    return _OPEN_BEHIND.match(text, fact.end, fact.tail) is not None


def _is_whole(report: Report, fact: Fact, lead: str) -> bool:
    """总数4509户中,已完成签约4191户: the total task, where the sentence continues with the part that is done."""
    text = report.text
    if not _TOTAL.search(lead):
        return False
    stop = min(report.span(fact.paragraph)[1], report.span(fact.sentence)[1] + _GOES_ON)
    if _WHOLE_BEHIND.match(text, fact.end, stop):
        return True
    if fact.domain != "demolition":
        return False
    unit = re.escape(str(fact.figure["unit"] or ""))
    return (
        bool(unit)
        and re.search(rf"(?:已|完成|累计|签|拆)[^。]{{0,20}}?[\d.]+{unit}", text[fact.end : stop]) is not None
    )
