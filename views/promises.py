"""承诺兑现: what the last report promised and what this one says of it; measures that mean something else now."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pandas as pd

from domain.checks.promises import STATES, PromiseMatch, State, count_states, find_promises, promises_of, targets_of
from domain.checks.redefined import Redefinition, find_redefinitions
from domain.checks.report import Report
from domain.schema.frames import Tables
from domain.schema.tables import TABLES
from views.panel import text_column

COLUMNS: Final = (
    text_column("state", "情况"), text_column("text", "上期任务"), text_column("promised", "上期原句"),
    text_column("current_quote", "本期原句"),
)  # fmt: skip


@dataclass(frozen=True)
class PromiseRow:
    """One promise: promised: its sentence; current_quote: that of this report, start: its offset, "" and None without.

    is_concrete: it names a project, a number or a day, so that somebody can say whether it was kept.
    """

    state: State
    text: str
    promised: str
    current_quote: str
    start: int | None
    is_concrete: bool


@dataclass(frozen=True, eq=False)
class PromisesView:
    """summary: 上期承诺12项：…; groups: state → its rows, those that can be checked first; changes: of meaning."""

    summary: str
    groups: Mapping[State, tuple[PromiseRow, ...]]
    changes: tuple[Redefinition, ...]


def promises_view(tables: Tables, text: str, earlier: Tables) -> PromisesView:
    """What `earlier`, the tables of a version of the period before, promised, looked for in the report `text`."""
    found = find_promises([*promises_of(earlier), *targets_of(earlier)], Report(text, tables))
    rows = sorted((_row(each, text) for each in found), key=lambda row: not row.is_concrete)
    groups = {state: tuple(row for row in rows if row.state == state) for state in STATES}
    counts = "、".join(f"{STATES[state]}{n}项" for state, n in count_states(found).items())
    counted = f"上期的任务和未完成的目标{len(found)}项：{counts}。按文字相近找出，请逐项核实"
    return PromisesView(
        counted if found else "上期没有写明任务",
        {state: listed for state, listed in groups.items() if listed},
        tuple(find_redefinitions(tables["measures"], earlier["measures"])),
    )


def promises_table(view: PromisesView) -> pd.DataFrame:
    """All promises of `view` as a table with COLUMNS."""
    rows = [
        (STATES[state], row.text, row.promised, row.current_quote)
        for state, listed in view.groups.items()
        for row in listed
    ]
    return pd.DataFrame(rows, columns=[column.name for column in COLUMNS])


def change_text(change: Redefinition) -> str:
    """完成期限：2023年12月31日 → 2024年6月30日."""
    return f"{TABLES['measures'].column(change.column).label}：{change.before} → {change.now}"


def _row(found: PromiseMatch, text: str) -> PromiseRow:
    current_quote = "" if found.start is None else " ".join(text[found.start : found.end].split())
    promise = found.promise
    return PromiseRow(
        found.state, promise.text, " ".join(promise.quote.split()), current_quote, found.start, promise.is_concrete
    )
