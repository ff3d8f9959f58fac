"""SQLite files that are copies of a store: opened, finished, and cleared away."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Final

import sqlalchemy as sa

from domain.os_errors import os_error_text
from store.database_file import WAIT_SECONDS, DatabaseFile
from store.engine import explained, file_engine
from store.errors import StoreUnavailable

_SIGNATURE: Final = b"SQLite format 3\0"


def is_sqlite(path: Path) -> bool:
    """Whether the file is one of SQLite, by its content."""
    with path.open("rb") as held:
        return held.read(len(_SIGNATURE)) == _SIGNATURE


def put(copy: Path, path: Path) -> None:
    """Give the finished `copy` its name, with all of it on the disk."""
    with copy.open("rb+") as written:
        os.fsync(written.fileno())
    copy.replace(path)
    if os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)


@contextmanager
def beside(path: Path) -> Iterator[Path]:
    """A name for a temporary file in the folder of `path`; whatever is left there under it goes at the end."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield temporary
    finally:
        remove(temporary)


def remove(path: Path) -> None:
    """Take the file away, and what SQLite keeps beside it."""
    for ending in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + ending).unlink(missing_ok=True)


@contextmanager
def new_file(path: Path) -> Iterator[Path | None]:
    """Where to make a file that gets the name `path` at the end of the block; None where there is one by then.

    One process at a time: others wait. A block that fails leaves nothing. Raises StoreError.
    """
    lock, part = path.with_name(f".{path.name}.lock"), path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreUnavailable(f"无法建立数据目录 {path.parent}:{os_error_text(error)}。") from error
    with explained(lock), closing(sqlite3.connect(lock, timeout=WAIT_SECONDS, isolation_level=None)) as alone:
        try:
            alone.execute("BEGIN EXCLUSIVE")  # which ends with the process, however that ends
        except sqlite3.Error:  # not only where it takes too long: whoever had the lock has taken it away
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
    with suppress(OSError):  # on Windows whoever waits for it keeps it
        lock.unlink()


@contextmanager
def opened(path: Path) -> Iterator[sa.Engine]:
    """An engine of its own for the SQLite file."""
    held = file_engine(path)
    try:
        yield held
    finally:
        held.dispose()


@contextmanager
def raw(path: Path) -> Iterator[sqlite3.Connection]:
    """The file as the driver opens it."""
    with closing(sqlite3.connect(path)) as connection:
        yield connection


@contextmanager
def read_only(path: Path) -> Iterator[sqlite3.Connection]:
    """The file, with its log if there is one beside it; without one nothing is made there (a read-only disk)."""
    logged = any(path.with_name(path.name + end).exists() for end in ("-wal", "-journal"))
    address = f"{path.absolute().as_uri()}?{'mode=ro' if logged else 'immutable=1'}"
    with closing(sqlite3.connect(address, uri=True)) as connection:
        yield connection
