"""One uploaded workbook against the tables that are there: new tables, what would be deleted, and everything to say.

Nothing is coerced in silence, nothing is lost: a sheet, a column or a row that the workbook does not have stays as it
is; rows that a sheet no longer has are listed and wait for a tick of their own; a cell that cannot be taken as it
stands is a fault at its place. What proves a row (source, offsets, quote) is never taken from a workbook.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import PurePath

import pandas as pd

from domain.faults import Fault, make_fault, shown
from domain.schema.diff import Diff, diff_tables
from domain.schema.ledger import Stamp
from loaders.workbook.cells import read_cells
from loaders.workbook.csv_check import check_csv
from loaders.workbook.guard import check_upload
from loaders.workbook.hidden import hidden_faults
from loaders.workbook.process import watch
from loaders.workbook.scope import read_stamp, scope_of, stamp_faults
from loaders.workbook.sheets import lay_out
from loaders.workbook.table_reader import TableReading


@dataclass(frozen=True, eq=False)
class WorkbookReading:
    """What a workbook says.

    `tables`: every table that it has a sheet of, as it will be, rows that the sheet no longer has still in it.
    `deletions`: those rows, by table. `faults` keep it from being committed, `warnings` and `notices` do not.
    `stamp`: which version it was downloaded from, None where it does not say.
    """

    name: str
    source_id: str
    sha256: str
    stamp: Stamp | None
    tables: Mapping[str, pd.DataFrame]
    deletions: Mapping[str, pd.DataFrame]
    all_faults: tuple[Fault, ...] = field(repr=False)

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What must be mended or answered before anything is committed."""
        return tuple(fault for fault in self.all_faults if fault.level in ("fault", "ask"))

    @property
    def questions(self) -> tuple[Fault, ...]:
        """What is answered on the page, also what has been answered already."""
        return tuple(fault for fault in self.all_faults if fault.choices)

    @property
    def answers(self) -> dict[str, str]:
        """The answers by which it was read: key of a question → value of the choice."""
        return {fault.key: fault.answer for fault in self.all_faults if fault.answer}

    @property
    def warnings(self) -> tuple[Fault, ...]:
        """What should be looked at and may go on."""
        return tuple(fault for fault in self.all_faults if fault.level == "warning")

    @property
    def notices(self) -> tuple[Fault, ...]:
        """What the reader did by itself: converted, skipped, recognised."""
        return tuple(fault for fault in self.all_faults if fault.level == "notice")

    def after(self, deleting: Mapping[str, Collection[str]] | None = None) -> dict[str, pd.DataFrame]:
        """The tables to be committed: `tables` without the row_ids of `deleting` (table → ids) that were missing."""
        deleting = deleting or {}
        return {
            name: _without(table, set(deleting.get(name, ())) & set(self._deletable(name)))
            for name, table in self.tables.items()
        }

    def diff(self, current: Mapping[str, pd.DataFrame], deleting: Mapping[str, Collection[str]] | None = None) -> Diff:
        """How the version would differ from `current`; empty where the workbook changes nothing."""
        return diff_tables({name: current[name] for name in self.tables if name in current}, self.after(deleting))

    def _deletable(self, name: str) -> list[str]:
        return self.deletions[name]["row_id"].tolist() if name in self.deletions else []


def read_workbook(
    data: bytes,
    name: str,
    current: Mapping[str, pd.DataFrame],
    answers: Mapping[str, str] | None = None,
    *,
    cancelled: Callable[[], bool] | None = None,
) -> WorkbookReading:
    """The workbook `data`, uploaded as `name`, against the tables of the current version (table name → table).

    `answers`: what was chosen where a reading of the same bytes asked (Fault.key → value of one of its choices).
    All faults of all sheets are told at once. Raises guard.Refused where the file is not read at all,
    process.Cancelled once `cancelled()` is true.
    """
    upload = check_upload(data)
    uneven = check_csv(upload.content) if upload.kind == "csv" else []
    sheets = read_cells(upload, cancelled)
    stem = PurePath(name.replace("\\", "/")).stem
    layouts, said = lay_out(sheets, stem, current, answers)
    said = [*uneven, *said]
    stamp = read_stamp(sheets)
    scope = scope_of(current, stamp)
    said += stamp_faults(stamp, scope)
    if not all(sheet.formats for sheet in sheets):
        said.append(make_fault("xls_limits"))
    digest = sha256(data).hexdigest()
    source_id = f"{shown(stem)}-{digest[:8]}"
    go_on = watch(cancelled)
    read = [
        TableReading(layout, current, scope, source_id, go_on, is_csv=upload.kind == "csv", answers=answers)
        for layout in layouts
    ]
    tables = {each.name: each.table for each in read}
    for each in read:
        said += [*each.all_faults, *hidden_faults(each, upload.hidden.get(each.layout.sheet.name))]
    deletions = {each.name: each.deletions for each in read if len(each.deletions)}
    return WorkbookReading(name, source_id, digest, stamp, tables, deletions, tuple(said))


def _without(table: pd.DataFrame, ids: set[str]) -> pd.DataFrame:
    return table[~table["row_id"].isin(ids)].reset_index(drop=True) if ids else table
