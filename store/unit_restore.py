"""Restores one unit from a backup: what the store lacks of it is added, and nothing is removed.

Versions of the backup keep their numbers where these are free; a number that is taken gets a new one. Where the store
has gone on from the same parent, a version follows the newest one instead. Other units, accounts and the audit stay.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa

from store import audit, migrate, schema
from store.backup import fault_lines
from store.check import check_store
from store.content import hash_version
from store.drafts import authorise, confirm
from store.engine import writing
from store.errors import StoreDamaged, UnknownUnit
from store.files import beside, opened, sha256_of_file
from store.former_ids import copy_former_ids
from store.mappings import unit_answers
from store.meeting_edits import copy_edits
from store.read import current_version, newest_id, of_unit
from store.records import Actor
from store.restore import copy_backup, store_folder
from store.unit_changes import unit_state
from store.units import Unit, add_names, ensure_unit, find_unit, list_units, listed
from store.write import last_number

_versions: Final = schema.versions.c


@dataclass(frozen=True)
class RestoredUnit:
    """Result. added: number in the backup → number in the store, of the versions that the store lacked. current: the
    numbers of new versions that made the backup's newest ones current.
    """

    unit: str
    added: Mapping[int, int] = field(default_factory=dict)
    current: tuple[int, ...] = ()


def restore_unit(path: Path, text: str, by: Actor) -> RestoredUnit:
    """Add the versions of unit `text` in the backup at `path` that the store lacks, in one transaction.

    The newest version of the backup, of each period, becomes current as by a rollback. One audit entry. Raises
    PermissionDenied, UnknownUnit where the backup has no such unit, StoreError where `path` is not a backup or fails
    the check; then the store is unchanged.
    """
    with beside(store_folder() / "restore.db") as copy:
        copy_backup(path, copy)
        migrate.initialise()
        with opened(copy) as source_engine, source_engine.connect() as source:
            wanted = _unit_in(source, text)
            own = find_unit(wanted.code, list_units()) or find_unit(wanted.name, list_units())
            code = own.code if own else None
            by = authorise(by, "restore_unit", {"file": path.name, "unit": wanted.name}, unit=code)
            with writing() as connection:
                confirm(connection, by, unit=code)
                code = ensure_unit(connection, own.name if own else wanted.name)
                _add_spellings(connection, source, wanted, code)
                copy_former_ids(source, connection, wanted.names, own.name if own else wanted.name)
                restoring = Restoring(source, connection, by)
                restored = restoring.restore(wanted.code, code)
                copy_edits(source, connection, restored.added)
                unit = next(each for each in list_units(connection) if each.code == code)
                details = {
                    "file": path.name, "sha256": sha256_of_file(path), "unit": unit_state(unit),
                    "versions": {str(number): digest for number, digest in restoring.digests.items()},
                    "restored": restoring.originals, **_lacking_answers(connection, source, unit, wanted),
                }  # fmt: skip
                audit.append(connection, by, "restore_unit", details)
                if faults := check_store(connection):
                    raise StoreDamaged(fault_lines("数据没有改动：恢复后的数据", faults))
    return restored


def _unit_in(source: sa.Connection, text: str) -> Unit:
    known = list_units(source)
    found = find_unit(text, known)
    if found is None:
        raise UnknownUnit(f"备份中没有“{audit.printable(text)}”这个单位。备份的{listed(known)}")
    return found


def _add_spellings(connection: sa.Connection, source: sa.Connection, wanted: Unit, code: str) -> None:
    """Add what versions of the backup hold as org_unit, where the store does not know it."""
    known = {name: unit.code for unit in list_units(connection) for name in unit.names}
    stored = list(source.scalars(sa.select(_versions.org_unit).where(of_unit(wanted.code)).distinct()))
    foreign = [name for name in stored if known.get(name, code) != code]
    if foreign:
        raise UnknownUnit(f"“{foreign[0]}”在现在的数据中是另一个单位（{known[foreign[0]]}）。数据没有改动。")
    if new := [name for name in stored if name not in known]:
        add_names(connection, code, new)


def _lacking_answers(
    connection: sa.Connection, source: sa.Connection, unit: Unit, wanted: Unit
) -> dict[str, list[dict[str, Any]]]:
    """The remembered answers of the backup that the store has none for; {} for none."""
    known = {(each["kind"], each["signature"]) for each in unit_answers(connection, unit.names)}
    found = [each for each in unit_answers(source, wanted.names) if (each["kind"], each["signature"]) not in known]
    return {"mappings": found} if found else {}


class Restoring:
    """One restore. digests: number → digest of every version that it wrote. originals: digest in the backup → number in
    the store, of those that it added; the next restore of the same backup finds them by it.
    """

    def __init__(self, source: sa.Connection, target: sa.Connection, by: Actor) -> None:
        self._source, self._target, self._by = source, target, by
        self.digests: dict[int, str] = {}
        self.originals: dict[str, int] = {}
        #: Number in the backup → number of the same version in the store.
        self._same: dict[int, int] = {}

    def restore(self, wanted: str, code: str) -> RestoredUnit:
        """Add what the store lacks of the backup's unit `wanted` to the unit `code`."""
        stored = {row.digest: row.id for row in self._target.execute(sa.select(_versions.digest, _versions.id))}
        entries = schema.audit.c
        for details in self._target.scalars(sa.select(entries.details).where(entries.action == "restore_unit")):
            stored |= json.loads(details)["restored"]
        added: dict[int, int] = {}
        statement = sa.select(schema.versions).where(of_unit(wanted)).order_by(_versions.id)
        newest: dict[str, int] = {}
        for row in self._source.execute(statement).mappings().all():
            newest[row["period"]] = row["id"]
            if row["digest"] in stored:
                self._same[row["id"]] = stored[row["digest"]]
            else:
                number = self._add(dict(row), code)
                added[row["id"]] = self._same[row["id"]] = self.originals[row["digest"]] = number
        current = [self._make_current(self._same[number], code, period) for period, number in newest.items()]
        return RestoredUnit(code, added, tuple(number for number in current if number))

    def _add(self, row: dict[str, Any], code: str) -> int:
        """Write a version of the backup, with its contents and sources; return its number."""
        number, current = row["id"], newest_id(self._target, code, row["period"])
        is_used = self._target.scalar(sa.select(_versions.id).where(_versions.id == number)) is not None
        if is_used or (current is not None and current > number):
            number = last_number(self._target) + 1
        restores = row["restores_id"]
        values = {**row, "id": number, "parent_id": current, "restores_id": self._same.get(restores)}
        for table in (schema.sources, schema.contents, schema.rows):
            self._copy_missing(table, row["id"])
        return self._insert(values, self._source, row["id"])

    def _make_current(self, number: int, code: str, period: str) -> int | None:
        """Write a version equal to version `number` as the newest one; None where that is `number` already."""
        current = current_version(self._target, code, period)
        if current is None or current.id == number:
            return None
        row = self._target.execute(sa.select(schema.versions).where(_versions.id == number)).mappings().one()
        values = {
            **row, "id": last_number(self._target) + 1, "org_unit": current.org_unit, "kind": "rollback",
            "author": self._by.name, "note": f"恢复备份至版本 {number}", "created_at": audit.now(),
            "parent_id": current.id, "restores_id": number, "received_sha256": None, "received_name": None,
        }  # fmt: skip
        return self._insert(values, self._target, number)

    def _insert(self, values: dict[str, Any], source: sa.Connection, like: int) -> int:
        """Write the row of a version and its links, those of version `like` of `source`; return its number."""
        contents = self._links(source, schema.version_contents, like)
        cited = self._links(source, schema.version_sources, like)
        parent = values["parent_id"]
        above = self._target.scalar(sa.select(_versions.digest).where(_versions.id == parent)) if parent else None
        tables = {row["table_name"]: row["content_sha256"] for row in contents}
        sources = [
            {key: cell for key, cell in row.items() if key != "version_id"}
            for row in sorted(cited, key=lambda each: each["position"])
        ]
        values["digest"] = self.digests[values["id"]] = hash_version(values, above, tables, sources)
        self._target.execute(sa.insert(schema.versions), values)
        for table, rows in ((schema.version_contents, contents), (schema.version_sources, cited)):
            if rows:
                self._target.execute(sa.insert(table), [{**row, "version_id": values["id"]} for row in rows])
        return int(values["id"])

    def _links(self, source: sa.Connection, table: sa.Table, version_id: int) -> list[dict[str, Any]]:
        found = source.execute(sa.select(table).where(table.c.version_id == version_id))
        return [dict(row) for row in found.mappings()]

    def _copy_missing(self, table: sa.Table, version_id: int) -> None:
        """Copy the rows of `table` that version `version_id` of the backup refers to and the store lacks."""
        key = table.primary_key.columns.values()[0]
        linked = schema.version_sources.c if table is schema.sources else schema.version_contents.c
        column = linked.sha256 if table is schema.sources else linked.content_sha256
        wanted = set(self._source.scalars(sa.select(column).where(linked.version_id == version_id)))
        if table is schema.sources:
            received = sa.select(_versions.received_sha256).where(_versions.id == version_id)
            wanted |= set(filter(None, self._source.scalars(received)))
        present = set(self._target.scalars(sa.select(key).where(key.in_(wanted)).distinct()))
        for sha256 in sorted(wanted - present):
            rows = [dict(row) for row in self._source.execute(sa.select(table).where(key == sha256)).mappings()]
            if rows:
                self._target.execute(sa.insert(table), rows)
