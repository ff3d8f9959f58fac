"""Facts that the report prints once and tables hold in several places: one is changed, the others can follow.

Two cells hold one fact where the same printed figure stands behind them, or where the catalogue takes one from the
other (data/catalogue/measures.yml), and both say the same of it: what was done is no target. Equal numbers are none.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import pandas as pd

from domain.faults import Fault, Place, make_fault
from domain.schema.cell_links import replace_figures
from domain.schema.display import is_missing
from domain.schema.frames import Tables, records
from domain.schema.labels import cell_text, row_names
from domain.schema.ledger import qualifier_of, unit_column_of
from domain.schema.part_of_whole import exceeds_whole, parts_of
from domain.schema.period import date_text
from domain.schema.tables import TABLES
from domain.schema.units import in_unit, same_quantity
from proposals.fact_places import Cell, FactKey, Rows, fact_places, is_finished, is_replaced, role_of, says_the_same

_DAYS: Final = ("as_of_start", "as_of_end")
#: Columns that say what the numbers of a row are of, besides those that tell rows apart; a project is only renamed.
_ABOUT: Final = ("role", "of_what", "kind", "indicator_id", "topic")
_NAMES: Final = frozenset({"project", "claim", "unit"})


@dataclass(frozen=True)
class SameFigure:
    """A place in which a fact stayed as it was while it was changed in another, `source`.

    what, other: both places in words; old: the number as it stands there; was, new: as it stood in `source` and was
    written there. writes: what has to be written in the row for the fact to follow (column → value); empty where it
    cannot follow, and `why` says why. fact: by what it is ticked, the same for all places that are changed together.
    """

    place: Cell
    source: Cell
    what: str
    other: str
    old: str
    was: str
    new: str
    writes: Mapping[str, Any]
    fact: str
    why: str = ""

    @property
    def key(self) -> str:
        """What the place is ticked by: the fact."""
        return self.fact

    @property
    def as_of(self) -> str:
        """The day that the row will speak of, in words; "" where it stays."""
        return date_text(self.writes["as_of_end"]) if "as_of_end" in self.writes else ""

    @property
    def warning(self) -> Fault:
        """That the number stayed."""
        table = self.place.table
        place = Place(TABLES[table].label, "", table, self.place.column, self.place.row_id)
        slots = {"what": self.what, "other": self.other, "new": self.new}
        if self.why:
            return make_fault("twin_kept", place, self.old, **slots, why=self.why)
        return make_fault("twin_left", place, self.old, **slots)


def find_same_figures(before: Tables, after: Tables) -> tuple[SameFigure, ...]:
    """The places in which a fact stayed as it was while it was changed in another.

    before, after: table name → table as conform makes it. Rows that `after` does not have any more count for nothing.
    A target does not follow what was done; parts follow together with their whole, or not at all.
    """
    rows = {name: _by_id(before[name][before[name]["cells"].notna()]) for name in before if not TABLES[name].derived}
    now = {name: _by_id(after[name][after[name]["row_id"].isin(list(rows[name]))]) for name in rows if name in after}
    change = _Change(rows, now, _Names(after))
    return _joined(
        _checked(
            [
                same_figure
                for key, cells in fact_places(rows).items()
                for same_figure in change.same_figures(key, cells)
            ],
            now,
        )
    )


def carry(tables: Tables, same_figures: Collection[SameFigure]) -> dict[str, pd.DataFrame]:
    """`tables` with the new number of each of `same_figures` in its place, too.

    A row that takes one rests on the cell in which the number was written, its other figures on their sentences.
    """
    carried = dict(tables)
    for same_figure in [each for each in same_figures if each.writes]:
        table = carried[same_figure.place.table].copy()
        here = table["row_id"] == same_figure.place.row_id
        source = tables[same_figure.source.table]
        written = records(source[source["row_id"] == same_figure.source.row_id])[0]
        proof = _proof(records(table[here])[0], written, same_figure.place.column)
        for column, value in {**same_figure.writes, **proof}.items():
            table.loc[here, column] = value
        carried[same_figure.place.table] = table
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


@dataclass(frozen=True)
class _Change:
    """What was changed: rows that hold facts before and after, by table and id; `names`: what readers call them."""

    before: Rows
    after: Rows
    names: "_Names"

    def same_figures(self, key: FactKey, cells: Sequence[Cell]) -> list[SameFigure]:
        """The places of one fact that stayed, one Twin for each that is to be told of."""
        there = [cell for cell in cells if cell.row_id in self.after.get(cell.table, {})]
        moved = [cell for cell in there if self._moved(cell)]
        found = []
        for cell in there if moved else ():
            others = [source for source in moved if (source.table, source.row_id) != (cell.table, cell.row_id)]
            if cell not in moved and others and (same_figure := self._same_figure(key, cell, others, cells)):
                found.append(same_figure)
        return found

    def _moved(self, cell: Cell) -> bool:
        """Whether a cell holds another quantity than before: what was only converted does not."""
        then, now = _figure(self.before, cell), _figure(self.after, cell)
        if then[0] is None or now[0] is None:
            return then[0] is not now[0]
        return not same_quantity((then[0], then[1]), (now[0], now[1]))

    def _same_figure(self, key: FactKey, place: Cell, moved: list[Cell], cells: Sequence[Cell]) -> SameFigure | None:
        alike = [source for source in moved if self._is_one_fact(source, place)]
        same = [source for source in alike if says_the_same(self.before, source, place)]
        source = (same or alike or moved)[0]
        if not alike:
            return None
        why = ""
        writes: dict[str, Any] = {}
        if not same:
            if role_of(self.before, source) != "done" or is_finished(cells, self.before, place):
                return None
            why = "完成数变了，目标不跟着改"
        elif is_finished(cells, self.before, place):
            why = "目标也取自这个数字，只改一个就不再是全部完成"
        else:
            why, writes = self._writes(place, source, same)
        if same and self._has_followed(place, source):
            return None
        old = cell_text(place.table, place.column, self.before[place.table][place.row_id])
        was, new = (
            cell_text(source.table, source.column, rows[source.table][source.row_id])
            for rows in (self.before, self.after)
        )
        fact = f"{source.table}/{source.row_id}/{source.column}"
        what, other = (_words(cell, self.names) for cell in (place, source))
        return SameFigure(place, source, what, other, old, was, new, writes, fact, why)

    def _is_one_fact(self, source: Cell, place: Cell) -> bool:
        """Whether both held the same quantity before, or one did until it was changed without the other."""
        one, other = _figure(self.before, source), _figure(self.before, place)
        if other[0] is None:
            return False
        if one[0] is not None and same_quantity((one[0], one[1]), (other[0], other[1])):
            return True
        return is_replaced(self.before, source) != is_replaced(self.before, place)

    def _has_followed(self, place: Cell, source: Cell) -> bool:
        value, unit, _ = _figure(self.after, source)
        there, wanted, _ = _figure(self.after, place)
        return value is not None and there is not None and same_quantity((value, unit), (there, wanted))

    def _writes(self, place: Cell, source: Cell, same: list[Cell]) -> tuple[str, dict[str, Any]]:
        """Why the row of `place` cannot take the fact of `source`, or the number, its 约 and its day to be written."""
        value, unit, about = _figure(self.after, source)
        here, there = self.after[place.table][place.row_id], self.after[source.table][source.row_id]
        wanted = _unit(self.after, place)
        number = None if value is None else float(f"{in_unit(value, unit, wanted):.12g}")
        if number is None:
            return "那里已没有数字", {}
        if unit != _unit(self.before, source) or is_missing(number):
            return "单位变了或不能换算", {}
        if self._means_something_else(source):
            return "那一行说的已不是原来的事", {}
        if len({self._as_of_place(each, wanted) for each in same}) > 1:
            return "几处改成了不同的数", {}
        days = (here["as_of_end"], there["as_of_end"])
        if TABLES[place.table].column(place.column).dated and not any(map(is_missing, days)) and days[0] > days[1]:
            return "这一行的数据截至更晚", {}
        written: dict[str, Any] = {
            place.column: number,
            **dict.fromkeys(TABLES[place.table].column(place.column).printed_columns),
        }
        if about != _about(self.before, source):
            column = qualifier_of(place.table, place.column)
            if column is None and about not in (None, "exact"):
                return "约数无处记录", {}
            written |= {} if column is None else {column: about}
        if TABLES[place.table].column(place.column).dated and not is_missing(there["as_of_end"]):
            written |= {day: there[day] for day in _DAYS if not _same(here[day], there[day])}
        return "", written

    def _as_of_place(self, source: Cell, wanted: str) -> tuple[float | None, str | None]:
        value, unit, about = _figure(self.after, source)
        return (None if value is None else float(f"{in_unit(value, unit, wanted):.12g}")), about

    def _means_something_else(self, source: Cell) -> bool:
        """Whether the row of `source` was also made to speak of another thing: its stage, its place, its role."""
        then, now = (rows[source.table][source.row_id] for rows in (self.before, self.after))
        columns = {*TABLES[source.table].key, *_ABOUT} - _NAMES
        return any(not _same(then[column], now[column]) for column in columns if column in then)


def _checked(same_figures: list[SameFigure], now: Rows) -> list[SameFigure]:
    """`same_figures`, of which no row is changed in which the parts would come to more than their whole."""
    writes: dict[tuple[str, str], dict[str, Any]] = defaultdict(dict)
    for same_figure in same_figures:
        writes[same_figure.place.table, same_figure.place.row_id].update(same_figure.writes)
    broken = {
        (table, row_id)
        for (table, row_id), written in writes.items()
        if exceeds_whole(table, {**now[table][row_id], **written}) and not exceeds_whole(table, now[table][row_id])
    }
    why = "只改这一个，各部分合计就大于总数"
    return [
        replace(same_figure, writes={}, why=why)
        if same_figure.writes and (same_figure.place.table, same_figure.place.row_id) in broken
        else same_figure
        for same_figure in same_figures
    ]


def _joined(same_figures: list[SameFigure]) -> tuple[SameFigure, ...]:
    """`same_figures` with one tick for the parts and the whole of a row: they are changed together."""
    tick = {same_figure.fact: same_figure.fact for same_figure in same_figures}
    by_row: dict[tuple[str, str], set[str]] = defaultdict(set)
    for same_figure in same_figures:
        for cell in (same_figure.place, same_figure.source):
            if same_figure.writes and cell.column in parts_of(cell.table):
                by_row[cell.table, cell.row_id].add(same_figure.fact)
    for facts in by_row.values():
        joined = {tick[fact] for fact in facts}
        tick = {fact: min(joined) if ticked in joined else ticked for fact, ticked in tick.items()}
    return tuple(replace(same_figure, fact=tick[same_figure.fact]) for same_figure in same_figures)


def _figure(rows: Rows, cell: Cell) -> tuple[float | None, str, str | None]:
    return _value(rows, cell), _unit(rows, cell), _about(rows, cell)


def _unit(rows: Rows, cell: Cell) -> str:
    unit = unit_column_of(cell.table, cell.column)
    own = TABLES[cell.table].column(cell.column).unit
    written = rows[cell.table][cell.row_id][unit] if unit else None
    return own or ("" if is_missing(written) else str(written))


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
