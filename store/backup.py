"""A copy of the whole store in one SQLite file, taken while the dashboard runs, and the way back.

A backup of a PostgreSQL store is a SQLite file too, so that a store can move from one database to the other.
"""

import shutil
import sqlite3
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa

from domain.office_time import office_now
from store import audit, migrate, schema
from store.check import check_store
from store.content import sha256_of
from store.drafts import authorise
from store.engine import DEFAULT_FILE, engine, explained, reading, writing, writing_to
from store.errors import StoreDamaged, StoreError
from store.files import beside, driver_of, is_sqlite, opened, put, raw, read_only
from store.records import Actor
from store.write import last_number

_AT_ONCE: Final = 1000
#: Nobody knows which numbers a store gave that cannot be read any more: so many are left out after the backup's.
_LEFT_OUT: Final = 1000
_FAULTS_TOLD: Final = 20


@dataclass(frozen=True)
class Restored:
    """What a restore has done. kept: where the store before it is now (None: it held nothing).

    own_accounts: whether the accounts are still those from before it, and not those of the backup.
    damaged: whether the store before it could not be read.
    """

    kept: Path | None
    own_accounts: bool
    damaged: bool


def backup(path: Path) -> list[str]:
    """Write the store as it is at this moment to `path`, on the disk, whole or not at all; return its faults.

    A faulty store is written too, under a new name only: it never takes the place of a backup. Raises StoreError where
    `path` is the store itself or a file that is no backup, StoreDamaged where a backup would be lost, OSError and
    StoreUnavailable where it cannot be written.
    """
    _refuse_to_overwrite(path)
    with beside(path) as copy:
        _copy_store(copy, path)
        faults = _faults(copy, path)
        if faults and path.exists():
            raise StoreDamaged(_told(f"没有覆盖已有的备份 {path}:现在的数据", faults) + "\n请换一个文件名再备份。")
        put(copy, path)
    return faults


def restore(path: Path, by: Actor) -> Restored:
    """Make the store what the backup at `path` holds, but for its accounts where there are any already.

    Nobody writes meanwhile. Numbers of versions are not given again, so that what was decided on a version that is gone
    meets a conflict. Raises PermissionDenied, StoreError where `path` is no backup or does not pass the check; then the
    store is as it was.
    """
    by = authorise(by, "restore", {"file": path.name})
    with beside(_kept_folder() / "restore.db") as copy:
        _copy_backup(path, copy)
        details = {"file": path.name, "sha256": sha256_of(path.read_bytes())}
        try:
            migrate.initialise()
            return _replace(copy, by, details)
        except StoreDamaged:
            if engine().dialect.name != "sqlite":
                raise
            before = _readable_number()
            return _replace(copy, by, details, _put_aside(copy), before)


def _copy_store(target: Path, called: Path) -> None:
    """The store as it is at this moment in the new file `target`, which people know as `called`."""
    with reading() as connection:
        if engine().dialect.name == "sqlite":
            connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar()  # or it is damaged, not the copy
            _copy_file(driver_of(connection), target, called)
            return
        with opened(target) as into, writing_to(into, called) as copy:
            schema.create_all(copy)
            _copy_rows(connection, copy)


def _copy_backup(path: Path, target: Path) -> None:
    """The backup at `path` in the new file `target`, upgraded and without sessions; StoreError where it is none."""
    if _is_own(path):
        raise StoreError(f"{path} 就是正在使用的数据文件,不是备份。请选择用 python -m store backup 写出的文件。")
    _refuse_other_files(path)
    with explained(path), read_only(path) as source:
        _copy_file(source, target, path)
    with opened(target) as held, writing_to(held, path) as connection:
        if not all(_holds(connection, name) for name in ("alembic_version", "versions")):
            raise StoreError(f"{path} 中没有本看板的任何版本。请选择用 python -m store backup 写出的文件。")
        migrate.upgrade(connection)
        connection.execute(sa.delete(schema.sessions))  # one that was ended since the backup must not come back
    if faults := _faults(target, path):
        raise StoreDamaged(_told(f"数据没有改动:备份 {path} ", faults))


def _replace(
    source: Path, by: Actor, details: dict[str, Any], damaged: Path | None = None, before: int | None = None
) -> Restored:
    """In one transaction: keep the store, put what `source` holds in its place, say so in the audit, check it.

    damaged: where the store from before is, which could not be read. before: the last number that it gave, if known.
    """
    with opened(source) as held, held.connect() as copy, writing() as connection:
        tables = schema.metadata.sorted_tables
        kept = damaged or (_keep() if any(_holds(connection, table.name) for table in tables) else None)
        own_accounts = damaged is None and _holds(connection, schema.accounts.name)
        stay = {schema.accounts, schema.signing_keys} if own_accounts else set()
        if damaged is None:
            with suppress(StoreDamaged):
                before = last_number(connection)
        highest = max(last_number(copy), before) if before is not None else last_number(copy) + _LEFT_OUT
        schema.metadata.create_all(connection)  # one that somebody took away
        schema.unprotect(connection)
        for table in reversed(tables):
            if table not in stay:
                connection.execute(sa.delete(table))
        _copy_rows(copy, connection, stay)
        schema.protect(connection)
        entry = {**details, "kept": kept.name if kept else None, "last_number": highest, "own_accounts": own_accounts}
        audit.append(connection, by, "restore", entry)
        if faults := check_store(connection):
            raise StoreDamaged(_told("数据没有改动:恢复后的数据", faults))
    return Restored(kept, own_accounts, damaged is not None)


def _copy_rows(source: sa.Connection, target: sa.Connection, but: Collection[sa.Table] = ()) -> None:
    """Every row of every table, parents before children (versions point at older versions: by id)."""
    for table in schema.metadata.sorted_tables:
        if table in but:
            continue
        files = any(isinstance(column.type, sa.LargeBinary) for column in table.columns)  # of many megabytes each
        statement = sa.select(table).order_by(*table.primary_key.columns)
        found = source.execute(statement.execution_options(yield_per=1 if files else _AT_ONCE)).mappings()
        for part in found.partitions():
            target.execute(sa.insert(table), [dict(row) for row in part])


def _copy_file(source: sqlite3.Connection, target: Path, called: Path) -> None:
    """All that `source` sees, its log included, in the one new file `target`, which people know as `called`."""
    with explained(called), raw(target) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, readable where nothing can be written


def _keep() -> Path:
    """A backup of the store that is about to be replaced, whatever the check would say of it."""
    kept = _kept_name()
    with beside(kept) as copy:
        _copy_store(copy, kept)
        put(copy, kept)
    return kept


def _put_aside(source: Path) -> Path:
    """Keep a damaged SQLite file as it is, with its log, and put `source` in its place.

    Into the file itself, as far as that goes: whoever has it open then sees what was restored.
    """
    engine().dispose()
    database, kept = Path(engine().url.database or ""), _kept_name()
    parts = [(database.with_name(database.name + end), kept.with_name(kept.name + end)) for end in ("", "-wal", "-shm")]
    for part, copy in parts:
        if part.exists():
            shutil.copyfile(part, copy)
    try:
        with explained(), engine().connect() as connection, raw(source) as held:
            held.backup(driver_of(connection))
    except StoreDamaged:
        engine().dispose()
        for part, _ in parts:
            part.unlink(missing_ok=True)
        migrate.initialise()
    return kept


def _readable_number() -> int | None:
    """The last number that a damaged store gave; None where that cannot be read any more."""
    try:
        with reading() as connection:
            return last_number(connection)
    except StoreError:
        return None


def _kept_name() -> Path:
    return _kept_folder() / f"before-restore-{office_now():%Y%m%dT%H%M%S%f}.db"


def _kept_folder() -> Path:
    database = engine().url.database
    return Path(database).parent if engine().dialect.name == "sqlite" and database else DEFAULT_FILE.parent


def _holds(connection: sa.Connection, table: str) -> bool:
    """Whether there is such a table, and anything in it."""
    return (
        sa.inspect(connection).has_table(table)
        and connection.exec_driver_sql(f"SELECT 1 FROM {table} LIMIT 1").first() is not None
    )


def _faults(copy: Path, called: Path) -> list[str]:
    with explained(called), opened(copy) as held, held.connect() as connection:
        return check_store(connection)


def _told(what: str, faults: list[str]) -> str:
    more = [f"……另有 {len(faults) - _FAULTS_TOLD} 处"] if len(faults) > _FAULTS_TOLD else []
    return "\n".join([f"{what}内容检查发现 {len(faults)} 处问题。", *faults[:_FAULTS_TOLD], *more])


def _refuse_other_files(path: Path) -> None:
    if not is_sqlite(path):
        raise StoreError(f"{path} 不是备份文件。请选择用 python -m store backup 写出的文件。")


def _refuse_to_overwrite(path: Path) -> None:
    if not path.exists():
        return
    if _is_own(path):
        raise StoreError(f"{path} 就是正在使用的数据文件。请换一个备份文件名。")
    try:
        _refuse_other_files(path)
    except StoreError as error:
        raise StoreError(f"{path} 已存在,且不是备份文件,没有覆盖。请换一个文件名。") from error


def _is_own(path: Path) -> bool:
    database = engine().url.database
    if engine().dialect.name != "sqlite" or not database or not Path(database).exists():
        return False
    return path.exists() and path.samefile(database)
