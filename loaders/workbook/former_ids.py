"""Former ids in a workbook that was downloaded before a newer program read the report: today's ids instead."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from loaders.workbook.cells import Column
from loaders.workbook.layout import Layout

#: Columns that hold ids: of the row itself, of the row that it is a part of, of its indicator.
_OF_ROWS: Final = ("row_id", "part_of")
_OF_INDICATORS: Final = ("indicator_id",)


def with_current_ids(layout: Layout, former_ids: Mapping[str, Mapping[str, str]]) -> Layout:
    """`layout` with today's ids. former_ids: table, or indicator_id → former id → id of today."""
    columns = dict(layout.sheet.columns)
    for names, kind in ((_OF_ROWS, layout.table), (_OF_INDICATORS, "indicator_id")):
        for name in names:
            if name in layout.columns and (ids := former_ids.get(kind)):
                at = layout.columns[name].at
                columns[at] = _renamed(columns[at], ids)
    return replace(layout, sheet=replace(layout.sheet, columns=columns))


def _renamed(column: Column, ids: Mapping[str, str]) -> Column:
    values = (ids.get(value.strip(), value) if isinstance(value, str) else value for value in column.values)
    return replace(column, values=tuple(values))
