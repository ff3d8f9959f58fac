"""Parts inside their whole: shown and never added to it, and never greater than it."""

from collections.abc import Iterator
from typing import Final

from domain.catalogue import read_catalogue
from domain.checks.finding import Finding, excerpt, excerpts
from domain.checks.relations import SUMMABLE, related
from domain.checks.report import Figure, Report
from domain.checks.words import AMONG_THESE, CHANGE, LEFT_OVER, SHARE, TOGETHER

_REACH: Final = 120  # characters: how far before its part a whole may stand


def check_part_inside(report: Report) -> Iterator[Finding]:
    """Money left over lies inside the money it is left of: shown, never added."""
    for part in report.figures:
        word = LEFT_OVER.search(report.lead(part)) if part.dimension == "money" else None
        if not word:
            continue
        sentence = report.outline.sentence(part.start)
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


def _among(report: Report) -> Iterator[tuple[Figure, Figure]]:
    """(part, whole) where 其中 or 当中 stands right before the part."""
    for part in report.figures:
        if part.dimension not in SUMMABLE or not AMONG_THESE.search(report.lead(part)):
            continue
        paragraph = report.outline.paragraph(part.start)
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
        found = related(report, relation) if relation["kind"] == "inside" else None
        for part in found[1] if found else ():
            yield part, found[0]  # type: ignore[index]


def _pair(report: Report, check: str, saying: str, severity: str, part: Figure, whole: Figure, word: str) -> Finding:
    return Finding(
        check=check,
        severity=severity,
        saying=saying,
        slots={"part": part.text, "whole": whole.text, "word": word, "quote": excerpts(report, whole, part)},
        at=part.start,
        words=report.lead(whole) + "|" + report.lead(part),
        computed=f"{part.text}{'≤' if part.base_value <= whole.base_value else '>'}{whole.text}",
        printed=f"{whole.text}、{part.text}",
        figures=(whole, part),
    )
