"""One number per printed figure: where somebody updated it in one table, the other rows that rest on it follow."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

import pandas as pd

from domain.schema.cell_links import cell_starts, replace_figures, replaced_starts
from domain.schema.display import is_missing
from domain.schema.frames import Tables, conform, records
from domain.schema.ledger import qualifier_of, unit_column_of
from domain.schema.tables import DOMAINS, TABLES
from domain.schema.units import in_unit

#: What a row takes over with a number: its day, and what proves it.
_TAKEN: Final = ("as_of_start", "as_of_end", "source_id", "start", "end", "quote", "sheet", "cell")
_KINDS: Final = ("number", "integer")


class _Place(NamedTuple):
    table: str
    at: int
    column: str


def newest_figures(tables: Tables) -> dict[str, pd.DataFrame]:
    """`tables` with the number of the latest day in every row of the same printed figure and role.

    A report states a figure once and several tables hold it; a clerk often updates only one of them, and a paper that
    shows both would contradict itself. A target never follows what was done, nor a row of a later day an older one.
    """
    rows = {name: records(tables[name]) for name in ("measures", *DOMAINS) if name in tables}
    places: defaultdict[tuple[int, bool], list[tuple[_Place, bool]]] = defaultdict(list)
    for name, own in rows.items():
        for at, row in enumerate(own):
            for starts, changed in ((replaced_starts(row["cells"]), True), (cell_starts(row["cells"]), False)):
                for column, start in starts.items():
                    if _is_number(name, column):
                        places[start, _is_target(row, column)].append((_Place(name, at, column), changed))
    touched = set()
    for found in places.values():
        fresh = [place for place, changed in found if changed and not is_missing(_value(rows, place))]
        if not fresh:
            continue
        source = max(fresh, key=lambda place: _day(rows, place))
        for place, changed in found:
            older = _day(rows, place) < _day(rows, source) or (not changed and _day(rows, place) == _day(rows, source))
            if older and place != source and not _is_all_done(rows, place) and _follow(rows, place, source):
                touched.add(place.table)
    return {name: conform(name, rows[name]) if name in touched else table for name, table in tables.items()}


def _follow(rows: Mapping[str, list[dict[str, Any]]], place: _Place, source: _Place) -> bool:
    """Write the number of `source` into `place`; whether its unit allows it."""
    row, other = rows[place.table][place.at], rows[source.table][source.at]
    number = in_unit(other[source.column], _unit(other, source), _unit(row, place))
    if is_missing(number) or is_missing(row[place.column]):
        return False
    qualifier, other_qualifier = qualifier_of(place.table, place.column), qualifier_of(source.table, source.column)
    row["cells"] = replace_figures(row["cells"], [place.column], row["start"])
    row[place.column] = number
    if qualifier:
        row[qualifier] = other[other_qualifier] if other_qualifier else None
    row |= {name: other[name] for name in _TAKEN}
    return True


def _is_all_done(rows: Mapping[str, list[dict[str, Any]]], place: _Place) -> bool:
    """Whether the target of the row is the same printed figure: with another number it would say something else."""
    starts = cell_starts(rows[place.table][place.at]["cells"])
    return not place.column.startswith("target") and starts.get("target") == starts.get(place.column)


def _is_number(table: str, column: str) -> bool:
    known = {each.name: each for each in TABLES[table].all_columns}
    return column in known and known[column].kind in _KINDS


def _is_target(row: Mapping[str, Any], column: str) -> bool:
    return column.startswith("target") or row.get("role") == "target"


def _value(rows: Mapping[str, list[dict[str, Any]]], place: _Place) -> Any:
    return rows[place.table][place.at][place.column]


def _day(rows: Mapping[str, list[dict[str, Any]]], place: _Place) -> pd.Timestamp:
    day = rows[place.table][place.at]["as_of_end"]
    return pd.Timestamp.min if is_missing(day) else pd.Timestamp(day)


def _unit(row: Mapping[str, Any], place: _Place) -> str | None:
    column = unit_column_of(place.table, place.column)
    unit = row[column] if column else TABLES[place.table].column(place.column).unit
    return None if is_missing(unit) else str(unit)
