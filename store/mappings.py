"""How other people's tables were mapped, remembered per unit and header.

A mapping is kept with the commit that used it, in the audit entry of its version; the newest one of a header counts
until somebody deletes it, which is an entry of its own. So backups, checks and the audit log cover mappings, and no
table of their own is needed.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from store import audit, schema
from store.drafts import authorise, confirm
from store.engine import reading, writing
from store.errors import StoreDamaged
from store.records import Actor, MappingDraft
from store.units import find_unit, list_units


@dataclass(frozen=True)
class StoredMapping:
    """One remembered mapping. signature: of the header; header: its texts; mapping: as JSON; at: UTC."""

    signature: str
    header: str
    mapping: str
    who: str
    at: str
    version_id: int


def mapping_details(mappings: tuple[MappingDraft, ...]) -> list[dict[str, str]]:
    """The mappings of a draft as details of an audit entry."""
    return [{"signature": each.signature, "header": each.header, "mapping": each.mapping} for each in mappings]


def read_mappings(org_unit: str) -> dict[str, StoredMapping]:
    """The mappings of a unit (in any spelling) by signature, the newest of each header, without deleted ones.

    Raises StoreDamaged where an entry cannot be read.
    """
    entries, versions = schema.audit.c, schema.versions.c
    names = _names(org_unit)
    commits = (
        sa.select(entries.seq, entries.at, entries.who, entries.action, entries.version_id, entries.details)
        .join(schema.versions, versions.id == entries.version_id)
        .where(entries.action == "commit", versions.org_unit.in_(names), entries.details.contains('"mappings":'))
    )
    deletions = sa.select(
        entries.seq, entries.at, entries.who, entries.action, entries.version_id, entries.details
    ).where(entries.action == "forget_mapping")
    found: dict[str, StoredMapping] = {}
    with reading() as connection:
        rows = [*connection.execute(commits), *connection.execute(deletions)]
    for row in sorted(rows, key=lambda row: row.seq):
        details = _details(row.details)
        if row.action == "forget_mapping":
            if details.get("org_unit") in names:
                found.pop(str(details.get("signature")), None)
            continue
        for each in _mappings(details, row):
            found[each.signature] = each
    return found


def forget_mapping(org_unit: str, signature: str, by: Actor) -> bool:
    """Delete the mapping of a header; whether there was one. Raises PermissionDenied."""
    by = authorise(by, "forget_mapping", {"signature": signature}, unit=org_unit)
    stored = read_mappings(org_unit).get(signature)
    if stored is None:
        return False
    with writing() as connection:
        confirm(connection, by, unit=org_unit)
        details = {"org_unit": org_unit, "signature": signature, "header": stored.header}
        audit.append(connection, by, "forget_mapping", details)
    return True


def _names(org_unit: str) -> tuple[str, ...]:
    """Every spelling that versions and entries of the unit may hold."""
    unit = find_unit(org_unit, list_units())
    return (org_unit,) if unit is None else tuple({org_unit, *unit.names})


def _details(text: str) -> Mapping[str, Any]:
    try:
        details = json.loads(text)
    except ValueError as error:
        raise StoreDamaged("操作记录中的一条读不出来。请运行 python -m store check 查看。") from error
    return details if isinstance(details, dict) else {}


def _mappings(details: Mapping[str, Any], row: Any) -> Iterator[StoredMapping]:
    listed = details.get("mappings")
    for each in listed if isinstance(listed, list) else ():
        if isinstance(each, dict) and {"signature", "header", "mapping"} <= each.keys():
            yield StoredMapping(
                str(each["signature"]), str(each["header"]), str(each["mapping"]), row.who, row.at, row.version_id
            )
