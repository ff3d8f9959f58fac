"""The gate: who is at the machine, who may read, who may send, and that nobody is who they merely say."""

from datetime import timedelta

import pytest
import streamlit as st

from store import account_status, migrate, sessions
from store.accounts import add_account, disable_account
from store.engine import SETTING, engine
from store.records import Actor
from store.sessions import open_session
from store.unit_changes import add_unit
from store.units import Unit
from tests.ui.shell.dashboard import Dashboard
from ui.shell.gate import LARGEST_BODY, SESSION_ENDED_CODE
from ui.shell.visitor import COOKIE, Visitor, visitor_from_headers

ADMIN = Actor("机主", "admin")
PASSWORD = "金川2023不忘"
UPLOAD = "/_stcore/upload_file/a/b"
AWAY = {"peer": "10.0.0.7", "host": "10.0.0.1:8501"}


@pytest.fixture(autouse=True)
def options(tmp_path, monkeypatch):
    """An empty store, and Streamlit's options as the test sets them."""
    monkeypatch.setenv(SETTING, f"sqlite:///{tmp_path / 'progress.db'}")
    for name in ("PROGRESS_READING", "PROGRESS_PROXY_USER_HEADER", "PROGRESS_PROXY_ADDRESSES"):
        monkeypatch.delenv(name, raising=False)
    migrate.initialise()
    chosen = {"server.address": "127.0.0.1"}
    monkeypatch.setattr(st, "get_option", chosen.get)
    yield chosen
    engine().dispose()


@pytest.fixture
def dashboard(options):
    return Dashboard()


def cookie_of(name="王芳", role="editor") -> dict[str, str]:
    return {"cookie": f"{COOKIE}={open_session(add_account(name, role, PASSWORD, ADMIN))}"}


def who(answer) -> str:
    return answer.text.split(" ")[1]


@pytest.mark.parametrize(
    ("bound", "how", "kind"),
    [
        ("127.0.0.1", {}, "machine"),
        ("localhost", {"host": "localhost:8501"}, "machine"),
        ("::1", {"peer": "::1", "server": "::1", "host": "[::1]:8501"}, "machine"),
        ("127.0.0.1", {"peer": "::ffff:127.0.0.1"}, "machine"),
        ("0.0.0.0", {}, "nobody"),
        ("", {}, "nobody"),
        ("::", {}, "nobody"),
        ("10.0.0.1", {}, "nobody"),
        ("127.0.0.1", {"peer": "10.0.0.7"}, "nobody"),
        ("127.0.0.1", {"server": "10.0.0.1"}, "nobody"),
        ("127.0.0.1", {"headers": {"x-forwarded-for": "127.0.0.1"}}, "nobody"),
        ("127.0.0.1", {"headers": {"x-forwarded-proto": "http"}}, "nobody"),
        ("127.0.0.1", {"headers": {"forwarded": "for=127.0.0.1"}}, "nobody"),
        ("127.0.0.1", {"headers": {"x-real-ip": "127.0.0.1"}}, "nobody"),
        ("127.0.0.1", {"headers": {"True-Client-IP": "127.0.0.1"}}, "nobody"),
        ("127.0.0.1", {"headers": {"CF-Connecting-IP": "127.0.0.1"}}, "nobody"),
        ("127.0.0.1", {"headers": {"Ali-Cdn-Real-Ip": "127.0.0.1"}}, "nobody"),
        ("127.0.0.1", {"headers": {"X-Envoy-External-Address": "127.0.0.1"}}, "nobody"),
        ("127.0.0.1", {"headers": {"via": "1.1 proxy"}}, "nobody"),
    ],
)
def test_gate_local_address_is_recognized(options, bound, how, kind):
    options["server.address"] = bound
    assert who(Dashboard().ask("/land", **how)) == kind


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost@evil.example", "", "[", "a b"])
def test_gate_unknown_host_name_is_refused(options, host):
    assert Dashboard().ask("/land", host=host).status == 403
    origin = {"origin": f"http://{host}"}
    assert Dashboard().socket(host=host, headers=origin) == [{"type": "websocket.close", "code": 1008}]
    options["server.address"] = "0.0.0.0"
    assert who(Dashboard().ask("/land", host="dash.example")) == "nobody"


def test_gate_host_name_of_proxy_or_allowed_is_accepted(options, monkeypatch):
    assert who(Dashboard().ask("/land", host="dash.example", headers={"x-forwarded-for": "10.0.0.7"})) == "nobody"
    options["server.allowedHosts"] = ["dash.example"]
    assert who(Dashboard().ask("/land", host="dash.example:80")) == "nobody"
    options["server.allowedHosts"] = []
    monkeypatch.setenv("PROGRESS_PROXY_ADDRESSES", "127.0.0.1")
    assert who(Dashboard().ask("/land", host="dash.example")) == "nobody"


def test_gate_visitor_header_of_client_is_not_trusted():
    header = Visitor("session", "王芳 x").header()
    assert visitor_from_headers({"x-progress-visitor": header}) == Visitor("session", "王芳 x")
    for forged in ("machine", " machine ", "0" * 32 + " machine ", header.split(" ")[0], "é machine"):
        assert visitor_from_headers({"x-progress-visitor": forged}).kind == "nobody"


@pytest.mark.parametrize(
    "name",
    [
        "x-progress-visitor", "X-Progress-Visitor", "x_progress_visitor", "x-forwarded-user", "remote-user",
        "remote_user", "x-remote-user", "x-auth-request-user", "x-auth-request-email", "x-streamlit-user", "x-sso-name",
    ],
)  # fmt: skip
def test_gate_identity_headers_of_client_are_removed(dashboard, monkeypatch, name):
    monkeypatch.setenv("PROGRESS_PROXY_USER_HEADER", "X-Sso-Name")
    monkeypatch.setenv("PROGRESS_PROXY_ADDRESSES", "10.9.9.9")
    answer = dashboard.ask("/land", **AWAY, headers={name: "x"})
    assert who(answer) == "nobody"
    assert answer.text.endswith("['host', 'x-progress-visitor']")


def test_gate_upload_requires_editor(dashboard):
    assert dashboard.ask(UPLOAD, "PUT", b"12345").status == 200
    refused = dashboard.ask(UPLOAD, "PUT", b"12345", **AWAY)
    assert (refused.status, "编辑账号" in refused.text) == (403, True)
    editor, viewer = cookie_of(), cookie_of("李强", "viewer")
    assert dashboard.ask(UPLOAD, "PUT", b"12345").status == 403, "with accounts, being at the machine is not enough"
    assert dashboard.ask(UPLOAD, "PUT", b"12345", **AWAY, headers=editor).text.startswith("inner session")
    for how in (viewer, {"cookie": f"{COOKIE}=forged.cookie"}, {"cookie": f"{COOKIE}={'a' * 43}.{'0' * 64}"}):
        assert dashboard.ask(UPLOAD, "PUT", b"12345", **AWAY, headers=how).status == 403
    disable_account("王芳", ADMIN)
    assert dashboard.ask(UPLOAD, "DELETE", **AWAY, headers=editor).status == 403


def test_gate_upload_by_editor_of_one_unit_is_accepted(dashboard):
    add_unit(Unit("jcjd", "金川街道"), ADMIN)
    token = open_session(add_account("王芳", "editor", PASSWORD, ADMIN, "jcjd"))
    answer = dashboard.ask(UPLOAD, "PUT", b"12345", **AWAY, headers={"cookie": f"{COOKIE}={token}"})
    assert answer.status == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "MADEUP"])
@pytest.mark.parametrize("path", [UPLOAD, "/land", "/media/x", "/component/x"])
def test_gate_non_editor_only_reads(dashboard, method, path):
    assert dashboard.ask(path, method, **AWAY).status == 403


def test_gate_body_size_is_counted_not_trusted(dashboard):
    part = b"x" * (1024 * 1024)
    for headers in ({}, {"content-length": "5"}, {"transfer-encoding": "chunked"}):
        refused = dashboard.ask(UPLOAD, "PUT", [part] * 21, headers=headers)
        assert (refused.status, "20 MB" in refused.text) == (413, True)
    assert dashboard.ask(UPLOAD, "PUT", b"", headers={"content-length": str(LARGEST_BODY + 1)}).status == 413
    assert dashboard.ask(UPLOAD, "PUT", [part] * 20).text.startswith("inner machine  20971520")


OPEN = ["/static/js/main.js", "/shell/x.js", "/sign-in", "/healthz", "/favicon.png", "/_stcore/health"]
SHUT = ["/_stcore/host-config", "/media/abc.csv", "/api/tables/land.csv", "/api/x", "/component/x/y", "/app/static/x"]
PAGES = ["/", "/land", "/show", "/land/_x", "/static", "/healthz/x"]


@pytest.fixture
def closed(options, monkeypatch):
    monkeypatch.setenv("PROGRESS_READING", "accounts")
    cookie_of("赵六", "viewer")
    return Dashboard()


@pytest.mark.parametrize("path", OPEN)
def test_gate_static_files_stay_open(closed, path):
    assert closed.ask(path, **AWAY).status in (200, 404)


@pytest.mark.parametrize("path", SHUT)
def test_gate_closed_reading_answers_401(closed, path):
    answer = closed.ask(path, **AWAY)
    assert (answer.status, "请先登录" in answer.text) == (401, True)


@pytest.mark.parametrize("path", PAGES[:4])
def test_gate_closed_page_redirects_to_sign_in_and_back(closed, path):
    answer = closed.ask(path + "?rule=kaihua&x=1", **AWAY)
    assert answer.status == 303
    wanted = path.replace("/", "%2F") + "%3Frule%3Dkaihua%26x%3D1"
    assert answer.headers["location"] == f"/sign-in?next={wanted}"


def test_gate_closed_reading_allows_any_account(closed):
    viewer = cookie_of("李强", "viewer")
    for path in (*SHUT[:2], "/land"):
        assert closed.ask(path, **AWAY, headers=viewer).text.startswith("inner session")
    disable_account("李强", ADMIN)
    assert closed.ask("/land", **AWAY, headers=viewer).status == 303


def test_health_data_version_is_for_readers_only(closed, monkeypatch):
    assert "data_version" not in closed.ask("/healthz", **AWAY).text
    monkeypatch.setenv("PROGRESS_READING", "open")
    assert "data_version" in closed.ask("/healthz", **AWAY).text


def test_gate_invalid_setting_closes_reading(options, monkeypatch):
    monkeypatch.setenv("PROGRESS_READING", "account")
    assert Dashboard().ask("/land", **AWAY).status == 303


def test_gate_cross_site_web_socket_is_refused(dashboard):
    for origin in ("http://evil.example", "http://127.0.0.1:9999", "null", "http://localhost:8501"):
        assert dashboard.socket(headers={"origin": origin}) == [{"type": "websocket.close", "code": 1008}]
    assert dashboard.socket(headers={"origin": "http://127.0.0.1:8501"})[0]["type"] == "websocket.accept"


@pytest.mark.parametrize("path", [*SHUT, UPLOAD])
@pytest.mark.parametrize("mode", ["no-cors", "cors", "navigate"])
def test_gate_cross_site_download_is_refused(dashboard, path, mode):
    taken = {"sec-fetch-site": "cross-site", "sec-fetch-mode": mode, "referer": "http://evil.example/"}
    refused = dashboard.ask(path, headers=taken)
    assert (refused.status, "不能从别的网站打开" in refused.text) == (403, True)
    for site in ("same-origin", "same-site", "none"):
        assert dashboard.ask(path, headers={**taken, "sec-fetch-site": site}).status != 403


@pytest.mark.parametrize("path", ["/", "/land?rule=kaihua", "/sign-in", "/land/_x", *OPEN])
def test_gate_cross_site_link_opens_page(dashboard, path):
    followed = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}
    assert dashboard.ask(path, headers=followed).status in (200, 404)


def test_gate_allowed_origin_may_download(options):
    options["server.corsAllowedOrigins"] = ["https://dash.example"]
    for origin, status in (("https://dash.example", 200), ("https://evil.example", 403)):
        headers = {"sec-fetch-site": "cross-site", "origin": origin}
        assert Dashboard().ask("/api/tables", headers=headers).status == status


def test_gate_allowed_origin_may_open_web_socket(options):
    options["server.corsAllowedOrigins"] = ["https://dash.example"]
    opened = Dashboard().socket(headers={"origin": "https://dash.example"})
    assert opened[0]["type"] == "websocket.accept"


def test_gate_closed_reading_refuses_web_socket(closed):
    assert closed.socket(**AWAY) == [{"type": "websocket.close", "code": 1008}]
    assert closed.socket(**AWAY, headers=cookie_of())[0]["type"] == "websocket.accept"


def test_gate_ended_session_closes_web_socket(closed, monkeypatch):
    headers = cookie_of()
    moments = iter(range(0, 10_000, 100))
    monkeypatch.setattr("ui.shell.gate.time.monotonic", lambda: float(next(moments)))
    sent = closed.socket(3, before_each=lambda: disable_account("王芳", ADMIN), **AWAY, headers=headers)
    assert [each["type"] for each in sent] == ["websocket.accept", "websocket.close"]
    assert sent[-1]["code"] == SESSION_ENDED_CODE


def test_gate_web_socket_messages_extend_session(dashboard, monkeypatch):
    headers = cookie_of()
    kept = []
    monkeypatch.setattr("ui.shell.gate.keep_alive", kept.append)
    dashboard.socket(3, **AWAY, headers=headers)
    assert kept == [sessions.session_of(headers["cookie"].partition("=")[2])]


def test_gate_idle_session_is_viewer(dashboard, monkeypatch):
    headers = cookie_of()
    monkeypatch.setattr(account_status, "MAX_IDLE", timedelta(0))
    assert dashboard.ask(UPLOAD, "PUT", b"1", **AWAY, headers=headers).status == 403
    assert dashboard.ask("/land", **AWAY, headers=headers).status == 200


@pytest.fixture
def behind(options, monkeypatch):
    """A dashboard behind a single-sign-on proxy at 10.9.9.9."""
    monkeypatch.setenv("PROGRESS_PROXY_USER_HEADER", "X-Sso-Name")
    monkeypatch.setenv("PROGRESS_PROXY_ADDRESSES", "10.9.9.0/24, 192.168.1.5")
    add_account("王芳", "editor", PASSWORD, ADMIN)
    return Dashboard()


def named(name: str) -> dict[str, str]:
    return {"x-sso-name": name.encode().decode("latin-1")}


def test_gate_proxy_gives_name_and_store_gives_role(behind):
    def put(peer, name):
        return behind.ask(UPLOAD, "PUT", b"1", peer=peer, host="dash.example", headers={"x-sso-name": name})

    assert put("10.9.9.9", "王芳").text.startswith("inner proxy %E7%8E%8B%E8%8A%B3 1")
    assert put("10.9.9.9", "李强").status == 403
    assert put("10.0.0.7", "王芳").status == 403
    assert put("127.0.0.1", "王芳").status == 403
    disable_account("王芳", ADMIN)
    assert put("10.9.9.9", "王芳").status == 403


def test_gate_unknown_proxy_name_is_refused_where_reading_is_closed(behind, monkeypatch):
    monkeypatch.setenv("PROGRESS_READING", "accounts")
    assert behind.ask("/land", peer="10.9.9.9", headers={"x-sso-name": "王芳"}).status == 200
    assert behind.ask("/land", peer="10.9.9.9", headers={"x-sso-name": "李强"}).status == 303


def test_gate_two_proxy_names_count_as_none(behind):
    twice = [("x-sso-name", "王芳"), ("X-Sso-Name", "李强")]
    answer = behind.ask("/land", peer="10.9.9.9", also=twice)
    assert who(answer) == "nobody"


def test_gate_without_database_has_no_accounts(dashboard, monkeypatch):
    headers = cookie_of()
    monkeypatch.setenv(SETTING, "postgresql://postgres@127.0.0.1:1/none")
    assert who(dashboard.ask("/land", **AWAY, headers=headers)) == "nobody"
    assert dashboard.ask(UPLOAD, "PUT", b"1", **AWAY, headers=headers).status == 403
    assert dashboard.ask(UPLOAD, "PUT", b"1").status == 503
    monkeypatch.setenv("PROGRESS_READING", "accounts")
    assert dashboard.ask("/land", **AWAY, headers=headers).status == 303
