"""Where each row belongs in the order of the report, those too that a workbook changed or added."""

from collections.abc import Mapping
from typing import Any

from domain.schema.cell_links import cell_starts, replaced_starts
from domain.schema.display import is_missing
from domain.schema.frames import Tables, records
from domain.schema.tables import TABLES

#: Tables whose rows are made of the text: each has its place.


def places_of(tables: Tables) -> Mapping[str, int]:
    """row_id → offset: of the sentence on which the row rests or rested, else of a figure of it, else of the row above.

    What stands above the first known place of its table has that place; in a table without any, the end of the report.
    """
    known = [int(start) for start in tables["figures"]["start"].dropna()]
    end = max(known, default=0)
    found: dict[str, int] = {}
    for name, table in tables.items():
        if TABLES[name].derived:
            continue
        own = [_own_place(row) for row in records(table[["start", "cells"]])]
        last = next((place for place in own if place is not None), end)
        for row_id, place in zip(table["row_id"].tolist(), own, strict=True):
            last = last if place is None else place
            found[str(row_id)] = last
    return found


def _own_place(row: Mapping[str, Any]) -> int | None:
    if not is_missing(row["start"]):
        return int(row["start"])
    known = cell_starts(row["cells"]) | replaced_starts(row["cells"])
    return known.get("quote", min(known.values(), default=None))
