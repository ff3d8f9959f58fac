"""Restores a backup, also over a damaged store."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple

import sqlalchemy as sa

from domain.office_time import office_now
from store import audit, migrate, schema
from store.altered import move_aside
from store.audited_accounts import audited_accounts, check_accounts
from store.backup import copy_file, copy_rows, copy_store, fault_lines, faults_in, is_own, refuse_other_files
from store.check import check_file, check_store
from store.damaged import FAILURES, copy_aside, may_be_damage, overwrite
from store.drafts import authorise
from store.engine import DEFAULT_FILE, engine, reading, translated_errors, writing, writing_to
from store.errors import StoreDamaged, StoreError, StoreUnavailable
from store.files import beside, opened, put, read_only, sha256_of_file
from store.records import Actor
from store.structure import structure_faults
from store.write import last_number

#: The last number given by a damaged store is uncertain: so many numbers are skipped after the last known one.
_NUMBERS_SKIPPED: Final = 1000
#: Larger numbers in a damaged store are not version numbers.
_MAX_NUMBER: Final = 10**8
_REBUILD: Final = (
    "数据没有改动：数据库中的表已损坏或被改动，本账号无权把它们移到别处。请让数据库管理员授权"
    "（GRANT CREATE ON DATABASE 库名 TO 账号），或新建一个空的 PostgreSQL 数据库，"
    "把 PROGRESS_DATABASE_URL 指向它，再恢复一次。"
)


@dataclass(frozen=True)
class Restored:
    """Result of a restore. previous_store: file with the previous store (None: it was empty, or is in a schema).

    own_accounts: whether the previous accounts were kept instead of those of the backup. damaged: whether the previous
    store was damaged and replaced as a whole. account_faults: lines of check_accounts for the kept accounts.
    previous_schema: the schema that the damaged tables of a PostgreSQL store were moved to.
    """

    previous_store: Path | None
    own_accounts: bool
    damaged: bool
    account_faults: tuple[str, ...] = ()
    previous_schema: str = ""

    @property
    def kept_as(self) -> str | None:
        """The name under which the previous store is kept."""
        return self.previous_store.name if self.previous_store else self.previous_schema or None


class _Number(NamedTuple):
    """The last known version number, and whether it is certain that there was no later one."""

    known: int
    certain: bool


_UNKNOWN: Final = _Number(0, certain=False)


def restore(path: Path, by: Actor) -> Restored:
    """Replace the contents of the store by the backup at `path`; existing accounts are kept.

    Writers are excluded meanwhile. Version numbers are never reused, so that changes based on a missing version end in
    a conflict. A damaged SQLite file is replaced as a whole; damaged or altered tables of PostgreSQL are moved to
    another schema. Raises PermissionDenied, StoreError where `path` is not a backup or fails the check, or the store is
    in use or cannot be written; then the store is unchanged.
    """
    by = authorise(by, "restore", {"file": path.name})
    with beside(store_folder() / "restore.db") as copy:
        copy_backup(path, copy)
        _refuse_unit(copy, path)
        details = {"file": path.name, "sha256": sha256_of_file(path)}
        try:
            migrate.initialise()
            return _replace(copy, by, details)
        except FAILURES as error:
            if not may_be_damage(error):
                raise
            if engine().dialect.name == "sqlite":
                return _replace_file(copy, by, details)
            if isinstance(error, StoreUnavailable) and not _is_altered():
                raise
            return _replace_tables(copy, by, details)


def copy_backup(path: Path, target: Path) -> None:
    """Copy the backup at `path` to the new file `target`, upgraded and without sessions. Raises StoreError."""
    if is_own(path):
        raise StoreError(f"{path} 就是正在使用的数据文件，不是备份。请选择用 python -m store backup 写出的文件。")
    refuse_other_files(path)
    try:
        with translated_errors(path), read_only(path) as source:
            copy_file(source, target, path)
        with opened(target) as target_engine, writing_to(target_engine, path) as connection:
            if not all(_has_rows(connection, name) for name in ("alembic_version", "versions")):
                raise StoreError(f"{path} 中没有本看板的任何版本。请选择用 python -m store backup 写出的文件。")
            migrate.upgrade(connection)
            connection.execute(sa.delete(schema.sessions))  # sessions ended since the backup must not come back
        faults = faults_in(target, path)
    except StoreError:
        raise
    except FAILURES as error:
        raise StoreDamaged(f"备份 {path} 已损坏，读不下去，数据没有改动。请换一个备份文件。") from error
    if faults:
        raise StoreDamaged(fault_lines(f"数据没有改动：备份 {path} ", faults))


def _refuse_unit(copy: Path, label: Path) -> None:
    """StoreError where a backup holds one unit alone: the other units would be gone."""
    with opened(copy) as engine, engine.connect() as connection:
        entries = schema.audit.c
        is_unit = connection.scalar(sa.select(entries.action).where(entries.seq == 1)) == "backup_unit"
        unit = connection.scalar(sa.select(schema.units.c.name)) if is_unit else None
    if unit is not None:
        raise StoreError(f"{label} 只是“{unit}”一个单位的备份。请加上 --unit {unit}；其他单位不会改动。")


def _replace(source: Path, by: Actor, details: dict[str, Any]) -> Restored:
    """In one transaction: back up the store, replace its rows by those of `source`, write the audit entry, check."""
    previous: Path | None = None
    try:
        with opened(source) as source_engine, source_engine.connect() as copy, writing() as connection:
            tables = schema.metadata.sorted_tables
            previous = _back_up_current() if any(_has_rows(connection, table.name) for table in tables) else None
            own_accounts = _has_rows(connection, schema.accounts.name)
            account_faults = _account_faults(connection) if own_accounts else []
            kept_tables = {schema.accounts, schema.account_units, schema.signing_keys} if own_accounts else set()
            number = _read_number(connection)
            schema.metadata.create_all(connection)  # one that somebody took away
            schema.unprotect(connection)
            for table in reversed(tables):
                if table not in kept_tables:
                    connection.execute(sa.delete(table))
            copy_rows(copy, connection, kept_tables)
            schema.protect(connection)
            restored = Restored(previous, own_accounts, damaged=False, account_faults=tuple(account_faults))
            _conclude(connection, by, details, restored, number)
    except BaseException:
        if previous is not None:
            previous.unlink(missing_ok=True)  # the store is as it was
        raise
    return restored


def _replace_file(copy: Path, by: Actor, details: dict[str, Any]) -> Restored:
    """Copy SQLite's damaged file aside unchanged, and replace it by `copy`."""
    number, previous = _readable_number(), _previous_store_path()
    restored = Restored(previous if copy_aside(previous) else None, own_accounts=False, damaged=True)
    with opened(copy) as copy_engine, writing_to(copy_engine, copy) as connection:
        _conclude(connection, by, details, restored, number)
    overwrite(copy)
    return restored


def _is_altered() -> bool:
    """Whether the tables of a PostgreSQL store that can be reached are not those of this program."""
    with reading() as connection:
        present = set(sa.inspect(connection).get_table_names())
        if not present.issuperset(schema.metadata.tables):
            return True
        return next(structure_faults(connection), None) is not None


def _replace_tables(copy: Path, by: Actor, details: dict[str, Any]) -> Restored:
    """In one transaction: move the tables of a PostgreSQL store to another schema, and restore into new ones."""
    number, target = _readable_number(), f"before_restore_{office_now():%Y%m%dt%H%M%S%f}"
    restored = Restored(None, own_accounts=False, damaged=True, previous_schema=target)
    with opened(copy) as copy_engine, copy_engine.connect() as source, writing() as connection:
        try:
            move_aside(connection, target)
        except sa.exc.ProgrammingError as error:  # not the owner, or no right to create a schema
            raise StoreDamaged(_REBUILD) from error
        schema.create_all(connection)
        copy_rows(source, connection)
        _conclude(connection, by, details, restored, number)
    return restored


def _conclude(
    connection: sa.Connection, by: Actor, details: dict[str, Any], restored: Restored, number: _Number
) -> None:
    """Write the audit entry of the restored store and check it; StoreDamaged where it has faults.

    number: of the previous store.
    """
    highest = max(last_number(connection), number.known)
    entry = {
        **details,
        "kept": restored.kept_as,
        "last_number": highest if number.certain else highest + _NUMBERS_SKIPPED,
        "own_accounts": restored.own_accounts,
        "account_faults": list(restored.account_faults),
        "accounts": audited_accounts(connection),
    }
    audit.append(connection, by, "restore", entry)
    if faults := check_store(connection):
        raise StoreDamaged(fault_lines("数据没有改动：恢复后的数据", faults))


def _account_faults(connection: sa.Connection) -> list[str]:
    """Faults of check_accounts in the previous store, whose accounts are kept and must be reviewed."""
    try:
        return list(check_accounts(connection))
    except (ValueError, LookupError, TypeError, AttributeError):  # in the details of an entry
        return ["操作记录中关于账号的部分读不出来，账号无法核对"]


def _back_up_current() -> Path:
    """Back up the store that is about to be replaced, without checking it."""
    target = _previous_store_path()
    with beside(target) as copy:
        copy_store(copy, target)
        put(copy, target)
    return target


def _read_number(connection: sa.Connection) -> _Number:
    """The last version number of the store; uncertain if SQLite finds faults in the file (later ones may be lost)."""
    try:
        number = last_number(connection)
    except StoreDamaged:
        return _UNKNOWN
    sound = 0 <= number < _MAX_NUMBER
    return _Number(number if sound else 0, sound and next(check_file(connection), None) is None)


def _readable_number() -> _Number:
    """The last version number of a damaged store, as far as it can be read."""
    try:
        with reading() as connection:
            return _read_number(connection)._replace(certain=False)
    except FAILURES:
        return _UNKNOWN


def _previous_store_path() -> Path:
    return store_folder() / f"before-restore-{office_now():%Y%m%dT%H%M%S%f}.db"


def store_folder() -> Path:
    """The folder of the store's file, or of what belongs to a store on a server."""
    database = engine().url.database
    return Path(database).parent if engine().dialect.name == "sqlite" and database else DEFAULT_FILE.parent


def _has_rows(connection: sa.Connection, table: str) -> bool:
    """Whether the table exists and has rows."""
    return (
        sa.inspect(connection).has_table(table)
        and connection.exec_driver_sql(f"SELECT 1 FROM {table} LIMIT 1").first() is not None
    )
