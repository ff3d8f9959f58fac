"""The names of the figures of one sentence, in order: each may lean on the clauses and the figures before it."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from loaders.numbers.number import Number
from loaders.report.naming import Before, is_incomplete, name_of, names_shared, object_of, read_before

_JOINED: Final = re.compile(r"(?:和|及|与|或|、)\Z")
_NOT_WORDS: Final = "，,；; \n"
#: Dimensions whose verb says more than their object: 财政投入30亿元支持三农.
_AMOUNTS: Final = frozenset(("money", "duration"))


class SentenceNames:
    """Names the figures of a sentence that starts at `start`; call `name` once for each figure, in order.

    clause_at: the span of the clause around an offset.
    """

    def __init__(self, text: str, clause_at: Callable[[int], tuple[int, int]], start: int) -> None:
        self._text, self._clause_at = text, clause_at
        self._last_end = start
        self._last = Before()
        self._shared: list[str] = []
        self._subjects: list[str] = []

    def name(self, number: Number, clause: tuple[int, int], left_in_clause: int) -> str | None:
        """By the own clause, else by the clauses since the figure before, else by that figure.

        `left_in_clause`: how many figures the clause holds from this one on, so that 分别 is shared out.
        """
        start = max(self._last_end, clause[0])
        words = self._text[start : number.start]
        noun = object_of(self._text[number.end : clause[1]])
        own = self._own(words, noun, left_in_clause, is_first=start == clause[0])
        name = name_of(own, noun, number.dimension in _AMOUNTS)
        counted = number.unit.lstrip("十百千万亿") if number.dimension == "count" else ""
        if not name and counted and not words.strip(_NOT_WORDS):
            name = counted + "数"
        elif is_incomplete(name):
            own = replace(own, subject=self._subject_before(start) or self._last.subject)
            name = name_of(own, "", False) + name
        self._last = own if own.subject else replace(own, subject=name)
        self._subjects.append(self._last.subject)
        self._last_end = number.end
        return name or counted or None

    def _own(self, words: str, noun: str, left: int, *, is_first: bool) -> Before:
        """What the own words say, with a shared subject where 分别 shares them out."""
        own = read_before(words)
        if not self._shared and "分别" in words:
            self._shared = names_shared(words)[::-1]
            if not self._shared and not own.subject:
                self._shared = self._subjects[-left:][::-1]
        if self._shared:
            return replace(own, subject=self._shared.pop(), change=own.change or self._last.change)
        if not is_first and _JOINED.search(words):
            return Before() if noun else self._last
        return own

    def _subject_before(self, end: int) -> str:
        """The subject of the nearest clause that ends at or before `end` and comes after the last figure."""
        while end > self._last_end:
            start = max(self._clause_at(end - 1)[0], self._last_end)
            before = read_before(self._text[start:end].rstrip("，,；;：:、"))
            if before.subject:
                return before.subject
            end = start
        return ""
