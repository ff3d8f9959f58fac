"""Drafts of this session that survive the server: saved on every rerun that changed them, restored in a new session.

A new session takes over a draft of the same person whose session has ended: the server was restarted, the tab closed
or reloaded, the connection lost for longer than Streamlit keeps a session.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from secrets import token_hex
from typing import Any, Final

import streamlit as st
from streamlit import runtime

from store import autosave
from store.autosave import Autosave, Slot
from store.errors import StoreError
from ui.shell.account import actor
from ui.shell.clock import short_time_text
from ui.shell.patches import session_id
from ui.shell.text import escape_html

#: Session keys: the name of this session in Slot, and what is known of the draft of each thing.
_TOKEN: Final = "autosave session"
_DRAFT: Final = "autosave of"

#: Slot.session -> Streamlit's id, of the sessions of this process.
_SESSIONS: Final[dict[str, str]] = {}


@dataclass(frozen=True)
class DraftState:
    """What this session knows of a draft. state: as saved last, None for none. restored, fault: texts to show."""

    state: Mapping[str, Any] | None = None
    restored: str = ""
    fault: str = ""


def find_draft(what: str) -> Autosave | None:
    """The person's draft of `what` that an ended session left, now of this one; looked for once per session."""
    if _was_looked_for(what):
        return None
    try:
        draft = autosave.claim(_slot(what), _is_open)
    except StoreError as error:
        _note(what, DraftState(fault=str(error)))
        return None
    if draft is None:
        _note(what, DraftState())
        return None
    saved_at = short_time_text(draft.saved_at)
    _note(
        what, DraftState(draft.state, f"已恢复上次没有提交的改动（{saved_at}自动保存）。请核对后提交，不要的话请放弃。")
    )
    return draft


def has_draft(what: str) -> bool:
    """Whether a draft of `what` is saved for this session."""
    return _saved(what).state is not None


def refuse_draft(what: str, reason: str) -> None:
    """Leave a draft that this session cannot restore to the person's next session, and say why."""
    autosave.release(_slot(what))
    _note(what, DraftState(fault=f"上次没有提交的改动没有恢复：{reason}"))


def keep_draft(what: str, state: Mapping[str, Any] | None, content: bytes = b"") -> None:
    """Save the draft of `what` where it has changed; None: it was committed or discarded, and is deleted."""
    saved = _saved(what)
    if state == saved.state:
        return
    try:
        if state is None:
            autosave.delete(_slot(what))
            _note(what, DraftState())
        else:
            autosave.save(_slot(what), state, content)
            _note(what, replace(saved, state=state, fault=""))
    except StoreError as error:  # tried again on the next rerun
        _note(what, replace(saved, fault=str(error)))


def show_autosave(what: str) -> None:
    """One line: that a draft of `what` was restored, or could not be restored or saved; nothing otherwise."""
    saved = _saved(what)
    if saved.restored:
        st.html(f'<div class="note" role="status"><p>{escape_html(saved.restored)}</p></div>')
    if saved.fault:
        st.html(f'<div class="banner" role="alert">{escape_html(saved.fault)}</div>')


def _slot(what: str) -> Slot:
    streamlit_id = session_id()
    token = st.session_state.get(_TOKEN)
    if not isinstance(token, str):
        token = st.session_state[_TOKEN] = token_hex(8)
    if streamlit_id is not None:
        _SESSIONS[token] = streamlit_id
    return Slot(actor(), what, token)


def _is_open(session: str) -> bool:
    """Whether a browser is connected to that session."""
    streamlit_id = _SESSIONS.get(session)
    is_open = streamlit_id is not None and runtime.get_instance().is_active_session(streamlit_id)
    if not is_open:
        _SESSIONS.pop(session, None)
    return is_open


def _was_looked_for(what: str) -> bool:
    return isinstance(st.session_state.get(f"{_DRAFT} {what}"), DraftState)


def _saved(what: str) -> DraftState:
    stored = st.session_state.get(f"{_DRAFT} {what}")
    return stored if isinstance(stored, DraftState) else DraftState()


def _note(what: str, saved: DraftState) -> None:
    st.session_state[f"{_DRAFT} {what}"] = saved
