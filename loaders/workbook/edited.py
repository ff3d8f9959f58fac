"""Tables edited on screen, parsed by the code that parses workbooks: same values, faults and proof.

Table and columns are known, so no sheet name or header is parsed.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import numpy as np
import pandas as pd

from domain.faults import Fault, Place, make_fault
from domain.schema.columns import Column
from domain.schema.ledger import unit_column_of, written_cells
from domain.schema.tables import TABLES
from loaders.workbook.cells import Column as SheetColumn
from loaders.workbook.cells import Other, Sheet
from loaders.workbook.layout import ColumnMatch, Layout
from loaders.workbook.process import limit_check
from loaders.workbook.reader import WorkbookReading
from loaders.workbook.scope import scope_of
from loaders.workbook.table_reader import TableReading

#: Codes that only apply to files: columns that the editor does not show, ids that it made itself.
_FILE_ONLY_CODES: Final = frozenset({"column_absent", "column_unread", "quote_kept", "no_rows"})
#: In a workbook such rows are skipped with a notice; a row added on screen is intended, so its skipping is a fault.
_SKIPPED_ROWS: Final = {"total_skipped": "合计", "heading_skipped": "小标题", "note_skipped": "表格以外的说明"}


def read_edited(
    edited: Mapping[str, pd.DataFrame],
    current: Mapping[str, pd.DataFrame],
    source_id: str,
    answers: Mapping[str, str] | None = None,
) -> WorkbookReading:
    """The tables `edited` (name → rows as the ledger would show them) against `current`, as if read from a workbook.

    Columns of `edited` are named as in domain.schema.tables. Numbers and days are values; texts were typed or pasted
    and are parsed like text cells; None and "" are empty. Missing columns stay unchanged. Places of faults are rows
    (the index of `edited` where it counts from 1, else their position) and headers. Changed rows cite `source_id`,
    without sheet and cell. answers: as in read_workbook.
    """
    scope = scope_of(current)
    read = [
        TableReading(_layout(name, rows), current, scope, source_id, limit_check(None), is_edit=True, answers=answers)
        for name, rows in edited.items()
    ]
    tables = {each.name: _without_cells(each.table, source_id) for each in read}
    deletions = {each.name: each.deletions for each in read if len(each.deletions)}
    faults = [fault for each in read for fault in each.all_faults if fault.kind.code not in _FILE_ONLY_CODES]
    return WorkbookReading(
        "", source_id, "", None, tables, deletions, tuple(_with_editor_place(each, edited) for each in faults)
    )


def shown_rows(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """`table` as `read_edited` takes it: words in place of codes; the same columns and rows."""
    columns = {}
    for column in TABLES[name].all_columns:
        if column.name in table:
            cells = list(written_cells(name, column, table[column.name]))
            as_number = column.kind == "number" and not column.words
            columns[column.name] = pd.Series(cells, dtype="float64" if as_number else "object", index=table.index)
    return pd.DataFrame(columns, index=table.index)


def _layout(name: str, rows: pd.DataFrame) -> Layout:
    """The layout of edited rows as table `name`, without empty rows."""
    own = [column for column in TABLES[name].all_columns if column.name in rows]
    filled = rows[[column.name for column in own]].notna().any(axis="columns").to_numpy(dtype=bool)
    numbers = (_row_numbers(rows)[filled] - 1).astype(np.int32)
    filled_rows = rows[filled]
    cells = {at: _column(name, column, filled_rows) for at, column in enumerate(own)}
    columns = {
        column.name: ColumnMatch(at, column.header, "", has_unit=bool(column.unit)) for at, column in enumerate(own)
    }
    return Layout(name, Sheet(TABLES[name].label, numbers, cells), 0, columns, ())


def _row_numbers(rows: pd.DataFrame) -> np.ndarray:
    """The row numbers shown in the editor; they do not change when other rows are deleted."""
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
    """The cells of one column; a small number of per cent gets its sign, so that 0.5 is not read as a share."""
    values: list[str | Other] = []
    numbers, codes = [], []
    for cell, unit in zip(rows[column.name].tolist(), _units(name, column, rows), strict=True):
        written = _cell(cell)
        if isinstance(written, float) and unit == "%" and abs(written) <= 1:
            written = f"{written:.15g}%"
        is_number = isinstance(written, float)
        numbers.append(written if isinstance(written, float) else np.nan)
        codes.append(-1 if is_number or written is None else len(values))
        if isinstance(written, (str, Other)):
            values.append(written)
    return SheetColumn(np.array(numbers, dtype=np.float64), np.array(codes, dtype=np.int32), tuple(values))


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
    """`table` without sheet and cell in the rows edited here."""
    edited_rows = (table["source_id"] == source_id) & (table["sheet"].notna() | table["cell"].notna())
    if not edited_rows.any():
        return table
    result = table.copy()
    result.loc[edited_rows, ["sheet", "cell"]] = None
    return result


def _with_editor_place(fault: Fault, edited: Mapping[str, pd.DataFrame]) -> Fault:
    """The fault with its place in the editor, 第3行 面积(亩), and the id of its row if any."""
    place = fault.place
    digits = "".join(char for char in place.cell if char.isdigit())
    if not digits:
        return fault
    number = int(digits)
    if fault.kind.code in _SKIPPED_ROWS:
        label = (TABLES[place.table].column(TABLES[place.table].key[0])).header
        row = Place(place.sheet, f"第{number}行", place.table)
        return make_fault("row_left_out", row, fault.value, what=_SKIPPED_ROWS[fault.kind.code], label=label)
    if not place.column:
        return replace(fault, place=replace(place, cell=f"第{number}行"))
    label = TABLES[place.table].column(place.column).header
    rows = edited[place.table]
    ids = rows.loc[_row_numbers(rows) == number, "row_id"].dropna().tolist() if "row_id" in rows else []
    return replace(fault, place=Place(place.sheet, f"第{number}行 {label}", place.table, place.column, "".join(ids)))
