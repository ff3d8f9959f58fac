"""The SQLite file of the store: connections, identity checks, checkpoints.

SQLite writes a commit to the write-ahead log beside the file (-wal) first, so that readers do not block writers. Each
commit is followed by a `checkpoint` that moves the log into the file, so that a copy of the file alone is complete. A
rollback journal would not need this, but there a long reader (a backup, a check) blocks the next commit, which then
blocks all readers.

The file must only be opened through SQLite: closing another handle would drop this process's locks.
"""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

from domain.os_errors import os_error_text
from store.errors import StoreDamaged, StoreUnavailable

#: Seconds that a connection waits for a lock.
WAIT_SECONDS: Final = 20
#: Seconds between two checkpoint attempts, and that one attempt waits for readers.
_RETRY_SECONDS: Final = 0.05
_PRAGMAS: Final = ("foreign_keys=ON", "recursive_triggers=ON", "synchronous=FULL")
#: Header fields to compare; SQLite itself checks the others.
_HEADER: Final = ("page_size", "schema_version", "freelist_count", "auto_vacuum", "encoding", "user_version")

_Identity = tuple[int, int] | None


class DatabaseFile:
    """The file at `path`, with its identity when this process first opened it.

    create: whether a missing file is created; a new store is built under a temporary name and renamed when complete.
    """

    def __init__(self, path: Path, create: bool = False) -> None:
        self.path = path
        self._create = create
        self._first_identity: _Identity = None
        self._log_lost = False

    @property
    def label(self) -> str:
        """Folder and name of the file for messages, without the full path."""
        return f"{self.path.parent.name}/{self.path.name}"

    def beside(self, ending: str) -> Path:
        """SQLite's file beside it with that ending (-wal, -shm, -journal)."""
        return self.path.with_name(self.path.name + ending)

    def is_missing(self) -> bool:
        """Whether there is no file, or one of 0 bytes; StoreDamaged where only its log exists."""
        if self._size(self.path) > 0:
            return False
        leftovers = [self.beside(ending).name for ending in ("-wal", "-journal") if self._size(self.beside(ending)) > 0]
        if leftovers:
            raise StoreDamaged(
                f"数据文件 {self.label} 不见了或是空的，旁边却留有它的 {'、'.join(leftovers)}，"
                "其中可能有还没有并入的数据。"
                "请把原来的数据文件放回原处；或用备份恢复：python -m store restore 备份文件 --by 姓名；"
                "都没有的话，把留下的文件移到别处再启动。没有改动任何文件。"
            )
        return True

    def connect(self, info: dict[Any, Any]) -> sqlite3.Connection:
        """Open the file; `info` gets what `verify_identity` compares with. Read-only where nothing can be written.

        Raises StoreUnavailable where the file is missing or not the one that was first opened, StoreDamaged where it
        holds no table, sqlite3.Error.
        """
        if not self._create and self.is_missing():
            raise StoreUnavailable(self._missing())
        info.update(file=self, read_only=False)
        before = _identity(self.path)
        connection = self._open("rwc" if self._create else "rw")
        try:
            _set_pragmas(connection)
            tables = _count_tables(connection)
        except sqlite3.OperationalError as error:
            connection.close()
            if "readonly" not in str(error) and "unable to open" not in str(error):
                raise
            connection, tables = self._open_read_only(error)
            info["read_only"] = True
        try:
            if not (tables or self._create):
                raise StoreDamaged(self._no_tables())
            info["log"] = self._log_identity()
            self._first_identity = self._first_identity or before or _identity(self.path)
            self.verify_identity(info)
        except BaseException:
            connection.close()
            raise
        return connection

    def verify_identity(self, info: dict[Any, Any]) -> None:
        """Check that path and log are still the files that the connection of `info` has open (three stat calls).

        Raises StoreUnavailable where they are not.
        """
        found = _identity(self.path)
        if found is None:
            raise StoreUnavailable(self._missing())
        if found != self._first_identity:
            raise StoreUnavailable(self._changed("已被换成另一个文件"))
        if self._log_lost or self._log_identity() != info["log"]:
            self._log_lost = True  # permanently: other connections may still write to the deleted file
            raise StoreUnavailable(
                f"看板运行期间，数据文件旁边的 {self.beside('-wal').name} 或 {self.beside('-shm').name} "
                "被删除或替换，不能再读写。请重新启动看板，并且不要在运行时移动这些文件。"
            )

    def verify_content(self, connection: sqlite3.Connection, info: dict[Any, Any]) -> None:
        """Check that a fresh connection reads the same header, tables and newest audit entry as `connection`.

        `connection` caches pages and would not notice that the file was overwritten. It must be at the start of a
        transaction; a commit by another process between the two reads also counts as a difference. Raises
        StoreDamaged, sqlite3.Error.
        """
        if info["read_only"]:  # was just opened
            return
        with self.reopened(info) as fresh:
            if _summary(fresh) != _summary(connection):
                raise StoreDamaged(
                    f"看板运行期间，数据文件 {self.label} 的内容被别的程序改动或覆盖，不能再读写。"
                    "请停止看板，放回正确的数据文件或用备份恢复（python -m store restore 备份文件 --by 姓名），再启动。"
                )

    @contextmanager
    def reopened(self, info: dict[Any, Any]) -> Iterator[sqlite3.Connection]:
        """Another connection like that of `info`, for reading, with no page in memory yet."""
        with closing(self._open("immutable" if info["read_only"] else "ro")) as fresh:
            yield fresh

    def log_size(self) -> int:
        """Bytes of the write-ahead log that may not be in the file yet."""
        return self._size(self.beside("-wal"))

    def forget(self) -> None:
        """Accept the file found at the next `connect` as the store's own; all connections must be closed."""
        self._first_identity, self._log_lost = None, False

    def _open(self, mode: str) -> sqlite3.Connection:
        address = f"{self.path.absolute().as_uri()}?{'immutable=1' if mode == 'immutable' else f'mode={mode}'}"
        return sqlite3.connect(
            address, uri=True, timeout=WAIT_SECONDS, isolation_level=None, check_same_thread=False
        )  # transactions are begun by the engine, DDL included

    def _open_read_only(self, error: sqlite3.Error) -> tuple[sqlite3.Connection, int]:
        """The file on a read-only disk: nobody can write, and there must be no log."""
        if self.log_size() > 0:
            raise StoreUnavailable(
                f"数据文件 {self.label} 所在的位置只读，旁边的 {self.beside('-wal').name} 里还有没有并入的数据，"
                "在这里读不出来。请把两个文件一起复制到可以写入的位置再打开。"
            ) from error
        connection = self._open("immutable")
        try:
            return connection, _count_tables(connection)
        except BaseException:
            connection.close()
            raise

    def _missing(self) -> str:
        if self._first_identity is not None:
            return self._changed("不见了（被移走、改名、清空或删除）")
        return (
            f"数据文件 {self.label} 不存在。若是第一次使用，请运行 python -m store init 或启动看板；"
            "若被移走，请放回原处；也可以用备份恢复：python -m store restore 备份文件 --by 姓名。"
        )

    def _changed(self, event: str) -> str:
        return (
            f"看板运行期间，数据文件 {self.label} {event}，不能再读写。"
            "请把原来的文件放回原处；若是有意更换，请重新启动看板。"
        )

    def _no_tables(self) -> str:
        return (
            f"数据文件 {self.label} 里没有任何数据表，多半是复制时漏了它旁边的 {self.beside('-wal').name}。"
            f"请把 {self.beside('-wal').name} 也复制过来；或用备份恢复：python -m store restore 备份文件 --by 姓名；"
            "要从头开始，请先把这个文件移到别处。没有改动它。"
        )

    def _log_identity(self) -> tuple[_Identity, _Identity]:
        return _identity(self.beside("-wal")), _identity(self.beside("-shm"))

    def _size(self, path: Path) -> int:
        try:
            return path.stat().st_size
        except (FileNotFoundError, NotADirectoryError):
            return 0
        except OSError as error:
            raise StoreUnavailable(f"数据文件 {path} 打不开：{os_error_text(error)}。请检查路径和权限。") from error


def checkpoint(connection: sqlite3.Connection, wait: float = 0.0) -> bool:
    """Move the write-ahead log into the file and empty it; whether this was completed within `wait` seconds.

    Pages that an older reader still needs cannot be moved; then the log stays beside the file and nothing is lost.
    """
    deadline = time.monotonic() + wait
    connection.execute(f"PRAGMA busy_timeout={round(_RETRY_SECONDS * 1000)}")
    try:
        while True:
            busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            if not busy:
                return True
            if time.monotonic() >= deadline:
                return False
            time.sleep(_RETRY_SECONDS)
    finally:
        connection.execute(f"PRAGMA busy_timeout={WAIT_SECONDS * 1000}")


def _identity(path: Path) -> _Identity:
    """Device and inode; None where there is no such file."""
    try:
        found = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise StoreUnavailable(f"数据文件 {path} 打不开：{os_error_text(error)}。请检查路径和权限。") from error
    return found.st_dev, found.st_ino


def _set_pragmas(connection: sqlite3.Connection) -> None:
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    # When two processes switch a file to WAL at the same time, SQLite reports "locked" without waiting.
    deadline = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return


def _count_tables(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT count(*) FROM sqlite_master WHERE type = 'table'").fetchone()[0])


def _summary(connection: sqlite3.Connection) -> list[Any]:
    """Header, schema, and the last audit entry, whose hash covers all earlier ones."""
    header = [connection.execute(f"PRAGMA {name}").fetchone() for name in _HEADER]
    stored = connection.execute("SELECT type, name, rootpage, sql FROM sqlite_master").fetchall()
    newest = "SELECT seq, hash FROM audit_head" if any(row[1] == "audit_head" for row in stored) else "SELECT NULL"
    return [header, stored, connection.execute(newest).fetchall()]
