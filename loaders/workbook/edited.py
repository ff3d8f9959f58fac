"""Tables edited on screen, read by the code that reads workbooks: the same readings, faults, warnings and proof."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import numpy as np
import pandas as pd

from domain.faults import Fault, Place
from domain.sheets import header, unit_column_of, words_of, written_cells
from domain.tables import TABLES, Column
from loaders.workbook.cells import Column as SheetColumn
from loaders.workbook.cells import Other, Sheet
from loaders.workbook.process import watch
from loaders.workbook.reader import WorkbookReading
from loaders.workbook.scope import scope_of
from loaders.workbook.sheets import lay_out
from loaders.workbook.table_reader import TableReading

#: Told of files, and said of an edit they would only puzzle: columns that an editor does not show, ids it made itself.
_OF_FILES: Final = frozenset({"column_absent", "column_unread", "quote_kept", "no_rows"})


def read_edited(
    edited: Mapping[str, pd.DataFrame],
    current: Mapping[str, pd.DataFrame],
    source_id: str,
    answers: Mapping[str, str] | None = None,
) -> WorkbookReading:
    """The tables `edited` (name → rows as the ledger would show them) against `current`, as if a workbook held them.

    A column of `edited` is called as in domain.tables; it holds numbers, days or texts, words in place of codes, and
    nothing where it is empty; columns that are not there stay as they are. Places of faults are rows (the index of
    `edited` where it counts from 1, else counted) and headers. Rows that changed cite `source_id`, no sheet, no cell.
    `answers` as read_workbook takes them.
    """
    layouts, said = lay_out([_sheet(name, rows) for name, rows in edited.items()], "", current, answers)
    scope = scope_of(current)
    read = [
        TableReading(layout, current, scope, source_id, watch(None), is_edit=True, answers=answers)
        for layout in layouts
    ]
    for each in read:
        said += each.said
    tables = {each.name: _without_cells(each.table, source_id) for each in read}
    deletions = {each.name: each.deletions for each in read if len(each.deletions)}
    told = tuple(_placed(fault, edited) for fault in said if fault.kind.code not in _OF_FILES)
    return WorkbookReading("", source_id, "", None, tables, deletions, told)


def shown_rows(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """`table` as `read_edited` takes it: words in place of codes; the same columns and rows."""
    columns = {}
    for column in TABLES[name].all_columns:
        if column.name in table:
            cells = list(written_cells(name, column, table[column.name]))
            as_number = column.kind == "number" and not words_of(name, column.name)
            columns[column.name] = pd.Series(cells, dtype="float64" if as_number else "object", index=table.index)
    return pd.DataFrame(columns, index=table.index)


def _sheet(name: str, rows: pd.DataFrame) -> Sheet:
    """Edited rows as a sheet: the header in the first row, then one row each, empty ones too."""
    own = [column for column in TABLES[name].all_columns if column.name in rows]
    filled = rows[[column.name for column in own]].notna().any(axis="columns").to_numpy(dtype=bool)
    numbers = np.concatenate([[0], _row_numbers(rows)[filled]]).astype(np.int32)
    kept = rows[filled]
    columns = {at: _column(name, column, kept) for at, column in enumerate(own)}
    return Sheet(TABLES[name].label, numbers, columns)


def _row_numbers(rows: pd.DataFrame) -> np.ndarray:
    """The numbers by which whoever edits sees the rows: after a deletion the others keep theirs."""
    labels = rows.index
    if (
        pd.api.types.is_integer_dtype(labels)
        and labels.is_monotonic_increasing
        and labels.is_unique
        and labels.min() > 0
    ):
        return labels.to_numpy()
    return np.arange(1, len(rows) + 1)


def _column(name: str, column: Column, rows: pd.DataFrame) -> SheetColumn:
    """One column of a sheet; a small per cent is written with its sign, so that 0.5 is no half."""
    values: list[str | Other] = [header(column)]
    numbers, codes = [np.nan], [0]
    for cell, unit in zip(rows[column.name].tolist(), _units(name, column, rows), strict=True):
        written = _cell(cell)
        if isinstance(written, float) and unit == "%" and abs(written) <= 1:
            written = f"{written:.15g}%"
        is_number = isinstance(written, float)
        numbers.append(written if isinstance(written, float) else np.nan)
        codes.append(-1 if is_number or written is None else len(values))
        if isinstance(written, (str, Other)):
            values.append(written)
    return SheetColumn(np.array(numbers), np.array(codes, dtype=np.int32), tuple(values))


def _units(name: str, column: Column, rows: pd.DataFrame) -> list[Any]:
    unit = unit_column_of(name, column.name)
    return rows[unit].tolist() if unit is not None and unit in rows else [column.unit] * len(rows)


def _cell(cell: Any) -> float | str | Other | None:
    if cell is None or cell is pd.NA or cell is pd.NaT or cell != cell or cell == "":
        return None
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, (int, float, np.integer, np.floating)):
        return float(cell)
    return Other("date", f"{cell:%Y-%m-%d}") if hasattr(cell, "strftime") else str(cell)


def _without_cells(table: pd.DataFrame, source_id: str) -> pd.DataFrame:
    """What was edited here stands in no cell of a file."""
    here = (table["source_id"] == source_id) & (table["sheet"].notna() | table["cell"].notna())
    if not here.any():
        return table
    bare = table.copy()
    bare.loc[here, ["sheet", "cell"]] = None
    return bare


def _placed(fault: Fault, edited: Mapping[str, pd.DataFrame]) -> Fault:
    """The fault with its cell as a reader of the editor finds it, 第3行 面积(亩), and the id of its row if any."""
    place = fault.place
    row = "".join(sign for sign in place.cell if sign.isdigit())
    if not row or not place.column:
        return fault
    label = header(TABLES[place.table].column(place.column))
    rows, number = edited[place.table], int(row) - 1
    ids = rows.loc[_row_numbers(rows) == number, "row_id"].dropna().tolist() if "row_id" in rows else []
    return replace(fault, place=Place(place.sheet, f"第{number}行 {label}", place.table, place.column, "".join(ids)))
