"""Wholes and their parts: sums that hold are said too, parts inside a whole are never added to it."""

import re
from collections.abc import Iterator
from typing import Any, Final

from domain.catalogue import read_catalogue
from domain.checks.finding import Finding, excerpt, number
from domain.checks.report import Figure, Report, Span
from domain.checks.words import AMONG, CHANGE, LEFT_OVER, PART, REST, SHARE, TOGETHER

_SUMMABLE: Final = ("money", "area", "length", "mass", "count")
_REACH: Final = 120  # characters: how far before its parts a whole may stand
_SAME_WORDS: Final = 4
_CHINESE: Final = re.compile(r"[\u4e00-\u9fff]+")


def check_parts_whole(report: Report) -> Iterator[Finding]:
    """Sums of parts against their whole, by the words of the sentence and by the catalogue's relations."""
    said: set[int] = set()
    for sentence in report.sentences:
        for run in _runs(report, sentence):
            whole = _whole(report, run)
            if whole and (finding := _sum(report, whole, run, closed=_closed(report, run))):
                said |= {part.start for part in run}
                yield finding
    for relation in read_catalogue("relations")["relations"]:
        found = _related(report, relation) if relation["kind"] == "sum" else None
        if found and len(found[1]) == len(relation["parts"]) and not said & {part.start for part in found[1]}:
            finding = _sum(report, *found, closed=True)
            if finding:
                yield finding


def check_part_inside(report: Report) -> Iterator[Finding]:
    """Money left over lies inside the money it is left of: shown, never added."""
    for part in report.figures:
        word = LEFT_OVER.search(report.lead(part)) if part.dimension == "money" else None
        if not word:
            continue
        sentence = report.sentence_of(part.start)
        earlier = [f for f in report.figures_in(sentence) if f.measure == part.measure and f.end <= part.start]
        if earlier:
            whole = earlier[-1]
            saying, severity = (
                ("part_inside", "notice") if part.base_value <= whole.base_value else ("part_too_big", "conflict")
            )
            yield _pair(report, "part_inside", saying, severity, part, whole, word.group())


def check_part_over_whole(report: Report) -> Iterator[Finding]:
    """Single parts against their whole, and shares above 100 %; what holds is said in one line."""
    held: list[tuple[Figure, Figure]] = []
    pairs = {(part.start, whole.start): (part, whole) for part, whole in [*_among(report), *_inside(report)]}
    for part, whole in pairs.values():
        if part.base_value > whole.base_value:
            yield _pair(report, "part_over_whole", "part_too_big", "conflict", part, whole, "其中")
        else:
            held.append((part, whole))
    for share in report.figures:
        lead = report.lead(share)
        if share.dimension == "percent" and share.base_value > 100 and SHARE.search(lead):
            yield Finding(
                check="part_over_whole", severity="conflict", saying="share_over_100",
                slots={"printed": share.text, "quote": excerpt(report, share.start, share.end)},
                at=share.start, printed=share.text, figures=(share,),
            )  # fmt: skip
    if held:
        yield Finding(
            check="part_over_whole", severity="passed", saying="parts_within",
            slots={"n": str(len(held)), "list": "、".join(f"{part.text}≤{whole.text}" for part, whole in held)},
            at=held[0][0].start, words="parts_within",
            figures=tuple(figure for pair in held for figure in pair),
        )  # fmt: skip


def _runs(report: Report, sentence: Span) -> Iterator[list[Figure]]:
    """Two or more figures of one measure that follow each other, each marked as a part by its own words."""
    run: list[Figure] = []
    for figure in report.figures_in(sentence):
        if figure.dimension not in _SUMMABLE:
            continue
        joins = bool(run) and figure.measure == run[0].measure
        marked = bool(PART.search(report.lead(figure)))
        if joins and marked:
            run.append(figure)
            continue
        if len(run) > 1:
            yield run
        run = [figure] if marked else []
    if len(run) > 1:
        yield run


def _whole(report: Report, run: list[Figure]) -> Figure | None:
    """The figure before the run that shares the most words with the first part, else the one right before it."""
    first = run[0]
    paragraph = report.paragraph_of(first.start)
    before = [
        figure
        for figure in report.figures_in(paragraph)
        if figure.end <= first.start and first.start - figure.end <= _REACH and figure.measure == first.measure
    ]
    if not before:
        return None
    words = report.clause_of(first.start).text
    named = [figure for figure in before if _shared(_subject(report, figure), words) >= _SAME_WORDS]
    if named:
        return named[-1]
    return before[-1] if before[-1].start >= report.sentence_of(first.start).start else None


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
            "quote": excerpt(report, whole.start, parts[-1].end)
            if report.sentence_of(whole.start) == report.sentence_of(parts[0].start)
            else excerpt(report, whole.start, whole.end) + excerpt(report, parts[0].start, parts[-1].end),
        },
        at=whole.start,
        words=report.lead(whole) + "|".join(report.lead(part) for part in parts),
        computed=f"{number(total / per_unit)}{unit}",
        printed=whole.text,
        figures=(whole, *parts),
    )


def _among(report: Report) -> Iterator[tuple[Figure, Figure]]:
    """(part, whole) where 其中 or 当中 stands right before the part."""
    for part in report.figures:
        if part.dimension not in _SUMMABLE or not re.search(r"(其中|当中)[^\d]{0,6}$", report.lead(part)):
            continue
        paragraph = report.paragraph_of(part.start)
        tail = report.tail(part)
        before = [
            figure
            for figure in report.figures_in(paragraph)
            if figure.measure == part.measure
            and 0 <= part.start - figure.end <= _REACH
            and not CHANGE.search(report.lead(figure))
        ]
        if before and (TOGETHER.search(tail) is None):
            yield part, before[-1]


def _inside(report: Report) -> Iterator[tuple[Figure, Figure]]:
    for relation in read_catalogue("relations")["relations"]:
        found = _related(report, relation) if relation["kind"] == "inside" else None
        for part in found[1] if found else ():
            yield part, found[0]  # type: ignore[index]


def _related(report: Report, relation: dict[str, Any]) -> tuple[Figure, list[Figure]] | None:
    """The one whole and the parts that a relation's words find; None where they are missing or not unique."""
    figures = [
        figure
        for figure in report.figures
        if figure.unit == relation["unit"] and figure.role in ("", "actual") and figure.domain == relation["domain"]
    ]
    clauses = {figure.start: report.clause_of(figure.start).text for figure in figures}
    parts: list[Figure] = []
    for words in relation["parts"]:
        hits = [figure for figure in figures if any(word in clauses[figure.start] for word in words)]
        if len(hits) == 1:
            parts += hits
    wholes = [
        figure
        for figure in figures
        if figure not in parts and any(word in clauses[figure.start] for word in relation["whole"])
    ]
    return (wholes[0], parts) if len(wholes) == 1 and parts else None


def _pair(report: Report, check: str, saying: str, severity: str, part: Figure, whole: Figure, word: str) -> Finding:
    same = report.sentence_of(part.start) == report.sentence_of(whole.start)
    quote = (
        excerpt(report, whole.start, part.end)
        if same
        else excerpt(report, whole.start, whole.end) + excerpt(report, part.start, part.end)
    )
    return Finding(
        check=check,
        severity=severity,
        saying=saying,
        slots={"part": part.text, "whole": whole.text, "word": word, "quote": quote},
        at=part.start,
        words=report.lead(whole) + "|" + report.lead(part),
        computed=f"{part.text}{'≤' if part.base_value <= whole.base_value else '>'}{whole.text}",
        printed=f"{whole.text}、{part.text}",
        figures=(whole, part),
    )
