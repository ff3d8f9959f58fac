"""Which used rows of a sheet are rows of its table, and which row of the current version each of them is."""

from collections import defaultdict
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

import numpy as np
import pandas as pd

from domain.catalogue import read_catalogue
from domain.sheets import plain_header, words_of
from loaders.workbook.amounts import CellFault
from loaders.workbook.layout import Layout
from loaders.workbook.remarks import data_rows, is_nothing
from loaders.workbook.told import Told
from loaders.workbook.words import parse_code

_LONGEST_ID: Final = 255
NEW: Final = -1


@dataclass(frozen=True, eq=False)
class Rows:
    """The rows of a sheet that are data: `at` (used rows), `known` (row of the current table, -1 for a new one), `ids`.

    Every row has an id of its own.
    """

    at: np.ndarray
    known: np.ndarray
    ids: list[str]


def key_columns(table: str) -> tuple[str, ...]:
    """The columns that tell the rows of `table` apart, the one that must be filled in first."""
    return tuple(read_catalogue("headers")["keys"][table])


def find_rows(layout: Layout, current: pd.DataFrame, told: Told) -> Rows:
    """The data rows of `layout`, matched with `current` by id, or where they have none by their key columns.

    What is wrong with ids, and which rows are no data, goes to `told`.
    """
    known_ids = pd.Index(current["row_id"].to_numpy(dtype=object), dtype=object)
    taken = set(known_ids.tolist())
    ids = _written_ids(layout)
    is_known = np.fromiter((own in taken for own in ids), dtype=bool, count=len(ids))
    at = data_rows(layout, is_known, key_columns(layout.table), told)
    own_ids = [ids[row] for row in at.tolist()]
    known = known_ids.get_indexer(pd.Index(own_ids, dtype=object)) if len(known_ids) else np.full(len(at), NEW)
    kept = _unique(at, own_ids, told)
    at, known, own_ids = at[kept], known[kept], [own_ids[row] for row in kept.tolist()]
    _match_by_content(layout, current, at, known, own_ids, told)
    for row in np.flatnonzero(known == NEW).tolist():
        if own_ids[row] is None:
            own_ids[row] = _new_id(layout, int(at[row]), taken)
        else:
            told.tell("unknown_id", int(at[row]), "row_id", own_ids[row])
        taken.add(own_ids[row])
    return Rows(at, known, own_ids)


def _written_ids(layout: Layout) -> np.ndarray:
    """The id written in each used row as objects, None where there is none."""
    ids = np.full(len(layout.sheet.rows), None, dtype=object)
    found = layout.columns.get("row_id")
    if found is None:
        return ids
    column = layout.sheet.columns[found.at]
    values = np.array([_id_text(value) for value in column.values] or [None], dtype=object)
    has = column.codes >= 0
    ids[has] = values[column.codes[has]]
    numbers = np.flatnonzero(~np.isnan(column.numbers))
    for row in numbers.tolist():
        ids[row] = f"{column.numbers[row]:.15g}"
    return ids


def _id_text(value: object) -> str | None:
    return None if isinstance(value, str) and is_nothing(value) else str(value).strip() or None


def _unique(at: np.ndarray, ids: list[str | None], told: Told) -> np.ndarray:
    """The rows (numbers within `at`) whose id is well formed and stands there first; the others become faults."""
    if len(set(ids)) == len(ids) and None not in ids and all(own and own.isprintable() for own in ids):
        return np.arange(len(ids))
    first: dict[str, int] = {}
    kept = []
    for row, own in enumerate(ids):
        if own is not None and (len(own) > _LONGEST_ID or not own.isprintable()):
            told.tell("id_odd", int(at[row]), "row_id", own)
        elif own is not None and own in first:
            other = told.layout.place(int(at[first[own]]), "row_id").cell
            told.tell("id_twice", int(at[row]), "row_id", own, other=other)
        else:
            kept.append(row)
            if own is not None:
                first[own] = row
    return np.array(kept, dtype=np.int64)


def _match_by_content(
    layout: Layout, current: pd.DataFrame, at: np.ndarray, known: np.ndarray, ids: list[Any], told: Told
) -> None:
    """Give rows without an id that of the one current row, claimed by no other, with the same key columns."""
    nameless = [row for row, own in enumerate(ids) if own is None]
    columns = [column for column in key_columns(layout.table) if column in layout.columns]
    if not nameless or not columns or columns[0] != key_columns(layout.table)[0] or current.empty:
        return
    free = np.setdiff1d(np.arange(len(current)), known[known != NEW])
    of_current: dict[tuple[str, ...], list[int]] = defaultdict(list)
    cells = [current[column].to_numpy(dtype=object) for column in columns]
    for row in free.tolist():
        of_current[tuple("" if pd.isna(each[row]) else plain_header(str(each[row])) for each in cells)].append(row)
    of_sheet: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for row in nameless:
        of_sheet[tuple(_key_text(layout, column, int(at[row])) for column in columns)].append(row)
    names = current["row_id"].to_numpy(dtype=object)
    for key, rows in of_sheet.items():
        if len(rows) == 1 and len(of_current.get(key, ())) == 1:
            (known[rows[0]],) = of_current[key]
            ids[rows[0]] = str(names[known[rows[0]]])
            told.tell("id_found", int(at[rows[0]]), columns[0], row_id=ids[rows[0]])


def _key_text(layout: Layout, column: str, row: int) -> str:
    value = layout.sheet.columns[layout.columns[column].at].cell(row)
    if value is None:
        return ""
    if words_of(layout.table, column):
        try:
            return plain_header(parse_code(str(value), layout.table, column) or "")
        except CellFault:
            return plain_header(str(value))
    return plain_header(f"{value:.15g}" if isinstance(value, float) else str(value))


def _new_id(layout: Layout, row: int, taken: set[str]) -> str:
    """An id for a new row, the same each time the same sheet is read: table.new-1a2b3c4d5e."""
    cells = [(layout.table, *layout.sheet.row(row).values())]
    digest = sha256(repr(cells).encode()).hexdigest()[:10]
    name, number = f"{layout.table}.new-{digest}", 2
    while name in taken:
        name, number = f"{layout.table}.new-{digest}-{number}", number + 1
    return name
