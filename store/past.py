"""What a version knows of other versions: the earlier values of its measures, and of the periods before its own.

A version looks at its own period up to itself, and at earlier periods as they stood when it was replaced. While it is
the newest of its period, it looks at them as they stand now: a correction of an earlier period shows in it at once.
"""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import sqlalchemy as sa

from store import schema
from store.content import read_content
from store.engine import reading
from store.read import period_order, read_version
from store.records import Version

_versions = schema.versions.c


def read_seen(version_id: int) -> int:
    """The last version that `version_id` may look at: as long as it stays the same, so does what it knows.

    The one that was stored last, or the one before that which replaced `version_id`; 0 where nothing is stored.
    """
    replaced = sa.select(_versions.id - 1).where(_versions.parent_id == version_id).scalar_subquery()
    last = sa.select(sa.func.max(_versions.id)).scalar_subquery()
    with reading() as connection:
        return connection.scalar(sa.select(sa.func.coalesce(replaced, last, 0))) or 0


def read_earlier(name: str, version_id: int) -> pd.DataFrame:
    """The rows that table `name` has in the other versions that `version_id` looks at, the newest version's first.

    Without the versions that a rollback has undone. A content that several versions share stands once. UnknownVersion
    where there is no such version.
    """
    return _rows(name, [each for each in _standing(read_version(version_id)) if each != version_id])


def read_course(name: str, version_id: int) -> pd.DataFrame:
    """The rows of table `name` in `version_id` and in all versions that it looks at, the newest version's first.

    As read_earlier, with two columns behind those of the table: first_version and last_version, between which its
    content was held.
    """
    return _rows(name, _standing(read_version(version_id)), spans=True)


def _rows(name: str, standing: list[int], *, spans: bool = False) -> pd.DataFrame:
    """The rows of table `name` in the versions `standing`, each content once; with `spans`, from when to when."""
    held, kept = schema.version_contents.c, schema.rows.c
    first, last = (limit(held.version_id) for limit in (sa.func.min, sa.func.max))
    contents = (
        sa.select(held.content_sha256, first.label("first"), last.label("last"))
        .where(held.version_id.in_(standing), held.table_name == name)
        .group_by(held.content_sha256)
        .subquery()
    )
    statement = (
        sa.select(kept.cells, contents.c.first, contents.c.last)
        .join(contents, kept.content_sha256 == contents.c.content_sha256)
        .order_by(contents.c.last.desc(), kept.position)
    )
    with reading() as connection:
        found = connection.execute(statement).all()
    rows = read_content(name, [row.cells for row in found])
    if not spans:
        return rows
    return rows.assign(first_version=[row.first for row in found], last_version=[row.last for row in found])


def _standing(version: Version) -> list[int]:
    """The versions that `version` looks at and itself: of each period the newest and those that it follows.

    A rollback follows the version that it restored: what was stored in between counts no more.
    """
    columns = (_versions.id, _versions.period, _versions.parent_id, _versions.restores_id)
    statement = sa.select(*columns).where(_versions.org_unit == version.org_unit, _versions.id <= read_seen(version.id))
    with reading() as connection:
        rows = {row.id: row for row in connection.execute(statement.order_by(_versions.id))}
    own = period_order(version.period)
    newest = {row.period: row.id for row in rows.values() if period_order(row.period) <= own}
    return sorted(each for last in newest.values() for each in followed(rows, last))


def followed(rows: Mapping[int, Any], last: int) -> list[int]:
    """The version `last` and those that it follows, one after the other. rows: versions of its period, by their ids."""
    found: list[int] = []
    at: int | None = last
    while at is not None:
        found.append(at)
        at = rows[at].restores_id or rows[at].parent_id
    return found
