"""Why an indicator stands elsewhere than before: how it is judged, its figures, dates and target, the exception."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import pandas as pd

from domain.judging.reasons import state_text
from domain.schema.display import is_missing, pace_text, points_text, printed_text, quantity_text, share_text
from domain.schema.frames import records
from domain.schema.labels import cell_text
from domain.schema.period import as_of_text, date_text
from domain.schema.tables import TABLES

#: What is added to a settled row: the words of the old and the new state, whether it turned, and why.
CHANGED: Final = ("before", "word", "turned", "why")

Row = Mapping[Any, Any]

_NEW: Final = "(新增)"
_FIGURES: Final = {
    "actual": "完成值", "target": "目标值", "baseline": "基数", "reported_rate": "自报完成率",
    "open_in_time": "限期内未办结", "overdue": "逾期未办结",
}  # fmt: skip
#: How an indicator is judged.
_JUDGED_BY: Final = ("kind", "direction", "elapsed_mode")
_SHARES: Final[tuple[tuple[str, str, Callable[[float | None], str]], ...]] = (
    ("completion", "完成率", share_text),
    ("elapsed", "序时", share_text),
    ("deviation", "偏差", points_text),
    ("pace", "进度系数", pace_text),
)


def indicator_changes(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """The rows of `after` with the columns of CHANGED behind; both are settled (domain.judging.rollup.settle), named.

    An indicator is found again by its id, without one by its row_id. One that was not there before turned from (新增).
    why: "" where nothing that counts is different.
    """
    old = {_key(row): row for row in records(before)}
    added = [_changed(old.get(_key(row)), row) for row in records(after)]
    found = pd.DataFrame(added, columns=list(CHANGED), index=after.index)
    return pd.concat([after, found.astype({"turned": "bool", "before": "str", "word": "str", "why": "str"})], axis=1)


def _key(row: Mapping[Any, Any]) -> str:
    return str(row["row_id"]) if is_missing(row["indicator_id"]) else f"indicator {row['indicator_id']}"


def _changed(old: Row | None, new: Row) -> dict[str, Any]:
    word = state_text(new["state"], new["state_high"])
    if old is None:
        return {"before": _NEW, "word": word, "turned": True, "why": "新增的指标"}
    before = state_text(old["state"], old["state_high"])
    why = ";".join(_why(old, new))
    turned = before != word
    return {"before": before, "word": word, "turned": turned, "why": why or ("判断依据变化" if turned else "")}


def _why(old: Row, new: Row) -> list[str]:
    """Each thing that is different: what was decided, how it is judged, what was measured, what follows from it."""
    parts = [_choice(old, new), _exception(old, new), *_judged_by(old, new), *_figures(old, new), _dates(old, new)]
    parts += [_rate_set_aside(old, new), _shares(old, new)]
    return [part for part in parts if part]


def _choice(old: Row, new: Row) -> str:
    """Which of several claimed targets counts now, or that none does any more."""
    if _signed(new) and not _signed(old):
        goal = quantity_text(new["target"], new["unit"], new["target_qualifier"])
        return f"选定目标{goal}({new['chosen_by']}:{new['chosen_reason']})"
    if _signed(old) and not _signed(new):
        return "取消了选定的目标"
    if _signed(new) and (not _same(old["claim"], new["claim"]) or not _same(old["chosen_by"], new["chosen_by"])):
        return f"改为按“{new['claim']}”({new['chosen_by']}:{new['chosen_reason']})"
    if old["claims"] != new["claims"]:
        return f"目标依据由{old['claims']}个变为{new['claims']}个"
    return ""


def _signed(row: Row) -> bool:
    decided = not is_missing(row["chosen"]) and bool(row["chosen"])
    return decided and not is_missing(row["chosen_by"]) and not is_missing(row["chosen_reason"])


def _exception(old: Row, new: Row) -> str:
    columns = ("accepted_reason", "accepted_by", "accepted_until")
    if all(_same(old[column], new[column]) for column in columns):
        return ""
    if is_missing(new["accepted_reason"]):
        return "撤销了已批准的偏差"
    until = "" if is_missing(new["accepted_until"]) else f",有效期至{date_text(new['accepted_until'])}"
    by = "未写批准人" if is_missing(new["accepted_by"]) else f"{new['accepted_by']}批准"
    return f"批准偏差:{new['accepted_reason']}({by}{until}{_void(new)})"


def _void(row: Row) -> str:
    """Why the approved exception of a row does not count; "" where it may."""
    if is_missing(row["accepted_by"]) or is_missing(row["accepted_until"]):
        return ",不生效"
    over = not is_missing(row["as_of_end"]) and row["as_of_end"] > row["accepted_until"]
    return ",已到期,不生效" if over else ""


def _judged_by(old: Row, new: Row) -> list[str]:
    """指标类型由累计变为监测, for each of _JUDGED_BY that differs."""
    parts = []
    for column in _JUDGED_BY:
        then, now = ("" if is_missing(row[column]) else cell_text("measures", column, row) for row in (old, new))
        if then != now and not ((not then and _contested(old)) or (not now and _contested(new))):
            label = TABLES["measures"].column(column).label
            parts.append(f"{label}由{then or '未填'}变为{now or '未填'}")
    return parts


def _figures(old: Row, new: Row) -> list[str]:
    """完成值由584亩变为700亩 for each figure that both have and that differs, or that one of them lacks."""
    parts = []
    for column, label in _FIGURES.items():
        then, now = (_figure(row, column) for row in (old, new))
        if then != now and not ((not then and _contested(old)) or (not now and _contested(new))):
            parts.append(f"{label}由{then or '未填'}变为{now or '未填'}")
    return parts


def _rate_set_aside(old: Row, new: Row) -> str:
    if bool(new["rate_set_aside"]) and not bool(old["rate_set_aside"]):
        return f"自报完成率{_figure(new, 'reported_rate')}与更新后的数字不符，已搁置"
    return ""


def _contested(row: Row) -> bool:
    """Whether claims differ, so that the row holds only what they share (domain.judging.rollup.settle)."""
    return row["state"] == "to_verify" and row["claims"] > 1


def _figure(row: Row, column: str) -> str:
    if is_missing(row[column]):
        return ""
    return printed_text(row[column], "%" if column == "reported_rate" else row["unit"], row.get(f"{column}_qualifier"))


def _dates(old: Row, new: Row) -> str:
    parts = []
    moved = not (_same(old["as_of_end"], new["as_of_end"]) and _same(old["as_of_start"], new["as_of_start"]))
    if moved and not _contested(old) and not _contested(new):
        then, now = (as_of_text(row["as_of_start"], row["as_of_end"]) for row in (old, new))
        parts.append(f"数据时点由“{then}”变为“{now}”")
    for column, label in (("begin", "起始日期"), ("due", "完成期限")):
        if not _same(old[column], new[column]) and not _contested(old) and not _contested(new):
            then, now = ("未填" if is_missing(row[column]) else date_text(row[column]) for row in (old, new))
            parts.append(f"{label}由{then}变为{now}")
    return ";".join(parts)


def _shares(old: Row, new: Row) -> str:
    """完成率73.0% → 87.5%,序时49.6% → 74.8%,偏差+23.4个百分点 → +12.7个百分点: those of them that differ."""
    if _contested(old) and _contested(new):
        return "" if old["reason"] == new["reason"] else "各目标依据的结论有变化"
    return ",".join(
        f"{label}{text(old[column])} → {text(new[column])}"
        for column, label, text in _SHARES
        if not _same(old[column], new[column])
    )


def _same(one: Any, other: Any) -> bool:
    if is_missing(one) or is_missing(other):
        return is_missing(one) and is_missing(other)
    return bool(one == other)
