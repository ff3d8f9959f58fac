"""Rows as the DataFrame of a table: exactly its columns, in order, with their types."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Final

import numpy as np
import pandas as pd

from domain.schema.columns import Kind
from domain.schema.tables import TABLES

# Texts as Python's own strings: in tables of some dozens of rows they are read a third faster than Arrow's.
pd.set_option("mode.string_storage", "python")


_TEXT: Final = pd.StringDtype(na_value=np.nan)


def conform(name: str, rows: Iterable[Mapping[str, Any]] | pd.DataFrame) -> pd.DataFrame:
    """`rows` as table `name`: exactly its columns, in order, with its types; shape (len(rows), columns).

    Missing cells become missing values, never zero or "". Raises KeyError for an unknown table and
    ValueError for a column that the table does not have: a misspelt column must not vanish.
    """
    table = TABLES[name]
    if isinstance(rows, pd.DataFrame):
        given = {str(column): rows[column].tolist() for column in rows.columns}
        length = len(rows)
    else:
        listed = list(rows)
        given = {
            column: [row.get(column) for row in listed]
            for column in dict.fromkeys(key for row in listed for key in row)
        }
        length = len(listed)
    unknown = given.keys() - {each.name for each in table.all_columns}
    if unknown:
        raise ValueError(f"table {name!r} has no column {', '.join(sorted(unknown))}")
    return _typed_rows(name, given, length) if length else _no_rows(name).copy(deep=False)


@cache
def _no_rows(name: str) -> pd.DataFrame:
    """Most tables of two versions, and most of what differs between them, have no rows."""
    return _typed_rows(name, {}, 0)


def _typed_rows(name: str, given: Mapping[str, list[Any]], length: int) -> pd.DataFrame:
    absent: list[Any] = [None] * length
    cells = {column.name: _typed(given.get(column.name, absent), column.kind) for column in TABLES[name].all_columns}
    return pd.DataFrame(cells, copy=False)


def _typed(cells: list[Any], kind: Kind) -> Any:
    """One column of cells in the type of its kind; an array, since a Series per column costs five times as much."""
    values = np.empty(len(cells), dtype=object)
    values[:] = cells
    missing = pd.isna(values)
    if kind == "text":
        return pd.array([None if gone else str(cell) for cell, gone in zip(cells, missing, strict=True)], dtype=_TEXT)
    values[missing] = np.nan if kind == "number" else None
    if kind == "number":
        return values.astype("float64")
    if kind == "date":
        return pd.to_datetime(pd.Series(values), format="ISO8601").astype("datetime64[s]").array
    return pd.array(values.tolist(), dtype="Int64" if kind == "integer" else "boolean")


def records(rows: pd.DataFrame, wanted: Iterable[str] | None = None) -> list[dict[str, Any]]:
    """The rows as {column: value}; read column by column, which is far cheaper than row by row.

    wanted: of wide tables only these columns, as far as there are any of them.
    """
    if wanted is None:
        names = rows.columns.tolist()  # an Index is slow to go through, once per row
        columns = [cells.tolist() for _, cells in rows.items()]
    else:
        names = [name for name in wanted if name in rows]
        columns = [rows[name].tolist() for name in names]
    return [dict(zip(names, cells, strict=True)) for cells in zip(*columns, strict=True)]


Tables = Mapping[str, pd.DataFrame]
