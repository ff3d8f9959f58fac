"""Commit of a workbook from the command line: as on 上传台账, where nothing is left to decide."""

from datetime import date
from pathlib import Path
from typing import Final

from domain.faults import Choice
from domain.schema.period import as_date
from proposals.proposal import Proposal, commit, has_warnings, outdated_as_of, propose_workbook
from store.errors import InvalidDraft, UnknownVersion
from store.read import read_current
from store.records import Actor, Version
from store.units import pick_unit

#: Endings of workbooks; the contents decide whether they are.
WORKBOOK_ENDINGS: Final = frozenset((".xlsx", ".xlsm", ".xlsb", ".xls", ".et", ".ods", ".csv"))


def import_workbook(
    path: Path, by: Actor, note: str, *, unit: str | None = None, accept_warnings: bool = False
) -> Version:
    """Commit the workbook at `path` as the next version of the newest period of its unit.

    Rows that the workbook lacks stay. accept_warnings: its warnings were looked at. Raises InvalidDraft with one line
    per fault, question or warning that keeps it from being stored, UnknownVersion where there is nothing to update, and
    as proposals.proposal.commit does.
    """
    name = pick_unit(unit)
    parent = read_current(name) if name else None
    if parent is None:
        raise UnknownVersion("还没有可以更新的版本。请先导入报告。")
    proposal = propose_workbook(path.read_bytes(), path.name, parent, by)
    outcome = proposal.outcome
    as_of = _as_of(proposal)
    if outcome.faults:
        lines = [f"{fault.line}{_choices(fault.choices)}" for fault in outcome.faults]
        raise InvalidDraft("\n".join((*lines, "没有写入。需要选定的，请在“上传台账”页面上传后选定。")))
    if outcome.conflicts:
        raise InvalidDraft(f"有{len(outcome.conflicts)}处和别人的改动不一样，没有写入。请在“上传台账”页面上传后选定。")
    if has_warnings(outcome, as_of) and not accept_warnings:
        outdated = outdated_as_of(outcome, as_of)
        warnings = (*outcome.warnings, *((outdated,) if outdated is not None else ()))
        lines = [f"提醒：{fault.line}" for fault in warnings]
        raise InvalidDraft("\n".join((*lines, "没有写入。核对后加上 --accept-warnings 再导入。")))
    return commit(outcome, by, note, as_of, confirmed=accept_warnings)


def _choices(choices: tuple[Choice, ...]) -> str:
    labels = "；".join(choice.label for choice in choices)
    return f"（可选：{labels}）" if labels else ""


def _as_of(proposal: Proposal) -> date:
    """The latest day of what changes, not before that of the parent version."""
    days = [
        day
        for table in proposal.outcome.changed.values()
        for day in table["as_of_end"].dropna().tolist()
    ]  # fmt: skip
    return max((proposal.parent.as_of, *map(as_date, days)))
