"""承诺兑现: what the last report promised, what this one says of it, and what the clerk has confirmed."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, get_args

import pandas as pd

from domain.checks.promises import STATES, PromiseMatch, State, find_promises, promises_of, targets_of
from domain.checks.redefined import Redefinition, find_redefinitions
from domain.checks.report import Report
from domain.redaction import redact_text
from domain.schema.frames import Tables
from domain.schema.tables import TABLES
from views.panel import text_column

COLUMNS: Final = (
    text_column("state", "情况"), text_column("basis", "依据"), text_column("text", "上期任务"),
    text_column("promised", "上期原句"), text_column("current_quote", "本期原句"),
)  # fmt: skip
CONFIRMED, PROPOSED = "经办人确认", "程序初判，待确认"


@dataclass(frozen=True)
class Confirmation:
    """What a clerk said of a promise. text, quote: the promise and the sentence of this report at that time; who, at:
    as stored.
    """

    state: State
    text: str
    quote: str
    who: str = ""
    at: str = ""

    @property
    def value(self) -> dict[str, str]:
        """As JSON data to be stored."""
        return {"state": self.state, "text": self.text, "quote": self.quote}


def parse_confirmation(value: Mapping[str, Any], who: str, at: str) -> Confirmation | None:
    """The confirmation of `Confirmation.value`; None for that of another program."""
    if value.get("state") not in get_args(State):
        return None
    return Confirmation(value["state"], str(value.get("text", "")), str(value.get("quote", "")), who, at)


@dataclass(frozen=True)
class PromiseRow:
    """One promise: promised: its sentence; current_quote: that of this report, start: its offset, "" and None without.

    proposed: what the program reads off the sentence; confirmed: what the clerk said, None where nobody has, or where
    the promise or its sentence is another one by now (then it is `former`). is_concrete: it names a project, a number
    or a day, so that somebody can say whether it was kept.
    """

    row_id: str
    proposed: State
    text: str
    promised: str
    current_quote: str
    start: int | None
    is_concrete: bool
    confirmed: Confirmation | None = None
    former: Confirmation | None = None

    @property
    def state(self) -> State:
        """What was confirmed, else what the program proposes."""
        return self.confirmed.state if self.confirmed else self.proposed


@dataclass(frozen=True, eq=False)
class PromisesView:
    """summary: how many are confirmed as what, and how many are only proposed; groups: state → its rows, confirmed ones
    first, then those that can be checked; changes: of meaning.
    """

    summary: str
    groups: Mapping[State, tuple[PromiseRow, ...]]
    changes: tuple[Redefinition, ...]
    rows: tuple[PromiseRow, ...] = field(default=())

    @property
    def confirmed(self) -> tuple[PromiseRow, ...]:
        """The rows that the clerk has confirmed."""
        return tuple(row for row in self.rows if row.confirmed)

    @property
    def proposed(self) -> tuple[PromiseRow, ...]:
        """The rows that nobody has confirmed."""
        return tuple(row for row in self.rows if not row.confirmed)


def promises_view(
    tables: Tables, text: str, earlier: Tables, confirmations: Mapping[str, Confirmation] | None = None
) -> PromisesView:
    """What `earlier`, the tables of a version of the period before, promised, looked for in the report `text`.

    confirmations: row_id of a promise → what the clerk said.
    """
    found = find_promises([*promises_of(earlier), *targets_of(earlier)], Report(text, tables))
    given = confirmations or {}
    rows = [_row(each, text, given.get(each.promise.row_id)) for each in found]
    rows.sort(key=lambda row: (row.confirmed is None, not row.is_concrete))
    groups = {state: tuple(row for row in rows if row.state == state) for state in STATES}
    return PromisesView(
        _summary(rows),
        {state: listed for state, listed in groups.items() if listed},
        tuple(find_redefinitions(tables["measures"], earlier["measures"])),
        tuple(rows),
    )


def _summary(rows: list[PromiseRow]) -> str:
    if not rows:
        return "上期没有写明任务"
    confirmed = [row for row in rows if row.confirmed]
    proposed = [row for row in rows if not row.confirmed]
    parts = [f"上期的任务和未完成的目标{len(rows)}项"]
    if confirmed:
        parts.append(f"经办人已确认{len(confirmed)}项：{state_counts(confirmed)}")
    if proposed:
        parts.append(f"待确认{len(proposed)}项，程序按文字相近初判：{state_counts(proposed)}，请逐项核实")
    return "；".join(parts)


def state_counts(rows: Iterable[PromiseRow]) -> str:
    """已兑现3项、在推进2项, in the order of STATES from kept on."""
    counts = Counter(row.state for row in rows)
    return "、".join(f"{word}{counts[state]}项" for state, word in reversed(STATES.items()) if counts[state])


def promises_table(view: PromisesView) -> pd.DataFrame:
    """All promises of `view` as a table with COLUMNS."""
    rows = [
        (STATES[state], CONFIRMED if row.confirmed else PROPOSED, row.text, row.promised, row.current_quote)
        for state, listed in view.groups.items()
        for row in listed
    ]
    return pd.DataFrame(rows, columns=[column.name for column in COLUMNS])


def change_text(change: Redefinition) -> str:
    """完成期限：2023年12月31日 → 2024年6月30日."""
    return f"{TABLES['measures'].column(change.column).label}：{change.before} → {change.now}"


def _row(found: PromiseMatch, text: str, given: Confirmation | None) -> PromiseRow:
    current_quote = "" if found.start is None else " ".join(text[found.start : found.end].split())
    promise = found.promise
    same = given is not None and _same(given.text, promise.text) and _same(given.quote, current_quote)
    return PromiseRow(
        promise.row_id, found.state, promise.text, " ".join(promise.quote.split()), current_quote, found.start,
        promise.is_concrete, given if same else None, None if same else given,
    )  # fmt: skip


def _same(stored: str, now: str) -> bool:
    """Whether both are the same, however far their names are hidden."""
    return redact_text(stored) == redact_text(now)
