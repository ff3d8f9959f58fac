"""Numbers that the report prints once and tables hold in several places: one is changed, the others can follow."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from domain.dating import OF_NO_DAY
from domain.display import is_missing
from domain.faults import Fault, Place, make_fault
from domain.period import date_text
from domain.sheets import as_printed, qualifier_of, unit_column_of
from domain.tables import TABLES, cell_starts, replace_figures, replaced_starts
from domain.views.cell_words import cell_text, row_names
from domain.views.panel import Tables, records

#: Tables that nobody fills in: they are made of the report.
_MADE: Final = frozenset({"figures", "findings", "issues"})
_DAYS: Final = ("as_of_start", "as_of_end")


@dataclass(frozen=True)
class Cell:
    """One cell of a table that holds a printed number."""

    table: str
    row_id: str
    column: str


@dataclass(frozen=True)
class Twin:
    """A place in which a number stayed as it was while it was changed in another, `source`.

    what, other: both places in words; old, new: the number as written. writes: what has to be written in the row for
    the number to follow (column → value); empty where it cannot follow: no number any more, another unit, several new
    numbers, an 约 that the place has no column for.
    """

    place: Cell
    source: Cell
    what: str
    other: str
    old: str
    new: str
    writes: Mapping[str, Any]

    @property
    def key(self) -> str:
        """What the place is ticked by: table, row, column."""
        return f"{self.place.table}/{self.place.row_id}/{self.place.column}"

    @property
    def as_of(self) -> str:
        """The day that the row will speak of, in words; "" where it stays."""
        return date_text(self.writes["as_of_end"]) if "as_of_end" in self.writes else ""

    @property
    def warning(self) -> Fault:
        """That the number stayed."""
        table = self.place.table
        place = Place(TABLES[table].label, "", table, self.place.column, self.place.row_id)
        return make_fault("twin_left", place, self.old, what=self.what, other=self.other, new=self.new)


Rows = dict[str, dict[str, dict[str, Any]]]


def left_behind(before: Tables, after: Tables) -> tuple[Twin, ...]:
    """The places in which a number stayed as it was while it was changed in another.

    before, after: table name → table as conform makes it. Places are those whose `cells` in `before` name the same
    printed figure, also one that was changed since, with the same value and unit; rows that `after` does not have any
    more count for nothing.
    """
    rows = {name: _by_id(before[name][before[name]["cells"].notna()]) for name in before if name not in _MADE}
    now = {name: _by_id(after[name][after[name]["row_id"].isin(list(rows[name]))]) for name in rows if name in after}
    names = _Names(after)
    found = []
    for cells in _twins(rows):
        there = [cell for cell in cells if cell.row_id in now.get(cell.table, {})]
        moved = [cell for cell in there if _value(now, cell) != _value(rows, cell)]
        found += [_twin(cell, moved, rows, now, names) for cell in there if moved and cell not in moved]
    return tuple(found)


def carry(tables: Tables, twins: Collection[Twin]) -> dict[str, pd.DataFrame]:
    """`tables` with the new number of each of `twins` in its place, too.

    A row that takes one rests on the cell in which the number was written, its other figures on their sentences.
    """
    carried = dict(tables)
    for twin in twins:
        table = carried[twin.place.table].copy()
        here = table["row_id"] == twin.place.row_id
        source = tables[twin.source.table]
        written = records(source[source["row_id"] == twin.source.row_id])[0]
        proof = _proof(records(table[here])[0], written, twin.place.column)
        for column, value in {**twin.writes, **proof}.items():
            table.loc[here, column] = value
        carried[twin.place.table] = table
    return carried


def _proof(row: Mapping[str, Any], source: Mapping[str, Any], column: str) -> dict[str, Any]:
    """The proof of a row of which `column` now holds the number of the row `source`; cells of another sheet say so."""
    sheet, cell = source["sheet"], source["cell"]
    if row["source_id"] == source["source_id"] and not is_missing(row["cell"]):
        others = str(row["cell"]).split()
        new = [each if _same(row["sheet"], sheet) else f"{sheet}!{each}" for each in str(cell).split()]
        sheet, cell = row["sheet"], " ".join([*others, *(each for each in new if each not in others)])
    figures = replace_figures(row["cells"], [column], row["start"])
    return {
        "source_id": source["source_id"], "start": None, "end": None, "quote": None, "sheet": sheet, "cell": cell,
        "cells": figures,
    }  # fmt: skip


def _twins(rows: Rows) -> Iterator[list[Cell]]:
    """Cells that hold the same printed number, two or more at a time."""
    found: dict[tuple[int, float, str], list[Cell]] = defaultdict(list)
    for name, of_table in rows.items():
        for row_id, row in of_table.items():
            for column, start in (replaced_starts(row["cells"]) | cell_starts(row["cells"])).items():
                cell = Cell(name, row_id, column)
                if TABLES[name].column(column).kind == "number" and not is_missing(row[column]):
                    found[start, float(row[column]), _unit(rows, cell)].append(cell)
    return (cells for cells in found.values() if len(cells) > 1)


def _twin(stayed: Cell, moved: list[Cell], rows: Rows, now: Rows, names: "_Names") -> Twin:
    source = moved[0]
    old, new = (cell_text(source.table, source.column, each[source.table][source.row_id]) for each in (rows, now))
    writes = {} if len({_figure(now, cell) for cell in moved}) > 1 else _writes(stayed, source, rows, now)
    return Twin(stayed, source, _words(stayed, names), _words(source, names), old, new, writes)


def _writes(stayed: Cell, source: Cell, rows: Rows, now: Rows) -> dict[str, Any]:
    """What the row of `stayed` needs for the number of `source` to stand there: the number, its 约, its day."""
    value = _value(now, source)
    if value is None or len({_unit(rows, source), _unit(now, source), _unit(now, stayed)}) > 1:
        return {}
    here, there, then = now[stayed.table][stayed.row_id], now[source.table][source.row_id], rows[source.table]
    written: dict[str, Any] = {stayed.column: value, **dict.fromkeys(as_printed(stayed.table, stayed.column))}
    about, was = _about(now, source), _about(rows, source)
    if about != was:
        column = qualifier_of(stayed.table, stayed.column)
        if column is None and about not in (None, "exact"):
            return {}
        written |= {} if column is None else {column: about}
    same_day = all(_same(here[day], then[source.row_id][day]) for day in _DAYS)
    if same_day and stayed.column not in OF_NO_DAY and not is_missing(there["as_of_end"]):
        written |= {day: there[day] for day in _DAYS if not _same(here[day], there[day])}
    return written


def _figure(rows: Rows, cell: Cell) -> tuple[float | None, str, str | None]:
    return _value(rows, cell), _unit(rows, cell), _about(rows, cell)


def _unit(rows: Rows, cell: Cell) -> str:
    unit = unit_column_of(cell.table, cell.column)
    own = TABLES[cell.table].column(cell.column).unit
    return own or (str(rows[cell.table][cell.row_id][unit]) if unit else "")


def _about(rows: Rows, cell: Cell) -> str | None:
    """The word that says how exact the number is; None where there is none."""
    column = qualifier_of(cell.table, cell.column)
    word = rows[cell.table][cell.row_id][column] if column else None
    return None if is_missing(word) else str(word)


def _value(rows: Rows, cell: Cell) -> float | None:
    value = rows[cell.table][cell.row_id][cell.column]
    return None if is_missing(value) else float(value)


def _same(one: Any, other: Any) -> bool:
    return bool(is_missing(one) and is_missing(other)) or bool(one == other)


class _Names(dict[str, dict[str, str]]):
    """Table → row_id → what a reader calls the row, worked out for the tables that are asked for."""

    def __init__(self, tables: Tables) -> None:
        super().__init__()
        self.tables = tables

    def __missing__(self, table: str) -> dict[str, str]:
        self[table] = row_names(table, self.tables[table])
        return self[table]


def _words(cell: Cell, names: _Names) -> str:
    """“土地整治”四都畈的面积."""
    what = names[cell.table][cell.row_id]
    return f"“{TABLES[cell.table].label}”{what}的{TABLES[cell.table].column(cell.column).label}"


def _by_id(table: pd.DataFrame) -> dict[str, dict[str, Any]]:
    return {str(row["row_id"]): dict(row) for row in records(table)}
