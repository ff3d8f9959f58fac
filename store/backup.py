"""A copy of the whole store in one SQLite file, taken while the dashboard runs, and the way back.

A backup of a PostgreSQL store is a SQLite file too, so that a store can move from one database to the other.
"""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final

import sqlalchemy as sa

from store import audit, migrate, schema
from store.check import check_store
from store.content import sha256_of
from store.drafts import authorise
from store.engine import DEFAULT_FILE, engine, explained, file_engine, reading, writing, writing_to
from store.errors import StoreDamaged, StoreError
from store.records import Actor
from store.sessions import end_all_sessions

_SIGNATURE: Final = b"SQLite format 3\0"
_AT_ONCE: Final = 1000


def backup(path: Path) -> None:
    """Write the store as it is at this moment to `path`: whole, checked, on the disk, or not at all.

    Raises StoreError where `path` is the store itself or a file that is no backup, StoreDamaged where the copy
    does not pass the check, OSError where it cannot be written.
    """
    _refuse_to_overwrite(path)
    with _beside(path) as copy:
        _copy_store(copy)
        _refuse_faults(copy, f"没有写入 {path}")
        with copy.open("rb+") as written:
            os.fsync(written.fileno())
        copy.replace(path)
        if os.name == "posix":
            folder = os.open(path.parent, os.O_RDONLY)
            os.fsync(folder)
            os.close(folder)


def restore(path: Path, by: Actor) -> Path | None:
    """Make the store what the backup at `path` holds; return where the store before it was put (None: it was empty).

    Raises PermissionDenied, StoreError where `path` is no backup or does not pass the check; then the store is as
    it was.
    """
    _refuse_other_files(path)
    by = authorise(by, "restore", {"file": path.name})
    with _beside(_kept_folder() / "restore.db") as copy:
        shutil.copyfile(path, copy)
        _upgrade(copy)
        _refuse_faults(copy, "数据没有改动")
        kept = _keep_current()
        _replace_store(copy)
    end_all_sessions()  # one that was ended since the backup must not come back
    details = {"file": path.name, "sha256": sha256_of(path.read_bytes()), "kept": kept.name if kept else None}
    audit.record(by, "restore", details)
    return kept


def _copy_store(target: Path) -> None:
    if engine().dialect.name == "sqlite":
        with reading() as connection, explained(), _file(target) as copy:
            _driver(connection).backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, readable where nothing can be written
        return
    with _opened(target) as into, writing_to(into) as copy, reading() as connection:
        schema.create_all(copy)
        _copy_rows(connection, copy)


def _replace_store(source: Path) -> None:
    if engine().dialect.name == "sqlite":
        with explained(), engine().connect() as connection, _file(source) as copy:
            copy.backup(_driver(connection))
        return
    tables = [table.name for table in schema.metadata.sorted_tables]
    with _opened(source) as held, held.connect() as copy, writing() as connection:
        for name in tables:
            connection.exec_driver_sql(f"ALTER TABLE {name} DISABLE TRIGGER USER")
        for name in reversed(tables):
            connection.exec_driver_sql(f"DELETE FROM {name}")
        _copy_rows(copy, connection)
        for name in tables:
            connection.exec_driver_sql(f"ALTER TABLE {name} ENABLE TRIGGER USER")


def _copy_rows(source: sa.Connection, target: sa.Connection) -> None:
    """Every row of every table, parents before children (versions point at older versions: by id)."""
    for table in schema.metadata.sorted_tables:
        rows = source.execute(sa.select(table).order_by(*table.primary_key.columns)).mappings()
        while part := rows.fetchmany(_AT_ONCE):
            target.execute(sa.insert(table), [dict(row) for row in part])


def _keep_current() -> Path | None:
    """A backup of the store that is about to be replaced, unless it holds no version; a damaged file is put aside."""
    kept = _kept_folder() / f"before-restore-{datetime.now().strftime('%Y%m%dT%H%M%S%f')}.db"
    try:
        migrate.initialise()
        with reading() as connection:
            if connection.scalar(sa.select(sa.func.count()).select_from(schema.versions)) == 0:
                return None
        _copy_store(kept)
    except StoreDamaged:
        engine().dispose()
        _put_aside(Path(engine().url.database or ""), kept)
        migrate.initialise()
    return kept


def _put_aside(database: Path, kept: Path) -> None:
    """Move a damaged SQLite file, with its log, out of the way."""
    for ending in ("", "-wal", "-shm"):
        part = database.with_name(database.name + ending)
        if part.exists():
            part.replace(kept.with_name(kept.name + ending))


def _kept_folder() -> Path:
    database = engine().url.database
    return Path(database).parent if engine().dialect.name == "sqlite" and database else DEFAULT_FILE.parent


def _upgrade(path: Path) -> None:
    with _opened(path) as held, writing_to(held) as connection:
        migrate.upgrade(connection)


def _refuse_faults(path: Path, consequence: str) -> None:
    with _opened(path) as held, held.connect() as connection:
        faults = check_store(connection)
    if faults:
        raise StoreDamaged(f"{consequence}:内容检查发现 {len(faults)} 处问题。\n" + "\n".join(faults))


def _refuse_other_files(path: Path) -> None:
    with path.open("rb") as opened:
        if opened.read(len(_SIGNATURE)) != _SIGNATURE:
            raise StoreError(f"{path} 不是备份文件。请选择用 python -m store backup 写出的文件。")


def _refuse_to_overwrite(path: Path) -> None:
    if not path.exists():
        return
    database = engine().url.database
    if engine().dialect.name == "sqlite" and database and Path(database).exists() and path.samefile(database):
        raise StoreError(f"{path} 就是正在使用的数据文件。请换一个备份文件名。")
    try:
        _refuse_other_files(path)
    except StoreError as error:
        raise StoreError(f"{path} 已存在,且不是备份文件,没有覆盖。请换一个文件名。") from error


@contextmanager
def _beside(path: Path) -> Iterator[Path]:
    """A name for a temporary file in the folder of `path`; whatever is left there under it goes at the end."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield temporary
    finally:
        for ending in ("", "-wal", "-shm", "-journal"):
            temporary.with_name(temporary.name + ending).unlink(missing_ok=True)


@contextmanager
def _opened(path: Path) -> Iterator[sa.Engine]:
    held = file_engine(path)
    try:
        yield held
    finally:
        held.dispose()


@contextmanager
def _file(path: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(path)
    try:
        yield connection
    finally:
        connection.close()


def _driver(connection: sa.Connection) -> sqlite3.Connection:
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    return driver
