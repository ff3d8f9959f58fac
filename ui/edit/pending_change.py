"""The pending change of a session, from reading to commit. Not kept in widgets, so it survives a change of page."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import streamlit as st

from domain.schema.labels import row_names
from proposals.merge_conflicts import MergeConflict, Side
from proposals.proposal import Choice, Outcome, Proposal
from store.earlier_versions import read_earlier
from store.errors import ConflictError
from store.records import Version
from views.changes import ChangesView, changes_view


@dataclass(eq=False)
class PendingChange:
    """The proposal of one page (`key`), the decisions about it, its outcome and result.

    as_of: the picked as-of date; kept, like the note, until a version is stored or everything is dropped. refused: the
    reason why nothing was read or stored. committed, summary: the stored version and what it changed. answers: question
    key → answer, also before the workbook is read again with them; tried: those of the last reading. shown: the outcome
    in the preview; only that may be stored. Two runs of a page can overlap: an outcome is cached with the choice it was
    made from, so that the older run cannot replace the newer one's.
    """

    key: str
    proposal: Proposal | None = None
    choice: Choice = field(default_factory=Choice)
    answers: Mapping[str, str] = field(default_factory=dict)
    tried: Mapping[str, str] = field(default_factory=dict)
    as_of: date | None = None
    refused: str = ""
    conflict: ConflictError | None = None
    committed: Version | None = None
    summary: str = ""
    shown: Outcome | None = field(default=None, repr=False)
    _outcome: Outcome | None = field(default=None, repr=False)
    _views: dict[str, tuple[Outcome, ChangesView]] = field(default_factory=dict, repr=False)
    _names: dict[str, dict[str, str]] = field(default_factory=dict, repr=False)
    _restored_parent: int | None = None
    _round: int = 0
    _decided: int = 0

    def take(self, proposal: Proposal | None) -> None:
        """Replace the proposal and reset all decisions; None also releases the received bytes."""
        self.proposal, self.choice, self.refused, self.conflict = proposal, Choice(), "", None
        self.answers = proposal.reading.answers if proposal is not None else {}
        self.tried = {} if proposal is None else self.tried
        self.shown, self._outcome, self._views, self._names, self._restored_parent = None, None, {}, {}, None
        self._round += 1

    def drop(self) -> None:
        """Discard everything, including the picked as-of date."""
        self.take(None)
        self.as_of = None

    def state(self) -> dict[str, Any]:
        """The decisions as JSON data, for `restore` in another session."""
        choice = self.choice
        return {
            "parent": self.proposal.parent.id if self.proposal is not None else None,
            "answers": dict(self.answers),
            "as_of": self.as_of.isoformat() if self.as_of is not None else None,
            "deleting": {table: sorted(ids) for table, ids in choice.deleting.items()},
            "settled": dict(choice.settled),
            "carrying": sorted(choice.carrying),
            "as_of_update": choice.as_of_update.isoformat() if choice.as_of_update is not None else None,
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        """Set the decisions of `state`, before `update` proposes again what they were about."""
        as_of, as_of_update = (
            date.fromisoformat(day) if (day := state[key]) else None for key in ("as_of", "as_of_update")
        )
        self.choice = Choice(
            {table: frozenset(ids) for table, ids in state["deleting"].items()},
            state["settled"], frozenset(state["carrying"]), as_of_update,
        )  # fmt: skip
        self.answers, self.as_of, self._restored_parent = state["answers"], as_of, state["parent"]

    def update(self, proposal: Proposal) -> None:
        """Replace the proposal by an extended or rebased one, or by the one that `restore` was about.

        Selections are kept where they still apply. A settled merge conflict is kept only if neither side has changed
        since. `refused` is kept where the preview was outdated.
        """
        previous, choice, refused = self.proposal, self.choice, "" if self.shown else self.refused
        parent = previous.parent.id if previous is not None else self._restored_parent
        settled_of = self._conflicts() if choice.settled and previous is not None else None
        answers = self.answers
        self.take(proposal)
        self.answers = {**answers, **self.answers}
        self.refused = refused
        missing = {table: set(rows["row_id"]) for table, rows in proposal.deletions.items()}
        deleting = {table: frozenset(ids) & missing.get(table, set()) for table, ids in choice.deleting.items()}
        deleting = {table: ids for table, ids in deleting.items() if ids}
        self.decide(replace(choice, deleting=deleting, settled={}))
        if choice.settled and parent == proposal.parent.id:
            found = self._conflicts()
            same = {key for key, conflict in found.items() if settled_of is None or settled_of.get(key) == conflict}
            settled = {key: side for key, side in choice.settled.items() if key in same}
            self.decide(replace(self.choice, settled=settled))

    def rebase(self) -> None:
        """Rebase the changes on the newest version."""
        if self.proposal is not None:
            self.update(self.proposal.rebased())

    def invalidate(self) -> None:
        """Mark the preview as outdated: nothing can be stored until it is drawn again."""
        self.shown, self.refused = None, ""

    def answer(self, question: str, choice: str | None) -> None:
        """Keep the answer to a question (its key): the value of one of its choices."""
        if choice is not None and self.answers.get(question) != choice:
            self.answers = {**self.answers, question: choice}
            self.invalidate()

    def revert_answers(self) -> None:
        """Reset the answers to those of the last reading."""
        self.answers = self.proposal.reading.answers if self.proposal is not None else {}

    @property
    def has_new_answers(self) -> bool:
        """Whether some answer differs from those of the last reading, and every question is answered or a mapping is
        confirmed, which other questions do not wait for: it may put an end to them.
        """
        if self.proposal is None or dict(self.answers) == self.tried:
            return False
        questions = self.proposal.reading.questions
        changed = [each for each in questions if self.answers.get(each.key, "") != each.answer]
        if any(each.kind.code == "map_table" for each in changed):
            return True
        return bool(changed) and all(self.answers.get(each.key) for each in questions)

    def decide(self, choice: Choice) -> None:
        """Set the decisions; if they are unchanged, the cached outcome stays valid."""
        if choice != self.choice:
            self.choice = choice
            self._decided += 1

    def delete(self, table: str, rows: Collection[str], checked: bool) -> None:
        """Select or deselect `rows` of a table for deletion."""
        selected = frozenset(self.choice.deleting.get(table, ())) - set(rows)
        selected = selected | set(rows) if checked else selected
        others = {name: ids for name, ids in self.choice.deleting.items() if name != table}
        self.decide(replace(self.choice, deleting=others | ({table: selected} if selected else {})))

    def copy_figure(self, places: Collection[str], checked: bool) -> None:
        """Select or deselect `places` (keys of SameFigure) to which changed figures are copied."""
        others = frozenset(self.choice.carrying) - set(places)
        self.decide(replace(self.choice, carrying=others | set(places) if checked else others))

    def set_as_of_update(self, day: date | None) -> None:
        """Set the as-of date for changed figures that still have an earlier one; None leaves theirs unchanged."""
        self.decide(replace(self.choice, as_of_update=day))

    def pick_as_of(self, day: date) -> None:
        """Set the as-of date of the new version; it also affects the warnings."""
        self.as_of = day
        self._decided += 1

    def settle(self, conflict: str, side: Side | None) -> None:
        """Choose the side that counts in a merge conflict (its key)."""
        if side is not None:
            self.decide(replace(self.choice, settled={**self.choice.settled, conflict: side}))

    def outcome(self) -> Outcome:
        """The proposal with the decisions applied, cached. Raises RuntimeError where nothing is proposed."""
        proposal, choice, result = self.proposal, self.choice, self._outcome
        if proposal is None:
            raise RuntimeError("nothing is proposed")
        if result is None or result.proposal is not proposal or result.choice != choice:
            result = self._outcome = proposal.decide(choice)
        return result

    def is_shown(self) -> bool:
        """Whether the preview shows the current proposal and decisions."""
        shown = self.shown
        return shown is not None and shown.proposal is self.proposal and shown.choice == self.choice

    @property
    def is_open(self) -> bool:
        """Whether there is a proposal that can become a version or has faults to correct."""
        if self.proposal is None:
            return False
        outcome = self.outcome()
        return bool(outcome.faults or self.proposal.deletions or outcome.conflicts or outcome.diff)

    def changes(self, rule: str) -> ChangesView:
        """The changes, judged by `rule`; cached."""
        outcome, cached = self.outcome(), self._views.get(rule)
        if cached is None or cached[0] is not outcome:
            current, parent = outcome.proposal.current, outcome.proposal.parent
            earlier = read_earlier("measures", parent.id) if parent.id else None
            cached = self._views[rule] = outcome, changes_view(current, outcome.tables, rule, earlier)
        return cached[1]

    def names(self, table: str) -> dict[str, str]:
        """row_id → label of the row, for a table before the change; cached."""
        if table not in self._names and self.proposal is not None:
            self._names[table] = row_names(table, self.proposal.before[table])
        return self._names[table]

    def _conflicts(self) -> dict[str, MergeConflict]:
        return {conflict.key: conflict for conflict in self.outcome().merged.conflicts}

    def name(self, widget: str) -> str:
        """The key of a widget; it changes with each proposal."""
        return f"{self.key} {self._round} {widget}"

    def shown_name(self, widget: str) -> str:
        """The key of a widget about the preview; it also changes with each decision."""
        return self.name(f"{widget} {self._decided}")


def pending_change(key: str) -> PendingChange:
    """The pending change of this session on the page `key`."""
    stored = st.session_state.get(f"pending {key}")
    if not isinstance(stored, PendingChange):
        stored = st.session_state[f"pending {key}"] = PendingChange(key)
    return stored
