"""Facts that a label or a table states, matched one to one and counted: precision and recall of each field."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from benchmarks.reading.labelled import Report

Span = tuple[int, int]


@dataclass(frozen=True)
class Fact:
    """One fact: the spans of the text on which it stands, and its `cells` by key.

    unsure: the keys that are not counted. optional: a fact that is neither right nor wrong when no label has it.
    """

    spans: tuple[Span, ...]
    cells: Mapping[str, Any]
    unsure: frozenset[str] = frozenset()
    optional: bool = False


#: Whether a labelled fact (first) and a made one agree.
Same = Callable[[Fact, Fact], bool]


@dataclass(frozen=True)
class Field:
    """One line of the scoreboard: `name`, the `key` whose doubt leaves a label out, and when it is right.

    counts: which facts it is about, every one where None. A miss shows the cell `key`.
    """

    name: str
    key: str
    same: Same
    counts: Callable[[Fact], bool] | None = None

    def is_about(self, fact: Fact) -> bool:
        """Whether `fact` is counted by this field."""
        return self.key not in fact.unsure and (self.counts is None or self.counts(fact))


@dataclass
class Count:
    """right_made of made facts are right (precision); right_labelled of labelled ones are found (recall)."""

    right_made: int = 0
    made: int = 0
    right_labelled: int = 0
    labelled: int = 0


@dataclass(frozen=True)
class Miss:
    """One fault: the text, the words around the place, what the label says and what was read (None: nothing)."""

    text: str
    words: str
    expected: Any
    read: Any


@dataclass
class Board:
    """All counts of a run by the name of the line; `shares` are (faults, cases) of what is no precision or recall."""

    counts: dict[str, Count] = field(default_factory=dict)
    shares: dict[str, tuple[int, int]] = field(default_factory=dict)
    misses: dict[str, list[Miss]] = field(default_factory=dict)

    def score(self, report: Report, labels: list[Fact], made: list[Fact], fields: list[Field], touches: Same) -> None:
        """Counts `labels` and `made` of one report. The first field is the value: without it no other is right."""
        value = fields[0]
        for label, read in match(labels, made, fields, touches):
            good = label is not None and read is not None and value.same(label, read)
            for each in fields:
                right = good and label is not None and read is not None and each.same(label, read)
                self._count(report, each, (label, read), right, note=each is value or good)

    def _count(
        self, report: Report, each: Field, facts: tuple[Fact | None, Fact | None], right: bool, note: bool
    ) -> None:
        label, read = facts
        count = self.counts.setdefault(each.name, Count())
        unsure = label is not None and each.key in label.unsure
        labelled = label is not None and each.is_about(label)
        made = read is not None and report.complete and not unsure and each.is_about(read)
        made = made and (label is not None or (read is not None and not read.optional))
        count.labelled += labelled
        count.right_labelled += labelled and right
        count.made += made
        count.right_made += made and right
        if (labelled or made) and not right and note:
            self.miss(report, each.name, label or read, *(fact and _shown(fact, each) for fact in facts))

    def miss(self, report: Report, name: str, place: Fact | None, expected: Any, read: Any) -> None:
        """Notes a fault for whoever asks for misses; never one of an unseen text."""
        if not report.unseen and place is not None:
            around = words_around(report.text, place.spans[0])
            self.misses.setdefault(name, []).append(Miss(report.name, around, expected, read))

    def share(self, name: str, faults: int, cases: int) -> None:
        """Adds `faults` of `cases` to the line `name`."""
        before = self.shares.get(name, (0, 0))
        self.shares[name] = (before[0] + faults, before[1] + cases)


def match(
    labels: list[Fact], made: list[Fact], fields: list[Field], touches: Same
) -> list[tuple[Fact | None, Fact | None]]:
    """Labelled and made facts one to one, the pairs that agree best first; then what is left of both sides."""
    candidates = [
        (_agreement(label, read, fields), n, m)
        for n, label in enumerate(labels)
        for m, read in enumerate(made)
        if touches(label, read)
    ]
    candidates.sort(key=lambda each: ([-right for right in each[0]], each[1], each[2]))
    of_label: dict[int, int] = {}
    matched: set[int] = set()
    for _, n, m in candidates:
        if n not in of_label and m not in matched:
            of_label[n] = m
            matched.add(m)
    pairs: list[tuple[Fact | None, Fact | None]] = [
        (label, made[of_label[n]] if n in of_label else None) for n, label in enumerate(labels)
    ]
    return pairs + [(None, read) for m, read in enumerate(made) if m not in matched]


def _agreement(label: Fact, read: Fact, fields: list[Field]) -> tuple[int, int, int]:
    right = [each.same(label, read) for each in fields]
    shared = sum(max(0, min(a[1], b[1]) - max(a[0], b[0])) for a in label.spans for b in read.spans)
    return int(right[0]), sum(right), shared


def overlap(one: Fact, other: Fact) -> bool:
    """Whether a span of one fact overlaps a span of the other."""
    return any(a[0] < b[1] and b[0] < a[1] for a in one.spans for b in other.spans)


def overlap_by_half(one: Fact, other: Fact) -> bool:
    """Whether the first spans share at least half of the shorter one."""
    (a, b), (c, d) = one.spans[0], other.spans[0]
    return 2 * (min(b, d) - max(a, c)) >= min(b - a, d - c)


def words_around(text: str, span: Span, reach: int = 14) -> str:
    """The words at `span` in brackets with what stands before and after them, on one line."""
    start, end = span
    words = f"{text[max(0, start - reach) : start]}[{text[start:end]}]{text[end : end + reach]}"
    return " ".join(words.split())


def _shown(fact: Fact, each: Field) -> Any:
    cell = fact.cells.get(each.key)
    if isinstance(cell, frozenset):
        return sorted(cell)
    return "null" if cell is None else cell


def set_cell(key: str) -> Callable[[Fact], bool]:
    """Facts that state `key`."""
    return lambda fact: fact.cells[key] is not None


def equal_cell(key: str) -> Same:
    """Facts with the same cell `key`; two missing ones are the same."""
    return lambda label, made: bool(label.cells[key] == made.cells[key])
