"""What is not done yet: 剩余18处, 未签约6户, 正在整改5处; what a plan asks to do of it is a target."""

import re
from functools import cache
from itertools import pairwise
from typing import Final

from domain.text.kinds import AHEAD
from loaders.report.statements.facts import Fact, Report
from loaders.report.statements.lexicon import stage_words

#: What is not done yet: 未签约, 未整改; not 未来 or 未名园.
_UNDONE: Final = (
    "未(?=完成|完工|到期|到整改期|整改|签|拆|到位|腾|搬|办|销号|化解|竣工|开工|落实|验收|开展|交|征|动工|处置|处理|治理|达标|拨付|支出|"
    "支付|启动|"
    "清|迁|复耕|种植|改造|建成|整治|入库|缴|收)"
)
_OPEN_BEFORE: Final = re.compile(
    rf"(?:剩余?(?!价值)|剩下|余下|其余(?!各?[乡镇村县区市]|街道|社区|部门|单位)|其他尚|尚(?:未|有|余|需|缺|欠|差)|仅剩|还剩|仍剩|{_UNDONE}|逾期(?!率)|待(?=整改|拆|签|征|"
    rf"销号|化解|办|腾|解决|完成))[^,;。:]*$"
)
#: 余5栋, 差32亩: right before the number.
_REST_BEFORE: Final = re.compile(r"(?<![其多盈年月有结])余(?:下|数)?(?:约|近)?$|(?<![误价温级时逆落反])差(?:约|近)?$")
_OPEN_DOING: Final = re.compile(r"正在[^,;。:]{0,6}$")
#: 限期整改4条: hazards that are still open; 责令限期整改4家 counts the firms that were ordered to do so.
_IN_TIME: Final = re.compile(r"限期(?:内)?整改(?:的|到位)?(?:一般|重大)?(?:安全|问题)?(?:问题|隐患)?$")
_HAZARD_UNITS: Final = frozenset("个条处项起件")
_OPEN_BEHIND: Final = re.compile(
    rf"[^,;。:、\d]{{0,8}}?(?:{_UNDONE}|尚未|[尚仍还]在(?=施工|建设|整改|协商|办理)|正在(?:限期|抓紧|落实|加紧|按期)?(?:整改|签|腾|拆|搬|化解|办理|"
    r"处置|协商|治理|推进中)|限期(?=整改|完成|在|于|\d)|限(?=\d)|"
    r"整改中|待(?:整改|拆|签|征|销号|化解|办|腾|解决)|逾期)"
)
#: 3个项目全部开工: behind the number, what is to be done with them.
_DONE_BEHIND: Final = re.compile(r"[^,;。:\d]{0,10}?(?:完成|全部|实现|力争|确保)")
#: 10月底前, 年内: by when something is to be done, before its number.
BY_THEN: Final = re.compile(
    r"(?:\d{1,2}月(?:底|末|[上中下]旬|\d{1,2}[日号])?|年[底末]|[一二三四]季度末?|[上下]半年|国庆节?|春节|汛期)之?前(?!期|三|述|往)|"
    r"(?<![\d一二三四五六七八九十两近几半])年内"
)
_LISTED: Final = re.compile("[\u4e00-\u9fff]{1,8}[和及、与]")
_NOT_OPEN: Final = re.compile(r"(?:其余|剩余|余下)[^,;。:]*?(?:均|都|也)?(?:已|全部)(?!列入|制定|明确|落实|责令|下达)")


def is_open(text: str, fact: Fact, lead: str) -> bool:
    """Whether `fact`, with the words `lead` before it, counts what is not done yet."""
    clause = text[fact.clause[0] : fact.clause[1]]
    if _NOT_OPEN.search(clause):
        return False
    if _OPEN_BEFORE.search(lead) or _REST_BEFORE.search(lead) or (_OPEN_DOING.search(lead) and fact.role == "actual"):
        return True
    if _IN_TIME.search(lead) and fact.figure["unit"] in _HAZARD_UNITS:
        return True
    return _OPEN_BEHIND.match(text, fact.end, fact.tail) is not None


def join_open(report: Report) -> None:
    """43家企业和1座寺庙、1所学校未拆迁: what is not done is each of the things listed before the word for it."""
    for fact, after in reversed(list(pairwise(report.facts))):
        if after.role != "open" or after.clause != fact.clause or fact.role != "actual":
            continue
        is_behind = "listed_open" in after.rules or _OPEN_BEHIND.match(report.text, after.end, after.tail)
        if is_behind and _LISTED.fullmatch(report.text, fact.end, after.start):
            fact.role = "open"
            fact.rules.append("listed_open")


def says_by_when(report: Report, fact: Fact) -> bool:
    """8月底前,未开工的5个项目全部开工: whether the clause of a figure, or a day alone before it, says by when."""
    text, start = report.text, fact.clause[0]
    opening = max(text.rfind(mark, 0, max(start - 1, 0)) for mark in ",;。:\n") + 1
    is_day = text[start - 1 : start] == "," and BY_THEN.fullmatch(text[opening : start - 1].strip())
    return BY_THEN.search(text, opening if is_day else start, fact.start) is not None


def is_left_to_do(report: Report, fact: Fact, lead: str) -> bool:
    """9月底前完成剩余45户签约: whether a plan, or a clause that says by when, asks to do what `is_open`."""
    if fact.sentence.kind not in AHEAD and not says_by_when(report, fact):
        return False
    return _to_do().search(lead) is not None or _DONE_BEHIND.match(report.text, fact.end, fact.tail) is not None


@cache
def _to_do() -> re.Pattern[str]:
    """完成快速通道剩余: a verb before what is left."""
    return re.compile(
        rf"(?:{stage_words()}|实现|抓好|解决|推进|加快|力争|确保)(?!的)[^,;。:\d]{{0,10}}?(?:剩余|余下|剩下|其余|遗留)[^,;。:\d]{{0,8}}$"
    )
