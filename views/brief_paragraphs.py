"""The facts below a heading of the brief as one paragraph: the report's own clauses while they still hold.

A clause of the report is printed once, however many facts it states. A fact whose row has changed since, or which says
more than its clause (a share of a target), stands in the words of its template.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from views.facts import Fact

#: Longer quotes are whole passages: their facts stand in the words of their templates.
_LONGEST_QUOTE: Final = 60
#: A sentence ends at the first mark behind this many characters.
_LONGEST_SENTENCE: Final = 70
#: Offsets between two clauses that follow each other in the report: a mark, and a blank.
_ADJACENT: Final = 2
#: This many characters of a project's name in a clause identify the project.
_NAMED: Final = 3
_JOINING: Final = re.compile(r"^(?:并且?|同时|而且)(?=[^\d])")
_SAYS_TIME: Final = re.compile(r"\d月|(?:\d{4}|[\d十]+)年(?:以?来|上半年|底|初)|季度|今年|去年|上年|半年")
_THOUSANDS: Final = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_ZEROS: Final = re.compile(r"\.00(?=亿)")
_EARLIER_DAY: Final = re.compile(r"较上期（[^）]*）")
_MARKS: Final = "，；。：,;: "


@dataclass(frozen=True)
class Phrase:
    """A piece of a paragraph. text: with the mark behind it; remarks: lines of its comment, () for none; bases: the
    sources of its facts in words.
    """

    text: str
    remarks: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Piece:
    text: str
    span: tuple[int, int] | None
    project: str
    as_of: str
    change: str
    remarks: tuple[str, ...]
    bases: tuple[str, ...]
    sentence: str = ""


def paragraph(facts: Sequence[Fact], heading: str, usual_as_of: str) -> tuple[Phrase, ...]:
    """`facts`, in the order of the report, as the phrases of one paragraph.

    The as-of date is printed where it changes; `usual_as_of` is given in the opening of the paper.
    """
    pieces: list[_Piece] = []
    for fact in facts:
        _place(pieces, fact)
    phrases: list[Phrase] = []
    written, current, before = "", usual_as_of, None
    printed_days: set[str] = set()
    for piece in pieces:
        adjacent = _follows(before, piece)
        text = piece.text if adjacent else _JOINING.sub("", piece.text)
        if not _is_named(piece, heading, before):
            text = f"{piece.project}方面，{text}"
        if piece.as_of != current and not (piece.span and _SAYS_TIME.search(piece.text)):
            text = f"{text}（{piece.as_of}）"
        current = piece.as_of
        if piece.change:
            text = f"{text}，{_once_dated(plain_numbers(piece.change), printed_days)}"
        if phrases:
            mark = _mark_between(before, piece) or _mark(written, text, adjacent=adjacent)
            phrases[-1] = replace(phrases[-1], text=phrases[-1].text + mark)
            written = "" if mark == "。" else written + mark
        phrases.append(Phrase(text, piece.remarks, piece.bases))
        written, before = written + text, piece
    return (*phrases[:-1], replace(phrases[-1], text=f"{phrases[-1].text}。")) if phrases else ()


def plain_numbers(text: str) -> str:
    """`text` as the body of an official paper prints numbers: without thousands separators, without idle zeros."""
    return _ZEROS.sub("", _THOUSANDS.sub("", text))


def _place(pieces: list[_Piece], fact: Fact) -> None:
    """Add `fact` to the pieces: united with the first one that it overlaps in the report, else at the end."""
    bases = (fact.basis,) if fact.basis else ()
    if fact.span is None or len(fact.quote) > _LONGEST_QUOTE:
        text = plain_numbers(fact.text)
        pieces.append(_Piece(text, None, fact.project, fact.as_of, fact.change, fact.remarks, bases, fact.sentence))
        return
    text = plain_numbers(fact.quote).strip(_MARKS)
    new = _Piece(text, fact.span, fact.project, fact.as_of, fact.change, fact.remarks, bases, fact.sentence)
    for at, piece in enumerate(pieces):
        if piece.span is not None and piece.span[0] < fact.span[1] and fact.span[0] < piece.span[1]:
            pieces[at] = _united(piece, new)
            return
    pieces.append(new)


def _united(first: _Piece, second: _Piece) -> _Piece:
    """Two pieces that overlap in the report as one: the wider one; where neither holds the other, the first."""
    wider = second if second.text.find(first.text) >= 0 else first
    return replace(
        wider, project=first.project or second.project, change=first.change or second.change,
        remarks=_once((*first.remarks, *second.remarks)), bases=_once((*first.bases, *second.bases)),
    )  # fmt: skip


def _once_dated(change: str, printed_days: set[str]) -> str:
    """`change` without the earlier day where `printed_days` has it; else the day is added to them."""
    match = _EARLIER_DAY.search(change)
    if match is None:
        return change
    if match[0] in printed_days:
        return change.replace(match[0], "较上期")
    printed_days.add(match[0])
    return change


def _once(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))


def _follows(before: _Piece | None, piece: _Piece) -> bool:
    """Whether a clause of the report stands right behind the one before it."""
    if before is None or before.span is None or piece.span is None:
        return False
    return 0 <= piece.span[0] - before.span[1] <= _ADJACENT


def _is_named(piece: _Piece, heading: str, before: _Piece | None) -> bool:
    """Whether the heading, the clause or the clause before it names the project."""
    name = piece.project
    if not name or (before is not None and before.project == name):
        return True
    size = min(_NAMED, len(name))
    windows = [name[at : at + size] for at in range(len(name) - size + 1)]
    return any(window in f"{heading}{piece.text}" for window in windows)


def _mark_between(before: _Piece | None, piece: _Piece) -> str:
    """The mark of the report between two clauses: 。 between sentences, ； where it parts them; "" where it is open."""
    if before is None or not (before.sentence or piece.sentence):
        return ""
    if not (before.sentence and piece.sentence):  # one without a number: its sentence is not known
        known, other = (before.sentence, piece) if before.sentence else (piece.sentence, before)
        return "" if other.span is None or other.text in plain_numbers(known) else "。"
    if before.sentence != piece.sentence:
        return "。"
    plain = plain_numbers(piece.sentence)
    first, second = plain.find(before.text), plain.find(piece.text)
    between = plain[first + len(before.text) : second] if 0 <= first < second else ""
    return "；" if between and between.strip() in (";", "；") else ""


def _mark(written: str, text: str, *, adjacent: bool) -> str:
    """The mark between what is written of a sentence and the next piece."""
    if adjacent:
        return "，"
    return "；" if len(written) + len(text) <= _LONGEST_SENTENCE and "，" not in text else "。"
