"""Three-way merge of two users' changes to one version.

Per row_id, against the common base version:

- a cell changed by one side takes that side's value; equal changes of both sides are no conflict;
- a resolution depends on the computed value of its finding: if that has changed, it is a conflict;
- a number with its unit, qualifier (约) and as-of date is one figure, and so are the columns of one decision: if both
  sides changed the same figure differently, the row is a conflict, and the user chooses one side as a whole; a number
  of one side is never combined with the date of the other;
- only one target of an indicator can be chosen: if the sides chose different ones, it is a conflict;
- a row removed by one side and unchanged by the other is removed; if the other changed it, it is a conflict;
- rows added by either side are kept; equal ones added by both are kept once. Different ones with equal key columns may
  be the same thing: a conflict, in which both can be kept. Different rows with the same id get different ids.

If the other side changed nothing, the result is exactly the proposal.
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
#: Results of a check, on which a resolution depends; never merged from either side.
_CHECK_RESULTS: Final = ("computed", "printed")


@dataclass(frozen=True, eq=False)
class Merged:
    """Result of a merge. tables: unresolved conflicts have their side's values."""

    tables: dict[str, pd.DataFrame]
    conflicts: tuple[MergeConflict, ...]

    def unsettled(self, settled: Mapping[str, Side]) -> tuple[MergeConflict, ...]:
        """The conflicts that are not in `settled` (key → side)."""
        return tuple(conflict for conflict in self.conflicts if conflict.key not in settled)


def merge_tables(base: Tables, yours: Tables, theirs: Tables, settled: Mapping[str, Side] | None = None) -> Merged:
    """`theirs` with the changes from `base` to `yours`; settled: chosen side per conflict key.

    All three map table names to tables as conform makes them; a table missing in `yours` is unchanged.
    """
    conflicts: list[MergeConflict] = []
    tables = dict(theirs)
    for name in [name for name in TABLES if name in yours]:
        before, current = (each[name] if name in each else conform(name, []) for each in (base, theirs))
        if yours[name].equals(before):
            continue
        if current.equals(before):
            tables[name] = yours[name]
            continue
        table_merge = _TableMerge(name, before, yours[name], current, settled or {})
        diff = table_merge.merged()
        tables |= apply_diff(Diff({name: diff} if diff.count else {}), {name: current})
        conflicts += table_merge.conflicts
        if name == "measures":
            tables[name], choice_conflicts = settle_choices(tables[name], before, current, settled or {})
            conflicts += choice_conflicts
    return Merged(tables, tuple(conflicts))


class _TableMerge:
    """Merge of one table: the changes of your side that apply to the table of the other side."""

    def __init__(
        self, name: str, base: pd.DataFrame, yours: pd.DataFrame, theirs: pd.DataFrame, settled: Mapping[str, Side]
    ) -> None:
        self.name, self.yours, self.theirs, self.settled = name, yours, theirs, settled
        self.mine, other = (diff_table(name, base, side) for side in (yours, theirs))
        self.own, self.others = _by_row(self.mine.changed), _by_row(other.changed)
        self.deleted, self.others_new = set(other.removed["row_id"]), other.added
        self.their_rows = theirs.set_index("row_id")
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
        """Whether a row that you removed is removed: unless they changed it and the conflict is not settled for you."""
        is_changed = any(column not in _PROOF for column in self.others.get(row_id, {}))
        return not is_changed or self._is_yours(row_id, removed_by="yours")

    def _changed(self, row_id: str, own: Mapping[str, Change]) -> list[Change]:
        """Your changes to apply to one row that exists on both sides."""
        others = self.others.get(row_id)
        if others is None:
            return list(own.values())
        facts = {column: change for column, change in own.items() if column not in _PROOF}
        conflicting = _conflicting(self.name, facts, others)
        changes = dict(facts)
        if conflicting:
            cells = tuple(_conflict_cell(column, facts, others) for column in conflicting)
            if self._is_yours(row_id, cells=cells):
                changes |= {
                    cell.column: Change(row_id, cell.column, cell.theirs, cell.yours) for cell in cells
                    if cell.column not in _CHECK_RESULTS
                }  # fmt: skip
            else:
                changes = {column: change for column, change in facts.items() if column not in conflicting}
        changes = {
            column: change for column, change in changes.items()
            if column in conflicting or column not in others or not _equal(others[column].new, change.new)
        }  # fmt: skip
        if facts and not changes:
            return []
        proof = [change for column, change in own.items() if column in _PROOF and column != "cells"]
        return [*changes.values(), *proof, *self._proof_of_figures(row_id, own, changes)]

    def _proof_of_figures(self, row_id: str, own: Mapping[str, Change], columns: Collection[str]) -> list[Change]:
        """The change of `cells`: figures that lost their sentence on your side are removed from their list."""
        change = own.get("cells")
        if change is None:
            return []
        dropped = set(cell_starts(_text(change.old))) - set(cell_starts(_text(change.new)))
        dropped &= set(columns)
        cells, start = _text(self.their_rows.at[row_id, "cells"]), self.their_rows.at[row_id, "start"]
        return [Change(row_id, "cells", cells, replace_figures(cells, dropped, start))]

    def _is_yours(self, row_id: str, **about: Any) -> bool:
        """Record a conflict about a row; whether it is settled for your side."""
        return self._side(row_id, **about) == "yours"

    def _side(self, row_id: str, **about: Any) -> Side | None:
        conflict = MergeConflict(self.name, row_id, **about)
        self.conflicts.append(conflict)
        return self.settled.get(conflict.key)

    def _added(self) -> tuple[pd.DataFrame, dict[str, str], list[Change]]:
        """Your new rows to add; old id → new id of renamed rows; changes to their new rows.

        Rows that match one of theirs are not added; a different row with the id of one of theirs gets a new id.
        """
        added, written, renamed = self.mine.added, list[Change](), dict[str, str]()
        pairs = _pairs(self.name, added, self.others_new)
        same_figures = added[added["row_id"].isin(list(pairs))]
        against = diff_table(self.name, self.others_new, same_figures.assign(row_id=same_figures["row_id"].map(pairs)))
        differing, changes_by_row = {change.row_id for change in against.changed_facts}, _by_row(against.changed)
        for row_id, other in pairs.items():
            side = self._side(row_id, same_row=other) if other in differing else "theirs"
            if side in ("yours", "theirs"):
                renamed[row_id] = other
            if side == "yours":
                written += changes_by_row[other].values()
        added = added[~added["row_id"].isin(list(renamed))].copy()
        used_ids = set(self.theirs["row_id"])
        for row_id in added["row_id"]:
            if row_id in used_ids:
                renamed[row_id] = _free_id(row_id, used_ids | set(added["row_id"]) | set(renamed.values()))
        for column in ("row_id", "part_of") if renamed else ():
            if column in added:
                added[column] = added[column].replace(renamed)
        return added, renamed, written


def pair_rows(table: str, new: pd.DataFrame, current: pd.DataFrame) -> dict[str, str]:
    """row_id of `new` → row_id of the row of `current` that is the same thing: by row_id, then by the key columns."""
    same = {row_id: row_id for row_id in new["row_id"] if row_id in set(current["row_id"])}
    rest = (rows[~rows["row_id"].isin(list(same))] for rows in (new, current))
    return same | _pairs(table, *rest)


def _pairs(table: str, yours: pd.DataFrame, theirs: pd.DataFrame) -> dict[str, str]:
    """Your new row → their new row that may be the same: first equal rows, then rows with equal key columns.

    Key columns are compared in normalized form; the first must not be empty.
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
    """(row_id, normalized cells of `columns`) of each row that is not empty in the first of them."""
    if not columns:
        return []
    keyed = rows[rows[columns[0]].notna()]
    texts = keyed[list(columns)].astype(object).where(keyed[list(columns)].notna(), None).itertuples(index=False)
    return [(row_id, tuple(map(_plain, cells))) for row_id, cells in zip(keyed["row_id"], texts, strict=True)]


def _plain(cell: Any) -> Any:
    return plain_header(cell) if isinstance(cell, str) else cell


def _by_row(changes: Collection[Change]) -> dict[str, dict[str, Change]]:
    rows: dict[str, dict[str, Change]] = {}
    for change in changes:
        rows.setdefault(change.row_id, {})[change.column] = change
    return rows


def _conflicting(table: str, own: Mapping[str, Change], others: Mapping[str, Change]) -> list[str]:
    """The conflicting columns of a row, in the order of the table."""
    facts = {column for column in others if column not in _PROOF}
    agreed = {column for column in own if column in facts and _equal(own[column].new, others[column].new)}
    ours, others_columns = set(own) - agreed, facts - agreed
    found: set[str] = set()
    for column in ours:
        if column not in found and (group := _figure(table, column, ours | others_columns)) & others_columns:
            found |= group
    return [column.name for column in TABLES[table].all_columns if column.name in found]


def _figure(table: str, column: str, among: Collection[str]) -> set[str]:
    """The columns of `among` that are transitively related to `column`."""
    found: set[str] = set()
    new = {column}
    while new:
        found |= new
        new = {name for each in new for name in _related(table, each) if name in among} - found
    return found


@cache
def _related(table: str, column: str) -> frozenset[str]:
    """The columns that belong to the same figure or decision as `column`: itself; a number's unit, qualifier and date;
    the numbers of a unit, qualifier or date.
    """
    columns = TABLES[table].all_columns
    group = TABLES[table].column(column).group
    found = {column, *(each.name for each in columns if group and each.group == group)}
    day = {each.name for each in columns if each.group == "day"}
    for number in TABLES[table].numbers:
        companions = {number.qualifier_column, number.unit_column, *(day if number.dated else ())} - {""}
        if number.name == column:
            found |= companions
        elif column in companions:
            found.add(number.name)
    return frozenset(found)


def _conflict_cell(column: str, own: Mapping[str, Change], others: Mapping[str, Change]) -> ConflictCell:
    base = own[column].old if column in own else others[column].old
    return ConflictCell(
        column, base, own[column].new if column in own else base, others[column].new if column in others else base
    )


def _free_id(row_id: str, used_ids: Collection[str]) -> str:
    number = 2
    while f"{row_id}-{number}" in used_ids:
        number += 1
    return f"{row_id}-{number}"


def _equal(left: Any, right: Any) -> bool:
    return bool(left == right)


def _text(cell: Any) -> str | None:
    return cell if isinstance(cell, str) else None
