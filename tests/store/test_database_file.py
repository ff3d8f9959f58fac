"""The SQLite file: a copy of it alone is the store, only a start makes one, and what happens to it is noticed."""

import os
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from proposals import report_import as build
from store import migrate, read
from store.__main__ import main
from store.check import check_store
from store.engine import SETTING, close, empty_log, engine, reading, writing
from store.errors import StoreDamaged, StoreError, StoreUnavailable
from store.health import check_copy, verify_store
from tests.examples import few
from tests.server.prepared import PROCESSES, fork_python, run_python
from tests.store import committer
from tests.store.reader import read_until

ROOT = Path(__file__).parents[2]
NEWEST = "SELECT max(id) FROM versions"


def newest_in_copy(path: Path) -> int | None:
    """The newest version in a copy of the file alone."""
    copy = path.with_name("copy.db")
    shutil.copyfile(path, copy)
    with closing(sqlite3.connect(copy)) as connection:
        [(newest,)] = connection.execute(NEWEST)
    for ending in ("", "-wal", "-shm"):
        copy.with_name(copy.name + ending).unlink(missing_ok=True)
    return newest


# --- a copy of the file alone ---


def test_file_copy_alone_contains_acknowledged_commits(sqlite_store):
    for number in (1, 2, 3):
        assert committer.commit_next() == number
        assert newest_in_copy(sqlite_store) == number


def test_file_copy_alone_contains_commit_with_thirty_readers(sqlite_store):
    committer.commit_next()
    done = PROCESSES.Event()
    url = os.environ[SETTING]
    readers = [PROCESSES.Process(target=read_until, args=(url, done, 0.3)) for _ in range(30)]
    for reader in readers:
        reader.start()
    try:
        time.sleep(2)
        for number in (2, 3, 4):
            assert committer.commit_next() == number
            assert empty_log(wait=20)
            assert newest_in_copy(sqlite_store) >= number
    finally:
        done.set()
        for reader in readers:
            reader.join()


def test_file_with_long_reader_keeps_log_and_content(sqlite_store):
    committer.commit_next()
    with reading() as connection:
        connection.exec_driver_sql(NEWEST).scalar()
        assert committer.commit_next() == 2
        assert not empty_log()
        assert newest_in_copy(sqlite_store) == 1
    assert empty_log()
    assert newest_in_copy(sqlite_store) == 2


def test_file_after_command_is_complete_with_open_reader(sqlite_store):
    with reading() as connection:
        connection.exec_driver_sql(NEWEST).scalar()
        ending = threading.Timer(2, connection.close)  # while the command waits for it
        ending.start()
        report = str(build.SEEDS / "2023H1" / "jinchuan-2023H1.txt")
        assert run_python("-m", "store", "import", report, "--by", "王芳").returncode == 0
        ending.join()
    assert sqlite_store.with_name("progress.db-wal").stat().st_size == 0
    assert newest_in_copy(sqlite_store) == 1


def test_file_of_closed_store_has_no_log(sqlite_store):
    committer.commit_next()
    close()
    assert [path.name for path in sqlite_store.parent.iterdir()] == ["progress.db"]


def test_close_with_open_reader_advises_copying_the_log(sqlite_store, monkeypatch, capsys):
    committer.commit_next()
    monkeypatch.setattr("store.engine.WAIT_SECONDS", 0.1)
    with reading() as connection:
        connection.exec_driver_sql(NEWEST).scalar()
        committer.commit_next()
        close()
    assert "请把两个文件一起复制" in capsys.readouterr().err


# --- who makes a file, and when it is there ---


@pytest.fixture
def nothing(tmp_path, monkeypatch):
    """The place of a store that was never made, in a folder that is not there either."""
    path = tmp_path / "data" / "progress.db"
    monkeypatch.setenv(SETTING, f"sqlite:///{path}")
    yield path
    engine().dispose()


def test_first_fill_appears_only_when_complete(nothing, monkeypatch):
    there = []
    fill = build._import_seed
    monkeypatch.setattr(build, "_import_seed", lambda report: (there.append(nothing.exists()), fill(report))[1])
    build.ensure_filled()
    assert there == [False]
    assert [path.name for path in nothing.parent.iterdir() if path.suffix == ".db"] == ["progress.db"]


def test_first_fill_killed_leaves_no_file_and_can_be_repeated(nothing):
    unread = Path(os.devnull)
    for wait in (0.1, 0.3, 0.6, 0.9, 1.2):
        process = fork_python("-m", "store", "init", output=unread, errors=unread)
        time.sleep(wait)
        process.send_signal(signal.SIGKILL)
        process.wait()
        if nothing.exists():
            assert newest_in_copy(nothing) == 1
            nothing.unlink()
    assert [version.id for version in build.ensure_filled()] == [1]
    assert check_store() == []
    close()
    assert [path.name for path in nothing.parent.iterdir()] == ["progress.db"]


def test_first_fill_failed_leaves_no_file(nothing, monkeypatch):
    def fail(_report):
        raise StoreUnavailable("磁盘已满。")

    monkeypatch.setattr(build, "_import_seed", fail)
    with pytest.raises(StoreUnavailable, match="磁盘已满"):
        build.ensure_filled()
    assert not nothing.exists()
    assert list(nothing.parent.glob(".*part*")) == []


@pytest.mark.parametrize(
    "command",
    few([
        ["-m", "store", "history"], ["-m", "store", "check"], ["-m", "store", "users", "list"],
        ["-m", "store", "rollback", "1", "--by", "王芳"], ["-m", "store", "backup", "{folder}/b.db"],
        ["-m", "store", "export", "{folder}/e.json"], ["-m", "exports", "xlsx", "{folder}/e.xlsx"],
    ], 0, 6),
)  # fmt: skip
def test_command_without_store_advises_init_and_creates_no_file(nothing, tmp_path, command):
    ended = run_python(*(part.format(folder=tmp_path) for part in command))
    assert ended.returncode == 1
    assert "data/progress.db 不存在" in ended.stderr
    assert "python -m store init" in ended.stderr
    assert list(tmp_path.iterdir()) == []


def test_file_empty_counts_as_missing(nothing):
    nothing.parent.mkdir()
    nothing.touch()
    with pytest.raises(StoreUnavailable, match="不存在"):
        read.read_current()
    assert [version.id for version in build.ensure_filled()] == [1]
    assert check_store() == []


@pytest.mark.parametrize("content", [None, b""])
def test_log_without_file_is_not_used_by_new_store(nothing, content):
    nothing.parent.mkdir()
    if content is not None:
        nothing.write_bytes(content)
    log = nothing.with_name("progress.db-wal")
    log.write_bytes(b"log")
    with pytest.raises(StoreDamaged, match=r"progress\.db-wal.*放回原处.*restore.*移到别处"):
        build.ensure_filled()
    assert log.read_bytes() == b"log"
    assert not nothing.exists() or nothing.read_bytes() == b""


@pytest.fixture
def without_log(nothing):
    """What a copy without its -wal looks like: a SQLite file without a table."""
    nothing.parent.mkdir()
    with closing(sqlite3.connect(nothing)) as made:
        made.execute("PRAGMA journal_mode=WAL")
        made.execute("VACUUM")
    return nothing


def test_file_without_tables_is_refused_with_advice(without_log):
    before = without_log.read_bytes()
    assert before[:15] == b"SQLite format 3"
    for use in (build.ensure_filled, migrate.initialise, read.read_current, check_store, verify_store):
        with pytest.raises(StoreDamaged, match=r"没有任何数据表.*progress\.db-wal.*restore.*移到别处"):
            use()
    engine().dispose()
    assert without_log.read_bytes() == before


def test_file_without_tables_is_complete_with_its_log(sqlite_store, tmp_path, monkeypatch):
    folder = tmp_path / "copied"
    folder.mkdir()
    with closing(sqlite3.connect(folder / "there.db")) as there:  # a store of an older program, killed early
        there.execute("PRAGMA journal_mode=WAL")
        with closing(sqlite3.connect(sqlite_store)) as source:
            source.backup(there)
        there.execute("PRAGMA journal_mode=WAL")
        for ending in ("", "-wal"):
            shutil.copyfile(folder / f"there.db{ending}", folder / f"progress.db{ending}")
    monkeypatch.setenv(SETTING, f"sqlite:///{folder}/progress.db")
    assert migrate.initialise() is False
    engine().dispose()


def test_file_without_tables_can_be_restored(without_log, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv(SETTING, f"sqlite:///{tmp_path}/other.db")
    migrate.initialise()
    committer.commit_next()
    assert main(["backup", str(tmp_path / "backup.db")]) == 0
    engine().dispose()
    monkeypatch.setenv(SETTING, f"sqlite:///{without_log}")
    assert main(["restore", str(tmp_path / "backup.db"), "--by", "王芳"]) == 0
    assert read.read_current_id() == 1
    assert check_store() == []


def test_file_of_other_program_is_unchanged(nothing):
    nothing.parent.mkdir()
    with closing(sqlite3.connect(nothing)) as made:
        made.execute("CREATE TABLE notes (text)")
    with pytest.raises(StoreError, match="别的程序"):
        build.ensure_filled()
    engine().dispose()
    with closing(sqlite3.connect(nothing)) as made:
        assert made.execute("SELECT name FROM sqlite_master").fetchall() == [("notes",)]


def test_postgresql_without_tables_is_filled_by_init_only(cluster, monkeypatch, capsys):
    monkeypatch.setenv(SETTING, cluster.new_database())
    assert main(["users", "list"]) == 1
    assert "python -m store init" in capsys.readouterr().err
    assert main(["init"]) == 0
    assert read.read_current_id() == 1
    engine().dispose()


# --- what happens to the file while it is open ---


def move_away(path: Path) -> None:
    path.rename(path.with_name("moved.db"))


def delete(path: Path) -> None:
    path.unlink()


def replace(path: Path) -> None:
    shutil.copyfile(path, path.with_name("older.db"))
    os.replace(path.with_name("older.db"), path)


def empty(path: Path) -> None:
    os.truncate(path, 0)


def overwrite(path: Path) -> None:
    """With another store, into the same file, as cp does."""
    path.write_bytes(path.with_name("other.db").read_bytes())


def damage_signature(path: Path) -> None:
    _write_at(path, 0, b"damaged!")


def damage_free_pages(path: Path) -> None:
    _write_at(path, 36, b"\0\0\0\7")


def damage_schema(path: Path) -> None:
    content = path.read_bytes()
    _write_at(path, content.index(b"CREATE TABLE versions"), b"CREATE TALBE versions")


def damage_name_in_schema(path: Path) -> None:
    content = path.read_bytes()
    _write_at(path, content.index(b"audit is append-only"), b"aud1t")


def delete_log(path: Path) -> None:
    path.with_name("progress.db-wal").unlink()


def delete_index_of_log(path: Path) -> None:
    path.with_name("progress.db-shm").unlink()


def _write_at(path: Path, position: int, content: bytes) -> None:
    with path.open("rb+") as file:
        file.seek(position)
        file.write(content)


HAPPENINGS = (
    move_away, delete, replace, empty, overwrite, damage_signature, damage_free_pages, damage_schema,
    damage_name_in_schema, delete_log, delete_index_of_log,
)  # fmt: skip


@pytest.fixture
def in_use(sqlite_store):
    """A store with two versions, open in this process; beside it `other.db`, an older state of it."""
    committer.commit_next()
    shutil.copyfile(sqlite_store, sqlite_store.with_name("other.db"))
    committer.commit_next()
    assert verify_store() == 2
    return sqlite_store


@pytest.mark.parametrize("happen", HAPPENINGS)
def test_file_change_is_detected_before_acknowledgement_and_by_probe(in_use, happen):
    happen(in_use)
    with pytest.raises(StoreError, match="请"):
        verify_store()
    with pytest.raises(StoreError), writing() as connection:
        connection.execute(sa.text("UPDATE audit_head SET id = id"))
    with pytest.raises(StoreError):
        committer.commit_next()


def test_file_moved_back_is_used_again(in_use):
    in_use.rename(in_use.with_name("moved.db"))
    with pytest.raises(StoreUnavailable, match="不见了"):
        read.read_current()
    in_use.with_name("moved.db").rename(in_use)
    assert committer.commit_next() == 3


def test_file_moved_during_write_is_detected_before_acknowledgement(in_use):
    def write() -> None:
        with writing() as connection:
            connection.execute(sa.text("UPDATE audit_head SET seq = 99"))
            move_away(in_use)

    with pytest.raises(StoreUnavailable, match="不见了"):
        write()
    in_use.with_name("moved.db").rename(in_use)
    assert check_store() == []


def test_file_moved_during_commit_is_detected(in_use):
    def moved(_connection: sa.Connection) -> None:
        move_away(in_use)

    sa.event.listen(engine(), "commit", moved)
    with pytest.raises(StoreUnavailable, match="不见了"):
        committer.commit_next()


def test_commits_of_other_processes_are_not_damage(in_use):
    done = threading.Event()

    def work() -> None:
        while not done.is_set():
            committer.commit_next()

    worker = threading.Thread(target=work)
    worker.start()
    try:
        for _ in range(50):
            assert verify_store() >= 2
    finally:
        done.set()
        worker.join()


def test_file_damaged_by_other_program_is_found_in_a_copy(in_use):
    assert check_copy() == []
    with closing(sqlite3.connect(in_use)) as other:
        other.execute("DROP TRIGGER rows_refuses_update")
        other.execute('UPDATE rows SET cells = \'{"row_id":"land-1"}\' WHERE position = 1')
        other.commit()
    assert verify_store() == 2
    faults = check_copy()
    assert any("rows_refuses_update" in fault for fault in faults)
    assert any("与写入时不符" in fault for fault in faults)
    assert [path.name for path in in_use.parent.glob(".*")] == []


def test_probe_opens_the_file_once(in_use):
    """A few small statements, however much is stored; the file is opened anew once."""
    opened = []
    with reading() as connection:
        file = connection.info["file"]
    original = file._open
    file._open = lambda mode: (opened.append(mode), original(mode))[1]
    try:
        verify_store()
    finally:
        file._open = original
    assert opened == ["ro"]


# --- PostgreSQL ---


def end_connections(url: str) -> None:
    """From outside, as an administrator or a restart of the server does."""
    with closing(sa.create_engine(sa.make_url(url).set(drivername="postgresql+psycopg")).connect()) as other:
        other.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND query <> ''"
            " AND backend_type = 'client backend'"
        )


def test_connection_lost_during_write_stores_nothing(cluster, monkeypatch):
    url = cluster.new_database()
    monkeypatch.setenv(SETTING, url)
    migrate.initialise()
    committer.commit_next()

    def write() -> None:
        with writing() as connection:
            end_connections(url)
            connection.execute(sa.text("UPDATE audit_head SET seq = 99"))

    with pytest.raises(StoreUnavailable, match="没有写入"):
        write()
    assert check_store() == []
    assert committer.commit_next() == 2
    engine().dispose()


def test_connection_lost_on_commit_claims_no_rollback(cluster, monkeypatch):
    url = cluster.new_database()
    monkeypatch.setenv(SETTING, url)
    migrate.initialise()
    sa.event.listen(engine(), "commit", lambda _connection: end_connections(url))
    with pytest.raises(StoreUnavailable, match="不能确定"):
        committer.commit_next()
    engine().dispose()


def test_probe_detects_missing_server(cluster, monkeypatch):
    monkeypatch.setenv(SETTING, cluster.new_database())
    migrate.initialise()
    assert verify_store() is None
    cluster.stop()
    try:
        with pytest.raises(StoreUnavailable, match="连不上"):
            verify_store()
    finally:
        cluster.start()
    assert verify_store() is None
    engine().dispose()


# --- where nothing can be written ---

READ = """
import os, sys
from proposals import report_import
from store import read
from store.check import check_store
from store.errors import StoreError
from store.health import verify_store
from tests.store import committer
if os.geteuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
for use in (report_import.ensure_filled, read.read_current_id, check_store, verify_store, committer.commit_next):
    try:
        print(use())
    except StoreError as error:
        print(error)
"""


@pytest.fixture
def on_read_only_place(monkeypatch):
    """What the commands of READ print over a store in a folder of its own, made read-only as a whole."""
    folder = Path(tempfile.mkdtemp())
    monkeypatch.setenv(SETTING, f"sqlite:///{folder}/progress.db")
    build.ensure_filled()

    def read_there() -> list[str]:
        for path in (*folder.iterdir(), folder):
            path.chmod(0o555 if path.is_dir() else 0o444)
        ended = run_python("-c", READ)
        assert ended.returncode == 0, ended.stderr
        return ended.stdout.splitlines()

    yield folder, read_there
    folder.chmod(0o755)
    engine().dispose()
    shutil.rmtree(folder)


def test_read_only_store_can_be_read(on_read_only_place):
    folder, read_there = on_read_only_place
    engine().dispose()
    [*answers, refusal] = read_there()
    assert answers == ["[]", "1", "[]", "1"]
    assert "只读" in refusal
    assert [path.name for path in folder.iterdir()] == ["progress.db"]


@pytest.fixture
def read_only_mount(tmp_path):
    """A folder mounted read-only, and the folder through which it can be filled."""
    filled, mounted = tmp_path / "filled", tmp_path / "mounted"
    filled.mkdir()
    mounted.mkdir()
    for options in (["--bind", filled, mounted], ["-o", "remount,ro,bind", mounted]):
        if subprocess.run(["mount", *options], capture_output=True).returncode:
            pytest.skip("only root can mount")
    yield filled, mounted
    subprocess.run(["umount", "--lazy", mounted], check=True)


def test_store_on_read_only_mount_is_checked_in_place(read_only_mount, monkeypatch):
    filled, mounted = read_only_mount
    monkeypatch.setenv(SETTING, f"sqlite:///{filled}/progress.db")
    build.ensure_filled()
    close()
    monkeypatch.setenv(SETTING, f"sqlite:///{mounted}/progress.db")
    assert check_copy() == []
    engine().dispose()


def test_read_only_store_with_needed_log_is_refused_with_message(on_read_only_place):
    folder, read_there = on_read_only_place
    engine().dispose()
    folder.joinpath("progress.db-wal").write_bytes(b"log")
    assert all("progress.db-wal" in answer and "可以写入的位置" in answer for answer in read_there())


WRITE_AGAIN = """
import os
from pathlib import Path
from store import read
from store.engine import database_url
from store.errors import StoreUnavailable
from tests.store import committer
folder = Path(database_url().database).parent
if os.geteuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
folder.chmod(0o555)
print(read.read_current_id())
try:
    committer.commit_next()
except StoreUnavailable as error:
    print(error)
folder.chmod(0o755)
print(committer.commit_next())
"""


def test_read_only_store_writable_again_accepts_commits_without_restart(on_read_only_place):
    folder, _ = on_read_only_place
    engine().dispose()
    if os.geteuid() == 0:
        for path in (folder, folder / "progress.db"):
            os.chown(path, 65534, 65534)
    ended = run_python("-c", WRITE_AGAIN)
    first, refusal, second = ended.stdout.splitlines()
    assert (first, "只读" in refusal, second) == ("1", True, "2")
