"""The clerk confirms what became of a promise: one at a time, both sentences side by side, saved at once."""

from typing import Final

import streamlit as st

from domain.checks.promises import STATES, State
from store.errors import StoreError
from store.meeting_edits import Place, write_edits
from store.records import Version
from ui.shell.account import actor, may_edit
from ui.shell.text import escape_html
from views.promises import Confirmation, PromiseRow, PromisesView

_PICKED: Final = "promise picked"
_FAULT: Final = "promise fault"


def show_confirming(view: PromisesView, version: Version) -> None:
    """Draws the promise to confirm next, a button per state; nothing for a reader or where nothing was promised."""
    if not may_edit() or not view.rows:
        return
    if fault := st.session_state.pop(_FAULT, ""):
        st.html(f'<div class="banner" role="alert">{escape_html(fault)}</div>')
    title = f"逐项确认：还有{len(view.proposed)}项" if view.proposed else "已全部确认，可以改"
    with st.expander(title, expanded=False):
        rows = {row.row_id: row for row in (*view.proposed, *view.confirmed)}
        picked = st.selectbox("哪一项", list(rows), format_func=lambda key: rows[key].text, key=_PICKED)
        _show_row(rows[picked])
        _show_states(rows[picked], version)


def _show_row(row: PromiseRow) -> None:
    former = f"（以前确认为{STATES[row.former.state]}，后来原句有变）" if row.former else ""
    state = f"已确认为{STATES[row.confirmed.state]}" if row.confirmed else f"程序初判：{STATES[row.proposed]}{former}"
    st.html(
        f"<p><strong>上期：</strong>{escape_html(row.promised)}</p>"
        f"<p><strong>本期：</strong>{escape_html(row.current_quote or '没有找到')}</p><p>{escape_html(state)}</p>"
    )


def _show_states(row: PromiseRow, version: Version) -> None:
    """A button per state, that of the program marked; one that takes the confirmation back."""
    columns = st.columns(len(STATES) + 1)
    for column, (state, word) in zip(columns, reversed(STATES.items()), strict=False):
        column.button(
            f"确认{word}", key=f"promise {state}", on_click=_confirm, args=(row, state, version), width="stretch",
            type="primary" if state == row.state else "secondary",
        )  # fmt: skip
    columns[-1].button(
        "撤回确认", key="promise back", on_click=_confirm, args=(row, None, version), width="stretch",
        disabled=row.confirmed is None and row.former is None,
    )  # fmt: skip


def _confirm(row: PromiseRow, state: State | None, version: Version) -> None:
    place: Place = ("promise", row.row_id)
    seen = row.confirmed or row.former
    value = None if state is None else Confirmation(state, row.text, row.current_quote).value
    try:
        write_edits(version.id, {place: value}, {place: seen.at} if seen else {}, actor())
    except StoreError as error:
        st.session_state[_FAULT] = str(error)
        return
    st.session_state.pop(_PICKED, None)
