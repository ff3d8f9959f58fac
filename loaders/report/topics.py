"""What a figure is about: its domain by section, clause and sentence.

The words stand in data/catalogue/topics.yml. A paragraph's own heading weighs most: where two domains could claim a
figure, it belongs to the subject of its paragraph.
"""

import re
from collections import Counter
from functools import cache
from typing import Any, Final

from domain.catalogue import read_catalogue
from domain.text.spans import Heading
from domain.text.traditional import simplified

_OWN_HEADING: Final = 4.0
_CLAUSE: Final = 2.0
_SENTENCE: Final = 1.0
_UPPER_HEADING: Final = 0.5
_STRONG: Final = 3.0


@cache
def _catalogue() -> Any:
    return read_catalogue("topics")


@cache
def _words() -> tuple[re.Pattern[str], list[tuple[str, float]]]:
    """One pattern whose n-th group is a domain's strong or plain words; domain and weight by group."""
    groups: list[tuple[str, float]] = []
    patterns: list[str] = []
    for entry in _catalogue()["domains"]:
        for key, weight in (("strong", _STRONG), ("words", 1.0)):
            if entry.get(key):
                patterns.append("(" + "|".join(entry[key]) + ")")
                groups.append((entry["domain"], weight))
    return re.compile("|".join(patterns)), groups


@cache
def _funding_words() -> re.Pattern[str]:
    return re.compile("|".join(_catalogue()["funding"]["words"]))


def scores(text: str, start: int, end: int) -> dict[str, float]:
    """How strongly text[start:end] refers to each domain: the heaviest of its words counts, not their number."""
    pattern, groups = _words()
    found: dict[str, float] = {}
    for match in pattern.finditer(text, start, end):
        domain, weight = groups[(match.lastindex or 1) - 1]
        found[domain] = max(found.get(domain, 0.0), weight)
    return found


@cache
def _heading_scores(heading: str) -> dict[str, float]:
    return dict.fromkeys(scores(heading, 0, len(heading)), 1.0)


class SentenceTopics:
    """The domain of each figure of one sentence; clauses without words of their own go on with the one before."""

    def __init__(self, text: str, sentence: tuple[int, int], kind: str, headings: tuple[Heading, ...]) -> None:
        self._text, self._kind = text, kind
        self._sentence = scores(text, *sentence)
        self._last: dict[str, float] = {}
        self._position = sentence[0]
        self._subject: Counter[str] = Counter()
        for heading in headings[:-1]:
            self._add(_heading_scores(simplified(heading.text)), _UPPER_HEADING)
        for heading in headings[-1:]:
            self._add(_heading_scores(simplified(heading.text)), _OWN_HEADING)

    def _add(self, found: dict[str, float], weight: float) -> None:
        for domain, score in found.items():
            self._subject[domain] += weight * score  # type: ignore[assignment]

    def domain(self, clause: tuple[int, int], dimension: str) -> str:
        """The domain of a figure of `dimension` in the clause [start, end)."""
        if self._kind == "history":
            return "history"
        self._last = scores(self._text, *clause) or scores(self._text, self._position, clause[0]) or self._last
        self._position = max(self._position, clause[1])
        total: Counter[str] = Counter(self._subject)
        for domain, score in self._last.items():
            total[domain] += _CLAUSE * score  # type: ignore[assignment]
        for domain, score in self._sentence.items():
            total[domain] += _SENTENCE * score  # type: ignore[assignment]
        if not total:
            return "other"
        order = [entry["domain"] for entry in _catalogue()["domains"]]
        best = max(total, key=lambda domain: (total[domain], -order.index(domain)))
        return self._money_domain(best, clause) if dimension == "money" else best

    def _money_domain(self, best: str, clause: tuple[int, int]) -> str:
        keeps = _catalogue()["funding"]["keeps_its_money"]
        if best not in keeps and _funding_words().search(self._text, *clause):
            return "funding"
        return "rural_income" if best == "party" and "rural_income" in self._sentence else best
