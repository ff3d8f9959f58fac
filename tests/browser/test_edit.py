"""在线修改 as a clerk uses it: typing and pasting into the grid, rows added and deleted, faults, commit, rollback."""

import re
from collections.abc import Callable
from contextlib import suppress

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.server.prepared import run_python
from tests.server.running import Server

#: Height of the header and of each row of the grid.
ROW = 35
MOST_COLUMNS = 30
#: Milliseconds between two keys of somebody who types; for a commit and what follows from it, on a busy machine.
TYPING = 60
PATIENCE = 30_000
#: Another process: the next version of a period, the first one with the same rows as those of the newest.
RIVAL = """
import sys
from store.read import read_current, read_tables
from store.records import Actor, Draft
from store.write import commit_version
period = sys.argv[1]
before = read_current()
rows = {name: table.assign(period=period) for name, table in read_tables(before.id).items()}
rows["safety"].loc[0, "note"] = "核"
parent = before.id if before.period == period else None
commit_version(Draft(before.org_unit, period, "edit", rows), parent, Actor("陈晨", "editor"), "先交", before.as_of)
"""


class Grid:
    """The grid of the page. It is drawn on a canvas; a moment later its cells stand in a table for screen readers too.

    Rows count from 1 as on screen; columns are called by the beginning of their header.
    """

    def __init__(self, page: Page, idle: Callable[[Page], None]) -> None:
        self.page, self.idle = page, idle
        self.frame = page.get_by_test_id("stDataFrame")
        self.frame.locator("td").first.wait_for(state="attached")

    def cell(self, row: int, column: str) -> Locator:
        return self.page.locator(f"#{self._id(row, column)}")

    def go(self, row: int, column: str) -> None:
        """A click into the row, then → until the cell of the column is selected."""
        selected = self.frame.locator("td[aria-selected=true]")
        self._click(200, row)
        if not self._is_selected(row, "项目"):  # the first click after one beside the grid only gives it the focus
            self._click(200, row)
            assert self._is_selected(row, "项目")
        for _ in range(MOST_COLUMNS):
            before = selected.get_attribute("id")
            if self._is_shown(column) and before == self._id(row, column):
                return
            self.page.keyboard.press("ArrowRight")
            expect(self.frame.locator(f"#{before}[aria-selected=true]")).to_have_count(0)
            selected.wait_for(state="attached")
        pytest.fail(f"no column {column}")

    def write(self, row: int, column: str, text: str) -> None:
        """Into a cell that Enter has opened: on a busy machine it opens after the first keys, which are lost."""
        self.go(row, column)
        self.page.keyboard.press("Enter")
        self.page.locator(".gdg-clip-region").wait_for()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text, delay=TYPING)
        self.page.keyboard.press("Enter")
        expect(self.cell(row, column)).to_have_text(text)
        self.idle(self.page)

    def paste(self, row: int, column: str, text: str) -> None:
        """Lines go below each other, texts between tabs side by side. The cells tell of it after the next change."""
        self.page.evaluate("text => navigator.clipboard.writeText(text)", text)
        self.go(row, column)
        self.page.keyboard.press("Control+V")
        self.page.wait_for_timeout(500)
        self.idle(self.page)

    def add(self, row: int, text: str) -> None:
        """A row at the end, by a click below the last one: it becomes row `row`. Its cells are pasted."""
        self._click(200, row)
        self.cell(row, "项目").wait_for(state="attached")
        self.idle(self.page)
        self.page.keyboard.press("Escape")
        self.paste(row, "项目", text)

    def delete(self, row: int) -> None:
        """A tick before the row, then Delete."""
        self._click(15, row)
        self.page.keyboard.press("Delete")
        self.idle(self.page)

    def _id(self, row: int, column: str) -> str:
        return f"glide-cell-{self._header(column).get_attribute('aria-colindex')}-{row - 1}"

    def _header(self, column: str) -> Locator:
        return self.frame.locator("th").filter(has_text=re.compile(f"^{re.escape(column)}")).first

    def _is_shown(self, column: str) -> bool:
        """Whether the column is in view: others are not in the table for screen readers."""
        return self._header(column).count() > 0

    def _is_selected(self, row: int, column: str) -> bool:
        """Whether the cell is selected, or will be in a moment."""
        with suppress(AssertionError):
            expect(self.cell(row, column)).to_have_attribute("aria-selected", "true", timeout=3000)
            return True
        return False

    def _click(self, x: int, row: int) -> None:
        self.frame.click(position={"x": x, "y": row * ROW + ROW / 2})


@pytest.fixture
def server_of_its_own(own_server) -> Server:
    return own_server()


@pytest.fixture
def clerk(server_of_its_own, open_page, idle) -> Page:
    """在线修改 with the table 土地整治 open."""
    page = open_page("/edit", on=server_of_its_own)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_land(page, idle)
    return page


@pytest.fixture
def rival(server_of_its_own, tmp_path) -> Callable[[str], None]:
    """rival("2023H1") is another process in which 陈晨 stores the next version of that period."""

    def commit(period: str) -> None:
        database = f"sqlite:///{tmp_path / 'progress.db'}"
        run_python("-c", RIVAL, period, PROGRESS_DATABASE_URL=database).check_returncode()

    return commit


def open_land(page: Page, idle: Callable[[Page], None]) -> None:
    page.get_by_role("combobox", name="改哪张表").click()
    page.get_by_role("option", name="土地整治").click()
    idle(page)


def switch(page: Page, period: str, idle: Callable[[Page], None]) -> None:
    """Another period, chosen in the sidebar."""
    page.locator("summary", has_text="报告期").click()
    page.get_by_role("navigation", name="报告期").get_by_role("link", name=period).click()
    idle(page)


def check(page: Page, idle: Callable[[Page], None]) -> None:
    page.get_by_role("button", name="检查并预览").click()
    idle(page)


def test_edit_figures_in_grid_are_committed_and_rolled_back(clerk, server_of_its_own, open_page, idle):
    leader, grid = open_page("/land", on=server_of_its_own), Grid(clerk, idle)
    expect(grid.cell(2, "面积")).to_have_text("880")
    grid.write(2, "面积", "快了")
    check(clerk, idle)
    faults = clerk.get_by_role("region", name="错误：不改正不能提交（1处）")
    expect(faults).to_contain_text("第2行 面积（亩）")
    expect(faults).to_contain_text("快了")
    expect(clerk.get_by_role("button", name="提交")).to_have_count(0)

    grid.write(2, "面积", "893.5")
    grid.paste(2, "项目数", "21\n19")
    grid.add(13, "高标准农田二期\t\t施工\t完成值\t\t75")
    grid.delete(8)
    check(clerk, idle)
    main = clerk.get_by_test_id("stMain")
    expect(main).to_contain_text("880亩893.5亩")
    expect(main).to_contain_text("20个21个")
    expect(main).to_contain_text("18个19个")
    expect(main).to_contain_text("高标准农田二期")
    clerk.locator("label", has_text="绿宝盆共富工坊").click()
    idle(clerk)
    clerk.get_by_label("说明（必填）").fill("例会后更正")
    clerk.get_by_text("已核对以上提醒").click()
    clerk.get_by_role("button", name="提交").click()
    expect(clerk.get_by_text("已存为第2版")).to_be_visible(timeout=PATIENCE)
    expect(leader.get_by_test_id("stMain")).to_contain_text("893.5亩", timeout=PATIENCE)
    expect(leader.get_by_test_id("stMain")).to_contain_text("高标准农田二期")

    clerk.goto(f"{server_of_its_own.url}/history?rollback=1")
    idle(clerk)
    clerk.get_by_role("textbox", name="回退理由").fill("数字录错")
    clerk.locator("label", has_text="已核对以上变化").click()
    clerk.get_by_role("button", name="回退到第1版").click()
    expect(clerk.get_by_text("已回退：内容同第1版，存为第3版")).to_be_visible(timeout=PATIENCE)
    expect(leader.get_by_test_id("stMain")).to_contain_text("880亩", timeout=PATIENCE)
    expect(leader.get_by_test_id("stMain")).not_to_contain_text("893.5亩")


@pytest.mark.soak
def test_edits_survive_other_pages_tasks_and_periods_until_discarded(clerk, rival, idle):
    grid = Grid(clerk, idle)
    grid.write(2, "面积", "893.5")
    clerk.get_by_role("link", name="处理核对结果").click()
    idle(clerk)
    clerk.get_by_role("link", name="总览").first.click()
    idle(clerk)
    clerk.get_by_role("link", name="在线修改").first.click()
    idle(clerk)
    expect(clerk.get_by_text("改过的表：土地整治（从第1版开始改）")).to_be_visible()

    rival("2023H2")
    clerk.reload()  # another session, which begins with the newest period and finds the draft of the other one
    idle(clerk)
    open_land(clerk, idle)
    grid = Grid(clerk, idle)
    grid.write(2, "面积", "905")
    switch(clerk, "2023年上半年", idle)
    expect(clerk.get_by_text("改过的表：土地整治（从第1版开始改）")).to_be_visible()
    expect(Grid(clerk, idle).cell(2, "面积")).to_have_text("893.5")
    switch(clerk, "2023年下半年", idle)
    expect(Grid(clerk, idle).cell(2, "面积")).to_have_text("905")
    expect(clerk.get_by_text("改过的表：土地整治（从第2版开始改）")).to_be_visible()

    clerk.get_by_role("button", name="放弃全部改动").click()
    idle(clerk)
    expect(clerk.get_by_text("还没有改动。")).to_be_visible()
    expect(Grid(clerk, idle).cell(2, "面积")).to_have_text("880")
    switch(clerk, "2023年上半年", idle)
    check(clerk, idle)
    expect(clerk.get_by_test_id("stMain")).to_contain_text("880亩893.5亩")
    expect(clerk.get_by_text("提交后存为2023年上半年的新版")).to_be_visible()


@pytest.mark.soak
def test_edits_of_first_grid_can_be_discarded(server_of_its_own, open_page, idle):
    page = open_page("/edit", on=server_of_its_own)
    open_land(page, idle)
    for text in ("893.5", "894.5"):
        Grid(page, idle).write(2, "面积", text)
        page.get_by_role("button", name="放弃全部改动").click()
        idle(page)
        expect(page.get_by_text("还没有改动。")).to_be_visible()
        expect(Grid(page, idle).cell(2, "面积")).to_have_text("880")


@pytest.mark.soak
def test_edits_after_commit_of_other_person_are_merged(clerk, rival, idle):
    grid = Grid(clerk, idle)
    rival("2023H1")
    expect(clerk.get_by_text("第2版（陈晨")).to_be_visible()
    grid.write(2, "面积", "893.5")
    expect(clerk.get_by_text("改过的表：土地整治（从第1版开始改）")).to_be_visible()
    check(clerk, idle)
    expect(clerk.get_by_test_id("stMain")).to_contain_text("880亩893.5亩")
    clerk.get_by_label("说明（必填）").fill("例会后更正")
    clerk.get_by_role("button", name="提交").click()
    expect(clerk.get_by_text("已存为第3版")).to_be_visible(timeout=PATIENCE)


@pytest.mark.soak
def test_edit_as_of_typed_before_click_is_warned_of_before_commit(clerk, idle):
    Grid(clerk, idle).write(2, "面积", "893.5")
    check(clerk, idle)
    clerk.get_by_label("说明（必填）").fill("九月更新")
    clerk.get_by_test_id("stDateInput").get_by_role("spinbutton").first.focus()
    clerk.keyboard.type("20230930", delay=TYPING)
    clerk.get_by_role("button", name="提交").click()
    expect(clerk.get_by_text("仍早于2023年9月30日")).to_be_visible()
    expect(clerk.get_by_text("已存为第2版")).to_have_count(0)
    idle(clerk)
    clerk.get_by_text("已核对以上提醒").click()
    clerk.get_by_role("button", name="提交").click()
    expect(clerk.get_by_text("已存为第2版")).to_be_visible(timeout=PATIENCE)
    expect(clerk.get_by_role("status").filter(has_text="已存为第2版")).to_contain_text("数据截至2023年9月30日")


@pytest.mark.soak
def test_edit_qualifier_typed_or_pasted_is_kept(clerk, idle):
    grid = Grid(clerk, idle)
    grid.write(2, "面积", "约900")
    grid.paste(3, "面积", "1,250\n800余")
    check(clerk, idle)
    main = clerk.get_by_test_id("stMain")
    expect(main).to_contain_text("880亩约900亩")
    expect(main).to_contain_text("约600亩约1,250亩")
    expect(main).to_contain_text("584亩800余亩")


@pytest.mark.soak
def test_paste_is_parsed_like_workbook_and_kept_until_corrected(clerk, idle):
    """Days in every form, a choice in other words, a number without its format, a share: as WPS copies them."""
    clerk.set_viewport_size({"width": 2200, "height": 1200})  # every column in view
    idle(clerk)
    grid = Grid(clerk, idle)
    grid.paste(1, "数据截至", "2023年6月28日\r\n6月底\r\n2023-06\r\n45106\r\n年底\r\n")
    grid.paste(1, "性质", "任务数\n大概吧")
    grid.write(3, "占比", "0.73")
    for row, text in enumerate(["2023年6月28日", "6月底", "2023-06", "45106", "年底"], start=1):
        expect(grid.cell(row, "数据截至")).to_have_text(text)
    expect(grid.cell(6, "数据截至")).to_have_text("2023-06-30")
    check(clerk, idle)
    faults = clerk.get_by_role("region", name="错误：不改正不能提交（1处）")
    expect(faults).to_contain_text("第2行 性质")
    expect(faults).to_contain_text("大概吧")
    asked = clerk.get_by_role("region", name="请说清楚是哪一种")
    expect(asked).to_contain_text("写的是数字 45106，可能是日期 2023-06-29")
    expect(clerk.get_by_test_id("stMain")).to_contain_text("看不出是 73% 还是 0.73%")
    expect(clerk.get_by_role("button", name="提交")).to_have_count(0)
    expect(grid.cell(2, "性质")).to_have_text("大概吧")

    grid.write(4, "数据截至", "2023-06-29")
    grid.write(2, "性质", "目标值")
    grid.write(3, "占比", "0.73%")
    idle(clerk)
    main = clerk.get_by_test_id("stMain")
    expect(main).to_contain_text("2023年6月30日2023年6月28日")
    expect(main).to_contain_text("2023年6月30日2023年12月31日")
    expect(main).to_contain_text("0.73%")
    expect(main.get_by_role("button", name="提交")).to_be_visible()


@pytest.mark.soak
def test_paste_in_wrong_place_is_undone_in_one_step(clerk, idle):
    grid = Grid(clerk, idle)
    undo = clerk.get_by_role("button", name="撤销上一步")
    expect(undo).to_be_disabled()
    grid.write(2, "面积", "893.5")
    grid.paste(3, "项目", "21\t19\n22\t18")
    undo.click()
    idle(clerk)
    expect(Grid(clerk, idle).cell(3, "项目")).to_have_text("土地整治")
    expect(Grid(clerk, idle).cell(2, "面积")).to_have_text("893.5")
    undo.click()
    idle(clerk)
    expect(clerk.get_by_text("还没有改动。")).to_be_visible()
    expect(Grid(clerk, idle).cell(2, "面积")).to_have_text("880")
    expect(undo).to_be_disabled()
