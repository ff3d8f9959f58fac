"""Open pages follow the store: whoever commits a version, each page that shows an older one is run again.

The server sees to it, not the browser: one question to the store three times a second, however many people look, and a
rerun for those sessions only that were drawn before the last version was stored, of whichever period: pages look at
earlier periods too. Nothing is added to the loading of a page, no page flickers while nothing happens, and a session
that was cut off is caught up with as soon as it is back. Pages on which somebody edits are told by a line instead;
pages of a chosen version keep it and say that it is not the newest.
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
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.scriptrunner import get_script_run_ctx

from domain.schema.period import coverage_text
from store.errors import StoreError
from store.read import read_last_id, read_version
from ui.shell import cache
from ui.shell.pinned import pinned, version_text
from ui.shell.text import escaped, plain

_LOG: Final = logging.getLogger("progress")
#: Pages on which somebody edits: their address. A new version must not throw that work away.
HOLDING: Final = frozenset({"upload", "edit"})
#: Seconds between two questions to the store; after a failure; until a session that did not follow is asked again.
EVERY: Final = 0.3
#: So many pages are drawn anew at once: all of them at once would be ready last, and no click be answered before.
#: Seconds between two looks whether one is ready, and after which it is waited for no more.
_AT_ONCE: Final = 2
_MOMENT: Final = 0.005
_LONGEST: Final = 1.0
_AFTER_FAILURE: Final = 5.0
_ASK_AGAIN: Final = 5.0
_SHOWN_BEFORE: Final = "shown before"
_HELD: Final = "held version"


@dataclass
class _Shown:
    """last: the version that was stored last when a session's page was drawn.

    fragment: the one that tells of newer versions, on a page that holds its own.
    """

    last: int
    fragment: str | None = None
    asked: tuple[int, float] = (-1, 0.0)


_SHOWN: Final[WeakKeyDictionary[AppSession, _Shown]] = WeakKeyDictionary()
_LOCK: Final = threading.Lock()


async def follow() -> None:
    """While the server runs: reruns the sessions that were drawn before the version that was stored last."""
    while True:
        await asyncio.sleep(EVERY)
        try:
            await _look()
        except StoreError:  # pages say what is wrong with it
            await asyncio.sleep(_AFTER_FAILURE)
        except Exception:  # whatever it was: pages must follow the next version without a restart
            _LOG.exception("open pages could not be told of a new version; it is tried again")
            await asyncio.sleep(_AFTER_FAILURE)


def watch(page: str) -> None:
    """Note what this rerun shows, so that the session hears of newer versions; say so where it has just changed.

    page: the address of the page. Called before it runs, after its version was opened.
    """
    now = cache.opened()
    before = st.session_state.get(_SHOWN_BEFORE, now)
    st.session_state[_SHOWN_BEFORE] = now
    fragment = None
    if page in HOLDING:
        held = cache.newest() if pinned() else now.version
        _show_newer(held.id if held else None)
        fragment = _fragment_id()
    elif not pinned():
        _show_updated(before, now)
    _note(_Shown(now.last, fragment))


def _show_updated(before: cache.Opened, now: cache.Opened) -> None:
    """Shortly, that the page shows another version than it did, or that another period has got one."""
    if now.version is None or before.seen == now.seen:
        return
    if before.version != now.version:
        said = f"已更新为{version_text(now.version)}"
    else:
        stored = read_version(now.seen)
        said = f"{coverage_text(stored.period, stored.as_of, dated=False)}已更新为{version_text(stored)}"
    st.toast(plain(said), icon=":material/update:", duration="long")


@st.fragment(key=_HELD)
def _show_newer(held: int | None) -> None:
    """On a page that holds its version `held`: one line where there is a newer one by now. Run by itself."""
    newest = cache.newest()
    if newest is not None and newest.id != held:
        said = f"{version_text(newest)}已存入。您在本页的内容没有变动;提交时会先与新版对照。"
        st.html(f'<div class="banner above" role="status">{escaped(said)}</div>')


def _fragment_id() -> str | None:
    context = get_script_run_ctx(suppress_warning=True)
    if context is None:
        return None
    return next(iter(context.fragment_storage.resolve_target(_HELD)), None)


def _note(shown: _Shown) -> None:
    context = get_script_run_ctx(suppress_warning=True)
    session = runtime.get_instance().get_app_session(context.session_id) if context and runtime.exists() else None
    if session is not None:
        with _LOCK:
            _SHOWN[session] = shown


async def _look() -> None:
    """Ask the store once for all sessions. None of them is held beyond this: a closed tab's must be let go."""
    with _LOCK:
        waiting = [(session, shown) for session, shown in _SHOWN.items() if _listens(session)]
    if waiting:
        last = await run_in_threadpool(read_last_id) or 0
        drawn: list[AppSession] = []
        for session, shown in waiting:
            if _SHOWN.get(session) is shown and _catch_up(session, shown, last):
                drawn = await _in_turn([*drawn, session])


async def _in_turn(drawn: list[AppSession]) -> list[AppSession]:
    """Those of `drawn` that are still being drawn: as soon as another one may be, or the first has taken too long."""
    until = time.monotonic() + _LONGEST
    while len(drawn) >= _AT_ONCE and time.monotonic() < until:
        await asyncio.sleep(_MOMENT)
        drawn = [session for session in drawn if session._scriptrunner is not None]
    return drawn[-_AT_ONCE + 1 :]


def _listens(session: AppSession) -> bool:
    return runtime.exists() and runtime.get_instance().is_active_session(session.id)


def _catch_up(session: AppSession, shown: _Shown, last: int) -> bool:
    """Rerun `session` where it was drawn before version `last` was stored, and whether it is; on the event loop.

    Only between two runs: then what Streamlit keeps of the session (address, page) is that of the last one, and a
    click that is being answered is not undone.
    """
    if shown.last == last or session._scriptrunner is not None or not _listens(session):
        return False
    asked, at = shown.asked
    if asked == last and (shown.fragment is not None or time.monotonic() - at < _ASK_AGAIN):
        return False
    shown.asked = (last, time.monotonic())
    state = ClientState()
    state.CopyFrom(session._client_state)
    if shown.fragment is not None:
        state.fragment_id = shown.fragment
    session.request_rerun(state)
    return True
