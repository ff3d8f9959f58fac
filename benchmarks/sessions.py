"""Memory of the server after many sessions, each of which opened a page of the menu and closed it again.

    python -m benchmarks.sessions [SESSIONS]

Each page is opened twice before the first figure is taken. Streamlit keeps the session of a closed tab for two minutes,
so the last figure is taken after that. The aim is 50 MB above the start after 500 sessions.
"""

import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from benchmarks.open_pages import PAGES
from benchmarks.serving import APP, served
from tests.server.socket_client import SocketClient
from tests.store.filled import filled_store

SESSIONS, MOST_MEGABYTES = 500, 50
#: Streamlit's two minutes, and the interval of ui.shell.memory.
_KEPT_SECONDS: Final = 150


def main(sessions: int = SESSIONS) -> None:
    """Prints the resident memory at the start, every hundred sessions, and at the end."""
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "progress.db"
        database.write_bytes(filled_store().read_bytes())
        with served(APP, database) as running:
            for page in PAGES * 2:
                _open(running.url, page)
            time.sleep(_KEPT_SECONDS)
            start = megabytes(running.process_id)
            print(f"start {start:.0f} MB", flush=True)
            for number in range(1, sessions + 1):
                _open(running.url, PAGES[number % len(PAGES)])
                if number % 100 == 0:
                    print(f"{number} sessions {megabytes(running.process_id):.0f} MB", flush=True)
            time.sleep(_KEPT_SECONDS)
            grown = megabytes(running.process_id) - start
            print(f"after {_KEPT_SECONDS} s {grown:+.0f} MB{'   over the aim' if grown > MOST_MEGABYTES else ''}")


def _open(url: str, page: str) -> None:
    with SocketClient(url, page=page) as client:
        assert not client.errors, client.errors


def megabytes(process_id: int) -> float:
    """Resident memory of a process."""
    pages = int(Path(f"/proc/{process_id}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
