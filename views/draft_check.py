"""送审前核对: the findings of a draft in groups, each with its words for a comment, a message and the page."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from domain.schema.display import is_missing
from domain.schema.frames import records
from domain.schema.vocabulary import SEVERITIES
from views.checks import Letter, checks_sentence, letters_of, question_text


@dataclass(frozen=True)
class DraftNote:
    """One finding: text[start:end] are the words that it is about, None for the draft as a whole.

    lines: of its comment; question: the text to copy; before, words, behind: the sentence around the words.
    """

    severity: str
    title: str
    message: str
    whom: str
    question: str
    start: int | None = None
    end: int | None = None
    before: str = ""
    words: str = ""
    behind: str = ""

    @property
    def lines(self) -> tuple[str, ...]:
        """What its comment says: what, how it was computed, whom to ask."""
        ask = f"请{self.whom}核实。" if self.whom else ""
        return tuple(filter(None, (f"【{SEVERITIES[self.severity]}】{self.title}。", self.message, ask)))


@dataclass(frozen=True, eq=False)
class DraftView:
    """sentence: 核对5项：矛盾2项、存疑3项; groups: severity → its notes, worst first; letters: the questions by
    department.
    """

    sentence: str
    groups: Mapping[str, tuple[DraftNote, ...]]
    letters: tuple[Letter, ...]

    @property
    def comments(self) -> tuple[DraftNote, ...]:
        """The notes that a comment is written for: those with a place and something to do or to know."""
        notes = [note for code, notes in self.groups.items() if code != "passed" for note in notes]
        return tuple(note for note in notes if note.start is not None)


def draft_view(findings: pd.DataFrame, figures: pd.DataFrame, text: str) -> DraftView:
    """The view of `findings` about a draft with the `text` and its table of figures."""
    ends = dict(zip(figures["start"].astype(int), figures["end"].astype(int), strict=True))
    notes = [(row["severity"], _note(row, ends, text)) for row in records(findings)]
    groups = {code: tuple(note for severity, note in notes if severity == code) for code in SEVERITIES}
    return DraftView(
        checks_sentence(findings) if len(findings) else "没有发现问题",
        {code: found for code, found in groups.items() if found},
        letters_of(findings),
    )


def _note(row: Mapping[Any, Any], ends: Mapping[int, int], text: str) -> DraftNote:
    whom = "" if is_missing(row["with_whom"]) else str(row["with_whom"])
    note = DraftNote(row["severity"], row["title"], row["message"], whom, question_text(row))
    if is_missing(row["start"]):
        return note
    first, last = int(row["start"]), int(row["end"])
    start, end = _words(row, ends, text, first, last)
    before, behind = text[first:start].lstrip(), text[end:last].rstrip()
    return replace(note, start=start, end=end, before=before, words=text[start:end], behind=behind)


def _words(row: Mapping[Any, Any], ends: Mapping[int, int], text: str, first: int, last: int) -> tuple[int, int]:
    """The stretch of the sentence [first, last) that a finding is about: its figures, else all of it."""
    starts = [] if is_missing(row["figures"]) else [int(start) for start in str(row["figures"]).split()]
    inside = [start for start in starts if first <= start < last]
    if not inside:
        sentence = text[first:last]
        return first + len(sentence) - len(sentence.lstrip()), first + len(sentence.rstrip())
    printed = 1 if is_missing(row["printed"]) else len(str(row["printed"]))
    return min(inside), min(last, max(ends.get(start, start + printed) for start in inside))
