"""Uncommitted edits as JSON data, for another session of the person."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from domain.schema.display import is_missing
from proposals.proposal import whole_tables
from store.errors import StoreError
from store.read import read_version
from ui.edit.edits import Editing, shown_columns


def edits_state(edits: Editing) -> dict[str, Any]:
    """The edits as JSON data, for `edits_of`."""
    changed = {name: rows for name, rows in edits.edits.items() if edits.is_changed(name)}
    return {
        "base": edits.base.id,
        "digest": edits.base.digest,
        "grid": {"table": edits.shown, "number": edits.number, "start": _cells(edits.start)} if edits.shown else None,
        "preview_requested": edits.preview_requested,
        "tables": {name: _cells(rows) for name, rows in changed.items()},
        "decisions": {
            table: {
                row_id: {column: _encoded(cell) for column, cell in cells.items()} for row_id, cells in rows.items()
            }
            for table, rows in edits.decisions.items()
        },
        "pending": edits.pending_change.state(),
    }


def edits_of(state: Mapping[str, Any]) -> Editing:
    """The edits of `edits_state`. Raises StoreError where their base is not in the store, LookupError for others."""
    base = read_version(state["base"])
    if base.digest != state["digest"]:
        raise StoreError(f"它们所依据的第{base.id}版已不在（恢复过备份）。")
    edits = Editing(base, whole_tables(base), preview_requested=state["preview_requested"])
    edits.edits = {name: _rows(name, cells) for name, cells in state["tables"].items()}
    if grid := state["grid"]:
        edits.shown, edits.number, edits.resumed = grid["table"], grid["number"], True
        edits.start = _rows(edits.shown, grid["start"])
    for table, decided in state["decisions"].items():
        edits.decide(table, {
            row_id: {column: _decoded(cell) for column, cell in cells.items()} for row_id, cells in decided.items()
        })  # fmt: skip
    edits.pending_change.restore(state["pending"])
    return edits


def _cells(rows: pd.DataFrame) -> dict[str, list[str | None]]:
    return {str(column): [None if is_missing(cell) else cell for cell in rows[column]] for column in rows}


def _rows(name: str, cells: Mapping[str, list[str | None]]) -> pd.DataFrame:
    """The rows of `_cells`, numbered from 1; LookupError where table `name` has other columns by now."""
    columns = [column.name for column in shown_columns(name)]
    if set(columns) != set(cells):
        raise LookupError(name)
    rows = pd.DataFrame({column: pd.Series(cells[column], dtype="object") for column in columns})
    return rows.set_axis(pd.RangeIndex(1, len(rows) + 1), axis="index")


def _encoded(cell: Any) -> Any:
    return {"day": cell.isoformat()} if isinstance(cell, date) else cell


def _decoded(cell: Any) -> Any:
    return date.fromisoformat(cell["day"]) if isinstance(cell, dict) else cell
