"""Matches rows without a known id to rows of the current version by content, and reports duplicates."""

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
from loaders.workbook.columns import SheetRows
from loaders.workbook.days import iso_day
from loaders.workbook.layout import Layout
from loaders.workbook.remarks import PROGRAM_COLUMNS, is_nothing
from loaders.workbook.vocabulary import parse_code

#: Position of a row in its table or sheet → its contents in some columns, normalized.
_RowKey = Callable[[int], tuple[str, ...]]
NEW: Final = -1
_CLAIM: Final = "claim"


def match_by_content(
    layout: Layout, current: pd.DataFrame, known: np.ndarray, rows: list[int], keys: tuple[str, ...]
) -> list[int]:
    """Set `known` of those used rows `rows` that match a free current row; returns the matched rows.

    By the key columns; where several rows share them, by all columns of the sheet.
    """
    columns = [column for column in keys if column in layout.columns]
    if not rows or not columns or columns[0] != keys[0] or current.empty:
        return []
    read = [column for column in layout.columns if column not in PROGRAM_COLUMNS]
    here, there = sheet_contents(layout, read), table_contents(current, read)
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


def candidate_claims(
    layout: Layout, current: pd.DataFrame, known: np.ndarray, rows: Iterable[int], keys: tuple[str, ...]
) -> dict[int, list[int]]:
    """Used rows that may be one of several current rows of one indicator: row → these candidates."""
    columns = [column for column in keys if column in layout.columns]
    if _CLAIM not in keys or columns[:1] != [keys[0]]:
        return {}
    groups = _groups(layout, current, known, rows, _without_claim(columns), is_exact=False)
    return {row: others for key, sheet_rows, others in groups for row in sheet_rows if any(key) and len(others) > 1}


def _groups(
    layout: Layout, current: pd.DataFrame, known: np.ndarray, rows: Iterable[int], columns: list[str], *, is_exact: bool
) -> Iterator[tuple[tuple[str, ...], list[int], list[int]]]:
    """(key, used rows, current rows) of unmatched rows with equal contents in `columns`.

    is_exact: if False, units that convert into each other are equal.
    """
    free = np.setdiff1d(np.arange(len(current)), known[known != NEW])
    of_current = _grouped(free.tolist(), table_contents(current, columns, is_exact=is_exact))
    of_sheet = _grouped([row for row in rows if known[row] == NEW], sheet_contents(layout, columns, is_exact=is_exact))
    for key, sheet_rows in of_sheet.items():
        if key in of_current:
            yield key, sheet_rows, of_current[key]


def _by_target(
    layout: Layout, current: pd.DataFrame, known: np.ndarray, rows: list[int], columns: list[str]
) -> Iterator[tuple[int, int]]:
    """(used row, current row) with the same target, for indicators with several claimed targets."""
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
    """The target in a used row, in `unit`; NaN where it cannot be read."""
    value, target_unit = _cell(layout, "target", row), unit or ""
    beside = _cell(layout, "unit", row) if "unit" in layout.columns else None
    unit_of_sheet = layout.columns["target"].unit or (beside.strip() if isinstance(beside, str) else "") or target_unit
    try:
        if isinstance(value, float):
            return in_unit(value, unit_of_sheet, target_unit) if unit_of_sheet and target_unit else value
        amount = parse_amount(value, unit_of_sheet) if isinstance(value, str) else None
        if amount is None:
            return math.nan
        return in_unit(amount.value, unit_of_sheet, target_unit) if unit_of_sheet and target_unit else amount.value
    except CellFault:
        return math.nan


def _pairs(
    rows: list[int], others: list[int], here: _RowKey, there: _RowKey, *, by_key: bool
) -> Iterator[tuple[int, int]]:
    """Pairs of rows with equal contents; with `by_key` also the single remaining row on each side."""
    if not others:
        return
    if not by_key or max(len(rows), len(others)) > 1:
        by_contents = {contents: iter(candidates) for contents, candidates in _grouped(others, there).items()}
        found = {row: next(by_contents.get(here(row), iter(())), None) for row in rows}
        yield from ((row, other) for row, other in found.items() if other is not None)
        matched = set(found.values())
        rows = [row for row, other in found.items() if other is None]
        others = [other for other in others if other not in matched]
    if by_key and len(rows) == len(others) == 1:
        yield rows[0], others[0]


def _grouped(rows: Iterable[int], row_key: _RowKey) -> dict[tuple[str, ...], list[int]]:
    groups: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for row in rows:
        groups[row_key(row)].append(row)
    return groups


def table_contents(current: pd.DataFrame, columns: list[str], *, is_exact: bool = True) -> _RowKey:
    """Row keys of the current table over `columns`; is_exact: as in _groups."""
    cells = [(column == "unit" and not is_exact, current[column].to_numpy(dtype=object)) for column in columns]
    return lambda row: tuple(
        _dimension(_stored(each[row])) if by_dimension else _stored(each[row]) for by_dimension, each in cells
    )


def _dimension(unit: str) -> str:
    """The dimension of a unit: 公顷 and 亩 are equal."""
    parsed = parse_unit(unit) if unit else None
    return unit if parsed is None else f"{parsed.dimension} {parsed.base}"


def _stored(value: Any) -> str:
    """A stored cell in the same normalized form as `_written`."""
    if pd.isna(value) or is_nothing(value):
        return ""
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    return plain_header(f"{value:.15g}" if isinstance(value, float) else str(value))


def sheet_contents(layout: Layout, columns: list[str], *, is_exact: bool = True) -> _RowKey:
    """Row keys of the sheet's used rows over `columns`, comparable with `table_contents`."""

    def contents(row: int) -> tuple[str, ...]:
        cells = ((column, _written(layout.table, column, _cell(layout, column, row))) for column in columns)
        return tuple(_dimension(cell) if column == "unit" and not is_exact else cell for column, cell in cells)

    return contents


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


def report_duplicates(sheet_rows: SheetRows, ids: list[str], keys: tuple[str, ...]) -> None:
    """Report each new row whose key columns equal those of a current row or of another new one."""
    columns = [column for column in keys if column in sheet_rows.layout.columns]
    new = np.flatnonzero(sheet_rows.known < 0).tolist()
    if not new or columns[:1] != [keys[0]]:
        return
    new_values = pd.DataFrame({column: sheet_rows.values[column] for column in columns}, dtype=object)
    unmatched = sheet_rows.current.drop(index=sheet_rows.current.index[sheet_rows.known[sheet_rows.known >= 0]])
    contents, contents_unmatched = (
        table_contents(new_values, columns, is_exact=False),
        table_contents(unmatched, columns, is_exact=False),
    )
    seen = {contents_unmatched(row): f"编号为“{row_id}”的行" for row, row_id in enumerate(unmatched["row_id"].tolist())}
    seen |= {contents(row): f"编号为“{ids[row]}”的行" for row in np.flatnonzero(sheet_rows.known >= 0).tolist()}
    labels = "、".join(filter(None, (sheet_rows.layout.columns[column].label for column in columns)))
    for row in new:
        key = contents(row)
        if key[0] and key in seen:
            sheet_rows.report("row_twin", row, columns[0], other=seen[key], labels=labels)
        seen.setdefault(key, "前面新增的另一行")
