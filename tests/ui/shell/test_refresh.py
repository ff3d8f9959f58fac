"""Open pages follow the store: which sessions are run again, and which are left alone."""

import asyncio
import gc
import weakref
from types import SimpleNamespace

import pytest
from streamlit import runtime
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.runtime.app_session import AppSession
from streamlit.testing.v1 import AppTest

from store.errors import StoreUnavailable
from tests.ui.shell.test_cache import commit, store  # noqa: F401
from ui.shell import refresh
from ui.shell.background import running


class Session:
    """What the rules look at of Streamlit's session."""

    def __init__(self) -> None:
        self.id, self._scriptrunner = "s", None
        self._client_state = ClientState(query_string="at=7", page_script_hash="land")
        self.asked: list[ClientState] = []

    def request_rerun(self, state: ClientState) -> None:
        self.asked.append(state)


@pytest.fixture
def session(monkeypatch):
    """A connected session."""
    here = SimpleNamespace(is_active_session=lambda _id: True)
    monkeypatch.setattr(runtime, "exists", lambda: True)
    monkeypatch.setattr(runtime, "get_instance", lambda: here)
    return Session()


def test_refresh_attributes_exist_in_streamlit():
    made = AppSession.__init__.__code__.co_names
    assert {"_scriptrunner", "_client_state"} <= set(made)


def test_refresh_outdated_session_is_rerun(session):
    refresh._rerun_if_outdated(session, refresh._DrawnPage(1), 2)
    assert [(state.query_string, state.page_script_hash) for state in session.asked] == [("at=7", "land")]


def test_refresh_current_session_is_not_rerun(session):
    refresh._rerun_if_outdated(session, refresh._DrawnPage(2), 2)
    assert session.asked == []


def test_refresh_running_click_is_not_interrupted(session):
    session._scriptrunner = object()
    refresh._rerun_if_outdated(session, refresh._DrawnPage(1), 2)
    assert session.asked == []


def test_refresh_session_is_rerun_once_per_version(session):
    shown = refresh._DrawnPage(1)
    for newest in (2, 2, 2, 3):
        refresh._rerun_if_outdated(session, shown, newest)
    assert len(session.asked) == 2


def test_refresh_page_with_edits_gets_notice_only(session):
    refresh._rerun_if_outdated(session, refresh._DrawnPage(1, fragment="line"), 2)
    assert [state.fragment_id for state in session.asked] == ["line"]


def test_refresh_store_is_polled_once_for_all_sessions(session, monkeypatch):
    sessions = [Session() for _ in range(30)]
    questions = []
    monkeypatch.setattr(refresh, "INTERVAL", 0.01)
    monkeypatch.setattr(refresh, "read_last_ids", lambda: questions.append(1) or {"jcjd": 2})
    shown_to(sessions)

    async def some_time() -> None:
        async with running(refresh.follow_versions()):
            while not all(each.asked for each in sessions):
                await asyncio.sleep(0.01)

    asyncio.run(some_time())
    assert [len(each.asked) for each in sessions] == [1] * 30
    assert len(questions) <= 2


def test_refresh_failure_is_logged_and_retried(session, monkeypatch, caplog):
    answers = iter([RuntimeError("unforeseen"), StoreUnavailable("磁盘已满。"), KeyError("unforeseen too")])

    def read_last_ids() -> dict[str, int]:
        answer = next(answers, {"jcjd": 2})
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(refresh, "INTERVAL", 0.0)
    monkeypatch.setattr(refresh, "_AFTER_FAILURE", 0.0)
    monkeypatch.setattr(refresh, "read_last_ids", read_last_ids)
    shown_to([session])

    async def until_it_is_asked() -> None:
        async with running(refresh.follow_versions()):
            while not session.asked:
                await asyncio.sleep(0.01)

    asyncio.run(asyncio.wait_for(until_it_is_asked(), 30))
    assert [type(record.exc_info[1]) for record in caplog.records] == [RuntimeError, KeyError]


class Busy(Session):
    """A session whose page takes a moment to draw; `drawing` counts those of all sessions, `most` at one time."""

    drawing = most = 0

    def request_rerun(self, state: ClientState) -> None:
        super().request_rerun(state)
        self._scriptrunner = object()
        Busy.drawing += 1
        Busy.most = max(Busy.most, Busy.drawing)
        asyncio.get_running_loop().call_later(0.02, self.end)

    def end(self) -> None:
        self._scriptrunner = None
        Busy.drawing -= 1


def shown_to(sessions: list[Session]) -> None:
    for each in sessions:
        refresh._SESSIONS[each] = refresh._DrawnPage(1)


def test_refresh_pages_are_rerun_one_by_one(session, monkeypatch):
    monkeypatch.setattr(refresh, "read_last_ids", lambda: {"jcjd": 2})
    monkeypatch.setattr(Busy, "drawing", 0)
    monkeypatch.setattr(Busy, "most", 0)
    sessions = [Busy() for _ in range(10)]
    shown_to(sessions)
    asyncio.run(refresh._rerun_outdated())
    assert [len(each.asked) for each in sessions] == [1] * 10
    assert Busy.most == 2


def test_refresh_slow_page_does_not_block_others(session, monkeypatch):
    monkeypatch.setattr(refresh, "read_last_ids", lambda: {"jcjd": 2})
    monkeypatch.setattr(refresh, "_RERUN_TIMEOUT", 0.02)
    monkeypatch.setattr(Busy, "end", lambda _session: None)
    sessions = [Busy() for _ in range(5)]
    shown_to(sessions)
    asyncio.run(refresh._rerun_outdated())
    assert [len(each.asked) for each in sessions] == [1] * 5


def test_refresh_page_rerun_meanwhile_is_skipped(session, monkeypatch):
    monkeypatch.setattr(refresh, "read_last_ids", lambda: {"jcjd": 2})
    _, second, third = sessions = [Busy() for _ in range(3)]
    shown_to(sessions)

    async def reload_meanwhile() -> None:
        looking = asyncio.create_task(refresh._rerun_outdated())
        while not second.asked:
            await asyncio.sleep(0.001)
        refresh._SESSIONS[third] = refresh._DrawnPage(2)
        await looking

    asyncio.run(reload_meanwhile())
    assert [len(each.asked) for each in sessions] == [1, 1, 0]


def editing_page():
    import streamlit as st

    from ui.shell import cache, refresh

    if "opened" not in st.session_state:
        cache.open_version()
        st.session_state["opened"] = True
    refresh.track_session("upload")


def following_page():
    from ui.shell import cache, refresh

    cache.open_version()
    refresh.track_session("land")


def test_refresh_page_shows_short_notice(store):  # noqa: F811
    commit(880)
    app = AppTest.from_function(following_page, default_timeout=20).run()
    assert len(app.toast) == 0
    commit(900, parent=1)
    assert "已更新为第2版" in app.run().toast[0].value.replace("\\", "")


def test_refresh_corrected_earlier_period_is_noticed(store):  # noqa: F811
    commit(880)
    commit(1200, period="2023H2")
    app = AppTest.from_function(following_page, default_timeout=20).run()
    commit(890, parent=1)
    assert "2023年上半年已更新为第3版" in app.run().toast[0].value.replace("\\", "")
    assert len(app.run().toast) == 0


def test_refresh_pinned_page_ignores_other_period(store):  # noqa: F811
    commit(880)
    app = AppTest.from_function(editing_page, default_timeout=20).run()
    commit(1200, period="2023H2")
    assert len(app.run().get("html")) == 0


def test_refresh_pinned_page_notices_newer_version(store):  # noqa: F811
    commit(880)
    app = AppTest.from_function(editing_page, default_timeout=20).run()
    assert len(app.get("html")) == 0
    commit(900, parent=1)
    app.run()
    assert "您在本页的内容没有变动" in app.get("html")[0].proto.body
    assert len(app.toast) == 0


def test_refresh_closed_session_is_released(session, monkeypatch):
    monkeypatch.setattr(refresh, "read_last_ids", lambda: {"jcjd": 1})
    tabs = [Session()]
    refresh._SESSIONS[tabs[0]] = refresh._DrawnPage(1)
    kept = weakref.ref(tabs[0])

    async def close_while_it_follows() -> bool:
        monkeypatch.setattr(refresh, "INTERVAL", 0.01)
        following = asyncio.create_task(refresh.follow_versions())
        await asyncio.sleep(0.1)
        tabs.clear()
        await asyncio.sleep(0.1)
        gc.collect()
        following.cancel()
        return kept() is None

    assert asyncio.run(close_while_it_follows())


def test_refresh_commit_of_another_unit_reruns_nobody(session, monkeypatch):
    monkeypatch.setattr(refresh, "read_last_ids", lambda: {"jcjd": 1, "dqz": 2})
    own, other = Session(), Session()
    refresh._SESSIONS[own] = refresh._DrawnPage(1, "jcjd")
    refresh._SESSIONS[other] = refresh._DrawnPage(1, "dqz")
    asyncio.run(refresh._rerun_outdated())
    assert (len(own.asked), len(other.asked)) == (0, 1)
