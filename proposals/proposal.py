"""Proposals from workbooks and on-screen edits, and their commit as versions.

A workbook contains the version that it was downloaded from. Its changes are computed against that version and merged
with the current one (proposals.merge), so that commits of others are not undone. Only what was previewed is stored: an
`Outcome` has the previewed tables and findings and their parent version; if the store has a newer version by then,
nothing is written.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from hashlib import sha256
from typing import Any, Final, Literal

import pandas as pd

from domain.checks.refresh import (
    lost_resolutions,
    new_findings,
    orphaned_money,
    refresh_findings,
)
from domain.faults import Fault, make_fault
from domain.judging.decisions import duplicate_choices, with_decisions
from domain.office_time import office_today
from domain.schema.diff import Diff, diff_tables
from domain.schema.display import listed
from domain.schema.frames import conform
from domain.schema.labels import column_text, row_names
from domain.schema.ledger import Stamp
from domain.schema.period import as_date, date_text, parse_period
from domain.schema.provenance import EDITED_BY
from domain.schema.tables import TABLES
from loaders.workbook import Refused, WorkbookReading, mark_faults, read_workbook
from loaders.workbook.edited import read_edited, shown_rows
from loaders.workbook.process import WALL_SECONDS, time_limit
from proposals.as_of_updates import outdated_rows, set_as_of
from proposals.merge import Merged, merge_tables
from proposals.merge_conflicts import MergeConflict, Side
from proposals.reading_questions import ReportQuestions
from proposals.same_figure import SameFigure, copy_figures, find_same_figures
from store import audit
from store.drafts import authorise
from store.errors import InvalidDraft, UnknownVersion
from store.former_ids import current_ids
from store.mappings import read_mappings
from store.read import read_current, read_source, read_tables, read_version
from store.records import Actor, Draft, MappingDraft, Received, Version
from store.units import read_unit_names
from store.write import commit_version

#: What an upload may take, from its beginning to its proposal.
UPLOAD_SECONDS: Final = WALL_SECONDS
Tables = Mapping[str, pd.DataFrame]
#: Table → row_id → column of domain.judging.decisions.DECISIONS → value.
Decisions = Mapping[str, Mapping[str, Mapping[str, Any]]]


@dataclass(frozen=True)
class Choice:
    """The user's decisions on a proposal. deleting: rows to delete (table → row_ids). settled: side per conflict key.
    carrying: facts (SameFigure.key) to copy to their other places. as_of_update: as-of date for changed figures that
    still have the old one.
    """

    deleting: Mapping[str, Collection[str]] = field(default_factory=dict)
    settled: Mapping[str, Side] = field(default_factory=dict)
    carrying: Collection[str] = frozenset()
    as_of_update: date | None = None


@dataclass(frozen=True, eq=False)
class Proposal:
    """A proposed change. base: the version that it is based on; parent: the version that it would follow.

    parent: number 0 where there is no version yet. before, current: tables of base and parent. again: makes a report's
    proposal anew, against the newest version. questions: about the words of a report; remembering: decisions about them
    to be stored with the commit. reading: the new tables with all faults and missing rows. decisions: the
    findings with resolutions, None where no finding was decided.
    """

    kind: Literal["workbook", "edit", "report"]
    parent: Version
    base: Version
    current: Tables = field(repr=False)
    reading: WorkbookReading = field(repr=False)
    before: Tables = field(repr=False)
    decisions: pd.DataFrame | None = field(default=None, repr=False)
    received: Received | None = None
    again: Callable[[], "Proposal"] | None = field(default=None, repr=False)
    questions: ReportQuestions = field(default=ReportQuestions(), repr=False)
    remembering: tuple[MappingDraft, ...] = ()

    @cached_property
    def deletions(self) -> Mapping[str, pd.DataFrame]:
        """Missing rows that can be deleted, by table; without those already deleted in the parent."""
        left = {
            name: rows[rows["row_id"].isin(self.current[name]["row_id"])].reset_index(drop=True)
            for name, rows in self.reading.deletions.items()
        }
        return {name: rows for name, rows in left.items() if len(rows)}

    @cached_property
    def outcome(self) -> "Outcome":
        """The outcome without any decisions."""
        return self.decide(Choice())

    def decide(self, choice: Choice) -> "Outcome":
        """The outcome with `choice`: merged, with recomputed findings."""
        yours = self.reading.after(choice.deleting)
        if self.decisions is not None:
            yours["findings"] = self.decisions
        merged = merge_tables(self.before, yours, self.current, choice.settled)
        found = () if self.kind == "report" else find_same_figures(self.current, merged.tables)
        same_figures = _without_faults(self, merged.tables, found)
        copied = copy_figures(
            merged.tables,
            [same_figure for same_figure in same_figures if same_figure.key in choice.carrying and same_figure.writes],
        )
        tables = copied
        if choice.as_of_update is not None:
            tables = set_as_of(copied, outdated_rows(self.current, copied, choice.as_of_update), choice.as_of_update)
        return Outcome(self, choice, merged, same_figures, copied, refresh_findings(self.text, self.current, tables))

    @cached_property
    def text(self) -> str | None:
        """The text of the report that is proposed, else of the parent's; None where it has none."""
        if self.kind == "report" and self.received is not None:
            return self.received.text
        report = read_source(self.parent.id)
        return None if report is None else report.text

    def rebased(self) -> "Proposal":
        """The same changes rebased on the newest version."""
        if self.again is not None:
            return self.again()
        newest = read_current(self.parent.unit, self.parent.period)
        if newest is None or newest.id == self.parent.id:
            return self
        return replace(self, parent=newest, current=whole_tables(newest))

    def answered(self, answers: Mapping[str, str], cancelled: Callable[[], bool] | None = None) -> "Proposal":
        """The same workbook read again with `answers` to its questions (Fault.key → value of a choice).

        Raises InvalidDraft where it is not from a workbook or the reader is busy, and Cancelled.
        """
        if self.received is None:
            raise InvalidDraft("在线修改没有可以重新读取的文件。")
        remembered, limited = remembered_mappings(self.base), time_limit(cancelled)
        try:
            reading = read_workbook(
                self.received.content, self.reading.name, self.before, answers,
                unit_names=read_unit_names(self.parent.unit), remembered=remembered, usual_day=usual_as_of(self.base),
                former_ids=current_ids(self.parent.unit), cancelled=limited,
            )  # fmt: skip
        except Refused as refusal:
            raise InvalidDraft(refusal.fault.line) from refusal
        return replace(self, reading=_with_base_warning(reading, self.base, self.before))

    def marked_copy(self) -> bytes:
        """The received workbook with faulty cells marked and commented. Raises InvalidDraft where it cannot be made."""
        if self.received is None:
            raise InvalidDraft("在线修改没有可以标注的文件。")
        try:
            return mark_faults(self.received.content, self.reading.all_faults, self.received.name)
        except Refused as refusal:
            raise InvalidDraft(refusal.fault.line) from refusal


@dataclass(frozen=True, eq=False)
class Outcome:
    """What would be stored: `tables` of the next version, including findings, and everything that blocks it.

    same_figures: other places of changed figures; the chosen ones are updated too. as_written: the tables before
    Choice.as_of_update was applied and findings were recomputed.
    """

    proposal: Proposal
    choice: Choice
    merged: Merged = field(repr=False)
    same_figures: tuple[SameFigure, ...] = field(repr=False)
    as_written: Tables = field(repr=False)
    tables: Tables = field(repr=False)

    @cached_property
    def diff(self) -> Diff:
        """The diff from the parent; empty where nothing changes."""
        return diff_tables(self.proposal.current, self.tables)

    @property
    def conflicts(self) -> tuple[MergeConflict, ...]:
        """The conflicts that are not settled yet."""
        return self.merged.unsettled(self.choice.settled)

    @cached_property
    def faults(self) -> tuple[Fault, ...]:
        """Faults that block a commit, including those caused by the merge."""
        current = self.proposal.current
        found = [
            *_merge_faults(self), *self._copied.faults,
            *orphaned_money(current["funding"], self.tables["funding"]),
            *duplicate_choices(current["measures"], self.tables["measures"]),
        ]  # fmt: skip
        return (*self.proposal.reading.faults, *dict.fromkeys(found))

    @cached_property
    def warnings(self) -> tuple[Fault, ...]:
        """Warnings that do not block, including unchanged copies of figures, new findings and lost resolutions."""
        return (
            *self.proposal.reading.warnings,
            *(
                same_figure.warning
                for same_figure in self.same_figures
                if same_figure.key not in self.choice.carrying or not same_figure.writes
            ),
            *self._copied.warnings,
            *new_findings(self.proposal.current["findings"], self.tables["findings"]),
            *lost_resolutions(self.as_written["findings"], self.tables["findings"]),
        )

    @cached_property
    def _copied(self) -> WorkbookReading:
        """The tables to which figures are copied, read as if the numbers had been typed there."""
        names = {
            same_figure.place.table
            for same_figure in self.same_figures
            if same_figure.key in self.choice.carrying and same_figure.writes
        }
        return _reread(self, sorted(names), self.merged.tables)

    @property
    def notices(self) -> tuple[Fault, ...]:
        """Automatic actions of the reader."""
        return self.proposal.reading.notices

    @cached_property
    def changed(self) -> dict[str, pd.DataFrame]:
        """The tables that differ from the parent, for the draft."""
        return {name: self.tables[name] for name in self.diff.tables}


def propose_workbook(
    content: bytes,
    name: str,
    parent: Version,
    by: Actor,
    cancelled: Callable[[], bool] | None = None,
    *,
    answers: Mapping[str, str] | None = None,
    audited: bool = True,
) -> Proposal:
    """The changes of the workbook `content`, uploaded as `name`, to the current version `parent`.

    It is read in a sandboxed process, against the version that it was downloaded from; if that is unknown, against
    `parent` with a warning. answers: to the questions of an earlier reading. Upload and refusal are written to the
    audit log; audited=False: the upload stands there already. Raises PermissionDenied, InvalidDraft with the Chinese
    reason of a refusal, after UPLOAD_SECONDS too, and loaders.workbook.Cancelled once `cancelled()` is true.
    """
    details = {"file": audit.printable(name), "sha256": sha256(content).hexdigest(), "size": len(content)}
    by = authorise(by, "upload", details, unit=parent.unit)
    if audited:
        audit.record(by, "upload", details, parent.id)
    limited = time_limit(cancelled)
    current, names, former = whole_tables(parent), read_unit_names(parent.unit), current_ids(parent.unit)
    try:
        remembered = remembered_mappings(parent)
        reading = read_workbook(
            content, name, current, answers, unit_names=names, remembered=remembered, usual_day=usual_as_of(parent),
            former_ids=former, cancelled=limited,
        )  # fmt: skip
        base, before = _base(reading.stamp, parent) or parent, current
        if base.id != parent.id:
            before = whole_tables(base)
            reading = read_workbook(
                content, name, before, answers, unit_names=names, former_ids=former, cancelled=limited
            )
    except Refused as refusal:
        audit.record(by, "refusal", {"wanted": "upload", **details, "reason": refusal.fault.kind.title}, parent.id)
        raise InvalidDraft(refusal.fault.line) from refusal
    reading = _with_base_warning(reading, base, before)
    received = Received(audit.printable(name), "workbook", content, reading.source_id)
    return Proposal("workbook", parent, base, current, reading, before, received=received)


def propose_edit(
    edited: Tables,
    base: Version,
    parent: Version,
    by: Actor,
    *,
    decided: Decisions | None = None,
    answers: Mapping[str, str] | None = None,
) -> Proposal:
    """The changes of tables edited on screen (for loaders.workbook.edited.read_edited) and of decisions.

    base: the version that the edits are based on; parent: the current one. Decisions are set without parsing; answers:
    as in propose_workbook. Raises PermissionDenied, and InvalidDraft where the two versions differ in unit or period.
    """
    decided = decided or {}
    by = authorise(by, "edit", {"tables": sorted({*edited, *decided})}, unit=parent.unit)
    base_scope, parent_scope = (f"{each.unit_name}{parse_period(each.period).label}" for each in (base, parent))
    if base_scope != parent_scope:
        raise InvalidDraft(
            f"这些改动是从{base_scope}（第{base.id}版）开始的，不能存到{parent_scope}。请在页面左侧“报告期”选回原来那一期再提交。"
        )
    before = whole_tables(base)
    current = before if base.id == parent.id else whole_tables(parent)
    reading = _read(edited, before, f"{EDITED_BY}({audit.printable(by.name)})", answers)
    tables = {
        name: with_decisions(name, reading.tables.get(name, before[name]), rows) for name, rows in decided.items()
    }
    decisions = tables.pop("findings", None)
    reading = replace(reading, tables={**reading.tables, **tables})
    return Proposal("edit", parent, base, current, reading, before, decisions)


def edited_rows(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """Table `name` for the editor and for `propose_edit`: words in place of codes."""
    return shown_rows(name, table)


def older_as_of(parent: Version, as_of: date) -> Fault | None:
    """The warning that `as_of` is before the parent's as-of date; None where it is not."""
    if as_date(as_of) >= parent.as_of:
        return None
    return make_fault("as_of_older", new=date_text(as_of), old=date_text(parent.as_of))


def outdated_as_of(outcome: Outcome, as_of: date) -> Fault | None:
    """The warning about changed rows whose as-of date is still before `as_of`; None where there are none.

    Independent of Choice.as_of_update.
    """
    is_report = outcome.proposal.kind == "report"  # it dates each of its rows itself
    rows = {} if is_report else outdated_rows(outcome.proposal.current, outcome.as_written, as_of)
    if not rows:
        return None
    names = {name: row_names(name, outcome.tables[name]) for name in rows}
    labels = [f"“{TABLES[name].label}”{names[name][row_id]}" for name, ids in rows.items() for row_id in ids]
    return make_fault("as_of_kept", count=len(labels), new=date_text(as_of), rows=listed(labels))


def has_warnings(outcome: Outcome, as_of: date) -> bool:
    """Whether `outcome` has warnings to confirm before it is stored with the date `as_of`."""
    is_outdated = outcome.choice.as_of_update != as_of and outdated_as_of(outcome, as_of) is not None
    return bool(outcome.warnings) or is_outdated or older_as_of(outcome.proposal.parent, as_of) is not None


def commit(outcome: Outcome, by: Actor, note: str, as_of: date, *, confirmed: bool = False) -> Version:
    """Store `outcome` as the child of its parent version and return it.

    confirmed: the user confirmed the warnings. Raises InvalidDraft (open faults, conflicts or warnings, no note),
    NothingChanged, PermissionDenied, ConflictError (a newer version exists; with both diffs) and StoreUnavailable; then
    nothing is stored.
    """
    proposal = outcome.proposal
    if left := [fault for fault in outcome.faults if fault.choices]:
        raise InvalidDraft(f"还有{len(left)}个问题没有回答，没有写入。请先逐个选定。")
    if outcome.faults:
        raise InvalidDraft(f"还有 {len(outcome.faults)} 处错误没有改正，没有写入。请先改正。")
    if outcome.conflicts:
        raise InvalidDraft(
            f"还有 {len(outcome.conflicts)} 处两边改得不一样、没有选定以哪一边为准，没有写入。请先选定。"
        )
    if has_warnings(outcome, as_of) and not confirmed:
        raise InvalidDraft("还有提醒没有核对，没有写入。请核对后勾选“已核对以上提醒”。")
    draft = Draft(
        proposal.parent.org_unit, proposal.parent.period, proposal.kind,
        outcome.changed if proposal.parent.id else outcome.tables, proposal.received,
        tuple(fault.line for fault in proposal.reading.all_faults if fault.answer),
        tuple(
            MappingDraft(table.signature, table.header, table.to_remember().to_json())
            for table in proposal.reading.foreign if table.answered
        ) + proposal.remembering,
    )  # fmt: skip
    return commit_version(draft, proposal.parent.id or None, by, note, as_of)


def remembered_mappings(version: Version) -> dict[str, str]:
    """The mappings of other people's tables that the unit of `version` has confirmed: signature → JSON."""
    return {signature: stored.mapping for signature, stored in read_mappings(version.unit).items()}


def usual_as_of(version: Version) -> date:
    """The as-of day that figures without one most likely have: the end of the month before today, in the office.

    The day of `version` where that is between the two, or in another year: then today says nothing of these figures.
    """
    today = office_today()
    month_end = today.replace(day=1) - timedelta(days=1)
    is_newer = not month_end <= version.as_of <= today
    return month_end if is_newer and month_end.year == version.as_of.year else version.as_of


def whole_tables(version: Version) -> dict[str, pd.DataFrame]:
    """Every table of TABLES in the version; missing ones are empty."""
    stored = read_tables(version.id)
    return {name: stored[name] if name in stored else conform(name, []) for name in TABLES}


def _base(stamp: Stamp | None, parent: Version) -> Version | None:
    """The version that a workbook was downloaded from; None where its stamp is missing or invalid."""
    if stamp is None or not (stamp.version.isascii() and stamp.version.isdecimal() and len(stamp.version) < 10):
        return None
    try:
        version = read_version(int(stamp.version))
    except UnknownVersion:
        return None
    is_same = (version.unit, version.period, version.digest) == (parent.unit, parent.period, stamp.digest)
    return version if is_same and version.id <= parent.id else None


def _with_base_warning(reading: WorkbookReading, base: Version, before: Tables) -> WorkbookReading:
    """`reading`, with a warning where it changes something and its base version is unknown."""
    if _base(reading.stamp, base) is not None or base.parent_id is None or not _changes(reading, before):
        return reading
    return replace(reading, all_faults=(make_fault("no_base", version=base.id), *reading.all_faults))


def _changes(reading: WorkbookReading, current: Tables) -> bool:
    return any(table is not current[name] for name, table in reading.tables.items())


def _merge_faults(outcome: Outcome) -> list[Fault]:
    """Faults caused by the merge: the merged tables are read against the current ones."""
    proposal = outcome.proposal
    if proposal.base.id == proposal.parent.id or outcome.conflicts:
        return []
    names = [name for name in outcome.diff.tables if name != "findings"]
    return list(_reread(outcome, names, proposal.current).faults)


def _without_faults(proposal: Proposal, tables: Tables, same_figures: tuple[SameFigure, ...]) -> tuple[SameFigure, ...]:
    """`same_figures`, without `writes` for those that would cause a new fault in `tables`."""
    offered = {
        same_figure.fact: [each for each in same_figures if each.writes and each.fact == same_figure.fact]
        for same_figure in same_figures
    }
    accepted: list[SameFigure] = []
    broken: dict[str, str] = {}
    if _faults_of(proposal, tables, [same_figure for of_fact in offered.values() for same_figure in of_fact]):
        for fact, of_fact in offered.items():
            found = _faults_of(proposal, tables, of_fact) or _faults_of(proposal, tables, [*accepted, *of_fact])
            if found:
                broken[fact] = found[0].wrong
            else:
                accepted += of_fact
    return tuple(
        replace(same_figure, writes={}, why=f"一起改会出错：{broken[same_figure.fact]}")
        if same_figure.writes and same_figure.fact in broken
        else same_figure
        for same_figure in same_figures
    )


def _faults_of(proposal: Proposal, tables: Tables, same_figures: list[SameFigure]) -> tuple[Fault, ...]:
    """The faults that copying `same_figures` would cause in `tables`."""
    copied = copy_figures(tables, same_figures)
    shown = {
        name: shown_rows(name, copied[name])
        for name in sorted({same_figure.place.table for same_figure in same_figures})
    }
    return _read(shown, tables, proposal.reading.source_id).faults


def _reread(outcome: Outcome, names: Collection[str], against: Tables) -> WorkbookReading:
    """The tables `names` of `outcome`, read `against` others as if edited on screen.

    Without questions, which are already answered.
    """
    shown = {name: shown_rows(name, outcome.tables[name]) for name in names}
    reading = _read(shown, against, outcome.proposal.reading.source_id)
    tables = {fault.place.table for fault in reading.all_faults if fault.place.row_id}
    row_words = {name: row_names(name, outcome.tables[name]) for name in tables}
    named_faults = (_by_name(fault, row_words) for fault in reading.all_faults if not fault.choices)
    return replace(reading, all_faults=tuple(named_faults))


def _by_name(fault: Fault, names: Mapping[str, Mapping[str, str]]) -> Fault:
    """The fault with the name of its row as place: these rows have no row numbers on screen."""
    place = fault.place
    if not place.row_id:
        return fault
    label = column_text(place.table, place.column)
    return replace(fault, place=replace(place, cell=f"{names[place.table][place.row_id]} {label}"))


def _read(edited: Tables, against: Tables, source_id: str, answers: Mapping[str, str] | None = None) -> WorkbookReading:
    """`read_edited`, also for zero tables."""
    if not edited:
        return WorkbookReading("", source_id, "", None, {}, {}, ())
    return read_edited(edited, against, source_id, answers)
