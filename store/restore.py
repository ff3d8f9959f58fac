"""The way back from a backup, whatever has become of the store."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple

import sqlalchemy as sa

from domain.office_time import office_now
from store import audit, migrate, schema
from store.audited_accounts import audited_accounts, check_accounts
from store.backup import copy_file, copy_rows, copy_store, fault_lines, faults_in, is_own, refuse_other_files
from store.check import check_file, check_store
from store.content import sha256_of
from store.damaged import FAILURES, may_be_damage, overwrite, put_aside
from store.drafts import authorise
from store.engine import DEFAULT_FILE, engine, explained, reading, writing, writing_to
from store.errors import StoreDamaged, StoreError
from store.files import beside, opened, put, read_only
from store.records import Actor
from store.write import last_number

#: Nobody knows which numbers a damaged store gave: so many are left out after the last one that is known.
_LEFT_OUT: Final = 1000
#: What a damaged store says beyond this is no number of a version.
_NO_NUMBER: Final = 10**8
_REBUILD: Final = (
    "数据没有改动：数据库中的表已损坏或被改动，无法在原处恢复。请让数据库管理员新建一个空的 PostgreSQL 数据库，"
    "把 PROGRESS_DATABASE_URL 指向它，再恢复一次。"
)


@dataclass(frozen=True)
class Restored:
    """What a restore has done. kept: where the store before it is now (None: it held nothing).

    own_accounts: whether the accounts are still those from before it, and not those of the backup.
    damaged: whether the store before it was so damaged that its file was replaced. account_faults: of own accounts,
    lines of check_accounts.
    """

    kept: Path | None
    own_accounts: bool
    damaged: bool
    account_faults: tuple[str, ...] = ()


class _Number(NamedTuple):
    """The last number of a version that is known to have been given, and whether there was certainly no later one."""

    known: int
    certain: bool


_UNKNOWN: Final = _Number(0, certain=False)


def restore(path: Path, by: Actor) -> Restored:
    """Make the store what the backup at `path` holds, but for its accounts where there are any already.

    Nobody writes meanwhile. Numbers of versions are not given again, so that what was decided on a version that is gone
    meets a conflict. However the store is damaged, SQLite's file is replaced as a whole where it cannot be mended from
    within. Raises PermissionDenied, StoreError where `path` is no backup or does not pass the check, or the store is in
    use or cannot be written; then the store is as it was.
    """
    by = authorise(by, "restore", {"file": path.name})
    with beside(_kept_folder() / "restore.db") as copy:
        _copy_backup(path, copy)
        details = {"file": path.name, "sha256": sha256_of(path.read_bytes())}
        try:
            migrate.initialise()
            return _replace(copy, by, details)
        except FAILURES as error:
            if not may_be_damage(error):
                raise
            if engine().dialect.name == "sqlite":
                return _replace_file(copy, by, details)
            if isinstance(error, StoreError):
                raise
            raise StoreDamaged(_REBUILD) from error


def _copy_backup(path: Path, target: Path) -> None:
    """The backup at `path` in the new file `target`, upgraded and without sessions; StoreError where it is none."""
    if is_own(path):
        raise StoreError(f"{path} 就是正在使用的数据文件,不是备份。请选择用 python -m store backup 写出的文件。")
    refuse_other_files(path)
    try:
        with explained(path), read_only(path) as source:
            copy_file(source, target, path)
        with opened(target) as held, writing_to(held, path) as connection:
            if not all(_holds(connection, name) for name in ("alembic_version", "versions")):
                raise StoreError(f"{path} 中没有本看板的任何版本。请选择用 python -m store backup 写出的文件。")
            migrate.upgrade(connection)
            connection.execute(sa.delete(schema.sessions))  # one that was ended since the backup must not come back
        faults = faults_in(target, path)
    except StoreError:
        raise
    except FAILURES as error:
        raise StoreDamaged(f"备份 {path} 已损坏，读不下去，数据没有改动。请换一个备份文件。") from error
    if faults:
        raise StoreDamaged(fault_lines(f"数据没有改动:备份 {path} ", faults))


def _replace(source: Path, by: Actor, details: dict[str, Any]) -> Restored:
    """In one transaction: keep the store, put what `source` holds in its place, say so in the audit, check it."""
    kept: Path | None = None
    try:
        with opened(source) as held, held.connect() as copy, writing() as connection:
            tables = schema.metadata.sorted_tables
            kept = _keep() if any(_holds(connection, table.name) for table in tables) else None
            own_accounts = _holds(connection, schema.accounts.name)
            strange = _account_faults(connection) if own_accounts else []
            stay = {schema.accounts, schema.signing_keys} if own_accounts else set()
            number = _read_number(connection)
            schema.metadata.create_all(connection)  # one that somebody took away
            schema.unprotect(connection)
            for table in reversed(tables):
                if table not in stay:
                    connection.execute(sa.delete(table))
            copy_rows(copy, connection, stay)
            schema.protect(connection)
            restored = Restored(kept, own_accounts, damaged=False, account_faults=tuple(strange))
            _conclude(connection, by, details, restored, number)
    except BaseException:
        if kept is not None:
            kept.unlink(missing_ok=True)  # the store is as it was
        raise
    return restored


def _replace_file(copy: Path, by: Actor, details: dict[str, Any]) -> Restored:
    """Keep SQLite's damaged file as it is, and put the whole of `copy` in its place."""
    number, kept = _readable_number(), _kept_name()
    restored = Restored(kept if put_aside(kept) else None, own_accounts=False, damaged=True)
    with opened(copy) as held, writing_to(held, copy) as connection:
        _conclude(connection, by, details, restored, number)
    overwrite(copy)
    return restored


def _conclude(
    connection: sa.Connection, by: Actor, details: dict[str, Any], restored: Restored, number: _Number
) -> None:
    """Say in the audit of the restored store what was done, and check it; StoreDamaged where it has faults.

    number: of the store before.
    """
    highest = max(last_number(connection), number.known)
    entry = {
        **details,
        "kept": restored.kept.name if restored.kept else None,
        "last_number": highest if number.certain else highest + _LEFT_OUT,
        "own_accounts": restored.own_accounts,
        "account_faults": list(restored.account_faults),
        "accounts": audited_accounts(connection),
    }
    audit.append(connection, by, "restore", entry)
    if faults := check_store(connection):
        raise StoreDamaged(fault_lines("数据没有改动:恢复后的数据", faults))


def _account_faults(connection: sa.Connection) -> list[str]:
    """What check_accounts finds in the store before: its accounts stay, so whoever restores must hear of it."""
    try:
        return list(check_accounts(connection))
    except (ValueError, LookupError, TypeError, AttributeError):  # in the details of an entry
        return ["操作记录中关于账号的部分读不出来，账号无法核对"]


def _keep() -> Path:
    """A backup of the store that is about to be replaced, whatever the check would say of it."""
    kept = _kept_name()
    with beside(kept) as copy:
        copy_store(copy, kept)
        put(copy, kept)
    return kept


def _read_number(connection: sa.Connection) -> _Number:
    """What the store says of its last number; a file that SQLite itself finds faults with may have lost later ones."""
    try:
        number = last_number(connection)
    except StoreDamaged:
        return _UNKNOWN
    sound = 0 <= number < _NO_NUMBER
    return _Number(number if sound else 0, sound and next(check_file(connection), None) is None)


def _readable_number() -> _Number:
    """The same of a damaged store, as far as it can be read."""
    try:
        with reading() as connection:
            return _read_number(connection)._replace(certain=False)
    except FAILURES:
        return _UNKNOWN


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
