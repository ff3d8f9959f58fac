"""Cells merged over several rows: texts and days apply to each row, numbers are a fault."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from domain.schema.ledger import words_of
from domain.schema.tables import TABLES
from loaders.workbook.cells import Column
from loaders.workbook.fault_collector import FaultCollector
from loaders.workbook.layout import Layout
from loaders.workbook.remarks import PROGRAM_COLUMNS, filled_cells


def fill_down(layout: Layout, answers: Mapping[str, str] | None = None) -> Layout:
    """The layout with merged texts and days copied into each of their rows that has other contents."""
    sheet = layout.sheet
    first = int(sheet.rows[layout.data_from]) if layout.data_from < len(sheet.rows) else 0
    merged = [area for area in sheet.merged if area[0] < area[2] and area[0] >= first > 0]
    if not merged:
        return layout
    names = {found.at: name for name, found in layout.columns.items() if name not in PROGRAM_COLUMNS}
    filled, collector = filled_cells(layout)[0], FaultCollector(layout, answers)
    above: dict[str, dict[int, int]] = defaultdict(dict)
    for top, left, bottom, _ in merged:
        name = names.get(left)
        rows = np.arange(*np.searchsorted(sheet.rows, (top, bottom + 1))).tolist()
        if name is None or not rows or sheet.rows[rows[0]] != top or not sheet.columns[left].filled[rows[0]]:
            continue
        below = {row: rows[0] for row in rows[1:] if filled[row] and not sheet.columns[left].filled[row]}
        if below and _is_number(layout.table, name):
            value = sheet.columns[left].cell(rows[0])
            collector.report("merged_number", rows[0], name, value, count=len(below) + 1)
        elif below:
            above[name] |= below
    columns = dict(sheet.columns)
    for name, sources in above.items():
        found = layout.columns[name]
        columns[found.at] = _filled(columns[found.at], sources)
        collector.report("merged_filled", min(sources.values()), name, label=found.label, count=len(sources))
    return replace(layout, sheet=replace(sheet, columns=columns), faults=(*layout.faults, *collector.faults))


def _filled(column: Column, sources: Mapping[int, int]) -> Column:
    """The column with cells copied: `sources` maps each used row to the row it copies from."""
    rows, above = list(sources), list(sources.values())
    numbers, codes = column.numbers.copy(), column.codes.copy()
    numbers[rows], codes[rows] = numbers[above], codes[above]
    return Column(numbers, codes, column.values)


def _is_number(table: str, column: str) -> bool:
    return TABLES[table].column(column).kind == "number" and not words_of(table, column)
