"""Creates a database with the current schema, or upgrades an older one.

The file of a new SQLite store is built under a temporary name and renamed when complete. A file without tables is
therefore a copy that lacks its log; it is refused and not filled, which would hide its data.

A new database is created directly from store/schema.py and marked with HEAD, which saves importing Alembic; a test
proves that this equals all migrations. To change the schema: change schema.py, add migrations/versions/vNNNN_….py,
raise HEAD.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Final

import sqlalchemy as sa

from store import schema
from store.engine import new_store, reading, store_file, writing
from store.errors import StoreDamaged, StoreTooNew, StoreUnavailable
from store.files import new_file

SCRIPTS: Final = Path(__file__).parent / "migrations"


def initialise() -> bool:
    """Create or upgrade the database; whether anything was done.

    Safe with several processes: one does the work while the others wait. Raises StoreUnavailable where the database
    cannot be written or was written by a newer program, StoreDamaged where it cannot be read or has no tables.
    """
    return create() or _bring_up_to_date(create_tables=True)


def bring_up_to_date() -> None:
    """Upgrade the database without creating one; StoreUnavailable where there is none."""
    _bring_up_to_date(create_tables=False)


def create(fill: Callable[[], None] = lambda: None) -> bool:
    """Create the file of a SQLite store, renamed into place once `fill` has written to the new store.

    False where the file exists, or for PostgreSQL; then `fill` is not called. Raises StoreError.
    """
    file = store_file()
    if file is None or not file.is_missing():
        return False
    with new_file(file.path) as part:
        if part is None:
            return False
        with new_store(part):
            with writing() as connection:
                schema.create_all(connection)
            fill()
    return True


def _bring_up_to_date(create_tables: bool) -> bool:
    with reading() as connection:
        if revision(connection) == schema.HEAD:
            return False
    with writing() as connection:
        found = revision(connection)
        if found == schema.HEAD:
            return False
        if found is not None:
            upgrade(connection)
        elif create_tables and connection.dialect.name != "sqlite":
            schema.create_all(connection)
        else:
            raise StoreUnavailable(_NOT_OURS if connection.dialect.name == "sqlite" else _NOT_MADE)
    return True


_NOT_MADE: Final = "数据库尚未初始化。请先运行：python -m store init"
_NOT_OURS: Final = (
    "数据文件里是别的程序的数据表，不是本看板的数据，没有改动它。"
    "请检查设置 PROGRESS_DATABASE_URL，或把这个文件移到别处后重新启动。"
)


def upgrade(connection: sa.Connection, scripts: Path = SCRIPTS, to: str = "head") -> None:
    """Run the pending migrations of `connection`'s database, up to `to`, in the caller's transaction.

    Raises StoreTooNew for a revision that is not among `scripts`, StoreDamaged for an unreadable one.
    """
    from alembic import command, util
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    try:
        command.upgrade(config, to)
    except util.CommandError as error:
        found = str(revision(connection))
        if not found.isdecimal():
            raise StoreDamaged(
                f"数据库的结构版本“{found}”读不懂，数据已损坏。请用备份恢复：python -m store restore 备份文件 --by 姓名"
            ) from error
        raise StoreTooNew(f"数据库的结构版本 {found} 比本程序新。请升级程序后再打开，数据没有改动。") from error


def revision(connection: sa.Connection) -> str | None:
    """The schema revision of the database; None for a new one."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
