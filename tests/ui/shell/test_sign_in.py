"""The sign-in: a session for the right password, a wait after wrong ones, and no way to another site."""

import asyncio
import re
import time

import argon2
import pytest
import streamlit as st

from store import accounts, migrate
from store.accounts import add_account, disable_account, set_password, verify_password
from store.audit import read_audit
from store.engine import SETTING, engine
from store.records import Actor
from tests.ui.shell.dashboard import Dashboard
from ui.shell.rate_limit import FORGET_AFTER, MAX_KEYS, RateLimit
from ui.shell.sign_in import safe_next
from ui.shell.visitor import COOKIE

ADMIN = Actor("机主", "admin")
PASSWORD = "金川2023不忘"
RIGHT = {"name": "王芳", "password": PASSWORD, "next": "/land?rule=kaihua"}
WRONG = {**RIGHT, "password": "不是这个密码"}


@pytest.fixture
def options(tmp_path, monkeypatch):
    monkeypatch.setenv(SETTING, f"sqlite:///{tmp_path / 'progress.db'}")
    for name in ("PROGRESS_READING", "PROGRESS_PROXY_USER_HEADER", "PROGRESS_PROXY_ADDRESSES"):
        monkeypatch.delenv(name, raising=False)
    migrate.initialise()
    chosen = {"server.address": "127.0.0.1"}
    monkeypatch.setattr(st, "get_option", chosen.get)
    add_account("王芳", "editor", PASSWORD, ADMIN)
    yield chosen
    engine().dispose()


@pytest.fixture
def dashboard(options):
    return Dashboard()


def cookie(answer) -> dict[str, str]:
    return {"cookie": answer.headers["set-cookie"].partition(";")[0]}


def test_sign_in_correct_password_opens_session_and_redirects_back(dashboard):
    answer = dashboard.post("/sign-in", RIGHT)
    assert (answer.status, answer.headers["location"]) == (303, "/land?rule=kaihua")
    assert re.fullmatch(
        rf"{COOKIE}=[\w-]{{43}}\.[0-9a-f]{{64}}; HttpOnly; Path=/; SameSite=lax", answer.headers["set-cookie"]
    )
    assert "王芳（编辑）" in dashboard.ask("/sign-in", headers=cookie(answer)).text
    assert [entry.action for entry in read_audit()][:1] == ["sign_in"]


def test_sign_in_page_is_chinese_without_script(dashboard):
    page = dashboard.ask("/sign-in?next=/land")
    assert page.status == 200
    assert '<html lang="zh-CN">' in page.text
    assert "<script" not in page.text
    assert "style=" not in page.text
    assert 'value="/land"' in page.text
    assert page.headers["cache-control"] == "no-store"
    [style] = re.findall(r'rel="stylesheet" href="([^"]+)"', page.text)
    css = dashboard.ask(style)
    assert (css.status, "prefers-color-scheme:dark" in css.text) == (200, True)
    assert "@COLOURS@" not in css.text


def test_sign_in_page_without_accounts_says_how_to_add_one(tmp_path, dashboard, monkeypatch):
    monkeypatch.setenv(SETTING, f"sqlite:///{tmp_path / 'other.db'}")
    migrate.initialise()
    page = dashboard.ask("/sign-in").text
    assert "使用手册《安装与维护》“账号”一节" in page
    assert "<form" not in page


@pytest.mark.parametrize(
    "fields", [WRONG, {**RIGHT, "name": "李强"}, {**RIGHT, "name": ""}, {**RIGHT, "password": ""}, {"x": "y"}]
)
def test_sign_in_wrong_password_and_unknown_name_get_same_answer(dashboard, fields):
    answer = dashboard.post("/sign-in", fields)
    assert (answer.status, "姓名或密码不对。" in answer.text) == (403, True)
    assert "set-cookie" not in answer.headers
    assert read_audit(1)[0].action == "refusal"
    assert "不是这个密码" not in read_audit(1)[0].details


def test_sign_in_audit_omits_names_that_are_no_account(dashboard):
    dashboard.post("/sign-in", {**WRONG, "name": "王芳"}, peer="10.0.0.7")
    assert '"account":"王芳"' in read_audit(1)[0].details
    assert '"address":"10.0.0.7"' in read_audit(1)[0].details
    dashboard.post("/sign-in", {**WRONG, "name": PASSWORD})
    assert PASSWORD not in read_audit(1)[0].details


def test_sign_in_unknown_name_takes_as_long_as_wrong_password(dashboard, monkeypatch):
    verified = []

    class Slow(argon2.PasswordHasher):
        def verify(self, hash, password):
            verified.append(hash)
            return super().verify(hash, password)

    monkeypatch.setattr(accounts, "_HASHER", Slow(time_cost=1, memory_cost=8, parallelism=1))
    accounts._dummy_hash.cache_clear()
    disable_account("王芳", ADMIN)
    for name in ("王芳", "李强", "\0", "'; DROP TABLE accounts; --"):
        dashboard.post("/sign-in", {**WRONG, "name": name})
    assert len(verified) == 4


def test_sign_in_typed_name_is_escaped(dashboard):
    nasty = '"><script>alert(1)</script>'
    page = dashboard.post("/sign-in", {"name": nasty, "password": "x", "next": "/land?a=" + nasty})
    assert "<script" not in page.text
    assert "&lt;script&gt;" in page.text
    assert "<script" not in dashboard.ask("/sign-in?next=/%22%3E%3Cscript%3E").text


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "", "referer": "http://evil.example/sign-in"},
        {"origin": ""},
        {"origin": "http://127.0.0.1:9999"},
        {"content-type": "text/plain"},
        {"content-type": "multipart/form-data; boundary=x"},
    ],
)
@pytest.mark.parametrize("path", ["/sign-in", "/sign-out"])
def test_sign_in_cross_site_form_is_refused(dashboard, path, headers):
    here = cookie(dashboard.post("/sign-in", RIGHT))
    answer = dashboard.post(path, RIGHT, headers={**headers, **here})
    assert (answer.status, "set-cookie" in answer.headers) == (403, False)
    assert "已登录" in dashboard.ask("/sign-in", headers=here).text


def test_sign_in_with_referer_only_succeeds(dashboard):
    headers = {"origin": "", "referer": "http://127.0.0.1:8501/sign-in?next=/"}
    assert dashboard.post("/sign-in", RIGHT, headers=headers).status == 303


def test_sign_in_oversized_form_is_refused(dashboard):
    assert dashboard.post("/sign-in", {**RIGHT, "more": "x" * 20_000}).status == 403
    assert dashboard.post("/sign-in", {**RIGHT, **{f"f{n}": "x" for n in range(50)}}).status == 403


def test_sign_in_with_password_reset_meanwhile_is_refused(dashboard, monkeypatch):
    def reset_meanwhile(name, password):
        verified = verify_password(name, password)
        set_password(name, "另一个密码2023", ADMIN)
        return verified

    monkeypatch.setattr("ui.shell.sign_in.verify_password", reset_meanwhile)
    answer = dashboard.post("/sign-in", RIGHT)
    assert (answer.status, "姓名或密码不对。" in answer.text, "set-cookie" in answer.headers) == (403, True, False)
    assert [entry.action for entry in read_audit(2)] == ["refusal", "user_password"]


def test_sign_out_ends_session_and_deletes_cookie(dashboard):
    here = cookie(dashboard.post("/sign-in", RIGHT))
    assert "退出登录" in dashboard.ask("/sign-out?next=/land", headers=here).text
    answer = dashboard.post("/sign-out", {"next": "/land"}, headers=here)
    assert (answer.status, answer.headers["location"]) == (303, "/land")
    assert "Max-Age=0" in answer.headers["set-cookie"]
    assert "已登录" not in dashboard.ask("/sign-in", headers=here).text


def test_sign_in_again_ends_previous_session(dashboard):
    first = cookie(dashboard.post("/sign-in", RIGHT))
    second = cookie(dashboard.post("/sign-in", RIGHT, headers=first))
    assert first != second
    assert "已登录" not in dashboard.ask("/sign-in", headers=first).text
    assert "已登录" in dashboard.ask("/sign-in", headers=second).text


@pytest.mark.parametrize(
    ("scheme", "peer", "told", "secure"),
    [
        ("https", "10.0.0.7", None, True),
        ("http", "10.0.0.7", None, False),
        ("http", "10.0.0.7", "https", False),
        ("http", "10.9.9.9", "https", True),
        ("http", "10.9.9.9", "http", False),
    ],
)
def test_cookie_behind_https_is_secure(dashboard, monkeypatch, scheme, peer, told, secure):
    monkeypatch.setenv("PROGRESS_PROXY_ADDRESSES", "10.9.9.9")
    headers = {"x-forwarded-proto": told} if told else {}
    answer = dashboard.post("/sign-in", RIGHT, scheme=scheme, peer=peer, headers=headers)
    assert ("Secure" in answer.headers["set-cookie"]) is secure


def test_cookie_under_base_path_is_limited_to_it(options):
    options["server.baseUrlPath"] = "jinchuan"
    dashboard = Dashboard()
    answer = dashboard.post("/jinchuan/sign-in", {**RIGHT, "next": "/jinchuan/land"})
    assert answer.headers["location"] == "/jinchuan/land"
    assert "Path=/jinchuan;" in answer.headers["set-cookie"]
    assert dashboard.post("/jinchuan/sign-in", RIGHT).headers["location"] == "/jinchuan/"
    assert 'action="/jinchuan/sign-in"' in dashboard.ask("/jinchuan/sign-in").text


@pytest.mark.parametrize(
    "wanted",
    [
        "", "land", "//evil.example", "/\\evil.example", "\\\\evil.example", "http://evil.example/", "/\t/evil.example",
        "/\r\nSet-Cookie: x=y", "javascript:alert(1)", "/sign-in", "/sign-in?next=/x", "/sign-out", "///evil",
        "/ /evil", "/" + "x" * 3000,
    ],
)  # fmt: skip
def test_sign_in_redirect_to_another_site_is_ignored(monkeypatch, wanted):
    monkeypatch.setattr(st, "get_option", lambda _name: "")
    assert safe_next(wanted) == "/"


@pytest.mark.parametrize("wanted", ["/", "/land", "/land?rule=kaihua&at=12", "/show?p=3", "/a//b"])
def test_sign_in_redirect_to_own_page_is_followed(monkeypatch, wanted):
    monkeypatch.setattr(st, "get_option", lambda _name: "")
    assert safe_next(wanted) == wanted


def test_sign_in_redirect_chinese_address_is_encoded(monkeypatch):
    monkeypatch.setattr(st, "get_option", lambda _name: "")
    assert safe_next("/land?名=值") == "/land?%E5%90%8D=%E5%80%BC"


def test_sign_in_after_five_failures_waits_even_with_correct_password(dashboard):
    for _ in range(5):
        assert dashboard.post("/sign-in", WRONG).status == 403
    answer = dashboard.post("/sign-in", RIGHT)
    assert answer.status == 429
    assert re.search(r"请等待 \d+ 秒后再试", answer.text)
    assert int(answer.headers["retry-after"]) >= 1
    assert dashboard.post("/sign-in", {**WRONG, "name": "李强"}).status == 403


def test_sign_in_name_variants_count_as_one_name(dashboard):
    for name in ("Admin", "admin", " ADMIN ", "Ａdmin", "admin\u3000"):
        assert dashboard.post("/sign-in", {**WRONG, "name": name}).status == 403
    assert dashboard.post("/sign-in", {**WRONG, "name": "aDmin"}).status == 429


def test_sign_in_name_is_stripped(dashboard):
    names = ("王芳", "王芳\u2028", " 王芳", "王芳" + " \u2028" * 30, "\u3000王芳\t")
    for name in names:
        assert dashboard.post("/sign-in", {**WRONG, "name": name}).status == 403
        assert '"account":"王芳"' in read_audit(1)[0].details
    assert dashboard.post("/sign-in", {**WRONG, "name": "王芳\u2028 "}).status == 429


def test_sign_in_guesses_of_stranger_do_not_lock_out_owner(dashboard):
    for _ in range(30):
        dashboard.post("/sign-in", WRONG, peer="10.0.0.7")
    assert dashboard.post("/sign-in", RIGHT, peer="10.0.0.7").status == 429
    assert dashboard.post("/sign-in", RIGHT, peer="10.0.0.8").status == 303


def test_sign_in_guesses_from_many_networks_delay_unknown_networks_only(dashboard):
    assert dashboard.post("/sign-in", RIGHT, peer="10.0.0.8").status == 303
    statuses = [dashboard.post("/sign-in", WRONG, peer=f"10.0.1.{n}").status for n in range(21)]
    assert statuses == [403] * 20 + [429]
    assert dashboard.post("/sign-in", RIGHT, peer="10.0.0.9").status == 429
    assert dashboard.post("/sign-in", RIGHT, peer="10.0.0.8").status == 303


def test_sign_in_failures_for_other_names_do_not_delay_known_user(dashboard):
    assert dashboard.post("/sign-in", RIGHT, peer="10.0.0.7").status == 303
    statuses = [dashboard.post("/sign-in", {**WRONG, "name": f"n{n}"}, peer="10.0.0.7").status for n in range(21)]
    assert statuses[-1] == 429
    assert dashboard.post("/sign-in", RIGHT, peer="10.0.0.7").status == 303


def test_sign_in_too_long_name_is_refused_uncounted(dashboard):
    kept = len(read_audit())
    for n in range(30):
        padded = "王芳" + "\u2028 "[n % 2] * (95 + n) + "x"
        answer = dashboard.post("/sign-in", {**RIGHT, "name": padded})
        assert (answer.status, "姓名最多 64 个字" in answer.text, "set-cookie" in answer.headers) == (403, True, False)
    assert len(read_audit()) == kept
    assert dashboard.post("/sign-in", RIGHT).status == 303


def test_sign_in_address_with_many_names_is_rate_limited(dashboard):
    statuses = [dashboard.post("/sign-in", {**WRONG, "name": f"n{n}"}, peer="10.0.0.7").status for n in range(22)]
    assert statuses == [403] * 20 + [429] * 2
    assert dashboard.post("/sign-in", RIGHT, peer="10.0.0.8").status == 303


def test_sign_in_ipv6_network_counts_as_one_address(dashboard):
    def status(n, peer):
        return dashboard.post("/sign-in", {**WRONG, "name": f"n{n}"}, peer=peer).status

    statuses = [status(n, f"2001:db8:0:7:{n:x}::1") for n in range(21)]
    assert statuses == [403] * 20 + [429]
    assert '"address":"2001:db8:0:7:13::1"' in read_audit(1)[0].details
    assert status(0, "2001:db8:0:8::1") == 403
    assert status(0, "::ffff:10.0.0.7") == status(0, "::ffff:10.0.0.8") == 403


def test_sign_in_forwarded_address_of_client_is_ignored(dashboard):
    def status(n):
        headers = {"x-forwarded-for": f"10.1.1.{n}"}
        return dashboard.post("/sign-in", {**WRONG, "name": f"n{n}"}, peer="10.0.0.7", headers=headers).status

    assert [status(n) for n in range(21)] == [403] * 20 + [429]


def test_sign_in_concurrent_attempts_are_rate_limited(dashboard):
    async def at_once():
        body = b"name=%E7%8E%8B%E8%8A%B3&password=wrong-password&next=/"
        headers = {"content-type": "application/x-www-form-urlencoded", "origin": "http://127.0.0.1:8501"}
        return await asyncio.gather(*(dashboard.asked("/sign-in", "POST", body, headers=headers) for _ in range(30)))

    statuses = [answer.status for answer in asyncio.run(at_once())]
    assert statuses.count(403) == 5
    assert statuses.count(429) == 25


def test_sign_in_verifies_at_most_two_passwords_at_once(dashboard, monkeypatch):
    running, most = [], []

    def slow(*_args):
        running.append(1)
        most.append(len(running))
        time.sleep(0.05)
        running.pop()

    async def busy():
        headers = {"content-type": "application/x-www-form-urlencoded", "origin": "http://127.0.0.1:8501"}
        tries = [
            dashboard.asked("/sign-in", "POST", b"name=n%d&password=p" % n, headers=headers, peer=f"10.0.0.{n}")
            for n in range(30)
        ]
        all_of_them = asyncio.gather(*tries)
        await asyncio.sleep(0.02)
        await dashboard.asked("/api/tables")
        overtook = not all_of_them.done()
        return overtook, await all_of_them

    monkeypatch.setattr("ui.shell.sign_in.verify_password", slow)
    overtook, answers = asyncio.run(busy())
    assert max(most) == 2
    assert overtook
    assert [answer.status for answer in answers].count(429) == 10


def test_rate_limit_doubles_up_to_a_minute_and_expires():
    now = [0.0]
    slow = RateLimit(free=5, clock=lambda: now[0])
    waits = []
    for _ in range(14):
        waits.append(slow.wait("王芳"))
        now[0] += slow.wait("王芳")
        slow.count("王芳")
    assert waits == [0] * 5 + [1, 2, 4, 8, 16, 32, 60, 60, 60]
    now[0] += FORGET_AFTER + 1
    assert slow.wait("王芳") == 0


def test_rate_limit_memory_is_bounded():
    slow = RateLimit(free=5)
    for n in range(MAX_KEYS + 100):
        slow.count(f"n{n}")
    assert len(slow.attempts) == MAX_KEYS


def test_sign_in_unreachable_database_is_reported(dashboard, monkeypatch):
    monkeypatch.setenv(SETTING, "postgresql://postgres@127.0.0.1:1/none")
    for answer in (dashboard.post("/sign-in", RIGHT), dashboard.ask("/sign-in")):
        assert answer.status == 503
        assert "连不上" in answer.text
