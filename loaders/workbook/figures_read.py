"""Rows and tables of which no figure was read: their day stays, and they are never said to be without faults."""

from typing import Final

import numpy as np

from domain.faults import Fault, Place, make_fault
from domain.schema.tables import TABLES
from loaders.workbook.columns import Sheeted
from loaders.workbook.day_column import day_text

#: Tables whose rows say what they have to say in words.
_IN_WORDS: Final = frozenset(("commitments", "honours"))
_DAYS: Final = ("as_of_start", "as_of_end")
#: Rows that are named one by one.
_MOST_NAMED: Final = 10


def has_figure(sheeted: Sheeted) -> np.ndarray:
    """Which rows have a number in a column that the sheet has (bool)."""
    found = np.zeros(len(sheeted.at), dtype=bool)
    for column in TABLES[sheeted.table].columns:
        is_number = column.kind == "number" and not column.words
        if is_number and column.name in sheeted.layout.columns:
            found |= ~np.isnan(sheeted.values[column.name])
    return found


def keep_days(sheeted: Sheeted) -> None:
    """Take back that 数据截至 moved in rows of the current version of which no figure was read, and tell it."""
    if sheeted.table in _IN_WORDS:
        return
    without = ~has_figure(sheeted) & (sheeted.known >= 0)
    for name in _DAYS:
        old, values, changed = sheeted.old(name), sheeted.values[name], sheeted.changed[name]
        for row in np.flatnonzero(without & changed).tolist():
            values[row], changed[row] = old[row], False
            shown = "空白" if np.isnat(old[row]) else day_text(old[row])
            label = TABLES[sheeted.table].column(name).label
            sheeted.tell("day_kept", row, name, label=label, old=shown)


def figure_faults(sheeted: Sheeted, names: list[str]) -> list[Fault]:
    """What to say where no figure was read of new rows, or of the whole sheet; `names`: what each row is called."""
    sheet, table = sheeted.layout.sheet, sheeted.table
    if not len(sheeted.at):
        return [make_fault("no_rows", Place(sheet.name, "", table))] if len(sheeted.current) else []
    if table in _IN_WORDS:
        return []
    has = has_figure(sheeted)
    new = np.flatnonzero(~has & (sheeted.known < 0)).tolist()
    if new:
        named = "、".join(names[row] for row in new[:_MOST_NAMED]) + ("等" if len(new) > _MOST_NAMED else "")
        numbers = [str(int(sheet.rows[sheeted.at[row]]) + 1) for row in new[:_MOST_NAMED]]
        slots = {"count": len(new), "rows": named, "numbers": "、".join(numbers)}
        return [make_fault("rows_without_figures", Place(sheet.name, "", table), **slots)]
    if has.any() or "row_id" in sheeted.layout.columns:  # rows with ids may well be described anew, and no more
        return []
    return [make_fault("sheet_without_figures", Place(sheet.name, "", table))]
