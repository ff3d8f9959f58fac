"""The report as received, with its figures, its damaged places and one sentence marked: our own HTML."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import pandas as pd
import streamlit as st

from domain.checks.report import Report, Span
from domain.tables import TABLES
from domain.vocabulary import DOMAINS, NOT_FIGURES, ROLES
from ui.links import source_link
from ui.tables import table_html
from ui.text import escaped

_HEADINGS: Final = (
    (2, re.compile(r"[一二三四五六七八九十]{1,3}、")),
    (3, re.compile(r"[((][一二三四五六七八九十]{1,3}[))]")),
)
_BESIDE: Final = [
    TABLES["figures"].column(name) for name in ("text", "name", "value", "unit", "domain", "role", "project")
]
_HEADING_SIZE: Final = 40  # a longer line is a paragraph that happens to be numbered


@dataclass(frozen=True)
class Mark:
    """A marked place [start, end): `words` are its tooltip, `kind` the look: figure, noted, issue."""

    start: int
    end: int
    kind: str
    words: str
    domain: str = ""


def figure_marks(figures: pd.DataFrame) -> list[Mark]:
    """One mark per row of `figures`: what it is called, its domain and its role. Dates, ranks, names are `noted`."""
    columns = ("start", "end", "text", "name", "domain", "role", "dimension")
    rows = figures[list(columns)].astype(object).where(figures[list(columns)].notna(), "")
    marks = []
    for start, end, text, name, domain, role, dimension in rows.itertuples(index=False):
        said = (f"{name}:{text}" if name else text, DOMAINS.get(domain, ""), ROLES.get(role, ""))
        kind = "noted" if dimension in NOT_FIGURES else "figure"
        marks.append(Mark(int(start), int(end), kind, " · ".join(filter(None, said)), domain))
    return marks


def issue_marks(issues: pd.DataFrame) -> list[Mark]:
    """One mark per row of `issues` that has a place in the text: what is wrong with it."""
    placed = issues[issues["start"].notna() & issues["end"].notna()]
    return [
        Mark(int(start), int(end), "issue", str(message))
        for start, end, message in placed[["start", "end", "message"]].itertuples(index=False)
        if end > start
    ]


def show_report(text: str, figures: pd.DataFrame, issues: pd.DataFrame, *, at: int | None, domain: str) -> None:
    """Draws the whole report with its figures and damaged places marked, below the sentence at `at` its figures."""
    marks = [*figure_marks(figures), *issue_marks(issues)]
    beside = table_html(figures_beside(text, figures, at), _BESIDE, caption="这句话里的数字") if at is not None else ""
    st.html(report_html(text, marks, at=at, domain=domain, beside=beside))


def figures_beside(text: str, figures: pd.DataFrame, at: int) -> pd.DataFrame:
    """The rows of `figures` that stand in the same sentence as offset `at`."""
    sentence = Report(text, {}).sentence_of(at)
    return figures[figures["start"].between(sentence.start, sentence.end - 1)]


def report_html(text: str, marks: Iterable[Mark], *, at: int | None = None, domain: str = "", beside: str = "") -> str:
    """`text` as HTML: every character of every paragraph, in order, with `marks` on it.

    The sentence around offset `at` is highlighted; the place itself carries data-here, for the page to scroll to, and
    `beside` (HTML) follows its paragraph. With `domain`, the figures of other domains step back.
    """
    report = Report(text, {})
    here = report.sentence_of(at) if at is not None and 0 <= at < len(text) else None
    ordered = sorted(marks, key=lambda mark: (mark.start, -mark.end))
    body = []
    for span in report.paragraphs:
        body.append(_paragraph(text, span, ordered, (at, here), domain))
        if here is not None and span.start <= here.start < span.end:
            body.append(beside)
    return f'<article class="report" aria-label="报告全文">{"".join(body)}</article>'


def _paragraph(text: str, span: Span, marks: list[Mark], here: tuple[int | None, Span | None], domain: str) -> str:
    level = next((n for n, form in _HEADINGS if len(span.text) <= _HEADING_SIZE and form.match(span.text)), 0)
    tag = f"h{level}" if level else "p"
    at, sentence = here
    inside = [mark for mark in marks if mark.start < span.end and mark.end > span.start]
    borders = {span.start, span.end, *(mark.start for mark in inside), *(mark.end for mark in inside)}
    if sentence is not None and at is not None:
        borders |= {sentence.start, sentence.end, at}
    cuts = sorted(border for border in borders if span.start <= border <= span.end)
    pieces = (
        _piece(text, start, end, [mark for mark in inside if mark.start <= start and mark.end >= end], here, domain)
        for start, end in pairwise(cuts)
    )
    return f"<{tag}>{''.join(pieces)}</{tag}>"


def _piece(
    text: str, start: int, end: int, marks: list[Mark], here: tuple[int | None, Span | None], domain: str
) -> str:
    """The text between two borders, inside the element that all marks lying on it ask for."""
    at, sentence = here
    classes = [mark.kind for mark in marks]
    if sentence is not None and sentence.start <= start and end <= sentence.end:
        classes.append("sentence")
    figure = next((mark for mark in marks if mark.kind != "issue"), None)
    if figure is not None and domain:
        classes.append("asked" if figure.domain == domain else "quiet")
    attributes = [f'class="{" ".join(dict.fromkeys(classes))}"'] if classes else []
    if marks:
        attributes.append(f'title="{escaped(";".join(mark.words for mark in marks))}"')
    if start == at:
        attributes.append("data-here")
    if figure is not None and figure.start == start:
        attributes += [f'id="at-{start}"', f'href="{escaped(source_link(start))}"']
        return f"<a {' '.join(attributes)}>{escaped(text[start:end])}</a>"
    return f"<span {' '.join(attributes)}>{escaped(text[start:end])}</span>" if attributes else escaped(text[start:end])
