"""Changed figures whose as-of date (数据截至) was not updated: they would be judged by the old date."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from domain.schema.display import is_missing
from domain.schema.tables import TABLES

Tables = Mapping[str, pd.DataFrame]


def outdated_rows(before: Tables, after: Tables, day: date) -> dict[str, list[str]]:
    """Table → row_ids whose figures differ in `after` while their as-of date is still before `day`.

    Includes new rows with figures but without a date. Tables that are the same object are skipped.
    """
    found = {
        name: _outdated_rows(name, before[name], table, pd.Timestamp(day))
        for name, table in after.items()
        if not TABLES[name].derived and table is not before[name]
    }
    return {name: rows for name, rows in found.items() if rows}


def set_as_of(tables: Tables, rows: Mapping[str, list[str]], day: date) -> dict[str, pd.DataFrame]:
    """`tables` with the as-of date of `rows` (table → row_ids) set to `day`."""
    dated = dict(tables)
    for name, row_ids in rows.items():
        table = dated[name].copy()
        table.loc[table["row_id"].isin(row_ids), "as_of_end"] = pd.Timestamp(day)
        dated[name] = table
    return dated


def _outdated_rows(name: str, before: pd.DataFrame, after: pd.DataFrame, day: pd.Timestamp) -> list[str]:
    numbers = [column.name for column in TABLES[name].numbers if column.dated]
    columns = ["row_id", "as_of_end", *numbers]
    old = {row["row_id"]: row for row in before[columns].to_dict("records")}
    return [str(row["row_id"]) for row in after[columns].to_dict("records") if _is_outdated(old, row, numbers, day)]


def _is_outdated(old: Mapping[Any, Any], row: Mapping[Any, Any], numbers: list[str], day: pd.Timestamp) -> bool:
    old_row, as_of = old.get(row["row_id"], {}), row["as_of_end"]
    if not any(not _equal(old_row.get(name), row[name]) for name in numbers):
        return False
    return is_missing(as_of) or (as_of < day and _equal(old_row.get("as_of_end"), as_of))


def _equal(left: Any, right: Any) -> bool:
    return bool(is_missing(left) and is_missing(right)) or bool(left == right)
