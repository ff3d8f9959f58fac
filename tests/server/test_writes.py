"""A page that writes, over the raw web socket: whoever may not edit writes nothing, whatever buttons they press."""

from datetime import date

import pytest

from store.accounts import add_account, disable_account
from store.engine import SETTING, engine
from store.read import list_versions, read_current, read_tables
from store.records import Actor, Draft
from store.sessions import end_session, open_session, session_of
from store.write import commit_version
from tests.server.running import start_server
from tests.server.socket_client import SocketClient

ADMIN = Actor("机主", "admin")
PASSWORD = "金川2023不忘"
PAGE = {"page": "history", "query": "rollback=1"}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A dashboard with two versions, an editor and a viewer; .people are the cookies of their browsers."""
    folder = tmp_path_factory.mktemp("writes")
    running = start_server(folder)
    patch = pytest.MonkeyPatch()
    patch.setenv(SETTING, f"sqlite:///{folder / 'progress.db'}")
    first = read_current()
    land = read_tables(first.id)["land"]
    land = land.assign(area_mu=land["area_mu"] + 20)
    draft = Draft(first.org_unit, first.period, "edit", {"land": land})
    commit_version(draft, first.id, Actor("王芳", "editor"), "更正", date(2023, 6, 30))
    running.people = {"nobody": {"X-Forwarded-For": "10.0.0.7"}, "forged": cookie(f"{'a' * 43}.{'0' * 64}")}
    for name, role in (("王芳", "editor"), ("李强", "viewer")):
        running.people[name] = cookie(open_session(add_account(name, role, PASSWORD, ADMIN)))
    yield running
    engine().dispose()
    patch.undo()
    running.stop()


def cookie(value: str) -> dict[str, str]:
    return {"Cookie": f"progress_session={value}"}


def widgets(client: SocketClient) -> tuple[str, str, str]:
    """The ids of the reason, the tick and the button of the rollback that the page offers."""
    return client.of_kind("text_area")[0].id, client.of_kind("checkbox")[0].id, client.of_kind("button")[-1].id


def press(client: SocketClient, ids: tuple[str, str, str]) -> None:
    """Sends what a browser sends for a reason that is written, a tick that is set and a button that is pressed."""
    reason, tick, button = ids

    def fill(states):
        states.add(id=reason, string_value="误改")
        states.add(id=tick, bool_value=True)
        states.add(id=button, trigger_value=True)

    client.run(fill)


def offered(server) -> tuple[str, str, str]:
    with SocketClient(server.url, headers=server.people["王芳"], **PAGE) as client:
        return widgets(client)


@pytest.mark.parametrize("who", ["nobody", "forged", "李强"])
def test_buttons_that_were_never_shown_do_nothing(server, who):
    ids = offered(server)
    with SocketClient(server.url, headers=server.people[who], **PAGE) as client:
        assert client.of_kind("button") == []
        before = list_versions()
        press(client, ids)
        assert client.errors == []
    assert list_versions() == before


@pytest.mark.parametrize("end", ["sign-out", "disabled"])
def test_a_button_that_was_shown_does_nothing_once_the_session_has_ended(server, end):
    value = open_session(add_account(f"孙七 {end}", "editor", PASSWORD, ADMIN))
    with SocketClient(server.url, headers=cookie(value), **PAGE) as client:
        ids = widgets(client)
        end_session(session_of(value)) if end == "sign-out" else disable_account(f"孙七 {end}", ADMIN)
        before = list_versions()
        press(client, ids)
        assert "只有查看权限" in client.text() or "登录已过期" in client.text()
    assert list_versions() == before


def test_an_editor_goes_back_under_the_name_of_the_account(server):
    with SocketClient(server.url, headers=server.people["王芳"], **PAGE) as client:
        press(client, widgets(client))
    newest = list_versions()[0]
    assert (newest.kind, newest.author, newest.restores_id) == ("rollback", "王芳", 1)
