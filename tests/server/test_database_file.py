"""The SQLite file under a running dashboard: a copy of it alone is the store, and it is missed where it is gone.

Short here; `make soak` has thirty viewers (VIEWERS).
"""

import json
import os
import shutil
import signal
import sqlite3
import time
import urllib.error
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest

from store.engine import engine
from store.read import read_current_id
from tests.server.running import Server, start_server
from tests.server.test_viewers import commit_again
from tests.server.viewers import looking

VIEWERS = int(os.environ.get("VIEWERS", "6"))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "progress.db"


@pytest.fixture
def new_process() -> bool:
    """How the program starts and ends is what these tests are about."""
    return True


def newest_in_copy(path: Path) -> int:
    """The newest version in a copy of the file alone."""
    copy = path.with_name("copy.db")
    shutil.copyfile(path, copy)
    with closing(sqlite3.connect(copy)) as connection:
        [(newest,)] = connection.execute("SELECT max(id) FROM versions")
    for ending in ("", "-wal", "-shm"):
        copy.with_name(copy.name + ending).unlink(missing_ok=True)
    return newest


def health(server: Server) -> tuple[int, dict[str, object]]:
    try:
        with urllib.request.urlopen(f"{server.url}/healthz", timeout=20) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def interrupt(server: Server) -> int:
    """Ctrl+C; the exit code."""
    engine().dispose()
    server.process.send_signal(signal.SIGINT)
    return server.process.wait(timeout=60)


def test_file_copy_alone_contains_commits_with_open_pages(server, file):
    waited = []
    with looking(server.url, VIEWERS):
        for number in (2, 3, 4):
            time.sleep(1)
            acknowledged = commit_again()
            while newest_in_copy(file) < number:
                time.sleep(0.05)
                assert time.time() - acknowledged < 60
            waited.append(time.time() - acknowledged)
    print(f"{VIEWERS} viewers: a commit is in the file after {max(waited):.2f} s at the latest")
    assert read_current_id() == 4


def test_ctrl_c_with_open_pages_exits_0_and_leaves_one_file(server, file):
    with looking(server.url, 2):
        time.sleep(2)
        commit_again()
        assert interrupt(server) == 0
    assert sorted(path.name for path in file.parent.iterdir()) == ["progress.db", "server.log"]
    assert newest_in_copy(file) == 2


def test_ctrl_c_during_start_exits_0(tmp_path, database, file):
    server = start_server(tmp_path, wait=False, new_process=True, PROGRESS_DATABASE_URL=database)
    while not file.with_name(".progress.db.part").exists():
        assert server.process.poll() is None
        time.sleep(0.01)
    assert interrupt(server) == 0
    assert sorted(path.name for path in file.parent.iterdir()) == ["progress.db", "server.log"]
    assert newest_in_copy(file) == 1


def test_health_reports_moved_file_until_moved_back(server, file):
    assert health(server)[0] == 200
    file.rename(file.with_name("moved.db"))
    status, told = health(server)
    assert (status, told["ok"]) == (503, False)
    assert "放回原处" in str(told["error"])
    file.with_name("moved.db").rename(file)
    assert health(server)[0] == 200


def test_health_reports_replaced_file_until_restart(server, file):
    shutil.copyfile(file, file.with_name("older.db"))
    assert health(server)[0] == 200
    file.with_name("older.db").replace(file)
    status, told = health(server)
    assert status == 503
    assert "重新启动" in str(told["error"])
    assert interrupt(server) == 0
    assert newest_in_copy(file) == 1
