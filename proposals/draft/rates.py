"""Rates and due days of a draft's rows against the same rows of a stored version."""

from collections.abc import Iterator
from typing import Any

from domain.checks.report import Report
from domain.judging.rate_bases import rate_match
from domain.schema.cell_links import cell_starts
from domain.schema.display import is_missing
from domain.schema.labels import row_names
from domain.schema.period import as_date, date_text
from domain.schema.tables import TABLES
from proposals.draft.matches import day_of, excerpt_at, row_pairs, word
from proposals.draft.reference import DraftFinding, Reference


def compare_rates(draft: Report, reference: Reference) -> Iterator[DraftFinding]:
    """Printed rates that do not follow once a part or a whole that the draft leaves out is taken from the version."""
    figures = {figure.start: figure for figure in draft.figures}
    for name, new, old in row_pairs(draft, reference):
        names = row_names(name, draft.tables[name])
        starts = cell_starts(word(new["cells"]))
        for column in TABLES[name].numbers:
            figure = figures.get(starts.get(column.name, -1))
            if not column.share_of or figure is None or is_missing(new[column.name]):
                continue
            part, whole = (_first(new[each], old[each]) for each in column.share_of)
            is_own = all(not is_missing(new[each]) for each in column.share_of)
            if part is None or whole is None or is_own or day_of(new) != day_of(old):
                continue
            rate = float(new[column.name])
            if rate_match(rate, part, whole) or not whole or figure.qualifier not in ("", "exact"):
                continue
            excerpt = excerpt_at(draft, figure.start)
            computed = f"{part:g}÷{whole:g}={100 * part / whole:.2f}%"
            sentence = draft.outline.sentence(figure.start)
            yield DraftFinding(
                check="stored_rate", severity="doubt",
                title=f"“{names[new['row_id']]}”写{figure.text}，按{reference.name}算是{computed}",
                message=f"{excerpt}文中没有写全分子和分母，缺的按{reference.name}补上，{computed}。",
                start=sentence.start, end=sentence.end, printed=figure.text, stored=computed,
                confirm=f"“{figure.text}”的分子、分母各是多少", domain=word(new.get("domain")) or name,
                starts=(figure.start,), words=f"{names[new['row_id']]}{column.label}",
            )  # fmt: skip


def compare_due(draft: Report, reference: Reference) -> Iterator[DraftFinding]:
    """Due dates that the draft prints and the version has otherwise."""
    for name, new, old in row_pairs(draft, reference):
        start = cell_starts(word(new["cells"])).get("due") if "due" in new else None
        if start is None or is_missing(new["due"]) or is_missing(old["due"]) or new["due"] == old["due"]:
            continue
        what = row_names(name, draft.tables[name])[new["row_id"]]
        ours, theirs = date_text(as_date(new["due"])), date_text(as_date(old["due"]))
        sentence = draft.outline.sentence(start)
        yield DraftFinding(
            check="stored_due", severity="doubt", title=f"“{what}”的期限是{ours}，{reference.name}是{theirs}",
            message=f"「{sentence.text.strip()}」{reference.name}里的完成期限是{theirs}。",
            start=sentence.start, end=sentence.end, printed=ours, stored=theirs,
            confirm=f"“{what}”的完成期限是哪一天", domain=word(new.get("domain")) or name, words=f"{what}期限",
        )  # fmt: skip


def _first(*values: Any) -> float | None:
    return next((float(value) for value in values if not is_missing(value)), None)
