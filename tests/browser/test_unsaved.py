"""Leaving a page with something uncommitted asks first: reload, close, another address; nothing else is asked about."""

from collections.abc import Callable
from contextlib import suppress

import pytest
from playwright.sync_api import Dialog, Error, Page, expect

from tests.browser.test_edit import PATIENCE, TYPING, Grid, check, open_land
from tests.browser.test_upload import TARGET, changed, download, upload
from tests.server.running import Server

#: So long after a cell was filled in the browser asks by itself; from then on the server must have said so.
MOMENT = 3_500
#: Milliseconds between two looks whether something has happened.
STEP = 50


class Leaving:
    """Somebody who wants to leave a page, and stays where a question is asked."""

    def __init__(self, page: Page, idle: Callable[[Page], None]) -> None:
        self.page, self.idle, self.asked = page, idle, 0
        page.on("dialog", self._stay)

    def _stay(self, dialog: Dialog) -> None:
        assert dialog.type == "beforeunload"
        self.asked += 1
        dialog.dismiss()

    def is_asked(self, leave: str = "location.reload()") -> bool:
        """Whether the script `leave` leads to a question; where it does not, the page is loaded anew."""
        before = self.asked
        self.page.evaluate(f"window.stays = true; setTimeout(() => {{ {leave} }})")
        self.wait(lambda: self.asked > before or self._has_left())
        if self.asked == before:
            self.idle(self.page)
        return self.asked > before

    def wait(self, until: Callable[[], bool]) -> None:
        """Returns once `until()` is true; fails after a while without."""
        for _ in range(PATIENCE // STEP):
            if until():
                return
            self.page.wait_for_timeout(STEP)
        pytest.fail("neither asked nor left")

    def _has_left(self) -> bool:
        with suppress(Error):  # the document is just being replaced
            return bool(self.page.evaluate("() => window.stays === undefined"))
        return False


@pytest.fixture
def clerk_at(own_server: Callable[..., Server], open_page: Callable[..., Page]) -> Callable[[str], Page]:
    """clerk_at("/edit") is that page of a server of the test's own."""

    def at(route: str) -> Page:
        page = open_page(route, on=own_server())
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        return page

    return at


def test_reload_with_edits_warns_on_every_page_until_discarded(clerk_at, idle):
    clerk = clerk_at("/edit")
    open_land(clerk, idle)
    leaving = Leaving(clerk, idle)
    assert not leaving.is_asked()
    open_land(clerk, idle)
    Grid(clerk, idle).write(2, "面积", "893.5")
    clerk.wait_for_timeout(MOMENT)
    assert leaving.is_asked()
    assert leaving.is_asked("location.assign('/healthz')")
    expect(clerk.get_by_text("改过的表：土地整治（从第1版开始改）")).to_be_visible()
    clerk.get_by_role("link", name="总览").first.click()
    clerk.wait_for_url("**/")
    idle(clerk)
    assert leaving.is_asked()
    clerk.get_by_role("link", name="在线修改").first.click()
    idle(clerk)
    expect(clerk.get_by_text("改过的表：土地整治（从第1版开始改）")).to_be_visible()
    clerk.get_by_role("button", name="放弃全部改动").click()
    idle(clerk)
    assert not leaving.is_asked()


def test_close_tab_during_and_after_cell_edit_warns(clerk_at, idle):
    clerk = clerk_at("/edit")
    open_land(clerk, idle)
    leaving, grid = Leaving(clerk, idle), Grid(clerk, idle)
    grid.go(2, "面积")
    clerk.keyboard.press("Enter")
    clerk.locator(".gdg-clip-region").wait_for()
    clerk.keyboard.type("893", delay=TYPING)
    clerk.close(run_before_unload=True)
    leaving.wait(lambda: leaving.asked > 0)
    assert leaving.asked == 1
    clerk.keyboard.press("Enter")
    assert leaving.is_asked()


@pytest.mark.soak
def test_reload_after_commit_does_not_warn(clerk_at, idle):
    clerk = clerk_at("/edit")
    open_land(clerk, idle)
    leaving = Leaving(clerk, idle)
    Grid(clerk, idle).write(2, "面积", "893.5")
    check(clerk, idle)
    clerk.get_by_label("说明（必填）").fill("例会后更正")
    clerk.get_by_role("button", name="提交").click()
    expect(clerk.get_by_text("已存为第2版")).to_be_visible(timeout=PATIENCE)
    # The commit runs the page twice; between the two runs the page is idle and still shows the mark.
    expect(clerk.locator("[data-unsaved]")).to_have_count(0, timeout=PATIENCE)
    idle(clerk)
    # A script fills in, checks and commits within the moment in which the browser asks by itself.
    clerk.wait_for_timeout(MOMENT)
    assert not leaving.is_asked()


def test_reload_with_started_form_warns(clerk_at, idle):
    clerk = clerk_at("/edit?task=finding")
    leaving = Leaving(clerk, idle)
    box = clerk.get_by_label("处理结果")
    box.fill("自然资源所确认以800亩为准")
    assert leaving.is_asked()
    box.fill("")
    assert not leaving.is_asked()


@pytest.mark.soak
def test_reload_with_uploaded_file_warns_until_removed(clerk_at, idle):
    clerk = clerk_at("/upload")
    leaving, ledger = Leaving(clerk, idle), download(clerk)
    upload(clerk, ledger)
    expect(clerk.get_by_text("没有变化。")).to_be_visible()
    idle(clerk)
    assert not leaving.is_asked()
    upload(clerk, changed(ledger, (*TARGET, "完成值", "快了")))
    expect(clerk.get_by_text("有1处要改正")).to_be_visible()
    idle(clerk)
    clerk.get_by_text("有1处要改正").click()  # Chromium asks nobody who has not touched the page
    assert leaving.is_asked()
    upload(clerk, changed(ledger, (*TARGET, "完成值", 650)))
    expect(clerk.get_by_text("584亩 → 650亩").first).to_be_visible()
    idle(clerk)
    assert leaving.is_asked()
    before = leaving.asked
    download(clerk)
    assert leaving.asked == before
    clerk.get_by_role("button", name="放弃这份文件").click()
    idle(clerk)
    assert not leaving.is_asked()
