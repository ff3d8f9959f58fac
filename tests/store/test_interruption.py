"""Whatever ends a commit half-way, the version before it is current and whole."""

import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from store import migrate, read
from store.check import check_store
from store.engine import SETTING, engine, reading, writing
from store.errors import StoreUnavailable
from store.write import commit_version
from tests.examples import SQLITE_FIRST
from tests.server.prepared import PROCESSES
from tests.store import committer
from tests.store.samples import EDITOR, JUNE, draft

ROOT = Path(__file__).parents[2]
#: Random kills per database; `KILLS=200` is the long form.
KILLS = int(os.environ.get("KILLS", "8"))


def assert_whole(at_least: int) -> int:
    """The store passes its check, holds what was acknowledged, and its current version is complete; return its id."""
    assert check_store() == []
    current = read.read_current_id() or 0
    assert current >= at_least
    if current:
        assert read.read_table("land")["area_mu"].tolist() == committer.areas(current)
    return current


def test_process_killed_at_random_leaves_complete_versions(store):
    chance = random.Random(2023)
    engine().dispose()
    stored = 0
    for _ in range(KILLS):
        receiver, sender = PROCESSES.Pipe(duplex=False)
        process = PROCESSES.Process(target=committer.commit_for_ever, args=(store, sender))
        process.start()
        sender.close()
        acknowledged = receiver.recv()
        while receiver.poll(chance.uniform(0, 0.02)):
            acknowledged = receiver.recv()
        process.kill()
        process.join()
        while receiver.poll():
            try:
                acknowledged = receiver.recv()
            except EOFError:
                break
        stored = assert_whole(acknowledged)
    assert stored >= KILLS


@pytest.mark.parametrize("new_store", SQLITE_FIRST, indirect=True)
def test_process_killed_within_commit_leaves_previous_version(store):
    committer.commit_next()
    step = 0
    while True:
        step += 1
        before = read.read_current_id()
        process = PROCESSES.Process(target=committer.commit_and_die, args=(store, step))
        process.start()
        process.join()
        assert process.exitcode in (0, -signal.SIGKILL)
        finished = process.exitcode == 0
        assert assert_whole(0) == before + finished
        if finished:
            break
    assert step > 10


def test_full_disk_leaves_previous_version_and_is_reported(sqlite_store):
    committer.commit_next()
    engine().dispose()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (sqlite_store.stat().st_size + 50_000, limits[1]))
    try:
        with pytest.raises(StoreUnavailable, match="磁盘"):
            commit_version(draft(*range(5000)), 1, EDITOR, "很多行", JUNE)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert assert_whole(1) == 1
    assert committer.commit_next() == 2
    assert assert_whole(2) == 2


def test_full_database_leaves_previous_version_and_is_reported(sqlite_store):
    committer.commit_next()
    with engine().connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    with engine().connect() as connection:
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 5}")
    with pytest.raises(StoreUnavailable, match="磁盘已满"):
        commit_version(draft(*range(5000)), 1, EDITOR, "很多行", JUNE)
    engine().dispose()
    assert assert_whole(1) == 1


READ_ONLY = """
import os, sys
from store.errors import StoreUnavailable
from tests.store import committer
if os.geteuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
try:
    committer.commit_next()
except StoreUnavailable as error:
    print(error)
"""


def test_read_only_disk_is_reported_and_nothing_changes(monkeypatch):
    folder = Path(tempfile.mkdtemp())
    try:
        monkeypatch.setenv(SETTING, f"sqlite:///{folder}/progress.db")
        migrate.initialise()
        committer.commit_next()
        engine().dispose()
        before = (folder / "progress.db").read_bytes()
        folder.chmod(0o555)
        (folder / "progress.db").chmod(0o444)
        told = subprocess.run(
            [sys.executable, "-c", READ_ONLY], cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout  # fmt: skip
        assert "data/" in told
        assert "没有写入" in told
        folder.chmod(0o755)
        assert [path.name for path in folder.iterdir()] == ["progress.db"]
        assert (folder / "progress.db").read_bytes() == before
    finally:
        folder.chmod(0o755)
        shutil.rmtree(folder)


def test_server_outage_is_reported_and_loses_nothing(cluster, monkeypatch):
    monkeypatch.setenv(SETTING, cluster.new_database())
    migrate.initialise()
    committer.commit_next()
    cluster.stop()
    try:
        with pytest.raises(StoreUnavailable, match="连不上"):
            committer.commit_next()
        with pytest.raises(StoreUnavailable, match="连不上"):
            read.read_current()
    finally:
        cluster.start()
    assert assert_whole(1) == 1
    assert committer.commit_next() == 2
    engine().dispose()


def test_sqlite_commit_waits_for_the_disk(sqlite_store):
    with reading() as connection:
        asked = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "recursive_triggers")
        }
    assert asked == {
        "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 20000, "recursive_triggers": 1,
    }  # fmt: skip


def test_postgresql_commit_waits_for_the_disk_whatever_its_default(cluster, monkeypatch):
    monkeypatch.setenv(SETTING, f"{cluster.new_database()}%20-csynchronous_commit%3Doff")
    migrate.initialise()
    for use, waits in ((reading, "off"), (writing, "on")):
        with use() as connection:
            assert connection.exec_driver_sql("SHOW synchronous_commit").scalar_one() == waits
    engine().dispose()


TRACED = """
import os, sys
import sqlalchemy as sa
from store.engine import engine
from tests.store import committer
for pragma in sys.argv[1:]:
    sa.event.listen(engine(), "connect", lambda made, _: made.execute(f"PRAGMA {pragma}"))
committer.commit_next()
os.write(1, b"BEGIN")
committer.commit_next()
os.write(1, b"STORED")
"""


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace shows it; install strace")
@pytest.mark.parametrize(("pragmas", "waits"), [([], True), (["synchronous=OFF"], False)])
def test_commit_is_acknowledged_after_its_log_is_on_disk(sqlite_store, tmp_path, pragmas, waits):
    """With OFF, which never waits for the disk, the same look tells that it was not waited for."""
    trace = tmp_path / "trace"
    calls = "trace=openat,pwrite64,write,fsync,fdatasync"
    traced = ["strace", "-f", "-y", "-e", calls, "-o", str(trace), sys.executable, "-c", TRACED, *pragmas]
    ended = subprocess.run(traced, cwd=ROOT, capture_output=True, text=True)
    if "ptrace" in ended.stderr or "PTRACE" in ended.stderr:
        pytest.skip("this system does not let strace look")
    lines = trace.read_text().splitlines()
    begin, end = (next(at for at, line in enumerate(lines) if f'"{word}"' in line) for word in ("BEGIN", "STORED"))
    log = [line for line in lines[begin:end] if "progress.db-wal" in line]
    assert any("pwrite64" in line for line in log)
    assert ("sync(" in log[-1] and log[-1].rstrip().endswith("= 0")) == waits
