"""How one row came to hold what it holds: the versions that changed it, each with what it made of the row."""

from typing import Final, NamedTuple

import pandas as pd
import sqlalchemy as sa

from store import schema
from store.content import canonical_json, read_content
from store.engine import reading
from store.past import followed
from store.read import list_versions, read_version
from store.records import Version


class RowStep(NamedTuple):
    """A version that made a row another one than it was, and the row since then: a table of one row, of none where the
    version removed it.
    """

    version: Version
    row: pd.DataFrame


_held: Final = schema.version_contents.c
_kept: Final = schema.rows.c


def read_row_history(name: str, row_id: str, version_id: int) -> list[RowStep]:
    """What became of the row `row_id` of table `name` up to `version_id`, in its report period, the newest step first.

    Without the versions that a rollback has undone; proof columns count, so a row that was read from another source is
    a step too. Empty where no version ever held the row. UnknownVersion where there is no such version.
    """
    shown = read_version(version_id)
    known = {version.id: version for version in list_versions(shown.org_unit, shown.period)}
    chain = followed(known, version_id)[::-1]
    contents = _contents(name, chain)
    rows = _rows(name, row_id, set(contents.values()))
    steps: list[RowStep] = []
    for each in chain:
        row = rows.get(contents.get(each, ""), read_content(name, ()))
        before = steps[-1].row if steps else row.iloc[:0]
        if not row.equals(before):
            steps.append(RowStep(known[each], row))
    return steps[::-1]


def _contents(name: str, version_ids: list[int]) -> dict[int, str]:
    """Version → the content that table `name` has in it."""
    statement = sa.select(_held.version_id, _held.content_sha256).where(
        _held.table_name == name, _held.version_id.in_(version_ids)
    )
    with reading() as connection:
        return {row.version_id: row.content_sha256 for row in connection.execute(statement)}


def _rows(name: str, row_id: str, contents: set[str]) -> dict[str, pd.DataFrame]:
    """Content → the row in it. Lines are narrowed down by their text, then told by what they say."""
    words = f'"row_id":{canonical_json(row_id)}'
    statement = sa.select(_kept.content_sha256, _kept.cells).where(
        _kept.content_sha256.in_(contents), _kept.cells.contains(words, autoescape=True)
    )
    with reading() as connection:
        found = connection.execute(statement).all()
    rows = {}
    for sha256, cells in found:
        row = read_content(name, [cells])
        if row.at[0, "row_id"] == row_id:
            rows[sha256] = row
    return rows
