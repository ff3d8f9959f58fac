"""The role of an amount: target, what is left, or what the tense gave (需拆除房屋23幢, 剩余18处)."""

import re
from functools import cache
from typing import Final

from loaders.report.statements.facts import Fact, Report
from loaders.report.statements.lexicon import stage_words
from loaders.report.statements.open_amounts import is_left_to_do, is_open, says_by_when
from loaders.report.statements.wholes import is_whole

ABOUT: Final = r"(?:大?约|近|超|超过|逾|达到?了?|为|是|已|均|共|至|到|分别|只|仅|[:\"“( ]){0,3}"
TASK: Final = r"(?:任务|目标|计划|指标|预算|考核)"
_TARGET_WORD: Final = re.compile(
    r"(?:(?:任务|目标|计划|(?:考核|年度|目标|任务|计划|工作|约束性|下达的?)指标|考核)(?:任务|目标|指标)*(?:总?数|"
    r"总?量|面积|值|"
    r"总任务)?(?:分别)?(?:涉及的?)?|总(?:任务|目标|计划))"
    r"(?:[:为是共计有达约近,( ]|不低于|不少于)*$"
)
_TARGET_DONE: Final = re.compile(
    rf"(?:完成|超额完成|实现|达成|落实|分解|占|超)(?:了|好)?[^,;。:]{{0,8}}{TASK}[^,;。:]*$"
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
    r"提高|增加|恢复|复垦|开发|治理|供应|处置|盘活|收储|出让"
)
_LISTED: Final = re.compile(r"(?:共|涉及|总)[^,;。:\d]{0,8}$")
_TASK_OPENS: Final = re.compile(r"(?<!围绕)(?<!聚焦)(?<!紧盯)任务(?=[,:、共涉为总])(?![^。]*(?:完成|已|截[至止]))")
_GIVEN_OUT: Final = re.compile(r"(?:现将|现)[^。]{0,60}(?:下达|安排|分配|拨付)")
_TELLS: Final = re.compile(r"已|累计|了(?![解])|均")
ASKED: Final = re.compile(r"力争|确保|争取|必须|要(?!求)|达标|须")
#: 资金实际到位760万元 says in a plan, too, what was done.
_REALLY: Final = re.compile(r"实际(?!需|应|上)[^,;。:\d]{0,10}$")
#: 计划投资9亿元的水厂项目完成投资3亿元: behind the plan of a thing, what was done of it.
_DONE_OF_IT: Final = re.compile(
    r"的[^,;。:\d]{2,24}?(?:已|累计|共)?(?:完成|实现|到位|支出|拨付|开工|投入)[^,;。:\d]{0,6}$"
)
#: 14套需要更新改造的装置: the word that asks stands behind the number.
_NEEDED_BEHIND: Final = re.compile(r"(?:需要?|应|须|待)(?!求)(?:要|予以)?[^,;。:\d]{2,8}的")
#: 需拆迁房屋90户,共3万平方米: one more number of the same task.
_SAME_TASK: Final = re.compile(r"[,、(/]?(?:共计?|合计|约|近|总|建筑|面积|拆迁|征收|征地|占地)*")
#: 下达指令书6份 in a list behind what is left over counts something else.
#: 计划完成造林面积850亩,抚育面积2000亩
_AREAS: Final = re.compile(r"[,、][^,;。:\d]{2,8}面积")
_LONGEST_NOUN: Final = 6
_WHOLE_RULE: Final = "whole"
#: 涉及住户90户(住宅80户、非住宅10户),房屋12幢,建筑面积约2万平方米: one more number of all there is.
_IS_PART_OF_WHOLE: Final = re.compile(
    r"\)?[(,、](?:房屋|住宅|非住宅|住房|土地|商铺|店面|企业|单位|总?建筑面积|总?面积|总?用地|集体土地|国有土地|耕地|坟墓)?(?:约|近|共)*"
)
#: 应上锁90户,实上锁85户
_SHOULD: Final = re.compile("(?<![响适供感回顺照相])应[\u4e00-\u9fff]{1,4}$")
_REALLY_BEHIND: Final = re.compile("[,、]?(?:实|已)")
#: 较上期(8月13日561户)净增28户: what is compared with, in brackets.
_COMPARED: Final = re.compile(r"[较比](?:去年|上年|上期|上月|上周|上次|年初)(?:同期)?\([^();。]{0,10}$")
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
_TOLD: Final = re.compile(
    r"已|了(?![解])|均(?!衡)|截[至止]|累计完成|实际|达到了|以来|提前|发现|尚|还有|剩余?|余下|其余"
)
#: 年底前完成26个已完工项目验收
_DONE_THINGS: Final = re.compile("已[\u4e00-\u9fff]{1,3}(?=项目|工程|房屋|的)")
#: 验收2094亩,超额完成下达的2000亩任务: the task that the amount before it exceeds.
_EXCEEDS: Final = re.compile(r",?(?:已|均)?(?:超额完成|超过|超出|高于|多于)了?[^,;。:\d]{0,16}$")
#: 产值61.7亿元,比年初定的60亿元多1.7亿元: the task that an amount is compared with.
_COMPARED_WITH: Final = re.compile(r"[比较][^,;。:\d]{0,6}(?:目标|任务|计划|定的|下达的|预算)(?:数|值)?$")
_BY_HOW_MUCH: Final = re.compile("[多少超高低]")
_TASK_NEXT: Final = re.compile(rf"的?[^,;。:\d]{{0,8}}?{TASK}")
_PART_OPENS: Final = re.compile(r",?(?:其中|包括)")
_PART_IS_DONE: Final = re.compile(
    r"已|了(?!解)|完成|实现|签|开工|竣工|完工|建成|验收|拨付|到位|整改|化解|办结|拆除|腾空|累计|支出|流转|立项|剩|余|未"
)
_NEXT_PART: Final = re.compile(r"[,、和及][^,;。:\d]{0,10}")
#: The rule of a part of a task.
PART_OF_TARGET: Final = "part_of_target"
#: The rule of such a task.
EXCEEDED: Final = "exceeded_task"
#: 3月5日,…会议举行,50名代表…: the news of a meeting that a plan begins with.
_MEETING_NEWS: Final = re.compile(r"\d[日号][^。]{0,60}?(?:举行|召开|举办了|参加了)[^。]*$")


@cache
def _needed() -> re.Pattern[str]:
    """应征房屋, 需拆除, 需整改问题: words of an outstanding task right before a figure."""
    verbs = f"{stage_words()}|征|拆|迁|签|搬|改|建|收|腾|交|评|办|缴|付|补|投保|参保|接种|完成|投资"
    return re.compile(
        rf"(?:(?<![响适供感回顺照])(?:应|须|需(?!求)|拟(?!定))|(?:(?<=[内共镇县区市目道村])|(?<![\u4e00-\u9fff]))计划)(?:要|予以|依法)?(?:{verbs})[^,;。:\d]{{0,8}}?{ABOUT}$"
    )


@cache
def _done_words() -> re.Pattern[str]:
    """Words that say that something happens or has happened."""
    return re.compile(
        rf"{stage_words()}|已|了|现(?!金)|实际|累计|其中|占|达|为|剩|余|均|都|总|共|落实|安排|下达|筹措|争取"
    )


def assign_amount(report: Report, fact: Fact, before: Fact | None) -> None:
    """Sets the role of the amount `fact`: target, open or what the tense gave; `before`: as in assign_share."""
    lead = report.lead(fact)
    found = _by_tense(report, fact, lead) or _by_words(report, fact, before, lead)
    if found is not None:
        fact.role, rule = found
        fact.rules += [rule] if rule else []


def _by_tense(report: Report, fact: Fact, lead: str) -> tuple[str, str] | None:
    """Role and rule where the words contradict the tense, or say more than it; None where they do not."""
    text = report.text
    if fact.role == "target" and _has_happened(report, fact, lead):
        return "actual", "happened"
    if fact.role == "target" and (describes(report, fact, lead) or _is_given_out(report, fact)):
        return "actual", "no_task"
    if fact.role == "actual" and _AT_LEAST.search(lead) and not _TELLS.search(text, *fact.clause):
        return "target", "at_least"
    if _ALL_DONE.match(text, fact.end, fact.tail):
        return fact.role, "all_done"
    return ("baseline", "compared") if _COMPARED.search(text, fact.clause[0], fact.start) else None


def _by_words(report: Report, fact: Fact, before: Fact | None, lead: str) -> tuple[str, str] | None:
    """Role and rule by words of a task, of what is left, of a whole, or by the amount before that goes on."""
    is_actual = fact.role == "actual"
    is_task = _is_task(lead) and fact.figure["dimension"] != "percentage_point"
    is_task = is_task or (_SHOULD.search(lead) is not None and _REALLY_BEHIND.match(report.text, fact.end) is not None)
    if is_task or _needed().search(lead) or _NEEDED_BEHIND.match(report.text, fact.end, fact.tail):
        return "target", "asked_for"
    if is_actual and before and _is_part_of_target(report, before, fact, lead):
        return "target", PART_OF_TARGET
    if before and _is_exceeded(report, before, fact, lead):
        return "target", EXCEEDED
    if is_open(report.text, fact, lead):
        return ("target", "left_to_do") if is_left_to_do(report, fact, lead) else ("open", "left_over")
    if is_actual and (is_whole(report, fact, lead) or _is_listed_task(report, fact, lead)):
        return "target", _WHOLE_RULE
    if is_actual and is_due_before(report, fact):
        return "target", "due_before"
    if before and before.role == "open" and before.clause == fact.clause and _goes_on(lead):
        return "open", ""
    if is_actual and before and (_continues(report, before, fact, lead) or _is_governed(report, before, fact)):
        return "target", "asked_for"
    return None


def _is_part_of_target(report: Report, before: Fact, fact: Fact, lead: str) -> bool:
    """任务1200户,其中集中安置900户、分散安置300户: parts of a task that nothing says to be done are tasks too."""
    one, other = before.figure["base_value"], fact.figure["base_value"]
    if before.role != "target" or before.unit != fact.unit or before.is_share or None in (one, other):
        return False
    if before.paragraph is not fact.paragraph or _PART_IS_DONE.search(lead):
        return False
    if _PART_OPENS.match(lead):
        return bool(other <= one) and before.clause[1] >= fact.lead - 1
    return PART_OF_TARGET in before.rules and _NEXT_PART.fullmatch(lead) is not None


def _is_exceeded(report: Report, before: Fact, fact: Fact, lead: str) -> bool:
    if _COMPARED_WITH.search(lead) and _BY_HOW_MUCH.match(report.text, fact.end, fact.tail):
        return True
    if not _EXCEEDS.match(lead) or not _TASK_NEXT.match(report.text, fact.end, fact.tail):
        return False
    done, task = before.figure["base_value"], fact.figure["base_value"]
    return before.role == "actual" and before.unit == fact.unit and None not in (done, task) and bool(done >= task)


def is_due_before(report: Report, fact: Fact) -> bool:
    """10月底前高标准农田2.5万亩主体完工: whether the clause says by when, and not that it has happened."""
    words = _DONE_THINGS.sub("", report.text[slice(*fact.clause)])
    return says_by_when(report, fact) and not _TOLD.search(words)


def _has_happened(report: Report, fact: Fact, lead: str) -> bool:
    is_done = _DONE_OF_IT.match(lead) is not None and not ASKED.search(lead)
    return is_done or _REALLY.search(lead) is not None or _is_of_meeting(report, fact) or _is_ranked(report, fact)


def _goes_on(lead: str) -> bool:
    """Whether a list of what is left over goes on: no other step stands between."""
    noun = lead.rpartition("、")
    return noun[1] != "" and len(noun[2]) <= _LONGEST_NOUN and re.search(stage_words(), noun[2]) is None


def _continues(report: Report, before: Fact, fact: Fact, lead: str) -> bool:
    """应征土地200亩、房屋46户; 计划财政资金90万元,自筹资金10万元: nouns that continue the outstanding task."""
    if before.role != "target" or before.is_share or "share_of_figure" in before.rules or "n_of" in before.rules:
        return False
    between = report.text[before.end : fact.start]
    if before.unit != fact.unit and "asked_for" in before.rules and _SAME_TASK.fullmatch(between):
        return True
    if before.unit == fact.unit and _AREAS.fullmatch(between) and report.lead(before).endswith("面积"):
        return True
    if _WHOLE_RULE in before.rules and _IS_PART_OF_WHOLE.fullmatch(between):
        fact.rules.append(_WHOLE_RULE)
        return True
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
    return before.unit != fact.unit or _verb_of(report, fact) in report.lead(before)


def _verb_of(report: Report, fact: Fact) -> str:
    """The two characters that the words of a figure begin with: 需征收90户,签约80户 names another step, no task."""
    return report.lead(fact).lstrip(",、和及与并")[:2]


def describes(report: Report, fact: Fact, lead: str) -> bool:
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
    return _GIVEN_OUT.search(before) is not None and not ASKED.search(before)


def _is_ranked(report: Report, fact: Fact) -> bool:
    start, end = report.span(fact.sentence)
    return _RANKED.match(report.text, fact.end, end) is not None and not ASKED.search(report.text, start, fact.end)


def _is_of_meeting(report: Report, fact: Fact) -> bool:
    """Whether a number of a plan belongs to the news of the meeting that decided on it."""
    return _MEETING_NEWS.search(
        report.text, report.span(fact.sentence)[0], fact.start
    ) is not None and not ASKED.search(report.text, fact.lead, fact.start)


def _is_task(lead: str) -> bool:
    if _YEAR_PLAN.search(lead):
        return True
    return _TARGET_WORD.search(lead) is not None and not _TARGET_DONE.search(lead) and not _GIVEN.search(lead)
