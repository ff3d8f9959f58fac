"""Restoring a damaged SQLite store: its file is copied aside unchanged and replaced as a whole."""

import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import sqlalchemy as sa

from store.check import check_store
from store.engine import WAIT_SECONDS, engine, translated_errors
from store.errors import StoreError, StoreTooNew, StoreUnavailable
from store.files import put, raw

#: Errors that a damaged store can cause; readers of stored texts and numbers do not expect corrupt data.
FAILURES: Final = (
    StoreError, sa.exc.SQLAlchemyError,
    ArithmeticError, AttributeError, LookupError, MemoryError, TypeError, ValueError,
)  # fmt: skip
_ENDINGS: Final = ("", "-wal", "-shm", "-journal")
_BUSY: Final = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
#: Errors of the disk, permissions and other programs, which are not caused by damage.
_NOT_DAMAGE: Final = (*_BUSY, sqlite3.SQLITE_FULL, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH)


def may_be_damage(error: BaseException) -> bool:
    """Whether `error`, one of FAILURES, can be caused by the contents of the store's file.

    False where the file cannot be written, is in use, the disk is full, or a newer program wrote it.
    """
    if isinstance(error, StoreTooNew | sa.exc.TimeoutError | sa.exc.ArgumentError):
        return False
    code = _sqlite_code(error)
    if code == sqlite3.SQLITE_READONLY:  # also raised for a damaged header
        database = database_file()
        return os.access(database, os.W_OK) and os.access(database.parent, os.W_OK)
    return code not in _NOT_DAMAGE


def database_file() -> Path:
    """The file of the SQLite store."""
    return Path(engine().url.database or "").absolute()


def copy_aside(target: Path) -> bool:
    """Copy the database file and SQLite's files beside it to `target`; False where there is none."""
    engine().dispose()
    database = database_file()
    parts = [(_beside(database, ending), _beside(target, ending)) for ending in _ENDINGS]
    found = [(part, copy) for part, copy in parts if part.exists()]
    for part, copy in found:
        shutil.copyfile(part, copy)
    return bool(found)


def overwrite(copy: Path) -> None:
    """Replace the database by the SQLite file `copy`, which may be moved.

    In place where possible, so that processes with the file open see the restored data. Raises StoreError.
    """
    engine().dispose()
    database = database_file()
    if database.exists() and _overwrite_in_place(copy, database):
        return
    engine().dispose()
    try:
        for ending in _ENDINGS[1:]:
            _beside(database, ending).unlink(missing_ok=True)
        put(copy, database)
    except PermissionError as error:  # Windows, while another program has it open
        raise StoreUnavailable(
            f"数据文件 {database} 没有权限替换，或正被别的程序使用。请先停止看板和其他打开它的程序，再恢复一次。"
        ) from error


def _overwrite_in_place(copy: Path, database: Path) -> bool:
    """Whether SQLite could write all of `copy` into `database` and the result passes the check."""
    try:
        with translated_errors(), raw(copy) as source, raw(database) as target:
            source.backup(target, progress=_timeout_at(time.monotonic() + WAIT_SECONDS))
            target.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            head = source.execute(_HEAD).fetchall()
        with engine().connect() as connection:
            return [tuple(row) for row in connection.exec_driver_sql(_HEAD)] == head and check_store(connection) == []
    except FAILURES as error:
        if _sqlite_code(error) in _BUSY or isinstance(error, _Busy):
            raise
        return False


_HEAD: Final = "SELECT seq, hash FROM audit_head"


class _Busy(StoreUnavailable):
    """Another program holds the file."""


def _timeout_at(moment: float) -> Callable[[int, int, int], None]:
    """A progress callback that aborts a backup waiting for another program; sqlite3 would wait forever."""

    def progress(status: int, _remaining: int, _total: int) -> None:
        if status & 0xFF in _BUSY and time.monotonic() > moment:
            raise _Busy("数据文件正忙。请先停止看板和其他打开它的程序，再恢复一次。")

    return progress


def _sqlite_code(error: BaseException) -> int:
    """SQLite's primary result code behind `error`; 0 where there is none."""
    for each in _causes(error):
        if isinstance(each, sqlite3.Error):
            return int(getattr(each, "sqlite_errorcode", 0)) & 0xFF
    return 0


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(path.name + ending)
