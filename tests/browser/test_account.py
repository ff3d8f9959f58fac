"""Signing in and out as a person does it, and what an open page says when its session has ended."""

import pytest

from store.accounts import add_account, disable_account
from store.engine import SETTING, engine
from store.records import Actor

ADMIN = Actor("机主", "admin")
PASSWORD = "金川2023不忘"


@pytest.fixture
def with_account(own_server, tmp_path, monkeypatch):
    """Starts a dashboard with the account 王芳, whose store the test sees too."""

    def start(**environment):
        monkeypatch.setenv(SETTING, f"sqlite:///{tmp_path / 'progress.db'}")
        server = own_server(**environment)
        add_account("王芳", "editor", PASSWORD, ADMIN)
        return server

    yield start
    engine().dispose()


def sign_in(page, password=PASSWORD):
    page.get_by_label("姓名").fill("王芳")
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录").click()


def test_sign_in_returns_as_editor_and_sign_out_as_visitor(with_account, open_page, idle):
    page = open_page("/land?rule=kaihua", on=with_account(), forgive=("403 (Forbidden)",))
    assert page.locator(".account").text_content() == "访客 · 只读 登录"
    page.locator(".account").get_by_role("link", name="登录").click()
    sign_in(page, "不是这个密码")
    assert page.get_by_role("alert").inner_text() == "姓名或密码不对。"
    sign_in(page)
    page.wait_for_url("**/land?rule=kaihua")
    idle(page)
    assert page.locator(".account").text_content() == "王芳 · 编辑 退出"
    page.locator(".account").get_by_role("link", name="退出").click()
    page.get_by_role("button", name="退出登录").click()
    page.wait_for_url("**/land?rule=kaihua")
    idle(page)
    assert page.locator(".account").text_content() == "访客 · 只读 登录"


@pytest.mark.soak
def test_open_page_reports_ended_session(with_account, open_page, idle):
    page = open_page("/sign-in", on=with_account(), idle=False)
    sign_in(page)
    idle(page)
    disable_account("王芳", ADMIN)
    page.get_by_role("link", name="征迁").first.click()
    page.get_by_text("登录已过期，请重新登录").wait_for()
    idle(page)
    assert page.title() == "征迁 · 金川街道半年工作进度"


def test_closed_reading_ended_session_closes_page(with_account, open_page, idle):
    server = with_account(PROGRESS_READING="accounts")
    page = open_page("/land", on=server, idle=False, forgive=("WebSocket", "401 (Unauthorized)"))
    page.wait_for_url("**/sign-in?next=%2Fland")
    sign_in(page)
    page.wait_for_url("**/land")
    idle(page)
    disable_account("王芳", ADMIN)
    page.wait_for_timeout(2_100)  # so long an open connection is believed
    page.get_by_role("link", name="征迁").first.click()
    link = page.get_by_role("alertdialog", name="登录已过期").get_by_role("link", name="去登录")
    link.click()
    page.wait_for_url("**/sign-in?next=*")
    assert page.get_by_role("heading", name="登录").is_visible()
