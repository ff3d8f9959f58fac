"""What a session proposes, from reading to commit; not in widgets, so a look at another page loses nothing."""

from dataclasses import dataclass, field

import streamlit as st

from domain.views.changes import ChangesView, changes_view
from store.errors import ConflictError
from store.intake import Choice, Outcome, Proposal
from store.past import read_earlier
from store.records import Version


@dataclass(eq=False)
class Held:
    """The proposal of one page (`key`), what was decided about it, what comes of it, and how it ended.

    refused: the one reason why nothing was read or stored. committed, said: the version that was stored, what changed.
    """

    key: str
    proposal: Proposal | None = None
    choice: Choice = field(default_factory=Choice)
    refused: str = ""
    conflict: ConflictError | None = None
    committed: Version | None = None
    said: str = ""
    _outcome: Outcome | None = field(default=None, repr=False)
    _views: dict[str, ChangesView] = field(default_factory=dict, repr=False)
    _round: int = 0

    def take(self, proposal: Proposal | None) -> None:
        """Begin anew with `proposal`; None lets everything go, the bytes received too."""
        self.proposal, self.choice, self.refused, self.conflict = proposal, Choice(), "", None
        self._outcome, self._views = None, {}
        self._round += 1

    def decide(self, choice: Choice) -> None:
        """Take what was ticked; where it is the same, what came of it stays."""
        if choice != self.choice:
            self.choice, self._outcome, self._views = choice, None, {}

    def outcome(self) -> Outcome:
        """What comes of the proposal with what was decided. Raises RuntimeError where nothing is proposed."""
        if self.proposal is None:
            raise RuntimeError("nothing is proposed")
        if self._outcome is None:
            self._outcome = self.proposal.decide(self.choice)
        return self._outcome

    def changes(self, rule: str) -> ChangesView:
        """What would change, judged by `rule`; computed once."""
        if rule not in self._views:
            outcome = self.outcome()
            current, parent = outcome.proposal.current, outcome.proposal.parent
            earlier = read_earlier("measures", parent.id)
            self._views[rule] = changes_view(current, outcome.tables, rule, earlier)
        return self._views[rule]

    def name(self, widget: str) -> str:
        """The key of a widget: another one for each proposal."""
        return f"{self.key} {self._round} {widget}"


def held(key: str) -> Held:
    """What this session proposes on the page `key`."""
    kept = st.session_state.get(f"held {key}")
    if not isinstance(kept, Held):
        kept = st.session_state[f"held {key}"] = Held(key)
    return kept
