"""Long lists that are narrowed, findings that open, and what is copied, in a real browser."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

OpenPage = Callable[..., Page]
LISTEN = """() => addEventListener("copy", (event) => {
    window.copied = ["text/html", "text/plain"].map((kind) => event.clipboardData.getData(kind));
})"""


def copied(page: Page, selector: str) -> tuple[str, str]:
    """What the keys Ctrl+C copy of the element `selector`, as HTML and as text."""
    page.evaluate(LISTEN)
    page.evaluate("(selector) => getSelection().selectAllChildren(document.querySelector(selector))", selector)
    page.keyboard.press("Control+C")
    page.wait_for_function("() => window.copied !== undefined")
    html, text = page.evaluate("() => window.copied")
    return html, text


def test_table_filter_hides_rows_without_its_words(look_at: OpenPage) -> None:
    page = look_at("/checks")
    field = page.locator(".narrow input").first
    field.fill("同比")
    shown = page.locator("details.finding:visible")
    expect(shown).to_have_count(1)
    expect(shown).to_contain_text("2个同比变化率没有基期数")
    expect(page.locator(".narrow [role=status]").first).to_have_text("1项符合，共38项")
    field.fill("")
    expect(page.locator("details.finding:visible")).to_have_count(38)


def test_table_filter_accepts_full_width_and_several_words(look_at: OpenPage) -> None:
    page = look_at("/checks")
    page.locator(".narrow input").first.fill("７３％ 口径")
    expect(page.locator("details.finding:visible")).to_have_count(1)


def test_finding_by_keyboard_opens_in_place(look_at: OpenPage) -> None:
    page = look_at("/checks")
    first = page.locator("details.finding").first
    expect(first.locator("dl")).to_be_hidden()
    first.locator("summary").press("Enter")
    expect(first.locator("dl")).to_be_visible()


def test_finding_button_copies_its_question(look_at: OpenPage) -> None:
    page = look_at("/checks")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    first = page.locator("details.finding").first
    first.locator("summary").click()
    first.locator("button.copier").click()
    expect(first.locator("button.copier")).to_have_text("已复制")
    text = page.evaluate("() => navigator.clipboard.readText()")
    assert text.startswith("“土地整治（新增耕地）”写了2个目标：7850亩、800亩。请核实：")


def test_finding_address_shows_it_open(look_at: OpenPage) -> None:
    page = look_at("/checks")
    row_id = page.locator("details.finding").nth(30).get_attribute("id")
    page = look_at(f"/checks?finding={row_id}")
    expect(page.locator("details.finding[open]")).to_have_count(1)
    expect(page.locator("details.finding[open] > summary")).to_be_in_viewport()


def test_copied_table_has_plain_values_without_addresses(look_at: OpenPage) -> None:
    page = look_at("/")
    html, text = copied(page, ".scorecard")
    assert "7,850亩" in html
    assert "<table" in html
    for left in ("href", "127.0.0.1", "<button", "style", "\u2212"):
        assert left not in html
    assert "\u2212" not in text


def test_copied_table_has_a_hyphen_before_negative_numbers(look_at: OpenPage) -> None:
    page = look_at("/indicator?indicator=measures:土地整治(新增耕地)种植平方米")
    page.evaluate(
        """() => document.querySelector('.indicator').insertAdjacentHTML(
            'beforeend', '<table id="minus"><tbody><tr><td>\u221241.9</td></tr></tbody></table>')"""
    )
    html, text = copied(page, "#minus")
    assert "<td>-41.9</td>" in html
    assert text.strip() == "-41.9"


def test_long_table_keeps_its_headers_and_first_column(look_at: OpenPage) -> None:
    page = look_at("/more?section=history", size=(900, 700))
    fold = page.locator("details.fold", has=page.locator(".narrowable")).first
    fold.locator("summary").click()
    sheet = fold.locator(".sheet")
    sheet.evaluate("(sheet) => sheet.scrollTo(sheet.scrollWidth, sheet.scrollHeight)")
    box, corner = sheet.bounding_box(), sheet.locator("thead th").first.bounding_box()
    last = sheet.locator("tbody th").last.bounding_box()
    assert (round(corner["x"] - box["x"]), round(corner["y"] - box["y"])) == (0, 0)
    assert round(last["x"] - box["x"]) == 0
    assert sheet.locator("tbody th").first.bounding_box()["y"] < box["y"]


def test_printed_long_table_is_complete(look_at: OpenPage) -> None:
    page = look_at("/more?section=history", size=(900, 700))
    fold = page.locator("details.fold", has=page.locator(".narrowable")).first
    fold.locator("summary").click()
    page.emulate_media(media="print")
    sheet = fold.locator(".sheet")
    assert sheet.evaluate("(sheet) => sheet.scrollHeight - sheet.clientHeight") <= 1
