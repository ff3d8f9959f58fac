"""The position of each row in the order of the report, including rows changed or added by a workbook."""

from collections.abc import Mapping
from typing import Any

from domain.schema.cell_links import cell_starts, replaced_starts
from domain.schema.display import is_missing
from domain.schema.frames import Tables, records
from domain.schema.tables import TABLES


def places_of(tables: Tables) -> Mapping[str, int]:
    """row_id → offset: of the row's current or former sentence, else of one of its figures, else of the row above.

    Rows above the first known position of their table get that position; in a table without any, the report's end.
    """
    starts = [int(start) for start in tables["figures"]["start"].dropna()]
    end = max(starts, default=0)
    found: dict[str, int] = {}
    for name, table in tables.items():
        if TABLES[name].derived:
            continue
        row_places = [_own_place(row) for row in records(table[["start", "cells"]])]
        last = next((place for place in row_places if place is not None), end)
        for row_id, place in zip(table["row_id"].tolist(), row_places, strict=True):
            last = last if place is None else place
            found[str(row_id)] = last
    return found


def _own_place(row: Mapping[str, Any]) -> int | None:
    if not is_missing(row["start"]):
        return int(row["start"])
    starts = cell_starts(row["cells"]) | replaced_starts(row["cells"])
    return starts.get("quote", min(starts.values(), default=None))
