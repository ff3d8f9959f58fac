"""Groups cells that hold the same fact: by the printed figure behind them, or by that of the list they are of."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from domain.schema.cell_links import cell_starts, replaced_starts
from domain.schema.display import is_missing
from domain.schema.tables import TABLES

Role = Literal["target", "baseline", "done"]

#: Row by table and row_id.
Rows = dict[str, dict[str, dict[str, Any]]]
#: ("figure", its offset in the text), or ("cell", table, row_id, column) where none is printed.
FactKey = tuple[str | int, ...]

_OPEN: Final = ("open_in_time", "overdue")
_TARGETS: Final = frozenset({"target", "target_mu", "quantity"})


@dataclass(frozen=True)
class Cell:
    """One number cell of a table."""

    table: str
    row_id: str
    column: str


def fact_places(rows: Rows) -> dict[FactKey, list[Cell]]:
    """Fact → its cells, for facts in two or more cells of `rows`; in the order of the tables."""
    found: dict[FactKey, list[Cell]] = defaultdict(list)
    for cell, key in _keys(rows).items():
        if not is_missing(rows[cell.table][cell.row_id][cell.column]):
            found[key].append(cell)
    return {key: cells for key, cells in found.items() if len(cells) > 1}


def role_of(rows: Rows, cell: Cell) -> Role:
    """The role of a number: target, baseline, or done (including rates and forecasts)."""
    if cell.column in _TARGETS:
        return "target"
    role = rows[cell.table][cell.row_id].get("role")
    if cell.column == "baseline" or role == "baseline":
        return "baseline"
    return "target" if role == "target" else "done"


def has_same_role(rows: Rows, left: Cell, right: Cell) -> bool:
    """Whether two cells of a fact have the same role. For `items`, found and target are the same (the whole)."""
    if role_of(rows, left) == role_of(rows, right):
        return True
    return any(
        found.column == "found" and whole.column == "target" and rows[whole.table][whole.row_id].get("kind") == "items"
        for found, whole in ((left, right), (right, left))
    )


def is_finished(cells: Sequence[Cell], rows: Rows, place: Cell) -> bool:
    """Whether one fact (`cells`) is both target and done in the row of `place`: the task is complete."""
    same_row = [cell for cell in cells if (cell.table, cell.row_id) == (place.table, place.row_id)]
    return {role_of(rows, cell) for cell in same_row} >= {"target", "done"}


def is_replaced(rows: Rows, cell: Cell) -> bool:
    """Whether the printed number of a cell was changed since."""
    cells = rows[cell.table][cell.row_id]["cells"]
    return cell.column in replaced_starts(cells) and cell.column not in cell_starts(cells)


def _keys(rows: Rows) -> dict[Cell, FactKey]:
    found: dict[Cell, FactKey] = {}
    for name, of_table in rows.items():
        for row_id, row in of_table.items():
            for column, start in (replaced_starts(row["cells"]) | cell_starts(row["cells"])).items():
                if TABLES[name].column(column).kind == "number":
                    found[Cell(name, row_id, column)] = ("figure", start)
    for cell, same in _lists_of_one_thing(found):
        found.setdefault(same, found.setdefault(cell, ("cell", cell.table, cell.row_id, cell.column)))
    return found


def _lists_of_one_thing(found: dict[Cell, FactKey]) -> list[tuple[Cell, Cell]]:
    """Cells of a row of `safety` and of the measure that rests on what that row has found: what is open, what is late.

    The report need not print them; the row and its measure count the same things all the same.
    """
    measured = {key: cell.row_id for cell, key in found.items() if (cell.table, cell.column) == ("measures", "target")}
    return [
        (Cell("safety", cell.row_id, column), Cell("measures", measured[key], column))
        for cell, key in found.items()
        if (cell.table, cell.column) == ("safety", "found") and key in measured
        for column in _OPEN
    ]
