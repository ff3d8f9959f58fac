"""What was changed in the hidden rows and columns of a sheet: nobody saw it who looked at the sheet."""

from typing import Final

import numpy as np

from domain.faults import Fault, Place, make_fault
from loaders.workbook.cells import cell_name
from loaders.workbook.hidden_parts import Hidden
from loaders.workbook.table_reader import TableReading

_MOST_NAMED: Final = 10


def hidden_faults(reading: TableReading, hidden: Hidden | None) -> list[Fault]:
    """What to say of changes and new rows in the hidden rows and columns of a sheet."""
    if hidden is None:
        return []
    sheeted, layout = reading.sheeted, reading.layout
    place = Place(layout.sheet.name, "", layout.table)
    changed = sheeted.known < 0
    for cells in sheeted.changed.values():
        changed = changed | cells
    numbers = layout.sheet.rows[sheeted.at]
    rows = numbers[changed & np.isin(numbers, list(hidden.rows))].tolist()
    columns = [
        found for name, found in layout.columns.items()
        if found.at in hidden.columns and name in sheeted.changed and sheeted.changed[name].any()
    ]  # fmt: skip
    faults = []
    if rows:
        named = "、".join(str(row + 1) for row in rows[:_MOST_NAMED]) + ("等" if len(rows) > _MOST_NAMED else "")
        faults.append(make_fault("hidden_rows", place, count=len(rows), rows=named))
    for found in columns:
        letters = cell_name(0, found.at).rstrip("1")
        faults.append(make_fault("hidden_column", place, label=found.label, column=letters))
    return faults
