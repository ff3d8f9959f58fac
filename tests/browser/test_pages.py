"""The pages in a real browser: charts painted, sentences in view, sizes, dark, download."""

import io
import re
from collections.abc import Callable

import pypdfium2
import pytest
from playwright.sync_api import Page, expect

OpenPage = LookAt = Callable[..., Page]

SIZES = {"phone": (390, 844), "laptop": (1366, 768), "projector": (1920, 1080)}

#: Lines of the titles of all charts, and the titles that stick out of their charts.
TITLES = """() => {
    const titles = [...document.querySelectorAll('[data-testid=stPlotlyChart] :is(.gtitle, .gtitle-subtitle)')];
    const wide = titles.filter((title) =>
        title.getBoundingClientRect().right > title.closest('.main-svg').getBoundingClientRect().right);
    return [titles.reduce((sum, title) => sum + Math.max(1, title.querySelectorAll('tspan.line').length), 0),
        wide.map((title) => title.textContent)];
}"""

IN_VIEW = """(selector) => {
    const box = document.querySelector(selector).getBoundingClientRect();
    return box.top >= 0 && box.bottom <= innerHeight && box.height > 0;
}"""


def test_printed_page_has_no_menu_and_complete_charts(look_at: LookAt) -> None:
    page = look_at("/land", size=SIZES["projector"])
    text = re.sub(r"\s", "", "".join(printed_pages(page)))
    assert "更多领域" not in text
    assert "75%目标" in text


def printed_pages(page: Page) -> list[str]:
    """The text of each sheet on which `page` is printed."""
    sheets = pypdfium2.PdfDocument(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    return [sheet.get_textpage().get_text_range() for sheet in sheets]


@pytest.mark.soak
def test_printed_heading_is_never_alone_at_the_foot_of_a_sheet(look_at: LookAt) -> None:
    page = look_at("/safety")
    alone = []
    for height in range(0, 720, 40):
        page.evaluate(
            """height => {
                const box = document.querySelector(".stElementContainer:has(.cards)");
                box.style.height = `${height}px`; box.style.overflow = 'hidden';
            }""",
            height,
        )
        if any("停产停业2家" in sheet and "检查数" not in sheet for sheet in printed_pages(page)):
            alone.append(height)
    assert alone == []


def test_printed_long_table_repeats_its_headers(look_at: LookAt) -> None:
    sheets = [sheet for sheet in printed_pages(look_at("/honours")) if "县级" in sheet and "国家级" not in sheet]
    assert sheets
    assert all("获得者" in sheet for sheet in sheets)


def test_chart_titles_use_window_width_and_are_not_cut(look_at: LookAt) -> None:
    lines = {}
    for width in (390, 683, 960, 1366):
        lines[width], cut = look_at("/land", size=(width, 768)).evaluate(TITLES)
        assert cut == []
    assert lines[390] > lines[683] == lines[960] == lines[1366]


def test_table_wider_than_its_box_fades_out_until_its_end(look_at: LookAt) -> None:
    page = look_at("/land", size=SIZES["phone"])
    page.locator("details.fold > summary").first.click()
    fade = "() => getComputedStyle(document.querySelector('.sheet')).getPropertyValue('--fade')"
    assert page.evaluate(fade) == "3rem"
    page.locator(".sheet").first.evaluate("sheet => { sheet.scrollLeft = sheet.scrollWidth; }")
    page.wait_for_function(f"() => ({fade})() === '0rem'")


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_current_user_is_visible_without_scrolling(look_at: LookAt, size: tuple[int, int]) -> None:
    page = look_at("/checks", size=size)
    assert page.evaluate(IN_VIEW, ".account")
    page.locator(".account").click(trial=True)  # nothing lies over it


def test_overview_number_opens_sentence_without_reload(look_at: OpenPage, idle) -> None:
    page = look_at("/")
    loads: list[str] = []
    page.on("request", lambda request: loads.append(request.url) if request.resource_type == "document" else None)
    number = page.locator(".card-value a").first
    text = re.sub(r"\D", "", number.inner_text())
    number.click()
    page.locator("[data-here]").wait_for()
    idle(page)
    assert "/source?at=" in page.evaluate("location.href")
    assert page.locator("[data-here]").inner_text().startswith(text)
    assert page.evaluate(IN_VIEW, "[data-here]")
    assert loads == []


def test_back_from_sentence_uses_browser_history(look_at: OpenPage, idle) -> None:
    page = look_at("/land")
    page.locator(".card-value a").first.click()
    page.locator("[data-here]").wait_for()
    page.go_back()
    page.locator("h1", has_text="土地整治").wait_for()
    idle(page)
    assert page.evaluate("location.pathname") == "/land"


def test_back_shows_what_was_folded_out_at_its_place(open_page: OpenPage, idle) -> None:
    page = open_page("/land")
    fold = page.locator(".stHtml details.fold").nth(1)
    fold.locator("summary").click()
    link = fold.locator("tbody a").last
    link.scroll_into_view_if_needed()
    before = link.bounding_box()["y"]
    link.click()
    page.wait_for_url("**/source?at=*")
    idle(page)
    page.go_back()
    idle(page)
    expect(fold).to_have_attribute("open", "")
    expect(link).to_be_in_viewport()
    assert abs(link.bounding_box()["y"] - before) < 5


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_shared_address_scrolls_to_its_sentence(look_at: LookAt, size: tuple[int, int]) -> None:
    page = look_at("/source?at=1353", size=size)
    assert page.locator("[data-here]").inner_text() == "7850亩"
    assert page.evaluate(IN_VIEW, "[data-here]")


def test_shared_filter_shows_same_view(look_at: LookAt) -> None:
    page = look_at("/source?domain=safety")
    assert page.locator("[data-testid=stMain] .chips [aria-current]").inner_text().startswith("安全隐患")
    assert page.locator(".report .asked").count() > 5


def test_picked_filter_is_in_the_address(look_at: LookAt, idle) -> None:
    page = look_at("/checks")
    page.locator(".chips a", has_text="存疑").click()
    page.locator(".chips a[aria-current]", has_text="存疑").wait_for()
    idle(page)
    assert page.evaluate("location.search") == "?severity=doubt"
    assert set(page.locator(".severity").all_inner_texts()) == {"存疑"}


def test_settings_apply_to_every_page_and_are_in_the_address(look_at: LookAt, idle) -> None:
    page = look_at("/honours")
    page.get_by_text("显示设置").click()
    page.get_by_role("link", name="隐去").click()
    page.locator("th", has_text="叶某某").wait_for()
    idle(page)
    page.get_by_role("link", name="原文溯源").click()
    page.locator(".report").wait_for()
    idle(page)
    assert "叶继强" not in page.locator(".report").inner_text()
    assert "hide=on" in page.evaluate("location.search")


def test_table_state_opens_indicator_page(look_at: LookAt, idle) -> None:
    page = look_at("/land")
    page.locator("details.fold > summary").first.click()
    page.locator("td .state", has_text="严重滞后").first.click()
    page.locator(".indicator-value").wait_for()
    idle(page)
    page.get_by_text("判定依据").click()
    assert "7,850亩" in page.locator(".proof").first.inner_text()


def test_bar_of_chart_opens_its_indicator_and_keeps_settings(look_at: LookAt, idle) -> None:
    page = look_at("/land?hide=on")
    chart = page.locator(".js-plotly-plot").first
    bar = chart.locator(".barlayer .trace").last.locator("path").first.bounding_box()
    page.mouse.move(bar["x"] + 5, bar["y"] + bar["height"] / 2)
    expect(chart).to_have_class(re.compile("leads-on"))
    page.mouse.click(bar["x"] + 5, bar["y"] + bar["height"] / 2)
    expect(page).to_have_url(re.compile(r"/indicator\?indicator=[^&]+&hide=on$"))
    idle(page)
    expect(page.locator(".indicator-value")).to_be_visible()


def test_bar_of_chart_opens_its_indicator_by_keyboard(look_at: LookAt, idle) -> None:
    page = look_at("/land?hide=on")
    bar = page.get_by_role("link", name=re.compile("^土地整治项目施工 18个"))
    bar.focus()
    bar.press("Enter")
    expect(page).to_have_url(re.compile(r"/indicator\?indicator=[^&]+&hide=on$"))
    idle(page)
    expect(page.locator("h1")).to_have_text("土地整治项目施工")


def test_source_is_shown_once_per_page(look_at: LookAt) -> None:
    page = look_at("/land")
    lines = page.get_by_text(re.compile("^来源")).all()
    assert len(lines) > 1
    assert [line.is_visible() for line in lines].count(True) == 1


def test_table_download_is_csv_readable_by_excel(look_at: LookAt) -> None:
    page = look_at("/land")
    with page.expect_download() as waiting:
        page.locator("details.fold", has_text="土地整治各环节").locator("summary").click()
        page.get_by_role("link", name="下载土地整治各环节（CSV）").click()
    content = waiting.value.path().read_bytes()
    assert waiting.value.suggested_filename == "金川街道土地整治各环节.csv"
    assert content.startswith(b"\xef\xbb\xbf")
    assert "面积（亩）" in content.decode("utf-8-sig")


def test_chart_download_has_chinese_file_name(look_at: LookAt) -> None:
    page = look_at("/land")
    chart = page.locator("[data-testid=stPlotlyChart]").first
    chart.hover()
    with page.expect_download() as waiting:
        chart.locator(".modebar-btn[data-title*='保存']").first.click()
    assert waiting.value.suggested_filename == "金川街道土地整治完成值对目标.png"
    assert waiting.value.path().read_bytes().startswith(b"\x89PNG")


def test_dark_page_text_and_tables_are_readable(look_at: LookAt) -> None:
    page = look_at("/land", dark=True)
    text = "(selector) => getComputedStyle(document.querySelector(selector)).color"
    assert page.evaluate(text, ".sheet td") == page.evaluate(text, ".head h1") == "rgb(230, 232, 235)"
