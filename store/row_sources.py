"""Which version brought what a row holds, and what that version was made from: the report, a workbook, an edit."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

import sqlalchemy as sa

from domain.office_time import at_office
from domain.schema.display import is_missing
from domain.schema.period import as_date
from domain.schema.provenance import EDITED_BY, Source, SourceKind, Sources, fact_versions, facts_of, report_source
from domain.schema.tables import TABLES
from store import schema
from store.engine import reading
from store.past import followed
from store.read import list_versions, read_version
from store.records import Version

#: Tables whose rows nobody changes: what a report prints, and what of it is in no table.
_PRINTED: Final = frozenset({"figures", "issues"})
_REPORTS: Final = frozenset({"seed", "report"})

#: Column → the version that its value comes from, as pairs: many rows share one.
_Columns = tuple[tuple[str, int], ...]


class _Line(NamedTuple):
    """A stored row while versions are followed: its id, and where its facts come from."""

    row_id: str
    columns: _Columns


def read_row_sources(version_id: int) -> Sources:
    """The sources of all rows of version `version_id`, found by what each version of its period changed.

    A version counts for the columns of a row that hold another value since (domain.schema.provenance.fact_versions says
    which
    of them matter); one that was made from a report, for every row that it read anew. What a rollback has undone counts
    no more. UnknownVersion where there is no such version.
    """
    shown = read_version(version_id)
    versions = {version.id: version for version in list_versions(shown.org_unit)}
    chain = [versions[each] for each in followed(versions, version_id)[::-1]]
    made_from = _made_from(versions)
    brought = {
        row_id: found for name in TABLES if name not in _PRINTED for row_id, found in _brought(name, chain).items()
    }
    return Sources(
        {row_id: tuple(made_from[each] for each in sorted(found)) for row_id, found in brought.items()},
        _cited(version_id, chain, made_from),
        made_from,
    )


def _made_from(versions: Mapping[int, Version]) -> dict[int, Source]:
    """Version → what it was made from; a rollback from what the version that it restored was made from."""
    origins = _origins(versions)
    found: dict[int, Source] = {}
    for version in sorted(versions.values(), key=lambda each: each.id):
        if version.restores_id in found:
            found[version.id] = found[version.restores_id]
        elif version.kind in _REPORTS:
            name, origin = origins.get(version.id, (version.received_name or "", {}))
            found[version.id] = report_source(origin, name, version.id)
        else:
            day = as_date(at_office(version.created_at))
            name = (version.received_name or "").rpartition(".")[0] or (version.received_name or "")
            kind: SourceKind = "workbook" if version.kind == "workbook" else "edit"
            found[version.id] = Source(kind, name, by=version.author, day=day, version=version.id)
    return found


def _origins(versions: Iterable[int]) -> dict[int, tuple[str, dict[str, Any]]]:
    """Version → name and origin.yml of the report that it was made from."""
    cited, own = schema.version_sources.c, schema.versions.c
    statement = (
        sa.select(cited.version_id, cited.name, cited.origin)
        .join(schema.versions, sa.and_(own.id == cited.version_id, own.received_sha256 == cited.sha256))
        .where(own.kind.in_(_REPORTS))
    )
    with reading() as connection:
        return {row.version_id: (row.name, json.loads(row.origin)) for row in connection.execute(statement)}


def _cited(version_id: int, chain: list[Version], made_from: Mapping[int, Source]) -> dict[str, Source]:
    """Source_id → source, of what rows of the version cite; of several versions by one person the latest counts."""
    cited = schema.version_sources.c
    statement = sa.select(cited.source_id, cited.sha256).where(cited.version_id == version_id)
    with reading() as connection:
        shas = {row.sha256: row.source_id for row in connection.execute(statement)}
    found = {f"{EDITED_BY}({each.author})": made_from[each.id] for each in chain if each.kind == "edit"}
    for each in chain:
        if each.received_sha256 in shas and each.restores_id is None:
            found[shas[each.received_sha256]] = made_from[each.id]
    return found


def _brought(name: str, chain: list[Version]) -> dict[str, frozenset[int]]:
    """Row_id → the versions that its facts come from, for the rows that table `name` has in the last of `chain`."""
    facts, contents = facts_of(name), _contents(name, chain)
    rows: dict[str, _Line] = {}
    before = ""
    for version in chain:
        content = contents.get(version.id, "")
        if content != before:
            rows = _next_rows(rows, _lines(content), version, facts)
        before = content
    versions: dict[_Columns, frozenset[int]] = {}
    for row in rows.values():
        if row.columns not in versions:
            versions[row.columns] = frozenset(fact_versions(name, dict(row.columns)))
    return {row.row_id: versions[row.columns] for row in rows.values() if row.columns}


def _next_rows(
    before: Mapping[str, _Line], lines: Iterable[str], version: Version, facts: tuple[str, ...]
) -> dict[str, _Line]:
    """The rows `lines` of a version by their lines; `before`: those of its parent. Only what differs is read."""
    old = {row.row_id: (line, row) for line, row in before.items()}
    shared: dict[_Columns, _Columns] = {}  # most rows have the same columns from the same versions
    found = {}
    for line in lines:
        if line in before:
            found[line] = before[line]
            continue
        row = json.loads(line)
        columns = _columns(row, old.get(row["row_id"]), version, facts)
        found[line] = _Line(row["row_id"], shared.setdefault(columns, columns))
    return found


def _columns(
    row: Mapping[str, Any], old: tuple[str, _Line] | None, version: Version, facts: tuple[str, ...]
) -> _Columns:
    """The facts that `row` holds, each with the version that it comes from; `old`: the row in the version before."""
    was = {} if old is None or version.kind in _REPORTS else json.loads(old[0])
    same = dict(old[1].columns) if was and old is not None else {}
    return tuple(
        (name, same[name] if name in same and was.get(name) == row[name] else version.id)
        for name in facts if name in row and not is_missing(row[name])
    )  # fmt: skip


def _contents(name: str, chain: list[Version]) -> dict[int, str]:
    """Version → the content that table `name` has in it."""
    held = schema.version_contents.c
    statement = sa.select(held.version_id, held.content_sha256).where(
        held.table_name == name, held.version_id.in_([version.id for version in chain])
    )
    with reading() as connection:
        return {row.version_id: row.content_sha256 for row in connection.execute(statement)}


def _lines(content: str) -> list[str]:
    kept = schema.rows.c
    with reading() as connection:
        return list(connection.scalars(sa.select(kept.cells).where(kept.content_sha256 == content)))
