"""Detects a sheet that was sorted without its column of ids."""

from collections import Counter
from typing import Final

import numpy as np
import pandas as pd

from domain.schema.ledger import words_of
from loaders.workbook.layout import Layout
from loaders.workbook.matching import NEW, sheet_contents, table_contents
from loaders.workbook.remarks import PROGRAM_COLUMNS

#: Minimum rows with the contents of other rows; minimum rows, and share of the moved rows, with the names of others.
_MIN_ALIKE: Final = 2
_MIN_NAMED: Final = 3
_SHARE: Final = 0.8


def moved_ids(layout: Layout, current: pd.DataFrame, known: np.ndarray, keys: tuple[str, ...]) -> list[int]:
    """The used rows with the id of one row and the contents of another, where they are too many for an edit; else [].

    Either whole rows equal other rows, or most of the names are permuted among the rows.
    """
    named = [column for column in keys if column in layout.columns]
    read = [column for column in layout.columns if column not in PROGRAM_COLUMNS]
    if not named or named[0] != keys[0]:
        return []
    rows = _differing_rows(layout, current, known, named)
    if len(rows) < _MIN_ALIKE:
        return []
    here, there = sheet_contents(layout, named, is_exact=False), table_contents(current, named, is_exact=False)
    own = {row: there(int(known[row])) for row in rows}
    moved = [row for row in rows if (contents := here(row)) != own[row] and any(contents)]
    if len(moved) < _MIN_ALIKE:
        return []
    others, all_here, all_there = (
        {own[row] for row in moved},
        sheet_contents(layout, read),
        table_contents(current, read),
    )
    whole = Counter(all_there(int(known[row])) for row in moved)
    alike = sum((whole & Counter(all_here(row) for row in moved)).values())
    names = Counter(own[row] for row in moved) & Counter(here(row) for row in moved)
    is_sorted = sum(names.values()) >= max(_MIN_NAMED, _SHARE * len(moved))
    return moved if len(others) > 1 and (alike >= _MIN_ALIKE or is_sorted) else []


def _differing_rows(layout: Layout, current: pd.DataFrame, known: np.ndarray, columns: list[str]) -> list[int]:
    """The used rows with a cell in `columns` that differs from how the ledger writes it (fast pre-check)."""
    rows = np.flatnonzero(known != NEW)
    differs = np.zeros(len(rows), dtype=bool)
    for name in columns:
        written = current[name].array.to_numpy(dtype=object, na_value=None)[known[rows]]
        if words := words_of(layout.table, name):
            written = np.array([words.get(str(code), code) for code in written.tolist()], dtype=object)
        differs |= layout.sheet.columns[layout.columns[name].at].cells(rows) != written
    return rows[differs].tolist()
