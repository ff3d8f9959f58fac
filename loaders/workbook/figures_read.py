"""Rows and tables without any figure read: they keep their as-of date, and a warning is reported."""

from typing import Final

import numpy as np

from domain.faults import Fault, Place, make_fault
from domain.schema.tables import TABLES
from loaders.workbook.columns import SheetRows
from loaders.workbook.day_column import day_text

#: Tables of texts, whose rows need no figures.
_IN_WORDS: Final = frozenset(("commitments", "honours"))
_DAYS: Final = ("as_of_start", "as_of_end")
#: Rows that are listed by name.
_MAX_NAMED: Final = 10


def has_figure(sheet_rows: SheetRows) -> np.ndarray:
    """Mask of the rows with a number in any column of the sheet."""
    found = np.zeros(len(sheet_rows.at), dtype=bool)
    for column in TABLES[sheet_rows.table].columns:
        is_number = column.kind == "number" and not column.words
        if is_number and column.name in sheet_rows.layout.columns:
            found |= ~np.isnan(sheet_rows.values[column.name])
    return found


def keep_days(sheet_rows: SheetRows) -> None:
    """Restore 数据截至 of existing rows without any figure read, and report it."""
    if sheet_rows.table in _IN_WORDS:
        return
    without = ~has_figure(sheet_rows) & (sheet_rows.known >= 0)
    for name in _DAYS:
        old, values, changed = sheet_rows.old(name), sheet_rows.values[name], sheet_rows.changed[name]
        for row in np.flatnonzero(without & changed).tolist():
            values[row], changed[row] = old[row], False
            shown = "空白" if np.isnat(old[row]) else day_text(old[row])
            label = TABLES[sheet_rows.table].column(name).label
            sheet_rows.report("day_kept", row, name, label=label, old=shown)


def figure_faults(sheet_rows: SheetRows, names: list[str]) -> list[Fault]:
    """Faults where no figure was read in new rows or in the whole sheet; `names`: the name of each row."""
    sheet, table = sheet_rows.layout.sheet, sheet_rows.table
    if not len(sheet_rows.at):
        return [make_fault("no_rows", Place(sheet.name, "", table))] if len(sheet_rows.current) else []
    if table in _IN_WORDS:
        return []
    has = has_figure(sheet_rows)
    new = np.flatnonzero(~has & (sheet_rows.known < 0)).tolist()
    if new:
        named = "、".join(names[row] for row in new[:_MAX_NAMED]) + ("等" if len(new) > _MAX_NAMED else "")
        numbers = [str(int(sheet.rows[sheet_rows.at[row]]) + 1) for row in new[:_MAX_NAMED]]
        slots = {"count": len(new), "rows": named, "numbers": "、".join(numbers)}
        return [make_fault("rows_without_figures", Place(sheet.name, "", table), **slots)]
    if has.any() or "row_id" in sheet_rows.layout.columns:  # rows with ids may change in their texts only
        return []
    return [make_fault("sheet_without_figures", Place(sheet.name, "", table))]
