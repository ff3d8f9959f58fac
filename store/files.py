"""SQLite files that are copies of a store: opening, durable renaming, removal."""

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Final

import sqlalchemy as sa

from domain.os_errors import os_error_text
from store.database_file import WAIT_SECONDS, DatabaseFile
from store.engine import file_engine, translated_errors
from store.errors import StoreUnavailable

_SIGNATURE: Final = b"SQLite format 3\0"


def is_sqlite(path: Path) -> bool:
    """Whether the file is one of SQLite, by its content."""
    with path.open("rb") as file:
        return file.read(len(_SIGNATURE)) == _SIGNATURE


def sha256_of_file(path: Path) -> str:
    """SHA-256 of the file's bytes in 64 hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def put(copy: Path, path: Path) -> None:
    """Rename the finished `copy` to `path`, durably (fsync of file and folder)."""
    with copy.open("rb+") as file:
        os.fsync(file.fileno())
    copy.replace(path)
    if os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)


@contextmanager
def beside(path: Path) -> Iterator[Path]:
    """A temporary file name in the folder of `path`; the file is removed at the end."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield temporary
    finally:
        remove(temporary)


def remove(path: Path) -> None:
    """Delete the file and SQLite's files beside it, where they exist.

    On a read-only disk, deleting a missing file is an error of its own.
    """
    for ending in ("", "-wal", "-shm", "-journal"):
        file = path.with_name(path.name + ending)
        if file.exists():
            file.unlink(missing_ok=True)


@contextmanager
def new_file(path: Path) -> Iterator[Path | None]:
    """A temporary path that is renamed to `path` at the end of the block; None where `path` exists by then.

    Exclusive between processes: others wait. A failing block leaves no file. Raises StoreError.
    """
    lock, part = path.with_name(f".{path.name}.lock"), path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreUnavailable(f"无法建立数据目录 {path.parent}:{os_error_text(error)}。") from error
    with (
        translated_errors(lock),
        closing(sqlite3.connect(lock, timeout=WAIT_SECONDS, isolation_level=None)) as lock_connection,
    ):
        try:
            lock_connection.execute("BEGIN EXCLUSIVE")  # released when the process ends in any way
        except sqlite3.Error:  # a timeout, or the lock file was removed by its previous owner
            if DatabaseFile(path).is_missing():
                raise
        if not DatabaseFile(path).is_missing():
            yield None
            return
        try:
            remove(part)  # of a process that was killed
            yield part
            put(part, path)
        finally:
            remove(part)
    with suppress(OSError):  # on Windows a waiting process still has it open
        lock.unlink()


@contextmanager
def opened(path: Path) -> Iterator[sa.Engine]:
    """A separate engine for the SQLite file, disposed at the end."""
    engine = file_engine(path)
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def raw(path: Path) -> Iterator[sqlite3.Connection]:
    """A plain sqlite3 connection to the file."""
    with closing(sqlite3.connect(path)) as connection:
        yield connection


@contextmanager
def read_only(path: Path) -> Iterator[sqlite3.Connection]:
    """A read-only connection to the file, with its log if there is one; without one no file is created beside it."""
    has_log = any(path.with_name(path.name + end).exists() for end in ("-wal", "-journal"))
    address = f"{path.absolute().as_uri()}?{'mode=ro' if has_log else 'immutable=1'}"
    with closing(sqlite3.connect(address, uri=True)) as connection:
        yield connection
