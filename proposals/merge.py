"""Two people's changes on one version, brought together so that neither is lost.

The rule, row by row of the same row_id, against the version that both started from:

- a cell that one side changed holds what that side wrote; what both wrote alike is no question;
- a resolution is about what the check made of the figures then: where that is another by now, it is a clash;
- a number, its unit, its 约 and the day that it speaks of are one figure, and so are the parts of one decision: where
  both sides changed the same figure to different things, the row is a clash: both are shown whole, and somebody settles
  which of them counts; a number of one side never stands with the day of the other;
- two targets of one indicator cannot both count: where each side chose another one, that is a clash too;
- a row that one side removed and the other left alone is removed; where the other changed it, that is a clash too;
- rows that either side added are there; one that both added alike is there once. Two that differ and whose key columns
  are the same may be one thing: that is a clash, both stay until somebody settles it, and may stay then. Two different
  ones that happen to have one id get two ids.

Where nobody else changed anything the result is exactly what one person proposed.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final

import pandas as pd

from domain.schema.cell_links import cell_starts, replace_figures
from domain.schema.columns import PROOF
from domain.schema.diff import Change, Diff, TableDiff, apply_diff, diff_table
from domain.schema.frames import conform
from domain.schema.ledger import plain_header
from domain.schema.tables import TABLES
from proposals.merge_conflicts import ConflictCell, MergeConflict, Side, settle_choices

Tables = Mapping[str, pd.DataFrame]

_PROOF: Final = frozenset(column.name for column in PROOF)
#: What a check made of the figures: it is what a resolution is about, and never taken from anybody.
_CHECKED: Final = ("computed", "printed")


@dataclass(frozen=True, eq=False)
class Merged:
    """`tables` with everything that is settled; what both changed and nobody has settled is as theirs."""

    tables: dict[str, pd.DataFrame]
    conflicts: tuple[MergeConflict, ...]

    def unsettled(self, settled: Mapping[str, Side]) -> tuple[MergeConflict, ...]:
        """The clashes that `settled` (key → whose counts) says nothing of."""
        return tuple(conflict for conflict in self.conflicts if conflict.key not in settled)


def merge_tables(base: Tables, yours: Tables, theirs: Tables, settled: Mapping[str, Side] | None = None) -> Merged:
    """`theirs` with what `yours` changed of `base`; `settled` says per clash (its key) whose row counts.

    All three map table names to tables as conform makes them; one that is not there counts as unchanged in `yours`.
    """
    conflicts: list[MergeConflict] = []
    tables = dict(theirs)
    for name in [name for name in TABLES if name in yours]:
        before, there = (each[name] if name in each else conform(name, []) for each in (base, theirs))
        if yours[name].equals(before):
            continue
        if there.equals(before):
            tables[name] = yours[name]
            continue
        one = _TableMerge(name, before, yours[name], there, settled or {})
        diff = one.merged()
        tables |= apply_diff(Diff({name: diff} if diff.count else {}), {name: there})
        conflicts += one.conflicts
        if name == "measures":
            tables[name], rivals = settle_choices(tables[name], before, there, settled or {})
            conflicts += rivals
    return Merged(tables, tuple(conflicts))


class _TableMerge:
    """One table: which of the changes of `mine` hold on the table of the other side."""

    def __init__(
        self, name: str, base: pd.DataFrame, yours: pd.DataFrame, theirs: pd.DataFrame, settled: Mapping[str, Side]
    ) -> None:
        self.name, self.yours, self.theirs, self.settled = name, yours, theirs, settled
        self.mine, other = (diff_table(name, base, side) for side in (yours, theirs))
        self.own, self.others = _by_row(self.mine.changed), _by_row(other.changed)
        self.deleted, self.others_new = set(other.removed["row_id"]), other.added
        self.there = theirs.set_index("row_id")
        self.conflicts: list[MergeConflict] = []

    def merged(self) -> TableDiff:
        """The changes to make to the table of the other side."""
        revived: list[str] = []
        new, renamed, changed = self._added()
        for row_id, changes in self.own.items():
            if row_id in self.deleted:
                if any(column not in _PROOF for column in changes) and self._is_yours(row_id, removed_by="theirs"):
                    revived.append(row_id)
            else:
                changed += self._changed(row_id, changes)
        removed = [
            row_id for row_id in self.mine.removed["row_id"] if row_id not in self.deleted and self._removes(row_id)
        ]
        back = self.yours[self.yours["row_id"].isin(revived)]
        added = pd.concat([back, new], ignore_index=True) if revived else new
        if renamed:
            changed = [replace(each, new=renamed.get(str(each.new), each.new)) if each.column == "part_of" else each
                       for each in changed]  # fmt: skip
        return TableDiff(
            self.name, conform(self.name, added), self.theirs[self.theirs["row_id"].isin(removed)], tuple(changed)
        )

    def _removes(self, row_id: str) -> bool:
        """Whether a row that you removed goes: it does unless the others changed it and you did not insist."""
        touched = any(column not in _PROOF for column in self.others.get(row_id, {}))
        return not touched or self._is_yours(row_id, removed_by="yours")

    def _changed(self, row_id: str, own: Mapping[str, Change]) -> list[Change]:
        """The changes of one row that both sides have."""
        others = self.others.get(row_id)
        if others is None:
            return list(own.values())
        facts = {column: change for column, change in own.items() if column not in _PROOF}
        conflicting = _conflicting(self.name, facts, others)
        kept = dict(facts)
        if conflicting:
            cells = tuple(_conflict_cell(column, facts, others) for column in conflicting)
            if self._is_yours(row_id, cells=cells):
                kept |= {
                    cell.column: Change(row_id, cell.column, cell.theirs, cell.yours) for cell in cells
                    if cell.column not in _CHECKED
                }  # fmt: skip
            else:
                kept = {column: change for column, change in facts.items() if column not in conflicting}
        kept = {
            column: change for column, change in kept.items()
            if column in conflicting or column not in others or not _same(others[column].new, change.new)
        }  # fmt: skip
        if facts and not kept:
            return []
        proof = [change for column, change in own.items() if column in _PROOF and column != "cells"]
        return [*kept.values(), *proof, *self._proof_of_figures(row_id, own, kept)]

    def _proof_of_figures(self, row_id: str, own: Mapping[str, Change], kept: Collection[str]) -> list[Change]:
        """`cells`: the figures that no longer rest on their sentences leave the list that the others have."""
        change = own.get("cells")
        if change is None:
            return []
        dropped = set(cell_starts(_text(change.old))) - set(cell_starts(_text(change.new)))
        dropped &= set(kept)
        cells, start = _text(self.there.at[row_id, "cells"]), self.there.at[row_id, "start"]
        return [Change(row_id, "cells", cells, replace_figures(cells, dropped, start))]

    def _is_yours(self, row_id: str, **about: Any) -> bool:
        """Keeps the clash `about` a row; whether it has been settled your way."""
        return self._side(row_id, **about) == "yours"

    def _side(self, row_id: str, **about: Any) -> Side | None:
        conflict = MergeConflict(self.name, row_id, **about)
        self.conflicts.append(conflict)
        return self.settled.get(conflict.key)

    def _added(self) -> tuple[pd.DataFrame, dict[str, str], list[Change]]:
        """Your new rows; old id → id of each that is there under another one; what yours make of theirs.

        One that the others added too is left out, and so is one that is theirs or becomes it; another one that has the
        id of a row of theirs gets its own.
        """
        added, written, renamed = self.mine.added, list[Change](), dict[str, str]()
        pairs = _pairs(self.name, added, self.others_new)
        same_figures = added[added["row_id"].isin(list(pairs))]
        against = diff_table(self.name, self.others_new, same_figures.assign(row_id=same_figures["row_id"].map(pairs)))
        differing, instead = {change.row_id for change in against.changed_facts}, _by_row(against.changed)
        for row_id, other in pairs.items():
            side = self._side(row_id, namesake=other) if other in differing else "theirs"
            if side in ("yours", "theirs"):
                renamed[row_id] = other
            if side == "yours":
                written += instead[other].values()
        added = added[~added["row_id"].isin(list(renamed))].copy()
        taken = set(self.theirs["row_id"])
        for row_id in added["row_id"]:
            if row_id in taken:
                renamed[row_id] = _free_id(row_id, taken | set(added["row_id"]) | set(renamed.values()))
        for column in ("row_id", "part_of") if renamed else ():
            if column in added:
                added[column] = added[column].replace(renamed)
        return added, renamed, written


def _pairs(table: str, yours: pd.DataFrame, theirs: pd.DataFrame) -> dict[str, str]:
    """Your new rows that may be one with a new row of theirs, each with it: those that are alike, then the namesakes.

    Namesakes have the same key columns, written as a reader of a workbook takes them; the first is filled in.
    """
    facts = [column.name for column in TABLES[table].all_columns if column.name not in (*_PROOF, "row_id")]
    found: dict[str, str] = {}
    for columns in (["row_id", *facts], facts, TABLES[table].key) if len(yours) and len(theirs) else ():
        free: dict[tuple[Any, ...], list[str]] = defaultdict(list)
        for row_id, cells in _cells(theirs[~theirs["row_id"].isin(list(found.values()))], columns):
            free[cells].append(row_id)
        for row_id, cells in _cells(yours[~yours["row_id"].isin(list(found))], columns):
            if free.get(cells):
                found[row_id] = free[cells].pop(0)
    return found


def _cells(rows: pd.DataFrame, columns: Sequence[str]) -> list[tuple[str, tuple[Any, ...]]]:
    """row_id and `columns` of each row that has something in the first of them, as they are compared."""
    if not columns:
        return []
    told = rows[rows[columns[0]].notna()]
    texts = told[list(columns)].astype(object).where(told[list(columns)].notna(), None).itertuples(index=False)
    return [(row_id, tuple(map(_plain, cells))) for row_id, cells in zip(told["row_id"], texts, strict=True)]


def _plain(cell: Any) -> Any:
    return plain_header(cell) if isinstance(cell, str) else cell


def _by_row(changes: Collection[Change]) -> dict[str, dict[str, Change]]:
    rows: dict[str, dict[str, Change]] = {}
    for change in changes:
        rows.setdefault(change.row_id, {})[change.column] = change
    return rows


def _conflicting(table: str, own: Mapping[str, Change], others: Mapping[str, Change]) -> list[str]:
    """The columns of a row that cannot be taken from both sides, in the order of the table."""
    facts = {column for column in others if column not in _PROOF}
    alike = {column for column in own if column in facts and _same(own[column].new, others[column].new)}
    one, other = set(own) - alike, facts - alike
    found: set[str] = set()
    for column in one:
        if column not in found and (group := _figure(table, column, one | other)) & other:
            found |= group
    return [column.name for column in TABLES[table].all_columns if column.name in found]


def _figure(table: str, column: str, among: Collection[str]) -> set[str]:
    """Those of the columns `among` that hang together with `column`, one by the other."""
    found: set[str] = set()
    new = {column}
    while new:
        found |= new
        new = {name for each in new for name in _related(table, each) if name in among} - found
    return found


@cache
def _related(table: str, column: str) -> frozenset[str]:
    """The columns that are one thing with `column`: itself, a number's unit, 约 and day, the numbers of a unit, 约 or
    day.
    """
    columns = TABLES[table].all_columns
    group = TABLES[table].column(column).group
    found = {column, *(each.name for each in columns if group and each.group == group)}
    day = {each.name for each in columns if each.group == "day"}
    for number in TABLES[table].numbers:
        about = {number.qualifier_column, number.unit_column, *(day if number.dated else ())} - {""}
        if number.name == column:
            found |= about
        elif column in about:
            found.add(number.name)
    return frozenset(found)


def _conflict_cell(column: str, own: Mapping[str, Change], others: Mapping[str, Change]) -> ConflictCell:
    base = own[column].old if column in own else others[column].old
    return ConflictCell(
        column, base, own[column].new if column in own else base, others[column].new if column in others else base
    )


def _free_id(row_id: str, taken: Collection[str]) -> str:
    number = 2
    while f"{row_id}-{number}" in taken:
        number += 1
    return f"{row_id}-{number}"


def _same(one: Any, other: Any) -> bool:
    return bool(one == other)


def _text(cell: Any) -> str | None:
    return cell if isinstance(cell, str) else None
