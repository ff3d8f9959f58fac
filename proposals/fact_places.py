"""Which cells of the tables hold one fact: by the printed figure behind them, or by where the catalogue takes it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Literal

from domain.catalogue import read_catalogue
from domain.schema.cell_links import cell_starts, replaced_starts
from domain.schema.display import is_missing
from domain.schema.tables import TABLES

Role = Literal["target", "baseline", "done"]

#: Row by table and row_id.
Rows = dict[str, dict[str, dict[str, Any]]]
#: ("figure", its offset in the text) or ("cell", table, row_id, column).
FactKey = tuple[str | int, ...]

_TARGETS: Final = frozenset({"target", "target_mu", "quantity"})
#: Columns of a measure that the catalogue takes from a cell of another table.
_TAKEN: Final = ("baseline", "target", "actual", "reported_rate", "open_in_time", "overdue")


@dataclass(frozen=True)
class Cell:
    """One cell of a table that holds a number."""

    table: str
    row_id: str
    column: str


def fact_places(rows: Rows) -> dict[FactKey, list[Cell]]:
    """The facts that stand in two cells of `rows` or more, with these; in the order of the tables."""
    found: dict[FactKey, list[Cell]] = defaultdict(list)
    for cell, key in _keys(rows).items():
        if not is_missing(rows[cell.table][cell.row_id][cell.column]):
            found[key].append(cell)
    return {key: cells for key, cells in found.items() if len(cells) > 1}


def role_of(rows: Rows, cell: Cell) -> Role:
    """What a number says of its fact: that it is aimed at, began with, or was done (also a rate, a forecast)."""
    if cell.column in _TARGETS:
        return "target"
    role = rows[cell.table][cell.row_id].get("role")
    if cell.column == "baseline" or role == "baseline":
        return "baseline"
    return "target" if role == "target" else "done"


def says_the_same(rows: Rows, one: Cell, other: Cell) -> bool:
    """Whether two cells of a fact have one role. What was found is the target of a list of items: its whole."""
    if role_of(rows, one) == role_of(rows, other):
        return True
    return any(
        found.column == "found" and whole.column == "target" and rows[whole.table][whole.row_id].get("kind") == "items"
        for found, whole in ((one, other), (other, one))
    )


def is_finished(cells: Sequence[Cell], rows: Rows, place: Cell) -> bool:
    """Whether one fact (`cells`) is both target and done in the row of `place`: the task is said to be done wholly."""
    here = [cell for cell in cells if (cell.table, cell.row_id) == (place.table, place.row_id)]
    return {role_of(rows, cell) for cell in here} >= {"target", "done"}


def is_replaced(rows: Rows, cell: Cell) -> bool:
    """Whether somebody has changed the printed number of a cell since."""
    cells = rows[cell.table][cell.row_id]["cells"]
    return cell.column in replaced_starts(cells) and cell.column not in cell_starts(cells)


def _keys(rows: Rows) -> dict[Cell, FactKey]:
    found: dict[Cell, FactKey] = {}
    for name, of_table in rows.items():
        for row_id, row in of_table.items():
            for column, start in (replaced_starts(row["cells"]) | cell_starts(row["cells"])).items():
                if TABLES[name].column(column).kind == "number":
                    found[Cell(name, row_id, column)] = ("figure", start)
    for cell, taken in _taken(rows):
        key = found.setdefault(taken, ("cell", taken.table, taken.row_id, taken.column))
        found.setdefault(cell, key)
    return found


def _taken(rows: Rows) -> Iterator[tuple[Cell, Cell]]:
    """Each cell of a measure with the one that the catalogue takes it from, where both rows are there."""
    for row_id, row in rows.get("measures", {}).items():
        for column, (table, other) in _references(str(row["indicator_id"]), row_id).items():
            source, _, taken = other.rpartition(".")
            if source in rows.get(table, {}):
                yield Cell("measures", row_id, column), Cell(table, source, taken)


@cache
def _references(indicator: str, row_id: str) -> dict[str, tuple[str, str]]:
    """Column of a measure → (table, row_id and column joined by a point) of the cell that it is taken from."""
    for spec in read_catalogue("measures")["measures"]:
        if spec["id"] == indicator:
            number = row_id.rpartition(".")[2]
            claims = spec.get("claims", [])
            claim = claims[int(number) - 1] if number.isdecimal() and 0 < int(number) <= len(claims) else {}
            asked = spec | (claim or (claims[0] if len(claims) == 1 else {}))
            named = {column: asked[column] for column in _TAKEN if "." in str(asked.get(column, ""))}
            return {column: (name.partition(".")[0], name) for column, name in named.items()}
    return {}
