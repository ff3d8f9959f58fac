"""The report as HTML, with its figures, issues, damaged places and one sentence marked."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import pandas as pd
import streamlit as st

from domain.text.outline import read_outline
from domain.text.spans import Paragraph, Sentence
from ui.shell import cache
from ui.shell.links import carried_settings
from ui.shell.pick import settings
from ui.shell.text import escape_html
from ui.show.marks import Mark, damage_marks, figure_marks, issue_marks
from ui.show.page_views import report_text, table, view
from ui.show.tables import table_html
from views.panel import columns_of, text_column
from views.row_history import current_figures

#: Tags of headings by level: title and chapters, then sections.
_TAGS: Final = {0: "h2", 1: "h2", 2: "h3"}
_FIGURE_COLUMNS: Final = (*columns_of("figures", "text"), text_column("current", "现在的数", may_be_empty=True),
                  *columns_of("figures", "name domain role project"))  # fmt: skip


@dataclass(frozen=True)
class Focus:
    """The highlighted offset with its sentence (None: none), and the highlighted domain ("": none)."""

    at: int | None
    sentence: Sentence | None
    domain: str


def show_report(at: int | None, domain: str) -> None:
    """Draws the whole marked report of the version on screen; below the sentence at offset `at` a table of its figures.

    Changed figures also show their current value.
    """
    shown, links = cache.opened(), tuple(sorted(carried_settings().items()))
    if shown.version is not None:
        key = ("report", shown.version.digest, links, at, domain, settings().hide)
        st.html(cache.SHOWN.get(key, lambda: _drawn(at, domain)))


def _drawn(at: int | None, domain: str) -> str:
    """The report as HTML."""
    text, current = report_text(), view(current_figures) or {}
    figures = table("figures")
    figures = figures.assign(current=figures["start"].map(current).fillna("") if current else None)
    marks = [*figure_marks(figures), *issue_marks(table("issues")), *damage_marks(table("findings"), text)]
    beside = (
        "" if at is None else table_html(figures_beside(text, figures, at), _FIGURE_COLUMNS, caption="这句话里的数字")
    )
    return report_html(text, marks, at=at, domain=domain, beside=beside)


def figures_beside(text: str, figures: pd.DataFrame, at: int) -> pd.DataFrame:
    """The rows of `figures` in the same sentence as offset `at`."""
    sentence = read_outline(text).sentence(at)
    return figures[figures["start"].between(sentence.start, sentence.end - 1)]


def report_html(text: str, marks: Iterable[Mark], *, at: int | None = None, domain: str = "", beside: str = "") -> str:
    """`text` as HTML: every character of every paragraph, in order, with `marks`.

    The sentence around offset `at` is highlighted; the offset itself has data-here, to which the page scrolls, and
    `beside` (HTML) follows its paragraph. With `domain`, the figures of other domains are dimmed. Chapters are folded
    under their headings, but for those that hold what is highlighted, else the first one.
    """
    outline = read_outline(text)
    inside = at is not None and 0 <= at < len(text)
    focus = Focus(at, outline.sentence(at), domain) if at is not None and inside else Focus(None, None, domain)
    ordered = sorted(marks, key=lambda mark: (mark.start, -mark.end))
    groups = [
        _Group(
            kind,
            [_drawn_paragraph(text, span, ordered, focus, beside) for span in spans],
            _holds(spans, ordered, focus),
        )
        for kind, spans in _grouped(outline.paragraphs)
    ]
    opened = any(group.is_asked for group in groups)
    first = next((group for group in groups if group.kind == "chapter"), None)
    body = "".join(_group_html(group, is_open=group.is_asked or (group is first and not opened)) for group in groups)
    return f'<article class="report" aria-label="报告全文">{body}</article>'


@dataclass(frozen=True)
class _Group:
    """Consecutive paragraphs as HTML: what stands before a report on its web page ("front"), a chapter, whose first
    paragraph is its heading, or other text; is_asked: it holds the highlighted offset or domain.
    """

    kind: str
    paragraphs: list[str]
    is_asked: bool


def _grouped(paragraphs: Iterable[Paragraph]) -> list[tuple[str, list[Paragraph]]]:
    """The paragraphs in their order, by kind of group (see _Group)."""
    groups: list[tuple[str, list[Paragraph]]] = []
    for span in paragraphs:
        if span.role == "heading" and span.headings[-1].level == 1:
            groups.append(("chapter", [span]))
            continue
        kind = "front" if span.role == "front" else "chapter" if span.headings else "text"
        if not groups or groups[-1][0] != kind:
            groups.append((kind, []))
        groups[-1][1].append(span)
    return groups


def _holds(spans: list[Paragraph], marks: Iterable[Mark], focus: Focus) -> bool:
    start, end = spans[0].start, spans[-1].end
    if focus.sentence is not None:
        return start <= focus.sentence.start < end
    return bool(focus.domain) and any(mark.domain == focus.domain and start <= mark.start < end for mark in marks)


def _group_html(group: _Group, *, is_open: bool) -> str:
    """A group, folded where it is a chapter or front matter; the words of a fold are the heading, or drawn by CSS."""
    opened = " open" if is_open else ""
    if group.kind == "front":
        summary = '<summary class="front" data-words="网页信息" aria-label="网页信息"></summary>'
        return f'<details class="chapter"{opened}>{summary}{"".join(group.paragraphs)}</details>'
    if group.kind == "chapter" and len(group.paragraphs) > 1:
        heading, *rest = group.paragraphs
        return f'<details class="chapter"{opened}><summary class="heading">{heading}</summary>{"".join(rest)}</details>'
    return "".join(group.paragraphs)


def _drawn_paragraph(text: str, span: Paragraph, marks: list[Mark], focus: Focus, beside: str) -> str:
    """A paragraph; after the one that holds the highlighted sentence `beside`."""
    here = focus.sentence is not None and span.start <= focus.sentence.start < span.end
    return _paragraph(text, span, marks, focus) + (beside if here else "")


def _paragraph(text: str, span: Paragraph, marks: list[Mark], focus: Focus) -> str:
    tag = "h2" if span.role == "title" else _TAGS.get(span.headings[-1].level, "p") if span.role == "heading" else "p"
    inside = [mark for mark in marks if mark.start < span.end and mark.end > span.start]
    borders = {span.start, span.end, *(mark.start for mark in inside), *(mark.end for mark in inside)}
    if focus.sentence is not None and focus.at is not None:
        borders |= {focus.sentence.start, focus.sentence.end, focus.at}
    cuts = sorted(border for border in borders if span.start <= border <= span.end)
    pieces = (
        _piece(text, (start, end), [mark for mark in inside if mark.start <= start and mark.end >= end], focus)
        for start, end in pairwise(cuts)
    )
    return f"<{tag}>{''.join(pieces)}</{tag}>"


def _piece(text: str, place: tuple[int, int], marks: list[Mark], focus: Focus) -> str:
    """The text between two borders as one element with the classes, tooltips and link of the marks on it."""
    start, end = place
    figure = next((mark for mark in marks if mark.kind != "issue"), None)
    classes = [mark.kind for mark in marks]
    if focus.sentence is not None and focus.sentence.start <= start and end <= focus.sentence.end:
        classes.append("sentence")
    if figure is not None and focus.domain:
        classes.append("asked" if figure.domain == focus.domain else "quiet")
    attributes = [f'class="{" ".join(dict.fromkeys(classes))}"'] if classes else []
    if marks:
        attributes.append(f'title="{escape_html("；".join(mark.words for mark in marks))}"')
    if start == focus.at:
        attributes.append("data-here")
    if figure is not None and figure.start == start:
        attributes.append(f'id="at-{start}"')
    href = figure.href if figure is not None else next((mark.href for mark in marks if mark.href), "")
    words = escape_html(text[start:end])
    if href:
        return f'<a {" ".join(attributes)} href="{escape_html(href)}">{words}</a>'
    return f"<span {' '.join(attributes)}>{words}</span>" if attributes else words
