"""Database connections: `reading()` and `writing()`.

SQLite (the default, data/progress.db) uses WAL with synchronous=FULL: an acknowledged commit is on disk, and shortly
after in the file itself. Writers are serialized: BEGIN IMMEDIATE in SQLite, an advisory lock in PostgreSQL.
"""

import atexit
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.exc import DataError, DBAPIError, DisconnectionError, IntegrityError, ProgrammingError

from domain.settings import SettingError, data_home, read_setting
from store.database_file import WAIT_SECONDS, DatabaseFile, checkpoint
from store.errors import StoreDamaged, StoreError, StoreUnavailable

SETTING: Final = "PROGRESS_DATABASE_URL"
DEFAULT_FILE: Final = data_home() / "progress.db"
_WRITERS_LOCK: Final = 7_420_230_710  # any fixed number; PostgreSQL queues writers on it
_WRITE_OPTION: Final = "progress_write"
_DRIVERS: Final = {
    "sqlite": "sqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}


def database_url() -> sa.URL:
    """The URL in PROGRESS_DATABASE_URL, else of the SQLite file in the data folder.

    Raises StoreUnavailable where the setting cannot be read or is invalid.
    """
    try:
        setting = read_setting(SETTING, "数据库")
    except SettingError as error:
        raise StoreUnavailable(str(error)) from error
    if not setting:
        return sa.URL.create("sqlite", database=str(DEFAULT_FILE))
    try:
        url = sa.make_url(setting)
        url = url.set(drivername=_DRIVERS[url.drivername])
        if url.database in (None, "", ":memory:") and url.drivername == "sqlite":
            raise ValueError("no file")
        return url
    except (sa.exc.ArgumentError, ValueError, KeyError) as error:
        raise StoreUnavailable(
            f"设置 {SETTING} 不是有效的数据库地址。请写成 sqlite:////绝对路径/progress.db "
            "或 postgresql://用户：密码@主机/库名。"
        ) from error


#: The engine of a store under construction, in the context that creates it.
_NEW_STORE: Final[ContextVar[sa.Engine | None]] = ContextVar("store that is being made", default=None)


def engine() -> sa.Engine:
    """The engine of `database_url()`, one per URL and process; inside `new_store` that of the new file."""
    return _NEW_STORE.get() or _engine_of(database_url().render_as_string(hide_password=False))


@lru_cache(maxsize=8)
def _engine_of(address: str) -> sa.Engine:
    url = sa.make_url(address)
    if url.get_backend_name() == "sqlite":
        return _sqlite_engine(DatabaseFile(Path(url.database or "").absolute()))
    result = sa.create_engine(url, pool_pre_ping=True, pool_size=5, max_overflow=25, pool_timeout=WAIT_SECONDS)
    sa.event.listen(result, "connect", _without_jit)
    return result


def _without_jit(connection: Any, _record: Any) -> None:
    """Compiling a statement takes PostgreSQL 30 ms; every one of ours reads a few rows by an index."""
    connection.execute("SET jit = off")
    connection.commit()


@contextmanager
def new_store(path: Path) -> Iterator[None]:
    """Context in which reads and writes go to a new store in the file `path`; complete without a log at the end."""
    engine_of_file = _sqlite_engine(DatabaseFile(path.absolute(), create=True))
    token = _NEW_STORE.set(engine_of_file)
    try:
        yield
    finally:
        _NEW_STORE.reset(token)
        engine_of_file.dispose()  # SQLite empties and removes the log with the last connection


def store_file() -> DatabaseFile | None:
    """The file of a SQLite store, not opened; None for PostgreSQL."""
    url = database_url()
    return DatabaseFile(Path(url.database or "").absolute()) if url.get_backend_name() == "sqlite" else None


def file_engine(path: Path) -> sa.Engine:
    """A separate engine for the SQLite file `path` (a backup), without WAL; dispose of it after use."""
    result = sa.create_engine(sa.URL.create("sqlite", database=str(path)), poolclass=sa.NullPool)
    sa.event.listen(result, "connect", _leave_transactions_to_us)
    sa.event.listen(result, "begin", _begin_sqlite)
    return result


def _sqlite_engine(file: DatabaseFile) -> sa.Engine:
    result = sa.create_engine(sa.URL.create("sqlite", database=str(file.path)), pool_size=5, max_overflow=40)
    sa.event.listen(result, "do_connect", lambda _dialect, record, _arguments, _options: file.connect(record.info))
    sa.event.listen(result, "checkout", _verify_on_checkout)
    sa.event.listen(result, "begin", _begin_sqlite)
    sa.event.listen(result, "engine_disposed", lambda _engine: file.forget())
    return result


def _verify_on_checkout(_connection: sqlite3.Connection, record: Any, _proxy: Any) -> None:
    """Before each use: verify the file's identity; reopen a read-only connection, since the cause may be resolved."""
    if record.info["read_only"] and record.info.setdefault("used", False):
        raise DisconnectionError
    record.info["used"] = True
    record.info["file"].verify_identity(record.info)


def _leave_transactions_to_us(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # _begin_sqlite begins transactions, also for DDL


def _begin_sqlite(connection: sa.Connection) -> None:
    writes = connection.get_execution_options().get(_WRITE_OPTION, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def reading() -> Iterator[sa.Connection]:
    """A connection for reading, with a consistent snapshot from its first statement on.

    Raises StoreUnavailable, in Chinese, where the database cannot be reached or read.
    """
    with translated_errors(), engine().connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ")
        yield connection


@contextmanager
def writing() -> Iterator[sa.Connection]:
    """An exclusive write transaction: committed at the end, rolled back on any error.

    Raises StoreUnavailable, in Chinese, where it cannot be started or committed; then nothing was written.
    """
    with writing_to(engine()) as connection:
        yield connection


@contextmanager
def writing_to(target: sa.Engine, file: Path | None = None) -> Iterator[sa.Connection]:
    """`writing()` for another engine than the store's own; `file`: its file for messages."""
    with translated_errors(file), target.connect() as raw_connection:
        connection = raw_connection.execution_options(**{_WRITE_OPTION: True})
        store_database: DatabaseFile | None = raw_connection.info.get("file")  # of a SQLite store
        committing = False
        try:
            with connection.begin():
                if store_database is not None:
                    store_database.verify_content(driver_of(raw_connection), raw_connection.info)
                if connection.dialect.name == "postgresql":
                    connection.exec_driver_sql("SET LOCAL synchronous_commit = on")
                    connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{WAIT_SECONDS}s'")
                    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITERS_LOCK})")
                yield connection
                if store_database is not None:
                    store_database.verify_identity(raw_connection.info)
                committing = True
        except DBAPIError as error:
            if committing and error.connection_invalidated:
                raise StoreUnavailable(_UNCERTAIN) from error
            raise
        if store_database is not None:
            store_database.verify_identity(raw_connection.info)
            with suppress(sqlite3.Error):  # already committed; `empty_log` is called again later
                checkpoint(driver_of(raw_connection))


#: If the connection is lost during a commit, its result is unknown.
_UNCERTAIN: Final = (
    "保存的一刻与数据库的连接中断，不能确定这次修改是否已经存入。"
    "请等数据库恢复后在历史版本中查看最新一版，没有的话再提交一次。"
)


def empty_log(wait: float = 0.0) -> bool:
    """Move SQLite's write-ahead log into the store's file; whether it is empty after `wait` seconds.

    Cheap where there is nothing to do. Raises StoreError.
    """
    file = store_file()
    if file is None or file.log_size() == 0:
        return True
    with translated_errors(), engine().connect() as connection:
        return checkpoint(driver_of(connection), wait)


def close() -> None:
    """Close the database at the end of a process; a SQLite file is then complete without its log."""
    if _engine_of.cache_info().currsize == 0:
        return
    with suppress(StoreError):  # already reported to the writer
        if not empty_log(WAIT_SECONDS):
            print(_LEFT_IN_LOG, file=sys.stderr)
        engine().dispose()


atexit.register(close)
_LEFT_IN_LOG: Final = (
    "数据已保存，但别的程序正在读，最后的改动还在数据文件旁边的 -wal 文件里。此时复制数据，请把两个文件一起复制。"
)


def driver_of(connection: sa.Connection) -> sqlite3.Connection:
    """The sqlite3 connection behind `connection`."""
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    return driver


_NO_RIGHT: Final = (
    "数据库账号没有建表或写入的权限。请数据库管理员授权后重试"
    "（PostgreSQL 15 起须 GRANT CREATE ON SCHEMA public TO 账号）"
)
_REASONS: Final = (
    ("disk is full", "磁盘已满。请清理{folder}所在磁盘后重试"),
    ("No space left", "数据库服务器磁盘已满。请联系管理员清理后重试"),
    ("readonly database", "{file}只读。请检查{folder}和文件的写权限"),
    ("read-only", "数据库只读。请联系管理员检查"),
    ("unable to open", "{file}打不开。请检查{folder}是否存在、可读写"),
    ("database is locked", "{file}正忙。请稍候再试"),
    ("LockNotAvailable", "数据库正忙。请稍候再试"),
    ("QueuePool limit", "数据库正忙。请稍候再试"),
    ("no such table", "数据库尚未初始化。请先运行：python -m store init"),
    ("UndefinedTable", "数据库尚未初始化。请先运行：python -m store init"),
    ("InsufficientPrivilege", _NO_RIGHT),
    ("InvalidSchemaName", _NO_RIGHT),
    ("disk I/O error", "磁盘读写出错（可能已满或已损坏）。请检查{folder}所在磁盘，再运行 python -m store check"),
)
_FILE_FAILED: Final = "{file}读写出错。请检查{folder}，再运行 python -m store check"
_UNREACHABLE: Final = "数据库连不上。请检查数据库服务是否启动、地址是否正确"
#: Parts of SQLite's messages for damaged files and changed schemas.
_DAMAGED: Final = (
    "malformed", "not a database", "unsupported file format", "Could not decode", "foreign key mismatch",
    "no such column", "has no column", "no such index", "no such collation",
)  # fmt: skip
#: psycopg's errors for pages that a PostgreSQL server cannot read.
_PAGES_DAMAGED: Final = ("DataCorrupted", "IndexCorrupted")


@contextmanager
def translated_errors(file: Path | None = None) -> Iterator[None]:
    """Translates database errors into StoreErrors in Chinese; programming errors are passed on.

    `file`: the SQLite file, where it is not the store's own.
    """
    try:
        yield
    except UnicodeDecodeError as error:  # an SQLite message that quotes a damaged schema
        raise _damaged(file) from error
    except (DBAPIError, sqlite3.Error, sa.exc.TimeoutError) as error:
        cause = (
            getattr(error, "orig", None) or error
        )  # without the statement and its values, which may contain any text
        message = f"{str(cause).partition(chr(10))[0]} {type(cause).__name__}"
        on_file = isinstance(cause, sqlite3.Error)
        if any(sign in message for sign in (_DAMAGED if on_file else _PAGES_DAMAGED)):
            raise _damaged(file) from error
        reason = next((text for sign, text in _REASONS if sign in message), None)
        if reason is None and isinstance(error, IntegrityError | ProgrammingError | DataError):
            raise
        reason = (reason or (_FILE_FAILED if on_file else _UNREACHABLE)).format(
            file=f"文件 {file} " if file else "数据文件",
            folder=f"目录 {file.absolute().parent} " if file else " data/ 目录",
        )
        raise StoreUnavailable(f"{reason}。本次没有写入。") from error


def _damaged(file: Path | None) -> StoreDamaged:
    return StoreDamaged(
        f"文件 {file} 已损坏，或不是备份文件。请换一个备份文件。"
        if file
        else "数据文件已损坏。请用备份恢复：python -m store restore 备份文件 --by 姓名"
    )
