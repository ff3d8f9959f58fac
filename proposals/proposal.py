"""From what somebody hands in (a workbook, tables edited on screen) to a proposal, and from a proposal to a version.

A workbook says which version it was downloaded from. What it changes is found against that version and brought
together with the current one (proposals.merge), so that what others committed meanwhile is not undone. Only what was
shown is stored: an `Outcome` holds the tables and the findings that were looked at, and the version that they follow;
where the store has moved on since, nothing is written.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from hashlib import sha256
from typing import Any, Literal

import pandas as pd

from domain.checks.refresh import (
    lost_resolutions,
    new_findings,
    orphaned_money,
    refresh_findings,
)
from domain.faults import Fault, make_fault
from domain.judging.decisions import chosen_twice, with_decisions
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
from proposals.as_of_updates import date_rows, undated
from proposals.merge import Merged, merge_tables
from proposals.merge_conflicts import MergeConflict, Side
from proposals.same_figure import SameFigure, carry, find_same_figures
from store import audit
from store.drafts import authorise
from store.errors import InvalidDraft, UnknownVersion
from store.read import read_current, read_source, read_tables, read_version
from store.records import Actor, Draft, Received, Version
from store.write import commit_version

Tables = Mapping[str, pd.DataFrame]
#: Table → row_id → column of domain.judging.decisions.DECISIONS → value.
Decided = Mapping[str, Mapping[str, Mapping[str, Any]]]


@dataclass(frozen=True)
class Choice:
    """What somebody decided about a proposal: rows to delete (table → row_ids), whose side counts in each clash, the
    facts (keys of Twins) whose number is carried to where it stands, too, and the day of which changed figures speak
    that still have the day of the ones before.
    """

    deleting: Mapping[str, Collection[str]] = field(default_factory=dict)
    settled: Mapping[str, Side] = field(default_factory=dict)
    carrying: Collection[str] = frozenset()
    as_of_update: date | None = None


@dataclass(frozen=True, eq=False)
class Proposal:
    """What somebody wants to change. `base`: the version that it starts from; `parent`: the one that it would follow.

    `before` and `current` are their tables; `reading` tells every fault, warning and notice, and the rows that are
    missing; `decisions` are the findings with what was decided about them, None where that is not the question.
    """

    kind: Literal["workbook", "edit"]
    parent: Version
    base: Version
    current: Tables = field(repr=False)
    reading: WorkbookReading = field(repr=False)
    before: Tables = field(repr=False)
    decisions: pd.DataFrame | None = field(default=None, repr=False)
    received: Received | None = None

    @cached_property
    def deletions(self) -> Mapping[str, pd.DataFrame]:
        """Rows that would be deleted if somebody says so, by table; those that are gone already are left out."""
        left = {
            name: rows[rows["row_id"].isin(self.current[name]["row_id"])].reset_index(drop=True)
            for name, rows in self.reading.deletions.items()
        }
        return {name: rows for name, rows in left.items() if len(rows)}

    @cached_property
    def outcome(self) -> "Outcome":
        """What comes of it while nothing has been decided."""
        return self.decide(Choice())

    def decide(self, choice: Choice) -> "Outcome":
        """What comes of it with `choice`: merged, checked, its findings made anew."""
        yours = self.reading.after(choice.deleting)
        if self.decisions is not None:
            yours["findings"] = self.decisions
        merged = merge_tables(self.before, yours, self.current, choice.settled)
        same_figures = _without_faults(self, merged.tables, find_same_figures(self.current, merged.tables))
        carried = carry(
            merged.tables,
            [same_figure for same_figure in same_figures if same_figure.key in choice.carrying and same_figure.writes],
        )
        tables = carried
        if choice.as_of_update is not None:
            tables = date_rows(carried, undated(self.current, carried, choice.as_of_update), choice.as_of_update)
        return Outcome(self, choice, merged, same_figures, carried, refresh_findings(self.text, self.current, tables))

    @cached_property
    def text(self) -> str | None:
        """The report that the parent rests on; None where it has none."""
        report = read_source(self.parent.id)
        return None if report is None else report.text

    def rebased(self) -> "Proposal":
        """The same changes on what is the newest version now."""
        newest = read_current(self.parent.org_unit, self.parent.period)
        if newest is None or newest.id == self.parent.id:
            return self
        return replace(self, parent=newest, current=whole_tables(newest))

    def answered(self, answers: Mapping[str, str], cancelled: Callable[[], bool] | None = None) -> "Proposal":
        """The same workbook read again with `answers` to its questions (Fault.key → value of a choice).

        Raises InvalidDraft where it is no workbook or cannot be read now (others are), and Cancelled.
        """
        if self.received is None:
            raise InvalidDraft("在线修改没有可以重新读取的文件。")
        try:
            reading = read_workbook(self.received.content, self.reading.name, self.before, answers, cancelled=cancelled)
        except Refused as refusal:
            raise InvalidDraft(refusal.fault.line) from refusal
        return replace(self, reading=_with_base(reading, self.base, self.before))

    def marked_copy(self) -> bytes:
        """The workbook as received, faulty cells marked and commented. Raises InvalidDraft where none can be made."""
        if self.received is None:
            raise InvalidDraft("在线修改没有可以标注的文件。")
        try:
            return mark_faults(self.received.content, self.reading.all_faults, self.received.name)
        except Refused as refusal:
            raise InvalidDraft(refusal.fault.line) from refusal


@dataclass(frozen=True, eq=False)
class Outcome:
    """What would be stored: `tables` of the next version, findings included, and everything that speaks against it.

    twins: the places in which a number stands that was changed in another; it is carried to those that were chosen.
    as_written: the tables before days were set in them (Choice.dating) and findings were made anew.
    """

    proposal: Proposal
    choice: Choice
    merged: Merged = field(repr=False)
    same_figures: tuple[SameFigure, ...] = field(repr=False)
    as_written: Tables = field(repr=False)
    tables: Tables = field(repr=False)

    @cached_property
    def diff(self) -> Diff:
        """How the version would differ from the one that it follows; empty where nothing changes."""
        return diff_tables(self.proposal.current, self.tables)

    @property
    def conflicts(self) -> tuple[MergeConflict, ...]:
        """The clashes that are still to be settled."""
        return self.merged.unsettled(self.choice.settled)

    @cached_property
    def faults(self) -> tuple[Fault, ...]:
        """What must be mended before anything is committed; what only the merge brought about is among them."""
        current = self.proposal.current
        found = [
            *_merge_faults(self), *self._carried.faults,
            *orphaned_money(current["funding"], self.tables["funding"]),
            *chosen_twice(current["measures"], self.tables["measures"]),
        ]  # fmt: skip
        return (*self.proposal.reading.faults, *dict.fromkeys(found))

    @cached_property
    def warnings(self) -> tuple[Fault, ...]:
        """What should be looked at and may go on: numbers not changed everywhere, new and grave findings among them."""
        return (
            *self.proposal.reading.warnings,
            *(
                same_figure.warning
                for same_figure in self.same_figures
                if same_figure.key not in self.choice.carrying or not same_figure.writes
            ),
            *self._carried.warnings,
            *new_findings(self.proposal.current["findings"], self.tables["findings"]),
            *lost_resolutions(self.as_written["findings"], self.tables["findings"]),
        )

    @cached_property
    def _carried(self) -> WorkbookReading:
        """The tables to which numbers are carried, read as if somebody had written them there."""
        names = {
            same_figure.place.table
            for same_figure in self.same_figures
            if same_figure.key in self.choice.carrying and same_figure.writes
        }
        return _read_again(self, sorted(names), self.merged.tables)

    @property
    def notices(self) -> tuple[Fault, ...]:
        """What the reader did by itself."""
        return self.proposal.reading.notices

    @cached_property
    def changed(self) -> dict[str, pd.DataFrame]:
        """The tables that differ: what a draft names."""
        return {name: self.tables[name] for name in self.diff.tables}


def propose_workbook(
    content: bytes,
    name: str,
    parent: Version,
    by: Actor,
    cancelled: Callable[[], bool] | None = None,
    *,
    answers: Mapping[str, str] | None = None,
) -> Proposal:
    """What the workbook `content`, uploaded as `name`, would change of `parent`, the version that is current.

    It is read in a process of its own, against the version that it was downloaded from; where it does not say which,
    against `parent`, and a warning says so. `answers`: what was chosen where a reading of the same bytes asked. The
    upload, and a refusal, are kept in the audit. Raises PermissionDenied, InvalidDraft with the one Chinese reason why
    it is not read at all, and loaders.workbook.Cancelled once `cancelled()` is true.
    """
    told = {"file": audit.plain(name), "sha256": sha256(content).hexdigest(), "size": len(content)}
    by = authorise(by, "upload", told)
    audit.record(by, "upload", told, parent.id)
    current = whole_tables(parent)
    try:
        reading = read_workbook(content, name, current, answers, cancelled=cancelled)
        base, before = _base(reading.stamp, parent) or parent, current
        if base.id != parent.id:
            before = whole_tables(base)
            reading = read_workbook(content, name, before, answers, cancelled=cancelled)
    except Refused as refusal:
        audit.record(by, "refusal", {"wanted": "upload", **told, "reason": refusal.fault.kind.title}, parent.id)
        raise InvalidDraft(refusal.fault.line) from refusal
    reading = _with_base(reading, base, before)
    received = Received(audit.plain(name), "workbook", content, reading.source_id)
    return Proposal("workbook", parent, base, current, reading, before, received=received)


def propose_edit(
    edited: Tables,
    base: Version,
    parent: Version,
    by: Actor,
    *,
    decided: Decided | None = None,
    answers: Mapping[str, str] | None = None,
) -> Proposal:
    """What tables edited on screen (as loaders.workbook.edited.read_edited takes them) and decisions would change.

    `base`: the version that the editing began with; `parent`: the current one. Decisions are set in the edited tables
    as they are, nothing of them is parsed; `answers` as in propose_workbook. Raises PermissionDenied, and InvalidDraft
    where the two are not of one unit and period.
    """
    decided = decided or {}
    by = authorise(by, "edit", {"tables": sorted({*edited, *decided})})
    began, wanted = (f"{each.org_unit}{parse_period(each.period).label}" for each in (base, parent))
    if began != wanted:
        raise InvalidDraft(
            f"这些改动是从{began}(第{base.id}版)开始的,不能存到{wanted}。请在页面左侧“报告期”选回原来那一期再提交。"
        )
    before = whole_tables(base)
    current = before if base.id == parent.id else whole_tables(parent)
    reading = _read(edited, before, f"{EDITED_BY}({audit.plain(by.name)})", answers)
    tables = {
        name: with_decisions(name, reading.tables.get(name, before[name]), rows) for name, rows in decided.items()
    }
    decisions = tables.pop("findings", None)
    reading = replace(reading, tables={**reading.tables, **tables})
    return Proposal("edit", parent, base, current, reading, before, decisions)


def edited_rows(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """Table `name` as an editor shows it and as `propose_edit` takes it: words in place of codes."""
    return shown_rows(name, table)


def older_as_of(parent: Version, as_of: date) -> Fault | None:
    """The warning that `as_of` lies before that of the version before; None where it does not."""
    if as_date(as_of) >= parent.as_of:
        return None
    return make_fault("as_of_older", new=date_text(as_of), old=date_text(parent.as_of))


def kept_as_of(outcome: Outcome, as_of: date) -> Fault | None:
    """The warning that rows have other figures and still speak of a day before `as_of`; None where there is none.

    Also where it was decided (Choice.dating) that they speak of that day: what is decided is told by the choice.
    """
    rows = undated(outcome.proposal.current, outcome.as_written, as_of)
    if not rows:
        return None
    names = {name: row_names(name, outcome.tables[name]) for name in rows}
    told = [f"“{TABLES[name].label}”{names[name][row_id]}" for name, ids in rows.items() for row_id in ids]
    return make_fault("as_of_kept", count=len(told), new=date_text(as_of), rows=listed(told))


def has_warnings(outcome: Outcome, as_of: date) -> bool:
    """Whether something should be looked at before `outcome` is stored as of a day."""
    kept = outcome.choice.as_of_update != as_of and kept_as_of(outcome, as_of) is not None
    return bool(outcome.warnings) or kept or older_as_of(outcome.proposal.parent, as_of) is not None


def commit(outcome: Outcome, by: Actor, note: str, as_of: date, *, confirmed: bool = False) -> Version:
    """Store what `outcome` showed as the version that follows its parent, and return it.

    confirmed: somebody ticked that the warnings were looked at. Raises InvalidDraft (faults, clashes or warnings are
    left, no note), NothingChanged, PermissionDenied, ConflictError (the store has moved on; both diffs) and
    StoreUnavailable; nothing is stored then.
    """
    proposal = outcome.proposal
    if left := [fault for fault in outcome.faults if fault.choices]:
        raise InvalidDraft(f"还有{len(left)}个问题没有回答，没有写入。请先逐个选定。")
    if outcome.faults:
        raise InvalidDraft(f"还有 {len(outcome.faults)} 处错误没有改正,没有写入。请先改正。")
    if outcome.conflicts:
        raise InvalidDraft(f"还有 {len(outcome.conflicts)} 处两边改得不一样、没有选定以哪一边为准,没有写入。请先选定。")
    if has_warnings(outcome, as_of) and not confirmed:
        raise InvalidDraft("还有提醒没有核对,没有写入。请核对后勾选“已核对以上提醒”。")
    draft = Draft(
        proposal.parent.org_unit, proposal.parent.period, proposal.kind, outcome.changed, proposal.received,
        tuple(fault.line for fault in proposal.reading.all_faults if fault.answer),
    )  # fmt: skip
    return commit_version(draft, proposal.parent.id, by, note, as_of)


def whole_tables(version: Version) -> dict[str, pd.DataFrame]:
    """Every table of TABLES as the version has it; one that it does not hold is empty."""
    stored = read_tables(version.id)
    return {name: stored[name] if name in stored else conform(name, []) for name in TABLES}


def _base(stamp: Stamp | None, parent: Version) -> Version | None:
    """The version that a workbook was downloaded from; None where it does not say so, or not truly."""
    if stamp is None or not (stamp.version.isascii() and stamp.version.isdecimal() and len(stamp.version) < 10):
        return None
    try:
        told = read_version(int(stamp.version))
    except UnknownVersion:
        return None
    same = (told.org_unit, told.period, told.digest) == (parent.org_unit, parent.period, stamp.digest)
    return told if same and told.id <= parent.id else None


def _with_base(reading: WorkbookReading, base: Version, before: Tables) -> WorkbookReading:
    """`reading`, with a warning where it changes something and does not truly say which version it was taken from."""
    if _base(reading.stamp, base) is not None or base.parent_id is None or not _changes(reading, before):
        return reading
    return replace(reading, all_faults=(make_fault("no_base", version=base.id), *reading.all_faults))


def _changes(reading: WorkbookReading, current: Tables) -> bool:
    return any(table is not current[name] for name, table in reading.tables.items())


def _merge_faults(outcome: Outcome) -> list[Fault]:
    """Faults of rows that neither side would have had alone: the merged tables read against the current ones."""
    proposal = outcome.proposal
    if proposal.base.id == proposal.parent.id or outcome.conflicts:
        return []
    names = [name for name in outcome.diff.tables if name != "findings"]
    return list(_read_again(outcome, names, proposal.current).faults)


def _without_faults(proposal: Proposal, tables: Tables, same_figures: tuple[SameFigure, ...]) -> tuple[SameFigure, ...]:
    """`same_figures`, of which none is offered that would bring a fault into `tables` that is not there yet."""
    offered = {
        same_figure.fact: [each for each in same_figures if each.writes and each.fact == same_figure.fact]
        for same_figure in same_figures
    }
    kept: list[SameFigure] = []
    broken: dict[str, str] = {}
    if _faults_of(proposal, tables, [same_figure for of_fact in offered.values() for same_figure in of_fact]):
        for fact, of_fact in offered.items():
            found = _faults_of(proposal, tables, of_fact) or _faults_of(proposal, tables, [*kept, *of_fact])
            if found:
                broken[fact] = found[0].wrong
            else:
                kept += of_fact
    return tuple(
        replace(same_figure, writes={}, why=f"一起改会出错：{broken[same_figure.fact]}")
        if same_figure.writes and same_figure.fact in broken
        else same_figure
        for same_figure in same_figures
    )


def _faults_of(proposal: Proposal, tables: Tables, same_figures: list[SameFigure]) -> tuple[Fault, ...]:
    """The faults that carrying `same_figures` would bring into `tables`."""
    carried = carry(tables, same_figures)
    shown = {
        name: shown_rows(name, carried[name])
        for name in sorted({same_figure.place.table for same_figure in same_figures})
    }
    return _read(shown, tables, proposal.reading.source_id).faults


def _read_again(outcome: Outcome, names: Collection[str], against: Tables) -> WorkbookReading:
    """The tables `names` of what would be stored, read `against` others as if somebody had edited them on screen.

    How it was written has been answered by then: nothing is asked again.
    """
    shown = {name: shown_rows(name, outcome.tables[name]) for name in names}
    reading = _read(shown, against, outcome.proposal.reading.source_id)
    told = {fault.place.table for fault in reading.all_faults if fault.place.row_id}
    row_words = {name: row_names(name, outcome.tables[name]) for name in told}
    said = (_by_name(fault, row_words) for fault in reading.all_faults if not fault.choices)
    return replace(reading, all_faults=tuple(said))


def _by_name(fault: Fault, names: Mapping[str, Mapping[str, str]]) -> Fault:
    """The fault with its row by name: of rows that nobody wrote here no reader has the numbers before the eyes."""
    place = fault.place
    if not place.row_id:
        return fault
    label = column_text(place.table, place.column)
    return replace(fault, place=replace(place, cell=f"{names[place.table][place.row_id]} {label}"))


def _read(edited: Tables, against: Tables, source_id: str, answers: Mapping[str, str] | None = None) -> WorkbookReading:
    """`read_edited`, also of no table at all."""
    if not edited:
        return WorkbookReading("", source_id, "", None, {}, {}, ())
    return read_edited(edited, against, source_id, answers)
