"""Groups cells that hold the same fact: by the printed figure behind them, or by references in the catalogue."""

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
#: Columns of a measure that the catalogue can define as a reference to a cell of another table.
_REFERENCE_COLUMNS: Final = ("baseline", "target", "actual", "reported_rate", "open_in_time", "overdue")


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
    for cell, source in _reference_pairs(rows):
        key = found.setdefault(source, ("cell", source.table, source.row_id, source.column))
        found.setdefault(cell, key)
    return found


def _reference_pairs(rows: Rows) -> Iterator[tuple[Cell, Cell]]:
    """(cell of a measure, cell that it refers to), where both rows exist."""
    for row_id, row in rows.get("measures", {}).items():
        for column, (table, other) in _references(str(row["indicator_id"]), row_id).items():
            source, _, column_of_source = other.rpartition(".")
            if source in rows.get(table, {}):
                yield Cell("measures", row_id, column), Cell(table, source, column_of_source)


@cache
def _references(indicator: str, row_id: str) -> dict[str, tuple[str, str]]:
    """Column of a measure → (table, "row_id.column") of the cell that it refers to."""
    for spec in read_catalogue("measures")["measures"]:
        if spec["id"] == indicator:
            number = row_id.rpartition(".")[2]
            claims = spec.get("claims", [])
            claim = claims[int(number) - 1] if number.isdecimal() and 0 < int(number) <= len(claims) else {}
            merged_spec = spec | (claim or (claims[0] if len(claims) == 1 else {}))
            references = {
                column: merged_spec[column] for column in _REFERENCE_COLUMNS if "." in str(merged_spec.get(column, ""))
            }
            return {column: (name.partition(".")[0], name) for column, name in references.items()}
    return {}
