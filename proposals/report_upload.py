"""Proposals from reports that somebody hands in on a page: read, recognised, confirmed, merged with what is stored.

Nothing is stored here: a proposal of a report is committed as any other (proposals.proposal).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from hashlib import sha256
from types import MappingProxyType
from typing import Any, Final, Literal

import pandas as pd

from domain.faults import shown
from domain.judging.decisions import carry_decisions
from domain.schema.cell_links import keep_earlier
from domain.schema.columns import PROOF
from domain.schema.display import is_missing
from domain.schema.frames import conform, records
from domain.schema.period import parse_period
from domain.schema.tables import BASE_TABLES, TABLES
from loaders.report.decisions import Decisions
from loaders.report.read import read_report
from loaders.text.evidence import Recognised
from loaders.text.report_scope import ReportScope, default_as_of, recognise_scope, words_text
from loaders.text.source import Source, SourceError, parse_source
from loaders.workbook.reader import WorkbookReading
from proposals.merge import pair_rows
from proposals.proposal import Choice, Proposal, whole_tables
from proposals.reading_decisions import read_decisions, to_remember
from proposals.reading_questions import report_questions
from store import audit
from store.drafts import authorise
from store.errors import InvalidDraft
from store.read import read_current, read_sources
from store.records import Actor, Draft, Received, Version
from store.units import Unit, canonical_draft, find_unit, list_units

__all__ = [
    "Confirmed", "Mode", "Recognised", "SubmittedReport", "current_of", "default_as_of", "default_choice",
    "propose_report", "read_submitted", "words_text",
]  # fmt: skip

Tables = Mapping[str, pd.DataFrame]
#: replace: rows of earlier reports that this one does not mention go; add: they stay.
Mode = Literal["replace", "add"]

_NOT_ASKED: Final = frozenset((*(column.name for column in PROOF), "row_id", "org_unit", "period"))


@dataclass(frozen=True)
class SubmittedReport:
    """A report that was handed in and read as text, and what its words say of it. Nothing of it is stored."""

    source: Source
    scope: ReportScope
    name: str


@dataclass(frozen=True)
class Confirmed:
    """Whose a report is and of when, as a person confirmed it.

    org_unit: the name of a known or of a new unit; source: who issued the text, in its words.
    """

    org_unit: str
    period: str
    as_of: date
    title: str = ""
    published: date | None = None
    mode: Mode = "replace"
    source: str = ""

    def origin(self) -> dict[str, str]:
        """As the origin of the report."""
        published = self.published.isoformat() if self.published else ""
        origin = {
            "org_unit": self.org_unit, "issuer": self.org_unit, "period": parse_period(self.period).code,
            "title": self.title, "published": published, "as_of": self.as_of.isoformat(), "source": self.source,
        }  # fmt: skip
        return {name: value for name, value in origin.items() if value}


def read_submitted(
    content: bytes, name: str, title: str = "", stop: Callable[[], bool] | None = None
) -> SubmittedReport:
    """The report `content`, uploaded as `name`, as text; documents are read in the sandbox.

    title: as typed. Raises InvalidDraft with one line for what cannot be read, Cancelled once `stop()` is true.
    """
    try:
        source = parse_source(content, name, stop=stop)
    except SourceError as error:
        raise InvalidDraft(str(error)) from error
    digest = sha256(content).hexdigest()
    source = replace(source, source_id=f"{shown(source.source_id)}-{digest[:8]}")
    units = {unit.name: unit.names for unit in list_units()}
    return SubmittedReport(source, recognise_scope(source.text, title=title, file_name=name, units=units), name)


def current_of(org_unit: str, period: str) -> Version | None:
    """The current version of a unit, by any of its names, and a period; None where there is none."""
    unit = find_unit(org_unit, list_units())
    return read_current(unit.code, period) if unit else None


def propose_report(
    submitted: SubmittedReport, confirmed: Confirmed, by: Actor, *, audited: bool = True,
    decisions: Decisions = MappingProxyType({}),
) -> Proposal:  # fmt: skip
    """The change that a report makes to the current version of its unit and period, or its first version.

    Rows that it mentions take its values; where somebody has changed such a row since, each difference is a conflict to
    settle. Rows that it does not mention stay with their source; `default_choice` says which of them a replacement
    removes. decisions: made about this report; with those that the unit made before they apply to its words, and are
    stored with the commit. Raises InvalidDraft for a text without a figure, PermissionDenied.
    """
    unit = find_unit(confirmed.org_unit, list_units())
    by = _authorised(submitted, unit, by, audited=audited)
    origin = confirmed.origin()
    source = replace(submitted.source, origin=origin)
    remembered = read_decisions(unit.key) if unit else {}
    applied = {signature: each.decision for signature, each in remembered.items()} | dict(decisions)
    try:
        as_read = read_report(source).tables
        tables = read_report(source, applied).tables if applied else as_read
    except SourceError as error:
        raise InvalidDraft(str(error)) from error
    received = Received(
        audit.printable(submitted.name), "report", submitted.source.received, submitted.source.source_id,
        submitted.source.text, submitted.source.encoding, origin,
    )  # fmt: skip
    draft = canonical_draft(Draft(confirmed.org_unit, origin["period"], "report", tables, received))
    parent = read_current(unit.code, draft.period) if unit else None
    first, before = parent is None, parent or (read_current(unit.code) if unit else None)
    earlier = whole_tables(before) if before else None
    past = remembered.keys() - decisions.keys()
    questions = report_questions(as_read, tables, applied, earlier, past, by.name)
    parent = parent or _no_version(draft, unit, by)
    current = {name: conform(name, []) for name in TABLES} if first else whole_tables(parent)
    merged = _Mentioned(current, carry_decisions(current, dict(draft.tables)), _reports(parent), received.source_id)
    deletions = {} if confirmed.mode == "add" else merged.not_mentioned()
    reading = WorkbookReading(
        submitted.name, received.source_id, submitted.source.sha256, None, merged.tables, deletions, ()
    )
    return Proposal(
        "report", parent, parent, current, reading, merged.before, received=received,
        again=lambda: propose_report(submitted, confirmed, by, audited=False, decisions=decisions),
        questions=questions, remembering=to_remember(decisions),
    )  # fmt: skip


def default_choice(proposal: Proposal) -> Choice:
    """The decisions that a replacement begins with: rows of earlier reports go, rows that people brought stay."""
    reports = _reports(proposal.parent)
    gone = {name: rows[rows["source_id"].isin(reports)]["row_id"] for name, rows in proposal.deletions.items()}
    return Choice({name: frozenset(ids) for name, ids in gone.items() if len(ids)})


class _Mentioned:
    """A report against the current version: `tables` with both, and the base `before` that merges them.

    A row of the report takes the id of the current row that is the same thing. Of a row that people changed since, the
    cells that differ are empty in `before`: then both sides changed them, and the merge asks.
    """

    def __init__(self, current: Tables, new: Tables, reports: set[str], source_id: str) -> None:
        self._source_id, self._missing = source_id, dict[str, pd.DataFrame]()
        self.tables, self.before = dict(new), dict(current)
        for name in BASE_TABLES:
            self._add(name, current[name], new[name], reports)

    def not_mentioned(self) -> dict[str, pd.DataFrame]:
        """The current rows that the report does not mention, by table."""
        return {name: rows for name, rows in self._missing.items() if len(rows)}

    def _add(self, name: str, current: pd.DataFrame, new: pd.DataFrame, reports: set[str]) -> None:
        same = pair_rows(name, new, current)
        columns = [column for column in ("row_id", "part_of") if column in new]
        renamed = new.assign(**{column: new[column].replace(same) for column in columns})
        by_people = current[~current["source_id"].isin(reports | {self._source_id})]
        renamed, self.before[name] = _complete_rows(name, renamed, current, set(by_people["row_id"]))
        rest = current[~current["row_id"].isin(list(same.values()))]
        self._missing[name] = rest.reset_index(drop=True)
        is_of_text = rest["source_id"] == self._source_id
        kept = pd.concat([rest[is_of_text], _with_earlier_places(rest[~is_of_text])], ignore_index=True)
        self.tables[name] = conform(name, pd.concat([renamed, kept], ignore_index=True))


def _with_earlier_places(rows: pd.DataFrame) -> pd.DataFrame:
    """`rows` that a further report keeps, with their places in the earlier text: the version will have another."""
    places = zip(rows["cells"].where(rows["cells"].notna(), None), rows["start"], strict=True)
    nothing = rows["start"].mask(rows["start"].notna())
    cells: list[Any] = [keep_earlier(*place) for place in places]
    return rows.assign(cells=cells, start=nothing, end=nothing)


def _complete_rows(
    name: str, new: pd.DataFrame, current: pd.DataFrame, by_people: set[str]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The report's rows, completed where people filled in more; and `current`, empty where the two differ."""
    before = {str(row["row_id"]): dict(row) for row in records(current)}
    rows = [dict(row) for row in records(new)]
    columns = [column.name for column in TABLES[name].all_columns if column.name not in _NOT_ASKED]
    for row in rows:
        if row["row_id"] not in by_people:
            continue
        base = before[row["row_id"]]
        for column in columns:
            if is_missing(base[column]):
                continue
            if is_missing(row[column]):
                row[column] = base[column]
            elif row[column] != base[column]:
                base[column] = None
    return conform(name, rows), conform(name, list(before.values()))


def _authorised(submitted: SubmittedReport, unit: Unit | None, by: Actor, *, audited: bool) -> Actor:
    details: dict[str, Any] = {
        "file": audit.printable(submitted.name), "sha256": submitted.source.sha256,
        "size": len(submitted.source.received),
    }  # fmt: skip
    by = authorise(by, "upload", details, unit=unit.code if unit else None)
    if audited:
        audit.record(by, "upload", details)
    return by


def _reports(version: Version) -> set[str]:
    """The ids of the reports that a version cites."""
    return {source.source_id for source in read_sources(version.id) if source.kind == "report"} if version.id else set()


def _no_version(draft: Draft, unit: Unit | None, by: Actor) -> Version:
    """What stands for the parent of a first version: its number is 0."""
    return Version(
        0, draft.org_unit, draft.period, date.min, "report", by.name, "", datetime.now(UTC), None, None, None, None, "",
        unit.code if unit else "", unit.name if unit else draft.org_unit,
    )  # fmt: skip
