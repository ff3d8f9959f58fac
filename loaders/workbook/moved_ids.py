"""A sheet that was sorted without its column of ids: what the rows say stands beside the ids of other rows."""

from collections import Counter
from typing import Final

import numpy as np
import pandas as pd

from domain.schema.ledger import words_of
from loaders.workbook.layout import Layout
from loaders.workbook.matching import NEW, said_here, said_there
from loaders.workbook.remarks import NOT_FILLED_IN

#: So many rows that say just what others said are no edit; of rows that were changed as well, more.
_FEWEST_ALIKE: Final = 2
_FEWEST_NAMED: Final = 3
_SHARE: Final = 0.8


def moved_ids(layout: Layout, current: pd.DataFrame, known: np.ndarray, keys: tuple[str, ...]) -> list[int]:
    """The used rows with the id of one row and the content of another, where they are too many for an edit; else [].

    Either they say all that other rows say, or most of their names are just those of the rows whose ids they have.
    """
    named = [column for column in keys if column in layout.columns]
    read = [column for column in layout.columns if column not in NOT_FILLED_IN]
    if not named or named[0] != keys[0]:
        return []
    rows = _otherwise(layout, current, known, named)
    if len(rows) < _FEWEST_ALIKE:
        return []
    here, there = said_here(layout, named, is_exact=False), said_there(current, named, is_exact=False)
    own = {row: there(int(known[row])) for row in rows}
    moved = [row for row in rows if (said := here(row)) != own[row] and any(said)]
    if len(moved) < _FEWEST_ALIKE:
        return []
    others, all_here, all_there = {own[row] for row in moved}, said_here(layout, read), said_there(current, read)
    whole = Counter(all_there(int(known[row])) for row in moved)
    alike = sum((whole & Counter(all_here(row) for row in moved)).values())
    names = Counter(own[row] for row in moved) & Counter(here(row) for row in moved)
    is_sorted = sum(names.values()) >= max(_FEWEST_NAMED, _SHARE * len(moved))
    return moved if len(others) > 1 and (alike >= _FEWEST_ALIKE or is_sorted) else []


def _otherwise(layout: Layout, current: pd.DataFrame, known: np.ndarray, columns: list[str]) -> list[int]:
    """The used rows of which a cell in `columns` is not written just as the ledger writes it: most sheets have few."""
    rows = np.flatnonzero(known != NEW)
    differs = np.zeros(len(rows), dtype=bool)
    for name in columns:
        written = current[name].array.to_numpy(dtype=object, na_value=None)[known[rows]]
        if words := words_of(layout.table, name):
            written = np.array([words.get(str(code), code) for code in written.tolist()], dtype=object)
        differs |= layout.sheet.columns[layout.columns[name].at].cells(rows) != written
    return rows[differs].tolist()
