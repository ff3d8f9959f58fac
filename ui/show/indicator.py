"""The page of one indicator as HTML: its number and bars, its facts, how its state follows, its sentences."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from charts.trends import timeline
from domain.judging.proof import proof_of
from domain.schema.display import is_missing
from domain.schema.tables import DOMAINS
from ui.shell import cache
from ui.shell.account import may_edit
from ui.shell.links import domain_link, link, page_link, row_link, source_link
from ui.shell.names import person_name
from ui.shell.stored import read_row_history
from ui.shell.text import escape_html, state_html
from ui.show.elements import show_panel
from ui.show.page_views import sources
from ui.show.scorecard import bars_html
from ui.show.tables import number_link
from views.indicator import Indicator


def show_figure(indicator: Indicator) -> None:
    """The value in large type, the state, the bar against each target, and the facts below."""
    row = indicator.row
    value = number_link(indicator.value_text, None, row) if indicator.value_text else "完成值未载明"
    facts = "".join(f"<dt>{label}</dt><dd>{escape_html(text)}</dd>" for label, text in indicator.facts)
    st.html(
        f'<section class="indicator"><p class="indicator-value">{value}'
        f"<span>{state_html(row['state'], row['state_high'])}</span></p>"
        f'<div class="progress">{bars_html(indicator.bars)}</div><dl>{facts}</dl>'
        f'<p class="from">{_links(indicator)}</p></section>'
    )


def show_sentences_of(indicator: Indicator) -> None:
    """The sentences of the report that the figures come from, each a link to its place."""
    if not indicator.sentences:
        return
    items = "".join(
        f"<dt>{what}</dt><dd>{link(sentence, source_link(start))}</dd>" for what, sentence, start in indicator.sentences
    )
    st.html(f'<h2 class="section">原文依据</h2><section class="indicator"><dl>{items}</dl></section>')


def show_timelines(indicator: Indicator) -> None:
    """The line over the dates of each claimed target, with its table."""
    for panel in indicator.courses:
        show_panel(panel, timeline, lead="")


def show_rule(indicator: Indicator) -> None:
    """How the state follows, per claimed target: figures, dates, shares, the rule and its source; folded."""
    parts = []
    for claim in indicator.claims:
        lines = proof_of(claim, _last_change_by(claim["row_id"]), sources()).itertuples(index=False)
        fields = "".join(f"<dt>{escape_html(label)}</dt><dd>{escape_html(value)}</dd>" for label, value in lines)
        title = f"{escape_html(claim['label'])} {state_html(claim['state'], claim['state_high'])}"
        parts.append(f'<section class="proof"><h3>{title}</h3><dl>{fields}</dl></section>')
    st.html(f'<details class="more-tasks"><summary>判定依据</summary>{"".join(parts)}</details>')


def _links(indicator: Indicator) -> str:
    row = indicator.row
    found = [link("见来历", row_link(str(claim["row_id"]))) for claim in indicator.claims[:1]]
    if not is_missing(row["domain"]) and row["domain"] in DOMAINS:
        found.append(link(f"{DOMAINS[row['domain']]}的全部数据", domain_link(row["domain"])))
    if may_edit():
        if len(indicator.claims) > 1:
            found.append(link("选定目标", _edit_link("target", row)))
        found.append(link("批准偏差", _edit_link("deviation", row)))
    return " · ".join(found)


def _edit_link(task: str, row: Mapping[Any, Any]) -> str:
    return page_link("edit", task=task, indicator=str(row["row_id"]))


def _last_change_by(row_id: str) -> str | None:
    """The author and the version of the last change of a row of `measures`; None where unknown."""
    shown = cache.version()
    steps = [] if shown is None else read_row_history("measures", row_id, shown.id)
    return f"{person_name(steps[0].version.author)}（第{steps[0].version.id}版）" if steps else None
