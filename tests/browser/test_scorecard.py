"""总览 in a real browser: rows that sort and fold, counts that filter, the way to an indicator and back."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

OpenPage = Callable[..., Page]
NUMBERS = """() => [...document.querySelectorAll('.scorecard')[0].querySelectorAll('tbody td.progress')]
    .map((cell) => cell.dataset.value)"""


def shares(page: Page) -> list[float]:
    """The completions of the first table in its order, without those that are not known."""
    return [float(value) for value in page.evaluate(NUMBERS) if value]


def test_scorecard_header_by_mouse_and_keys_sorts_both_ways(look_at: OpenPage) -> None:
    page = look_at("/")
    as_given = page.evaluate(NUMBERS)
    header = page.locator(".scorecard").first.get_by_role("button", name="进度")
    header.click()
    assert shares(page) == sorted(shares(page))
    assert page.evaluate(NUMBERS)[-1] == ""  # what is not known stays last
    header.press("Enter")
    assert shares(page) == sorted(shares(page), reverse=True)
    assert page.evaluate(NUMBERS)[-1] == ""
    assert page.locator("th[aria-sort=descending]").count() == 1
    header.press("Space")
    assert page.evaluate(NUMBERS) == as_given


def test_scorecard_count_toggles_filter_of_its_rows(look_at: OpenPage, idle: Callable[[Page], None]) -> None:
    page = look_at("/")
    count = page.locator(".counts a", has_text="已完成")
    n = int(re.search(r"\d+", count.inner_text()).group())
    count.click()
    expect(page.locator(".scorecard tbody tr")).to_have_count(n)
    page.get_by_text("显示全部任务").click()
    expect(page.locator("details.more-tasks")).to_have_count(1)


def test_scorecard_finished_rows_are_collapsed_and_open_in_place(look_at: OpenPage) -> None:
    page = look_at("/")
    folded = page.locator("details.more-tasks tbody tr").first
    expect(folded).to_be_hidden()
    page.locator("details.more-tasks > summary").click()
    expect(folded).to_be_visible()


@pytest.mark.parametrize("width", [390, 1366])
def test_back_from_indicator_restores_scroll_position(
    look_at: OpenPage, idle: Callable[[Page], None], width: int
) -> None:
    page = look_at("/", size=(width, 500))
    row = page.locator(".beside-tasks a[href*=indicator]").last
    row.scroll_into_view_if_needed()
    before = page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop")
    assert before > 0
    row.click()
    expect(page.locator(".indicator-value")).to_be_visible()
    page.go_back()
    expect(page.locator(".scorecard").first).to_be_visible()
    page.wait_for_function(
        "(top) => Math.abs(document.querySelector('[data-testid=stMain]').scrollTop - top) < 3", arg=before
    )


def bottom(page: Page, selector: str, which: int = 0) -> float:
    """The lower edge of an element on the screen, in pixels."""
    box = page.locator(selector).nth(which).bounding_box()
    assert box is not None
    return box["y"] + box["height"]


def test_overview_first_laptop_screen_has_counts_and_open_rows(look_at: OpenPage) -> None:
    page = look_at("/", size=(1366, 768))
    assert bottom(page, ".counts") < 250
    assert bottom(page, ".scorecard >> nth=0 >> tbody tr", -1) < 768


def test_overview_on_laptop_is_at_most_two_screens(look_at: OpenPage) -> None:
    page = look_at("/", size=(1366, 768))
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight") <= 2 * 768


def test_menu_on_laptop_starts_with_unit_and_search_and_fits(look_at: OpenPage) -> None:
    page = look_at("/", size=(1366, 768))
    name = page.locator(".stSidebar .brand")
    expect(name).to_contain_text("金川街道")
    expect(name).to_contain_text("半年工作进度")
    first_link = page.locator("[data-testid=stSidebarNavLink]").first.bounding_box()
    assert first_link is not None
    assert bottom(page, ".brand p") < bottom(page, ".brand input.search") < first_link["y"]
    assert bottom(page, "[data-testid=stSidebarNavLink]", -1) < 768
    expect(page).to_have_title("总览 · 金川街道半年工作进度")


def test_menu_search_finds_typed_word(look_at: OpenPage) -> None:
    page = look_at("/land?hide=on")
    field = page.locator("[data-testid=stSidebar] input.search")
    field.fill("十五里 资金")
    field.press("Enter")
    expect(page.locator("h1")).to_have_text("查找")
    expect(page.locator(".hits").first).to_be_visible()
    assert "hide=on" in page.url
