"""Numbers of a draft against a stored version: the same thing on the same day must be the same number."""

import math
from collections.abc import Iterator
from datetime import date
from typing import Final

from domain.checks.quantity import Range, range_of
from domain.checks.report import Figure, Report
from domain.judging.rate_bases import decimals_of
from domain.schema.cell_links import cell_starts
from domain.schema.labels import cell_text
from domain.schema.period import date_text
from domain.schema.provenance import place_text
from domain.schema.vocabulary import REPORTED_ROLES
from proposals.draft.matches import Cell, Match, excerpt_at, find_matches, word
from proposals.draft.reference import DraftFinding, Reference

_LONGEST_QUOTE: Final = 60


def compare_numbers(draft: Report, reference: Reference) -> Iterator[DraftFinding]:
    """Findings about figures of `draft` that are not what `reference` holds, one per figure."""
    seen: set[int] = set()
    for match in find_matches(draft, reference):
        if match.figure.start in seen:
            continue
        seen.add(match.figure.start)
        finding = _compared(draft, reference, match)
        if finding is not None:
            yield finding


def _compared(draft: Report, reference: Reference, match: Match) -> DraftFinding | None:
    figure, cell, what = match.figure, match.cell, match.what
    is_counted = not reference.is_same_period and figure.role in REPORTED_ROLES  # 排查30处 is the whole of 整改28处
    is_set = figure.role in ("target", "baseline") or not (cell.column.dated or is_counted)
    check, severity, why = _verdict_of_set(reference) if is_set else _verdict(reference, cell, match.value, match.day)
    if not check or _agrees(figure, match.value, cell):
        return None
    sentence = draft.outline.sentence(figure.start)
    stored = _stored_text(cell)
    as_of = "" if not cell.column.dated or cell.day is None else f"（截至{date_text(cell.day)}）"
    return DraftFinding(
        check=check, severity=severity,
        title=f"{what}写{figure.text}，{reference.name}是{stored}",
        message=f"{excerpt_at(draft, figure.start)}{reference.name}里是{stored}{as_of}{_basis(cell, reference)}。{why}",
        start=sentence.start, end=sentence.end, printed=figure.text, stored=stored,
        confirm=f"{what}应为{figure.text}还是{stored}",
        domain=figure.domain or word(cell.row.get("domain")) or cell.table, starts=(figure.start,), words=what,
    )  # fmt: skip


def _verdict_of_set(reference: Reference) -> tuple[str, str, str]:
    """Check, severity and reason of two targets or baselines that differ; three times "" where they may differ."""
    if reference.is_same_period:
        return "stored_target", "conflict", "同一时期的目标和基数应当一致。"
    if reference.is_same_year:
        return "stored_target", "doubt", "上次的目标与这次不同，可能口径或期限不同，也可能目标已调整。"
    return "", "", ""


def _verdict(reference: Reference, cell: Cell, value: float, day: date | None) -> tuple[str, str, str]:
    """The same of two numbers that each refer to a day."""
    ours, theirs = (each or (reference.as_of if reference.is_same_period else None) for each in (day, cell.day))
    if ours is None or theirs is None:
        return "", "", ""
    if ours == theirs:
        return "stored_differs", "conflict", "同一天的数应当一致。"
    if ours < theirs:
        return "stored_newer", "doubt", f"这里的数截至{date_text(ours)}，已存的数更晚。"
    kind = word(cell.row.get("kind"))
    if reference.is_same_year and kind == "cumulative" and value < cell.value:
        return "stored_fell", "doubt", "累计数不应比上次少。"
    return "", "", ""


def _agrees(figure: Figure, value: float, cell: Cell) -> bool:
    """Whether both may be the same number: 约, 余 and digits left out allow for more."""
    if math.isclose(value, cell.value, rel_tol=1e-9):
        return True
    exact = ("", "exact")
    same_words = figure.qualifier == cell.qualifier or (figure.qualifier in exact and cell.qualifier in exact)
    if same_words and figure.unit == cell.unit and decimals_of(value) == decimals_of(cell.value):
        return False
    factor = figure.base_value / value if value else 1.0
    ours = figure.range.times(1 / factor) if factor > 0 else Range(value, value)
    theirs = range_of(cell.value, math.nan, f"{cell.value:.12g}", cell.qualifier, is_set=not cell.column.dated)
    return ours.meets(theirs)


def _stored_text(cell: Cell) -> str:
    return cell_text(cell.table, cell.column.name, cell.row)


def _basis(cell: Cell, reference: Reference) -> str:
    """The words or the cell that a stored number rests on, behind a comma; "" where there are none."""
    start = cell_starts(word(cell.row.get("cells"))).get(cell.column.name)
    if start is not None and reference.report.text:
        return f"，原文{excerpt_at(reference.report, start)}"
    quote, place = word(cell.row.get("quote")), place_text(cell.row)
    if place or not quote:
        return f"，见{place}" if place else ""
    quote = " ".join(quote.split())
    return f"，原文「{quote if len(quote) <= _LONGEST_QUOTE else quote[:_LONGEST_QUOTE] + '…'}」"
