"""Uncommitted work outlives the server: after a restart the draft is there again, for its owner and nobody else."""

import os
import signal
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from store.accounts import add_account
from store.engine import SETTING, engine
from store.records import Actor
from tests.browser.test_edit import PATIENCE, Grid, check, open_land
from tests.browser.test_upload import CREATIVE, TARGET, changed, download, upload
from tests.server.running import Server

ADMIN = Actor("机主", "admin")
PASSWORD = "金川2023不忘"
#: What the browser says of a server that is away, and Streamlit of a session that it does not know any more.
AWAY = ("WebSocket", "ERR_CONNECTION_REFUSED", "Failed to load resource", "server endpoint", "server is not responding")
RESTORED = "已恢复上次没有提交的改动"


class Restarting:
    """A dashboard that can be killed and started anew on its address and database."""

    def __init__(self, own_server: Callable[..., Server], file: Path) -> None:
        self.start, self.file = own_server, file
        self.server = own_server()

    def restart(self) -> None:
        """As a power failure does it: nothing is told to the process that ends."""
        self.server.process.send_signal(signal.SIGKILL)
        self.server.process.wait(timeout=20)
        port = str(urlsplit(self.server.url).port)
        self.server = self.start(PROGRESS_DATABASE_URL=f"sqlite:///{self.file}", STREAMLIT_SERVER_PORT=port)

    def drafts(self) -> list[Path]:
        """The files of drafts."""
        return [path for path in self.file.parent.rglob("*") if "-drafts" in str(path.parent) and path.is_file()]


@pytest.fixture
def dashboard(own_server: Callable[..., Server], tmp_path: Path) -> Restarting:
    return Restarting(own_server, tmp_path / "progress.db")


@pytest.fixture
def open_at(dashboard: Restarting, open_page: Callable[..., Page]) -> Callable[[str], Page]:
    """open_at("/edit") is that page of the dashboard; who signs in has a browser of their own."""

    def at(route: str) -> Page:
        signs_in = "sign-in" in route
        page = open_page(route, on=dashboard.server, forgive=AWAY, idle=not signs_in, apart=signs_in)
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        return page

    return at


@pytest.fixture
def accounts(dashboard: Restarting, monkeypatch: pytest.MonkeyPatch):
    """王芳 and 李强 may edit."""
    monkeypatch.setenv(SETTING, f"sqlite:///{dashboard.file}")
    for name in ("王芳", "李强"):
        add_account(name, "editor", PASSWORD, ADMIN)
    yield
    engine().dispose()


def sign_in(page: Page, name: str, route: str) -> None:
    page.get_by_label("姓名").fill(name)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(f"**{route}")


def connected(page: Page) -> None:
    """Waits until the tab has found the server again."""
    page.locator("[data-testid=stApp][data-test-connection-state=CONNECTED]").wait_for(timeout=PATIENCE)


def commit(page: Page, note: str) -> None:
    page.get_by_label("说明（必填）").fill(note)
    for box in page.get_by_text("已核对以上提醒").all():
        box.click()
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_text("已存为第2版")).to_be_visible(timeout=PATIENCE)


def test_autosave_edits_are_restored_in_same_tab_until_commit(dashboard, open_at, idle):
    clerk = open_at("/edit")
    open_land(clerk, idle)
    grid = Grid(clerk, idle)
    grid.write(2, "面积", "893.5")
    grid.add(13, "高标准农田二期\t\t施工\t完成值\t\t75")
    grid.delete(8)
    check(clerk, idle)
    dashboard.restart()
    connected(clerk)
    grid.write(3, "面积", "605")
    expect(clerk.get_by_text(RESTORED)).to_be_visible()
    idle(clerk)
    expect(Grid(clerk, idle).cell(2, "面积")).to_have_text("893.5")
    main = clerk.get_by_test_id("stMain")
    expect(main).to_contain_text("880亩893.5亩")
    expect(main).to_contain_text("约600亩约605亩")
    expect(main).to_contain_text("高标准农田二期")
    expect(main).to_contain_text("土地整治少了1行")
    commit(clerk, "例会后更正")
    clerk.close()
    dashboard.restart()
    again = open_at("/edit")
    expect(again.get_by_text("还没有改动。")).to_be_visible()
    assert dashboard.drafts() == []


@pytest.mark.soak
def test_autosave_decision_is_restored_in_new_tab_until_discarded(dashboard, open_at, idle):
    clerk = open_at("/edit?task=finding")
    clerk.get_by_label("处理结果").fill("自然资源所确认以800亩为准")
    clerk.get_by_role("button", name="记录并预览").click()
    expect(clerk.get_by_text("有尚未提交的决定")).to_be_visible()
    idle(clerk)
    clerk.close()
    dashboard.restart()
    again = open_at("/edit")
    expect(again.get_by_text(RESTORED)).to_be_visible()
    expect(again.get_by_test_id("stMain")).to_contain_text("自然资源所确认以800亩为准")
    again.get_by_role("button", name="放弃全部改动").click()
    idle(again)
    assert dashboard.drafts() == []
    again.reload()
    idle(again)
    expect(again.get_by_text("还没有改动。")).to_be_visible()


@pytest.mark.soak
def test_autosave_upload_is_restored_with_answers_until_commit(dashboard, open_at, idle):
    clerk = open_at("/upload")
    ledger = changed(
        download(clerk),
        (*TARGET, "完成值", 650),
        remove=[("土地整治", "land:第一批高标准农田·改善灌溉面积·预计·forecast")],
    )
    upload(clerk, ledger, "七月.xlsx")
    box = clerk.get_by_role("checkbox", name="第一批")
    clerk.locator("label").filter(has=box).click()
    idle(clerk)
    expect(clerk.get_by_text("缺少的行：土地整治1行中删除1行。")).to_be_visible()
    dashboard.restart()
    connected(clerk)
    clerk.get_by_role("link", name="总览").first.click()
    clerk.get_by_role("link", name="上传台账").first.click()
    expect(clerk.get_by_text(RESTORED)).to_be_visible()
    expect(clerk.get_by_text("七月.xlsx")).to_be_visible()
    expect(clerk.get_by_text("584亩 → 650亩").first).to_be_visible()
    expect(clerk.get_by_text("缺少的行：土地整治1行中删除1行。")).to_be_visible()
    idle(clerk)
    commit(clerk, "七月例会后更新")
    idle(clerk)
    assert dashboard.drafts() == []


@pytest.mark.soak
def test_autosave_upload_with_faults_is_restored_until_removed(dashboard, open_at, idle):
    clerk = open_at("/upload")
    upload(clerk, changed(download(clerk), (*CREATIVE, "快了")))
    expect(clerk.get_by_text("有1处要改正")).to_be_visible()
    idle(clerk)
    clerk.close()
    dashboard.restart()
    clerk = open_at("/upload")
    expect(clerk.get_by_text(RESTORED)).to_be_visible()
    expect(clerk.get_by_text("有1处要改正")).to_be_visible()
    clerk.get_by_role("button", name="放弃这份文件").click()
    idle(clerk)
    assert dashboard.drafts() == []


@pytest.mark.soak
def test_autosave_draft_is_not_shown_to_other_person(dashboard, accounts, open_at, idle):
    wang = open_at("/sign-in?next=/edit")
    sign_in(wang, "王芳", "/edit")
    idle(wang)
    open_land(wang, idle)
    Grid(wang, idle).write(2, "面积", "893.5")
    idle(wang)
    wang.close()
    [draft] = dashboard.drafts()
    assert os.stat(draft).st_mode & 0o077 == 0
    dashboard.restart()
    li = open_at("/sign-in?next=/edit")
    sign_in(li, "李强", "/edit")
    idle(li)
    expect(li.get_by_text("还没有改动。")).to_be_visible()
    assert dashboard.drafts() == [draft]
    wang = open_at("/sign-in?next=/edit")
    sign_in(wang, "王芳", "/edit")
    expect(wang.get_by_text(RESTORED)).to_be_visible()
