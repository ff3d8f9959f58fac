"""Copies of one figure in several tables: when one is changed, the others can be updated too.

Two cells hold the same fact if they come from the same printed figure and have the same role (target, baseline, done).
Equal numbers alone do not count.
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
from proposals.fact_places import Cell, FactKey, Rows, fact_places, has_same_role, is_finished, is_replaced, role_of

_DAYS: Final = ("as_of_start", "as_of_end")
#: Columns that describe the numbers of a row, besides its key; a changed project is only a renaming.
_ABOUT: Final = ("role", "of_what", "kind", "indicator_id", "topic")
_NAMES: Final = frozenset({"project", "claim", "unit"})


@dataclass(frozen=True)
class SameFigure:
    """An unchanged place of a fact that was changed in another place, `source`.

    what, other: labels of place and source. old: current value of the place; was, new: old and new value of the source.
    writes: column → value to write in the row to update it; empty where it cannot be updated, for the reason `why`.
    fact: the selection key, shared by all places that are updated together.
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
        """The selection key."""
        return self.fact

    @property
    def as_of(self) -> str:
        """The new as-of date of the row in words; "" where it does not change."""
        return date_text(self.writes["as_of_end"]) if "as_of_end" in self.writes else ""

    @property
    def warning(self) -> Fault:
        """The warning that the number was not changed here."""
        table = self.place.table
        place = Place(TABLES[table].label, "", table, self.place.column, self.place.row_id)
        slots = {"what": self.what, "other": self.other, "new": self.new}
        if self.why:
            return make_fault("twin_kept", place, self.old, **slots, why=self.why)
        return make_fault("twin_left", place, self.old, **slots)


def find_same_figures(before: Tables, after: Tables) -> tuple[SameFigure, ...]:
    """The unchanged places of facts that were changed elsewhere.

    before, after: table name → table as conform makes it. Rows deleted in `after` are ignored. A target is not updated
    from an actual value; parts are updated together with their whole or not at all.
    """
    rows = {name: _by_id(before[name][before[name]["cells"].notna()]) for name in before if not TABLES[name].derived}
    current_rows = {
        name: _by_id(after[name][after[name]["row_id"].isin(list(rows[name]))]) for name in rows if name in after
    }
    change = _Change(rows, current_rows, _Names(after))
    return _grouped(
        _without_overflow(
            [
                same_figure
                for key, cells in fact_places(rows).items()
                for same_figure in change.same_figures(key, cells)
            ],
            current_rows,
        )
    )


def copy_figures(tables: Tables, same_figures: Collection[SameFigure]) -> dict[str, pd.DataFrame]:
    """`tables` with each of `same_figures` updated.

    An updated row cites the cell in which the number was written; its other figures keep their sentences. A row that
    is updated from several sources gets the latest of their as-of dates.
    """
    result = dict(tables)
    for same_figure in [each for each in same_figures if each.writes]:
        table = result[same_figure.place.table].copy()
        target_rows = table["row_id"] == same_figure.place.row_id
        source = tables[same_figure.source.table]
        source_row = records(source[source["row_id"] == same_figure.source.row_id])[0]
        row = records(table[target_rows])[0]
        writes = {**same_figure.writes, **_proof(row, source_row, same_figure.place.column)}
        if "as_of_end" in writes and not is_missing(row["as_of_end"]) and row["as_of_end"] > writes["as_of_end"]:
            writes = {column: value for column, value in writes.items() if column not in _DAYS}
        for column, value in writes.items():
            table.loc[target_rows, column] = value
        result[same_figure.place.table] = table
    return result


def _proof(row: Mapping[str, Any], source: Mapping[str, Any], column: str) -> dict[str, Any]:
    """The proof of a row whose `column` is copied from the row `source`; cells of other sheets include the sheet."""
    sheet, cell = source["sheet"], source["cell"]
    if row["source_id"] == source["source_id"] and not is_missing(row["cell"]):
        others = str(row["cell"]).split()
        new = [each if _equal(row["sheet"], sheet) else f"{sheet}!{each}" for each in str(cell).split()]
        sheet, cell = row["sheet"], " ".join([*others, *(each for each in new if each not in others)])
    figures = replace_figures(row["cells"], [column], row["start"])
    return {
        "source_id": source["source_id"], "start": None, "end": None, "quote": None, "sheet": sheet, "cell": cell,
        "cells": figures,
    }  # fmt: skip


@dataclass(frozen=True)
class _Change:
    """A change: rows with facts before and after, by table and id; names: labels of rows."""

    before: Rows
    after: Rows
    names: "_Names"

    def same_figures(self, key: FactKey, cells: Sequence[Cell]) -> list[SameFigure]:
        """One SameFigure for each unchanged place of one fact that has to be reported."""
        present = [cell for cell in cells if cell.row_id in self.after.get(cell.table, {})]
        moved = [cell for cell in present if self._moved(cell)]
        found = []
        for cell in present if moved else ():
            others = [source for source in moved if (source.table, source.row_id) != (cell.table, cell.row_id)]
            if cell not in moved and others and (same_figure := self._same_figure(key, cell, others, cells)):
                found.append(same_figure)
        return found

    def _moved(self, cell: Cell) -> bool:
        """Whether a cell has another quantity than before; a unit conversion is not a change."""
        old, new = _figure(self.before, cell), _figure(self.after, cell)
        if old[0] is None or new[0] is None:
            return old[0] is not new[0]
        return not same_quantity((old[0], old[1]), (new[0], new[1]))

    def _same_figure(self, key: FactKey, place: Cell, moved: list[Cell], cells: Sequence[Cell]) -> SameFigure | None:
        candidates = [source for source in moved if self._is_one_fact(source, place)]
        same_role = [source for source in candidates if has_same_role(self.before, source, place)]
        source = (same_role or candidates or moved)[0]
        if not candidates:
            return None
        why = ""
        writes: dict[str, Any] = {}
        if not same_role:
            if role_of(self.before, source) != "done" or is_finished(cells, self.before, place):
                return None
            why = "完成数变了，目标不跟着改"
        elif is_finished(cells, self.before, place):
            why = "目标也取自这个数字，只改一个就不再是全部完成"
        else:
            why, writes = self._writes(place, source, same_role)
        if same_role and self._has_followed(place, source):
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
        """Whether both had the same quantity before, or one of them until it was changed alone."""
        source_figure, place_figure = _figure(self.before, source), _figure(self.before, place)
        if place_figure[0] is None:
            return False
        if source_figure[0] is not None and same_quantity(
            (source_figure[0], source_figure[1]), (place_figure[0], place_figure[1])
        ):
            return True
        return is_replaced(self.before, source) != is_replaced(self.before, place)

    def _has_followed(self, place: Cell, source: Cell) -> bool:
        value, unit, _ = _figure(self.after, source)
        value_of_place, unit_of_place, _ = _figure(self.after, place)
        return (
            value is not None
            and value_of_place is not None
            and same_quantity((value, unit), (value_of_place, unit_of_place))
        )

    def _writes(self, place: Cell, source: Cell, same: list[Cell]) -> tuple[str, dict[str, Any]]:
        """(reason why the row of `place` cannot be updated, {}) or ("", number, qualifier and date to write)."""
        value, unit, qualifier = _figure(self.after, source)
        row, source_row = self.after[place.table][place.row_id], self.after[source.table][source.row_id]
        target_unit = _unit(self.after, place)
        number = None if value is None else float(f"{in_unit(value, unit, target_unit):.12g}")
        if number is None:
            return "那里已没有数字", {}
        if unit != _unit(self.before, source) or is_missing(number):
            return "单位变了或不能换算", {}
        if self._means_something_else(source):
            return "那一行说的已不是原来的事", {}
        if len({self._as_of_place(each, target_unit) for each in same}) > 1:
            return "几处改成了不同的数", {}
        days = (row["as_of_end"], source_row["as_of_end"])
        if TABLES[place.table].column(place.column).dated and not any(map(is_missing, days)) and days[0] > days[1]:
            return "这一行的数据截至更晚", {}
        written: dict[str, Any] = {
            place.column: number,
            **dict.fromkeys(TABLES[place.table].column(place.column).printed_columns),
        }
        if qualifier != _about(self.before, source):
            column = qualifier_of(place.table, place.column)
            if column is None and qualifier not in (None, "exact"):
                return "约数无处记录", {}
            written |= {} if column is None else {column: qualifier}
        if TABLES[place.table].column(place.column).dated and not is_missing(source_row["as_of_end"]):
            written |= {day: source_row[day] for day in _DAYS if not _equal(row[day], source_row[day])}
        return "", written

    def _as_of_place(self, source: Cell, target_unit: str) -> tuple[float | None, str | None]:
        value, unit, qualifier = _figure(self.after, source)
        return (None if value is None else float(f"{in_unit(value, unit, target_unit):.12g}")), qualifier

    def _means_something_else(self, source: Cell) -> bool:
        """Whether the row of `source` also changed its subject: stage, place, role."""
        old, new = (rows[source.table][source.row_id] for rows in (self.before, self.after))
        columns = {*TABLES[source.table].key, *_ABOUT} - _NAMES
        return any(not _equal(old[column], new[column]) for column in columns if column in old)


def _without_overflow(same_figures: list[SameFigure], current_rows: Rows) -> list[SameFigure]:
    """`same_figures`, without `writes` for rows whose parts would exceed their whole."""
    writes: dict[tuple[str, str], dict[str, Any]] = defaultdict(dict)
    for same_figure in same_figures:
        writes[same_figure.place.table, same_figure.place.row_id].update(same_figure.writes)
    broken = {
        (table, row_id)
        for (table, row_id), written in writes.items()
        if exceeds_whole(table, {**current_rows[table][row_id], **written})
        and not exceeds_whole(table, current_rows[table][row_id])
    }
    why = "只改这一个，各部分合计就大于总数"
    return [
        replace(same_figure, writes={}, why=why)
        if same_figure.writes and (same_figure.place.table, same_figure.place.row_id) in broken
        else same_figure
        for same_figure in same_figures
    ]


def _grouped(same_figures: list[SameFigure]) -> tuple[SameFigure, ...]:
    """`same_figures` with one selection key for the parts and the whole of a row."""
    groups = {same_figure.fact: same_figure.fact for same_figure in same_figures}
    by_row: dict[tuple[str, str], set[str]] = defaultdict(set)
    for same_figure in same_figures:
        for cell in (same_figure.place, same_figure.source):
            if same_figure.writes and cell.column in parts_of(cell.table):
                by_row[cell.table, cell.row_id].add(same_figure.fact)
    for facts in by_row.values():
        merged = {groups[fact] for fact in facts}
        groups = {fact: min(merged) if group in merged else group for fact, group in groups.items()}
    return tuple(replace(same_figure, fact=groups[same_figure.fact]) for same_figure in same_figures)


def _figure(rows: Rows, cell: Cell) -> tuple[float | None, str, str | None]:
    return _value(rows, cell), _unit(rows, cell), _about(rows, cell)


def _unit(rows: Rows, cell: Cell) -> str:
    unit = unit_column_of(cell.table, cell.column)
    own = TABLES[cell.table].column(cell.column).unit
    written = rows[cell.table][cell.row_id][unit] if unit else None
    return own or ("" if is_missing(written) else str(written))


def _about(rows: Rows, cell: Cell) -> str | None:
    """The qualifier of a number; None where there is none."""
    column = qualifier_of(cell.table, cell.column)
    word = rows[cell.table][cell.row_id][column] if column else None
    return None if is_missing(word) else str(word)


def _value(rows: Rows, cell: Cell) -> float | None:
    value = rows[cell.table][cell.row_id][cell.column]
    return None if is_missing(value) else float(value)


def _equal(left: Any, right: Any) -> bool:
    return bool(is_missing(left) and is_missing(right)) or bool(left == right)


class _Names(dict[str, dict[str, str]]):
    """Table → row_id → label of the row, computed on access."""

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
