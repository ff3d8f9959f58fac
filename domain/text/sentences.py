"""Sentences and clauses of a paragraph.

sentence = text up to 。！？ and the closing marks behind it, or the end of its paragraph
clause   = text up to ， ； ： | or the end of its sentence; 其中: opens a clause, no mark inside a number ends one
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from domain.text.markers import BULLET, Marker, trimmed

_STOP: Final = re.compile(r"[。！？!?]+[”’」』)）]*")
_LAST_STOP: Final = re.compile(r"[。！？!?]+[”’」』)）]*\Z")
#: 1,204.06 and 15:58 go on; a comma between other numbers (12,15人) parts them.
_MARK: Final = re.compile(
    r"[，,](?!(?<=\d[,，])\d{3}(?!\d))|[；;|｜│]|[：:](?<!其中[:：])(?!(?<=\d[:：])\d)"
)  # fmt: skip
_QUOTED_OR_BULLET: Final = (
    r"“[^”\n]{{0,60}}”|《[^》\n]{{0,60}}》|[(（][^)）\n]{{0,60}}[)）]|(?<!\d)(?P<bullet>{0})(?!\d)"
)
#: Longer parts, in characters, are cut: only damaged text has them.
LONGEST_CLAUSE: Final = 400
_LONGEST_STOP: Final = 20
LONGEST_SENTENCE: Final = 1600


def split_sentences(
    text: str, start: int, end: int, marker: Marker | None, breaks: Iterable[int] = ()
) -> Iterator[tuple[int, int]]:
    """The sentences of the paragraph text[start:end], in order; together they hold every character but blanks.

    marker: what the paragraph begins with; one that begins with a bullet may hold more items on the same line
    (·甲·乙). breaks: other offsets at which a sentence ends.
    """
    ends = [match.end() for match in _STOP.finditer(text, start, end)]
    ends += breaks
    if marker is not None and marker.level == BULLET:
        ends += _further_items(text, marker, end)
    for begin, stop in _between(start, end, sorted(ends)):
        pieces: Iterable[tuple[int, int]] = ((begin, stop),)
        if stop - begin > LONGEST_SENTENCE:
            marks = [mark.end() for mark in _MARK.finditer(text, begin, stop)]
            pieces = _shortened(begin, stop, marks, LONGEST_SENTENCE)
        for piece in pieces:
            inner = trimmed(text, *piece)
            if inner[0] < inner[1]:
                yield inner


def split_clauses(text: str, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """The clauses of the sentence text[start:end] as (start, end, stop), in order.

    text[start:end] are the words of a clause without the mark that ends it, text[start:stop] with it; the last clause
    keeps the full stop of the sentence. [start, stop) of all clauses hold every character but blanks.
    """
    begin = start
    for mark in _MARK.finditer(text, start, end):
        first, last = trimmed(text, begin, mark.start())
        if first < last:  # marks without words go with the next words
            yield from _clause(text, first, last, mark.end())
            begin = mark.end()
    yield from _clause(text, *trimmed(text, begin, end), end)


def without_stop(text: str, start: int, end: int) -> tuple[int, int]:
    """[start, end) without the full stop at its end, and the closing marks behind that."""
    stop = _LAST_STOP.search(text, max(start, end - _LONGEST_STOP), end)
    return start, stop.start() if stop else end


def _clause(text: str, start: int, end: int, stop: int) -> Iterator[tuple[int, int, int]]:
    if end - start <= LONGEST_CLAUSE:
        if start < end:
            yield start, end, stop
        return
    for piece in _shortened(start, end, [], LONGEST_CLAUSE):
        first, last = trimmed(text, *piece)
        if first < last:
            yield first, last, stop if piece[1] == end else last


def _further_items(text: str, marker: Marker, end: int) -> list[int]:
    bullet = re.escape(text[marker.start])
    found = re.compile(_QUOTED_OR_BULLET.format(bullet)).finditer(text, marker.end, end)
    return [match.start() for match in found if match["bullet"]]


def _between(start: int, end: int, ends: list[int]) -> Iterator[tuple[int, int]]:
    for stop in [*ends, end]:
        if stop > start:
            yield start, stop
            start = stop


def _shortened(start: int, end: int, ends: list[int], longest: int) -> Iterator[tuple[int, int]]:
    """[start, end) cut into pieces of at most `longest` characters, at `ends` (in order) where there are any."""
    last = start
    for stop in [*ends, end]:
        while stop - start > longest:
            cut = last if last > start else start + longest
            yield start, cut
            start = cut
        last = stop
    yield start, end
