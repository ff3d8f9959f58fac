"""The report that a session has handed in on 导入报告, from its bytes to the confirmed scope; a draft keeps it."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Final

import streamlit as st

from proposals.reading_decisions import Decision, parse_decision
from proposals.report_upload import Confirmed, SubmittedReport

KEY: Final = "report"


@dataclass(eq=False)
class ReportState:
    """One report in this session. content, name, title: as handed in. given: as read. confirmed: whose and when.

    decisions: about the words of the report, by signature; stored by the commit. restored: choices of a draft, until it
    is proposed again; number: of reports so far, rereadings, proposed: how often it was to be
    read again with more decisions, and was.
    """

    content: bytes = field(default=b"", repr=False)
    name: str = ""
    title: str = ""
    given: SubmittedReport | None = None
    confirmed: Confirmed | None = None
    decisions: dict[str, Decision] = field(default_factory=dict)
    again: bool = False
    restored: Mapping[str, Any] | None = None
    number: int = 0
    rereadings: int = 0
    proposed: int = 0

    def begin(self, content: bytes, name: str, title: str = "") -> None:
        """Take another report."""
        self.drop()
        self.content, self.name, self.title = content, name, title

    def drop(self) -> None:
        """Forget the report and everything said about it."""
        self.content, self.name, self.title, self.given, self.confirmed = b"", "", "", None, None
        self.again, self.restored, self.decisions = False, None, {}
        self.number, self.rereadings, self.proposed = self.number + 1, 0, 0

    def decide(self, decisions: Iterable[Decision]) -> None:
        """Add decisions, each in place of an earlier one on the same words."""
        self.decisions = {**self.decisions, **{each.signature: each for each in decisions}}
        self.rereadings += 1

    def key(self, widget: str) -> str:
        """The key of a widget about this report."""
        return f"{KEY} {self.number} {widget}"

    def saved(self, pending: Mapping[str, Any] | None) -> dict[str, Any] | None:
        """The draft as JSON data without the bytes; None where nothing is handed in."""
        if not self.content:
            return None
        return {
            "name": self.name, "title": self.title, "confirmed": _as_json(self.confirmed), "pending": pending,
            "again": self.again, "decisions": {key: each.to_json() for key, each in self.decisions.items()},
        }  # fmt: skip

    def restore(self, state: Mapping[str, Any], content: bytes) -> None:
        """Take the report of a draft. Raises LookupError, TypeError or ValueError for a draft of another program."""
        name, title, confirmed = str(state["name"]), str(state["title"]), _from_json(state["confirmed"])
        made = [parse_decision(key, meaning) for key, meaning in state["decisions"].items()]
        self.begin(content, name, title)
        self.decisions = {each.signature: each for each in made if each is not None}
        self.confirmed, self.restored, self.again = confirmed, state["pending"], bool(state["again"])


def report_state() -> ReportState:
    """The report of this session."""
    stored = st.session_state.get(f"{KEY} state")
    if not isinstance(stored, ReportState):
        stored = st.session_state[f"{KEY} state"] = ReportState()
    return stored


def _as_json(confirmed: Confirmed | None) -> dict[str, Any] | None:
    if confirmed is None:
        return None
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(confirmed).items()}


def _from_json(state: Mapping[str, Any] | None) -> Confirmed | None:
    if state is None:
        return None
    published = state["published"]
    return Confirmed(
        state["org_unit"], state["period"], date.fromisoformat(state["as_of"]), state["title"],
        date.fromisoformat(published) if published else None, state["mode"],
        state["source"],
    )  # fmt: skip
