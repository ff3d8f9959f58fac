"""Starts a Streamlit script on a free port of this machine and waits until it is healthy."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
APP = ROOT / "app.py"
FLOOR = Path(__file__).parent / "floor" / "onechart.py"


class Running(NamedTuple):
    """A server: its address without a slash at the end, the seconds from its start to its first answer, its process."""

    url: str
    seconds: float
    process_id: int


@contextmanager
def served(script: Path, database: Path) -> Iterator[Running]:
    """`script` as a server with its own database; stopped at the end. RuntimeError where it does not start."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = ["--server.headless=true", "--server.fileWatcherType=none", "--browser.gatherUsageStats=false"]
    where = ["--server.address=127.0.0.1", f"--server.port={port}"]
    env = {**os.environ, "PROGRESS_DATABASE_URL": f"sqlite:///{database}"}
    command = [sys.executable, "-m", "streamlit", "run", script.name, *options, *where]
    started = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=script.parent, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    url = f"http://127.0.0.1:{port}"
    try:
        while time.perf_counter() - started < 60 and process.poll() is None:
            try:
                urllib.request.urlopen(f"{url}/_stcore/health", timeout=1).close()
            except OSError:
                time.sleep(0.02)
                continue
            yield Running(url, time.perf_counter() - started, process.pid)
            return
        raise RuntimeError(f"{script} did not start")
    finally:
        process.terminate()
        process.wait(timeout=20)
