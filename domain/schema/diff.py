"""What changed between two sets of tables, row by row of the same row_id.

Row order, column order and how a number is written do not matter: 880 and 880.0 are the same, a missing cell
equals a missing cell. `apply_diff(diff_tables(before, after), before)` gives `after` back, up to row order.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import numpy as np
import pandas as pd

from domain.schema.columns import PROOF
from domain.schema.frames import conform
from domain.schema.tables import TABLES

Cell = str | float | int | bool | datetime | None

_PROOF_COLUMNS: Final = frozenset(column.name for column in PROOF)


@dataclass(frozen=True)
class Change:
    """One cell that differs; a missing cell is None, a date is a datetime at midnight."""

    row_id: str
    column: str
    old: Cell
    new: Cell


@dataclass(frozen=True, eq=False)
class TableDiff:
    """How one table differs. `added` and `removed` are tables as `conform` makes them, one row per row_id."""

    name: str
    added: pd.DataFrame
    removed: pd.DataFrame
    changed: tuple[Change, ...]

    @property
    def changed_rows(self) -> tuple[str, ...]:
        """The row_ids with at least one changed cell, each once, in table order."""
        return tuple(dict.fromkeys(change.row_id for change in self.changed))

    @property
    def changed_facts(self) -> tuple[Change, ...]:
        """The changed cells without those that only say where the sentence stands (offsets, quote, sheet, cell)."""
        return tuple(change for change in self.changed if change.column not in _PROOF_COLUMNS)

    @property
    def count(self) -> int:
        """Rows added, removed or changed."""
        return len(self.added) + len(self.removed) + len(self.changed_rows)


@dataclass(frozen=True, eq=False)
class Diff:
    """How a set of tables differs from another: the tables that differ, by name, in the order of TABLES."""

    tables: Mapping[str, TableDiff]

    @property
    def count(self) -> int:
        """Rows added, removed or changed in all tables."""
        return sum(table.count for table in self.tables.values())

    def __bool__(self) -> bool:
        return bool(self.tables)


def diff_tables(before: Mapping[str, pd.DataFrame], after: Mapping[str, pd.DataFrame]) -> Diff:
    """How `after` differs from `before` (table name → table); a table that one side lacks counts as empty.

    Raises ValueError where a row_id is missing or stands twice in a table: rows could not be told apart.
    """
    unknown = (set(before) | set(after)) - set(TABLES)
    if unknown:
        raise KeyError(f"no such table: {', '.join(sorted(unknown))}")
    found = {
        name: diff_table(name, _or_empty(before, name), _or_empty(after, name))
        for name in TABLES
        if name in before or name in after
    }
    return Diff({name: table for name, table in found.items() if table.count})


def diff_table(name: str, before: pd.DataFrame, after: pd.DataFrame) -> TableDiff:
    """How table `name` went from `before` to `after`; both conform to TABLES[name] up to column and row order.

    Raises ValueError where a row_id is missing or stands twice.
    """
    old, new = _by_row_id(name, before), _by_row_id(name, after)
    both = old.index.intersection(new.index, sort=False)
    return TableDiff(
        name=name,
        added=_rows(name, new, new.index.difference(old.index, sort=False)),
        removed=_rows(name, old, old.index.difference(new.index, sort=False)),
        changed=_changes(name, *((old, new) if old.index.equals(new.index) else (old.loc[both], new.loc[both]))),
    )


def apply_diff(diff: Diff, before: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """The tables after `diff`: `before` with its rows removed, changed and added; same row order, added rows last."""
    return {
        name: _apply_table(diff.tables[name], _or_empty(before, name)) if name in diff.tables else before[name]
        for name in TABLES
        if name in before or name in diff.tables
    }


def _apply_table(diff: TableDiff, before: pd.DataFrame) -> pd.DataFrame:
    kept = before[~before["row_id"].isin(diff.removed["row_id"])]
    columns = {column.name: kept[column.name].tolist() for column in TABLES[diff.name].all_columns}
    places = {row_id: place for place, row_id in enumerate(columns["row_id"])}
    for change in diff.changed:
        columns[change.column][places[change.row_id]] = change.new
    for name, cells in columns.items():
        cells += diff.added[name].tolist()
    return conform(diff.name, pd.DataFrame({name: pd.Series(cells, dtype=object) for name, cells in columns.items()}))


def _or_empty(tables: Mapping[str, pd.DataFrame], name: str) -> pd.DataFrame:
    return tables[name] if name in tables else conform(name, [])


def _by_row_id(name: str, table: pd.DataFrame) -> pd.DataFrame:
    ids = table["row_id"]
    if ids.isna().any() or ids.duplicated().any():
        raise ValueError(f"table {name!r}: every row needs a row_id of its own")
    return table.set_index("row_id")


def _rows(name: str, indexed: pd.DataFrame, ids: pd.Index) -> pd.DataFrame:
    """The rows `ids`; most tables of two versions have no others, and an empty table needs no reading of cells."""
    return conform(name, indexed.loc[ids].rename_axis("row_id").reset_index() if len(ids) else [])


def _changes(name: str, old: pd.DataFrame, new: pd.DataFrame) -> tuple[Change, ...]:
    """Changes of rows that both have, in row order and within a row in column order."""
    found: list[tuple[int, int, Change]] = []
    ids = old.index.tolist()
    for at, column in enumerate(column.name for column in TABLES[name].all_columns if column.name != "row_id"):
        left, right = old[column].array, new[column].array
        rows = _differing(left, right)
        for row, was, now in zip(rows.tolist(), left[rows].tolist(), right[rows].tolist(), strict=True):
            found.append((row, at, Change(ids[row], column, _cell(was), _cell(now))))
    return tuple(change for _, _, change in sorted(found, key=lambda item: item[:2]))


def _differing(left: Any, right: Any) -> np.ndarray:
    """The positions at which two arrays of one column differ; a missing cell equals a missing cell."""
    here, there = _values(left), _values(right)
    if here.__array_interface__ == there.__array_interface__:  # the same memory, where a column was not touched
        return np.array([], dtype=np.int64)
    rows = np.flatnonzero(here != there)
    return rows[~(pd.isna(here[rows]) & pd.isna(there[rows]))]


def _values(cells: Any) -> np.ndarray:
    """`cells` as an array of numpy, missing ones as None, NaN or NaT; without a copy for texts, numbers and days."""
    if isinstance(cells.dtype, pd.StringDtype):
        return np.asarray(cells, dtype=object)
    if cells.dtype.kind in "fM":
        return np.asarray(cells)
    return cells.to_numpy(dtype=object, na_value=None)


def _cell(cell: object) -> Cell:
    if cell is None or cell is pd.NA or cell is pd.NaT or cell != cell:
        return None
    if isinstance(cell, pd.Timestamp):
        return cell.to_pydatetime()
    return cell.item() if hasattr(cell, "item") else cell  # type: ignore[return-value]
