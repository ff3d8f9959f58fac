"""`make pictures`: takes the pictures of README.md and of the manual anew, from the real pages on the seeds."""

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Browser, sync_playwright  # noqa: E402

from tests.browser.conftest import BROWSERS, FLAGS, wait_until_idle  # noqa: E402
from tests.server.running import start_server  # noqa: E402

#: File below docs/ -> address of the page.
PICTURES: Final = {
    "overview.png": "/",
    "source.png": "/source?at=1353",
    "manual/indicator.png": "/indicator?indicator=measures:土地整治(新增耕地)种植平方米",
    "manual/report.png": "/report",
    "manual/upload.png": "/upload",
    "manual/edit.png": "/edit",
    "manual/show.png": "/show?p=6",
    "manual/history.png": "/history",
}
_SIZE: Final = {"width": 1366, "height": 768}


def take_pictures(browser: Browser, url: str) -> None:
    """Write a picture of each of PICTURES, 1366×768 pixels, light, from the dashboard at `url`."""
    for name, route in PICTURES.items():
        page = browser.new_page(viewport=_SIZE, locale="zh-CN", color_scheme="light")
        page.goto(url + route, wait_until="commit")
        if route.startswith("/show"):
            page.wait_for_function("() => document.querySelector('.slide.current') !== null")
            page.wait_for_timeout(2000)
        else:
            wait_until_idle(page)
        page.screenshot(path=ROOT / "docs" / name)
        page.close()


def main() -> None:
    """Start a dashboard on a new store and take the pictures. Raises SystemExit without a Chromium."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        raise SystemExit("没有找到 Chromium：请运行 tests/install.sh。")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = start_server(Path(folder), new_process=True)
        try:
            take_pictures(playwright.chromium.launch(executable_path=path, args=FLAGS), server.url)
        finally:
            server.stop()


if __name__ == "__main__":
    main()
