"""A clerk's Word file the day before the meeting: handed in, whose and when confirmed, read, committed, proved."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, TimeoutError, expect

from tests.loaders.text.test_formats import EXAMPLE, as_html, as_numbered_docx, as_pdf, as_text, as_typed_docx
from tests.server.running import Server

SENTENCE = "东村完成土地整治880亩，占任务数1200亩的73.3%"


@pytest.fixture
def clerk(own_server: Callable[..., Server], open_page: Callable[..., Page]) -> Page:
    """导入报告 on a server of the test's own."""
    return open_page("/report", on=own_server())


def hand_in(page: Page, content: bytes, name: str) -> None:
    file = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    page.locator("input[type=file]").set_input_files(file)


def choose(page: Page, label: str, option: str) -> None:
    """Pick an option; a list that a rerun of the page has closed is opened again."""
    wanted = page.get_by_role("option", name=option)
    for _ in range(10):
        page.get_by_role("combobox", name=label).click()
        try:
            wanted.click(timeout=3000)
        except TimeoutError:
            continue
        return
    expect(wanted).to_be_visible()


def confirm_jinchuan(page: Page, idle: Callable[[Page], None]) -> None:
    """The period stands there as recognised; the unit, which the title does not name, is chosen."""
    expect(page.get_by_text("依据：正文“2024年上半年”")).to_be_visible()
    expect(page.get_by_text("还要选定：单位。")).to_be_visible()
    idle(page)
    choose(page, "单位", "金川街道")
    idle(page)
    page.get_by_role("button", name="确认，读取数字").click()
    expect(page.get_by_role("heading", name="3 读到了什么")).to_be_visible()
    idle(page)


def commit(page: Page) -> None:
    page.get_by_label("说明（必填）").fill("半年总结")
    warning = page.get_by_text("已核对以上提醒")
    if warning.count():
        warning.click()
    page.get_by_role("button", name="提交", exact=True).click()
    expect(page.get_by_text("已存为第2版")).to_be_visible()


@pytest.mark.parametrize(
    "carrier",
    [
        as_typed_docx,
        *(pytest.param(each, marks=pytest.mark.soak) for each in (as_pdf, as_numbered_docx, as_html, as_text)),
    ],
)
def test_report_upload_in_any_format_becomes_version_with_sentences(clerk, idle, carrier):
    content, name = carrier(EXAMPLE)
    hand_in(clerk, content, name)
    confirm_jinchuan(clerk, idle)
    commit(clerk)
    clerk.goto(f"{clerk.url.split('/report')[0]}/source?period=2024H1&version=newest")
    idle(clerk)
    expect(clerk.get_by_text(re.compile("占任务数")).first).to_be_visible()
    shown = "".join(clerk.locator("[data-testid=stMainBlockContainer]").inner_text().split())
    assert SENTENCE in shown


@pytest.mark.soak
def test_report_pasted_survives_reload_and_becomes_version(clerk, idle):
    clerk.get_by_text("粘贴文字").click()
    idle(clerk)
    clerk.get_by_label("报告全文").fill(as_text(EXAMPLE)[0].decode())
    clerk.get_by_role("button", name="读取这段文字").click()
    confirm_jinchuan(clerk, idle)
    clerk.once("dialog", lambda dialog: dialog.accept())
    clerk.reload()
    idle(clerk)
    expect(clerk.get_by_text("已恢复上次没有提交的改动")).to_be_visible()
    expect(clerk.get_by_role("heading", name="3 读到了什么")).to_be_visible()
    commit(clerk)


def test_report_upload_of_other_file_is_refused_in_one_line(clerk, idle):
    hand_in(clerk, b"%PDF-1.4 broken", "总结.pdf")
    expect(clerk.get_by_role("alert").filter(has_text="总结.pdf：")).to_be_visible()
    idle(clerk)
    expect(clerk.get_by_text("2 哪个单位")).to_have_count(0)
