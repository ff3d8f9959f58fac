"""Whatever has become of the database file: check says so in words, and a good backup is restored over it."""

import random
import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import argon2
import pytest
import sqlalchemy as sa

from store import accounts, migrate, read, schema, sessions
from store.__main__ import main
from store.backup import backup
from store.check import check_store
from store.damaged import copy_aside
from store.engine import SETTING, close, engine, writing
from store.errors import StoreError
from store.health import check_copy
from store.records import Actor
from store.restore import restore
from tests.store import committer
from tests.store.samples import EDITOR

PAGE = 4096
KINDS = ("header", "schema", "pages", "truncated", "zeroes", "text", "bytes")
#: One damage of each kind; the long form has thirty.
SEEDS = [0, *(pytest.param(seed, marks=pytest.mark.soak) for seed in range(1, 30))]


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """A folder with the database of 15 versions, and a backup of the first 12."""
    folder = tmp_path_factory.mktemp("written")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(SETTING, f"sqlite:///{folder}/progress.db")
        migrate.initialise()
        for _ in range(12):
            committer.commit_next()
        backup(folder / "backup.db")
        for _ in range(3):
            committer.commit_next()
        engine().dispose()
    with closing(sqlite3.connect(folder / "progress.db")) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return folder


@pytest.fixture
def folder(written, tmp_path, monkeypatch):
    """A copy of it, as the store of this process."""
    for name in ("progress.db", "backup.db"):
        shutil.copy(written / name, tmp_path / name)
    monkeypatch.setenv(SETTING, f"sqlite:///{tmp_path}/progress.db")
    yield tmp_path
    engine().dispose()


def damage(content: bytes, kind: str, seed: int) -> bytes:
    """`content` of a database with a damage of that kind."""
    chance, damaged = random.Random(f"{kind} {seed}"), bytearray(content)
    pages = len(damaged) // PAGE
    if kind == "header":
        for _ in range(chance.randint(1, 20)):
            damaged[chance.randrange(100)] = chance.randrange(256)
    elif kind == "schema":  # the text of the statements that made tables, indexes and triggers
        places = [at for at in range(100, 4 * PAGE) if 32 < damaged[at] < 127]
        for at in chance.sample(places, chance.randint(1, 8)):
            damaged[at] = chance.choice((0xFF, 0x9C, 0x20, 0x78))
    elif kind == "pages":
        for page in chance.sample(range(1, pages), chance.randint(1, 8)):
            damaged[page * PAGE : (page + 1) * PAGE] = chance.randbytes(PAGE)
    elif kind == "truncated":
        del damaged[chance.randrange(len(damaged)) :]
    elif kind == "zeroes":
        start, length = chance.randrange(len(damaged) - 3 * PAGE), chance.randint(1, 3 * PAGE)
        damaged[start : start + length] = bytes(length)
    elif kind == "text":
        places = [at for at in range(100, len(damaged)) if 32 < damaged[at] < 127]
        for at in chance.sample(places, 40):
            damaged[at] = 0xFF
    else:
        for _ in range(chance.randint(1, 60)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
    return bytes(damaged)


def assert_restored(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The command restores the 12 versions of the backup, leaves no temporary file and gives no number twice."""
    engine().dispose()
    code = main(["restore", str(folder / "backup.db"), "--by", "王芳"])
    assert (code, capsys.readouterr().err) == (0, "")
    assert read.read_current_id() == 12
    assert read.read_table("land")["area_mu"].tolist() == committer.areas(12)
    assert check_store() == []
    assert [path.name for path in folder.iterdir() if path.name.startswith(".")] == []
    assert committer.commit_next() > 15


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("kind", KINDS)
def test_restore_over_random_damage_equals_backup(folder, capsys, kind, seed):
    path = folder / "progress.db"
    path.write_bytes(damage(path.read_bytes(), kind, seed))
    assert_restored(folder, capsys)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("kind", KINDS)
def test_check_of_random_damage_gives_message(folder, capsys, kind, seed):
    path = folder / "progress.db"
    path.write_bytes(damage(path.read_bytes(), kind, seed))
    code = main(["check"])
    told = capsys.readouterr()
    assert code in (0, 1)
    assert (told.out + told.err).strip()
    assert code == 1 or told.out == "数据完整，与写入时一致。\n"


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("kind", KINDS)
def test_restore_of_randomly_damaged_backup_is_refused_or_sound(folder, capsys, kind, seed):
    path = folder / "backup.db"
    path.write_bytes(damage(path.read_bytes(), kind, seed))
    code = main(["restore", str(path), "--by", "王芳"])
    assert code == 0 or capsys.readouterr().err.strip()
    assert (read.read_current_id(), check_store()) == ((12, []) if code == 0 else (15, []))


# --- one byte ---


@pytest.fixture(scope="module")
def content(written):
    """The bytes of the database with two accounts, a session, the key of cookies and an imported seed besides."""
    path = written / "with-accounts.db"
    shutil.copy(written / "progress.db", path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(SETTING, f"sqlite:///{path}")
        patch.setattr(accounts, "_HASHER", argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        for name in ("王芳", "李强"):
            accounts.add_account(name, "editor", "金川2023不忘", Actor("机主", "admin"))
        sessions.open_session(accounts.find_account("王芳"))
        with writing() as connection:
            connection.execute(sa.insert(schema.seed_imports), {"folder": "2023H1", "fingerprint": "5a" * 32})
        close()
    return path.read_bytes()


def logical_content(path: Path) -> dict[str, list[object]]:
    """Every row and the schema, as bytes."""
    with closing(sqlite3.connect(path)) as database:
        database.text_factory = bytes
        names = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        found = {
            name.decode(): sorted(database.execute(f'SELECT * FROM "{name.decode()}"').fetchall(), key=repr)
            for (name,) in names
        }
        return {**found, "": database.execute("SELECT * FROM sqlite_master ORDER BY name").fetchall()}


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.soak) for seed in range(1, 20))])
def test_check_after_one_byte_damage_reports_it_or_content_is_equal(content, folder, seed):
    """Twenty bytes each, of all that are in use."""
    path, chance = folder / "progress.db", random.Random(f"byte {seed}")
    path.write_bytes(content)
    before = logical_content(path)
    used = [at for at, byte in enumerate(content) if byte]
    for at in chance.sample(used, 20):
        damaged = bytearray(content)
        damaged[at] ^= chance.randrange(1, 256)
        for other in folder.glob("progress.db*"):
            other.unlink()
        path.write_bytes(damaged)
        try:
            faults = check_store()
        except StoreError as error:
            faults = [str(error)]
        engine().dispose()
        assert faults or logical_content(path) == before, (at, content[at], damaged[at])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"password TEXT NOT NULL", b"password TEXT N_T NULL"),
        (b"UNIQUE INDEX uq_versions_first", b"       INDEX uq_versions_first"),
        (b"WHERE parent_id IS NULL", b"WHERE parent_id  > NULL"),
        (b"REFERENCES contents (sha256)", b"REFERENCES contents (ssa256)"),
        (b"at VARCHAR(27) NOT NULL", b"at VARCHAR(77) NOT NULL"),
    ],
)
def test_check_changed_schema_is_named(folder, old, new):
    path = folder / "progress.db"
    damaged = path.read_bytes().replace(old, new, 1)
    assert damaged != path.read_bytes()
    path.write_bytes(damaged)
    assert any(re.search("(数据表|索引) .* 的结构与建立时不同", fault) for fault in check_store())


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE sessions SET seen_at = '2023-07-10_00:00:00.000000Z'",
        "UPDATE signing_keys SET key = 'x' || substr(key, 2)",
        "UPDATE seed_imports SET fingerprint = 'x' || substr(fingerprint, 2)",
        "CREATE TRIGGER ours AFTER INSERT ON versions BEGIN DELETE FROM sessions; END",
    ],
)
def test_check_change_outside_hashes_is_named(content, folder, statement):
    (folder / "progress.db").write_bytes(content)
    with closing(sqlite3.connect(folder / "progress.db")) as database, database:
        database.execute(statement)
    assert len(check_store()) == 1


def test_daily_check_detects_disk_damage_of_cached_pages(folder):
    path = folder / "progress.db"
    assert len(read.read_table("land")) > 0
    with engine().connect() as connection:  # as a page does
        connection.exec_driver_sql("SELECT count(cells), count(content_sha256) FROM rows").all()
    content = path.read_bytes()
    at = content.index(b'"area_mu":')
    with path.open("rb+") as file:
        file.seek(at)
        file.write(b'"area_mU":')
    assert any("与写入时不符" in fault for fault in check_copy())


def change_schema(folder: Path, *statements: str) -> None:
    """Change the database's schema as no statement could."""
    with closing(sqlite3.connect(folder / "progress.db", isolation_level=None)) as database:
        database.execute("PRAGMA writable_schema = ON")
        for statement in statements:
            database.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        # a parent key that is not unique any more: "foreign key mismatch"
        "UPDATE sqlite_master SET sql = replace(sql, 'PRIMARY KEY (sha256)', 'UNIQUE (kind)') WHERE name = 'sources'",
        # SQLite's own message quotes bytes that are no UTF-8
        "UPDATE sqlite_master SET sql = CAST(x'ff' || sql AS TEXT) WHERE name = 'versions_refuses_update'",
        "UPDATE sqlite_master SET sql = replace(sql, 'area', x'9c') || CAST(x'9c' AS TEXT) WHERE name = 'rows'",
        "UPDATE sqlite_master SET sql = replace(sql, 'who', 'whom') WHERE name = 'audit'",
        "UPDATE sqlite_master SET sql = replace(sql, 'details', CAST(x'64ff' AS TEXT)) WHERE name = 'audit'",
        "UPDATE sqlite_master SET type = 'view' WHERE name = 'contents'",
        "UPDATE sqlite_master SET rootpage = 999999 WHERE name = 'versions'",
        "UPDATE sqlite_master SET rootpage = 2 WHERE type = 'table'",
        "DELETE FROM sqlite_master WHERE name = 'versions'",
        "DELETE FROM sqlite_master WHERE type = 'table'",
        "DELETE FROM sqlite_master",
    ],
)
def test_restore_over_damaged_schema_equals_backup(folder, capsys, statement):
    change_schema(folder, statement)
    assert main(["check"]) in (0, 1)
    capsys.readouterr()
    assert_restored(folder, capsys)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE alembic_version SET version_num = CAST(x'ff' AS TEXT)",
        "UPDATE alembic_version SET version_num = '00x2'",
        "DELETE FROM alembic_version",
        "UPDATE audit SET details = CAST(x'ff' AS TEXT)",
        "UPDATE audit SET action = 'restore', details = '{\"last_number\": \"many\"}'",
        "UPDATE versions SET id = 9000000000000 WHERE id = 15",
        "UPDATE versions SET as_of = 'soon'",
        "INSERT INTO accounts VALUES (CAST(x'ff' AS TEXT), 'editor', 'x', '2023', NULL)",
        "INSERT INTO accounts VALUES ('王芳', 'emperor', 'x', '2023', NULL)",
    ],
)
def test_restore_over_damaged_cells_equals_backup(folder, capsys, statement):
    with closing(sqlite3.connect(folder / "progress.db")) as database, database:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f"DROP TRIGGER {name}")
        database.execute(statement)
    assert main(["check"]) == 1
    capsys.readouterr()
    assert_restored(folder, capsys)


def test_restore_keeps_damaged_file_unchanged(folder):
    (folder / "progress.db").write_bytes(b"damaged" * 1000)
    restored = restore(folder / "backup.db", EDITOR)
    assert (restored.damaged, restored.previous_store.read_bytes()) == (True, b"damaged" * 1000)


def test_restore_keeps_log_of_damaged_file(folder):
    (folder / "progress.db-wal").write_bytes(b"log")
    assert copy_aside(folder / "kept.db")
    assert (folder / "kept.db").read_bytes() == (folder / "progress.db").read_bytes()
    assert (folder / "kept.db-wal").read_bytes() == b"log"


def test_restore_while_other_program_writes_is_refused(folder, monkeypatch):
    number = (folder / "progress.db").stat().st_ino
    monkeypatch.setattr("store.engine.WAIT_SECONDS", 0)
    engine().dispose()
    with closing(sqlite3.connect(folder / "progress.db", isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        with engine().connect() as connection:
            connection.exec_driver_sql("PRAGMA busy_timeout = 0")
        with pytest.raises(StoreError, match="正忙"):
            restore(folder / "backup.db", EDITOR)
    assert (folder / "progress.db").stat().st_ino == number
    assert (read.read_current_id(), check_store()) == (15, [])
    assert [path.name for path in folder.iterdir() if "before-restore" in path.name] == []


def test_restore_over_database_of_newer_program_is_refused(folder):
    with engine().begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0999'")
    with pytest.raises(StoreError, match="比本程序新"):
        restore(folder / "backup.db", EDITOR)
    with engine().connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM versions").scalar() == 15


def test_store_failure_message_claims_nothing_unchecked(folder):
    path = folder / "progress.db"
    path.write_bytes(b"")
    engine().dispose()
    path.unlink()
    path.mkdir()
    with pytest.raises(StoreError) as caught:
        read.read_current()
    assert "不受影响" not in str(caught.value)
    assert "本次没有写入" in str(caught.value)
