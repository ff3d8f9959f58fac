"""下半年任务 as HTML: a board by month of what can be checked, the other tasks folded by section."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from domain.schema.cell_links import cell_starts
from domain.schema.display import is_missing
from domain.schema.frames import records
from domain.schema.tables import DOMAINS
from domain.text.punctuation import full_width
from ui.shell.links import link, row_link, source_link
from ui.shell.text import escape_html
from ui.show.elements import show_empty
from ui.show.tables import number_link
from views.panel import history_row_id
from views.plan import due_words, months, others


def show_board(commitments: pd.DataFrame) -> None:
    """One row per month with a card per task that has a quantity, a project or its own due date."""
    found = months(commitments)
    if not found:
        show_empty("没有写明数量、项目或期限的任务。", "报告或台账写明后，这里按月份列出；其余任务在下面按章节列出。")
        return
    rows = "".join(
        f"<section><h2>{escape_html(month)}<small>{len(group)}项</small></h2><ul>{''.join(map(_card, records(group)))}"
        "</ul></section>"
        for month, group in found
    )
    note = ""
    if any(not group["own_due"].all() for _, group in found):
        note = '<p class="from">虚线框：期限为报告期末，原文未单独写明</p>'
    st.html(f'<div class="board">{rows}</div>{note}')


def show_others(commitments: pd.DataFrame) -> None:
    """The tasks without any of these, folded by section of the report, each a link to its sentence."""
    folds = []
    for theme, group in others(commitments):
        items = "".join(f"<li>{_text(row)}</li>" for row in records(group))
        summary = f"<summary>{escape_html(full_width(theme))}<small>{len(group)}项</small></summary>"
        folds.append(f'<details class="more-tasks">{summary}<ul class="plain">{items}</ul></details>')
    if folds:
        st.html("".join(folds))


def _card(row: Mapping[Any, Any]) -> str:
    number = ""
    if row["quantity_text"]:
        number = f"<b>{number_link(row['quantity_text'], cell_starts(row['cells']).get('quantity'), row)}</b>"
    names = [
        "" if is_missing(row["project"]) else row["project"],
        "" if row["domain"] == "commitments" else DOMAINS.get(row["domain"], ""),
        due_words(row) if row["own_due"] else "",
        "" if is_missing(row["owner"]) else row["owner"],
    ]
    notes = " · ".join(escape_html(name) for name in dict.fromkeys(names) if name)
    state = "" if is_missing(row["state_text"]) else f"<small>目前：{escape_html(row['state_text'])}</small>"
    assumed = "" if row["own_due"] else ' class="assumed"'
    return f"<li{assumed}>{number}<span>{_text(row)}</span><small>{notes}</small>{state}</li>"


def _text(row: Mapping[Any, Any]) -> str:
    """The text of a task as a link to its sentence, else to the history of its row."""
    if not is_missing(row["start"]):
        return link(str(row["text"]), source_link(int(row["start"])))
    row_id = history_row_id(row)
    return escape_html(row["text"]) if row_id is None else link(str(row["text"]), row_link(row_id))
