"""Units: what a unit word measures and how it converts to the base unit of its dimension.

Base units: money 元 (a foreign currency keeps its own: nothing here knows a rate of exchange), area 平方米,
length 米, mass 千克, percent %, percentage_point 百分点; a duration, a concentration and a count keep the unit
they are counted in (4个月 is 4 months, never 120 days). 1公顷 = 15亩 and 1亩 = 2000/3平方米 exactly; 1斤 = 0.5千克,
1担 = 50千克 (State Council order on the metric system, 1959 and 1984).
"""

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

#: Words of scale that stand between a number and its unit: 4954万元, 1.39万亿斤.
MAGNITUDES: Final[dict[str, float]] = {
    "十": 1e1, "百": 1e2, "千": 1e3, "万": 1e4, "十万": 1e5, "百万": 1e6, "千万": 1e7, "亿": 1e8,
    "十亿": 1e9, "百亿": 1e10, "千亿": 1e11, "万亿": 1e12, "万万": 1e8, "十万亿": 1e13, "百万亿": 1e14,
}  # fmt: skip

_MU: Final = 2000 / 3

#: dimension -> base unit -> {unit word: how many base units it is}.
_MEASURES: Final[dict[str, dict[str, dict[str, float]]]] = {
    "money": {
        "元": {
            "元": 1, "圆": 1, "块钱": 1, "元人民币": 1, "人民币元": 1,
            "角": 0.1, "毛钱": 0.1, "角钱": 0.1, "分钱": 0.01,
        },
        "美元": {"美元": 1, "美金": 1},
        "港元": {"港元": 1, "港币": 1},
        "欧元": {"欧元": 1},
        "日元": {"日元": 1},
        "英镑": {"英镑": 1},
        "卢布": {"卢布": 1},
        "澳元": {"澳元": 1},
    },
    "area": {
        "平方米": {
            "平方米": 1, "平米": 1, "平方": 1, "平方公尺": 1, "㎡": 1, "m²": 1, "m2": 1,
            "亩": _MU, "市亩": _MU,
            "畝": _MU, "公亩": 100, "垧": 10000, "公顷": 10000, "ha": 10000, "hm²": 10000, "hm2": 10000,
            "平方公里": 1e6, "平方千米": 1e6,
            "km²": 1e6, "km2": 1e6, "k㎡": 1e6, "平方厘米": 1e-4, "平方尺": 1 / 9, "平方英里": 2589988.110336,
        },
    },
    "length": {
        "米": {
            "米": 1, "延米": 1, "延长米": 1, "公里": 1000, "千米": 1000, "km": 1000,
            "车道公里": 1000, "华里": 500,
            "市里": 500, "里": 500, "里路": 500, "海里": 1852, "分米": 0.1, "厘米": 0.01, "公分": 0.01, "公尺": 1,
            "毫米": 0.001,
            "微米": 1e-6, "纳米": 1e-9, "尺": 1 / 3, "市尺": 1 / 3, "丈": 10 / 3, "寸": 1 / 30,
            "英尺": 0.3048, "英里": 1609.344,
        },
    },
    "mass": {
        "千克": {
            "千克": 1, "公斤": 1, "kg": 1, "斤": 0.5, "市斤": 0.5, "担": 50,
            "市担": 50, "公担": 100, "吨": 1000,
            "公吨": 1000, "载重吨": 1000, "总吨": 1000, "标吨": 1000, "克": 0.001, "毫克": 1e-6,
            "克拉": 0.0002, "磅": 0.45359237,
            "吨标准煤": 1000, "吨标煤": 1000, "吨二氧化碳": 1000, "吨二氧化碳当量": 1000, "吨油当量": 1000,
        },
    },
    "percent": {"%": {"%": 1, "％": 1, "﹪": 1, "‰": 0.1, "成": 10}},
    "percentage_point": {"百分点": {"百分点": 1, "个百分点": 1, "千分点": 0.1, "个千分点": 0.1}},
    "concentration": {
        "微克/立方米": {
            "微克/立方米": 1, "微克每立方米": 1, "μg/m³": 1, "μg/m3": 1, "ug/m3": 1, "微克／立方米": 1,
            "毫克/立方米": 1000, "毫克每立方米": 1000, "mg/m³": 1000, "mg/m3": 1000,
        },
        "毫克/升": {"毫克/升": 1, "毫克每升": 1, "mg/L": 1, "mg/l": 1, "微克/升": 0.001, "μg/L": 0.001},
        "ppm": {"ppm": 1, "PPM": 1},
        "个/立方厘米": {"个/立方厘米": 1},
    },
    "duration": {
        "年": {"年": 1, "周年": 1, "个年头": 1, "个年度": 1},
        "个月": {"个月": 1, "月": 1},
        "周": {"周": 1, "个星期": 1, "星期": 1, "个周": 1},
        "天": {"天": 1, "日": 1, "个昼夜": 1, "昼夜": 1, "个日夜": 1, "个工作日": 1, "工作日": 1, "个自然日": 1},
        "小时": {"小时": 1, "个小时": 1, "钟头": 1, "个钟头": 1},
        "分钟": {"分钟": 1},
        "秒": {"秒": 1, "秒钟": 1},
        "个季度": {"个季度": 1},
        "个学期": {"个学期": 1},
        "课时": {"课时": 1, "学时": 1, "个课时": 1, "个学时": 1},
    },
}  # fmt: skip

_COUNTED = """
大项 小项 子项 大类 小类 期次 个 家 户 人 名 位 口 件 项 处 次 场 幢 栋 座 所 间 套 条 张 辆 台 部 架 艘 列 趟
支 只 头 匹 羽 株 棵 枚 颗 粒 块 片 段 宗 起 例 笔 单 批 份 封 篇 本 册 卷 轮 级
层 门 类 种 款 道 路 盏 根 对 双 组 队 班 排 把 面 顶 具 副 幅 尊 眼 孔 箱 桶 袋
瓶 盒 包 床 席 餐 票 页 字 首 出 集 档 站 环 届 期 代 番 倍 折 岁 周岁 分 度 杯 尾
行 号 拨 维 轮次 批次 位次 名次 人年 版 单元 人次 户次 场次 车次 件次 班次 架次 台次 家次
艘次 辆次 次人 条次 例次 起次 点次 处次 项次 列次 人份 宗地 门店 台套 件套 台(套) 台（套）
套(间) 套（间） 家(次) 家（次） 人(次) 人（次） 个(次) 个（次） 处(次) 处（次） 人口
人家 户人家 家庭 张床 床位 张床位 学位 车位 泊位 工位 岗位 席位 名额 单位 部门 村 镇 乡 县
市 省 国 州 旗 社区 街道 团场 公社 大队 立方米 立方公尺 公方 标准台 立方 方 升 毫升 公升
桶油 千瓦 瓦 兆瓦 吉瓦 千伏 千伏安 千瓦时 千瓦小时 度电 瓦时 吉瓦时 兆瓦时 马力 匹马力 千卡
大卡 kW MW GW kWh MWh GWh kV kVA Mbps Gbps GB TB PB MB
EFLOPS PFLOPS TEU 标准箱 标箱 标准立方米 吨公里 人公里 吨千米 箱公里 纱锭 锭
枚纱锭 摄氏度 ℃ 分贝 兆 比特 吨级 标台 标车 芯公里 皮长公里 蒸吨 吨位 航次 劳动日 工日
个工日 人日 英亩 班列 车皮 发 门课 师 团 剂 剂次 针 只次 亩次 冢 穴 院
"""

#: What counts things, longest forms included (人次 is not 人). Each is its own base unit.
COUNT_WORDS: Final = frozenset(_COUNTED.split())

_UNITS: Final[dict[str, tuple[str, float, str]]] = {
    word: (dimension, factor, base)
    for dimension, bases in _MEASURES.items()
    for base, words in bases.items()
    for word, factor in words.items()
} | {word: ("count", 1.0, word) for word in COUNT_WORDS}

#: Every unit word that the table knows, without magnitudes.
UNIT_WORDS: Final = frozenset(_UNITS)

#: Longest first, so that 十万亿 is not taken for 十万.
_MAGNITUDES_LONGEST_FIRST: Final = tuple(sorted(MAGNITUDES, key=len, reverse=True))


class UnitError(ValueError):
    """Two units that do not convert into each other, or a word that is no unit; the message is in Chinese."""


@dataclass(frozen=True)
class Unit:
    """One unit: `factor` base units make one of it; `base` is the text of the base unit."""

    word: str
    dimension: str
    factor: float
    base: str


#: More characters than any word of a unit has, with a scale before it and others below a line.
_LONGEST_WORD: Final = 40


@lru_cache(maxsize=4096)
def parse_unit(word: str) -> Unit | None:
    """The unit that `word` names, None where it names none.

    Knows scale (万元, 亿斤), quotients (元/月, 万元/亩, 公斤/亩: dimension and factor of the numerator, the
    denominator stays as printed) and a scale alone (万: a count without a word).
    """
    word = word.strip().replace("／", "/")
    if len(word) > _LONGEST_WORD:
        return None
    known = _UNITS.get(word)
    if known is not None:
        return Unit(word, *known)
    if word == "":
        return Unit("", "count", 1.0, "")
    for scale in _MAGNITUDES_LONGEST_FIRST:
        if word.startswith(scale):
            rest = parse_unit(word[len(scale) :])
            if rest is not None:
                return Unit(word, rest.dimension, MAGNITUDES[scale] * rest.factor, rest.base)
    numerator, slash, denominator = word.rpartition("/")
    if slash and denominator:
        top = parse_unit(numerator)
        if top is not None and numerator:
            return Unit(word, top.dimension, top.factor, f"{top.base}/{denominator}")
    return None


def convert(value: float, from_unit: str, to_unit: str) -> float:
    """`value` in `from_unit` as a number of `to_unit`: convert(1, "公顷", "亩") == 15.0.

    Raises UnitError where one is no unit or their base units differ (元 and 美元, 人 and 人次, 元 and 元/月).
    """
    source, target = parse_unit(from_unit), parse_unit(to_unit)
    if source is None or target is None:
        unknown = from_unit if source is None else to_unit
        raise UnitError(f"“{unknown}”不是已知单位，请改写为亩、万元、公里等常用单位")
    if (source.dimension, source.base) != (target.dimension, target.base):
        raise UnitError(f"“{from_unit}”不能换算成“{to_unit}”，请统一单位后再比较")
    if source.factor == target.factor:
        return value
    return value * source.factor / target.factor


def in_unit(value: float, unit: str | None, wanted: str | None) -> float:
    """`value` in the unit `wanted`; as it is where one of the units is not stated, NaN where they do not convert."""
    if unit == wanted or unit is None or wanted is None:
        return value
    try:
        return convert(value, unit, wanted)
    except UnitError:
        return math.nan


def same_quantity(one: tuple[float, str], other: tuple[float, str]) -> bool:
    """Whether two numbers with their units are the same; not where they do not convert."""
    return math.isclose(in_unit(*one, other[1]), other[0])
