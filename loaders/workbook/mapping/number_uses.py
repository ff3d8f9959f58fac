"""The column of ours for the figures of a column of another office's table, by its header, unit and neighbours."""

from collections.abc import Sequence
from typing import Final

from domain.schema.tables import TABLES
from domain.schema.units import UnitError, convert
from loaders.workbook.mapping.profiles import Profile, total_columns
from loaders.workbook.mapping.table_mapping import LEFT_OUT

#: Ends of units that are of land and never of floors.
_LAND_UNITS: Final = ("亩", "公顷", "公里", "千米")
#: Words of headers of floors.
_BUILDINGS: Final = ("房", "建筑", "楼", "厂", "住宅")
#: Words of a progress that is of payments and not of works.
_PAYMENTS: Final = ("付款", "支付", "拨付", "申请", "资金", "款")


def number_uses(kind: str, profiles: Sequence[Profile]) -> list[str]:
    """The column of ours for the figures of each column; LEFT_OUT for sums, and where none takes them.

    Figures below 备注 and those without a header beside headed ones are left out: nothing says what they are.

    In tables of stages, a number of all beside one of what was done is the target: 总户数 beside 已签户数; and
    what is left to do is no figure of its own.
    """
    uses = [LEFT_OUT if profile.is_remark else number_use(kind, profile) for profile in profiles]
    for at in total_columns(profiles):
        uses[at] = LEFT_OUT
    if any(profile.has_figures and profile.header.path for profile in profiles):
        uses = [use if profile.header.path else LEFT_OUT for use, profile in zip(uses, profiles, strict=True)]
    if kind not in ("demolition", "land"):
        return uses
    done = {
        use for use, profile in zip(uses, profiles, strict=True)
        if profile.has_figures and profile.header.side == "actual"
    }  # fmt: skip
    uses = [
        LEFT_OUT if profile.header.side == "open" else use for use, profile in zip(uses, profiles, strict=True)
    ]  # fmt: skip
    return [
        _target_of(kind, use) if use in done and not profile.header.side and profile.role != "rate" else use
        for use, profile in zip(uses, profiles, strict=True)
    ]


def _target_of(kind: str, use: str) -> str:
    """The column of the target of a column; the column itself where it has none."""
    name = "target_mu" if use == "area_mu" and kind == "land" else f"target_{use}"
    return name if any(column.name == name for column in TABLES[kind].columns) else use


def number_use(kind: str, profile: Profile) -> str:
    """The column of ours that takes the figures of a column; LEFT_OUT where none does."""
    header = profile.header
    if header.side == "difference" and kind != "other":
        return LEFT_OUT
    chosen = {
        "measures": _measure_use, "demolition": _demolition_use, "land": _land_use, "funding": _funding_use,
        "safety": safety_use,
    }.get(kind)  # fmt: skip
    if kind == "other":
        return "value"
    return chosen(profile) if chosen is not None and (header.is_number or profile.role == "number") else LEFT_OUT


def _measure_use(profile: Profile) -> str:
    if profile.role == "rate":
        words = profile.header.label
        is_change = any(word in words for word in ("同比", "环比", "增", "降", "涨", "下浮"))
        return LEFT_OUT if is_change else "reported_rate"
    return {"target": "target", "baseline": "baseline", "open": LEFT_OUT}.get(profile.header.side, "actual")


def _demolition_use(profile: Profile) -> str:
    if profile.role == "rate":
        return "share_pct"
    words, unit = profile.header.label, profile.header.unit
    name = "count"
    if _converts(unit, "亩"):
        is_building = any(word in words for word in _BUILDINGS)
        is_floor = (is_building or not any(word in words for word in "地田林山")) and not unit.endswith(_LAND_UNITS)
        name = "floor_m2" if is_floor else "area_mu"
    elif unit == "户" or (not unit and "户" in words):
        name = "households"
    elif unit in ("幢", "栋", "座") or (not unit and any(word in words for word in ("幢", "栋"))):
        name = "buildings"
    elif not unit and any(word in words for word in ("面积", "亩")):
        name = "floor_m2" if any(word in words for word in _BUILDINGS) else "area_mu"
    elif _converts(unit, "元") or (not unit and profile.role in ("money", "measure")):
        return LEFT_OUT
    return f"target_{name}" if profile.header.side == "target" else name


def _land_use(profile: Profile) -> str:
    if profile.role == "rate":
        return "share_pct"
    unit = profile.header.unit
    is_target = profile.header.side == "target"
    if _converts(unit, "亩") or (not unit and any(word in profile.header.label for word in ("面积", "亩"))):
        return "target_mu" if is_target else "area_mu"
    if unit == "个" or "项目数" in profile.header.label:
        return "target_projects" if is_target else "projects"
    return LEFT_OUT


def _funding_use(profile: Profile) -> str:
    if profile.role == "rate":
        own = profile.header.words.rpartition("/")[2]
        return "progress_pct" if "进度" in own and not any(word in own for word in _PAYMENTS) else LEFT_OUT
    return "amount_wan_yuan" if profile.may_be_money or _converts(profile.header.unit, "元") else LEFT_OUT


def safety_use(profile: Profile) -> str:
    """The column of a table of hazards for the figures of a column; LEFT_OUT where none takes them."""
    words = profile.header.label
    if profile.role == "rate":
        return "rate_pct"
    for name, parts in {
        "overdue": ("逾期", "超期"), "open_in_time": ("整改中", "未整改", "限期", "未完成", "正在"),
        "closed": ("已整改", "整改", "销号", "闭环", "化解", "办结", "完成"),
        "checked": ("检查", "出动", "企业"), "found": ("排查", "发现", "隐患", "总数", "受理", "问题"),
    }.items():  # fmt: skip
        if any(part in words for part in parts):
            return name
    return LEFT_OUT


def _converts(unit: str, target: str) -> bool:
    try:
        convert(1.0, unit, target)
    except UnitError:
        return False
    return bool(unit)
