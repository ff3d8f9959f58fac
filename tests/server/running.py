"""A running dashboard with a database of its own."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import pytest

from store.engine import SETTING
from tests.server.prepared import ROOT, Forked, fork_streamlit
from tests.store.filled import filled_store


@dataclass
class Server:
    """A running dashboard: its address without a slash at the end, its process, what it has printed so far."""

    url: str
    process: subprocess.Popen[bytes] | Forked
    log: Path

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=20)


def start_server(
    folder: Path, app: Path = ROOT / "app.py", wait: bool = True, new_process: bool = False, **environment: str
) -> Server:
    """The dashboard on a free port of this machine, started from `folder`, with its own filled database in it.

    wait: until it answers. new_process: started as a user would start it, not forked. With PROGRESS_DATABASE_URL in
    `environment` it starts on that database as it finds it, with STREAMLIT_SERVER_PORT on that port.
    """
    if SETTING not in environment:
        shutil.copy(filled_store(), folder / "progress.db")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = environment.get("STREAMLIT_SERVER_PORT") or free.getsockname()[1]
    log = folder / "server.log"
    env = {
        **os.environ,
        "PROGRESS_DATABASE_URL": f"sqlite:///{folder / 'progress.db'}",
        "STREAMLIT_SERVER_ADDRESS": "127.0.0.1",
        "STREAMLIT_SERVER_PORT": str(port),
        "STREAMLIT_BROWSER_GATHER_USAGE_STATS": "false",
        "STREAMLIT_SERVER_HEADLESS": "true",
        **environment,
    }
    process: subprocess.Popen[bytes] | Forked
    if new_process:
        with log.open("wb") as output:
            command = [sys.executable, "-m", "streamlit", "run", str(app)]
            process = subprocess.Popen(command, cwd=folder, env=env, stdout=output, stderr=subprocess.STDOUT)
    else:
        process = fork_streamlit(["run", str(app)], folder, env, log)
    base = "/" + env.get("STREAMLIT_SERVER_BASE_URL_PATH", "")
    server = Server(f"http://127.0.0.1:{port}", process, log)
    for _ in range(1200 if wait else 0):
        if process.poll() is not None:
            break
        try:
            urllib.request.urlopen(f"{server.url}{base.rstrip('/')}/_stcore/health", timeout=1).close()
            return server
        except OSError:
            time.sleep(0.05)
    if not wait:
        return server
    process.kill()
    pytest.fail(f"the dashboard did not start:\n{log.read_text(encoding='utf-8')}")


def memory(server: Server) -> float:
    """Resident memory of the server's process in MB; skips the test on a system that does not tell."""
    try:
        statm = Path(f"/proc/{server.process.pid}/statm").read_text()
    except OSError:
        pytest.skip("no /proc on this system")
    return int(statm.split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
