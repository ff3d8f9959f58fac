"""Which unit words a number may carry in running text, as regular expressions built from domain/schema/units.py.

A measure word is also the first character of many other words (项目, 成立, 国道, 分别). `_NOT_BEFORE` says
which character after a unit word shows that it is no unit there.
"""

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from domain.schema.units import UNIT_WORDS
from loaders.numbers.calendar import GAP

#: unit word -> characters (or words, with |) that must not follow it.
_NOT_BEFORE: Final = {
    "个": "性体案别",
    "人": "均|才|员|民|社|居环境|文|格",
    "家": "园乡长具禽畜属装政",
    "户": "外籍",
    "项": "目",
    "名": "列单为称师优特牌誉校企医家录",
    "位": "于居列置一",
    "次": "于数",
    "件": "均",
    "条": "件例款",
    "场": "所地馆站景址",
    "处": "理于置级室罚长分",
    "座": "谈",
    "部": "门分队署位委",
    "层": "面次级",
    "类": "别型似",
    "种": "植子养业田粮菜草树",
    "台": "阶风账湾商企胞办",
    "块": "链",
    "国": "集道家企内际有产土民资防债控标画旗庆营网务省税界",
    "省": "道级内外属委际长会城",
    "市": "级场区民政委直值容内外域中属长辖",
    "县": "级道城内外域委属长",
    "乡": "道镇村级亲贤",
    "村": "道级庄民委社内居",
    "镇": "区村级域内",
    "州": "级市",
    "米": "粉面饭",
    "元": "旦素宝",
    "天": "然气津河下空府",
    "分": "别类区配管局公行布散析解化享担期批步级项层工支组开歧流数值比之赴片段子红拨发",
    "成": "立为功果员本长效交绩就品熟套才人型片因",
    "度": "假汛夏冬过",
    "字": "号",
    "集": "中体团聚约镇市成群散",
    "档": "案次",
    "班": "子级组列",
    "排": "名放查水污出位头序",
    "包": "括含容装干保联户",
    "把": "握关控",
    "组": "织建成团长",
    "队": "伍员长",
    "双": "方向减创拥随碳控",
    "头": "部",
    "口": "岸头号罩粮径",
    "支": "持付部撑柱出援农",
    "根": "本据治植",
    "面": "积向对临貌试",
    "环": "境保节比卫评",
    "首": "次批个位家创先要届季日年",
    "站": "点位台区",
    "片": "区长面警",
    "段": "时落",
    "道": "路德理",
    "路": "面段网灯口线长基",
    "门": "诊户槛前口类",
    "行": "业动政为程列使走贿",
    "批": "准复发评",
    "本": "地村级市县省区年月科次届着金土质报",
    "发": "展放生布现电挥明改货出票送言起达力",
    "单": "位元独项纯一个打体品价日月",
    "轮": "流换训种作岗休值",
    "具": "有备体",
    "副": "书主市县省镇食业产总局处",
    "餐": "饮厅馆",
    "票": "据价房",
    "拨": "付款打",
    "维": "护修稳权持",
    "尾": "气款矿水号数",
    "对": "应于口接外照比标",
    "师": "生傅资范",
    "团": "队结体伙委",
    "里": "程面路",
    "方": "面案式便针法向位",
    "丈": "夫",
    "担": "保任当心",
    "石": "油化",
    "克": "服难",
    "瓦": "斯解",
    "升": "级学值温高",
    "兆": "头",
    "岁": "月",
    "代": "表理",
    "期": "间望待盼末中",
    "院": "士校长系内落子区里所坝务方感前外部领",
}

#: Unit words that a single Chinese digit may count: 两家, 三亩; never 三大, 四化, 一把手.
_PLAIN_AFTER_DIGIT: Final = (
    "家 户 名 人 处 座 所 幢 栋 台 辆 艘 架 起 例 宗 件 场 次 个 项 条 支 位 间 口 匹 亩 市亩 公顷 "
    "平方米 平方公里 公里 千米 米 华里 吨 公斤 市斤 斤 担 市担 元 美元 人次 户次 场次 批次 倍 "
    "个月 天 小时 个小时 分钟 周 个星期 台套 套 笔 份 部 "
    "张 块 立方米 千瓦 孔 个百分点 百分点 成 周年 年 对 列 班"
)

#: Units with 多 inside: 1个多月 is more than one month.
_WITH_MORE: Final = frozenset(("个多月", "个多小时", "个多星期", "个多百分点"))

_GUARD: Final = {
    word: f"{word}(?!{after})" if "|" in after else f"{word}(?![{after}])" for word, after in _NOT_BEFORE.items()
}


#: Units that a justified text may break: 5 个百 分点, 30万平 方米.
_BREAKABLE: Final = frozenset(
    ("个百分点", "百分点", "平方米", "平方公里", "立方米", "公里", "公顷", "人次", "个月", "美元", "小时")
)


def _alternation(words: Iterable[str]) -> str:
    """One pattern for `words`, longest first, each with its guard."""
    return "|".join(
        GAP.join(word) if word in _BREAKABLE else _GUARD.get(word) or re.escape(word)
        for word in sorted(words, key=lambda word: (-len(word), word))
    )


@cache
def unit_pattern() -> str:
    """The pattern of any unit word after digits (without 月, which is a date unless 个 stands before it)."""
    return _alternation((UNIT_WORDS | _WITH_MORE) - {"月", "号"})


@cache
def digit_unit_pattern() -> str:
    """The pattern of a unit word after one single Chinese digit."""
    return _alternation(_PLAIN_AFTER_DIGIT.split())
