"""Compares the tables, indexes, constraints and triggers of a database with those that this program makes.

Row hashes do not cover them: a lost NOT NULL or UNIQUE shows only once it lets something wrong in.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

import sqlalchemy as sa

from store import schema

_WORDS: Final = {"table": "数据表", "index": "索引", "trigger": "触发器"}
_LISTED: Final = "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE type <> 'view'"
_RULES: Final = (
    "SELECT '触发器', tgname, relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
    "WHERE NOT tgisinternal AND relnamespace = current_schema()::regnamespace "
    "UNION SELECT '规则', rulename, tablename FROM pg_rules WHERE schemaname = current_schema()"
)


def structure_faults(connection: sa.Connection) -> Iterator[str]:
    """One Chinese line per difference; nothing for tables of others, which the database may hold too.

    What the append-only triggers do is checked by schema.missing_triggers.
    """
    if connection.dialect.name == "sqlite":
        yield from _sqlite_faults(connection)
        return
    inspector = sa.inspect(connection)
    present = set(inspector.get_table_names())
    for table in schema.metadata.sorted_tables:
        if table.name in present:
            expected, found = _described(table, connection.dialect), _reflected(inspector, table.name, connection)
            for what in expected:
                yield from _differences(table.name, what, expected[what], found[what])
    for kind, name, table_name in connection.exec_driver_sql(_RULES):
        if table_name in schema.metadata.tables and name not in schema.append_only_ddl("postgresql"):
            yield f"数据表 {table_name} 上有外来的{kind} {name}"


def _sqlite_faults(connection: sa.Connection) -> Iterator[str]:
    expected = _expected_in_sqlite()
    found = {row[:2]: _normalised(row) for row in map(tuple, connection.exec_driver_sql(_LISTED))}
    for (kind, name), statement in expected.items():
        is_trigger = kind == "trigger"
        if (kind, name) not in found:
            if not is_trigger:
                yield f"{_WORDS[kind]} {name} 不见了"
        elif found[kind, name][0] != statement[0] or (found[kind, name] != statement and not is_trigger):
            yield f"{_WORDS[kind]} {name} 的结构与建立时不同"
    for (kind, name), (table_name, _) in found.items():
        if kind == "trigger" and (kind, name) not in expected and table_name in schema.metadata.tables:
            yield f"数据表 {table_name} 上有外来的触发器 {name}"


@cache
def _expected_in_sqlite() -> dict[tuple[str, str], tuple[str, tuple[str, ...]]]:
    engine = sa.create_engine("sqlite://")
    with engine.begin() as connection:
        schema.create_all(connection)
        rows = [tuple(row) for row in connection.exec_driver_sql(_LISTED)]
    engine.dispose()
    return {row[:2]: _normalised(row) for row in rows}


def _normalised(row: tuple[Any, ...]) -> tuple[str, tuple[str, ...]]:
    """Table and statement of an entry. Migrations write columns and constraints in another order."""
    return row[2], tuple(sorted(re.findall(r"\w+|[^\w\s,]", row[3] or "")))


def _described(table: sa.Table, dialect: sa.Dialect) -> dict[str, set[str]]:
    """Columns, keys and indexes of a table, as texts."""
    unique = [each for each in table.constraints if isinstance(each, sa.UniqueConstraint)]
    return {
        "列": {_column_text(column.name, column.type, column.nullable, dialect) for column in table.columns},
        "主键": {_joined(table.primary_key.columns.keys())},
        "外键": {f"{key.parent.name} → {key.target_fullname}" for key in table.foreign_keys},
        "唯一约束": {_joined(each.columns.keys()) for each in unique},
        "检查约束": set(),
        "索引": {
            _index_text(str(index.name), index.columns.keys(), bool(index.unique),
                        index.dialect_options["postgresql"]["where"] is not None) for index in table.indexes
        },
    }  # fmt: skip


def _reflected(inspector: sa.Inspector, name: str, connection: sa.Connection) -> dict[str, set[str]]:
    """The same as `_described`, as the database has it."""
    keys = inspector.get_foreign_keys(name)
    return {
        "列": {
            _column_text(column["name"], column["type"], column["nullable"], connection.dialect)
            for column in inspector.get_columns(name)
        },
        "主键": {_joined(inspector.get_pk_constraint(name)["constrained_columns"])},
        "外键": {
            f"{child} → {key['referred_table']}.{parent}"
            for key in keys
            for child, parent in zip(key["constrained_columns"], key["referred_columns"], strict=True)
        },
        "唯一约束": {_joined(each["column_names"]) for each in inspector.get_unique_constraints(name)},
        "检查约束": {str(each["name"]) for each in inspector.get_check_constraints(name)},
        "索引": {
            _index_text(str(index["name"]), [column or "" for column in index["column_names"]], bool(index["unique"]),
                        "postgresql_where" in index.get("dialect_options", {}))
            for index in inspector.get_indexes(name) if "duplicates_constraint" not in index
        },
    }  # fmt: skip


def _differences(table: str, what: str, expected: set[str], found: set[str]) -> Iterator[str]:
    for text in sorted(expected - found):
        yield f"数据表 {table} 缺少{what} {text}"
    for text in sorted(found - expected):
        if what != "索引":  # an index that somebody added only costs time
            yield f"数据表 {table} 多出或改动了{what} {text}"


def _column_text(name: str, kind: Any, nullable: bool | None, dialect: sa.Dialect) -> str:
    return f"{name} {kind.compile(dialect)}{'' if nullable else ' NOT NULL'}"


def _index_text(name: str, columns: list[str], unique: bool, partial: bool) -> str:
    return f"{name}({_joined(columns)}){' UNIQUE' if unique else ''}{' WHERE' if partial else ''}"


def _joined(columns: list[str]) -> str:
    return ", ".join(columns)
