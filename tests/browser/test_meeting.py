"""汇报模式, print and the page 汇报 in a real browser: readable at each size, turned at once, printed whole."""

import io

import pypdfium2
import pytest
from axe_playwright_python.sync_playwright import Axe
from pptx import Presentation

SIZES = [(1024, 768), (1366, 768), (1920, 1080), (3840, 2160)]
#: Points at the edge of a printed page on which nothing stands that is not cut.
EDGE = 5
DRAWN = '() => document.documentElement?.dataset.ready === "all"'  # there is none for a moment
#: What is wrong with the open slide: text outside of it or too small, parts beyond their room, scroll bars.
FAULTS = """() => {
    const slide = document.querySelector('.slide.current'), page = slide.getBoundingClientRect(), faults = [];
    const outside = (box, room) => box.left < room.left - 1 || box.right > room.right + 1 ||
        box.top < room.top - 1 || box.bottom > room.bottom + 1;
    const texts = document.createTreeWalker(slide, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
        if (!node.nodeValue.trim() || node.parentElement.closest('script')) continue;
        const range = document.createRange();
        range.selectNodeContents(node);
        if ([...range.getClientRects()].some((box) => outside(box, page))) faults.push(`cut: ${node.nodeValue}`);
        const size = parseFloat(getComputedStyle(node.parentElement).fontSize);
        if (size < innerHeight / 40) faults.push(`${size}px: ${node.nodeValue}`);
    }
    const body = slide.querySelector('.body');
    if (body) for (const part of body.querySelectorAll('li, table, .main-svg'))
        if (outside(part.getBoundingClientRect(), body.getBoundingClientRect()))
            faults.push(`beyond: ${part.textContent}`);
    const root = document.documentElement;
    if (root.scrollHeight > innerHeight || root.scrollWidth > innerWidth) faults.push('scroll bars');
    return faults;
}"""
#: From the key to the second frame behind it, in which the new slide is painted.
TURN = """() => new Promise((done) => {
    const paint = (event) => requestAnimationFrame(() =>
        requestAnimationFrame(() => done(performance.now() - event.timeStamp)));
    addEventListener('keydown', paint, { once: true, capture: true });
})"""


def shown(page):
    return page.evaluate("() => document.querySelector('.slide.current').id.replace('slide-', '')")


@pytest.fixture
def open_slides(look_at):
    def open_one(address="/show", **more):
        page = look_at(address, idle=False, **more)
        page.wait_for_function(DRAWN, timeout=60_000)
        return page

    return open_one


@pytest.mark.parametrize(
    "size",
    [*SIZES[:2], *(pytest.param(size, marks=pytest.mark.soak) for size in SIZES[2:])],
    ids=lambda size: f"{size[0]}x{size[1]}",
)
def test_slide_at_each_size_is_readable_and_complete(open_slides, size):
    page = open_slides(size=size, dark=size[0] == 1366)
    faults = {}
    for _ in range(page.locator(".slide").count()):
        faults[shown(page)] = page.evaluate(FAULTS)
        page.keyboard.press("PageDown")
    assert len(faults) >= 15
    assert {name: told for name, told in faults.items() if told} == {}


def test_slides_after_resize_are_redrawn(open_slides):
    page = open_slides("/show?p=7")
    page.set_viewport_size({"width": 1024, "height": 768})
    page.wait_for_function("() => document.querySelector('.current .main-svg').clientWidth < 1024")
    assert page.evaluate(FAULTS) == []


@pytest.mark.soak
def test_slide_change_takes_less_than_200_ms(open_slides):
    """The best of three turns to each slide: a machine that runs other tests too may hold one back."""
    page = open_slides(size=(1920, 1080))
    times = [[] for _ in range(page.locator(".slide").count() - 1)]
    for _ in range(3):
        for of_slide in times:
            page.evaluate(f"() => {{ window.turned = ({TURN})(); }}")
            page.keyboard.press("ArrowRight")
            of_slide.append(page.evaluate("() => window.turned"))
        page.keyboard.press("Home")
    assert len(times) >= 15
    assert max(map(min, times)) < 200


def test_slide_changes_by_key_clicker_click_and_swipe_update_address(open_slides):
    page = open_slides("/show?p=3")
    assert shown(page) == "overview"
    order = [
        slide.removeprefix("slide-")
        for slide in page.evaluate("() => [...document.querySelectorAll('.slide')].map((s) => s.id)")
    ]
    for key, place in [
        ("ArrowRight", 3), ("PageDown", 4), (" ", 5), ("ArrowLeft", 4), ("PageUp", 3), ("End", len(order) - 1),
        ("ArrowRight", len(order) - 1), ("Home", 0), ("ArrowLeft", 0),
    ]:  # fmt: skip
        page.keyboard.press(key)
        assert shown(page) == order[place]
    page.mouse.click(1200, 400)
    assert shown(page) == order[1]
    assert "p=2" in page.url
    page.mouse.click(50, 400)
    page.mouse.move(900, 400)
    page.mouse.down()
    page.mouse.move(600, 410)
    page.mouse.up()
    assert shown(page) == order[1]
    page.reload()
    assert shown(page) == order[1]


def test_slide_show_escape_returns_to_dashboard(open_slides, idle):
    page = open_slides("/show?slides=cover")
    page.keyboard.press("Escape")
    page.wait_for_url("**/")
    idle(page)


def test_figure_opens_its_sentence_and_does_not_turn_the_slide(open_slides):
    page = open_slides("/show?slides=land,safety")
    page.get_by_role("button", name="584").click()
    dialog = page.get_by_role("dialog", name="原文")
    assert "历史项目任务584亩全部完成种植" in dialog.inner_text()
    assert "/source?version=1&at=" in dialog.get_by_role("link").get_attribute("href")
    page.keyboard.press("Escape")
    assert shown(page) == "land"
    page.keyboard.press("PageDown")
    assert shown(page) == "safety"
    page.get_by_role("button", name="原文").click()
    assert "重大隐患11处" in page.get_by_role("dialog", name="原文").inner_text()


@pytest.mark.parametrize("key", ["b", "."])
def test_screen_is_blanked_until_the_next_key(open_slides, key):
    page = open_slides("/show?slides=land,safety")
    page.keyboard.press(key)
    assert page.locator("#blank").is_visible()
    page.keyboard.press("PageDown")
    assert page.locator("#blank").is_hidden()
    assert shown(page) == "land"


def test_presenter_sees_clock_notes_and_next_title(open_slides):
    page = open_slides("/show?slides=land,attention&notes=1")
    assert page.locator("#next").inner_text() == "下一页：矛盾纠纷化解、重大隐患整改闭环等5项尚未完成"
    assert "原文：“" in page.locator("#notes").inner_text()
    page.wait_for_function("() => document.getElementById('clock').textContent !== '00:00'")
    page.keyboard.press("PageDown")
    assert page.locator("#next").inner_text() == "最后一页"


def test_screen_is_kept_on_where_the_browser_allows_it(open_slides):
    page = open_slides("/show?slides=cover")
    assert page.evaluate("() => 'wakeLock' in navigator") is True
    assert page.locator("#awake").is_hidden()


def test_slide_has_language_heading_and_contrast(open_slides):
    page = open_slides("/show?p=8")
    for dark in ("light", "dark"):
        page.emulate_media(color_scheme=dark)
        found = Axe().run(page)
        assert [each["id"] for each in found.response["violations"]] == []


def test_printed_slides_are_complete(open_slides):
    page = open_slides("/print")
    count = page.locator(".slide").count()
    page.emulate_media(media="print")
    assert page.locator("#slide-overview .meter").first.is_visible()
    document = pypdfium2.PdfDocument(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    assert len(document) == count
    for number, sheet in enumerate(document, start=1):
        width, height = sheet.get_size()
        assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == (297, 210)
        assert f"{number} / {count}" in sheet.get_textpage().get_text_range()
        ink = sheet.render(scale=1).to_numpy().max(axis=2) < 128  # words; the cover's bar of the accent bleeds
        edges = (ink[:EDGE], ink[-EDGE:], ink[:, :EDGE], ink[:, -EDGE:])
        assert not any(edge.any() for edge in edges)


def test_deck_is_reached_from_dashboard_in_two_clicks(look_at, idle):
    page = look_at("/")
    page.get_by_role("link", name="汇报", exact=True).click()
    idle(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="下载幻灯片").click()
    assert download.value.suggested_filename.endswith(".pptx")
    assert len(Presentation(download.value.path()).slides) >= 15
    with page.expect_popup() as slides:
        page.get_by_role("link", name="开始汇报").click()
    slides.value.wait_for_function(DRAWN, timeout=60_000)
