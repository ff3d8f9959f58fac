"""What a session proposes, from reading to commit; not in widgets, so a look at another page loses nothing."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date

import streamlit as st

from domain.clashes import Side
from domain.views.cell_words import row_names
from domain.views.changes import ChangesView, changes_view
from store.errors import ConflictError
from store.intake import Choice, Outcome, Proposal
from store.past import read_earlier
from store.records import Version


@dataclass(eq=False)
class Held:
    """The proposal of one page (`key`), what was decided about it, what comes of it, and how it ended.

    refused: the one reason why nothing was read or stored. committed, said: the version that was stored, what changed.
    shown: what the preview told, which alone may be stored. Two runs of a page can overlap for a moment, the older one
    still at work on what was decided before: what it makes is kept with that, and not taken for what is decided now.
    """

    key: str
    proposal: Proposal | None = None
    choice: Choice = field(default_factory=Choice)
    refused: str = ""
    conflict: ConflictError | None = None
    committed: Version | None = None
    said: str = ""
    shown: Outcome | None = field(default=None, repr=False)
    _outcome: Outcome | None = field(default=None, repr=False)
    _views: dict[str, tuple[Outcome, ChangesView]] = field(default_factory=dict, repr=False)
    _names: dict[str, dict[str, str]] = field(default_factory=dict, repr=False)
    _round: int = 0
    _decided: int = 0

    def take(self, proposal: Proposal | None) -> None:
        """Begin anew with `proposal`; None lets everything go, the bytes received too."""
        self.proposal, self.choice, self.refused, self.conflict = proposal, Choice(), "", None
        self.shown, self._outcome, self._views, self._names = None, None, {}, {}
        self._round += 1

    def rebase(self) -> None:
        """The same changes on what is the newest version now; what was ticked stays, clashes are settled anew."""
        if self.proposal is not None:
            choice = replace(self.choice, settled={})
            self.take(self.proposal.rebased())
            self.decide(choice)

    def decide(self, choice: Choice) -> None:
        """Take what was ticked; where it is the same, what came of it stays."""
        if choice != self.choice:
            self.choice = choice
            self._decided += 1

    def delete(self, table: str, rows: Collection[str], is_ticked: bool) -> None:
        """Take or take back that rows of a table are to be deleted."""
        kept = frozenset(self.choice.deleting.get(table, ())) - set(rows)
        kept = kept | set(rows) if is_ticked else kept
        others = {name: ids for name, ids in self.choice.deleting.items() if name != table}
        self.decide(replace(self.choice, deleting=others | ({table: kept} if kept else {})))

    def carry(self, places: Collection[str], is_ticked: bool) -> None:
        """Take or take back that numbers which were changed elsewhere are carried to `places` (keys of Twins)."""
        others = frozenset(self.choice.carrying) - set(places)
        self.decide(replace(self.choice, carrying=others | set(places) if is_ticked else others))

    def take_day(self, day: date | None) -> None:
        """Take the day of which changed figures speak that still have an earlier one; None takes it back."""
        self.decide(replace(self.choice, dating=day))

    def settle(self, clash: str, side: Side | None) -> None:
        """Take whose side counts in a clash (its key)."""
        if side is not None:
            self.decide(replace(self.choice, settled={**self.choice.settled, clash: side}))

    def outcome(self) -> Outcome:
        """What comes of the proposal with what was decided. Raises RuntimeError where nothing is proposed."""
        proposal, choice, made = self.proposal, self.choice, self._outcome
        if proposal is None:
            raise RuntimeError("nothing is proposed")
        if made is None or made.proposal is not proposal or made.choice != choice:
            made = self._outcome = proposal.decide(choice)
        return made

    def is_shown(self) -> bool:
        """Whether the preview told what comes of what is decided now."""
        shown = self.shown
        return shown is not None and shown.proposal is self.proposal and shown.choice == self.choice

    def changes(self, rule: str) -> ChangesView:
        """What would change, judged by `rule`; computed once."""
        outcome, made = self.outcome(), self._views.get(rule)
        if made is None or made[0] is not outcome:
            current, parent = outcome.proposal.current, outcome.proposal.parent
            earlier = read_earlier("measures", parent.id)
            made = self._views[rule] = outcome, changes_view(current, outcome.tables, rule, earlier)
        return made[1]

    def names(self, table: str) -> dict[str, str]:
        """row_id → what a reader calls the row, of a table as the proposal found it; worked out once."""
        if table not in self._names and self.proposal is not None:
            self._names[table] = row_names(table, self.proposal.before[table])
        return self._names[table]

    def name(self, widget: str) -> str:
        """The key of a widget: another one for each proposal."""
        return f"{self.key} {self._round} {widget}"

    def shown_name(self, widget: str) -> str:
        """The key of a widget about what is shown: another one for each decision, too."""
        return self.name(f"{widget} {self._decided}")


def held(key: str) -> Held:
    """What this session proposes on the page `key`."""
    kept = st.session_state.get(f"held {key}")
    if not isinstance(kept, Held):
        kept = st.session_state[f"held {key}"] = Held(key)
    return kept
