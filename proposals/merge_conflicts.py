"""Merge conflicts, including different chosen targets of one indicator."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

import pandas as pd

from domain.judging.decisions import is_chosen
from domain.judging.rollup import indicator_keys
from domain.schema.diff import Cell
from domain.schema.frames import conform

#: The side that counts; for two new rows also both.
Side = Literal["yours", "theirs", "both"]

#: The columns of a choice among the claimed targets of an indicator.
CHOICE: Final = ("chosen", "chosen_by", "chosen_reason")


@dataclass(frozen=True)
class ConflictCell:
    """One cell of a conflict: its base value and that of each side."""

    column: str
    base: Cell
    yours: Cell
    theirs: Cell


@dataclass(frozen=True)
class MergeConflict:
    """A row with conflicting changes. cells: empty where one side removed the row.

    other_target: the row whose target they chose while you chose that of `row_id`, of the same indicator. same_row: the
    row that they added while you added `row_id`, with equal key columns.
    """

    table: str
    row_id: str
    cells: tuple[ConflictCell, ...] = ()
    removed_by: Side | None = None
    other_target: str | None = None
    same_row: str | None = None

    @property
    def sides(self) -> tuple[Side, ...]:
        """The possible choices."""
        return ("yours", "theirs", "both") if self.same_row else ("yours", "theirs")

    @property
    def key(self) -> str:
        """The key for settling: table and row, with "/chosen" for a conflict between chosen targets."""
        return f"{self.table}/{self.row_id}" + ("/chosen" if self.other_target else "")


def settle_choices(
    merged: pd.DataFrame, base: pd.DataFrame, theirs: pd.DataFrame, settled: Mapping[str, Side]
) -> tuple[pd.DataFrame, list[MergeConflict]]:
    """`merged` measures with one side's choice where both sides chose different targets of one indicator.

    Yours counts where `settled` (key → side) says so, else theirs. Returns the table and all such conflicts.
    """
    chosen = merged[is_chosen(merged)]
    before, their_choices = _choices(base), _choices(theirs)
    choices_by_indicator: dict[str, tuple[list[str], list[str]]] = {}
    for key, row_id in zip(indicator_keys(chosen), chosen["row_id"], strict=True):
        is_theirs = row_id in their_choices and bool(their_choices[row_id]["chosen"])
        if not is_theirs or their_choices[row_id] != before.get(row_id):
            choices_by_indicator.setdefault(key, ([], []))[is_theirs].append(row_id)
    conflicts = []
    table = merged.astype(object).set_index("row_id", drop=False)
    for yours, other in choices_by_indicator.values():
        if not yours or not other:
            continue
        conflict = MergeConflict("measures", yours[0], other_target=other[0])
        conflicts.append(conflict)
        losers, replacement = (other, {}) if settled.get(conflict.key) == "yours" else (yours, their_choices)
        for row_id in losers:
            for column in CHOICE:
                table.loc[row_id, column] = replacement.get(row_id, {}).get(column)
    return conform("measures", table.reset_index(drop=True)) if conflicts else merged, conflicts


def _choices(measures: pd.DataFrame) -> dict[Any, dict[Any, Any]]:
    """row_id → its columns CHOICE; missing cells are None."""
    rows = measures.set_index("row_id")[list(CHOICE)].astype(object)
    return rows.where(rows.notna(), None).to_dict("index")
