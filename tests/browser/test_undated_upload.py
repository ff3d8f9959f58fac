"""A spreadsheet that says no day: the proposed one is confirmed with the columns; the next month asks nothing."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_mapped_upload import commit, upload
from tests.loaders.workbook.mapping.offices import workbook
from tests.server.running import Server

COUNT = "window.clicks = 0; addEventListener('click', event => { window.clicks += event.isTrusted }, true)"


def demolition(signed: int) -> bytes:
    """A department's sheet of two villages; nothing in it says a day."""
    rows = [["石塘村", 30, signed], ["梅林村", 12, 12]]
    return workbook({"Sheet1": [["东片拆迁进度表"], ["村名", "应签户数", "已签户数"], *rows]})


@pytest.fixture
def clerk(own_server: Callable[..., Server], open_page: Callable[..., Page]) -> Page:
    """上传台账 on a server of the test's own."""
    return open_page("/upload", on=own_server())


def test_undated_spreadsheet_is_committed_without_typing_a_day(clerk, idle):
    clerk.evaluate(COUNT)
    upload(clerk, demolition(21), "征迁.xlsx")
    expect(clerk.get_by_text("表上没有写，暂按这一天")).to_be_visible()
    idle(clerk)
    clerk.get_by_role("button", name="按以上对应读入").click()
    clerk.get_by_role("button", name="2个问题里的名称全按新增").click()
    expect(clerk.get_by_label("说明（必填）")).to_be_visible()
    commit(clerk, "六月征迁进度", idle)
    expect(clerk.get_by_text("已存为第2版")).to_be_visible()
    assert clerk.evaluate("window.clicks") <= 5

    idle(clerk)
    clerk.evaluate("window.clicks = 0")
    upload(clerk, demolition(25), "征迁.xlsx")
    expect(clerk.get_by_text("没有写明数据截至哪一天，暂按")).to_be_visible()
    commit(clerk, "七月征迁进度", idle)
    expect(clerk.get_by_text("已存为第3版")).to_be_visible()
    assert clerk.evaluate("window.clicks") <= 3
