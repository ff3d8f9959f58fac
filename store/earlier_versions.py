"""The other versions that a version takes into account: earlier ones of its period, and of earlier periods.

A version takes into account its own period up to itself, and earlier periods up to the time when it was replaced. The
newest version of a period always uses the newest state of earlier periods, so that corrections there show at once.
"""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import sqlalchemy as sa

from store import schema
from store.content import read_content
from store.engine import reading
from store.former_ids import read_spelling
from store.read import of_unit, period_order, read_newest_ids, read_version
from store.records import Version

_versions = schema.versions.c


def read_cutoff(version_id: int) -> int:
    """The newest version that `version_id` takes into account, usable as a cache key for derived data.

    The last one of its unit, or the number before that of the version that replaced it. Raises UnknownVersion.
    """
    return _cutoff(read_version(version_id))


def _cutoff(version: Version) -> int:
    with reading() as connection:
        replaced = connection.scalar(sa.select(_versions.id - 1).where(_versions.parent_id == version.id))
    return replaced or max(read_newest_ids(version.unit).values(), default=version.id)


def read_earlier(name: str, version_id: int) -> pd.DataFrame:
    """The rows of table `name` in the other versions that `version_id` takes into account, newest version first.

    Without versions undone by a rollback; a content shared by several versions appears once. Raises UnknownVersion.
    """
    return _rows(name, [each for each in _effective_versions(read_version(version_id)) if each != version_id])


def read_row_versions(name: str, version_id: int) -> pd.DataFrame:
    """The rows of table `name` in `version_id` and all versions that it takes into account, newest version first.

    As read_earlier, with two more columns: first_version and last_version with this content.
    """
    return _rows(name, _effective_versions(read_version(version_id)), spans=True)


def _rows(name: str, version_ids: list[int], *, spans: bool = False) -> pd.DataFrame:
    """The rows of table `name` in `version_ids`, each content once; `spans`: adds first_version and last_version."""
    version_contents, stored_rows = schema.version_contents.c, schema.rows.c
    first, last = (limit(version_contents.version_id) for limit in (sa.func.min, sa.func.max))
    contents = (
        sa.select(version_contents.content_sha256, first.label("first"), last.label("last"))
        .where(version_contents.version_id.in_(version_ids), version_contents.table_name == name)
        .group_by(version_contents.content_sha256)
        .subquery()
    )
    statement = (
        sa.select(stored_rows.cells, contents.c.first, contents.c.last)
        .join(contents, stored_rows.content_sha256 == contents.c.content_sha256)
        .order_by(contents.c.last.desc(), stored_rows.position)
    )
    with reading() as connection:
        found, spelling = connection.execute(statement).all(), read_spelling(connection)
    rows = read_content(name, [spelling.line(name, row.cells) for row in found])
    if not spans:
        return rows
    return rows.assign(first_version=[row.first for row in found], last_version=[row.last for row in found])


def _effective_versions(version: Version) -> list[int]:
    """`version` and the versions that it takes into account: of each period the newest and its ancestors.

    The parent of a rollback is the version that it restored; versions in between do not count.
    """
    columns = (_versions.id, _versions.period, _versions.parent_id, _versions.restores_id)
    statement = sa.select(*columns).where(of_unit(version.unit), _versions.id <= _cutoff(version))
    with reading() as connection:
        rows = {row.id: row for row in connection.execute(statement.order_by(_versions.id))}
    order = period_order(version.period)
    newest = {row.period: row.id for row in rows.values() if period_order(row.period) <= order}
    return sorted(each for last in newest.values() for each in ancestors(rows, last))


def ancestors(rows: Mapping[int, Any], last: int) -> list[int]:
    """The version `last` and its ancestors, newest first. rows: versions of its period by id."""
    found: list[int] = []
    at: int | None = last
    while at is not None:
        found.append(at)
        at = rows[at].restores_id or rows[at].parent_id
    return found
