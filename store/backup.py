"""A copy of the whole store in one SQLite file, taken while the dashboard runs.

A backup of a PostgreSQL store is a SQLite file too, so that a store can move from one database to the other.
"""

import sqlite3
from collections.abc import Collection
from pathlib import Path
from typing import Final

import sqlalchemy as sa

from store import schema
from store.check import check_store
from store.engine import driver_of, engine, reading, translated_errors, writing_to
from store.errors import StoreDamaged, StoreError
from store.files import beside, is_sqlite, opened, put, raw
from store.streaming import streamed

_MAX_FAULTS: Final = 20


def backup(path: Path) -> list[str]:
    """Write the current store to `path`, durably and atomically; return its faults.

    A faulty store is written only to a new file: it never replaces a backup. Raises StoreError where `path` is the
    store itself or not a backup, StoreDamaged where a backup would be lost, OSError and StoreUnavailable where it
    cannot be written.
    """
    refuse_to_overwrite(path)
    with beside(path) as copy:
        copy_store(copy, path)
        faults = faults_in(copy, path)
        if faults and path.exists():
            lines = fault_lines(f"没有覆盖已有的备份 {path}：现在的数据", faults)
            raise StoreDamaged(f"{lines}\n请换一个文件名再备份。")
        put(copy, path)
    return faults


def copy_store(target: Path, label: Path) -> None:
    """Copy the current store into the new file `target`; `label`: its name in messages."""
    with reading() as connection:
        if engine().dialect.name == "sqlite":
            connection.exec_driver_sql(
                "SELECT count(*) FROM sqlite_master"
            ).scalar()  # raises if the store, not the copy, is damaged
            copy_file(driver_of(connection), target, label)
            return
        with opened(target) as target_engine, writing_to(target_engine, label) as copy:
            schema.create_all(copy)
            copy_rows(connection, copy)


def copy_rows(source: sa.Connection, target: sa.Connection, skipped: Collection[sa.Table] = ()) -> None:
    """Copy every row of every table except `skipped`, parents before children (versions by id)."""
    for table in schema.metadata.sorted_tables:
        if table in skipped:
            continue
        every = sa.select(table).order_by(*table.primary_key.columns)
        if source.dialect.name == target.dialect.name == "sqlite":
            _copy_stored(driver_of(source), driver_of(target), table, str(every))
            continue
        for part in streamed(source, every).mappings().partitions():
            target.execute(sa.insert(table), [dict(row) for row in part])


def _copy_stored(source: sqlite3.Connection, target: sqlite3.Connection, table: sa.Table, every: str) -> None:
    """Copy the rows that the statement `every` reads as they are stored: nothing is converted, one row at a time."""
    names = ", ".join(table.columns.keys())
    places = ", ".join("?" * len(table.columns))
    target.executemany(f"INSERT INTO {table.name} ({names}) VALUES ({places})", source.execute(every))


def copy_file(source: sqlite3.Connection, target: Path, label: Path) -> None:
    """Copy `source`, including its write-ahead log, into the new file `target`; `label`: its name in messages."""
    with translated_errors(label), raw(target) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # a single file that can be read on a read-only disk


def faults_in(copy: Path, label: Path) -> list[str]:
    """The faults of check_store in the SQLite file `copy`; `label`: its name in messages."""
    with translated_errors(label), opened(copy) as engine, engine.connect() as connection:
        return check_store(connection)


def fault_lines(what: str, faults: list[str]) -> str:
    """`what`, the number of its faults, and the first ones, one line each."""
    more = [f"……另有 {len(faults) - _MAX_FAULTS} 处"] if len(faults) > _MAX_FAULTS else []
    return "\n".join([f"{what}内容检查发现 {len(faults)} 处问题。", *faults[:_MAX_FAULTS], *more])


def refuse_other_files(path: Path) -> None:
    """StoreError where the file is not one of SQLite."""
    if not is_sqlite(path):
        raise StoreError(f"{path} 不是备份文件。请选择用 python -m store backup 写出的文件。")


def refuse_to_overwrite(path: Path) -> None:
    """StoreError where `path` is the store itself, or a file that is no backup."""
    if not path.exists():
        return
    if is_own(path):
        raise StoreError(f"{path} 就是正在使用的数据文件。请换一个备份文件名。")
    try:
        refuse_other_files(path)
    except StoreError as error:
        raise StoreError(f"{path} 已存在，且不是备份文件，没有覆盖。请换一个文件名。") from error


def is_own(path: Path) -> bool:
    """Whether the file is the database of the store itself."""
    database = engine().url.database
    if engine().dialect.name != "sqlite" or not database or not Path(database).exists():
        return False
    return path.exists() and path.samefile(database)
