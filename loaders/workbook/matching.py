"""Which row of the current version a row without a known id is, and which new rows say what another row says."""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

import numpy as np
import pandas as pd

from domain.schema.ledger import plain_header, words_of
from domain.schema.units import parse_unit
from loaders.workbook.amounts import CellFault, in_unit, parse_amount
from loaders.workbook.cells import Other, Value
from loaders.workbook.columns import Sheeted
from loaders.workbook.days import iso_day
from loaders.workbook.layout import Layout
from loaders.workbook.remarks import NOT_FILLED_IN, is_nothing
from loaders.workbook.vocabulary import parse_code

#: What a row, numbered in its table or its sheet, says in some columns.
_Said = Callable[[int], tuple[str, ...]]
NEW: Final = -1
_CLAIM: Final = "claim"


def match_by_content(
    layout: Layout, current: pd.DataFrame, known: np.ndarray, rows: list[int], keys: tuple[str, ...]
) -> list[int]:
    """Set `known` of those of the used rows `rows` that are a current row claimed by no other; returns these.

    The key columns tell which; where several rows share them, all columns that the sheet has.
    """
    columns = [column for column in keys if column in layout.columns]
    if not rows or not columns or columns[0] != keys[0] or current.empty:
        return []
    read = [column for column in layout.columns if column not in NOT_FILLED_IN]
    here, there = said_here(layout, read), said_there(current, read)
    found: list[int] = []
    for is_exact in (True, False):
        for key, sheet_rows, others in _groups(layout, current, known, rows, columns, is_exact=is_exact):
            for row, other in _pairs(sheet_rows, others, here, there, by_key=any(key)):
                known[row] = other
                found.append(row)
    for row, other in _by_target(layout, current, known, rows, columns):
        known[row] = other
        found.append(row)
    return found


def rival_claims(
    layout: Layout, current: pd.DataFrame, known: np.ndarray, rows: Iterable[int], keys: tuple[str, ...]
) -> dict[int, list[int]]:
    """Of the used rows `rows` those that may be one of several current rows of one indicator: row → these."""
    columns = [column for column in keys if column in layout.columns]
    if _CLAIM not in keys or columns[:1] != [keys[0]]:
        return {}
    groups = _groups(layout, current, known, rows, _without_claim(columns), is_exact=False)
    return {row: others for key, sheet_rows, others in groups for row in sheet_rows if any(key) and len(others) > 1}


def _groups(
    layout: Layout, current: pd.DataFrame, known: np.ndarray, rows: Iterable[int], columns: list[str], *, is_exact: bool
) -> Iterator[tuple[tuple[str, ...], list[int], list[int]]]:
    """(what they say, used rows, current rows) of rows that are not matched yet and say the same in `columns`.

    `is_exact`: else units say the same that convert into each other.
    """
    free = np.setdiff1d(np.arange(len(current)), known[known != NEW])
    of_current = _grouped(free.tolist(), said_there(current, columns, is_exact=is_exact))
    of_sheet = _grouped([row for row in rows if known[row] == NEW], said_here(layout, columns, is_exact=is_exact))
    for key, sheet_rows in of_sheet.items():
        if key in of_current:
            yield key, sheet_rows, of_current[key]


def _by_target(
    layout: Layout, current: pd.DataFrame, known: np.ndarray, rows: list[int], columns: list[str]
) -> Iterator[tuple[int, int]]:
    """Rows of an indicator with several claimed targets, each with the current row that has its target."""
    if "target" not in layout.columns or _CLAIM not in current:
        return
    targets, units = current["target"].to_numpy(dtype=float), current["unit"].tolist()
    for key, sheet_rows, others in _groups(layout, current, known, rows, _without_claim(columns), is_exact=False):
        same = {
            row: [other for other in others if math.isclose(_target(layout, row, units[other]), targets[other])]
            for row in sheet_rows
        }
        claimed = [other for each in same.values() for other in each]
        for row, each in same.items():
            if any(key) and len(each) == 1 and claimed.count(each[0]) == 1:
                yield row, each[0]


def _without_claim(columns: list[str]) -> list[str]:
    return [column for column in columns if column != _CLAIM]


def _target(layout: Layout, row: int, unit: str | None) -> float:
    """The target that a used row says, in `unit`; NaN where it says none that can be read."""
    value, wanted = _cell(layout, "target", row), unit or ""
    beside = _cell(layout, "unit", row) if "unit" in layout.columns else None
    said = layout.columns["target"].unit or (beside.strip() if isinstance(beside, str) else "") or wanted
    try:
        if isinstance(value, float):
            return in_unit(value, said, wanted) if said and wanted else value
        amount = parse_amount(value, said) if isinstance(value, str) else None
        if amount is None:
            return math.nan
        return in_unit(amount.value, said, wanted) if said and wanted else amount.value
    except CellFault:
        return math.nan


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


def said_there(current: pd.DataFrame, columns: list[str], *, is_exact: bool = True) -> _Said:
    """What the rows of the current table say in `columns`; `is_exact`: else units alike that convert."""
    cells = [(column == "unit" and not is_exact, current[column].to_numpy(dtype=object)) for column in columns]
    return lambda row: tuple(
        _dimension(_stored(each[row])) if by_dimension else _stored(each[row]) for by_dimension, each in cells
    )


def _dimension(unit: str) -> str:
    """A unit as what it converts into: 公顷 and 亩 are one."""
    parsed = parse_unit(unit) if unit else None
    return unit if parsed is None else f"{parsed.dimension} {parsed.base}"


def _stored(value: Any) -> str:
    """A stored cell as `_written` puts the same one of a sheet."""
    if pd.isna(value) or is_nothing(value):
        return ""
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    return plain_header(f"{value:.15g}" if isinstance(value, float) else str(value))


def said_here(layout: Layout, columns: list[str], *, is_exact: bool = True) -> _Said:
    """What the used rows of the sheet say in `columns`, as `said_there` tells it."""

    def said(row: int) -> tuple[str, ...]:
        cells = ((column, _written(layout.table, column, _cell(layout, column, row))) for column in columns)
        return tuple(_dimension(cell) if column == "unit" and not is_exact else cell for column, cell in cells)

    return said


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


def report_duplicates(sheeted: Sheeted, ids: list[str], keys: tuple[str, ...]) -> None:
    """Tell each new row that says in its key columns what a current row or another new one says."""
    columns = [column for column in keys if column in sheeted.layout.columns]
    new = np.flatnonzero(sheeted.known < 0).tolist()
    if not new or columns[:1] != [keys[0]]:
        return
    now = pd.DataFrame({column: sheeted.values[column] for column in columns}, dtype=object)
    left = sheeted.current.drop(index=sheeted.current.index[sheeted.known[sheeted.known >= 0]])
    said, said_left = said_there(now, columns, is_exact=False), said_there(left, columns, is_exact=False)
    seen = {said_left(row): f"编号为“{row_id}”的行" for row, row_id in enumerate(left["row_id"].tolist())}
    seen |= {said(row): f"编号为“{ids[row]}”的行" for row in np.flatnonzero(sheeted.known >= 0).tolist()}
    labels = "、".join(sheeted.layout.columns[column].label for column in columns)
    for row in new:
        key = said(row)
        if key[0] and key in seen:
            sheeted.tell("row_twin", row, columns[0], other=seen[key], labels=labels)
        seen.setdefault(key, "前面新增的另一行")
