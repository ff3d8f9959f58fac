"""The department's own spreadsheet: confirmed once, committed, and read by itself the next month."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.loaders.workbook.mapping.offices import workbook
from tests.server.running import Server

HEAD = ["序号", "村", "应签约户数", "已签约户数", "签约率（%）", "公示编号", "评估单价（元）"]


def demolition(signed: int) -> bytes:
    """A department's sheet of two villages; `signed` households of the first."""
    rows = [
        ["文峰路征迁项目进度表"], HEAD,
        [1, "上宅村", 120, signed, 100 * signed / 120, "甲-1", 1800],
        [2, "下宅村", 80, 80, 100, "甲-2", 1750],
        ["合计", None, 200, signed + 80, 100 * (signed + 80) / 200, None, None],
    ]  # fmt: skip
    return workbook({"Sheet1": rows})


def upload(page: Page, content: bytes, name: str) -> None:
    page.locator("input[type=file]").set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    )


def commit(page: Page, note: str, idle: Callable[[Page], None]) -> None:
    idle(page)
    page.get_by_label("说明（必填）").fill(note)
    if page.get_by_text("已核对以上提醒").count():
        page.get_by_text("已核对以上提醒").click()
    page.get_by_role("button", name="提交").click()


@pytest.fixture
def clerk(own_server: Callable[..., Server], open_page: Callable[..., Page]) -> Page:
    """上传台账 on a server of the test's own."""
    return open_page("/upload", on=own_server())


def test_foreign_spreadsheet_confirmed_once_is_read_automatically_later(clerk, idle):
    upload(clerk, demolition(90), "征迁截至6月20日.xlsx")
    confirm = clerk.get_by_role("button", name="按以上对应读入")
    expect(confirm).to_be_disabled()
    expect(clerk.get_by_text("请勾选确认不读入的数字")).to_be_visible()
    expect(clerk.get_by_role("button", name="提交")).to_have_count(0)
    idle(clerk)
    clerk.get_by_text("以下各列的数字不读入：评估单价（元）（2个）").click()
    expect(confirm).to_be_enabled()
    idle(clerk)
    confirm.click()
    for number in range(2):  # the project and the villages are new
        expect(clerk.get_by_text(f"还有{2 - number}个没有回答")).to_be_visible()
        clerk.get_by_text("都是新增的").nth(number).click()
        idle(clerk)
    expect(clerk.get_by_text("合计行不计入")).to_have_count(1)
    commit(clerk, "六月征迁进度", idle)
    expect(clerk.get_by_text("已存为第2版")).to_be_visible()

    idle(clerk)
    upload(clerk, demolition(108), "征迁截至7月20日.xlsx")
    expect(clerk.get_by_text("已按对应关系读入")).to_be_visible()
    changed = clerk.get_by_role("row").filter(has_text="上宅村 · 签约").filter(has_text="户数")
    expect(changed.first).to_contain_text("108户")
    commit(clerk, "七月征迁进度", idle)
    expect(clerk.get_by_text("已存为第3版")).to_be_visible()

    clerk.goto(f"{clerk.url.split('?')[0].rstrip('/').rsplit('/', 1)[0]}/history")
    idle(clerk)
    expect(clerk.get_by_text("记住的表头对应")).to_be_visible()
    clerk.get_by_role("button", name="删除").click()
    expect(clerk.get_by_text("记住的表头对应")).to_have_count(0)
