"""Which used rows of a sheet are rows of its table, and which row of the current version each of them is."""

from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Final

import numpy as np
import pandas as pd

from domain.faults import Choice, shown
from domain.schema.display import is_missing, quantity_text
from domain.schema.tables import TABLES
from loaders.workbook.fault_collector import FaultCollector
from loaders.workbook.layout import Layout
from loaders.workbook.matching import NEW, match_by_content, rival_claims
from loaders.workbook.moved_ids import moved_ids
from loaders.workbook.nothing import is_error
from loaders.workbook.remarks import data_rows, filled_cells, is_nothing

_LONGEST_ID: Final = 255


@dataclass(frozen=True, eq=False)
class Rows:
    """The rows of a sheet that are data: `at` (used rows), `known` (row of the current table, -1 for a new one), `ids`.

    Every row has an id of its own; `by_content`: which of them were recognised by what they say; `moved`: used rows
    with the id of one row and the content of another, where the sheet was sorted without its ids.
    """

    at: np.ndarray
    known: np.ndarray
    ids: list[str]
    by_content: np.ndarray
    moved: tuple[int, ...] = ()

    def without(self, dropped: np.ndarray) -> "Rows":
        """The rows but for those `dropped` (bool), as if the sheet did not have them."""
        if not dropped.any():
            return self
        ids = [own for own, is_dropped in zip(self.ids, dropped.tolist(), strict=True) if not is_dropped]
        return replace(
            self, at=self.at[~dropped], known=self.known[~dropped], ids=ids, by_content=self.by_content[~dropped]
        )


def find_rows(layout: Layout, current: pd.DataFrame, told: FaultCollector, *, is_edit: bool = False) -> Rows:
    """The data rows of `layout`, matched with `current` by id, or where they have no known one by what they say.

    `is_edit`: the rows were edited on screen, where ids stay with their rows.
    What is wrong with ids, and which rows are no data, goes to `told`.
    """
    known_ids = pd.Index(current["row_id"].to_numpy(dtype=object), dtype=object)
    keys = TABLES[layout.table].key
    ids = _written_ids(layout)
    known = known_ids.get_indexer(pd.Index(ids, dtype=object)) if len(known_ids) else np.full(len(ids), NEW)
    below = np.arange(len(ids)) >= layout.data_from
    moved = () if is_edit else tuple(moved_ids(layout, current, np.where(below, known, NEW), keys))
    unknown = np.flatnonzero(below & filled_cells(layout)[0] & (known == NEW)).tolist()
    found = match_by_content(layout, current, known, unknown, keys)
    found += _claimed(layout, current, known, unknown, told)
    for row in found:
        ids[row] = known_ids[known[row]]
        told.tell("id_found", row, keys[0], row_id=ids[row])
    at = data_rows(layout, known != NEW, keys, told)
    own_ids = [None if known[row] == NEW and _is_serial(ids[row]) else ids[row] for row in at.tolist()]
    kept = _unique(at, own_ids, told)
    at, own_ids = at[kept], [own_ids[row] for row in kept.tolist()]
    taken = set(known_ids.tolist())
    for row in np.flatnonzero(known[at] == NEW).tolist():
        if own_ids[row] is None:
            own_ids[row] = _new_id(layout, int(at[row]), taken)
        else:
            told.tell("unknown_id", int(at[row]), "row_id", own_ids[row])
        taken.add(own_ids[row])
    return Rows(at, known[at], [str(own) for own in own_ids], np.isin(at, found), moved)


def _claimed(
    layout: Layout, current: pd.DataFrame, known: np.ndarray, rows: list[int], told: FaultCollector
) -> list[int]:
    """Set `known` of rows that may be one of several claimed targets of one indicator, as answered; returns these."""
    keys, found = TABLES[layout.table].key, []
    for row, others in rival_claims(layout, current, known, rows, keys).items():
        choices = [Choice(str(current["row_id"].array[other]), _claim_text(current.iloc[other])) for other in others]
        name = layout.sheet.columns[layout.columns[keys[0]].at].cell(row)
        answer = told.ask("which_claim", row, keys[0], [*choices, Choice("new", "都不是，是新增的一行")], name)
        chosen = [other for other, choice in zip(others, choices, strict=True) if choice.value == answer]
        if chosen and chosen[0] not in known:
            known[row] = chosen[0]
            found.append(row)
    return found


def _claim_text(row: pd.Series) -> str:
    """目标值800亩（年度计划）."""
    goal = "没有目标值" if is_missing(row["target"]) else f"目标值{quantity_text(row['target'], row['unit'])}"
    return goal if is_missing(row["claim"]) else f"{goal}（{shown(row['claim'])}）"


def _is_serial(own: str | None) -> bool:
    """Whether what stands in the column of ids is but the number of a line."""
    return own is not None and own.isdecimal()


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


def _unique(at: np.ndarray, ids: list[str | None], told: FaultCollector) -> np.ndarray:
    """The rows (numbers within `at`) whose id is well formed and stands there first; the others become faults."""
    if (
        len(set(ids)) == len(ids)
        and None not in ids
        and all(own and own.isprintable() and not is_error(own) for own in ids)
    ):
        return np.arange(len(ids))
    first: dict[str, int] = {}
    kept = []
    for row, own in enumerate(ids):
        if own is not None and is_error(own):
            told.tell("error_value", int(at[row]), "row_id", own)
        elif own is not None and (len(own) > _LONGEST_ID or not own.isprintable()):
            told.tell("id_odd", int(at[row]), "row_id", own)
        elif own is not None and own in first:
            other = told.layout.place(int(at[first[own]]), "row_id").cell
            told.tell("id_twice", int(at[row]), "row_id", own, other=other)
        else:
            kept.append(row)
            if own is not None:
                first[own] = row
    return np.array(kept, dtype=np.int64)


def _new_id(layout: Layout, row: int, taken: set[str]) -> str:
    """An id for a new row, the same each time the same sheet is read: table.new-1a2b3c4d5e."""
    cells = [(layout.table, *layout.sheet.row(row).values())]
    digest = sha256(repr(cells).encode()).hexdigest()[:10]
    name, number = f"{layout.table}.new-{digest}", 2
    while name in taken:
        name, number = f"{layout.table}.new-{digest}-{number}", number + 1
    return name
