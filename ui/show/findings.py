"""Findings as HTML: a list with severity, question, whom to ask and whether it is settled; each opens its detail."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

import pandas as pd
import streamlit as st

from domain.schema.display import is_missing
from domain.schema.frames import records
from domain.schema.vocabulary import SEVERITIES
from ui.shell.account import may_edit
from ui.shell.links import link, page_link, source_link
from ui.shell.text import escape_html
from ui.show.tables import LONG_TABLE, narrow_field
from views.checks import Letter, question_text
from views.panel import columns_of

_FIELDS: Final = columns_of("findings", "printed computed confirm with_whom resolution resolved_by")


def show_findings(findings: pd.DataFrame, figures: pd.DataFrame) -> None:
    """One line per row of `findings`, which opens in place; the texts of the figures concerned come from `figures`.

    The page scrolls to ?finding=row_id, which stands open. Editors get a link to resolve each finding.
    """
    texts, editing = dict(zip(figures["start"].astype(int), figures["text"], strict=True)), may_edit()
    requested = st.query_params.get("finding", "")
    if requested and requested not in set(findings["row_id"]):
        st.html('<p class="note" role="status">没有地址里的这条核对结果，它可能已经消除，或不符合上面所选的条件。</p>')
    lines = "".join(_finding(row, texts, editing=editing) for row in records(findings))
    field = narrow_field("核对结果") if len(findings) > LONG_TABLE else ""
    head = "<span>结论</span><span>问题</span><span>向谁核实</span><span>处理</span>"
    st.html(
        f'<div class="findings narrowable">{field}<p class="finding-line findings-head" aria-hidden="true">{head}</p>'
        f"{lines}</div>"
    )


def show_letters(letters: Iterable[Letter]) -> None:
    """The questions to each department as one text to copy; folded."""
    items = "".join(
        f"<li><b>{escape_html(letter.whom)}</b> {letter.n}项 {copy_button(letter.text, '复制文字')}"
        f"<pre>{escape_html(letter.text)}</pre></li>"
        for letter in letters
    )
    if items:
        st.html(
            f'<details class="more-tasks letters"><summary>按单位列出要核实的问题，可复制发送</summary><ul>{items}</ul>'
            "</details>"
        )


def copy_button(text: str, words: str) -> str:
    """A button that copies `text` (ui/shell/assets/tables.js)."""
    return f'<button type="button" class="copier" data-text="{escape_html(text)}">{escape_html(words)}</button>'


def _finding(row: Mapping[Any, Any], texts: Mapping[int, str], *, editing: bool) -> str:
    requested = st.query_params.get("finding") == row["row_id"]
    fields = [("涉及数字", _figure_links(row["figures"], texts))]
    fields += [(each.label, escape_html(row[each.name])) for each in _FIELDS if not is_missing(row[each.name])]
    fields.append(("原句", "" if is_missing(row["quote"]) else _sentence(row["quote"], row["start"])))
    if row["severity"] != "passed":
        fields.append(("核实", copy_button(question_text(row), "复制这个问题")))
        if editing:
            words = "写处理意见" if is_missing(row["resolution"]) else "修改处理意见"
            fields.append(("处理", link(words, page_link("edit", task="finding", finding=row["row_id"]))))
    lines = "".join(f"<dt>{label}</dt><dd>{words}</dd>" for label, words in fields if words)
    return (
        f'<details class="finding" data-row id="{escape_html(row["row_id"])}"{" open" if requested else ""}>'
        f'<summary{" data-here" if requested else ""}><span class="finding-line">{_summary(row)}</span></summary>'
        f"<p>{escape_html(row['message'])}</p><dl>{lines}</dl></details>"
    )


def _summary(row: Mapping[Any, Any]) -> str:
    whom = "" if is_missing(row["with_whom"]) else row["with_whom"]
    settled = "" if row["severity"] == "passed" else "未处理" if is_missing(row["resolution"]) else "已处理"
    return (
        f'<span><span class="severity">{escape_html(SEVERITIES[row["severity"]])}</span></span>'
        f"<b>{escape_html(row['title'])}</b><span>{escape_html(whom)}</span><span>{settled}</span>"
    )


def _figure_links(starts: object, texts: Mapping[int, str]) -> str:
    """The figures at `starts` (offsets joined by spaces) as links to their sentences."""
    places = [] if is_missing(starts) else [int(start) for start in str(starts).split()]
    return "、".join(link(str(texts.get(start, start)), source_link(start)) for start in places)


def _sentence(quote: str, start: object) -> str:
    return escape_html(quote) if is_missing(start) else link(quote, source_link(int(str(start))))
