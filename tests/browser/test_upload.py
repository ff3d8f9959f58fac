"""A clerk's evening: download, change, read the faults, mend, look at what would change, commit; or give it up."""

import io
import re
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from tests.ledgers import rows_by_id
from tests.server.running import Server

TARGET = ("指标进度", "measures:土地整治(新增耕地)种植平方米#2")
CREATIVE = ("指标进度", "measures:同创空间总体项目建设进度%", "完成值")


@pytest.fixture
def clerk(own_server: Callable[..., Server], open_page: Callable[..., Page]) -> Page:
    """上传台账 on a server of the test's own."""
    return open_page("/upload", on=own_server())


def download(page: Page) -> bytes:
    with page.expect_download() as waiting:
        page.get_by_role("button", name="下载最新台账").click()
    return Path(waiting.value.path()).read_bytes()


def changed(ledger: bytes, *changes: tuple[str, str, str, object], remove: Iterable[tuple[str, str]] = ()) -> bytes:
    """The workbook with cells set: (sheet, row_id, header, value); `remove`: rows that it loses, (sheet, row_id)."""
    book = load_workbook(io.BytesIO(ledger))
    for sheet, row_id, label, value in changes:
        rows = rows_by_id(book[sheet])
        heads = {cell.value: cell.column for cell in book[sheet][1]}
        book[sheet].cell(rows[row_id], heads[label]).value = value
    for sheet, row_id in remove:
        book[sheet].delete_rows(rows_by_id(book[sheet])[row_id])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def upload(page: Page, content: bytes, name: str = "台账.xlsx") -> None:
    file = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    page.locator("input[type=file]").set_input_files(file)


def test_upload_with_three_changes_and_two_corrections_is_committed(clerk, open_page, idle):
    ledger = download(clerk)
    figures = [
        (*TARGET, "已采用", "是"), (*TARGET, "采用人", "王芳"), (*TARGET, "采用理由", "区里确认"),
        (*TARGET, "完成值", 650), ("土地整治", "land:土地整治·立项·actual", "面积（亩）", 890),
    ]  # fmt: skip
    started = ("土地整治", "land:土地整治·施工·actual", "项目数（个）", -1)
    upload(clerk, changed(ledger, *figures, (*CREATIVE, "快了"), started))
    faults = clerk.get_by_role("region", name="错误：不改正不能提交（1处）")
    expect(clerk.get_by_text("“项目数”一般不是负数")).to_be_visible()
    expect(faults).to_contain_text("快了")
    expect(faults).to_contain_text("请写成数字")
    expect(clerk.get_by_role("button", name="提交")).to_have_count(0)
    with clerk.expect_download() as waiting:
        clerk.get_by_role("button", name="下载标注副本").click()
    assert "问题清单" in load_workbook(io.BytesIO(Path(waiting.value.path()).read_bytes())).sheetnames

    upload(clerk, changed(ledger, *figures, (*CREATIVE, 76)), "<img src=x onerror=alert(1)>.xlsx")
    expect(clerk.get_by_text("待核实 → 超前").first).to_be_visible()
    expect(clerk.get_by_text("584亩 → 650亩").first).to_be_visible()
    expect(clerk.get_by_text("<img src=x onerror=alert(1)>.xlsx")).to_be_visible()
    idle(clerk)
    clerk.get_by_label("说明（必填）").fill("七月例会后更新")
    clerk.get_by_text("已核对以上提醒").click()
    clerk.get_by_role("button", name="提交").dblclick()
    expect(clerk.get_by_text("已存为第2版")).to_be_visible()
    clerk.get_by_role("link", name="看总览").click()
    idle(clerk)
    row = clerk.get_by_role("row").filter(has_text="土地整治（新增耕地）种植").filter(has_text="650")
    expect(row.first).to_contain_text("超前")
    clerk.goto(f"{clerk.url.split('?')[0].rstrip('/')}/history")
    idle(clerk)
    expect(clerk.get_by_text("第3版")).to_have_count(0)


@pytest.mark.soak
def test_upload_on_phone_deletes_row_and_updates_same_figures(clerk, idle):
    clerk.set_viewport_size({"width": 390, "height": 844})
    missing = [
        ("土地整治", "land:第一批高标准农田·改善灌溉面积·预计·forecast"),
        ("土地整治", "land:四都畈绿色农田·十五里村·绿色农田·改造·actual"),
    ]
    upload(clerk, changed(download(clerk), (*TARGET, "完成值", 600), remove=missing))
    first, other = (clerk.get_by_role("checkbox", name=re.compile(name)) for name in ("^第一批", "^四都畈"))
    everywhere = clerk.get_by_role("checkbox", name=re.compile("^“指标进度”土地整治（新增耕地）种植.*584亩 → 600亩$"))
    clerk.get_by_text("土地整治少了2行：勾选的才删除").wait_for()
    expect(clerk.get_by_text("面积：1,200亩")).to_be_visible()
    for box in (first, other, everywhere):
        expect(box).not_to_be_checked()
    expect(clerk.get_by_text("584亩 → 600亩").first).to_be_visible()
    clerk.locator("label").filter(has=other).click()
    clerk.locator("label").filter(has=everywhere).click()
    idle(clerk)
    expect(clerk.get_by_text("缺少的行：土地整治2行中删除1行。")).to_be_visible()
    expect(clerk.get_by_text("已勾选一起改2处")).to_be_visible()
    expect(clerk.get_by_text("报告里的同一个数字")).to_have_count(1)
    expect(first).not_to_be_checked()
    expect(everywhere).to_be_checked()
    expect(clerk.get_by_text("删除的行共1行：四都畈")).to_be_visible()
    assert clerk.evaluate("document.documentElement.scrollWidth") <= 390
    idle(clerk)
    expect(clerk.get_by_text("自报完成率73%与现在的数字不符，应为75%")).to_be_visible()
    clerk.get_by_label("说明（必填）").fill("四都畈合并，种植更新")
    clerk.get_by_text("已核对以上提醒").click()
    clerk.get_by_role("button", name="提交").click()
    expect(clerk.get_by_text("已存为第2版")).to_be_visible()


def test_upload_reading_can_be_cancelled_and_refusal_is_one_line(clerk, idle):
    lines = [f"新项目{n},施工,{n},完成值" for n in range(180_000)]
    upload(clerk, ("项目,环节,面积（亩）,性质\n" + "\n".join(lines)).encode(), "土地整治.csv")
    expect(clerk.get_by_text("正在读取")).to_be_visible()
    clerk.get_by_role("button", name="取消").click()
    expect(clerk.get_by_text("已取消读取，没有写入任何内容")).to_be_visible()
    idle(clerk)
    upload(clerk, b"%PDF-1.7 nothing", "总结.xlsx")
    expect(clerk.get_by_role("alert")).to_contain_text("PDF")
    expect(clerk.get_by_role("alert")).to_contain_text("导入报告")


@pytest.mark.soak
def test_upload_with_question_is_committed_only_after_answer(clerk, idle):
    share = ("土地整治", "land:土地整治·历史项目·种植·actual", "占比（%）", 0.81)
    upload(clerk, changed(download(clerk), share))
    question = clerk.get_by_role("radiogroup", name=re.compile("看不出是 81% 还是 0.81%$"))
    expect(question.get_by_role("radio", checked=True)).to_have_count(0)
    expect(clerk.get_by_role("button", name="提交")).to_have_count(0)
    question.get_by_text("81%", exact=True).click()
    expect(clerk.get_by_text("按您的选择：81%")).to_have_count(1)
    idle(clerk)
    clerk.get_by_label("说明（必填）").fill("七月例会后更新")
    clerk.get_by_role("button", name="提交").click()
    expect(clerk.get_by_text("已存为第2版")).to_be_visible()


def test_monthly_update_takes_six_clicks_with_its_download(clerk, idle):
    clerk.evaluate("window.clicks = 0; addEventListener('click', event => { window.clicks += event.isTrusted }, true)")
    book = load_workbook(io.BytesIO(download(clerk)))
    sheet = book["本月更新"]
    rows = {sheet.cell(number, 1).value: number for number in range(3, sheet.max_row + 1)}
    for name, figure in {"处置信访件": 120, "规范庭院": "1300余", "固定投资": 4100}.items():
        sheet[f"E{rows[name]}"].value, sheet[f"F{rows[name]}"].value = figure, "2023-07-31"
    filled = io.BytesIO()
    book.save(filled)
    file = {"name": "七月.xlsx", "mimeType": "application/octet-stream", "buffer": filled.getvalue()}
    with clerk.expect_file_chooser() as chooser:
        clerk.locator("[data-testid=stFileUploader] button").first.click()
    chooser.value.set_files(file)
    expect(clerk.get_by_text("没有错误").first).to_be_visible()
    idle(clerk)
    expect(clerk.get_by_text("111件 → 120件").first).to_be_visible()
    clerk.get_by_label("说明（必填）").click()
    clerk.keyboard.type("七月例会后更新")
    clerk.get_by_text("已核对以上提醒").click()
    clerk.get_by_role("button", name="提交").click()
    expect(clerk.get_by_text("已存为第2版")).to_be_visible()
    assert clerk.evaluate("window.clicks") <= 6
