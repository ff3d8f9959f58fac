"""Detects columns that were sorted, filled or pasted apart from the rest of their rows.

Most of their changed cells then hold what other changed rows held before: a permutation, which no update gives.
"""

from collections import Counter
from typing import Any, Final

import numpy as np

from domain.faults import Choice, shown
from domain.schema.ledger import qualifier_of
from domain.schema.tables import TABLES
from loaders.workbook.columns import SheetRows

#: Fewest changed cells, and different values among them, of a column that was sorted; the share of its changed cells.
_MIN_MOVED: Final = 3
_SHARE: Final = 0.8
_CHOICES: Final = (Choice("old", "没有要改，按原来的保留"), Choice("new", "确实这样改"))


def ask_sorted_columns(sheet_rows: SheetRows) -> None:
    """Ask about each column of the sheet whose cells were exchanged among rows; as answered, it stays as it was.

    Names and other key columns are left to `moved_ids`.
    """
    table = TABLES[sheet_rows.table]
    for column in table.columns:
        if column.words or column.name in table.key or column.name not in sheet_rows.layout.columns:
            continue
        rows = np.flatnonzero(sheet_rows.changed[column.name] & (sheet_rows.known >= 0))
        if len(rows) < _MIN_MOVED:
            continue
        old = sheet_rows.old(column.name)
        if not _is_permuted(old[rows], sheet_rows.values[column.name][rows]):
            continue
        slots = {"label": column.label, "count": len(rows)}
        if sheet_rows.ask("column_sorted", int(rows[0]), column.name, _CHOICES, **slots) == "old":
            for name in filter(None, (column.name, qualifier_of(sheet_rows.table, column.name))):
                sheet_rows.values[name][rows] = sheet_rows.old(name)[rows]
                sheet_rows.changed[name][rows] = False


def _is_permuted(old: np.ndarray, new: np.ndarray) -> bool:
    """Whether most of the new cells are old ones of other rows, several different ones."""
    moved = Counter(map(_plain, old)) & Counter(map(_plain, new))
    del moved[""]
    return len(moved) >= _MIN_MOVED and sum(moved.values()) >= _SHARE * len(new)


def _plain(value: Any) -> str:
    """A cell as text; "" for a missing one."""
    return "" if value is None or value != value else shown(value)
