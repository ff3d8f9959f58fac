"""Reads an uploaded workbook against the current tables: new tables, deletions, faults.

Nothing is coerced or lost silently: missing sheets, columns and rows stay unchanged; rows missing from a sheet are
listed as deletions and need confirmation; a cell that cannot be parsed is a fault at its place. The provenance of a row
(source, offsets, quote) is never read from a workbook.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import PurePath

import pandas as pd

from domain.faults import Fault, Place, make_fault, shown
from domain.schema.diff import Diff, diff_tables
from domain.schema.ledger import Stamp
from loaders.workbook.cells import Sheet, read_cells
from loaders.workbook.csv_check import check_csv, rare_words
from loaders.workbook.former_ids import with_current_ids
from loaders.workbook.guard import check_upload
from loaders.workbook.hidden import hidden_faults
from loaders.workbook.layout import Layout
from loaders.workbook.mapping.foreign import ForeignReading, read_foreign
from loaders.workbook.mapping.foreign_table import ForeignTable
from loaders.workbook.monthly_update import find_update, read_update
from loaders.workbook.process import limit_check
from loaders.workbook.scope import read_stamp, scope_of, stamp_faults
from loaders.workbook.sheets import UNMATCHED, lay_out, names_table, unmatched_sheets
from loaders.workbook.table_reader import TableReading, loses_figures


@dataclass(frozen=True, eq=False)
class WorkbookReading:
    """The result of reading a workbook.

    tables: every table with a sheet, with the new values; rows missing from the sheet are still included. deletions:
    those rows, by table. all_faults: of every level; `faults` block a commit, `warnings` and `notices` do not. stamp:
    the version it was downloaded from, None where unknown. foreign: tables of another layout, and how they are mapped.
    """

    name: str
    source_id: str
    sha256: str
    stamp: Stamp | None
    tables: Mapping[str, pd.DataFrame]
    deletions: Mapping[str, pd.DataFrame]
    all_faults: tuple[Fault, ...] = field(repr=False)
    foreign: tuple[ForeignTable, ...] = field(default=(), repr=False)

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Faults to correct and questions to answer before a commit."""
        return tuple(fault for fault in self.all_faults if fault.level in ("fault", "ask"))

    @property
    def questions(self) -> tuple[Fault, ...]:
        """Questions for the clerk, including answered ones."""
        return tuple(fault for fault in self.all_faults if fault.choices)

    @property
    def answers(self) -> dict[str, str]:
        """The answers used for this reading: key of a question → value of the choice."""
        return {fault.key: fault.answer for fault in self.all_faults if fault.answer}

    @property
    def warnings(self) -> tuple[Fault, ...]:
        """Faults that should be checked and do not block."""
        return tuple(fault for fault in self.all_faults if fault.level == "warning")

    @property
    def notices(self) -> tuple[Fault, ...]:
        """Automatic actions of the reader: conversions, skipped rows, recognized names."""
        return tuple(fault for fault in self.all_faults if fault.level == "notice")

    def after(self, deleting: Mapping[str, Collection[str]] | None = None) -> dict[str, pd.DataFrame]:
        """The tables to commit: `tables` without those missing rows that are in `deleting` (table → ids)."""
        deleting = deleting or {}
        return {
            name: _without(table, set(deleting.get(name, ())) & set(self._deletable(name)))
            for name, table in self.tables.items()
        }

    def diff(self, current: Mapping[str, pd.DataFrame], deleting: Mapping[str, Collection[str]] | None = None) -> Diff:
        """The diff from `current` to the tables to commit; empty where the workbook changes nothing."""
        return diff_tables({name: current[name] for name in self.tables if name in current}, self.after(deleting))

    def _deletable(self, name: str) -> list[str]:
        return self.deletions[name]["row_id"].tolist() if name in self.deletions else []


def read_workbook(
    data: bytes,
    name: str,
    current: Mapping[str, pd.DataFrame],
    answers: Mapping[str, str] | None = None,
    *,
    unit_names: Sequence[str] = (),
    remembered: Mapping[str, str] | None = None,
    usual_day: date | None = None,
    former_ids: Mapping[str, Mapping[str, str]] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> WorkbookReading:
    """The workbook `data`, uploaded as `name`, against the tables of the current version (table name → table).

    answers: to the questions of an earlier reading of the same bytes (Fault.key → value of one of its choices).
    remembered: mappings of other people's tables confirmed before (signature → JSON); usual_day: the as-of day that is
    assumed where such a table says none, with a warning. unit_names: what else means the
    unit of the tables, its name first. former_ids: table, or indicator_id → former id → id of today. All faults
    of all sheets are reported at once. Raises guard.Refused where the file is rejected, process.Cancelled once
    `cancelled()` is true.
    """
    upload = check_upload(data)
    csv_faults = check_csv(upload.content) if upload.kind == "csv" else []
    if upload.is_guessed:
        csv_faults.append(make_fault("encoding_guessed", words=rare_words(upload.content)))
    sheets = read_cells(upload, cancelled)
    stem = PurePath(name.replace("\\", "/")).stem
    stamp = read_stamp(sheets)
    update, sheets, update_faults = find_update(sheets, stem)
    layouts, faults = lay_out(sheets, stem, current, answers)
    if update is not None or update_faults:
        faults = [fault for fault in faults if fault.kind.code != "no_sheet"]
    scope = scope_of(current, stamp, unit_names)
    layouts, others = _divide(sheets, layouts, faults, stem) if stamp is None else (layouts, [])
    of_layouts, faults = faults, [*csv_faults, *update_faults]
    faults += stamp_faults(stamp, scope)
    if upload.has_macros:
        faults.append(make_fault("macros_unread"))
    if not all(sheet.formats for sheet in sheets):
        faults.append(make_fault("xls_limits"))
    digest = sha256(data).hexdigest()
    source_id = f"{shown(stem)}-{digest[:8]}"
    check_limits = limit_check(cancelled)
    read = [
        TableReading(
            with_current_ids(layout, former_ids or {}),
            current,
            scope,
            source_id,
            check_limits,
            is_csv=upload.kind == "csv",
            answers=answers,
        )
        for layout in layouts
    ]
    tables = {each.name: each.table for each in read}
    for each in read:
        faults += [*each.all_faults, *hidden_faults(each)]
    deletions = {each.name: each.deletions for each in read if len(each.deletions)}
    if update is not None and "measures" in current:
        before, own = current["measures"], tables.get("measures", current["measures"])
        monthly = read_update(
            update, before, own, scope, source_id, check_limits, answers or {}, is_csv=upload.kind == "csv"
        )
        tables["measures"] = monthly.table
        faults += monthly.faults
    foreign = ForeignReading()
    if others:
        now = {**current, **tables}
        foreign = read_foreign(
            others, now, scope, source_id, stem, answers or {}, remembered or {}, usual_day, check_limits
        )
        if foreign.plain and not foreign.used and not read and update is None:
            foreign.faults.append(make_fault("no_figures", Place(sorted(foreign.plain)[0])))
            foreign.used = foreign.plain
        of_layouts = [fault for fault in of_layouts if not _is_answered_by(fault, foreign)]
    faults = [*of_layouts, *faults, *foreign.faults]
    return WorkbookReading(
        name, source_id, digest, stamp, tables | foreign.tables, deletions, tuple(faults), tuple(foreign.mapped)
    )


def _divide(
    sheets: list[Sheet], layouts: list[Layout], faults: list[Fault], stem: str
) -> tuple[list[Layout], list[Sheet]]:
    """The layouts that are ours, and the sheets that may be other people's tables.

    None is, where a sheet is certainly ours: the others are then only warned about.
    """
    own = [layout for layout in layouts if not _is_foreign(layout, stem)]
    if any("row_id" in layout.columns or names_table(layout.sheet.name or stem) for layout in own):
        return layouts, []
    twice = "sheet_twice" if len(own) == len(layouts) else ""
    ours = {
        fault.place.sheet for fault in faults
        if fault.kind.code == twice
        or (fault.kind.code == "which_sheet" and (fault.answer or names_table(fault.place.sheet)))
    }  # fmt: skip
    return own, [sheet for sheet in unmatched_sheets(sheets, own) if sheet.name not in ours]


def _is_foreign(layout: Layout, stem: str) -> bool:
    """Whether a sheet without our ids has figures that would not be read: its headers are not ours.

    Where its name is that of our table, only if most of its headers are unknown.
    """
    if "row_id" in layout.columns or not loses_figures(layout):
        return False
    unknown = sum(bool(label) for _, label in layout.unread)
    return unknown > len(layout.columns) or not names_table(layout.sheet.name or stem)


def _is_answered_by(fault: Fault, foreign: ForeignReading) -> bool:
    """Whether `fault`, of a sheet laid out as ours, is about one that was read as a foreign one."""
    if fault.kind.code in UNMATCHED and foreign.used and not fault.place.sheet:
        return True
    return fault.place.sheet in foreign.used


def _without(table: pd.DataFrame, ids: set[str]) -> pd.DataFrame:
    return table[~table["row_id"].isin(ids)].reset_index(drop=True) if ids else table
