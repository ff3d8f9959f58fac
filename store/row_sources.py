"""The sources of rows: which versions their values come from, and whether these are a report, a workbook or an edit."""

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
from store.earlier_versions import ancestors
from store.engine import reading
from store.former_ids import read_spelling
from store.read import list_versions, read_version
from store.records import Version

#: Tables whose rows users cannot change: printed figures, and issues.
_PRINTED: Final = frozenset({"figures", "issues"})
_REPORTS: Final = frozenset({"seed", "report"})

#: Column → the version that its value comes from, as pairs: many rows share one.
_Columns = tuple[tuple[str, int], ...]


class _Line(NamedTuple):
    """A stored row while versions are traversed: its id, and the versions of its facts."""

    row_id: str
    columns: _Columns


def read_row_sources(version_id: int) -> Sources:
    """The sources of all rows of version `version_id`, derived from the changes of each version of its period.

    A version is a source of the columns that it changed in a row (domain.schema.provenance.fact_versions selects the
    relevant ones); a version made from a report is a source of every row that it read. Versions undone by a rollback do
    not count. Raises UnknownVersion.
    """
    shown = read_version(version_id)
    versions = {version.id: version for version in list_versions(shown.unit)}
    chain = [versions[each] for each in ancestors(versions, version_id)[::-1]]
    made_from = _made_from(versions)
    versions_of_rows = {
        row_id: found
        for name in TABLES
        if name not in _PRINTED
        for row_id, found in _fact_versions(name, chain).items()
    }
    return Sources(
        {row_id: tuple(made_from[each] for each in sorted(found)) for row_id, found in versions_of_rows.items()},
        _cited(version_id, chain, made_from),
        made_from,
    )


def _made_from(versions: Mapping[int, Version]) -> dict[int, Source]:
    """Version → its source; the source of a rollback is that of the version that it restored."""
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
    """Version → name and origin.yml of its report."""
    cited, own = schema.version_sources.c, schema.versions.c
    statement = (
        sa.select(cited.version_id, cited.name, cited.origin)
        .join(schema.versions, sa.and_(own.id == cited.version_id, own.received_sha256 == cited.sha256))
        .where(own.kind.in_(_REPORTS))
    )
    with reading() as connection:
        return {row.version_id: (row.name, json.loads(row.origin)) for row in connection.execute(statement)}


def _cited(version_id: int, chain: list[Version], made_from: Mapping[int, Source]) -> dict[str, Source]:
    """source_id → source, for the sources cited in the version; of several edits by one person the latest counts."""
    cited = schema.version_sources.c
    statement = sa.select(cited.source_id, cited.sha256).where(cited.version_id == version_id)
    with reading() as connection:
        shas = {row.sha256: row.source_id for row in connection.execute(statement)}
    found = {f"{EDITED_BY}({each.author})": made_from[each.id] for each in chain if each.kind == "edit"}
    for each in chain:
        if each.received_sha256 in shas and each.restores_id is None:
            found[shas[each.received_sha256]] = made_from[each.id]
    return found


def _fact_versions(name: str, chain: list[Version]) -> dict[str, frozenset[int]]:
    """row_id → the versions of its facts, for the rows of table `name` in the last version of `chain`."""
    facts, contents = facts_of(name), _contents(name, chain)
    rows: dict[str, _Line] = {}
    before = ""
    for version in chain:
        content = contents.get(version.id, "")
        if content != before:
            rows = _next_rows(rows, _lines(name, content), version, facts)
        before = content
    versions: dict[_Columns, frozenset[int]] = {}
    for row in rows.values():
        if row.columns not in versions:
            versions[row.columns] = frozenset(fact_versions(name, dict(row.columns)))
    return {row.row_id: versions[row.columns] for row in rows.values() if row.columns}


def _next_rows(
    before: Mapping[str, _Line], lines: Iterable[str], version: Version, facts: tuple[str, ...]
) -> dict[str, _Line]:
    """Line → row for the `lines` of a version; `before`: those of its parent. Only changed lines are parsed."""
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
    """The facts of `row`, each with the version that it comes from; `old`: the row in the previous version."""
    old_row = {} if old is None or version.kind in _REPORTS else json.loads(old[0])
    old_versions = dict(old[1].columns) if old_row and old is not None else {}
    return tuple(
        (name, old_versions[name] if name in old_versions and old_row.get(name) == row[name] else version.id)
        for name in facts if name in row and not is_missing(row[name])
    )  # fmt: skip


def _contents(name: str, chain: list[Version]) -> dict[int, str]:
    """Version → content hash of table `name`."""
    version_contents = schema.version_contents.c
    statement = sa.select(version_contents.version_id, version_contents.content_sha256).where(
        version_contents.table_name == name, version_contents.version_id.in_([version.id for version in chain])
    )
    with reading() as connection:
        return {row.version_id: row.content_sha256 for row in connection.execute(statement)}


def _lines(name: str, content: str) -> list[str]:
    stored_rows = schema.rows.c
    with reading() as connection:
        spelling = read_spelling(connection)
        lines = connection.scalars(sa.select(stored_rows.cells).where(stored_rows.content_sha256 == content))
        return [spelling.line(name, line) for line in lines]
