"""People with open pages, who look again about once a second."""

import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.server.socket_client import SocketClient

PAGES = ("", "land", "demolition", "funding", "safety", "more", "honours", "plan", "checks", "source")
_VERSION = re.compile(r"第\d+版")


@dataclass
class Viewer:
    """Someone with one page open, who looks again about once a second until `done`."""

    url: str
    page: str
    done: threading.Event = field(default_factory=threading.Event)
    runs: list[float] = field(default_factory=list)
    seen: dict[str, float] = field(default_factory=dict)
    troubles: list[str] = field(default_factory=list)

    def look(self) -> None:
        try:
            with SocketClient(self.url, page=self.page) as client:
                while not self.done.is_set():
                    self.runs.append(client.run())
                    self._rest(client)
                self.troubles += client.errors
        except Exception as error:  # whatever it is, the test tells it
            self.troubles.append(repr(error))

    def _rest(self, client: SocketClient) -> None:
        until = time.monotonic() + 1
        while (left := until - time.monotonic()) > 0:
            self._note(client)
            try:
                next(client.receive(left))
            except TimeoutError:
                break
        self._note(client)

    def _note(self, client: SocketClient) -> None:
        for version in _VERSION.findall(client.text()):
            self.seen.setdefault(version, time.time())


@contextmanager
def looking(url: str, count: int) -> Iterator[list[Viewer]]:
    """`count` people, spread over all pages, for as long as the block runs."""
    viewers = [Viewer(url, PAGES[at % len(PAGES)]) for at in range(count)]
    threads = [threading.Thread(target=viewer.look) for viewer in viewers]
    for thread in threads:
        thread.start()
    try:
        yield viewers
    finally:
        for viewer in viewers:
            viewer.done.set()
        for thread in threads:
            thread.join(60)
