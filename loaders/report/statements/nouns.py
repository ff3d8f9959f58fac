"""Nouns out of the words around a figure: 需征迁房屋 is 房屋, 本次共检查辖区内企业 are 企业 of the area."""

import re
from functools import cache
from typing import Final

from loaders.report.name_words import FRAME_WORDS, LINK_WORDS
from loaders.report.statements.lexicon import stage_words

#: A longer name is a clause.
LONGEST: Final = 12
#: A clause, no noun.
_NO_NOUN: Final = re.compile(r"了|进行|[,;。:、的()]|完毕|预计|剩余|已|下达|我[省市县区镇乡]|纳入|占|如下|分别")
_LEADS: Final = re.compile(
    r"^(?:[一二三四五六七八九十\d]{1,3}[)、.]|(?:\d{1,2}月(?:底|末|[上中下]旬|\d{1,2}[日号])?|年[底末])(?:之?前)?|"
    r"年内|全(?:[省市县区镇乡]|街道)|[我本][省市县区镇乡]|[:,、 \"]|累计|"
    r"共?有?各[类种]|列入|纳入|今年|当年|共|完成|实现|新增|"
    r"已|其中|[本此][次轮批]|该|督促|上述|会议|要求|各[村镇乡县区地]|(?:上?级)?申请|[这那]?些|次共|计划|规划|拟|需要?|应|须|上周|本周|[当今昨]日|当月|本月|下发|举行|实施|推进|促进|支持|落实|承担|核准|"
    r"核定|盘活|解决|迎来|接待|更新(?=改造)|辖区内?|到(?=上级)|前(?=开工|完成)|还|直接|发展(?=规模)|新(?=培育|签订|征收)|时间)+"
)
_TAILS: Final = re.compile(
    r"(?:共计|累计|总计|合计|达到?|完成|实现|(?<!行)为|任务|目标|总?数|涉及?|需|应|共|"
    r"(?<=[地田稻麦屋房])面积|(?<=[项目镇村县户])中有?|[:,、 \"(])+$"
)
#: 行业领域共排查, 项目累计完成: a verb that ends a noun.
_VERB: Final = re.compile(
    "(?<!公)共|累计|已(?!知)|均(?!衡)|需(?!求)|拟|计划(?!生育)|实现|涉及|正在|全部|报告(?!书)|(?<=[\u4e00-\u9fff])未(?!来|成年)"
)
#: Domains whose steps stand between a place and what they are done to.
_OF_GROUND: Final = ("demolition", "land")
#: Who does something, no thing that is counted.
_UNIT: Final = re.compile("街道|[省市县区镇乡村]|支队|大队|部门|单位")
_QUANTITY_ONLY: Final = re.compile(
    "主体|总量|总|量$|人数|户数|数量|个数|起数|建筑|面积|总数|长度|规模|任务|目标|计划|年度|实际|其他|其余|问题|工作|协议|合同|"
    "签字|签订|签|农户|居民|群众|村民|今日|昨日"
)


@cache
def leading_stages() -> re.Pattern[str]:
    """检查 of 检查企业: what is done, before what it is done to."""
    return re.compile(
        rf"^(?:(?!安置[房区小])(?:{stage_words()})|建(?!设|筑|材|制))+(?![组队人户点区站所款费率量])(?=[\u4e00-\u9fff]{{2}})"
    )


@cache
def empty_words() -> re.Pattern[str]:
    """The words before a figure that name no object: stages, time and quantity phrases, marks."""
    return re.compile(
        rf"{stage_words()}|(?:已经?|须|需|应|拟)[征拆迁签搬改建收腾交栽](?![造设])|[上下]半年|{FRAME_WORDS}|{LINK_WORDS}|同比|环比|增长|下降|减少|增加|任务|目标|计划|全年|年度|率|进度|"
        rf"比例|到位|本期|人数|户数|数量|个数|起数"
        r"|较?上年|去年|同期|剩余|其余|余下|尚余|另有|[一二三四]季度|[省市县区]级|尚未|正在|新|城镇|农村|城区|乡村|需|应|问题?|[^\u4e00-\u9fff]"
    )


def clean_noun(words: str, inside: str = "", *, is_behind: bool = False) -> str:
    """`words` without what is said of the noun in them.

    inside: the word that it must hold; is_behind: the words stand behind their number, the noun opens them.
    """
    parts = [part for part in _VERB.split(words) if inside in part] or [words]
    parts = [_trimmed(part, inside) for part in (parts if is_behind or inside else reversed(parts))]
    found = next((part for part in parts if is_noun(part) and not _UNIT.fullmatch(part)), parts[0])
    if inside and found[found.find(inside) + len(inside) :].startswith(("或", "和", "及", "与")):
        found = found[: found.find(inside) + len(inside)]
    if inside and (step := _inner_step(inside).match(found)):
        return found[step.end() :]
    if inside and leading_stages().sub("", found[: found.find(inside)] + "__") == "__":
        return found[found.find(inside) :]
    return found


@cache
def _inner_step(inside: str) -> re.Pattern[str]:
    """滨江大道应签约 of 滨江大道应签约房屋: who or where, and what is done to the thing `inside`."""
    return re.compile(rf"[\u4e00-\u9fff]{{2,}}?(?:{stage_words(domains=_OF_GROUND)})(?={re.escape(inside)})")


@cache
def _closing_step() -> re.Pattern[str]:
    """立项 of 补充耕地立项, 签约 of 东河村签约: a step behind the thing or place that it is taken for."""
    return re.compile(
        rf"(?:启动|开始|全面)?(?:{stage_words(domains=_OF_GROUND)})+(?:总?面积)?$|(?<=项目)(?:启动|开始)$|(?:(?<=资金)|(?<=[款券债]))(?:到位|拨付|支付|兑付|下达)$"
    )


def without_step(words: str) -> str:
    """`words` without the step of clearing or of land work that ends them: 二期项目应拆迁."""
    shorter = _closing_step().sub("", words)
    return words if shorter == words else _TAILS.sub("", shorter)


def is_bare(words: str, *, of_area: bool = False) -> bool:
    """Whether `words` before a number name nothing that is counted: 已验收; before an area also 建筑面积."""
    left = empty_words().sub("", words)
    return len(_QUANTITY_ONLY.sub("", left) if of_area else left) < 2


def plain_noun(words: str) -> str:
    """`words` with the steps that begin them, without what else is said: 立项总面积."""
    return _TAILS.sub("", _LEADS.sub("", words))


def _trimmed(words: str, inside: str) -> str:
    shorter = _TAILS.sub("", words)
    words = shorter if inside in shorter else words
    for marks in (_LEADS, leading_stages(), _LEADS, leading_stages()):
        found = marks.match(words)
        if found is not None:
            words = words[min(found.end(), words.find(inside)) if inside else found.end() :]
    return words


def is_noun(words: str) -> bool:
    """Whether `words` can be the name of a thing: no clause, not too long, more than words of quantity."""
    says = _QUANTITY_ONLY.sub("", empty_words().sub("", words))
    return 1 < len(words) <= LONGEST and not is_clause(words) and len(says) > 1


def is_clause(words: str) -> bool:
    """Whether `words` say something instead of naming it."""
    return _NO_NOUN.search(words) is not None
