"""Finds the data rows of a sheet and matches them with the rows of the current version."""

from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Final

import numpy as np
import pandas as pd

from domain.faults import Choice, make_question, shown
from domain.schema.display import is_missing, quantity_text
from domain.schema.tables import TABLES
from loaders.workbook.empty_cells import is_error
from loaders.workbook.fault_collector import FaultCollector
from loaders.workbook.layout import Layout
from loaders.workbook.matching import NEW, candidate_claims, match_by_content
from loaders.workbook.moved_ids import moved_ids
from loaders.workbook.remarks import data_rows, filled_cells, is_nothing

_MAX_ID_LENGTH: Final = 255
#: The choice not to read a new row without a name.
SKIP_ROW: Final = Choice("skip", "不读入这一行")
_SKIP_ROWS: Final = Choice("skip", "这些行不读入")
_COPY_CHOICES: Final = (Choice("new", "是新增的一行"), Choice("skip", "重复的行，不读入"))


@dataclass(frozen=True, eq=False)
class Rows:
    """The data rows of a sheet. at: used rows; known: positions in the current table, -1 for new rows; ids: unique.

    by_content: mask of the rows matched by content; moved: used rows with the id of one row and the contents of
    another, where the sheet was sorted without its ids.
    """

    at: np.ndarray
    known: np.ndarray
    ids: list[str]
    by_content: np.ndarray
    moved: tuple[int, ...] = ()

    def without(self, dropped: np.ndarray) -> "Rows":
        """The rows without those in the mask `dropped`."""
        if not dropped.any():
            return self
        ids = [own for own, is_dropped in zip(self.ids, dropped.tolist(), strict=True) if not is_dropped]
        return replace(
            self, at=self.at[~dropped], known=self.known[~dropped], ids=ids, by_content=self.by_content[~dropped]
        )


def find_rows(layout: Layout, current: pd.DataFrame, collector: FaultCollector, *, is_edit: bool = False) -> Rows:
    """The data rows of `layout`, matched with `current` by id, without a known id by content.

    is_edit: the rows were edited on screen, where ids cannot move. Faults of ids and skipped rows go to `collector`.
    """
    known_ids = pd.Index(current["row_id"].to_numpy(dtype=object), dtype=object)
    keys = TABLES[layout.table].key
    ids = _written_ids(layout)
    known = known_ids.get_indexer(pd.Index(ids, dtype=object)) if len(known_ids) else np.full(len(ids), NEW)
    below = np.arange(len(ids)) >= layout.data_from
    moved = () if is_edit else tuple(moved_ids(layout, current, np.where(below, known, NEW), keys))
    unknown = np.flatnonzero(below & filled_cells(layout)[0] & (known == NEW)).tolist()
    found = match_by_content(layout, current, known, unknown, keys)
    found += _match_claims(layout, current, known, unknown, collector)
    for row in found:
        ids[row] = known_ids[known[row]]
        collector.report("id_found", row, keys[0], row_id=ids[row])
    at = np.arange(len(ids)) if layout.all_data else data_rows(layout, known != NEW, keys, collector)
    row_ids = [None if known[row] == NEW and _is_serial(ids[row]) else ids[row] for row in at.tolist()]
    unique, copies = _unique(at, row_ids, collector)
    for row in copies:
        known[at[row]], row_ids[row] = NEW, None
    at, row_ids = at[unique], [row_ids[row] for row in unique.tolist()]
    used_ids = set(known_ids.tolist())
    for row in np.flatnonzero(known[at] == NEW).tolist():
        if row_ids[row] is None:
            row_ids[row] = _new_id(layout, int(at[row]), used_ids)
        else:
            collector.report("unknown_id", int(at[row]), "row_id", row_ids[row])
        used_ids.add(row_ids[row])
    return Rows(at, known[at], [str(own) for own in row_ids], np.isin(at, found), moved)


def skipped_rows(layout: Layout, rows: Rows, collector: FaultCollector) -> np.ndarray:
    """Mask of the new rows that are not read because nothing says what they are.

    One question where the sheet lacks the column of names; where it has it, the rows that the clerk chose to skip.
    """
    key = TABLES[layout.table].key[0]
    is_new, label = rows.known == NEW, TABLES[layout.table].column(key).label
    if key not in layout.columns:
        if is_new.any():
            collector.ask("key_column_missing", int(rows.at[is_new][0]), key, [_SKIP_ROWS],
                          label=label, count=int(is_new.sum()))  # fmt: skip
        return is_new
    skipped = np.zeros(len(rows.at), dtype=bool)
    for row in np.flatnonzero(is_new).tolist():
        at = int(rows.at[row])
        question = make_question("key_missing", layout.place(at, key), [SKIP_ROW], label=label)
        if collector.answers.get(question.key) == SKIP_ROW.value:
            collector.ask("key_missing", at, key, [SKIP_ROW], label=label)
            skipped[row] = True
    return skipped


def _match_claims(
    layout: Layout, current: pd.DataFrame, known: np.ndarray, rows: list[int], collector: FaultCollector
) -> list[int]:
    """Ask about rows that may be one of several claimed targets; set `known` as answered and return these rows."""
    keys, found = TABLES[layout.table].key, []
    for row, others in candidate_claims(layout, current, known, rows, keys).items():
        choices = [Choice(str(current["row_id"].array[other]), _claim_text(current.iloc[other])) for other in others]
        name = layout.sheet.columns[layout.columns[keys[0]].at].cell(row)
        answer = collector.ask("which_claim", row, keys[0], [*choices, Choice("new", "都不是，是新增的一行")], name)
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
    """Whether an id is only a line number."""
    return own is not None and own.isdecimal()


def _written_ids(layout: Layout) -> np.ndarray:
    """The id in each used row (object array), None where there is none."""
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


def _unique(at: np.ndarray, ids: list[str | None], collector: FaultCollector) -> tuple[np.ndarray, list[int]]:
    """The positions in `at` with a valid id at its first occurrence, and those of copies that are rows of their own.

    The ids are hidden: whether a row with the id of another one is new is asked. Other invalid ids are faults.
    """
    if (
        len(set(ids)) == len(ids)
        and None not in ids
        and all(row_id and row_id.isprintable() and not is_error(row_id) for row_id in ids)
    ):
        return np.arange(len(ids)), []
    first: dict[str, int] = {}
    unique, copies = [], []
    for row, row_id in enumerate(ids):
        if row_id is not None and is_error(row_id):
            collector.report("error_value", int(at[row]), "row_id", row_id)
        elif row_id is not None and (len(row_id) > _MAX_ID_LENGTH or not row_id.isprintable()):
            collector.report("id_odd", int(at[row]), "row_id", row_id)
        elif row_id is not None and row_id in first:
            other = int(collector.layout.sheet.rows[at[first[row_id]]]) + 1
            if collector.ask("id_twice", int(at[row]), "row_id", _COPY_CHOICES, row_id, other=other) == "new":
                unique.append(row)
                copies.append(row)
        else:
            unique.append(row)
            if row_id is not None:
                first[row_id] = row
    return np.array(unique, dtype=np.int64), copies


def _new_id(layout: Layout, row: int, used_ids: set[str]) -> str:
    """A deterministic id for a new row, derived from its contents: table.new-1a2b3c4d5e."""
    cells = [(layout.table, *layout.sheet.row(row).values())]
    digest = sha256(repr(cells).encode()).hexdigest()[:10]
    name, number = f"{layout.table}.new-{digest}", 2
    while name in used_ids:
        name, number = f"{layout.table}.new-{digest}-{number}", number + 1
    return name
