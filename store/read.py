"""Reading versions. Versions are immutable, so anything read by version id may be cached."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

import pandas as pd
import sqlalchemy as sa

from domain.schema.diff import Diff, diff_tables
from domain.schema.frames import conform
from domain.schema.tables import TABLES
from store import schema
from store.content import read_content
from store.engine import reading
from store.errors import UnknownVersion
from store.former_ids import read_spelling
from store.records import StoredSource, Version
from store.units import find_unit, list_units, pick_unit, read_unit

_versions = schema.versions.c

#: Month of the last day, then length: 2023Q1 < 2023Q2 < 2023H1 < 2023Q3 < 2023Q4 < 2023H2 < 2023.
_ENDS = {"Q1": "031", "Q2": "061", "H1": "062", "Q3": "091", "Q4": "121", "H2": "122", "": "123"}


def period_order(period: str) -> str:
    """A sort key for periods in chronological order; of two with the same end the longer one is later."""
    return period[:4] + _ENDS.get(period[4:], "")


def read_current_id(org_unit: str | None = None, period: str | None = None) -> int | None:
    """The id of the newest version of a scope; None where there is none. Found by index."""
    with reading() as connection:
        return newest_id(connection, org_unit, period)


def read_last_ids() -> dict[str, int]:
    """Code of each unit with versions → the id of the one stored last, of any period. Found by index."""
    with reading() as connection:
        return {unit: max(newest.values()) for unit, newest in _newest_ids(connection).items()}


def read_newest_ids(unit: str | None = None) -> dict[str, int]:
    """Period → the id of its newest version, the newest period first, of the unit with code `unit`. Found by index.

    None: the unit shown first, which is the home unit of the store, else the first one, that has versions.
    """
    with reading() as connection:
        return _newest_by_period(connection, unit)


def read_current(org_unit: str | None = None, period: str | None = None) -> Version | None:
    """The newest version of (org_unit, period), found by index. None: nothing stored.

    org_unit: the unit's code or any of its names; None: the unit shown first. period None: the newest one.
    """
    with reading() as connection:
        return current_version(connection, org_unit, period)


def current_version(connection: sa.Connection, org_unit: str | None, period: str | None) -> Version | None:
    """`read_current` on `connection`."""
    version_id = newest_id(connection, org_unit, period)
    row = None if version_id is None else connection.execute(select_version(version_id)).one_or_none()
    return as_version(row) if row else None


def read_version(version_id: int) -> Version:
    """The version with that number; UnknownVersion where there is none."""
    with reading() as connection:
        row = connection.execute(select_version(version_id)).one_or_none()
    if row is None:
        raise UnknownVersion(f"没有版本 {version_id}。用 python -m store history 查看已有版本。")
    return as_version(row)


def pick_version(version_id: int | None, unit: str | None) -> Version | None:
    """The version that the options --version and --unit of a command name: by default the newest of the only unit.

    None where nothing is stored. Raises UnknownVersion, also for one of another unit, UnknownUnit, and SeveralUnits
    where neither is given and there are several units.
    """
    if version_id is None:
        code = pick_unit(unit)
        return None if code is None else read_current(code)
    version = read_version(version_id)
    if unit is not None and read_unit(unit).code != version.unit:
        raise UnknownVersion(f"版本 {version_id} 是“{version.unit_name}”的，不是“{read_unit(unit).name}”的。")
    return version


def list_versions(org_unit: str | None = None, period: str | None = None) -> list[Version]:
    """All versions of a scope (of all scopes where none is named), newest first."""
    statement = select_versions().order_by(_versions.id.desc())
    if period is not None:
        statement = statement.where(_versions.period == period)
    with reading() as connection:
        if org_unit is not None:
            unit = find_unit(org_unit, list_units(connection))
            if unit is None:
                return []
            statement = statement.where(of_unit(unit.code))
        return [as_version(row) for row in connection.execute(statement)]


def list_newest(unit: str, limit: int, below: int | None = None) -> list[Version]:
    """At most `limit` versions of the unit with code `unit`, of those with a number under `below`, newest first.

    Found by index, scope by scope, so that its time does not grow with the number of versions.
    """
    names = schema.unit_names.c
    found: list[int] = []
    with reading() as connection:
        spelled = connection.scalars(sa.select(names.name).where(names.code == unit)).all()
        for period in _newest_by_period(connection, unit):
            for name in spelled:
                numbers = sa.select(_versions.id).where(_versions.org_unit == name, _versions.period == period)
                if below is not None:
                    numbers = numbers.where(_versions.id < below)
                # ordered by the whole index: by id alone PostgreSQL would step through the versions of all units
                newest_first = numbers.order_by(_versions.org_unit.desc(), _versions.period.desc(), _versions.id.desc())
                found += connection.scalars(newest_first.limit(limit))
        wanted = sorted(found, reverse=True)[:limit]
        rows = connection.execute(select_versions().where(_versions.id.in_(wanted)).order_by(_versions.id.desc()))
        return [as_version(row) for row in rows]


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


def find_imported(content_sha256: str) -> Version | None:
    """The newest version that was made from a report with these bytes; None where there is none."""
    statement = select_versions().where(
        _versions.received_sha256 == content_sha256, _versions.kind.in_(("seed", "report"))
    )
    with reading() as connection:
        row = connection.execute(statement.order_by(_versions.id.desc()).limit(1)).one_or_none()
    return as_version(row) if row else None


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
        spelling = read_spelling(connection)
        for name, cells in connection.execute(statement):
            of_table = lines.setdefault(name, [])
            if cells is not None:
                of_table.append(spelling.line(name, cells))
    return lines


def select_versions() -> sa.Select[Any]:
    """The statement for rows of `versions`, each with its unit, for `as_version`."""
    names, units = schema.unit_names.c, schema.units.c
    named = sa.outerjoin(schema.versions, schema.unit_names, names.name == _versions.org_unit)
    return sa.select(
        schema.versions,
        units.code.label("unit"),
        units.name.label("unit_name"),
        units.confirmed_at.is_not(None).label("unit_confirmed"),
    ).select_from(sa.outerjoin(named, schema.units, units.code == names.code))


def select_version(version_id: int) -> sa.Select[Any]:
    """The statement for one row of `versions`, with its unit and when former ids were last recorded."""
    changed_at = sa.select(sa.func.coalesce(sa.func.max(schema.former_ids.c.recorded_at), "")).scalar_subquery()
    return select_versions().add_columns(changed_at.label("ids_changed_at")).where(_versions.id == version_id)


def of_unit(unit: str) -> sa.ColumnElement[bool]:
    """The SQL condition that a version is of the unit with code `unit`."""
    names = schema.unit_names.c
    return _versions.org_unit.in_(sa.select(names.name).where(names.code == unit))


def newest_id(connection: sa.Connection, org_unit: str | None, period: str | None) -> int | None:
    """`read_current_id` on `connection`."""
    unit = None if org_unit is None else find_unit(org_unit, list_units(connection))
    if org_unit is not None and unit is None:
        return None
    newest = _newest_by_period(connection, unit.code if unit else None)
    return newest.get(period) if period is not None else next(iter(newest.values()), None)


def _newest_by_period(connection: sa.Connection, unit: str | None) -> dict[str, int]:
    codes = [unit] if unit else [each.code for each in sorted(list_units(connection), key=lambda each: not each.home)]
    found = (_newest_ids(connection, code).get(code) for code in codes)
    newest = next(filter(None, found), {})
    return {period: newest[period] for period in sorted(newest, key=period_order, reverse=True)}


#: The newest version of every (org_unit, period) of a unit (of all units where :unit is null). It steps from one period
#: to the one before by the index of versions, so that its time does not grow with the number of versions. No join: for
#: one PostgreSQL would read the whole table.
_NEWEST: Final = sa.text(
    """
    WITH RECURSIVE newest(code, org_unit, id) AS (
        SELECT unit_names.code, unit_names.name,
               (SELECT versions.id FROM versions WHERE versions.org_unit = unit_names.name
                ORDER BY versions.period DESC, versions.id DESC LIMIT 1)
        FROM unit_names WHERE CAST(:unit AS TEXT) IS NULL OR unit_names.code = :unit
        UNION ALL
        SELECT newest.code, newest.org_unit,
               (SELECT versions.id FROM versions
                WHERE versions.org_unit = newest.org_unit
                  AND versions.period < (SELECT later.period FROM versions AS later WHERE later.id = newest.id)
                ORDER BY versions.period DESC, versions.id DESC LIMIT 1)
        FROM newest WHERE newest.id IS NOT NULL
    )
    SELECT newest.code, newest.id, (SELECT versions.period FROM versions WHERE versions.id = newest.id) AS period
    FROM newest WHERE newest.id IS NOT NULL
    """
)


def _newest_ids(connection: sa.Connection, unit: str | None = None) -> dict[str, dict[str, int]]:
    """Code of a unit → period → the id of its newest version."""
    found: dict[str, dict[str, int]] = {}
    for row in connection.execute(_NEWEST, {"unit": unit}):
        newest = found.setdefault(row.code, {})
        newest[row.period] = max(row.id, newest.get(row.period, 0))
    return found


def as_version(row: sa.Row[Any]) -> Version:
    """A row of `select_versions` as a Version. Its org_unit is the key of the unit, whatever is stored."""
    values = dict(row._mapping)
    confirmed = values.pop("unit_confirmed")
    if values["unit"] is None:  # a store that somebody changed by hand; `check` says so
        values |= {"unit": values["org_unit"], "unit_name": values["org_unit"]}
    else:
        values["org_unit"] = values["unit"] if confirmed else values["unit_name"]
    return Version(**{**values, "created_at": datetime.fromisoformat(row.created_at)})
