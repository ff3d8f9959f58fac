"""操作记录: the audit log of the store."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

import pandas as pd
import streamlit as st

from domain.schema.display import MISSING
from store.audit import ACTIONS, read_audit
from store.records import ACCOUNT_ROLES
from ui.shell.account import may_edit
from ui.shell.clock import timestamp_text
from ui.shell.links import link, query_number, view_link
from ui.shell.names import free_text, person_name
from ui.shell.pick import settings
from ui.show.elements import show_section
from ui.show.tables import table_html
from views.panel import text_column
from views.versions import audit_words

_ENTRIES: Final = 30
_ROLE_WORDS: Final[Mapping[str, str]] = {str(role): word for role, word in ACCOUNT_ROLES.items()}
_AUDIT_COLUMNS: Final = (
    text_column("when", "时间"),
    text_column("who", "谁"),
    text_column("role", "角色"),
    text_column("action", "做了什么"),
    text_column("version", "版本"),
    text_column("details", "详情"),
)


def show_audit() -> None:
    """Draws the audit log for editors, newest first, one page at a time (?entries=N: entries below N)."""
    if not may_edit():
        return
    below = query_number("entries")
    entries = read_audit(_ENTRIES + 1, below)
    show_section("操作记录", "只增不改；每条都带前一条的校验值，被改动会在每天的检查中发现。")
    hide = settings().hide
    rows = pd.DataFrame(
        [
            {
                "when": timestamp_text(datetime.fromisoformat(entry.at)),
                "who": person_name(entry.who, hide=hide),
                "role": _ROLE_WORDS.get(entry.role, entry.role),
                "action": ACTIONS.get(entry.action, entry.action),
                "version": f"第{entry.version_id}版" if entry.version_id else None,
                "details": free_text(audit_words(entry.details, ACTIONS), hide=hide),
            }
            for entry in entries[:_ENTRIES]
        ],
        columns=[column.name for column in _AUDIT_COLUMNS],
    )
    st.html(table_html(rows.fillna(MISSING), _AUDIT_COLUMNS, caption="操作记录", lead=""))
    links = [link("最新的记录", view_link(entries=""))] if below is not None else []
    if len(entries) > _ENTRIES:
        links.append(link("更早的记录", view_link(entries=str(entries[_ENTRIES - 1].seq))))
    if links:
        st.html(f'<p class="from">{" · ".join(links)}</p>')
