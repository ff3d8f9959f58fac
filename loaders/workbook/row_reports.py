"""What checks of rows share: the changed rows, the report of a fault in one, and how its figures read."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np

from domain.schema.display import quantity_text
from domain.schema.ledger import qualifier_of, unit_column_of
from domain.schema.tables import TABLES
from loaders.workbook.columns import SheetRows

#: One fault to report: code, row, column, slots of the text.
Report = tuple[str, int, str, dict[str, Any]]


def changed_rows(sheet_rows: SheetRows, columns: Iterable[str]) -> Iterator[int]:
    """The rows that are new or changed in one of `columns`."""
    touched = sheet_rows.known < 0
    for column in columns:
        if column in sheet_rows.changed:
            touched = touched | sheet_rows.changed[column]
    yield from np.flatnonzero(touched).tolist()


def report(code: str, row: int, column: str, **slots: Any) -> Report:
    """One fault to report."""
    return code, row, column, slots


def label_of(sheet_rows: SheetRows, column: str) -> str:
    """The name of a column of the table on screen."""
    return TABLES[sheet_rows.table].column(column).label


def is_present(value: Any) -> bool:
    """Whether a value is there: neither None nor NaN."""
    return value is not None and value == value


def quantity_texts(sheet_rows: SheetRows, column: str) -> Callable[[int], dict[str, str]]:
    """For a row, its old and new value in `column` as slots: {"old": 584亩, "new": 38.93公顷}."""
    unit, qualifier = unit_column_of(sheet_rows.table, column), qualifier_of(sheet_rows.table, column)
    header = TABLES[sheet_rows.table].column(column).unit
    old_cells = {name: sheet_rows.old(name) for name in (column, unit, qualifier) if name is not None}

    def texts(row: int) -> dict[str, str]:
        return {
            slot: quantity_text(
                cells[column][row],
                header if unit is None else cells[unit][row],
                None if qualifier is None else cells[qualifier][row],
            )
            for slot, cells in (("old", old_cells), ("new", sheet_rows.values))
        }

    return texts
