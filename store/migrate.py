"""Brings a database to the schema that this program knows: a new one is created, an older one upgraded."""

import sqlalchemy as sa

from store import schema
from store.engine import reading, writing
from store.errors import StoreUnavailable


def initialise() -> bool:
    """Create or upgrade the database; True where something was done.

    Safe with two processes at once: one does the work while the other waits. Raises StoreUnavailable where
    the database cannot be written, or was written by a newer program.
    """
    with reading() as connection:
        if _revision(connection) == schema.HEAD:
            return False
    with writing() as connection:
        revision = _revision(connection)
        if revision == schema.HEAD:
            return False
        if revision is None:
            schema.create_all(connection)
        else:
            raise StoreUnavailable(f"数据库的结构版本 {revision} 比本程序新。请升级程序后再打开,数据没有改动。")
    return True


def _revision(connection: sa.Connection) -> str | None:
    """The revision that the database is marked with; None for a new one."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
