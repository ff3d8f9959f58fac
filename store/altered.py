"""Restoring a PostgreSQL store whose tables were altered: what is there is moved to another schema, as it is."""

from typing import Final

import sqlalchemy as sa

from store import schema

_KINDS: Final = {
    "r": "TABLE", "p": "TABLE", "f": "FOREIGN TABLE", "v": "VIEW", "m": "MATERIALIZED VIEW", "S": "SEQUENCE",
}  # fmt: skip
#: Relations with one of the store's names, each with its kind; of an index the table that it belongs to.
_RELATIONS: Final = """
    SELECT DISTINCT owner.oid::regclass::text, owner.relkind::text
    FROM pg_class named LEFT JOIN pg_index ON indexrelid = named.oid JOIN pg_class owner
    ON owner.oid = coalesce(indrelid, named.oid)
    WHERE named.relnamespace = current_schema()::regnamespace AND named.relname = ANY(:names)
"""
#: Types of their own with one of these names; a table's own type moves with it.
_TYPES: Final = """
    SELECT pg_type.oid::regtype::text FROM pg_type LEFT JOIN pg_class ON pg_class.oid = typrelid
    WHERE typnamespace = current_schema()::regnamespace AND typname = ANY(:names)
    AND typelem = 0 AND (typrelid = 0 OR relkind = 'c')
"""
_FUNCTIONS: Final = """
    SELECT oid::regprocedure::text FROM pg_proc
    WHERE pronamespace = current_schema()::regnamespace AND proname = 'refuse_change' AND pronargs = 0
"""


def move_aside(connection: sa.Connection, target: str) -> None:
    """Move everything that has a name of the store's tables, indexes or functions to the new schema `target`.

    Within the caller's transaction. Rows, triggers, and references from and to tables of others stay as they are.
    """
    connection.exec_driver_sql(f"CREATE SCHEMA {target}")
    names = {"names": _names()}
    for relation, kind in connection.execute(sa.text(_RELATIONS), names).all():
        if kind in _KINDS:
            connection.exec_driver_sql(f"ALTER {_KINDS[kind]} {_escaped(relation)} SET SCHEMA {target}")
    for (name,) in connection.execute(sa.text(_TYPES), names).all():
        connection.exec_driver_sql(f"ALTER TYPE {_escaped(name)} SET SCHEMA {target}")
    for (name,) in connection.execute(sa.text(_FUNCTIONS)).all():
        connection.exec_driver_sql(f"ALTER ROUTINE {_escaped(name)} SET SCHEMA {target}")


def _names() -> list[str]:
    """The names of all relations that `schema.create_all` makes."""
    names = ["alembic_version", "alembic_version_pkc"]
    for table in schema.metadata.sorted_tables:
        constraints = [each.name for each in table.constraints if each.name is not None]
        names += [table.name, *map(str, constraints), *(str(index.name) for index in table.indexes)]
    return names


def _escaped(name: str) -> str:
    """A name as PostgreSQL quoted it, with % as the driver takes it."""
    return name.replace("%", "%%")
