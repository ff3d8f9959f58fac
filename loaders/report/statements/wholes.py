"""Amounts of which the text counts a part: 100个村中80个, 总数90户中已签约60户."""

import re
from functools import cache
from typing import Final

from loaders.report.statements.facts import Fact, Report
from loaders.report.statements.lexicon import stage_words

#: 100个村中80个: all there is, then how many of it.
_ONE_OF: Final = re.compile(r"[^,;。:、\d(]{0,4}(?:之?中|当中|里)的?,?(?:已?有|已|共)?(?:完成|实现)?")
_TOTAL: Final = re.compile(
    r"(?:总(?:户数|数|人数|(?:征|拆|任务|动迁|搬迁)[^,;。:\d]{0,6})|涉及[^,;。:\d]{0,8}|应[^,;。:\d]{0,8})[为是有共约]?$"
)
_WHOLE_BEHIND: Final = re.compile(r"[^,;。:\d]{0,6}(?:之?中|当中|里)(?=[,:、 已有的\d签完拆整])")
#: Rules of an amount that is the sum of what is done and what is left, and of what is done of it.
WHOLE, PART_DONE = "sum_of_parts", "part_done"
#: The rule of hazards, cases … that were found and of which the text says that all are closed.
ALL_CLOSED: Final = "all_closed"
#: 发现隐患126处,均已整改到位; not 整改率.
_CLOSED_SINCE: Final = re.compile(
    r"[,;](?:目前|现|现场|当场)?(?:均|都)?(?:已经?)?(?:全部|均|都|悉数)(?:已经?)?(?:按[期时]|当场|现场|及时)?(?:得到|完成|落实|实现)?"
    r"(?:整改|整治|销号|化解|办结|处置|处理|消除|闭环|清零|解决)(?!率|方案|责任|措施|时限|通知)"
)
#: So far behind its sentence what is done of a whole may stand.
_GOES_ON: Final = 40
#: Longest text on one clearing, in characters.
_SHORT_TEXT: Final = 2000

#: Dimensions of which a part may be counted; 投入30万元完成20万元 are two sums.
_COUNTED: Final = frozenset(("count", "area", "length"))
#: Hazards that were found are no task.
_HAZARDS: Final = re.compile("隐患|问题|线索|案件|投诉|纠纷|信访")


@cache
def _part_done() -> re.Pattern[str]:
    """60户拆迁户已签约, 75处隐患整改: between the number of a thing and that of those which are done."""
    step = f"(?:{stage_words()}|签|拆|征|迁|改|建成|栽植)"
    return re.compile(
        rf"(?!.*(?:涉及|惠及|覆盖|开展|实施|组织|打造|投入|占))(?:[\u4e00-\u9fff]{{2,10}}?(?:目前|现)?(?:(?:已经?|累计|共)?(?:完成|实现){step}?|(?:已经?|累计|共)?{step})|"
        rf"(?:已经?|其中已)(?:完成)?{step})了?"
    )


#: 新改扩建幼儿园5所,竣工3所; 征地90亩,已签80亩: what stands between the work that there is and what is done of it.
_THEN_DONE: Final = re.compile(
    r"(?:[\u4e00-\u9fff]{0,6},(?:目前|现|截至目前,?)?)"
    r"(?:(?:已经?|共|累计|实际)*(?:完成|竣工|完工|建成|投用|开放)|已[\u4e00-\u9fff]{1,3})了?"
)
#: Words before an amount that say that it is done, or was found.
_SAYS_DONE: Final = re.compile(
    r"已(?!知)|了(?!解)|累计|完成|实现|共(?![同享])|签|拆除|腾空|开工|竣工|完工|建成|验收|立项|发放|拨付|到位|查|发现|受理|"
    r"接到|收到|化解|办结|整改|投入|引进|流转|入库|培训|其中|举办|开展|上报|梳理|剩|余|未|在建"
)
#: 签约7户、拆除5户,剩余2户: an amount that is done of a step is no whole.
_STEP_DONE: Final = re.compile("签约|签订|拆除|腾空|搬迁|开工|竣工|完工|建成|验收|拨付|到位|化解|整改|办结")
#: 重大隐患3处闭环3处
_CLOSED: Final = re.compile("(?:已|均)?(?:整改|闭环|销号|化解|办结|处置|整治)(?:完成|到位)?")
_MORE_THAN_ALL: Final = 1.5


@cache
def _doing() -> re.Pattern[str]:
    return re.compile(rf"已|了(?!解)|累计|完成|实现|新增|{stage_words()}")


def is_one_of(report: Report, fact: Fact, after: Fact) -> bool:
    """100个村中80个: whether `after` counts some of what `fact` counts all of."""
    is_same = after.sentence is fact.sentence and after.unit == fact.unit
    if fact.role != "actual" or not is_same:
        return False
    return (
        _ONE_OF.fullmatch(report.text, fact.end, after.start) is not None
        or _is_part_done(report, fact, after)
        or _is_work_then_done(report, fact, after)
    )


def _is_work_then_done(report: Report, fact: Fact, after: Fact) -> bool:
    """新改扩建幼儿园5所,竣工3所: whether a bare word of completion leads to how much of the work before it is done."""
    all_there_is, done = fact.figure["base_value"], after.figure["base_value"]
    if fact.figure["dimension"] not in _COUNTED or not all_there_is or done is None or after.is_share:
        return False
    if done > _MORE_THAN_ALL * all_there_is or _SAYS_DONE.search(report.text, fact.clause[0], fact.start):
        return False
    return _THEN_DONE.fullmatch(report.text, fact.end, after.start) is not None


def _is_part_done(report: Report, fact: Fact, after: Fact) -> bool:
    """60户拆迁户已签约45户: whether a step behind the number of a thing says of how many it is done."""
    whole, part = fact.figure["base_value"], after.figure["base_value"]
    if fact.figure["dimension"] not in _COUNTED or whole is None or part is None or part > whole:
        return False
    is_named = _part_done().fullmatch(report.text, fact.end, after.start) is not None
    is_named = is_named or (
        is_found(report, fact) and _CLOSED.fullmatch(report.text, fact.end, after.start) is not None
    )
    return is_named and after.clause == fact.clause and _doing().search(report.lead(fact)) is None


def is_found(report: Report, fact: Fact) -> bool:
    """Whether what is counted was found (隐患, 案件) and not set as a task."""
    return _HAZARDS.search(report.text, fact.lead, fact.tail) is not None


def mark_all_closed(report: Report) -> None:
    """发现隐患126处,已全部整改: adds ALL_CLOSED to the amount that was found, if no other number stands between."""
    for fact in report.facts:
        if fact.role != "actual" or fact.is_share or fact.figure["dimension"] != "count":
            continue
        if is_found(report, fact) and _CLOSED_SINCE.match(report.text, fact.end, report.span(fact.sentence)[1]):
            fact.rules.append(ALL_CLOSED)


def wholes_of_parts(report: Report) -> None:
    """涉及农户60户,已签约45户,剩余15户: the sum of what is done and what is left is the task."""
    facts = report.facts
    for at, left in enumerate(facts):
        if left.role != "open" or at < 2:
            continue
        done = next((each for each in reversed(facts[max(0, at - 3) : at]) if each.unit == left.unit), None)
        if done is None or done.role != "actual" or done.paragraph is not left.paragraph:
            continue
        parts = (done.figure["base_value"], left.figure["base_value"])
        for whole in reversed(facts[max(0, at - 8) : facts.index(done)]):
            if whole.paragraph is not left.paragraph or None in parts:
                break
            is_sum = whole.unit == left.unit and whole.figure["base_value"] == sum(parts)
            is_sum = is_sum and (whole.role == "target" or not _STEP_DONE.search(report.lead(whole)))
            if is_sum and whole.role == "actual":
                whole.role = whole.role if is_found(report, whole) else "target"
                whole.rules.append(WHOLE)
                done.rules.append(PART_DONE)
                break


def is_whole(report: Report, fact: Fact, lead: str) -> bool:
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
    is_told = re.search("了|已|完成|拆除|签", text[fact.end : fact.clause[1]]) is not None
    stop = len(text) if len(text) <= _SHORT_TEXT and not is_told else stop
    return (
        bool(unit)
        and re.search(rf"(?:已|完成|累计|签|拆)[^。]{{0,20}}?[\d.]+{unit}", text[fact.end : stop]) is not None
    )
