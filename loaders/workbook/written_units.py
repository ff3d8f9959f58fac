"""The unit in which the numbers of a row are written, where it is not the stored one.

A row matched by content keeps its stored unit, and its numbers are converted. A unit outside the data applies to rows
without one.
"""

from typing import Any

import numpy as np

from domain.schema.ledger import unit_column_of
from domain.schema.tables import TABLES
from domain.schema.units import UnitError, convert, parse_unit
from loaders.workbook.columns import SheetRows


def resolve_units(sheet_rows: SheetRows, column: str, by_content: np.ndarray) -> None:
    """Set `written_units` for the column of units `column`; by_content: mask of rows matched by content."""
    above, where = _above(sheet_rows, column)
    units, old = sheet_rows.values[column], sheet_rows.old(column)
    written = np.full(len(units), None, dtype=object)
    for row in np.flatnonzero(sheet_rows.changed[column] & by_content).tolist():
        if _converts(units[row], old[row]):
            written[row], units[row], sheet_rows.changed[column][row] = units[row], old[row], False
    filled_in = []
    for row in np.flatnonzero(_has_no_unit(sheet_rows, column)).tolist() if above else ():
        unit = units[row] or old[row]
        if unit is None:
            if len(above) == 1:
                sheet_rows.set(column, row, above[0])
                filled_in.append(row)
            continue
        units[row], sheet_rows.changed[column][row] = old[row], False
        fitting = [each for each in above if _converts(each, unit)]
        if len(fitting) == 1 and fitting[0] != unit:
            written[row] = fitting[0]
    if filled_in:
        label = TABLES[sheet_rows.table].column(column).label
        sheet_rows.report(
            "unit_above", filled_in[0], column, label=label, unit=above[0], count=len(filled_in), where=where
        )
    if (written != None).any():  # noqa: E711 (cell by cell)
        sheet_rows.written_units[column] = written


def row_units(sheet_rows: SheetRows, target_unit: str, outside: str | None) -> np.ndarray | None:
    """Per row the written unit of a column that is stored in `target_unit`; None in rows where they are equal.

    outside: the unit outside the data for rows without one, None where it is the stored one.
    A unit that no number of the sheet can have is kept, as a fault of each number. None where the sheet has no column
    of such units.
    """
    layout = sheet_rows.layout
    if layout.unit_at is None:
        return None
    stored = [
        TABLES[sheet_rows.table].column(name).unit for name, found in layout.columns.items() if not found.has_unit
    ]
    cells = layout.sheet.columns[layout.unit_at]
    of_code: list[str | None] = []
    for value in cells.values:
        unit = value.strip() if isinstance(value, str) else ""
        is_unit = bool(unit) and parse_unit(unit) is not None and unit != target_unit
        fits_another = any(_converts(unit, each) for each in stored if each)
        of_code.append(unit if is_unit and (_converts(unit, target_unit) or not fits_another) else None)
    units = np.array([*of_code, None], dtype=object)[cells.codes[sheet_rows.at]]
    units[~cells.holds[sheet_rows.at]] = outside
    return units


def _above(sheet_rows: SheetRows, column: str) -> tuple[tuple[str, ...], str]:
    """The units outside the data for numbers whose unit is in `column`, and where they stand."""
    table = TABLES[sheet_rows.table]
    found = (sheet_rows.layout.columns.get(each.name) for each in table.columns
             if unit_column_of(table.name, each.name) == column)  # fmt: skip
    return next(((each.above, each.above_place) for each in found if each is not None and each.above), ((), ""))


def _has_no_unit(sheet_rows: SheetRows, column: str) -> np.ndarray:
    """Mask of the rows without a unit in `column`; all where the sheet lacks the column."""
    found = sheet_rows.layout.columns.get(column)
    if found is None:
        return np.ones(len(sheet_rows.at), dtype=bool)
    return ~sheet_rows.layout.sheet.columns[found.at].holds[sheet_rows.at]


def _converts(unit: Any, target_unit: Any) -> bool:
    if unit is None or target_unit is None:
        return False
    try:
        convert(1.0, unit, target_unit)
    except UnitError:
        return False
    return True
