"""What a session proposes, from reading to commit; not in widgets, so a look at another page loses nothing."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

import streamlit as st

from domain.schema.labels import row_names
from proposals.merge_conflicts import MergeConflict, Side
from proposals.proposal import Choice, Outcome, Proposal
from store.errors import ConflictError
from store.past import read_earlier
from store.records import Version
from views.changes import ChangesView, changes_view


@dataclass(eq=False)
class PendingChange:
    """The proposal of one page (`key`), what was decided about it, what comes of it, and how it ended.

    as_of: the day that somebody picked; like the note it stays until a version is stored or all is dropped.
    refused: the one reason why nothing was read or stored. committed, said: the version that was stored, what changed.
    answers: what was answered to the questions of the reading, by their keys, also before it is read by them.
    shown: what the preview told, which alone may be stored. Two runs of a page can overlap for a moment, the older one
    still at work on what was decided before: what it makes is kept with that, and not taken for what is decided now.
    """

    key: str
    proposal: Proposal | None = None
    choice: Choice = field(default_factory=Choice)
    answers: Mapping[str, str] = field(default_factory=dict)
    as_of: date | None = None
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
        self.answers = proposal.reading.answers if proposal is not None else {}
        self.shown, self._outcome, self._views, self._names = None, None, {}, {}
        self._round += 1

    def drop(self) -> None:
        """Let everything go, the day that was picked too."""
        self.take(None)
        self.as_of = None

    def update(self, proposal: Proposal) -> None:
        """Go on with `proposal`, which is what was proposed before and more, or follows a newer version.

        What was ticked stays where there is still something to tick. A clash is settled anew where either side has
        changed since, and why nothing was stored is still told where that was something not shown yet.
        """
        before, choice, refused = self.proposal, self.choice, "" if self.shown else self.refused
        settled_of = self._conflicts() if choice.settled else {}
        answers = self.answers
        self.take(proposal)
        self.answers = {**answers, **self.answers}
        self.refused = refused
        missing = {table: set(rows["row_id"]) for table, rows in proposal.deletions.items()}
        deleting = {table: frozenset(ids) & missing.get(table, set()) for table, ids in choice.deleting.items()}
        deleting = {table: ids for table, ids in deleting.items() if ids}
        self.decide(replace(choice, deleting=deleting, settled={}))
        if settled_of and before is not None and before.parent.id == proposal.parent.id:
            same = {key for key, conflict in self._conflicts().items() if settled_of.get(key) == conflict}
            settled = {key: side for key, side in choice.settled.items() if key in same}
            self.decide(replace(self.choice, settled=settled))

    def rebase(self) -> None:
        """The same changes on what is the newest version now."""
        if self.proposal is not None:
            self.update(self.proposal.rebased())

    def touch(self) -> None:
        """Something was changed that the preview does not tell of yet: until it does, nothing is stored."""
        self.shown, self.refused = None, ""

    def answer(self, question: str, choice: str | None) -> None:
        """Take the answer to a question (its key): the value of one of its choices."""
        if choice is not None and self.answers.get(question) != choice:
            self.answers = {**self.answers, question: choice}
            self.touch()

    def take_answers_back(self) -> None:
        """Let go the answers by which nothing was read."""
        self.answers = self.proposal.reading.answers if self.proposal is not None else {}

    @property
    def has_new_answers(self) -> bool:
        """Whether every question has an answer and some of them are not those by which it was read."""
        if self.proposal is None:
            return False
        asked = {question.key: question.answer for question in self.proposal.reading.questions}
        given = {key: self.answers.get(key, "") for key in asked}
        return all(given.values()) and given != asked

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

    def pick_as_of(self, day: date) -> None:
        """Take the day of which the new version speaks: it decides what is to be looked at, too."""
        self.as_of = day
        self._decided += 1

    def settle(self, conflict: str, side: Side | None) -> None:
        """Take whose side counts in a clash (its key)."""
        if side is not None:
            self.decide(replace(self.choice, settled={**self.choice.settled, conflict: side}))

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

    @property
    def is_open(self) -> bool:
        """Whether something is proposed that can still become a version, or has faults to be mended."""
        if self.proposal is None:
            return False
        outcome = self.outcome()
        return bool(outcome.faults or self.proposal.deletions or outcome.conflicts or outcome.diff)

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

    def _conflicts(self) -> dict[str, MergeConflict]:
        return {conflict.key: conflict for conflict in self.outcome().merged.conflicts}

    def name(self, widget: str) -> str:
        """The key of a widget: another one for each proposal."""
        return f"{self.key} {self._round} {widget}"

    def shown_name(self, widget: str) -> str:
        """The key of a widget about what is shown: another one for each decision, too."""
        return self.name(f"{widget} {self._decided}")


def pending_change(key: str) -> PendingChange:
    """What this session proposes on the page `key`."""
    kept = st.session_state.get(f"held {key}")
    if not isinstance(kept, PendingChange):
        kept = st.session_state[f"held {key}"] = PendingChange(key)
    return kept
