"""SQLite files that are copies of a store: opened, finished, and cleared away."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

import sqlalchemy as sa

from store.engine import file_engine

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
        for ending in ("", "-wal", "-shm", "-journal"):
            temporary.with_name(temporary.name + ending).unlink(missing_ok=True)


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


def driver_of(connection: sa.Connection) -> sqlite3.Connection:
    """The driver's own connection; of SQLite only."""
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    return driver
