"""Every page in a real browser: title, language, charts, accessibility, and its width on every size of screen."""

from collections.abc import Callable

import pytest
from _pytest.mark import ParameterSet
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import load_anew, shared_tab
from tests.browser.test_pages import SIZES
from tests.browser.test_shell import ENGLISH, MENU
from tests.examples import few
from tests.server.running import Server

LookAt = Callable[..., Page]

WITH_CHARTS = ("/land", "/demolition", "/funding", "/safety", "/more", "/honours")
ROUTES = (
    "/",
    *WITH_CHARTS,
    "/plan",
    "/trend",
    "/search",
    "/meeting",
    "/checks",
    "/source",
    "/promises",
    "/draft",
    "/report",
    "/upload",
    "/edit",
    "/edit?task=target",
    "/history",
    "/indicator?indicator=measures:土地整治(新增耕地)种植平方米%232",
)

#: Width and height of the mark that a chart draws: an empty frame has none.
PAINTED = """() => [...document.querySelectorAll('[data-testid=stPlotlyChart]')].map((chart) =>
    chart.querySelectorAll('.bars .point path, .scatterlayer .text text').length)"""

#: How far the page's own box can be moved sideways, and what sticks out of it without a box that scrolls.
OVERFLOW = """() => {
    const main = document.querySelector('[data-testid=stMain]');
    const wide = [...main.querySelectorAll('.stHtml *')].filter((element) =>
        element.getBoundingClientRect().right > innerWidth + 1 && !element.closest('.sheet'));
    return [main.scrollWidth - main.clientWidth, wide.map((element) => element.outerHTML.slice(0, 80))];
}"""


@pytest.fixture(scope="module")
def visited(request: pytest.FixtureRequest, server: Server) -> Page:
    """The page at the address that a test is parametrized with, loaded once for all tests that only look."""
    page, watch = shared_tab(server)
    watch.complaints.clear()
    load_anew(page, server.url + request.param)
    assert watch.complaints == []
    return page


def each_visited(*routes: str) -> pytest.MarkDecorator:
    """Parametrizes a test with each of these addresses; pytest runs the tests of one address behind each other."""
    return pytest.mark.parametrize("visited", routes, indirect=True, scope="module")


@pytest.mark.parametrize(("visited", "title"), MENU.items(), indirect=["visited"], scope="module")
def test_page_has_title_and_no_english_frame(visited: Page, title: str) -> None:
    assert visited.title() == f"{title} · 金川街道半年工作进度"
    assert visited.locator("html").get_attribute("lang") == "zh-CN"
    assert visited.evaluate(ENGLISH) == []


@each_visited(*WITH_CHARTS)
def test_page_charts_are_painted(visited: Page) -> None:
    marks = visited.evaluate(PAINTED)
    assert marks
    assert min(marks) > 0


@each_visited(*ROUTES)
def test_page_has_no_accessibility_violation(visited: Page) -> None:
    assert violations(visited) == []


@pytest.mark.parametrize("route", few(ROUTES, *map(ROUTES.index, ("/", "/land", "/checks", "/source", "/edit"))))
def test_dark_page_has_no_accessibility_violation(look_at: LookAt, route: str) -> None:
    """In the dark those with charts, cells and marks of a report, all in soak."""
    assert violations(look_at(route, dark=True)) == []


def violations(page: Page) -> list[tuple[str, str]]:
    """Kind and place of what axe finds on `page`, menu included."""
    found = Axe().run(page, options={"resultTypes": ["violations"]})
    return [
        (violation["id"], node["html"][:120])
        for violation in found.response["violations"]
        for node in violation["nodes"]
    ]


def at_sizes() -> list[ParameterSet]:
    """Each view on a phone, the narrowest; on wider screens one with charts and one with a wide table, all in soak."""
    views = (*ROUTES, "/checks?severity=conflict")
    quick = [("phone", view) for view in views] + [(size, view) for size in SIZES for view in ("/", "/plan")]
    return [
        pytest.param(view, SIZES[size], id=f"{size}-{view}", marks=[] if (size, view) in quick else pytest.mark.soak)
        for size in SIZES
        for view in views
    ]


@pytest.mark.parametrize(("route", "size"), at_sizes())
def test_page_content_fits_its_width(look_at: LookAt, route: str, size: tuple[int, int]) -> None:
    assert look_at(route, size=size).evaluate(OVERFLOW) == [0, []]
