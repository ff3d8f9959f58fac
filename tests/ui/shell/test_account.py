"""Who looks at a page: by what the gate handed over, asked of the store anew each time."""

import pytest
from streamlit.testing.v1 import AppTest

from store import migrate
from store.accounts import add_account, disable_account
from store.engine import SETTING, engine
from store.records import Actor
from store.sessions import open_session, session_of
from ui.shell import account
from ui.shell.visitor import Visitor

ADMIN = Actor("机主", "admin")
PASSWORD = "金川2023不忘"


@pytest.fixture(autouse=True)
def _store(tmp_path, monkeypatch):
    monkeypatch.setenv(SETTING, f"sqlite:///{tmp_path / 'progress.db'}")
    monkeypatch.delenv("PROGRESS_READING", raising=False)
    migrate.initialise()
    yield
    engine().dispose()


@pytest.fixture
def comes(monkeypatch):
    """comes("session", …) lets the page be opened by such a visitor."""

    def come(kind, value=""):
        monkeypatch.setattr(account, "visitor", lambda: Visitor(kind, value))

    return come


def session(name="王芳", role="editor") -> str:
    return session_of(open_session(add_account(name, role, PASSWORD, ADMIN)))


def test_account_without_gate_is_visitor():
    assert account.actor() == Actor("访客", "viewer")
    assert not account.may_edit()


def test_account_local_user_edits_until_first_account(comes):
    comes("machine")
    assert account.may_edit()
    assert account.account_status() == "本机使用、未设账号：坐在这台电脑前的人可以修改。"
    add_account("王芳", "viewer", PASSWORD, ADMIN)
    assert not account.may_edit()
    assert "请先用编辑账号登录" in account.account_status()
    disable_account("王芳", ADMIN)
    assert not account.may_edit()


def test_account_remote_user_sees_how_to_add_editor(comes):
    comes("nobody")
    assert not account.may_edit()
    assert "做法见使用手册《安装与维护》“账号”一节" in account.account_status()


@pytest.mark.parametrize(
    ("role", "edits", "told"),
    [
        ("editor", True, "王芳（编辑）：可以修改"),
        ("admin", True, "王芳（管理员）：可以修改"),
        ("viewer", False, "只能查看"),
    ],
)
def test_account_role_is_that_of_the_session(comes, role, edits, told):
    comes("session", session(role=role))
    assert account.actor().name == "王芳"
    assert account.may_edit() is edits
    assert told in account.account_status()


def test_account_ended_session_is_visitor_at_once(comes):
    comes("session", session())
    assert account.may_edit()
    disable_account("王芳", ADMIN)
    assert account.actor() == Actor("访客", "viewer")
    assert account.account_status() == "只读：登录已过期，请重新登录后再修改。"


def test_account_forged_session_is_visitor(comes):
    session()
    comes("session", "0" * 64)
    assert not account.may_edit()


def test_account_proxy_name_without_account_cannot_edit(comes):
    add_account("王芳", "editor", PASSWORD, ADMIN)
    comes("proxy", "王芳")
    assert account.actor() == Actor("王芳", "editor", account="王芳")
    comes("proxy", "李强")
    assert account.actor() == Actor("李强", "viewer")
    disable_account("王芳", ADMIN)
    comes("proxy", "王芳")
    assert not account.may_edit()


def whole_page() -> str:
    def script():
        import streamlit as st

        from ui.shell.account import admit, show_account

        if admit():
            st.text("figures")
        show_account()

    page = AppTest.from_function(script).run()
    assert not page.exception
    return "\n".join([*(each.body for each in page.get("html")), *(each.value for each in page.text)])


@pytest.mark.parametrize(
    ("kind", "said", "link"),
    [
        ("machine", "本机用户 · 可修改", ""),
        ("nobody", "访客 · 只读", "/sign-in?next=%2F"),
        ("session", "登录已过期", "/sign-in"),
    ],
)
def test_account_name_is_shown(comes, kind, said, link):
    comes(kind)
    shown = whole_page()
    assert said in shown
    assert link in shown
    assert "figures" in shown


def test_sign_in_link_is_shown_where_accounts_exist(comes):
    comes("nobody")
    assert account.sign_in_link() == "", "without accounts there is nothing to sign in to"
    comes("session", session())
    assert account.sign_in_link() == ""
    for kind in ("nobody", "machine", "session"):
        comes(kind)
        assert 'href="/sign-in?next=' in account.sign_in_link()


def test_account_name_with_markup_is_escaped(comes):
    comes("session", session("<b>王芳</b>"))
    assert "&lt;b&gt;王芳&lt;/b&gt; · 编辑" in whole_page()
    comes("proxy", "<script>")
    assert "<script>" not in whole_page()


@pytest.mark.parametrize(("kind", "told"), [("nobody", "请先登录"), ("session", "登录已过期，请重新登录")])
def test_page_with_closed_reading_stops_before_figures(comes, monkeypatch, kind, told):
    session()
    monkeypatch.setenv("PROGRESS_READING", "accounts")
    comes(kind)
    shown = whole_page()
    assert told in shown
    assert "figures" not in shown
    comes("session", session("李强", "viewer"))
    assert "figures" in whole_page()
