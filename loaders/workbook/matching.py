"""Which row of the current version a row without a known id is, and which new rows say what another row says."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

import numpy as np
import pandas as pd

from domain.sheets import plain_header, words_of
from loaders.workbook.amounts import CellFault
from loaders.workbook.cells import Other, Value
from loaders.workbook.columns import Sheeted
from loaders.workbook.days import iso_day
from loaders.workbook.layout import Layout
from loaders.workbook.remarks import NOT_FILLED_IN, is_nothing
from loaders.workbook.words import parse_code

#: What a row, numbered in its table or its sheet, says in some columns.
_Said = Callable[[int], tuple[str, ...]]
NEW: Final = -1


def match_by_content(
    layout: Layout, current: pd.DataFrame, known: np.ndarray, rows: list[int], keys: tuple[str, ...]
) -> list[int]:
    """Set `known` of those of the used rows `rows` that are a current row claimed by no other; returns these.

    The key columns tell which; where several rows share them, all columns that the sheet has.
    """
    columns = [column for column in keys if column in layout.columns]
    if not rows or not columns or columns[0] != keys[0] or current.empty:
        return []
    free = np.setdiff1d(np.arange(len(current)), known[known != NEW])
    key_here, key_there = _here(layout, columns), _there(current, columns)
    of_current = _grouped(free.tolist(), key_there)
    of_sheet = _grouped(rows, key_here)
    read = [column for column in layout.columns if column not in NOT_FILLED_IN]
    here, there = _here(layout, read), _there(current, read)
    found = []
    for key, sheet_rows in of_sheet.items():
        alike = _pairs(sheet_rows, of_current.get(key, []), here, there, by_key=any(key))
        for row, other in alike:
            known[row] = other
            found.append(row)
    return found


def _pairs(rows: list[int], others: list[int], here: _Said, there: _Said, *, by_key: bool) -> Iterator[tuple[int, int]]:
    """Rows that say the same; `by_key`: then the one that is left with the one that is left."""
    if not others:
        return
    if not by_key or max(len(rows), len(others)) > 1:
        alike = {said: iter(same) for said, same in _grouped(others, there).items()}
        found = {row: next(alike.get(here(row), iter(())), None) for row in rows}
        yield from ((row, other) for row, other in found.items() if other is not None)
        taken = set(found.values())
        rows = [row for row, other in found.items() if other is None]
        others = [other for other in others if other not in taken]
    if by_key and len(rows) == len(others) == 1:
        yield rows[0], others[0]


def _grouped(rows: Iterable[int], said: _Said) -> dict[tuple[str, ...], list[int]]:
    groups: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for row in rows:
        groups[said(row)].append(row)
    return groups


def _there(current: pd.DataFrame, columns: list[str]) -> _Said:
    cells = [current[column].to_numpy(dtype=object) for column in columns]
    return lambda row: tuple(_stored(each[row]) for each in cells)


def _stored(value: Any) -> str:
    """A stored cell as `_written` puts the same one of a sheet."""
    if pd.isna(value) or is_nothing(value):
        return ""
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    return plain_header(f"{value:.15g}" if isinstance(value, float) else str(value))


def _here(layout: Layout, columns: list[str]) -> _Said:
    return lambda row: tuple(_written(layout.table, column, _cell(layout, column, row)) for column in columns)


def _cell(layout: Layout, column: str, row: int) -> Value:
    return layout.sheet.columns[layout.columns[column].at].cell(row)


def _written(table: str, column: str, value: Value) -> str:
    if value is None or is_nothing(value):
        return ""
    if isinstance(value, Other) and value.kind in ("date", "datetime"):
        return f"{iso_day(value.text):%Y-%m-%d}"
    if words_of(table, column):
        try:
            return plain_header(parse_code(str(value), table, column) or "")
        except CellFault:
            return plain_header(str(value))
    return plain_header(f"{value:.15g}" if isinstance(value, float) else str(value))


def tell_twins(sheeted: Sheeted, ids: list[str], keys: tuple[str, ...]) -> None:
    """Tell each new row that says in its key columns what a current row or another new one says."""
    columns = [column for column in keys if column in sheeted.layout.columns]
    new = np.flatnonzero(sheeted.known < 0).tolist()
    if not new or columns[:1] != [keys[0]]:
        return
    now = pd.DataFrame({column: sheeted.values[column] for column in columns}, dtype=object)
    left = sheeted.current.drop(index=sheeted.current.index[sheeted.known[sheeted.known >= 0]])
    said, said_left = _there(now, columns), _there(left, columns)
    seen = {said_left(row): f"编号为“{row_id}”的行" for row, row_id in enumerate(left["row_id"].tolist())}
    seen |= {said(row): f"编号为“{ids[row]}”的行" for row in np.flatnonzero(sheeted.known >= 0).tolist()}
    labels = "、".join(sheeted.layout.columns[column].label for column in columns)
    for row in new:
        key = said(row)
        if key[0] and key in seen:
            sheeted.tell("row_twin", row, columns[0], other=seen[key], labels=labels)
        seen.setdefault(key, "前面新增的另一行")
