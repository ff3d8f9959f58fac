"""Warnings about changes in hidden rows and columns of a sheet."""

from typing import Final

import numpy as np

from domain.faults import Fault, Place, make_fault
from loaders.workbook.cells import cell_name
from loaders.workbook.table_reader import TableReading

_MAX_NAMED: Final = 10


def hidden_faults(reading: TableReading) -> list[Fault]:
    """Faults for changes and new rows in the hidden rows and columns of a sheet."""
    sheet_rows, layout = reading.sheet_rows, reading.layout
    hidden = layout.sheet.hidden
    if not hidden.rows and not hidden.columns:
        return []
    place = Place(layout.sheet.name, "", layout.table)
    changed = sheet_rows.known < 0
    for cells in sheet_rows.changed.values():
        changed = changed | cells
    numbers = layout.sheet.rows[sheet_rows.at]
    rows = numbers[changed & np.isin(numbers, list(hidden.rows))].tolist()
    columns = [
        found for name, found in layout.columns.items()
        if found.at in hidden.columns and name in sheet_rows.changed and sheet_rows.changed[name].any()
    ]  # fmt: skip
    faults = []
    if rows:
        named = "、".join(str(row + 1) for row in rows[:_MAX_NAMED]) + ("等" if len(rows) > _MAX_NAMED else "")
        faults.append(make_fault("hidden_rows", place, count=len(rows), rows=named))
    for found in columns:
        letters = cell_name(0, found.at).rstrip("1")
        faults.append(make_fault("hidden_column", place, label=found.label, column=letters))
    return faults
