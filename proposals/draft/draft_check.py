"""A draft as handed in to its findings: read, set against itself and against the newest stored version, not stored.

The store is only read. What a person has not confirmed (unit, period) is said in the notes.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

import pandas as pd

from domain.checks.promises import PromiseMatch, find_promises, promises_of, targets_of
from domain.checks.report import Report
from domain.redaction import redact, redact_text
from domain.schema.frames import conform, records
from domain.schema.period import Period, parse_period
from domain.schema.vocabulary import SEVERITIES
from domain.text.kinds import AHEAD
from loaders.report.read import read_report
from loaders.text.places import Place
from loaders.text.places import find_places as places_in
from loaders.text.report_scope import ReportScope, default_as_of, recognise_scope
from loaders.text.source import Source, SourceError, parse_source
from proposals.draft.days import check_days
from proposals.draft.numbers import compare_numbers
from proposals.draft.rates import compare_due, compare_rates
from proposals.draft.reference import DRAFT_CHECKS, DraftFinding, Reference, draft_findings
from proposals.proposal import whole_tables
from store.errors import InvalidDraft, UnknownVersion
from store.read import period_order, read_current, read_newest_ids, read_source, read_version
from store.records import Version
from store.units import find_unit, list_units, pick_unit, read_unit

Tables = Mapping[str, pd.DataFrame]
_MOST_PROMISES: Final = 15


@dataclass(frozen=True, eq=False)
class DraftCheck:
    """What a check has found. findings: rows of table findings, worst first, starts and ends in source.text; figures:
    of the draft; notes: what was assumed or could not be done, a line each; against: 第3版（…）, "" where nothing was.
    """

    source: Source
    findings: pd.DataFrame = field(repr=False)
    figures: pd.DataFrame = field(repr=False)
    period: Period | None
    against: str
    notes: tuple[str, ...] = ()

    def hidden(self) -> "DraftCheck":
        """The same with names of persons and disciplinary counts hidden; offsets stay."""
        source = replace(self.source, text=redact_text(self.source.text), received=b"")
        return replace(self, source=source, findings=redact(self.findings), figures=redact(self.figures))

    def places(self, spans: list[tuple[int, int]], stop: Callable[[], bool] | None = None) -> list[Place | None]:
        """The places of `spans` in the draft, a .docx. Raises InvalidDraft, Cancelled."""
        try:
            return places_in(self.source.received, spans, stop)
        except SourceError as error:
            raise InvalidDraft(str(error)) from error


def check_draft(
    content: bytes, name: str, *, today: date, title: str = "", unit: str | None = None, version: int | None = None,
    otherwise: str | None = None, stop: Callable[[], bool] | None = None,
) -> DraftCheck:  # fmt: skip
    """The findings of the draft `content`, called `name`; unit, version: what to compare with, as somebody named it.

    otherwise: the code of the unit that a text is taken to be of which names none.

    Raises InvalidDraft for what cannot be read, UnknownUnit, SeveralUnits, UnknownVersion, Cancelled.
    """
    try:
        source = parse_source(content, name, stop=stop)
    except SourceError as error:
        raise InvalidDraft(str(error)) from error
    units = {each.name: each.names for each in list_units()}
    scope = recognise_scope(source.text, title=title, file_name=name, units=units)
    code, notes = _unit_of(scope, unit, version, otherwise)
    found = _version_of(code, scope.period.value, version)
    named = scope.period.value or (found.period if found else None)
    period = parse_period(named) if named else None
    if period is not None and found is not None and scope.period.value is None:
        notes.append(f"没有认出报告期，按第{found.id}版的{period.label}核对")
    origin = {"period": period.code if period else "", "org_unit": found.org_unit if found else code or ""}
    try:
        tables = read_report(replace(source, origin={k: v for k, v in origin.items() if v})).tables
    except SourceError as error:
        raise InvalidDraft(str(error)) from error
    reference = None if found is None else _reference(found, period)
    earlier = _earlier(found, period)
    promises = reference if earlier is None or reference is None else _reference(earlier, period)
    as_of = None if period is None else default_as_of(period.code, None, scope.as_of.value)
    findings = findings_of(source.text, tables, reference, promises, period, as_of or today, today)
    against = "" if found is None else _words(found)
    if promises is not None and promises is not reference:
        notes.append(f"上期任务和目标取自{promises.name}（{parse_period(promises.period).label}）")
    return DraftCheck(source, findings, tables["figures"], period, against, (*source.notes, *notes))


def findings_of(
    text: str, tables: Tables, reference: Reference | None, promises: Reference | None, period: Period | None,
    as_of: date, today: date,
) -> pd.DataFrame:  # fmt: skip
    """All findings of a draft with its `tables`: of the report checks, and against `reference`; a pure function.

    promises: the version whose commitments and targets are looked for; as_of: of the draft; today: day of the check.
    """
    draft = Report(text, tables)
    found: list[DraftFinding] = []
    if reference is not None:
        found += [
            finding
            for compare in (compare_numbers, compare_rates, compare_due)
            for finding in compare(draft, reference)
        ]
    if period is not None:
        found += check_days(draft, period, as_of, today)
    if promises is not None:
        found += check_promises(draft, promises)
    made = draft_findings(found, draft)
    both = conform("findings", [*records(made), *records(tables["findings"])])
    places = list(SEVERITIES)
    order = both.assign(at=both["severity"].map(places.index), own=~both["check"].isin(list(DRAFT_CHECKS)))
    ranked = order.sort_values(["at", "own", "start"], kind="stable", na_position="last").index
    return both.loc[ranked].reset_index(drop=True)


def check_promises(draft: Report, earlier: Reference) -> list[DraftFinding]:
    """Commitments and targets of `earlier` that the draft does not mention, or that have another number there.

    Those that name no project, number or day are counted in one notice: many of them are phrases of their year. So are
    those beyond the first of many.
    """
    promises = [*promises_of(earlier.tables), *targets_of(earlier.tables)]
    found = find_promises(promises, draft)
    if earlier.is_same_period:  # numbers are compared there already
        found = [each for each in found if each.state == "not_mentioned"]
    elif not earlier.is_same_year:  # the plan of another year has other numbers
        found = [each for each in found if each.start is None or draft.outline.sentence(each.start).kind not in AHEAD]
    concrete = [finding for each in found if (finding := _promise_finding(each, draft, earlier)) is not None]
    listed = concrete[:_MOST_PROMISES]
    rest = [each.words for each in concrete[_MOST_PROMISES:]]
    vague = [
        each.promise.text
        for each in found
        if each.promise.row_id in rest or (each.state == "not_mentioned" and not each.promise.is_concrete)
    ]
    if vague:
        shown = "；".join(vague[:5]) + ("……" if len(vague) > 5 else "")
        title = f"另有{len(vague)}条上期任务没有找到"
        message = f"{earlier.name}里的这些任务，文中没有找到相近的话：{shown}"
        listed.append(DraftFinding(check="promise", severity="notice", title=title, message=message, words="vague"))
    return listed


def _promise_finding(found: PromiseMatch, draft: Report, earlier: Reference) -> DraftFinding | None:
    promise = found.promise
    if not promise.is_concrete:
        return None
    if found.state == "not_mentioned":
        return DraftFinding(
            check="promise", severity="doubt", title=f"上期任务没有再提：“{promise.text}”",
            message=f"{earlier.name}原文「{' '.join(promise.quote.split())}」，文中没有找到说它进展的话。",
            stored=promise.text, confirm=f"“{promise.text}”进展如何", domain=promise.domain, words=promise.row_id,
        )  # fmt: skip
    if found.state == "redefined" and found.start is not None:
        now = " ".join(draft.text[found.start : found.end].split())
        return DraftFinding(
            check="promise", severity="doubt", title=f"上期任务的数变了：“{promise.text}”现为{found.printed}",
            message=f"{earlier.name}原文「{' '.join(promise.quote.split())}」，这里写「{now}」。",
            start=found.start, end=found.end, printed=found.printed, stored=f"{promise.value:g}{promise.unit}",
            confirm="是调整了目标，还是口径不同", domain=promise.domain, words=promise.row_id,
        )  # fmt: skip
    return None


def _unit_of(
    scope: ReportScope, unit: str | None, version: int | None, otherwise: str | None
) -> tuple[str | None, list[str]]:
    """The code of the unit to compare with, None for none, and what has to be said about it."""
    if unit is not None:
        return read_unit(unit).code, []
    if version is not None:
        return read_version(version).unit, []
    known, named = list_units(), scope.org_unit.value
    if named is None and otherwise is not None:
        return otherwise, [f"没有认出单位，按{read_unit(otherwise).name}核对"]
    if named is None:
        return pick_unit(None), ["没有认出单位，按库里唯一的单位核对"] if known else []
    found = find_unit(named, known)
    if found is None:
        return None, [f"文中的单位“{named}”不在单位表里，只核对文内，没有与已存数据比对"]
    return found.code, []


def _version_of(code: str | None, period: str | None, version: int | None) -> Version | None:
    """The version to compare with: the one named, else the newest of the draft's period, else of the one before."""
    if version is not None:
        found = read_version(version)
        if code is not None and found.unit != code:
            raise UnknownVersion(f"版本 {version} 是“{found.unit_name}”的，不是所选单位的。")
        return found
    newest = read_newest_ids(code) if code else {}
    if period in newest:
        return read_current(code, period)
    before = [each for each in newest if period is None or period_order(each) < period_order(period)]
    number = newest.get(before[0]) if before else next(iter(newest.values()), None)
    return None if number is None else read_version(number)


def _earlier(found: Version | None, period: Period | None) -> Version | None:
    """The newest version of the unit that is of a period before the draft's; None where there is none."""
    if found is None or period is None:
        return None
    newest = read_newest_ids(found.unit)
    before = [each for each in newest if period_order(each) < period_order(period.code)]
    return read_version(newest[before[0]]) if before else None


def _reference(version: Version, period: Period | None) -> Reference:
    stored = read_source(version.id)
    report = Report((stored.text if stored else "") or "", whole_tables(version))
    year = parse_period(version.period).begin.year
    return Reference(
        f"第{version.id}版", version.period, version.as_of, report,
        is_same_period=period is None or period.code == version.period,
        is_same_year=period is None or period.due.year == year,
    )  # fmt: skip


def _words(version: Version) -> str:
    return f"第{version.id}版（{version.unit_name}{parse_period(version.period).label}）"
