"""The unit in which the numbers of a row are written, where it is not the one in which they are stored.

A row that was recognised by what it says keeps the unit that is stored: its numbers are converted. A unit above the
table is that of the rows which say none.
"""

from typing import Any

import numpy as np

from domain.schema.ledger import unit_column_of
from domain.schema.tables import TABLES
from domain.schema.units import UnitError, convert, parse_unit
from loaders.workbook.columns import Sheeted


def settle_units(sheeted: Sheeted, column: str, by_content: np.ndarray) -> None:
    """Set `written_units` of the column of units `column`; `by_content`: rows that were recognised by what they say."""
    above = _above(sheeted, column)
    units, old = sheeted.values[column], sheeted.old(column)
    written = np.full(len(units), None, dtype=object)
    for row in np.flatnonzero(sheeted.changed[column] & by_content).tolist():
        if _converts(units[row], old[row]):
            written[row], units[row], sheeted.changed[column][row] = units[row], old[row], False
    filled_in = []
    for row in np.flatnonzero(_says_none(sheeted, column)).tolist() if above else ():
        unit = units[row] or old[row]
        if unit is None:
            if len(above) == 1:
                sheeted.set(column, row, above[0])
                filled_in.append(row)
            continue
        units[row], sheeted.changed[column][row] = old[row], False
        fitting = [each for each in above if _converts(each, unit)]
        if len(fitting) == 1 and fitting[0] != unit:
            written[row] = fitting[0]
    if filled_in:
        label = TABLES[sheeted.table].column(column).label
        sheeted.tell("unit_above", filled_in[0], column, label=label, unit=above[0], count=len(filled_in))
    if (written != None).any():  # noqa: E711 (cell by cell)
        sheeted.written_units[column] = written


def row_units(sheeted: Sheeted, wanted: str) -> np.ndarray | None:
    """The unit beside each row in which the numbers of a column are that is stored in `wanted`, None where it is that.

    A unit that none of the sheet's numbers can have stays: it is a fault of each of them. None where the sheet has no
    column of such units.
    """
    layout = sheeted.layout
    if layout.unit_at is None:
        return None
    stored = [TABLES[sheeted.table].column(name).unit for name, found in layout.columns.items() if not found.has_unit]
    cells = layout.sheet.columns[layout.unit_at]
    of_code: list[str | None] = []
    for value in cells.values:
        unit = value.strip() if isinstance(value, str) else ""
        is_unit = bool(unit) and parse_unit(unit) is not None and unit != wanted
        fits_another = any(_converts(unit, each) for each in stored if each)
        of_code.append(unit if is_unit and (_converts(unit, wanted) or not fits_another) else None)
    return np.array([*of_code, None], dtype=object)[cells.codes[sheeted.at]]


def _above(sheeted: Sheeted, column: str) -> tuple[str, ...]:
    """The units above the table that are those of numbers whose unit stands in `column`."""
    table = TABLES[sheeted.table]
    found = (sheeted.layout.columns.get(each.name) for each in table.columns
             if unit_column_of(table.name, each.name) == column)  # fmt: skip
    return next((each.above for each in found if each is not None and each.above), ())


def _says_none(sheeted: Sheeted, column: str) -> np.ndarray:
    """The rows that have nothing in a column of units; all of them where the sheet does not have it."""
    found = sheeted.layout.columns.get(column)
    if found is None:
        return np.ones(len(sheeted.at), dtype=bool)
    return ~sheeted.layout.sheet.columns[found.at].holds[sheeted.at]


def _converts(unit: Any, wanted: Any) -> bool:
    if unit is None or wanted is None:
        return False
    try:
        convert(1.0, unit, wanted)
    except UnitError:
        return False
    return True
