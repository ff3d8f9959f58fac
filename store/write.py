"""Writing versions: one transaction each, with optimistic locking on the parent; nothing is overwritten.

Authorization is checked here, independent of the pages.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from domain.schema.diff import diff_tables
from domain.schema.period import as_date
from store import audit, schema
from store.content import Content, canonical_json, hash_version, sha256_of
from store.drafts import authorise, check_draft, check_name, check_text, confirm
from store.engine import writing
from store.errors import ConflictError, InvalidDraft, NothingChanged, StoreDamaged, StoreError, UnknownVersion
from store.former_ids import read_spelling
from store.mappings import mapping_details
from store.read import as_version, current_version, read_current, read_tables, read_version, select_version
from store.records import Actor, Draft, Received, Version
from store.units import canonical_draft, code_of, ensure_unit


@dataclass(frozen=True)
class _Cited:
    """One source cited by rows of a version."""

    source_id: str
    sha256: str
    text_sha256: str | None
    name: str
    origin: str


@dataclass(frozen=True)
class _VersionContent:
    """The content of a version: hash per table, cited sources, as-of date. Equal contents are equal versions."""

    contents: Mapping[str, str]
    cited: tuple[_Cited, ...]
    as_of: date


def commit_version(draft: Draft, parent: int | None, by: Actor, note: str, as_of: date) -> Version:
    """Store `draft` as the child of version `parent` (None: the first of its scope) and return it.

    Atomic and durable. Raises PermissionDenied (a viewer), InvalidDraft, NothingChanged, StoreError, ConflictError
    (another commit after `parent`; with both diffs) and StoreUnavailable.
    """
    draft = canonical_draft(draft)
    unit = code_of(draft.org_unit)
    by = authorise(by, "commit", {"period": draft.period, "note": audit.printable(note)}, unit=unit)
    by, note = replace(by, name=check_name(by)), check_text(note, "说明")
    contents = check_draft(draft)
    with writing() as connection:
        confirm(connection, by, unit=unit)
        current = current_version(connection, draft.org_unit, draft.period)
        if (current.id if current else None) == parent:
            before = _read_version_content(connection, current)
            after = _next_version_content(before, draft, contents, as_date(as_of))
            if current and before.as_of == after.as_of and _has_same_rows(connection, before, after, draft, contents):
                raise _unchanged(current)
            ensure_unit(connection, draft.org_unit)
            _insert_contents(connection, contents)
            _insert_source(connection, draft.received)
            return _insert_version(connection, draft, current, by, note, after)
    raise _conflict(draft, parent, by)


def rollback(version_id: int, by: Actor, reason: str, parent: int | None = None) -> Version:
    """Write a new version equal to version `version_id`, as the newest of its scope, and return it.

    parent: the version that was current when the user decided (default: the current one). Raises as `commit_version`
    does, and UnknownVersion.
    """
    old = read_version(version_id)
    by = authorise(by, "rollback", {"to": version_id, "reason": audit.printable(reason)}, unit=old.unit)
    by, reason = replace(by, name=check_name(by)), check_text(reason, "回退理由")
    draft = Draft(old.org_unit, old.period, "rollback", {})
    with writing() as connection:
        confirm(connection, by, unit=old.unit)
        current = current_version(connection, old.unit, old.period)
        if current is not None and (parent is None or current.id == parent):
            after = _read_version_content(connection, old)
            if after == _read_version_content(connection, current):
                raise _unchanged(current)
            return _insert_version(connection, draft, current, by, reason, after, restores_id=old.id)
    raise _conflict(replace(draft, tables=read_tables(version_id)), parent, by)


def _read_version_content(connection: sa.Connection, version: Version | None) -> _VersionContent:
    if version is None:
        return _VersionContent({}, (), date.min)
    version_contents, cited = schema.version_contents.c, schema.version_sources.c
    contents = connection.execute(
        sa.select(version_contents.table_name, version_contents.content_sha256).where(
            version_contents.version_id == version.id
        )
    )
    sources = connection.execute(
        sa.select(*(cited[each.name] for each in fields(_Cited)))
        .where(cited.version_id == version.id)
        .order_by(cited.position)
    )
    return _VersionContent(
        {row.table_name: row.content_sha256 for row in contents}, tuple(_Cited(*row) for row in sources), version.as_of
    )


def _next_version_content(
    before: _VersionContent, draft: Draft, contents: Iterable[Content], as_of: date
) -> _VersionContent:
    """`before` with the draft's tables and source; other tables and sources are inherited."""
    cited = before.cited
    if draft.received is not None:
        received = draft.received
        origin = canonical_json(dict(received.origin)).encode("utf-8", "replace").decode()
        text_sha256 = sha256_of(received.text.encode()) if received.text is not None else None
        new = _Cited(
            received.source_id, sha256_of(received.content), text_sha256, audit.printable(received.name), origin
        )
        cited = (new, *(old for old in cited if old.source_id != new.source_id))
    return _VersionContent({**before.contents, **{content.name: content.sha256 for content in contents}}, cited, as_of)


def _has_same_rows(
    connection: sa.Connection,
    before: _VersionContent,
    after: _VersionContent,
    draft: Draft,
    contents: Iterable[Content],
) -> bool:
    """Whether both have the same rows in every table, in any order.

    A workbook that changes no row is not a change, although its bytes differ; a different report is.
    """
    if draft.received is not None and draft.received.kind == "report" and before.cited != after.cited:
        return False
    lines = {content.name: content.lines for content in contents}
    for name, sha256 in after.contents.items():
        old = before.contents.get(name)
        if old == sha256:
            continue
        if old is None or name not in lines or sorted(lines[name]) != sorted(_stored_lines(connection, name, old)):
            return False
    return before.contents.keys() == after.contents.keys()


def _stored_lines(connection: sa.Connection, name: str, sha256: str) -> Iterable[str]:
    spelling = read_spelling(connection)
    lines = connection.scalars(sa.select(schema.rows.c.cells).where(schema.rows.c.content_sha256 == sha256))
    return [spelling.line(name, line) for line in lines]


def _unchanged(current: Version) -> NothingChanged:
    return NothingChanged(f"没有变化：内容与当前版本 {current.id} 完全相同，没有写入新版本。")


def _insert_contents(connection: sa.Connection, contents: Iterable[Content]) -> None:
    for content in contents:
        table = schema.contents
        if connection.scalar(sa.select(table.c.sha256).where(table.c.sha256 == content.sha256)) is not None:
            continue
        connection.execute(
            sa.insert(table), {"sha256": content.sha256, "table_name": content.name, "row_count": len(content.lines)}
        )
        if content.lines:
            connection.execute(
                sa.insert(schema.rows),
                [
                    {"content_sha256": content.sha256, "position": position, "cells": line}
                    for position, line in enumerate(content.lines)
                ],
            )


def _insert_source(connection: sa.Connection, received: Received | None) -> None:
    if received is None:
        return
    sha256 = sha256_of(received.content)
    table = schema.sources
    if connection.scalar(sa.select(table.c.sha256).where(table.c.sha256 == sha256)) is None:
        connection.execute(
            sa.insert(table),
            {
                "sha256": sha256,
                "kind": received.kind,
                "encoding": received.encoding,
                "text": received.text,
                "content": received.content,
            },
        )


def last_number(connection: sa.Connection) -> int:
    """The highest version number ever used in this store, including versions lost by the restore of a backup.

    It is kept in the audit entry of a restore, so that numbers are not reused for other versions.
    """
    entries = schema.audit.c
    restore = sa.select(entries.details).where(entries.action == "restore").order_by(entries.seq.desc()).limit(1)
    highest = connection.scalar(sa.select(sa.func.max(schema.versions.c.id))) or 0
    details = connection.scalar(restore)
    try:
        return max(highest, json.loads(details).get("last_number", 0)) if details else highest
    except (ValueError, TypeError, AttributeError) as error:
        raise StoreDamaged("操作记录中恢复备份的一条读不出来。请运行 python -m store check 查看。") from error


def _insert_version(
    connection: sa.Connection, draft: Draft, parent: Version | None, by: Actor, note: str, whole: _VersionContent,
    restores_id: int | None = None,
) -> Version:  # fmt: skip
    """Write the version's row, its contents and the audit entry; return it."""
    received = draft.received
    values: dict[str, Any] = {
        "id": last_number(connection) + 1,
        "org_unit": draft.org_unit,
        "period": draft.period,
        "as_of": whole.as_of,
        "kind": draft.kind,
        "author": by.name,
        "note": note,
        "created_at": audit.now(),
        "parent_id": parent.id if parent else None,
        "restores_id": restores_id,
        "received_sha256": sha256_of(received.content) if received else None,
        "received_name": audit.printable(received.name) if received else None,
    }
    cited = [{"position": at, **asdict(source)} for at, source in enumerate(whole.cited)]
    values["digest"] = hash_version(values, parent.digest if parent else None, whole.contents, cited)
    connection.execute(sa.insert(schema.versions), values)
    connection.execute(
        sa.insert(schema.version_contents),
        [
            {"version_id": values["id"], "table_name": name, "content_sha256": sha256}
            for name, sha256 in whole.contents.items()
        ],
    )
    if cited:
        connection.execute(sa.insert(schema.version_sources), [{"version_id": values["id"], **row} for row in cited])
    action = "rollback" if draft.kind == "rollback" else "commit"
    details: dict[str, Any] = {"digest": values["digest"], "note": note}
    if draft.answers:
        details["answers"] = [audit.printable(line) for line in draft.answers]
    if draft.mappings:
        details["mappings"] = mapping_details(draft.mappings)
    audit.append(connection, by, action, details, values["id"])
    return as_version(connection.execute(select_version(values["id"])).one())


def _conflict(draft: Draft, parent: int | None, by: Actor) -> StoreError:
    """The error for a concurrent commit: ConflictError with both diffs; NothingChanged for equal changes."""
    current = read_current(draft.org_unit, draft.period)
    if current is None:
        return InvalidDraft(
            f"“{draft.org_unit}”{draft.period} 还没有任何版本，不能以版本 {parent} 为基础。请刷新页面后重试。"
        )
    stored = read_tables(current.id)
    if not diff_tables(stored, {**stored, **draft.tables}):
        return _unchanged(current)
    try:
        base = read_tables(read_version(parent).id) if parent is not None else {}
        missing_parent = None
    except UnknownVersion:  # a restored backup does not contain the parent
        base, missing_parent = stored, parent
    audit.record(by, "conflict", {"parent": parent, "current": current.id})
    return ConflictError(
        current, diff_tables(base, stored), diff_tables(base, {**base, **draft.tables}), missing_parent
    )
