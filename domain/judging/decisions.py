"""Decisions of users about rows: which target counts, an approved deviation, how a finding was resolved.

They are set in the dashboard, not read from reports; when a report is read again, they are carried over to the new
rows.
"""

import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import pandas as pd

from domain.faults import Fault, Place, make_fault
from domain.judging.rollup import indicator_keys
from domain.schema.display import quantity_text, stated
from domain.schema.frames import conform
from domain.schema.tables import TABLES

#: Table -> the columns that only people fill.
DECISIONS: Final[dict[str, tuple[str, ...]]] = {
    name: decided
    for name, table in TABLES.items()
    if (decided := tuple(column.name for column in table.columns if column.decided))
}
#: Columns that must be equal for a decision to carry over; otherwise the user decides again.
_SUBJECT: Final[dict[str, tuple[str, ...]]] = {
    "measures": ("indicator_id", "target", "unit", "due"),
    "findings": ("check", "computed", "printed"),
}
#: Per check other columns: the result of two_targets changes with progress, so only the printed text counts.
_OF_CHECK: Final[dict[str, tuple[str, ...]]] = {"two_targets": ("check", "printed")}


def chosen_target(measures: pd.DataFrame, row_id: str, by: str, reason: str) -> dict[str, dict[str, Any]]:
    """The decision that the target of row `row_id` counts and no other of its indicator: row_id → column → value.

    An empty `reason` takes the choice back. KeyError for a row that is not there.
    """
    rows = _claims_of(measures, row_id)
    nothing = dict.fromkeys(("chosen", "chosen_by", "chosen_reason"))
    chosen = {"chosen": True, "chosen_by": by, "chosen_reason": reason}
    return {each: dict(chosen) if reason and each == row_id else dict(nothing) for each in rows["row_id"]}


def approved_deviation(
    measures: pd.DataFrame, row_id: str, by: str, reason: str, until: date | None
) -> dict[str, dict[str, Any]]:
    """The approval that the indicator of row `row_id` may lag until a day, for all its claims: row_id → column → value.

    An empty `reason` takes the approval back. KeyError for a row that is not there.
    """
    approved = {"accepted_reason": reason, "accepted_by": by, "accepted_until": until}
    nothing = dict.fromkeys(approved)
    return {each: dict(approved if reason else nothing) for each in _claims_of(measures, row_id)["row_id"]}


def duplicate_choices(before: pd.DataFrame, after: pd.DataFrame) -> list[Fault]:
    """A fault for each indicator of which more than one target is chosen in `after`; both tables of measures.

    Where the same ones are chosen in `before`, this change is not at fault; the state 待核实 shows the problem.
    """
    old = set(before.loc[is_chosen(before), "row_id"])
    chosen: dict[str, list[dict[Any, Any]]] = {}
    rows = after[is_chosen(after)]
    for key, row in zip(indicator_keys(rows), rows.to_dict("records"), strict=True):
        chosen.setdefault(key, []).append(row)
    return [
        _duplicate_choice(rows)
        for rows in chosen.values()
        if len(rows) > 1 and any(row["row_id"] not in old for row in rows)
    ]


def _duplicate_choice(rows: list[dict[Any, Any]]) -> Fault:
    goals = "、".join(
        f"{quantity_text(row['target'], row['unit'], row['target_qualifier'])}（采用人：{stated(row['chosen_by'])}）"
        for row in rows
    )
    place = Place(TABLES["measures"].label, "", "measures", "chosen", rows[-1]["row_id"])
    return make_fault("chosen_twice", place, name=stated(rows[0]["name"]), goals=goals)


def _claims_of(measures: pd.DataFrame, row_id: str) -> pd.DataFrame:
    """The rows of one indicator: those that share its id, else the row alone."""
    row = measures[measures["row_id"] == row_id]
    if row.empty:
        raise KeyError(row_id)
    indicator = row["indicator_id"].iloc[0]
    return row if pd.isna(indicator) else measures[measures["indicator_id"] == indicator]


def with_decisions(name: str, table: pd.DataFrame, decided: Mapping[str, Mapping[str, Any]]) -> pd.DataFrame:
    """Table `name` with the cells of `decided` set: row_id → column of DECISIONS → value, None to withdraw it.

    Unknown row_ids are ignored. Raises KeyError for a column that holds no decision.
    """
    changed = table.copy()
    position_of = {row_id: row for row, row_id in enumerate(table["row_id"])}
    by_position = {position_of[row_id]: cells for row_id, cells in decided.items() if row_id in position_of}
    for column in {column: None for cells in by_position.values() for column in cells}:
        if column not in DECISIONS[name]:
            raise KeyError(f"column {column!r} of table {name!r} holds no decision")
        values = {row: cells[column] for row, cells in by_position.items() if column in cells}
        cells = changed[column].array.copy()
        cells[list(values)] = conform(name, [{column: value} for value in values.values()])[column].array
        changed[column] = cells
    return changed


def carry_decisions(before: Mapping[str, pd.DataFrame], after: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """`after` with the decisions of `before` on rows of the same row_id and subject, where `after` has none itself."""
    return {
        name: _carried(name, before[name], table) if name in DECISIONS and name in before else table
        for name, table in after.items()
    }


def _carried(name: str, before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    columns = list(DECISIONS[name])
    decided = before[before[columns].notna().any(axis="columns")]
    by_id = {row["row_id"]: row for row in decided.to_dict("records")}
    open_rows = after[after[columns].isna().all(axis="columns") & after["row_id"].isin(decided["row_id"])]
    carried = after.copy()
    for at, row in zip(open_rows.index, open_rows.to_dict("records"), strict=True):
        old = by_id[row["row_id"]]
        if is_same_subject(name, old, row):
            for column in columns:
                carried.at[at, column] = old[column]
    return carried


def is_same_subject(table: str, old: Mapping[Any, Any], new: Mapping[Any, Any]) -> bool:
    """Whether a decision about row `old` of `table` also applies to row `new` of the same row_id."""
    columns = _OF_CHECK.get(str(old["check"]), _SUBJECT[table]) if table == "findings" else _SUBJECT[table]
    return all(_equal(old[column], new[column]) for column in columns)


def _equal(left: Any, right: Any) -> bool:
    """Equal, or both missing. Texts of older versions have half-width punctuation."""
    if isinstance(left, str) and isinstance(right, str):
        return unicodedata.normalize("NFKC", left) == unicodedata.normalize("NFKC", right)
    return bool(pd.isna(left) and pd.isna(right)) or bool(left == right)


def is_chosen(measures: pd.DataFrame) -> pd.Series:
    """Boolean per row: whether its target is chosen as the one that counts."""
    return measures["chosen"].fillna(False).astype(bool)
