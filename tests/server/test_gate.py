"""The gate before the running dashboard, over HTTP and the raw web socket: what no browser would send."""

import urllib.error
import urllib.request

import pytest

from store.accounts import add_account, disable_account
from store.engine import SETTING, engine
from store.records import Actor
from store.sessions import open_session
from tests.server.running import start_server
from tests.server.socket_client import Gone, SocketClient

ADMIN = Actor("机主", "admin")
PASSWORD = "金川2023不忘"
#: What a proxy on the same machine sends along for somebody elsewhere.
FROM_ELSEWHERE = {"X-Forwarded-For": "10.0.0.7"}
FORGED = {
    "a made-up cookie": {"Cookie": f"progress_session={'a' * 43}.{'0' * 64}"},
    "the gate's header": {"X-Progress-Visitor": "machine", **FROM_ELSEWHERE},
    "a proxy's header": {"X-Forwarded-User": "clerk", "Remote-User": "clerk", "X-Auth-Request-User": "clerk"},
    "Streamlit's cookie": {"Cookie": "_streamlit_user=eyJuYW1lIjoi546L6IqzIn0"},
}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A dashboard with an editor, a viewer and somebody who was disabled, and the headers of their browsers."""
    folder = tmp_path_factory.mktemp("gate")
    running = start_server(folder)
    patch = pytest.MonkeyPatch()
    patch.setenv(SETTING, f"sqlite:///{folder / 'progress.db'}")
    running.people = {"nobody": FROM_ELSEWHERE, **FORGED}
    for name, role in (("王芳", "editor"), ("李强", "viewer"), ("赵六", "editor"), ("clerk", "editor")):
        cookie = open_session(add_account(name, role, PASSWORD, ADMIN))
        running.people[name] = {"Cookie": f"progress_session={cookie}"}
    disable_account("赵六", ADMIN)
    yield running
    engine().dispose()
    patch.undo()
    running.stop()


def status(url: str, headers: dict[str, str] | None = None) -> int:
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers or {}), timeout=20) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


def test_upload_by_editor_is_accepted(server):
    with SocketClient(server.url, headers=server.people["王芳"]) as client:
        assert "王芳 · 编辑" in client.text()
        assert client.upload("台账.xlsx", b"12345").size == 5


@pytest.mark.parametrize("who", ["nobody", "李强", "赵六", *FORGED])
def test_upload_by_others_is_refused(server, who):
    with SocketClient(server.url, headers=server.people[who]) as client:
        assert "· 编辑" not in client.text()
        with pytest.raises(urllib.error.HTTPError, match="403") as refused:
            client.upload("台账.xlsx", b"12345")
        assert "编辑账号" in refused.value.read().decode()


def test_web_socket_of_other_site_is_refused(server):
    for origin in ("http://evil.example", "http://127.0.0.1:9", "null"):
        with pytest.raises(Gone, match="403"), SocketClient(server.url, headers={"Origin": origin}):
            pass
    with SocketClient(server.url, headers={"Origin": server.url}) as client:
        assert client.errors == []


def test_sign_out_reaches_open_page(server):
    headers = {"Cookie": f"progress_session={open_session(add_account('孙七', 'editor', PASSWORD, ADMIN))}"}
    with SocketClient(server.url, headers=headers) as client:
        assert "孙七 · 编辑" in client.text()
        disable_account("孙七", ADMIN)
        client.run()
        assert "登录已过期，请重新登录" in client.text()


def test_upload_without_length_is_counted(server, monkeypatch):
    taken = []

    def put_in_parts(address, _name, _content, headers):
        def body():
            yield b'--x\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\n'
            for part in range(200):
                taken.append(part)
                yield b"x" * (1024 * 1024)

        kind = {"Content-Type": "multipart/form-data; boundary=x"}
        urllib.request.urlopen(urllib.request.Request(address, body(), {**headers, **kind}, method="PUT"), timeout=60)

    monkeypatch.setattr("tests.server.socket_client.put_file", put_in_parts)
    with SocketClient(server.url, headers=server.people["王芳"]) as client:
        with pytest.raises((urllib.error.URLError, ConnectionError)) as refused:  # the answer, or hung up before it
            client.upload("台账.xlsx", b"")
        assert getattr(refused.value, "code", 413) == 413
        assert 20 <= len(taken) < 60
        client.run()
        assert client.errors == []


def test_closed_reading_sends_nothing_without_account(tmp_path, monkeypatch):
    running = start_server(tmp_path, PROGRESS_READING="accounts")
    try:
        monkeypatch.setenv(SETTING, f"sqlite:///{tmp_path / 'progress.db'}")
        cookie = open_session(add_account("李强", "viewer", PASSWORD, ADMIN))
        for headers in (FROM_ELSEWHERE, *FORGED.values(), {}):
            with pytest.raises(Gone, match="403"), SocketClient(running.url, headers=headers):
                pass
            for path in ("/api/tables/land.csv", "/media/x.csv", "/_stcore/host-config", "/component/x/y"):
                assert status(running.url + path, headers) == 401
        with SocketClient(running.url, headers={"Cookie": f"progress_session={cookie}"}) as client:
            assert "李强 · 查看" in client.text()
    finally:
        engine().dispose()
        running.stop()


def test_network_access_without_accounts_is_read_only_even_locally(tmp_path):
    running = start_server(tmp_path, STREAMLIT_SERVER_ADDRESS="0.0.0.0")
    try:
        with SocketClient(running.url) as client:
            assert "访客 · 只读" in client.text()
        assert "修改须用编辑账号登录" in running.log.read_text(encoding="utf-8")
    finally:
        running.stop()
