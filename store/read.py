"""Reading versions. Versions are immutable, so anything read by version id may be cached."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pandas as pd
import sqlalchemy as sa

from domain.schema.diff import Diff, diff_tables
from domain.schema.frames import conform
from domain.schema.tables import TABLES
from store import schema
from store.content import read_content
from store.engine import reading
from store.errors import UnknownVersion
from store.records import StoredSource, Version

_versions = schema.versions.c

#: Month of the last day, then length: 2023Q1 < 2023Q2 < 2023H1 < 2023Q3 < 2023Q4 < 2023H2 < 2023.
_ENDS = {"Q1": "031", "Q2": "061", "H1": "062", "Q3": "091", "Q4": "121", "H2": "122", "": "123"}
_PERIOD_ORDER = sa.func.substr(_versions.period, 1, 4) + sa.case(
    _ENDS, value=sa.func.substr(_versions.period, 5), else_=""
)


def period_order(period: str) -> str:
    """A sort key for periods in chronological order; of two with the same end the longer one is later."""
    return period[:4] + _ENDS.get(period[4:], "")


def read_current_id(org_unit: str | None = None, period: str | None = None) -> int | None:
    """The id of the newest version of a scope; None where there is none. A single indexed query."""
    with reading() as connection:
        return connection.scalar(select_current(sa.select(_versions.id), org_unit, period))


def read_last_id() -> int | None:
    """The id of the version stored last, of any scope; None where nothing is stored."""
    with reading() as connection:
        return connection.scalar(sa.select(sa.func.max(_versions.id)))


def read_periods(org_unit: str) -> list[str]:
    """The periods of which a unit has versions, the newest first."""
    statement = sa.select(_versions.period).where(_versions.org_unit == org_unit).distinct()
    with reading() as connection:
        return sorted(connection.scalars(statement), key=period_order, reverse=True)


def read_current(org_unit: str | None = None, period: str | None = None) -> Version | None:
    """The newest version of (org_unit, period); where none is named, of the newest period. None: nothing stored."""
    with reading() as connection:
        row = connection.execute(select_current(sa.select(schema.versions), org_unit, period)).one_or_none()
    return as_version(row) if row else None


def read_version(version_id: int) -> Version:
    """The version with that number; UnknownVersion where there is none."""
    with reading() as connection:
        row = connection.execute(select_version(version_id)).one_or_none()
    if row is None:
        raise UnknownVersion(f"没有版本 {version_id}。用 python -m store history 查看已有版本。")
    return as_version(row)


def list_versions(org_unit: str | None = None, period: str | None = None) -> list[Version]:
    """All versions of a scope (of all scopes where none is named), newest first."""
    statement = _scoped(sa.select(schema.versions), org_unit, period).order_by(_versions.id.desc())
    with reading() as connection:
        return [as_version(row) for row in connection.execute(statement)]


def read_table(name: str, version_id: int | None = None) -> pd.DataFrame:
    """Table `name` of a version (default: the current one), as `domain.schema.tables.conform` makes it.

    Empty where nothing is stored yet or the version has no such table. KeyError for an unknown name.
    """
    if name not in TABLES:
        raise KeyError(name)
    version_id = read_current_id() if version_id is None else version_id
    if version_id is None:
        return conform(name, [])
    return read_content(name, _lines(version_id, [name]).get(name, ()))


def read_tables(version_id: int, names: Sequence[str] | None = None) -> dict[str, pd.DataFrame]:
    """The tables of a version by name (default: all), in the order of TABLES; one that it does not hold is left out."""
    lines = _lines(version_id, names)
    return {name: read_content(name, lines[name]) for name in TABLES if name in lines}


def read_hashes(version_id: int) -> dict[str, str]:
    """Table name → content hash of a version; equal contents have equal hashes across versions."""
    version_contents = schema.version_contents.c
    statement = sa.select(version_contents.table_name, version_contents.content_sha256).where(
        version_contents.version_id == version_id
    )
    with reading() as connection:
        return {row.table_name: row.content_sha256 for row in connection.execute(statement)}


def read_source(version_id: int | None = None, source_id: str | None = None) -> StoredSource | None:
    """The source cited as `source_id` in a version; by default its report. None where there is none."""
    return next(
        (
            source
            for source in read_sources(version_id)
            if (source.source_id == source_id if source_id else source.kind == "report")
        ),
        None,
    )


def read_sources(version_id: int | None = None) -> list[StoredSource]:
    """All sources cited by a version, latest received first."""
    version_id = read_current_id() if version_id is None else version_id
    cited, sources = schema.version_sources.c, schema.sources.c
    statement = (
        sa.select(
            cited.source_id,
            cited.name,
            sources.kind,
            sources.sha256,
            sources.content,
            sources.text,
            sources.encoding,
            cited.origin,
        )
        .join_from(schema.version_sources, schema.sources)
        .where(cited.version_id == version_id)
        .order_by(cited.position)
    )
    with reading() as connection:
        found = [row._mapping for row in connection.execute(statement)]
    return [StoredSource(**{**row, "origin": json.loads(row["origin"])}) for row in found]


def read_received(version_id: int) -> tuple[str, bytes] | None:
    """Name and bytes of the file that a version was made from; None for an edit on screen or a rollback."""
    version = read_version(version_id)
    if version.received_sha256 is None:
        return None
    statement = sa.select(schema.sources.c.content).where(schema.sources.c.sha256 == version.received_sha256)
    with reading() as connection:
        return version.received_name or "", connection.execute(statement).scalar_one()


def diff_versions(before_id: int, after_id: int) -> Diff:
    """What changed from one version to another; UnknownVersion where one does not exist."""
    for version_id in (before_id, after_id):
        read_version(version_id)
    return diff_tables(read_tables(before_id), read_tables(after_id))


def diff_to_parent(version: Version) -> Diff:
    """What `version` changed against its parent (the first of a scope: against nothing).

    Only the tables whose content differs are read, so it is cheap where a version changed a few.
    """
    before = {} if version.parent_id is None else read_hashes(version.parent_id)
    after = read_hashes(version.id)
    names = [name for name in TABLES if before.get(name) != after.get(name)]
    parent = {} if version.parent_id is None else read_tables(version.parent_id, names)
    return diff_tables(parent, read_tables(version.id, names))


def _lines(version_id: int, names: Sequence[str] | None = None) -> dict[str, list[str]]:
    """The stored lines of a version's tables, in order; a table without rows has an empty list."""
    version_contents, stored_rows = schema.version_contents.c, schema.rows.c
    statement = (
        sa.select(version_contents.table_name, stored_rows.cells)
        .outerjoin_from(
            schema.version_contents, schema.rows, stored_rows.content_sha256 == version_contents.content_sha256
        )
        .where(version_contents.version_id == version_id)
        .order_by(version_contents.table_name, stored_rows.position)
    )
    if names is not None:
        statement = statement.where(version_contents.table_name.in_(names))
    lines: dict[str, list[str]] = {}
    with reading() as connection:
        for name, cells in connection.execute(statement):
            of_table = lines.setdefault(name, [])
            if cells is not None:
                of_table.append(cells)
    return lines


def select_version(version_id: int) -> sa.Select[Any]:
    """The statement for one row of `versions`."""
    return sa.select(schema.versions).where(_versions.id == version_id)


def _scoped(statement: Any, org_unit: str | None, period: str | None) -> Any:
    if org_unit is not None:
        statement = statement.where(_versions.org_unit == org_unit)
    if period is not None:
        statement = statement.where(_versions.period == period)
    return statement


def select_current(statement: Any, org_unit: str | None, period: str | None) -> Any:
    """`statement` over `versions` narrowed to the newest version of a scope."""
    return _scoped(statement, org_unit, period).order_by(_PERIOD_ORDER.desc(), _versions.id.desc()).limit(1)


def as_version(row: sa.Row[Any]) -> Version:
    """A row of `versions` as a Version."""
    created_at = datetime.fromisoformat(row.created_at)
    return Version(**{**row._mapping, "created_at": created_at})
