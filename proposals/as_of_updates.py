"""Figures that were changed while the day that they speak of was not: they would be judged by the old day."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from domain.schema.display import is_missing
from domain.schema.tables import TABLES

Tables = Mapping[str, pd.DataFrame]


def undated(before: Tables, after: Tables, day: date) -> dict[str, list[str]]:
    """Table → row_ids whose figures are other ones in `after` while they still speak of an earlier day than `day`.

    New rows with figures and without a day are among them. Only tables that are not the same object are looked at.
    """
    found = {
        name: _undated(name, before[name], table, pd.Timestamp(day))
        for name, table in after.items()
        if not TABLES[name].derived and table is not before[name]
    }
    return {name: rows for name, rows in found.items() if rows}


def date_rows(tables: Tables, rows: Mapping[str, list[str]], day: date) -> dict[str, pd.DataFrame]:
    """`tables` in which the rows `rows` (table → row_ids) speak of `day`."""
    dated = dict(tables)
    for name, row_ids in rows.items():
        table = dated[name].copy()
        table.loc[table["row_id"].isin(row_ids), "as_of_end"] = pd.Timestamp(day)
        dated[name] = table
    return dated


def _undated(name: str, before: pd.DataFrame, after: pd.DataFrame, day: pd.Timestamp) -> list[str]:
    numbers = [column.name for column in TABLES[name].numbers if column.dated]
    columns = ["row_id", "as_of_end", *numbers]
    old = {row["row_id"]: row for row in before[columns].to_dict("records")}
    return [str(row["row_id"]) for row in after[columns].to_dict("records") if _is_undated(old, row, numbers, day)]


def _is_undated(old: Mapping[Any, Any], row: Mapping[Any, Any], numbers: list[str], day: pd.Timestamp) -> bool:
    was, now = old.get(row["row_id"], {}), row["as_of_end"]
    if not any(not _same(was.get(name), row[name]) for name in numbers):
        return False
    return is_missing(now) or (now < day and _same(was.get("as_of_end"), now))


def _same(one: Any, other: Any) -> bool:
    return bool(is_missing(one) and is_missing(other)) or bool(one == other)
