"""The store's upkeep beside the pages: its log is emptied, and all that is stored is checked now and then."""

import asyncio
import json
import shutil
import sqlite3
from collections.abc import Callable, Coroutine
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from store import migrate
from store.engine import SETTING, engine, reading
from tests.store import committer
from tests.ui.test_routes import ask
from ui.shell import upkeep
from ui.shell.background import running


@pytest.fixture
def store(tmp_path, monkeypatch):
    path = tmp_path / "progress.db"
    monkeypatch.setenv(SETTING, f"sqlite:///{path}")
    monkeypatch.setattr(upkeep, "_LAST", None)
    migrate.initialise()
    committer.commit_next()
    yield path
    engine().dispose()


def set_head(path: Path, seq: int) -> None:
    """Damage that only a thorough look finds, or its mending."""
    with closing(sqlite3.connect(path)) as other:
        other.execute("UPDATE audit_head SET seq = ?", (seq,))
        other.commit()


def run_until(work: Coroutine[Any, Any, None], reached: Callable[[], bool]) -> bool:
    async def wait() -> bool:
        async with running(work):
            for _ in range(400):
                if reached():
                    return True
                await asyncio.sleep(0.05)
        return False

    return asyncio.run(wait())


def test_upkeep_log_is_checkpointed_after_reader_ends(store):
    with reading() as connection:
        connection.exec_driver_sql("SELECT count(*) FROM versions").scalar()
        committer.commit_next()
        log = store.with_name("progress.db-wal")
        assert log.stat().st_size > 0
    assert run_until(upkeep.empty_log_periodically(), lambda: log.stat().st_size == 0)
    shutil.copyfile(store, store.with_name("copy.db"))
    with closing(sqlite3.connect(store.with_name("copy.db"))) as copy:
        assert copy.execute("SELECT max(id) FROM versions").fetchone() == (2,)


def test_upkeep_intact_store_health_shows_time_of_check(store):
    checked = upkeep.check_now()
    assert checked.faults == ()
    status, _, body = ask("/healthz")
    assert (status, json.loads(body)["checked_at"]) == (200, checked.at)


def test_upkeep_damage_is_in_health_until_repaired(store):
    set_head(store, 99)
    assert ask("/healthz")[0] == 200
    upkeep.check_now()
    status, _, body = ask("/healthz")
    told = json.loads(body)
    assert (status, told["ok"]) == (503, False)
    assert "1 处问题" in told["error"]
    assert "操作记录的末尾" in told["faults"][0]
    set_head(store, 1)
    upkeep.check_now()
    assert ask("/healthz")[0] == 200


def test_upkeep_fault_details_are_for_readers_only(store, monkeypatch):
    monkeypatch.setenv("PROGRESS_READING", "accounts")
    set_head(store, 99)
    upkeep.check_now()
    told = json.loads(ask("/healthz")[2])
    assert (told["ok"], "faults" in told, "data_version" in told) == (False, False, False)


def test_upkeep_failed_check_is_in_health(store):
    store.rename(store.with_name("moved.db"))
    assert "没有做完" in upkeep.check_now().faults[0]
    store.with_name("moved.db").rename(store)
    assert ask("/healthz")[0] == 503
    assert upkeep.check_now().faults == ()


def test_upkeep_damaged_store_is_checked_again(store, monkeypatch):
    monkeypatch.setattr(upkeep, "FIRST_CHECK", 0.0)
    monkeypatch.setattr(upkeep, "RECHECK_INTERVAL", 0.05)
    set_head(store, 99)
    found = []

    def mended() -> bool:
        checked = upkeep.last_check()
        if checked and checked not in found:
            found.append(checked)
            set_head(store, 1)
        return bool(checked) and checked.faults == ()

    assert run_until(upkeep.check_daily(), mended)
    assert len(found[0].faults) == 1


@pytest.mark.parametrize("happen", ["move", "damage"])
def test_health_moved_or_damaged_file_is_reported(store, happen):
    assert ask("/healthz")[0] == 200
    if happen == "move":
        store.rename(store.with_name("moved.db"))
    else:
        with store.open("rb+") as file:
            file.write(b"damaged!")
    status, _, body = ask("/healthz")
    assert (status, json.loads(body)["ok"]) == (503, False)
    assert "请" in json.loads(body)["error"]
