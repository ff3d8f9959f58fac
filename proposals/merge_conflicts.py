"""Where two people's changes do not go together, and targets of one indicator of which each chose another."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

import pandas as pd

from domain.judging.decisions import is_chosen
from domain.judging.rollup import indicator_keys
from domain.schema.diff import Cell
from domain.schema.frames import conform

#: Whose side counts; of two new rows both may.
Side = Literal["yours", "theirs", "both"]

#: The columns of a choice among the claimed targets of an indicator.
CHOICE: Final = ("chosen", "chosen_by", "chosen_reason")


@dataclass(frozen=True)
class ConflictCell:
    """One cell of a clash: what stood there, and what each side wrote."""

    column: str
    base: Cell
    yours: Cell
    theirs: Cell


@dataclass(frozen=True)
class MergeConflict:
    """A row that both sides changed in ways that do not go together. `cells` is empty where one side removed it.

    `rival`: the row whose target the others chose while you chose that of `row_id`; both are of one indicator.
    `namesake`: the row that the others added while you added `row_id`; both are called alike, and may be one.
    """

    table: str
    row_id: str
    cells: tuple[ConflictCell, ...] = ()
    removed_by: Side | None = None
    other_target: str | None = None
    same_row: str | None = None

    @property
    def sides(self) -> tuple[Side, ...]:
        """What it can be settled to."""
        return ("yours", "theirs", "both") if self.same_row else ("yours", "theirs")

    @property
    def key(self) -> str:
        """What the clash is settled by: table and row, and for a rival that it is about the choice."""
        return f"{self.table}/{self.row_id}" + ("/chosen" if self.other_target else "")


def settle_choices(
    merged: pd.DataFrame, base: pd.DataFrame, theirs: pd.DataFrame, settled: Mapping[str, Side]
) -> tuple[pd.DataFrame, list[MergeConflict]]:
    """`merged` measures with one side's choice where you and the others chose different targets of one indicator.

    Yours counts where `settled` (key → whose counts) says so, else theirs.
    """
    chosen = merged[is_chosen(merged)]
    before, there = _choices(base), _choices(theirs)
    rivals: dict[str, tuple[list[str], list[str]]] = {}
    for key, row_id in zip(indicator_keys(chosen), chosen["row_id"], strict=True):
        theirs_too = row_id in there and bool(there[row_id]["chosen"])
        if not theirs_too or there[row_id] != before.get(row_id):
            rivals.setdefault(key, ([], []))[theirs_too].append(row_id)
    conflicts = []
    table = merged.astype(object).set_index("row_id", drop=False)
    for yours, other in rivals.values():
        if not yours or not other:
            continue
        conflict = MergeConflict("measures", yours[0], other_target=other[0])
        conflicts.append(conflict)
        losing, kept = (other, {}) if settled.get(conflict.key) == "yours" else (yours, there)
        for row_id in losing:
            for column in CHOICE:
                table.loc[row_id, column] = kept.get(row_id, {}).get(column)
    return conform("measures", table.reset_index(drop=True)) if conflicts else merged, conflicts


def _choices(measures: pd.DataFrame) -> dict[Any, dict[Any, Any]]:
    """row_id → what was decided about its target; missing cells are None."""
    rows = measures.set_index("row_id")[list(CHOICE)].astype(object)
    return rows.where(rows.notna(), None).to_dict("index")
