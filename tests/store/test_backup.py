"""A backup is the whole store in one file, taken while people work, and the way back from it."""

import shutil
import sqlite3
import threading
from contextlib import closing

import pytest

import store.restore
from store import migrate, read, schema
from store.accounts import add_account, disable_account, find_account, set_password, verify_password
from store.audit import read_audit
from store.backup import backup
from store.check import check_store
from store.engine import DEFAULT_FILE, SETTING, engine, reading, writing_to
from store.errors import ConflictError, PermissionDenied, StoreDamaged, StoreError, StoreUnavailable, UnknownVersion
from store.export import export_version
from store.files import opened
from store.records import Actor
from store.restore import restore
from store.sessions import find_session, open_session, session_of
from store.write import commit_version
from tests.examples import sqlite_first
from tests.store import committer
from tests.store.samples import EDITOR, JUNE, VIEWER, draft, report

ADMIN = Actor("机主", "admin")
PASSWORD = "金川2023不忘"


@pytest.fixture
def filled(store, tmp_path, monkeypatch):
    """Two versions; what a restore puts aside goes to the test's own folder."""
    monkeypatch.setattr("store.restore.DEFAULT_FILE", tmp_path / DEFAULT_FILE.name)
    commit_version(draft(880, kind="report", received=report()), None, EDITOR, "首次", JUNE)
    commit_version(draft(900), 1, EDITOR, "更正", JUNE)


def test_restored_store_equals_backup(filled, tmp_path):
    path = tmp_path / "backup.db"
    exports = [export_version(version_id) for version_id in (1, 2)]
    backup(path)
    commit_version(draft(910), 2, EDITOR, "又更正", JUNE)
    kept = restore(path, EDITOR).previous_store
    assert [version.id for version in read.list_versions()] == [2, 1]
    assert [export_version(version_id) for version_id in (1, 2)] == exports
    assert read.read_source(1).text == "种植880亩。"
    assert check_store() == []
    assert read_audit()[0].action == "restore"
    restore(kept, EDITOR)
    assert read.read_table("land")["area_mu"].tolist() == [910]


@sqlite_first
def test_restored_store_accepts_commits(filled, tmp_path):
    backup(tmp_path / "backup.db")
    restore(tmp_path / "backup.db", EDITOR)
    assert commit_version(draft(920), 2, EDITOR, "更正", JUNE).id == 3
    assert check_store() == []


def test_backup_during_commits_is_consistent(store, tmp_path, monkeypatch):
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


def test_restore_excludes_concurrent_commits(filled, tmp_path, monkeypatch):
    backup(tmp_path / "backup.db")
    commit_version(draft(910), 2, EDITOR, "又更正", JUNE)
    outcome = []

    def commit() -> None:
        try:
            outcome.append(commit_version(draft(777), 3, EDITOR, "恢复期间", JUNE))
        except StoreError as error:
            outcome.append(error)

    def keep_while_somebody_commits():
        kept = keep()
        rival.start()
        rival.join(1)  # time enough, were it not for the restore
        return kept

    rival, keep = threading.Thread(target=commit), store.restore._back_up_current
    monkeypatch.setattr("store.restore._back_up_current", keep_while_somebody_commits)
    restore(tmp_path / "backup.db", EDITOR)
    rival.join()
    assert isinstance(outcome[0], ConflictError)
    assert [version.id for version in read.list_versions()] == [2, 1]


def test_restore_interrupted_keeps_store_and_sessions(filled, tmp_path, monkeypatch):
    add_account("王芳", "editor", PASSWORD, ADMIN)
    backup(tmp_path / "backup.db")
    commit_version(draft(910), 2, EDITOR, "又更正", JUNE)
    session = session_of(open_session(find_account("王芳")))

    def killed(*_arguments):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("store.audit.append", killed)
        with pytest.raises(KeyboardInterrupt):
            restore(tmp_path / "backup.db", EDITOR)
    assert read.read_current_id() == 3
    assert find_session(session).name == "王芳"
    assert check_store() == []
    restore(tmp_path / "backup.db", EDITOR)
    assert (find_session(session), read_audit(1)[0].action) == (None, "restore")


@sqlite_first
def test_restore_reuses_no_version_number(filled, tmp_path):
    backup(tmp_path / "backup.db")
    commit_version(draft(910), 2, EDITOR, "又更正", JUNE)
    kept = restore(tmp_path / "backup.db", EDITOR).previous_store
    with pytest.raises(UnknownVersion):
        read.read_version(3)
    assert commit_version(draft(920), 2, EDITOR, "恢复以后", JUNE).id == 4
    with pytest.raises(ConflictError, match="第3版已不在") as caught:
        commit_version(draft(), 3, EDITOR, "恢复以前看过的预览", JUNE)
    assert (caught.value.current.id, caught.value.theirs.count, caught.value.yours.count) == (4, 0, 1)
    restore(kept, EDITOR)
    assert commit_version(draft(930), 3, EDITOR, "再恢复以后", JUNE).id == 5
    assert check_store() == []


def test_restore_readers_see_old_or_new_version_completely(store, tmp_path, monkeypatch):
    monkeypatch.setattr("store.restore.DEFAULT_FILE", tmp_path / DEFAULT_FILE.name)
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


def test_backup_moves_store_between_database_kinds(filled, tmp_path, cluster, monkeypatch):
    path = tmp_path / "backup.db"
    backup(path)
    export = export_version(2)
    for url in (cluster.new_database(), f"sqlite:///{tmp_path}/moved.db"):
        engine().dispose()
        monkeypatch.setenv(SETTING, url)
        assert restore(path, EDITOR).previous_store is None
        assert export_version(2) == export
        assert check_store() == []
        with pytest.raises(Exception, match="append-only"), engine().begin() as connection:
            connection.exec_driver_sql("DELETE FROM versions")


@sqlite_first
def test_restore_by_viewer_is_refused(filled, tmp_path):
    backup(tmp_path / "backup.db")
    commit_version(draft(910), 2, EDITOR, "更正", JUNE)
    with pytest.raises(PermissionDenied):
        restore(tmp_path / "backup.db", VIEWER)
    assert read.read_current_id() == 3


@sqlite_first
def test_restore_of_damaged_backup_is_refused_without_change(filled, tmp_path):
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


@sqlite_first
@pytest.mark.parametrize(
    "statements",
    [
        "CREATE TABLE t (a)",
        "CREATE TABLE alembic_version (version_num); CREATE TABLE versions (id); INSERT INTO versions VALUES (1)",
        "CREATE TABLE alembic_version (version_num); INSERT INTO alembic_version VALUES ('0002')",
    ],
)
def test_restore_of_other_database_is_refused_without_change(filled, tmp_path, statements):
    with closing(sqlite3.connect(tmp_path / "other.db")) as other:
        other.executescript(statements)
    with pytest.raises(StoreError, match="没有本看板的任何版本"):
        restore(tmp_path / "other.db", EDITOR)
    assert read.read_current_id() == 2


@sqlite_first
def test_restore_of_store_without_versions_is_refused(filled, tmp_path):
    with opened(tmp_path / "empty.db") as made, writing_to(made) as connection:
        schema.create_all(connection)
    with pytest.raises(StoreError, match="没有本看板的任何版本"):
        restore(tmp_path / "empty.db", EDITOR)


def test_restore_of_database_in_use_includes_log_and_refuses_itself(sqlite_store, tmp_path, monkeypatch):
    committer.commit_next()
    with reading() as held:  # as long as it is open, later commits stay in the log beside the file
        held.exec_driver_sql("SELECT count(*) FROM versions").scalar()
        committer.commit_next()
        with pytest.raises(StoreError, match="正在使用"):
            restore(sqlite_store, EDITOR)
        assert sqlite_store.with_name("progress.db-wal").stat().st_size > 0
        monkeypatch.setenv(SETTING, f"sqlite:///{tmp_path}/another.db")
        restore(sqlite_store, EDITOR)
    assert read.read_table("land")["area_mu"].tolist() == committer.areas(2)
    engine().dispose()


@sqlite_first
@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\0" + b"x" * 4000])
def test_restore_of_other_file_is_refused_without_change(filled, tmp_path, content):
    path = tmp_path / "other.db"
    path.write_bytes(content)
    with pytest.raises(StoreError):
        restore(path, EDITOR)
    assert read.read_current_id() == 2


def test_backup_onto_store_or_other_file_is_refused(sqlite_store, tmp_path):
    committer.commit_next()
    (tmp_path / "report.docx").write_bytes(b"PK")
    for path in (sqlite_store, tmp_path / "report.docx"):
        with pytest.raises(StoreError):
            backup(path)
    assert (tmp_path / "report.docx").read_bytes() == b"PK"
    assert read.read_current_id() == 1


def test_backup_replaces_older_one_and_leaves_no_other_file(sqlite_store, tmp_path):
    folder = tmp_path / "backups"
    folder.mkdir()
    for _ in range(2):
        committer.commit_next()
        backup(folder / "backup.db")
    assert [path.name for path in folder.iterdir()] == ["backup.db"]
    assert (folder / "backup.db").read_bytes()[18:20] == b"\1\1"  # needs no log beside it (SQLite file format, 1.3.3)
    with sqlite3.connect(folder / "backup.db") as connection:
        assert connection.execute("SELECT max(id) FROM versions").fetchone() == (2,)


@sqlite_first
def test_backup_of_faulty_store_requires_new_name(filled, tmp_path):
    backup(tmp_path / "good.db")
    good = (tmp_path / "good.db").read_bytes()
    with engine().begin() as connection:
        connection.exec_driver_sql("UPDATE audit_head SET seq = 99")
    with pytest.raises(StoreDamaged, match="没有覆盖已有的备份"):
        backup(tmp_path / "good.db")
    assert (tmp_path / "good.db").read_bytes() == good
    [fault] = backup(tmp_path / "faulty.db")
    assert "操作记录的末尾" in fault
    with pytest.raises(StoreDamaged, match="数据没有改动"):
        restore(tmp_path / "faulty.db", EDITOR)
    assert restore(tmp_path / "good.db", EDITOR).previous_store
    assert check_store() == []


def test_restore_recreates_missing_trigger(filled, tmp_path):
    backup(tmp_path / "backup.db")
    with engine().begin() as connection:
        on_table = " ON versions" if connection.dialect.name == "postgresql" else ""
        name = next(name for name in schema.append_only_ddl(connection.dialect.name) if name.startswith("versions"))
        connection.exec_driver_sql(f"DROP TRIGGER {name}{on_table}")
    assert len(check_store()) == 1
    restore(tmp_path / "backup.db", EDITOR)
    assert check_store() == []


@sqlite_first
def test_restore_with_unreadable_restore_entry_succeeds(filled, tmp_path):
    backup(tmp_path / "backup.db")
    restore(tmp_path / "backup.db", EDITOR)
    with engine().begin() as connection:
        schema.unprotect(connection)
        connection.exec_driver_sql("UPDATE audit SET details = 'x' WHERE action = 'restore'")
        schema.protect(connection)
    with pytest.raises(StoreDamaged, match="store check"):
        commit_version(draft(910), 2, EDITOR, "更正", JUNE)
    restore(tmp_path / "backup.db", EDITOR)
    assert commit_version(draft(910), 2, EDITOR, "更正", JUNE).id > 1000
    assert check_store() == []


def test_restore_recreates_missing_table(sqlite_store, tmp_path):
    committer.commit_next()
    backup(tmp_path / "backup.db")
    with engine().begin() as connection:
        connection.exec_driver_sql("DROP TABLE version_sources")
    restore(tmp_path / "backup.db", EDITOR)
    assert check_store() == []


@sqlite_first
def test_restore_keeps_present_accounts(filled, tmp_path):
    backup(tmp_path / "before.db")
    add_account("王芳", "editor", PASSWORD, ADMIN)
    add_account("李强", "editor", PASSWORD, ADMIN)
    backup(tmp_path / "backup.db")
    disable_account("王芳", ADMIN)
    set_password("李强", "另一个密码2023", ADMIN)
    for path in (tmp_path / "backup.db", tmp_path / "before.db"):
        assert restore(path, EDITOR).own_accounts
        assert verify_password("王芳", PASSWORD) is None
        assert verify_password("李强", PASSWORD) is None
        assert verify_password("李强", "另一个密码2023").name == "李强"
    assert check_store() == []


def test_restore_into_store_without_accounts_takes_those_of_backup(filled, tmp_path, cluster, monkeypatch):
    add_account("王芳", "editor", PASSWORD, ADMIN)
    backup(tmp_path / "backup.db")
    engine().dispose()
    monkeypatch.setenv(SETTING, cluster.new_database())
    assert not restore(tmp_path / "backup.db", EDITOR).own_accounts
    assert verify_password("王芳", PASSWORD).name == "王芳"


@sqlite_first
def test_restore_keeps_copy_of_store_with_accounts_only(filled, tmp_path, monkeypatch):
    backup(tmp_path / "backup.db")
    engine().dispose()
    monkeypatch.setenv(SETTING, f"sqlite:///{tmp_path}/accounts.db")
    migrate.initialise()
    add_account("王芳", "editor", PASSWORD, ADMIN)
    with closing(sqlite3.connect(restore(tmp_path / "backup.db", EDITOR).previous_store)) as kept:
        assert kept.execute("SELECT name FROM accounts").fetchall() == [("王芳",)]


@sqlite_first
def test_backup_into_missing_folder_names_its_path(filled, tmp_path):
    with pytest.raises(StoreUnavailable, match=f"{tmp_path}/no/such"):
        backup(tmp_path / "no" / "such" / "backup.db")


def test_restore_replaces_damaged_page_in_same_file(sqlite_store, tmp_path):
    for _ in range(40):
        committer.commit_next()
    backup(tmp_path / "backup.db")
    committer.commit_next()
    engine().dispose()
    content, number = bytearray(sqlite_store.read_bytes()), sqlite_store.stat().st_ino
    content[-10 * 4096 :] = b"damaged!" * (10 * 512)
    sqlite_store.write_bytes(content)
    assert any("malformed" in fault for fault in check_store())
    restored = restore(tmp_path / "backup.db", EDITOR)
    assert (restored.damaged, restored.previous_store.read_bytes()) == (True, content)
    assert sqlite_store.stat().st_ino == number
    assert check_store() == []
    assert committer.commit_next() > 41


def test_restore_sets_damaged_file_aside(sqlite_store, tmp_path):
    committer.commit_next()
    backup(tmp_path / "backup.db")
    engine().dispose()
    shutil.copyfile(sqlite_store, tmp_path / "before.db")
    sqlite_store.write_bytes(b"damaged" * 1000)
    with pytest.raises(StoreDamaged, match="restore"):
        read.read_current()
    engine().dispose()
    restored = restore(tmp_path / "backup.db", EDITOR)
    assert restored.damaged
    assert restored.previous_store.read_bytes() == b"damaged" * 1000
    assert read.read_table("land")["area_mu"].tolist() == committer.areas(1)
    assert check_store() == []
    assert commit_version(draft(1), 1, EDITOR, "更正", JUNE).id > 1001  # nobody knows which numbers the lost store gave
