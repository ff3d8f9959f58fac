"""The connection to the database, and the two ways to use it: `reading()` and `writing()`.

SQLite (the default, data/progress.db) runs in WAL with synchronous=FULL: a commit that was acknowledged is on the disk,
and a moment later in the file itself. Writers queue: BEGIN IMMEDIATE in SQLite, one advisory lock in PostgreSQL.
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

from domain.settings import SettingError, read_setting
from store.database_file import WAIT_SECONDS, DatabaseFile, checkpoint
from store.errors import StoreDamaged, StoreError, StoreUnavailable

SETTING: Final = "PROGRESS_DATABASE_URL"
DEFAULT_FILE: Final = Path(__file__).parents[1] / "data" / "progress.db"
_WRITERS_LOCK: Final = 7_420_230_710  # any fixed number; PostgreSQL queues writers on it
_WRITE_OPTION: Final = "progress_write"
_DRIVERS: Final = {
    "sqlite": "sqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}


def database_url() -> sa.URL:
    """The database that PROGRESS_DATABASE_URL names, else the SQLite file in data/.

    Raises StoreUnavailable where the setting cannot be read, or names no database.
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
            "或 postgresql://用户:密码@主机/库名。"
        ) from error


#: The engine of a store that is being made, for whoever makes it.
_MADE: Final[ContextVar[sa.Engine | None]] = ContextVar("store that is being made", default=None)


def engine() -> sa.Engine:
    """The engine of `database_url()`; one per address and process. While a store is made: that of the new file."""
    return _MADE.get() or _engine_of(database_url().render_as_string(hide_password=False))


@lru_cache(maxsize=8)
def _engine_of(address: str) -> sa.Engine:
    url = sa.make_url(address)
    if url.get_backend_name() == "sqlite":
        return _sqlite_engine(DatabaseFile(Path(url.database or "").absolute()))
    return sa.create_engine(url, pool_pre_ping=True, pool_size=5, max_overflow=25, pool_timeout=WAIT_SECONDS)


@contextmanager
def making(path: Path) -> Iterator[None]:
    """Whatever is read and written inside is a new store in the file `path`, which is whole by itself at the end."""
    made = _sqlite_engine(DatabaseFile(path.absolute(), create=True))
    before = _MADE.set(made)
    try:
        yield
    finally:
        _MADE.reset(before)
        made.dispose()  # SQLite empties and removes the log with the last connection


def store_file() -> DatabaseFile | None:
    """The file of a SQLite store, for questions about it; None for PostgreSQL."""
    url = database_url()
    return DatabaseFile(Path(url.database or "").absolute()) if url.get_backend_name() == "sqlite" else None


def file_engine(path: Path) -> sa.Engine:
    """An engine of its own for the SQLite file `path` (a backup), which stays one file; dispose of it after use."""
    made = sa.create_engine(sa.URL.create("sqlite", database=str(path)), poolclass=sa.NullPool)
    sa.event.listen(made, "connect", _leave_transactions_to_us)
    sa.event.listen(made, "begin", _begin_sqlite)
    return made


def _sqlite_engine(file: DatabaseFile) -> sa.Engine:
    made = sa.create_engine(sa.URL.create("sqlite", database=str(file.path)), pool_size=5, max_overflow=40)
    sa.event.listen(made, "do_connect", lambda _dialect, record, _arguments, _options: file.connect(record.info))
    sa.event.listen(made, "checkout", _look_again)
    sa.event.listen(made, "begin", _begin_sqlite)
    sa.event.listen(made, "engine_disposed", lambda _engine: file.forget())
    return made


def _look_again(_connection: sqlite3.Connection, record: Any, _proxy: Any) -> None:
    """Before each use: is it still the same file? One that was read-only is opened anew, for that may have passed."""
    if record.info["read_only"] and record.info.setdefault("used", False):
        raise DisconnectionError
    record.info["used"] = True
    record.info["file"].verify_place(record.info)


def _leave_transactions_to_us(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # they are begun by _begin_sqlite, DDL included


def _begin_sqlite(connection: sa.Connection) -> None:
    writes = connection.get_execution_options().get(_WRITE_OPTION, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def reading() -> Iterator[sa.Connection]:
    """A connection to read with; sees one state of the database from its first statement on, whoever writes meanwhile.

    Raises StoreUnavailable, in Chinese, where the database cannot be reached or read.
    """
    with explained(), engine().connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ")
        yield connection


@contextmanager
def writing() -> Iterator[sa.Connection]:
    """One transaction to write in, alone among writers: committed at the end, rolled back on any error.

    Raises StoreUnavailable, in Chinese, where it cannot be begun or committed; then nothing was written.
    """
    with writing_to(engine()) as connection:
        yield connection


@contextmanager
def writing_to(target: sa.Engine, file: Path | None = None) -> Iterator[sa.Connection]:
    """`writing()` for another engine than the store's own; `file`: what it writes, as people call it."""
    with explained(file), target.connect() as plain:
        connection = plain.execution_options(**{_WRITE_OPTION: True})
        own: DatabaseFile | None = plain.info.get("file")  # of a SQLite store
        committing = False
        try:
            with connection.begin():
                if own is not None:
                    own.verify_content(driver_of(plain), plain.info)
                if connection.dialect.name == "postgresql":
                    connection.exec_driver_sql("SET LOCAL synchronous_commit = on")
                    connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{WAIT_SECONDS}s'")
                    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITERS_LOCK})")
                yield connection
                if own is not None:
                    own.verify_place(plain.info)
                committing = True
        except DBAPIError as error:
            if committing and error.connection_invalidated:
                raise StoreUnavailable(_UNCERTAIN) from error
            raise
        if own is not None:
            own.verify_place(plain.info)
            with suppress(sqlite3.Error):  # the commit stands, whatever comes of this; `empty_log` is called again
                checkpoint(driver_of(plain))


#: A connection that is lost while the server commits leaves open whether it did.
_UNCERTAIN: Final = (
    "保存的一刻与数据库的连接中断,不能确定这次修改是否已经存入。"
    "请等数据库恢复后在历史版本中查看最新一版,没有的话再提交一次。"
)


def empty_log(wait: float = 0.0) -> bool:
    """Move what is only in SQLite's log into the file of the store; whether nothing is left after `wait` seconds.

    Cheap where there is nothing to do. Raises StoreError.
    """
    file = store_file()
    if file is None or file.log_size() == 0:
        return True
    with explained(), engine().connect() as connection:
        return checkpoint(driver_of(connection), wait)


def close() -> None:
    """Let go of the database at the end of a process; a SQLite file then holds everything by itself."""
    if _engine_of.cache_info().currsize == 0:
        return
    with suppress(StoreError):  # whoever wrote to it was told
        if not empty_log(WAIT_SECONDS):
            print(_LEFT_IN_LOG, file=sys.stderr)
        engine().dispose()


atexit.register(close)
_LEFT_IN_LOG: Final = (
    "数据已保存,但别的程序正在读,最后的改动还在数据文件旁边的 -wal 文件里。此时复制数据,请把两个文件一起复制。"
)


def driver_of(connection: sa.Connection) -> sqlite3.Connection:
    """The driver's own connection; of SQLite only."""
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    return driver


_NO_RIGHT: Final = (
    "数据库账号没有建表或写入的权限。请数据库管理员授权后重试(PostgreSQL 15 起须 GRANT CREATE ON SCHEMA public TO 账号)"
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
    ("no such table", "数据库尚未初始化。请先运行:python -m store init"),
    ("UndefinedTable", "数据库尚未初始化。请先运行:python -m store init"),
    ("InsufficientPrivilege", _NO_RIGHT),
    ("InvalidSchemaName", _NO_RIGHT),
    ("disk I/O error", "磁盘读写出错(可能已满或已损坏)。请检查{folder}所在磁盘,再运行 python -m store check"),
)
_ON_FILE: Final = "{file}读写出错。请检查{folder},再运行 python -m store check"
_AWAY: Final = "数据库连不上。请检查数据库服务是否启动、地址是否正确"
#: What SQLite says of bytes that are no database, and of a schema that is not the one that was written.
_DAMAGED: Final = (
    "malformed", "not a database", "unsupported file format", "Could not decode", "foreign key mismatch",
    "no such column", "has no column", "no such index", "no such collation",
)  # fmt: skip


@contextmanager
def explained(file: Path | None = None) -> Iterator[None]:
    """Whatever the database refuses inside becomes a StoreError in Chinese; faults of this program stay as they are.

    `file`: the SQLite file that is read or written, where it is not the store's own.
    """
    try:
        yield
    except UnicodeDecodeError as error:  # a message of SQLite that quotes a damaged schema
        raise _damaged(file) from error
    except (DBAPIError, sqlite3.Error, sa.exc.TimeoutError) as error:
        own = getattr(error, "orig", None) or error  # without the statement and its values, which may say anything
        told = f"{str(own).partition(chr(10))[0]} {type(own).__name__}"
        on_file = isinstance(own, sqlite3.Error)
        if on_file and any(sign in told for sign in _DAMAGED):
            raise _damaged(file) from error
        reason = next((said for sign, said in _REASONS if sign in told), None)
        if reason is None and isinstance(error, IntegrityError | ProgrammingError | DataError):
            raise
        reason = (reason or (_ON_FILE if on_file else _AWAY)).format(
            file=f"文件 {file} " if file else "数据文件",
            folder=f"目录 {file.absolute().parent} " if file else " data/ 目录",
        )
        raise StoreUnavailable(f"{reason}。本次没有写入。") from error


def _damaged(file: Path | None) -> StoreDamaged:
    return StoreDamaged(
        f"文件 {file} 已损坏,或不是备份文件。请换一个备份文件。"
        if file
        else "数据文件已损坏。请用备份恢复:python -m store restore 备份文件 --by 姓名"
    )
