"""A real server, a real Chromium, and pages that fail their test when they leave the machine or complain."""

import functools
import os
import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.server.running import ROOT, Server, start_server

BROWSERS = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
)
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--process-per-site",  # pages of a visitor share what the first one has compiled: the next cost a third
)
HERE = Path(__file__).parent

#: The machine may be busy with other tests: what is waited for comes, but not at once.
expect.set_options(timeout=20_000)

#: The script has run to its end, nothing is a placeholder any more, every chart is painted.
IDLE = """() => {
    const app = document.querySelector('[data-testid=stApp]');
    if (!app || app.getAttribute('data-test-script-state') !== 'notRunning') return false;
    if (document.querySelector('[data-testid=stSkeleton], [data-testid=stAppSkeleton]')) return false;
    if (!document.querySelector('[data-testid=stMainBlockContainer] [data-testid]')) return false;
    return [...document.querySelectorAll('[data-testid=stPlotlyChart]')].every((c) => c.querySelector('.main-svg'));
}"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(nextitem: pytest.Item | None) -> Iterator[None]:
    """Closes the browser behind the last test of this folder.

    As long as it runs, its event loop lies over the thread, and no other test can run one of its own.
    """
    try:
        yield
    finally:
        if nextitem is None or HERE not in nextitem.path.parents:
            _RUNNING.close()
            visitor.cache_clear()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The dashboard with the seeds, shared by the tests that change nothing."""
    running = start_server(tmp_path_factory.mktemp("server"))
    yield running
    running.stop()


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """Starts a dashboard of the test's own: own_server(NAME="value" of an environment variable, ...); app: another."""
    started: list[Server] = []

    def start(app: Path = ROOT / "app.py", **environment: str) -> Server:
        if not started and _is_free(_own_port()):
            environment.setdefault("STREAMLIT_SERVER_PORT", str(_own_port()))
        started.append(start_server(tmp_path, app, **environment))
        return started[-1]

    yield start
    for running in started:
        running.stop()


@functools.cache
def _own_port() -> int:
    """Where the servers of tests listen, one after the other: a browser keeps compiled scripts by their address."""
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        return int(free.getsockname()[1])


def _is_free(port: int) -> bool:
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError:
        return False
    return True


#: What is closed behind the last test of this folder.
_RUNNING = ExitStack()


@functools.cache
def visitor() -> tuple[Browser, Page]:
    """A Chromium of the system with a tab that stays open. None there: skipped, but a failure where CI=true."""
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        message = "no Chromium: run tests/install.sh, or set CHROMIUM to the path of one"
        pytest.fail(message) if os.environ.get("CI") == "true" else pytest.skip(message)
    playwright = _RUNNING.enter_context(sync_playwright())
    chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
    _RUNNING.callback(chromium.close)
    return chromium, chromium.new_context(locale="zh-CN", accept_downloads=True).new_page()


@pytest.fixture
def browser() -> Browser:
    """The Chromium, for a test with a context of its own."""
    return visitor()[0]


@dataclass
class Watch:
    """What a page did that no page may do."""

    host: str
    complaints: list[str] = field(default_factory=list)

    def on(self, page: Page) -> None:
        page.on("request", lambda request: self.address(request.url))
        page.on("websocket", lambda socket: self.address(socket.url))
        page.on("console", lambda message: self.complain(message.type, message.text))
        page.on("pageerror", lambda error: self.complain("error", str(error)))

    def address(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("data", "blob") and parts.netloc != self.host:
            self.complaints.append(f"left the machine: {url}")

    def complain(self, kind: str, text: str) -> None:
        if kind == "error":  # a breach of the content policy is one of these too
            self.complaints.append(text)


@pytest.fixture
def open_page(server: Server) -> Iterator[Callable[..., Page]]:
    """open_page("/land") is that page of the dashboard, idle; closed after the test, which it fails for complaints.

    The pages of a test have one visitor, who is new. apart: in a context of its own, for another visitor. size: of the
    window; dark: colour scheme; before: a script that runs before the page's own; on: another server than the shared
    one; idle: False for a page that will not become idle; forgive: texts of complaints that the test is about.
    """
    chromium, tab = visitor()
    opened: list[tuple[Page, Watch, tuple[str, ...]]] = []

    def open_one(
        route: str = "/",
        *,
        size: tuple[int, int] = (1366, 768),
        dark: bool = False,
        before: str = "",
        on: Server | None = None,
        idle: bool = True,
        forgive: tuple[str, ...] = (),
        apart: bool = False,
    ) -> Page:
        url = (on or server).url
        page = (chromium.new_context(locale="zh-CN") if apart else tab.context).new_page()
        show_as(page, size, dark)
        watch = Watch(urlsplit(url).netloc)
        watch.on(page)
        opened.append((page, watch, forgive))
        if before:
            page.add_init_script(before)
        page.goto(url + route, wait_until="commit")
        if idle:
            wait_until_idle(page)
        return page

    tab.context.clear_cookies()
    yield open_one
    found = []
    for page, watch, forgiven in opened:
        forget(page, f"http://{watch.host}")
        page.close() if page.context is tab.context else page.context.close()
        found += [text for text in watch.complaints if not any(known in text for known in forgiven)]
    tab.context.clear_permissions()
    assert found == []


def forget(page: Page, origin: str) -> None:
    """Clears what pages of `origin` have stored with the visitor of `page`."""
    if page.is_closed():
        return
    session = page.context.new_cdp_session(page)
    session.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "all"})
    session.detach()


def show_as(page: Page, size: tuple[int, int], dark: bool) -> None:
    """Size of the window and colour scheme of `page`."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.emulate_media(media="null", color_scheme="dark" if dark else "light")


@pytest.fixture
def look_at(server: Server) -> Iterator[Callable[..., Page]]:
    """look_at("/land") is that page, loaded anew for a new visitor, in the tab that tests share.

    size, dark, idle: as for open_page. For tests that leave the tab as it is: no listener, no route, no script.
    """
    page, watch = shared_tab(server)

    def look(route: str = "/", *, size: tuple[int, int] = (1366, 768), dark: bool = False, idle: bool = True) -> Page:
        return load_anew(page, server.url + route, size, dark, idle)

    watch.complaints.clear()
    yield look
    for opened in page.context.pages:
        if opened is not page:
            opened.close()
    assert watch.complaints == []


def shared_tab(server: Server) -> tuple[Page, Watch]:
    """The tab that stays open, for the shared server, and who watches it."""
    page = visitor()[1]
    return page, _watch_of(page, urlsplit(server.url).netloc)


@functools.cache
def _watch_of(page: Page, host: str) -> Watch:
    watch = Watch(host)
    watch.on(page)
    return watch


def load_anew(page: Page, url: str, size: tuple[int, int] = (1366, 768), dark: bool = False, idle: bool = True) -> Page:
    """`page` at another address, as a new visitor finds it."""
    if page.url != "about:blank":
        page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
    page.context.clear_cookies()
    show_as(page, size, dark)
    page.goto(url, wait_until="commit")
    if idle:
        wait_until_idle(page)
    return page


def wait_until_idle(page: Page) -> None:
    """Waits until the page has run, is drawn, and stays so for a moment: a click starts the next run late."""
    page.wait_for_function(IDLE, timeout=60_000, polling=50)
    page.wait_for_timeout(150)
    page.wait_for_function(IDLE, timeout=60_000, polling=50)


@pytest.fixture
def idle() -> Callable[[Page], None]:
    """idle(page) after a click: waits until the page is idle again."""
    return wait_until_idle
