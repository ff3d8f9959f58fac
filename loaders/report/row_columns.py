"""The column of a domain table that the number of a statement belongs to."""

import re
from typing import Any, Final

from domain.schema.cell_links import cell_starts
from domain.schema.units import UnitError, convert
from loaders.report.reading import Row
from loaders.report.statements.lexicon import group_of_stage, kind_of

_WIDTHS: Final = str.maketrans("（", "(")
#: Units of land; an area in any other unit is one of floors.
OF_MU: Final = frozenset({"亩", "市亩", "公顷", "ha", "hm²", "hm2", "平方公里", "平方千米", "畝"})
DURATIONS: Final = frozenset({"天", "个月", "年", "小时", "周", "分钟"})
HAZARDS: Final = frozenset({"隐患", "重大隐患", "一般隐患", "隐患房屋"})
DISPUTES: Final = frozenset({"矛盾纠纷"})
_BUILDINGS: Final = frozenset({"幢", "栋"})
_CHECKED_KINDS: Final = frozenset({"生产经营单位", "企业", "自建房", "检查组"})
#: Units of what is inspected, whatever it is called (检查加油站12家).
_CHECKED_UNITS: Final = frozenset({"家", "户"})
#: 检查出租屋90栋, 检查渡口12处: sites and vehicles that are inspected.
_CHECKED_SITES: Final = frozenset({"栋", "幢", "座", "所", "处", "间", "套", "辆", "艘", "台"})
#: What a clause says of a hazard that is closed; without such a word its number is of those that were found.
_CLOSING: Final = re.compile("整改|销号|闭环|治理|整治|消除|化解|办结|完成|排除|处置|清零|稳控")
_CASES: Final = frozenset({"个", "件", "处", "起", "项"})
_INSPECTED: Final = re.compile(r"进行[^,，;；。]{0,8}(?:检查|排查|巡查)")
_BUILT: Final = frozenset({"新建", "建设", "完工", "新增", "改造"})
_PENALTIES: Final = frozenset({"责令整改", "关闭", "罚款", "没收"})
#: 已完成改造96户: of houses in danger that are rebuilt, none that were found.
_REBUILT: Final = re.compile("(?:已|完成)[^,，;；。]{0,6}改造")
#: 鉴定为C、D级23栋: houses that are found to be in danger, right before their number.
_IN_DANGER: Final = re.compile("[CDＣＤ]级[^,，;；。]{0,4}$")
_JUDGED: Final = "鉴定"
#: 城关镇排查90栋: what is inspected, whatever was named before.
_INSPECTS: Final = re.compile("(?:排查|摸排|检查|巡查|复查|抽查)了?(?:约|近|共)?$")
_HOUSES: Final = frozenset({"栋", "幢", "户", "间"})
_IN_TIME: Final = re.compile("整改期限|期限内|限期内")
#: What a piece of land or a clearing is divided into; their number is no number of houses, graves or firms.
_DIVISIONS: Final = re.compile(r"(?:项目部?|工程|乡镇|乡|镇|街道|村|社区|片区|县区|地块|区块|工作组|小组|连片点)$")


class Cell:
    """A number in a column, with the cells that go with it."""

    def __init__(self, column: str, value: float, **others: Any) -> None:
        self.column, self.value, self.others = column, value, others


def _converted(statement: Row, unit: str) -> float | None:
    try:
        return round(convert(float(statement["value"]), statement["unit"] or "", unit), 6)
    except UnitError:
        return None


def _counted(statement: Row) -> tuple[float, str]:
    """The count and its unit without its scale: 22.94万栋 are 229400栋."""
    return float(statement["base_value"]), str(statement["base_unit"] or "")


def _target(statement: Row, column: str) -> str:
    return f"target_{column}" if statement["role"] == "target" else column


def _of_land(statement: Row) -> Cell | None:
    if statement["base_unit"] == "%":
        return None if statement["monitored"] else Cell("share_pct", float(statement["value"]))
    area = _converted(statement, "亩") if statement["base_unit"] == "平方米" else None
    if area is not None:
        if statement["role"] == "target":
            return Cell("target_mu", area)
        return Cell("area_mu", area, qualifier=statement["qualifier"])
    if statement["base_unit"] in ("个", "项") and kind_of(statement["object"]) is not None:
        return Cell(_target(statement, "projects"), float(statement["base_value"]))
    is_of_land = kind_of(statement["object"]) is not None and statement["role"] != "target"
    return _count(statement) if is_of_land else None


def _count(statement: Row) -> Cell | None:
    """A number of things; amounts of mass, money and time belong to no such column."""
    value, unit = _counted(statement)
    if unit in ("元", "千克", "米", "%", "百分点", "天", "个月", "年", "小时", "人次") or not unit:
        return None
    if _DIVISIONS.search(statement["object"] or ""):
        return None
    return Cell(_target(statement, "count"), value, count_unit=unit)


def _of_demolition(statement: Row) -> Cell | None:
    value, unit = _counted(statement)
    if unit == "%":
        return None if statement["monitored"] else Cell("share_pct", float(statement["value"]))
    if unit == "平方米":
        column = "area_mu" if str(statement["unit"]).lstrip("十百千万亿") in OF_MU else "floor_m2"
        number = _converted(statement, "亩") if column == "area_mu" else value
        is_converted = column == "area_mu" and statement["role"] != "target" and number != statement["value"]
        printed = {"area_printed": statement["value"], "area_unit": statement["unit"]} if is_converted else {}
        return None if number is None else Cell(_target(statement, column), number, **printed)
    if unit == "户":
        return Cell(_target(statement, "households"), value)
    if unit in _BUILDINGS:
        return Cell(_target(statement, "buildings"), value)
    return _count(statement)


def _of_funding(statement: Row) -> Cell | None:
    if statement["base_unit"] == "%":
        is_progress = statement["role"] == "rate"
        return Cell("progress_pct", float(statement["value"])) if is_progress else None
    amount = _converted(statement, "万元") if statement["base_unit"] == "元" else None
    if statement["monitored"]:
        return None
    if amount is None:
        return _output(statement)
    if statement["role"] == "target":
        return Cell("target_wan_yuan", amount)
    return Cell("amount_wan_yuan", amount, qualifier=statement["qualifier"])


def _output(statement: Row) -> Cell | None:
    """What the money builds: 13000平方米, 公寓220套; a target has no such column."""
    unit = str(statement["base_unit"] or "").translate(_WIDTHS).partition("(")[0]
    is_built = statement["stage"] in _BUILT and unit in ("平方米", "套", "个", "座")
    is_division = unit == "个" and _DIVISIONS.search(statement["object"] or "") is not None
    if statement["role"] == "target" or not is_built or is_division:
        return None
    printed = {"output_unit": statement["unit"], "output_name": statement["object"]}
    return Cell("output", float(statement["value"]), output_qualifier=statement["qualifier"], **printed)


def is_penalty(statement: Row) -> bool:
    """停产停业2家: firms that were closed or fined, no hazards of theirs."""
    return statement["base_unit"] in _CHECKED_UNITS and statement["stage"] in _PENALTIES


def _of_safety(statement: Row) -> Cell | None:
    value, unit = _counted(statement)
    kind, group = kind_of(statement["object"]) or "", group_of_stage(statement["stage"] or "")
    if statement["monitored"] or unit == "元":
        return None
    if unit == "%":
        if statement["role"] not in ("rate", "target"):
            return None
        return Cell("target_rate_pct" if statement["role"] == "target" else "rate_pct", float(statement["value"]))
    column = _column_of_hazard(statement, kind, group)
    return None if column is None else Cell(column, value, unit=unit)


def says_closed(words: str) -> bool:
    """Whether `words` say of hazards that they are closed, or under control."""
    return _CLOSING.search(words) is not None


def lead_of(statement: Row) -> str:
    """The words of its clause before the number of `statement`."""
    return str(statement["quote"] or "")[: cell_starts(statement["cells"])["value"] - int(statement["start"])]


def _column_of_house(statement: Row, kind: str, group: str) -> str | None:
    """The column of a number of houses in an inspection: inspected, in danger, dealt with, still open; None unknown."""
    lead = lead_of(statement)
    if _INSPECTS.search(lead):
        return "checked"
    if statement["role"] == "open":
        return "open_in_time"
    if _IN_DANGER.search(lead):
        return "found"
    if statement["stage"] == _JUDGED:
        return "checked"
    return "closed" if group == "closed" and statement["role"] == "actual" and kind not in HAZARDS else None


def _column_of_hazard(statement: Row, kind: str, group: str) -> str | None:
    if statement["stage"] == "核查":
        return "checked"
    if kind in DISPUTES:
        return group if group in ("found", "closed", "controlled") else None
    if is_penalty(statement):
        return "found"
    quote = statement["quote"] or ""
    if statement["base_unit"] in _HOUSES and (column := _column_of_house(statement, kind, group)):
        return column
    if kind in HAZARDS:
        if statement["role"] == "open" or _IN_TIME.search(quote):
            return "overdue" if "逾期" in quote else "open_in_time"
        if kind == "隐患房屋" and statement["role"] == "actual" and _REBUILT.search(quote):
            return "closed"
        if statement["role"] == "target" or group == "found" or not says_closed(quote):
            return "found"
        return "closed" if group in ("closed", "controlled") or statement["stage"] == "整治" else "found"
    if group == "closed" and statement["base_unit"] in _CASES:
        return "closed"
    if statement["stage"] == "发现" and statement["base_unit"] in _CASES:
        return "found"
    is_counted = statement["base_unit"] in _CHECKED_UNITS or (kind in _CHECKED_KINDS and statement["base_unit"] != "人")
    is_counted = is_counted or (group == "checked" and statement["base_unit"] in _CHECKED_SITES)
    if is_counted and (group in ("checked", "found") or statement["stage"] in ("检查", "开展")):
        return "checked"
    return "checked" if _INSPECTED.search(statement["quote"] or "") else None


#: Where the number of a statement belongs, by table; None where the table has no column for it.
CELLS: Final = {"land": _of_land, "demolition": _of_demolition, "funding": _of_funding, "safety": _of_safety}
