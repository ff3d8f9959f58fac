"""Live refresh: open pages are rerun when a newer version is committed by any process.

The server polls the store three times a second with one query for all sessions, and reruns the sessions that were
drawn before the last version of their unit was stored, of any period, since pages also read earlier periods. Page loads
pay nothing, unchanged pages do not flicker, and a session that lost its connection is rerun as soon as it reconnects.
Editing pages only show a notice; pages pinned to a version keep it and say that it is not the newest.
"""

import asyncio
import logging
import threading
import time
from dataclasses import dataclass
from typing import Final
from weakref import WeakKeyDictionary

import streamlit as st
from starlette.concurrency import run_in_threadpool
from streamlit import runtime
from streamlit.runtime.app_session import AppSession

from domain.schema.period import coverage_text
from store.errors import StoreError
from store.read import read_last_ids, read_version
from ui.shell import cache
from ui.shell.patches import client_state, fragment_id, is_running, session_id
from ui.shell.pinned import pinned, version_text
from ui.shell.text import escape_html, escape_markdown

_LOG: Final = logging.getLogger("progress")
#: Addresses of editing pages. A new version must not discard unsaved work.
EDITING_PAGES: Final = frozenset({"upload", "edit"})
#: Seconds between two queries.
INTERVAL: Final = 0.3
#: Pages rerun at the same time: rerunning all at once would delay every one of them, and the answers to clicks.
#: Seconds between two checks whether a rerun has ended, and after which it no longer blocks the next one.
_MAX_CONCURRENT: Final = 2
_POLL_SECONDS: Final = 0.005
_RERUN_TIMEOUT: Final = 1.0
#: Seconds to wait after a failed query, and before a session that did not rerun is requested again.
_AFTER_FAILURE: Final = 5.0
_RETRY_SECONDS: Final = 5.0
_PREVIOUS_KEY: Final = "shown before"
_NEWER_KEY: Final = "newer version notice"


@dataclass
class _DrawnPage:
    """State of a session's page. last: id of the version stored last of its unit when it was drawn. unit: the code of
    its unit, "" where nothing is stored.

    fragment: id of the fragment with the notice, on an editing page. requested: the version for which a rerun was last
    requested, and when (monotonic seconds).
    """

    last: int
    unit: str = ""
    fragment: str | None = None
    requested: tuple[int, float] = (-1, 0.0)


_SESSIONS: Final[WeakKeyDictionary[AppSession, _DrawnPage]] = WeakKeyDictionary()
_LOCK: Final = threading.Lock()


async def follow_versions() -> None:
    """Background task: reruns the sessions that were drawn before the last version of their unit was stored."""
    while True:
        await asyncio.sleep(INTERVAL)
        try:
            await _rerun_outdated()
        except StoreError:  # pages show the fault
            await asyncio.sleep(_AFTER_FAILURE)
        except Exception:  # the task must survive: pages must follow the next version without a restart
            _LOG.exception("open pages could not be told of a new version; it is tried again")
            await asyncio.sleep(_AFTER_FAILURE)


def track_session(page: str) -> None:
    """Register what this rerun shows for live refresh; show a notice where the version has just changed.

    page: the address of the page. Called after the version was opened, before the page runs.
    """
    current = cache.opened()
    previous = st.session_state.get(_PREVIOUS_KEY, current)
    st.session_state[_PREVIOUS_KEY] = current
    fragment = None
    if page in EDITING_PAGES:
        own = cache.newest() if pinned() else current.version
        _show_newer(own.id if own else None)
        fragment = fragment_id(_NEWER_KEY)
    elif not pinned():
        _show_updated(previous, current)
    _register(_DrawnPage(current.last, current.version.unit if current.version else "", fragment))


def _show_updated(previous: cache.Opened, current: cache.Opened) -> None:
    """Toast: the page now shows another version of the same unit, or another period has got a new one."""
    if current.version is None or previous.cutoff == current.cutoff:
        return
    if previous.version is not None and previous.version.unit != current.version.unit:
        return
    if previous.version != current.version:
        text = f"已更新为{version_text(current.version)}"
    else:
        stored = read_version(current.cutoff)
        text = f"{coverage_text(stored.period, stored.as_of, dated=False)}已更新为{version_text(stored)}"
    st.toast(escape_markdown(text), icon=":material/update:", duration="long")


@st.fragment(key=_NEWER_KEY)
def _show_newer(own_id: int | None) -> None:
    """Notice on an editing page based on version `own_id` that there is a newer one. Rerun on its own."""
    newest = cache.newest()
    if newest is not None and newest.id != own_id:
        text = f"{version_text(newest)}已存入。您在本页的内容没有变动；提交时会先与新版对照。"
        st.html(f'<div class="banner above" role="status">{escape_html(text)}</div>')


def _register(page: _DrawnPage) -> None:
    own_id = session_id()
    session = runtime.get_instance().get_app_session(own_id) if own_id and runtime.exists() else None
    if session is not None:
        with _LOCK:
            _SESSIONS[session] = page


async def _rerun_outdated() -> None:
    """One query for all sessions. Keeps no reference to a session: those of closed tabs must be released."""
    with _LOCK:
        waiting = [(session, page) for session, page in _SESSIONS.items() if _is_active(session)]
    if waiting:
        last_ids = await run_in_threadpool(read_last_ids)
        rerunning: list[AppSession] = []
        for session, page in waiting:
            last = last_ids.get(page.unit, 0) if page.unit else max(last_ids.values(), default=0)
            if _SESSIONS.get(session) is page and _rerun_if_outdated(session, page, last):
                rerunning = await _wait_for_slot([*rerunning, session])


async def _wait_for_slot(rerunning: list[AppSession]) -> list[AppSession]:
    """Wait until fewer than _MAX_CONCURRENT of `rerunning` run, at most _RERUN_TIMEOUT; return those that do."""
    deadline = time.monotonic() + _RERUN_TIMEOUT
    while len(rerunning) >= _MAX_CONCURRENT and time.monotonic() < deadline:
        await asyncio.sleep(_POLL_SECONDS)
        rerunning = [session for session in rerunning if is_running(session)]
    return rerunning[-_MAX_CONCURRENT + 1 :]


def _is_active(session: AppSession) -> bool:
    return runtime.exists() and runtime.get_instance().is_active_session(session.id)


def _rerun_if_outdated(session: AppSession, page: _DrawnPage, last: int) -> bool:
    """Request a rerun of `session` if it was drawn before version `last` of its unit was stored; whether it was.

    On the event loop, and only between two runs: then the client state that Streamlit keeps (address, page) is that of
    the last run, and no click in progress is undone.
    """
    if page.last == last or is_running(session) or not _is_active(session):
        return False
    requested, requested_at = page.requested
    if requested == last and (page.fragment is not None or time.monotonic() - requested_at < _RETRY_SECONDS):
        return False
    page.requested = (last, time.monotonic())
    state = client_state(session)
    if page.fragment is not None:
        state.fragment_id = page.fragment
    session.request_rerun(state)
    return True
