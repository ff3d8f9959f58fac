"""Page loads in a real browser, each page as a ratio to a page with one plotly chart, round by round.

Time: from navigation until the script has finished and every chart is painted; cold in a fresh browser context,
warm again in the same one. The machine's load cancels out: every ratio is of two loads of the same round.
"""

import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from benchmarks.open_pages import PAGES
from benchmarks.serving import APP, FLOOR, served

ROUTES = ("/", *(f"/{name}" for name in PAGES if name))
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")
WARM_AIM, COLD_AIM, MOST_BYTES = 1.3, 1.05, 2.6e6
READY = """() => {
    const app = document.querySelector('[data-testid=stApp]');
    if (!app || app.getAttribute('data-test-script-state') !== 'notRunning') return false;
    if (document.querySelector('[data-testid=stSkeleton], [data-testid=stAppSkeleton]')) return false;
    if (!document.querySelector('[data-testid=stMainBlockContainer] [data-testid]')) return false;
    return [...document.querySelectorAll('[data-testid=stPlotlyChart]')].every((c) => c.querySelector('.main-svg'));
}"""


@dataclass
class Loads:
    """The measured loads of one page: seconds cold and warm by round, bytes of the last cold one, charts on it."""

    url: str
    cold: list[float] = field(default_factory=list)
    warm: list[float] = field(default_factory=list)
    sent: int = 0
    charts: int = 0

    def measure(self, browser: Browser) -> None:
        """Loads the page twice in a context of its own."""
        context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
        page = context.new_page()
        received: list[int] = []
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
        for seconds in (self.cold, self.warm):
            started = time.perf_counter()
            page.goto(self.url, wait_until="commit")
            page.wait_for_function(READY, timeout=60_000, polling=20)
            seconds.append(time.perf_counter() - started)
            self.sent = self.sent if seconds is self.warm else sum(received)
        self.charts = page.locator("[data-testid=stPlotlyChart]").count()
        context.close()


def ratio(loads: Iterable[float], floor: Iterable[float]) -> float:
    """The median of the ratios round by round."""
    return statistics.median(ours / least for ours, least in zip(loads, floor, strict=True))


def main(rounds: int = 5) -> None:
    """Prints one line per page; the first round warms the servers and does not count."""
    with ExitStack() as stack, tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "progress.db"
        floor = Loads(stack.enter_context(served(FLOOR, database)).url)
        dashboard = stack.enter_context(served(APP, database)).url
        pages = {route: Loads(dashboard + route) for route in ROUTES}
        path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)))
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        for done in range(rounds + 1):
            for loads in (floor, *pages.values()):
                loads.measure(browser)
                if done == 0:
                    loads.cold.clear(), loads.warm.clear()
        browser.close()
    aims = f"aim: warm {WARM_AIM}, cold {COLD_AIM}, {MOST_BYTES / 1e6} MB"
    print(f"page loads as ratios to one chart (median of {rounds}; {aims})")
    print(f"  {'page':12} charts   cold    warm      sent")
    for name, loads in {"one chart": floor, **pages}.items():
        slow = ratio(loads.warm, floor.warm) > WARM_AIM or ratio(loads.cold, floor.cold) > COLD_AIM
        over = slow or (loads is not floor and loads.sent > MOST_BYTES)
        print(
            f"  {name:12} {loads.charts:6} {ratio(loads.cold, floor.cold):6.2f}  {ratio(loads.warm, floor.warm):6.2f}"
            f"  {loads.sent / 1e6:5.2f} MB{'  over the aim' if over else ''}"
        )
    print(f"  one chart: cold {statistics.median(floor.cold):.2f} s, warm {statistics.median(floor.warm):.2f} s")


if __name__ == "__main__":
    main()
