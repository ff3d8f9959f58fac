"""Numbers that the report prints once and tables hold in several places: one is changed, the others are told of."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from domain.display import is_missing
from domain.faults import Fault, Place, make_fault
from domain.sheets import unit_column_of
from domain.tables import TABLES, cell_starts
from domain.views.cell_words import cell_text, row_names
from domain.views.panel import Tables, records

#: Tables that nobody fills in: they are made of the report.
_MADE: Final = frozenset({"figures", "findings", "issues"})


@dataclass(frozen=True)
class _Cell:
    """One cell of a table that holds a printed number."""

    table: str
    row_id: str
    column: str


def left_behind(before: Tables, after: Tables) -> list[Fault]:
    """A warning for each place in which a number stayed as it was while it was changed in another.

    before, after: table name → table as conform makes it. Places are those whose `cells` in `before` name the same
    printed figure, with the same value and unit; rows that `after` does not have any more count for nothing.
    """
    rows = {name: _by_id(before[name]) for name in before if name not in _MADE}
    now = {name: _by_id(after[name]) for name in rows if name in after}
    said = []
    for cells in _twins(rows):
        there = [cell for cell in cells if cell.row_id in now.get(cell.table, {})]
        moved = [cell for cell in there if _value(now, cell) != _value(rows, cell)]
        stayed = [cell for cell in there if cell not in moved]
        if moved:
            said += [_warning(cell, moved[0], rows, now, after) for cell in stayed]
    return said


Rows = dict[str, dict[str, dict[str, Any]]]


def _twins(rows: Rows) -> Iterator[list[_Cell]]:
    """Cells that hold the same printed number, two or more at a time."""
    found: dict[tuple[int, float, str], list[_Cell]] = defaultdict(list)
    for name, of_table in rows.items():
        for row_id, row in of_table.items():
            for column, start in cell_starts(row["cells"]).items():
                cell = _Cell(name, row_id, column)
                if TABLES[name].column(column).kind == "number" and not is_missing(row[column]):
                    found[start, float(row[column]), _unit(cell, row)].append(cell)
    return (cells for cells in found.values() if len(cells) > 1)


def _unit(cell: _Cell, row: dict[str, Any]) -> str:
    unit = unit_column_of(cell.table, cell.column)
    return TABLES[cell.table].column(cell.column).unit or (str(row[unit]) if unit else "")


def _value(rows: Rows, cell: _Cell) -> float | None:
    value = rows[cell.table][cell.row_id][cell.column]
    return None if is_missing(value) else float(value)


def _warning(stayed: _Cell, moved: _Cell, rows: Rows, now: Rows, after: Tables) -> Fault:
    place = Place(TABLES[stayed.table].label, "", stayed.table, stayed.column, stayed.row_id)
    old, new = (cell_text(moved.table, moved.column, each[moved.table][moved.row_id]) for each in (rows, now))
    return make_fault("twin_left", place, old, what=_words(stayed, after), other=_words(moved, after), new=new)


def _words(cell: _Cell, tables: Tables) -> str:
    """“土地整治”四都畈的面积."""
    what = row_names(cell.table, tables[cell.table])[cell.row_id]
    return f"“{TABLES[cell.table].label}”{what}的{TABLES[cell.table].column(cell.column).label}"


def _by_id(table: pd.DataFrame) -> dict[str, dict[str, Any]]:
    return {str(row["row_id"]): dict(row) for row in records(table)}
