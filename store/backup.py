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
from store.engine import driver_of, engine, explained, reading, writing_to
from store.errors import StoreDamaged, StoreError
from store.files import beside, is_sqlite, opened, put, raw

_AT_ONCE: Final = 1000
_FAULTS_TOLD: Final = 20


def backup(path: Path) -> list[str]:
    """Write the store as it is at this moment to `path`, on the disk, whole or not at all; return its faults.

    A faulty store is written too, under a new name only: it never takes the place of a backup. Raises StoreError where
    `path` is the store itself or a file that is no backup, StoreDamaged where a backup would be lost, OSError and
    StoreUnavailable where it cannot be written.
    """
    _refuse_to_overwrite(path)
    with beside(path) as copy:
        copy_store(copy, path)
        faults = faults_in(copy, path)
        if faults and path.exists():
            lines = fault_lines(f"没有覆盖已有的备份 {path}:现在的数据", faults)
            raise StoreDamaged(f"{lines}\n请换一个文件名再备份。")
        put(copy, path)
    return faults


def copy_store(target: Path, called: Path) -> None:
    """The store as it is at this moment in the new file `target`, which people know as `called`."""
    with reading() as connection:
        if engine().dialect.name == "sqlite":
            connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar()  # or it is damaged, not the copy
            copy_file(driver_of(connection), target, called)
            return
        with opened(target) as into, writing_to(into, called) as copy:
            schema.create_all(copy)
            copy_rows(connection, copy)


def copy_rows(source: sa.Connection, target: sa.Connection, but: Collection[sa.Table] = ()) -> None:
    """Every row of every table, parents before children (versions point at older versions: by id)."""
    for table in schema.metadata.sorted_tables:
        if table in but:
            continue
        files = any(isinstance(column.type, sa.LargeBinary) for column in table.columns)  # of many megabytes each
        statement = sa.select(table).order_by(*table.primary_key.columns)
        found = source.execute(statement.execution_options(yield_per=1 if files else _AT_ONCE)).mappings()
        for part in found.partitions():
            target.execute(sa.insert(table), [dict(row) for row in part])


def copy_file(source: sqlite3.Connection, target: Path, called: Path) -> None:
    """All that `source` sees, its log included, in the one new file `target`, which people know as `called`."""
    with explained(called), raw(target) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, readable where nothing can be written


def faults_in(copy: Path, called: Path) -> list[str]:
    """What check_store finds in the SQLite file `copy`, which people know as `called`."""
    with explained(called), opened(copy) as held, held.connect() as connection:
        return check_store(connection)


def fault_lines(what: str, faults: list[str]) -> str:
    """`what`, the number of its faults, and the first ones, one line each."""
    more = [f"……另有 {len(faults) - _FAULTS_TOLD} 处"] if len(faults) > _FAULTS_TOLD else []
    return "\n".join([f"{what}内容检查发现 {len(faults)} 处问题。", *faults[:_FAULTS_TOLD], *more])


def refuse_other_files(path: Path) -> None:
    """StoreError where the file is not one of SQLite."""
    if not is_sqlite(path):
        raise StoreError(f"{path} 不是备份文件。请选择用 python -m store backup 写出的文件。")


def _refuse_to_overwrite(path: Path) -> None:
    if not path.exists():
        return
    if is_own(path):
        raise StoreError(f"{path} 就是正在使用的数据文件。请换一个备份文件名。")
    try:
        refuse_other_files(path)
    except StoreError as error:
        raise StoreError(f"{path} 已存在,且不是备份文件,没有覆盖。请换一个文件名。") from error


def is_own(path: Path) -> bool:
    """Whether the file is the database of the store itself."""
    database = engine().url.database
    if engine().dialect.name != "sqlite" or not database or not Path(database).exists():
        return False
    return path.exists() and path.samefile(database)
