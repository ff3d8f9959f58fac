"""Wholes and the sums of their parts: what adds up is said too."""

import re
from collections.abc import Iterator
from typing import Final

from domain.catalogue import read_catalogue
from domain.checks.finding import Finding, excerpts, number
from domain.checks.relations import SUMMABLE, related
from domain.checks.report import Figure, Report
from domain.checks.words import AMONG, OF_THESE, PART, REST
from domain.text.spans import Sentence

_REACH: Final = 120  # characters: how far before its parts a whole may stand
_SAME_WORDS: Final = 4
_CHINESE: Final = re.compile(r"[\u4e00-\u9fff]+")


def check_parts_whole(report: Report) -> Iterator[Finding]:
    """Sums of parts against their whole, by the words of the sentence and by the catalogue's relations."""
    said: set[int] = set()
    for sentence in report.outline.sentences:
        for run, opened in _runs(report, sentence):
            whole = opened if opened and opened.measure == run[0].measure else _whole(report, run)
            if whole and (finding := _sum(report, whole, run, closed=_closed(report, run))):
                said |= {part.start for part in run}
                yield finding
    for relation in read_catalogue("relations")["relations"]:
        found = related(report, relation) if relation["kind"] == "sum" else None
        if found and len(found[1]) == len(relation["parts"]) and not said & {part.start for part in found[1]}:
            finding = _sum(report, *found, closed=True)
            if finding:
                yield finding


def _runs(report: Report, sentence: Sentence) -> Iterator[tuple[list[Figure], Figure | None]]:
    """Two or more figures of one measure that follow each other, each marked as a part by its own words.

    Behind “10项工作中” figures that open their clause are parts as well (4项已完成), and their whole is known.
    """
    run: list[Figure] = []
    opened: Figure | None = None
    for figure in report.figures_in(sentence):
        if figure.dimension not in SUMMABLE:
            continue
        lead = report.lead(figure)
        whole = bool(OF_THESE.search(report.tail(figure)))
        follows = opened is not None and not lead.strip() and figure.measure == opened.measure
        marked = not whole and (follows or bool(PART.search(lead)))
        if run and marked and figure.measure == run[0].measure:
            run.append(figure)
            continue
        if len(run) > 1:
            yield run, opened
        run = [figure] if marked else []
        opened = figure if whole else opened
    if len(run) > 1:
        yield run, opened


def _whole(report: Report, run: list[Figure]) -> Figure | None:
    """The figure before the run that shares the most words with the first part, else the one right before it."""
    first = run[0]
    paragraph = report.outline.paragraph(first.start)
    before = [
        figure
        for figure in report.figures_in(paragraph)
        if figure.end <= first.start and first.start - figure.end <= _REACH and figure.measure == first.measure
    ]
    if not before:
        return None
    words = report.outline.clause(first.start).text
    named = [figure for figure in before if _shared(_subject(report, figure), words) >= _SAME_WORDS]
    if named:
        return named[-1]
    return before[-1] if before[-1].start >= report.outline.sentence(first.start).start else None


def _subject(report: Report, figure: Figure) -> str:
    return report.lead(figure) or report.tail(figure)


def _shared(first: str, second: str) -> int:
    """Length of the longest run of Chinese characters that both texts hold."""
    best = 0
    for words in _CHINESE.findall(first):
        for start in range(len(words)):
            while words[start : start + best + 1] in second and start + best < len(words):
                best += 1
    return best


def _closed(report: Report, run: list[Figure]) -> bool:
    return bool(REST.search(report.lead(run[-1])))


def _sum(report: Report, whole: Figure, parts: list[Figure], *, closed: bool) -> Finding | None:
    """What the sum of `parts` says; `closed`: the text says that nothing else is left (其他, 其余)."""
    total = sum(part.base_value for part in parts)
    gap = abs(whole.base_value - total)
    open_list = bool(AMONG.search(report.lead(parts[0]))) and not closed
    if gap <= 1e-9 * max(total, 1):
        saying, severity = "parts_add_up", "passed"
    elif total < whole.base_value and open_list:
        return None
    elif total < whole.base_value and not closed:
        saying, severity = "parts_missing", "doubt"
    else:
        saying, severity = "parts_differ", "conflict"
    per_unit = whole.base_value / whole.value if whole.value else 1.0
    shown = " + ".join(part.text for part in parts)
    unit = whole.text.lstrip("0123456789.,余多约\uff0c")
    return Finding(
        check="parts_whole",
        severity=severity,
        saying=saying,
        slots={
            "whole": whole.text,
            "parts": shown,
            "sum": f"{number(total / per_unit)}{unit}",
            "gap": f"{number(gap / per_unit)}{unit}",
            "quote": excerpts(report, whole, parts[-1]),
        },
        at=whole.start,
        words=report.lead(whole) + "|".join(report.lead(part) for part in parts),
        computed=f"{number(total / per_unit)}{unit}",
        printed=whole.text,
        figures=(whole, *parts),
    )
