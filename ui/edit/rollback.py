"""Rollback to an older version: its changes, reason, confirmation and result."""

from collections.abc import Sequence
from typing import Final

import streamlit as st

from domain.schema.period import date_text
from store.errors import StoreError
from store.read import read_current
from store.records import Version
from store.write import rollback
from ui.edit.history import changes_between, show_changes
from ui.shell.account import account_status, actor, may_edit
from ui.shell.links import link, query_number, view_link
from ui.shell.text import escape_html, escape_markdown
from ui.show.elements import show_empty, show_section

_RESULT_KEY: Final = "said of the rollback"
_REASON: Final = "rollback reason"


def show_rollback(versions: Sequence[Version]) -> bool:
    """Draws the rollback to ?rollback=N: its changes and the form. Also shows the result of the last one.

    Returns whether a rollback is requested.
    """
    _show_result()
    requested = query_number("rollback")
    target = next((version for version in versions if version.id == requested), None)
    if target is None:
        return False
    st.html('<span data-here="rollback"></span>')
    current = read_current(target.unit, target.period)
    show_section(f"回退到第{target.id}版", account_status())
    st.html(f'<p class="from">{link("不回退，看全部版本", view_link(rollback=""))}</p>')
    if not may_edit() or current is None:
        return True
    changes = changes_between(current, target)
    if changes.empty and current.as_of == target.as_of:
        show_empty(f"第{target.id}版与当前的第{current.id}版内容相同。", "不用回退。")
        return True
    show_changes(changes, f"回退会把第{current.id}版改成这样")
    if current.as_of != target.as_of:
        st.html(f'<p class="from">数据截至由{date_text(current.as_of)}改为{date_text(target.as_of)}。</p>')
    _form(target, current)
    return True


def _form(target: Version, current: Version) -> None:
    """Reason, confirmation and button. The widget keys contain both versions: where another version is stored
    meanwhile, the confirmation is reset, so that nothing is stored that was not shown.
    """
    pair = f"{target.id} {current.id}"
    with st.form(f"rollback {pair}", border=False):
        st.text_area("回退理由", key=_REASON, height=80, max_chars=2000, placeholder="为什么回退，如：九月数字录错")
        st.checkbox("已核对以上变化", key=f"rollback seen {pair}")
        st.form_submit_button(
            escape_markdown(f"回退到第{target.id}版"), type="primary", on_click=_roll_back, args=(target.id, current.id)
        )


def _roll_back(target: int, parent: int) -> None:
    """Callback: stores the rollback, or keeps the reason why not for display."""
    if not st.session_state.get(f"rollback seen {target} {parent}"):
        st.session_state[_RESULT_KEY] = ("alert", "请先核对变化并勾选“已核对以上变化”，没有写入。")
        return
    try:
        made = rollback(target, actor(), str(st.session_state.get(_REASON, "")), parent)
    except StoreError as error:
        st.session_state[_RESULT_KEY] = ("alert", str(error))
        return
    st.session_state[_RESULT_KEY] = ("status", f"已回退：内容同第{target}版，存为第{made.id}版。")
    st.session_state[_REASON] = ""
    for key in ("rollback", "a", "b", "version", "older"):
        st.query_params.pop(key, None)


def _show_result() -> None:
    role, message = st.session_state.pop(_RESULT_KEY, ("", ""))
    if message:
        st.html(f'<div class="note" role="{role}"><p><strong>{escape_html(message)}</strong></p></div>')
