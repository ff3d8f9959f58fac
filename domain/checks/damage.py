"""Damaged text: read as it stands, reported, never mended."""

import re
from collections.abc import Iterator
from typing import Final

from domain.catalogue import read_catalogue
from domain.checks.finding import Finding, excerpt
from domain.checks.numerals import count_of, numeral_of
from domain.checks.report import Report
from domain.checks.words import (
    AS_MEANS,
    BY,
    CHAPTER,
    DOUBLED,
    EMPTY_BRACKETS,
    FULL_STOP,
    ITEM,
    LIST_ITEM,
    PAIRS,
    PROSE,
    SECTION_ITEM,
    SQUARE,
)
from domain.text.spans import Paragraph, Sentence

_AROUND: Final = 4
_BEFORE: Final = 6
_EDGE: Final = " \n。,\uff0c;\uff1b"
_LONG: Final = 60  # a shorter last line without a full stop is a title, a date or a signature
_CLOSERS: Final = {close: opening for opening, close in PAIRS.items()}


def check_damaged_text(report: Report) -> Iterator[Finding]:
    """Marks without their partner, doubled and wrong words, empty brackets, missing units, stops and numbers."""
    for sentence in report.outline.sentences:
        yield from _listed_twice(report, sentence)
    for paragraph in report.outline.paragraphs:
        yield from _unpaired(report, paragraph)
        is_prose = len(paragraph.text) >= _LONG and PROSE.search(paragraph.text) and paragraph.role != "table"
        if is_prose and not _is_bulleted(paragraph) and not FULL_STOP.search(paragraph.text):
            yield _finding(report, "no_full_stop", paragraph.end - 1, {})
    for pattern, text_code in ((DOUBLED, "doubled"), (EMPTY_BRACKETS, "empty")):
        for match in pattern.finditer(report.text):
            yield _finding(report, text_code, match.start(), {"words": _around(report, match)})
    yield from _without_by(report)
    yield from _misspelt(report)
    yield from _without_unit(report)
    yield from _numbering(report)


def _is_bulleted(paragraph: Paragraph) -> bool:
    """Whether it is an item of a list with bullets: those need no full stop."""
    return paragraph.role == "item" and paragraph.own_heading is None


def _unpaired(report: Report, paragraph: Paragraph) -> Iterator[Finding]:
    """One finding for each sentence with marks that have no partner.

    A quotation may run over several sentences: one that only opens is closed by the next one that only closes.
    """
    waiting: tuple[str, int] | None = None
    for sentence in paragraph.sentences:
        lonely = _lonely(report.text, sentence)
        if len(lonely) == 1:
            mark, at = report.text[lonely[0]], lonely[0]
            if waiting and _CLOSERS.get(mark) == waiting[0]:
                waiting = None
                continue
            if mark in PAIRS and not waiting and _closes_later(report, paragraph, sentence, mark):
                waiting = (mark, at)
                continue
        if lonely:
            yield _finding(report, "quotes", lonely[0], {"marks": _places(report.text, sentence, lonely)})


def _places(text: str, sentence: Sentence, lonely: list[int]) -> str:
    """The words around each lonely mark; marks that stand together are shown together."""
    groups: list[list[int]] = []
    for at in lonely:
        if groups and at - groups[-1][-1] <= _AROUND:
            groups[-1].append(at)
        else:
            groups.append([at])
    pieces = [
        text[max(sentence.start, each[0] - _AROUND) : min(sentence.end, each[-1] + 1 + _AROUND)].strip(_EDGE)
        for each in groups
    ]
    return "、".join(f"「{piece}」" for piece in pieces)


def _lonely(text: str, sentence: Sentence) -> list[int]:
    """Offsets of the marks of a sentence that have no partner in it."""
    opened: list[tuple[str, int]] = []
    lonely: list[int] = []
    for at, mark in enumerate(sentence.text, sentence.start):
        if mark in PAIRS:
            if opened and opened[-1][0] == mark and mark in "“《":
                lonely.append(opened.pop()[1])
            opened.append((mark, at))
        elif mark in _CLOSERS and not (mark == "’" and text[at + 1 : at + 2].isdigit()):
            if opened and opened[-1][0] == _CLOSERS[mark]:
                opened.pop()
            elif not _numbers_an_item(text, at):
                lonely.append(at)
    return sorted([*lonely, *(at for _, at in opened)])


def _closes_later(report: Report, paragraph: Paragraph, sentence: Sentence, mark: str) -> bool:
    """Whether a later sentence of the paragraph has nothing lonely but the partner of `mark`."""
    for later in paragraph.sentences:
        if later.start > sentence.start and (lonely := _lonely(report.text, later)):
            return len(lonely) == 1 and _CLOSERS.get(report.text[lonely[0]]) == mark
    return False


def _listed_twice(report: Report, sentence: Sentence) -> Iterator[Finding]:
    """Items of one list of quoted words that stand in it twice."""
    seen: dict[str, int] = {}
    for match in LIST_ITEM.finditer(sentence.text):
        if match[1] in seen:
            at = sentence.start + match.start()
            yield _finding(report, "listed_twice", at, {"words": match[1]})
        seen.setdefault(match[1], match.start())


def _without_by(report: Report) -> Iterator[Finding]:
    """X为契机 without 以 before X."""
    for match in AS_MEANS.finditer(report.text):
        if not BY.search(match[1]):
            yield _finding(report, "no_by", match.start(1), {"words": match.group()})


def _numbers_an_item(text: str, at: int) -> bool:
    """Whether the closing bracket at `at` belongs to an item number such as 1) or 一)."""
    return bool(re.search(r"(^|[\s。;\uff1b,\uff0c:\uff1a])[\d一二三四五六七八九十]{1,2}$", text[max(0, at - 3) : at]))


def _misspelt(report: Report) -> Iterator[Finding]:
    for entry in read_catalogue("corrections"):
        for match in re.finditer(re.escape(entry["written"]), report.text):
            near = report.text[max(0, match.start() - 3) : match.end() + 3]
            if not any(word in near for word in entry["unless"]):
                slots = {"words": entry["written"], "meant": entry["meant"], "reason": entry["reason"]}
                yield _finding(report, "misspelt", match.start(), slots)


def _without_unit(report: Report) -> Iterator[Finding]:
    for match in SQUARE.finditer(report.text):
        slots = {"words": match.group(), "guess": "按“平方米”读取。"}
        yield _finding(report, "no_unit", match.start(), slots)


def _numbering(report: Report) -> Iterator[Finding]:
    """Item numbers that do not go up by one; each level starts anew below a higher one. Rows of tables have none."""
    last = {CHAPTER: 0, SECTION_ITEM: 0, ITEM: 0}
    levels = list(last)
    for paragraph in (each for each in report.outline.paragraphs if each.role != "table"):
        for depth, pattern in enumerate(levels):
            match = pattern.match(paragraph.text)
            if not match:
                continue
            now = count_of(match.group(1))
            if last[pattern] and now not in (last[pattern] + 1, 1):
                slots = {"before": _label(last[pattern], match), "after": match.group()}
                yield _finding(report, "numbering", paragraph.start, slots)
            last[pattern] = now
            last |= dict.fromkeys(levels[depth + 1 :], 0)
            break


def _label(count: int, like: re.Match[str]) -> str:
    return like.group().replace(like.group(1), str(count) if like.group(1).isdecimal() else numeral_of(count))


def _around(report: Report, match: re.Match[str]) -> str:
    before = re.split(r"[\n。,\uff0c;\uff1b、]", report.text[max(0, match.start() - _BEFORE) : match.start()])[-1]
    return (before + match.group()).strip()


def _finding(report: Report, text_code: str, at: int, slots: dict[str, str]) -> Finding:
    """A doubt where the damaged clause holds a figure, which may then be wrong; else only a notice."""
    return Finding(
        check="damaged_text",
        severity="doubt" if text_code != "no_full_stop" and report.figures_in(report.outline.clause(at)) else "notice",
        text_code=text_code,
        slots={"quote": excerpt(report, at)} | slots,
        at=at,
        words=f"{text_code}|{report.outline.clause(at).text}",
        printed=slots.get("words", ""),
    )
