"""What a commit costs the server while pages are open: processor seconds, and seconds until the last page shows it.

    python -m benchmarks.open_pages [PAGE ...] [--open 30] [--commits 3]

Prints a line per page of the menu with all pages open on it, and one with the pages spread over the menu. The aim is
1.5 processor seconds and 2 s, on two quiet cores. The first commit after the start warms the caches and does not count.
"""

import argparse
import os
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from benchmarks.serving import APP, served
from store.engine import SETTING
from store.read import read_current, read_tables
from store.records import Actor, Draft
from store.write import commit_version
from tests.server.socket_client import SocketClient
from tests.store.filled import filled_store

MOST_CPU, MOST_SECONDS = 1.5, 2.0
PAGES: Final = (
    "", "land", "demolition", "funding", "safety", "more", "honours", "plan", "trend", "search", "meeting", "checks",
    "source", "promises", "draft", "report", "upload", "edit", "history",
)  # fmt: skip
_PATIENCE: Final = 120.0


@dataclass
class _Page:
    """An open page; `shown`: when it first said each version."""

    client: SocketClient
    done: threading.Event = field(default_factory=threading.Event)
    shown: dict[str, float] = field(default_factory=dict)
    wanted: str = ""

    def follow(self) -> None:
        """Take what the server sends until `done`."""
        while not self.done.is_set():
            try:
                for _ in self.client.receive(0.5):
                    if self.wanted not in self.shown and self.wanted in self.client.text():
                        self.shown[self.wanted] = time.time()
                    if self.done.is_set():
                        return
            except TimeoutError:
                continue


@contextmanager
def _opened(url: str, names: Sequence[str]) -> Iterator[list[_Page]]:
    pages: list[_Page] = []
    threads: list[threading.Thread] = []
    try:
        for name in names:
            pages.append(_Page(SocketClient(url, page=name).__enter__()))
            threads.append(threading.Thread(target=pages[-1].follow, daemon=True))
            threads[-1].start()
        yield pages
    finally:
        for page in pages:
            page.done.set()
        for thread in threads:
            thread.join(30)
        for page in pages:
            page.client.__exit__(None, None, None)


def commit_next() -> tuple[str, float]:
    """Commit a version with a changed measure; what a page then says, and when it was acknowledged."""
    current = read_current()
    assert current is not None
    measures = read_tables(current.id, ["measures"])["measures"]
    first = measures.index[measures["actual"].notna()][0]
    measures.loc[first, "actual"] = 600.0 + current.id
    draft = Draft(current.org_unit, current.period, "edit", {"measures": measures})
    version = commit_version(draft, current.id, Actor("王芳", "editor"), "月度更新", current.as_of)
    return f"第{version.id}版", time.time()


def cpu_seconds(process_id: int) -> float:
    """Processor seconds of a process so far."""
    fields = Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure(url: str, process_id: int, names: Sequence[str], commits: int) -> tuple[float, float]:
    """Median processor seconds of a commit, and seconds until the slowest of all open pages showed it."""
    cpu, late = [], []
    with _opened(url, names) as pages:
        for number in range(commits + 1):
            time.sleep(1.0)
            before = cpu_seconds(process_id)
            wanted = f"第{_next_number()}版"
            for page in pages:
                page.wanted = wanted
            _, acknowledged = commit_next()
            until = time.monotonic() + _PATIENCE
            while time.monotonic() < until and not all(wanted in page.shown for page in pages):
                time.sleep(0.05)
            time.sleep(0.5)  # what goes on after the last page
            if number:
                cpu.append(cpu_seconds(process_id) - before)
                late.append(max(page.shown.get(wanted, time.time()) for page in pages) - acknowledged)
        faults = {page.client.page: page.client.errors for page in pages if page.client.errors}
        assert not faults, faults
    return statistics.median(cpu), max(late)


def _next_number() -> int:
    current = read_current()
    return current.id + 1 if current else 1


def main() -> None:
    """Prints a line per page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", nargs="*", metavar="PAGE", help="addresses of pages; by default the menu's, and mixed")
    parser.add_argument("--open", type=int, default=30, help="open pages")
    parser.add_argument("--commits", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "progress.db"
        database.write_bytes(filled_store().read_bytes())
        os.environ[SETTING] = f"sqlite:///{database}"
        with served(APP, database) as running:
            print(f"{options.open} open pages, a commit: CPU s, seconds to the last (aim {MOST_CPU}, {MOST_SECONDS})")
            mixed = [PAGES[at % len(PAGES)] for at in range(options.open)]
            chosen = {name or "/": [name.strip("/")] * options.open for name in options.pages or PAGES}
            for name, names in (({} if options.pages else {"mixed": mixed}) | chosen).items():
                cpu, late = measure(running.url, running.process_id, names, options.commits)
                over = cpu > MOST_CPU or late > MOST_SECONDS
                print(f"  {name:12} {cpu:6.2f} {late:6.2f}{'   over the aim' if over else ''}", flush=True)


if __name__ == "__main__":
    main()
