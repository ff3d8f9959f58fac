"""Reasons for the change of an indicator: its rules, figures, dates, target, approved deviation."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import pandas as pd

from domain.judging.reasons import state_text
from domain.schema.display import is_missing, pace_text, points_text, printed_text, quantity_text, share_text
from domain.schema.frames import records
from domain.schema.labels import cell_text
from domain.schema.period import as_of_text, date_text
from domain.schema.tables import TABLES
from views.panel import columns_of

#: Columns added to the row of an indicator: labels of the old and the new state, whether it changed, and why.
CHANGED: Final = ("before", "word", "turned", "why")

Row = Mapping[Any, Any]

_NEW: Final = "（新增）"
_FIGURES: Final = columns_of("measures", "actual target baseline reported_rate open_in_time overdue")
_APPROVAL_COLUMNS: Final = tuple(column.name for column in TABLES["measures"].columns if column.group == "approval")
#: Columns that determine how an indicator is judged.
_RULE_COLUMNS: Final = columns_of("measures", "kind direction elapsed_mode")
_SHARES: Final[tuple[tuple[str, str, Callable[[float | None], str]], ...]] = (
    ("completion", "完成率", share_text),
    ("elapsed", "序时", share_text),
    ("deviation", "偏差", points_text),
    ("pace", "进度系数", pace_text),
)


def indicator_changes(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """The rows of `after` with the columns CHANGED appended; both are rolled up (domain.judging.rollup.roll_up).

    Indicators are matched by indicator_id, without one by row_id. before is (新增) for a new one. why: "" where nothing
    relevant differs.
    """
    old = {_key(row): row for row in records(before)}
    added = [_change_of(old.get(_key(row)), row) for row in records(after)]
    found = pd.DataFrame(added, columns=list(CHANGED), index=after.index)
    return pd.concat([after, found.astype({"turned": "bool", "before": "str", "word": "str", "why": "str"})], axis=1)


def _key(row: Mapping[Any, Any]) -> str:
    return str(row["row_id"]) if is_missing(row["indicator_id"]) else f"indicator {row['indicator_id']}"


def _change_of(old: Row | None, new: Row) -> dict[str, Any]:
    word = state_text(new["state"], new["state_high"])
    if old is None:
        return {"before": _NEW, "word": word, "turned": True, "why": "新增的指标"}
    before = state_text(old["state"], old["state_high"])
    why = "；".join(_reasons(old, new))
    turned = before != word
    return {"before": before, "word": word, "turned": turned, "why": why or ("判断依据变化" if turned else "")}


def _reasons(old: Row, new: Row) -> list[str]:
    """Each difference: decisions, rules, figures, dates, derived values."""
    parts = [
        _target_choice(old, new),
        _exception(old, new),
        *_rule_changes(old, new),
        *_figures(old, new),
        _dates(old, new),
    ]
    parts += [_rate_set_aside(old, new), _shares(old, new)]
    return [part for part in parts if part]


def _target_choice(old: Row, new: Row) -> str:
    """The change of the chosen target; "" for none."""
    if _has_chosen_target(new) and not _has_chosen_target(old):
        goal = quantity_text(new["target"], new["unit"], new["target_qualifier"])
        return f"选定目标{goal}（{new['chosen_by']}：{new['chosen_reason']}）"
    if _has_chosen_target(old) and not _has_chosen_target(new):
        return "取消了选定的目标"
    if _has_chosen_target(new) and (
        not _equal(old["claim"], new["claim"]) or not _equal(old["chosen_by"], new["chosen_by"])
    ):
        return f"改为按“{new['claim']}”（{new['chosen_by']}：{new['chosen_reason']}）"
    if old["claims"] != new["claims"]:
        return f"目标依据由{old['claims']}个变为{new['claims']}个"
    return ""


def _has_chosen_target(row: Row) -> bool:
    decided = not is_missing(row["chosen"]) and bool(row["chosen"])
    return decided and not is_missing(row["chosen_by"]) and not is_missing(row["chosen_reason"])


def _exception(old: Row, new: Row) -> str:
    if all(_equal(old[column], new[column]) for column in _APPROVAL_COLUMNS):
        return ""
    if is_missing(new["accepted_reason"]):
        return "撤销了已批准的偏差"
    until = "" if is_missing(new["accepted_until"]) else f"，有效期至{date_text(new['accepted_until'])}"
    by = "未写批准人" if is_missing(new["accepted_by"]) else f"{new['accepted_by']}批准"
    return f"批准偏差：{new['accepted_reason']}（{by}{until}{_invalid_note(new)}）"


def _invalid_note(row: Row) -> str:
    """Why the approved deviation of a row is not effective; "" where it is."""
    if is_missing(row["accepted_by"]) or is_missing(row["accepted_until"]):
        return "，不生效"
    over = not is_missing(row["as_of_end"]) and row["as_of_end"] > row["accepted_until"]
    return "，已到期，不生效" if over else ""


def _rule_changes(old: Row, new: Row) -> list[str]:
    """指标类型由累计变为监测, for each of _RULE_COLUMNS that differs."""
    parts = []
    for column in _RULE_COLUMNS:
        old_text, new_text = (
            "" if is_missing(row[column.name]) else cell_text("measures", column.name, row) for row in (old, new)
        )
        if old_text != new_text and not ((not old_text and _contested(old)) or (not new_text and _contested(new))):
            parts.append(f"{column.label}由{old_text or '未填'}变为{new_text or '未填'}")
    return parts


def _figures(old: Row, new: Row) -> list[str]:
    """完成值由584亩变为700亩 for each figure that differs or is missing on one side."""
    parts = []
    for column in _FIGURES:
        old_text, new_text = (_figure(row, column.name) for row in (old, new))
        if old_text != new_text and not ((not old_text and _contested(old)) or (not new_text and _contested(new))):
            parts.append(f"{column.label}由{old_text or '未填'}变为{new_text or '未填'}")
    return parts


def _rate_set_aside(old: Row, new: Row) -> str:
    if bool(new["rate_set_aside"]) and not bool(old["rate_set_aside"]):
        return f"自报完成率{_figure(new, 'reported_rate')}与更新后的数字不符，已搁置"
    return ""


def _contested(row: Row) -> bool:
    """Whether claims differ, so that the row has only their common values (domain.judging.rollup.roll_up)."""
    return row["state"] == "to_verify" and row["claims"] > 1


def _figure(row: Row, column: str) -> str:
    if is_missing(row[column]):
        return ""
    return printed_text(row[column], "%" if column == "reported_rate" else row["unit"], row.get(f"{column}_qualifier"))


def _dates(old: Row, new: Row) -> str:
    parts = []
    moved = not (_equal(old["as_of_end"], new["as_of_end"]) and _equal(old["as_of_start"], new["as_of_start"]))
    if moved and not _contested(old) and not _contested(new):
        old_text, new_text = (as_of_text(row["as_of_start"], row["as_of_end"]) for row in (old, new))
        parts.append(f"数据时点由“{old_text}”变为“{new_text}”")
    for column, label in (("begin", "起始日期"), ("due", "完成期限")):
        if not _equal(old[column], new[column]) and not _contested(old) and not _contested(new):
            old_text, new_text = ("未填" if is_missing(row[column]) else date_text(row[column]) for row in (old, new))
            parts.append(f"{label}由{old_text}变为{new_text}")
    return "；".join(parts)


def _shares(old: Row, new: Row) -> str:
    """完成率73.0% → 87.5%，序时49.6% → 74.8%，偏差+23.4个百分点 → +12.7个百分点: the changed ones."""
    if _contested(old) and _contested(new):
        return "" if old["reason"] == new["reason"] else "各目标依据的结论有变化"
    return "，".join(
        f"{label}{text(old[column])} → {text(new[column])}"
        for column, label, text in _SHARES
        if not _equal(old[column], new[column])
    )


def _equal(left: Any, right: Any) -> bool:
    if is_missing(left) or is_missing(right):
        return is_missing(left) and is_missing(right)
    return bool(left == right)
