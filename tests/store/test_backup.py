"""A backup is the whole store in one file, taken while people work, and the way back from it."""

import shutil
import sqlite3
import threading

import pytest

from store import read
from store.audit import read_audit
from store.backup import backup, restore
from store.check import check_store
from store.engine import DEFAULT_FILE, SETTING, engine
from store.errors import PermissionDenied, StoreDamaged, StoreError
from store.export import export_version
from store.write import commit_version
from tests.store import committer
from tests.store.samples import EDITOR, JUNE, VIEWER, draft, report


@pytest.fixture
def filled(store, tmp_path, monkeypatch):
    """Two versions; what a restore puts aside goes to the test's own folder."""
    monkeypatch.setattr("store.backup.DEFAULT_FILE", tmp_path / DEFAULT_FILE.name)
    commit_version(draft(880, kind="report", received=report()), None, EDITOR, "首次", JUNE)
    commit_version(draft(900), 1, EDITOR, "更正", JUNE)


def test_a_restored_store_holds_what_the_backup_held(filled, tmp_path):
    path = tmp_path / "backup.db"
    exports = [export_version(version_id) for version_id in (1, 2)]
    backup(path)
    commit_version(draft(910), 2, EDITOR, "又更正", JUNE)
    kept = restore(path, EDITOR)
    assert [version.id for version in read.list_versions()] == [2, 1]
    assert [export_version(version_id) for version_id in (1, 2)] == exports
    assert read.read_source(1).text == "种植880亩。"
    assert check_store() == []
    assert read_audit()[0].action == "restore"
    restore(kept, EDITOR)
    assert read.read_table("land")["area_mu"].tolist() == [910]


def test_work_goes_on_after_a_restore(filled, tmp_path):
    backup(tmp_path / "backup.db")
    restore(tmp_path / "backup.db", EDITOR)
    assert commit_version(draft(920), 2, EDITOR, "更正", JUNE).id == 3
    assert check_store() == []


def test_a_backup_taken_while_somebody_commits_is_whole(store, tmp_path, monkeypatch):
    done = threading.Event()

    def work() -> None:
        while not done.is_set():
            committer.commit_next()

    committer.commit_next()
    worker = threading.Thread(target=work)
    worker.start()
    try:
        for number in range(3):
            backup(tmp_path / f"{number}.db")
    finally:
        done.set()
        worker.join()
    engine().dispose()
    monkeypatch.setenv(SETTING, f"sqlite:///{tmp_path}/2.db")
    current = read.read_current_id()
    assert read.read_table("land")["area_mu"].tolist() == committer.areas(current)
    assert check_store() == []


def test_people_who_read_during_a_restore_see_the_old_or_the_new_version_whole(store, tmp_path, monkeypatch):
    monkeypatch.setattr("store.backup.DEFAULT_FILE", tmp_path / DEFAULT_FILE.name)
    committer.commit_next()
    backup(tmp_path / "backup.db")
    committer.commit_next()
    done, seen = threading.Event(), []

    def look() -> None:
        while not done.is_set() or seen[-1][0] != 1:
            current = read.read_current_id()
            seen.append((current, read.read_table("land", current)["area_mu"].tolist()))

    reader = threading.Thread(target=look)
    reader.start()
    restore(tmp_path / "backup.db", EDITOR)
    done.set()
    reader.join(timeout=30)
    assert seen[-1][0] == 1
    # [] for the moment between asking which version is current and reading it
    assert all(areas in ([], committer.areas(current)) for current, areas in seen)


def test_a_store_moves_from_one_database_to_the_other(filled, tmp_path, cluster, monkeypatch):
    path = tmp_path / "backup.db"
    backup(path)
    export = export_version(2)
    for url in (cluster.new_database(), f"sqlite:///{tmp_path}/moved.db"):
        engine().dispose()
        monkeypatch.setenv(SETTING, url)
        assert restore(path, EDITOR) is None
        assert export_version(2) == export
        assert check_store() == []
        with pytest.raises(Exception, match="append-only"), engine().begin() as connection:
            connection.exec_driver_sql("DELETE FROM versions")


def test_a_viewer_cannot_restore(filled, tmp_path):
    backup(tmp_path / "backup.db")
    commit_version(draft(910), 2, EDITOR, "更正", JUNE)
    with pytest.raises(PermissionDenied):
        restore(tmp_path / "backup.db", VIEWER)
    assert read.read_current_id() == 3


def test_a_damaged_backup_is_refused_and_nothing_changes(filled, tmp_path):
    path = tmp_path / "backup.db"
    backup(path)
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TRIGGER rows_refuses_update")
        connection.execute('UPDATE rows SET cells = \'{"row_id":"land-1"}\'')
    connection.close()
    commit_version(draft(910), 2, EDITOR, "更正", JUNE)
    with pytest.raises(StoreDamaged, match="与写入时不符"):
        restore(path, EDITOR)
    assert read.read_table("land")["area_mu"].tolist() == [910]


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\0" + b"x" * 4000])
def test_what_is_no_backup_is_refused_and_nothing_changes(filled, tmp_path, content):
    path = tmp_path / "other.db"
    path.write_bytes(content)
    with pytest.raises(StoreError):
        restore(path, EDITOR)
    assert read.read_current_id() == 2


def test_a_backup_never_overwrites_the_store_or_another_kind_of_file(sqlite_store, tmp_path):
    committer.commit_next()
    (tmp_path / "report.docx").write_bytes(b"PK")
    for path in (sqlite_store, tmp_path / "report.docx"):
        with pytest.raises(StoreError):
            backup(path)
    assert (tmp_path / "report.docx").read_bytes() == b"PK"
    assert read.read_current_id() == 1


def test_a_backup_replaces_an_older_one_and_leaves_no_other_file(sqlite_store, tmp_path):
    folder = tmp_path / "backups"
    folder.mkdir()
    for _ in range(2):
        committer.commit_next()
        backup(folder / "backup.db")
    assert [path.name for path in folder.iterdir()] == ["backup.db"]
    with sqlite3.connect(folder / "backup.db") as connection:
        assert connection.execute("SELECT max(id) FROM versions").fetchone() == (2,)


def test_a_store_whose_file_is_damaged_is_put_aside_and_restored(sqlite_store, tmp_path):
    committer.commit_next()
    backup(tmp_path / "backup.db")
    engine().dispose()
    shutil.copyfile(sqlite_store, tmp_path / "before.db")
    sqlite_store.write_bytes(b"damaged" * 1000)
    with pytest.raises(StoreDamaged, match="restore"):
        read.read_current()
    engine().dispose()
    kept = restore(tmp_path / "backup.db", EDITOR)
    assert kept.read_bytes() == b"damaged" * 1000
    assert read.read_table("land")["area_mu"].tolist() == committer.areas(1)
    assert check_store() == []
