"""Chinese numerals that count, as against those that name: 两家, 三百余户; not 十五里村, 三大乱象, 一号工程."""

import re
from functools import cache
from typing import Final

from loaders.numbers.numerals import parse_chinese
from loaders.numbers.unit_words import digit_unit_pattern

#: Units that measure: even 一 counts before them (一亩, 一公里).
_MEASURES: Final = frozenset(
    ("亩", "市亩", "公顷", "平方米", "平方公里", "公里", "吨", "元", "美元", "倍", "百分点", "个百分点")
)
#: Units that number or describe up to a hundred: 三级, 十四届, 四十八行; 二千亿度 counts.
NUMBERING: Final = frozenset("届期号级代版章季国层类方面道门分度本环行字")
_SHORT: Final = "[^，。；、,;\\n的和与及]"
#: 个, 条, 项 … also head slogans (两个先行, 十条军规): one digit counts only where a thing follows within a few words.
_THINGS: Final = {
    "个": (
        6,
        "村 镇 乡 县 市(?!场) 区(?!域) 省 州 国家 企业 项目 厂 水库 电站 车间 机组 人 孩子 (?:特别)?行政区 学校 医院 "
        "园 矿 "
        "油田 井 站 码头 机场 高炉 单位 部门 "
        "公司 商场 商店 品种 地方 合作社 工作组 小组 队 (?<!重)点 线 机构 银行 街道 家庭 泵 桥 隧道 场 馆",
    ),
    "条": (
        6,
        "公路 铁路 高速 马路 航线 生产线 流水线 干线 支线 专线 线路 道路(?!的) 通道 隧道 地铁 河流 河道 渠 街 管",
    ),
    "支": (6, "队 基金"),
    "套": (6, "房 机组 设备 装置 公寓 书"),
    "张": (2, "床 票 证"),
    "块": (2, "地 钱 牌"),
    "项": (4, "专利 金牌 奖"),
}
_THING_AFTER: Final = {
    unit: re.compile(f"{_SHORT}{{0,{reach}}}?(?:{things.replace(' ', '|')})")
    for unit, (reach, things) in _THINGS.items()
}
_QUOTED: Final = 10
_NAMED_MEETING: Final = re.compile(r"\s?(?:全体)?会议|全会|\s?产业|[大实好]?事(?!业|故|项|件)")
_POINTING_BEFORE: Final = re.compile(r"[这那每某前后头上下另同第续各哪整“‘\"《十百千]\Z|\d\Z")
_MAGNITUDE_LEAD: Final = re.compile(r"(?:将?近|超过?|(?<!通)(?<!经)过|突?破|逾|达|约|(?<!千)(?<!以)(?<!之)上)\Z")
_SHARE_AFTER: Final = re.compile(r"以[上下]|左右|多|的|[，。；、,;]|\Z")
_PLACE_AFTER_LI: Final = re.compile(r"[长路地远外以，。、；的]|\Z")


@cache
def _digit_unit() -> re.Pattern[str]:
    return re.compile(digit_unit_pattern())


def counts(text: str, match: re.Match[str]) -> bool:
    """Whether the Chinese numeral of an `item` match counts something in `text`."""
    numeral, unit, start = match["chinese"], match["unit"] or "", match.start()
    value = parse_chinese(numeral)
    if value is None:
        return _bare_magnitude(text, match)
    if (
        value == 0
        or (unit in NUMBERING and value < 100)
        or (unit == "里" and not _PLACE_AFTER_LI.match(text, match.end()))
    ):
        return False
    if _is_slogan(text, start, match.end()) or _NAMED_MEETING.match(text, match.end()):
        return False
    if not unit:
        return bool(match["scale"] or match["more"] or re.search("[万亿]", numeral)) and value >= 10
    if value >= 11 or match["more"] or match["scale"]:
        return True
    return _small(text, match, unit)


def _is_slogan(text: str, start: int, end: int) -> bool:
    """Within short quotation marks a numeral is part of a name: “收支两条线”, “三个一号”."""
    before = text[max(0, start - _QUOTED) : start]
    opened = max(before.rfind(mark) for mark in "“‘《")
    if opened < 0 or any(mark in before[opened:] for mark in "”’》，"):
        return False
    after = text[end : end + _QUOTED]
    return any(mark in after for mark in "”’》")


def _small(text: str, match: re.Match[str], unit: str) -> bool:
    """One digit, or 十: counts before a plain measure word with something countable behind it."""
    start = match.start()
    if match["chinese"] == "一" and unit not in _MEASURES:
        return unit == "年" and text[max(0, start - 1) : start] in ("为", "用", "到", "近")
    if _POINTING_BEFORE.search(text[max(0, start - 1) : start]) or not _digit_unit().fullmatch(unit):
        return False
    if unit in _MEASURES or unit == "年":
        return True
    if unit == "成":
        return _SHARE_AFTER.match(text, match.end()) is not None
    thing = _THING_AFTER.get(unit)
    return thing is None or thing.match(text, match.end()) is not None


def _bare_magnitude(text: str, match: re.Match[str]) -> bool:
    """百 or 千万 without a digit: counts where a qualifier says so (近千人, 万余户, 上百家), else it is a word."""
    if parse_chinese("一" + match["chinese"]) is None:
        return False
    if match["more"] or match["more2"]:
        return True
    before = text[max(0, match.start() - 3) : match.start()]
    return bool(_MAGNITUDE_LEAD.search(before)) and (bool(match["unit"]) or len(match["chinese"]) > 1)
