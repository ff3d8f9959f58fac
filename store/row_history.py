"""The history of one row: the versions that changed it, with the row after each."""

from typing import Final, NamedTuple

import pandas as pd
import sqlalchemy as sa

from store import schema
from store.content import canonical_json, read_content
from store.earlier_versions import ancestors
from store.engine import reading
from store.former_ids import read_spelling
from store.read import list_versions, read_version
from store.records import Version


class RowStep(NamedTuple):
    """A version that changed a row, and the row after it: a table of one row, of none where the row was removed."""

    version: Version
    row: pd.DataFrame


_version_contents: Final = schema.version_contents.c
_stored_rows: Final = schema.rows.c


def read_row_history(name: str, row_id: str, version_id: int) -> list[RowStep]:
    """The changes of row `row_id` of table `name` up to `version_id`, in its report period, newest step first.

    Without versions undone by a rollback. Changes of proof columns count too, for example a new source. [] where no
    version has the row. Raises UnknownVersion.
    """
    shown = read_version(version_id)
    versions = {version.id: version for version in list_versions(shown.unit, shown.period)}
    chain = ancestors(versions, version_id)[::-1]
    contents = _contents(name, chain)
    rows = _rows(name, row_id, set(contents.values()))
    steps: list[RowStep] = []
    for each in chain:
        row = rows.get(contents.get(each, ""), read_content(name, ()))
        before = steps[-1].row if steps else row.iloc[:0]
        if not row.equals(before):
            steps.append(RowStep(versions[each], row))
    return steps[::-1]


def _contents(name: str, version_ids: list[int]) -> dict[int, str]:
    """Version → content hash of table `name`."""
    statement = sa.select(_version_contents.version_id, _version_contents.content_sha256).where(
        _version_contents.table_name == name, _version_contents.version_id.in_(version_ids)
    )
    with reading() as connection:
        return {row.version_id: row.content_sha256 for row in connection.execute(statement)}


def _rows(name: str, row_id: str, contents: set[str]) -> dict[str, pd.DataFrame]:
    """Content hash → the row in it. Lines are pre-filtered by their text, then compared by row_id."""
    with reading() as connection:
        spelling = read_spelling(connection)
        holds = [
            _stored_rows.cells.contains(f'"row_id":{canonical_json(each)}', autoescape=True)
            for each in spelling.formers(name, row_id)
        ]
        statement = sa.select(_stored_rows.content_sha256, _stored_rows.cells).where(
            _stored_rows.content_sha256.in_(contents), sa.or_(*holds)
        )
        found = connection.execute(statement).all()
    rows = {}
    for sha256, cells in found:
        row = read_content(name, [spelling.line(name, cells)])
        if row.at[0, "row_id"] == row_id:
            rows[sha256] = row
    return rows
