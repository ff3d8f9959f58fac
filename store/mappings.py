"""Answers that are remembered per unit: how tables of other offices are mapped, what words of a report mean.

An answer is kept with the commit that used it, in the audit entry of its version; the newest one of a signature counts
until somebody deletes it, which is an entry of its own. So backups, checks and the audit log cover the answers, and no
table of their own is needed. The few entries with answers are found by an index (migration 0006).
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

import sqlalchemy as sa

from store import audit, schema
from store.drafts import authorise, confirm
from store.engine import reading, writing
from store.errors import StoreDamaged
from store.records import Actor, MappingDraft, RememberedKind
from store.units import find_unit, list_units

_DELETIONS: Final[dict[RememberedKind, str]] = {"table": "forget_mapping", "reading": "forget_reading"}


@dataclass(frozen=True)
class StoredMapping:
    """One remembered answer, as in MappingDraft. who, at (UTC), version_id: of the commit that it came with."""

    signature: str
    header: str
    mapping: str
    who: str
    at: str
    version_id: int


def mapping_details(mappings: tuple[MappingDraft, ...]) -> list[dict[str, str]]:
    """The answers of a draft as details of an audit entry; of a table without its kind, as ever."""
    return [
        {"signature": each.signature, "header": each.header, "mapping": each.mapping}
        | ({} if each.kind == "table" else {"kind": each.kind})
        for each in mappings
    ]


def read_mappings(org_unit: str, kind: RememberedKind = "table") -> dict[str, StoredMapping]:
    """The answers of a kind of a unit (in any spelling) by signature, the newest of each, without deleted ones.

    Raises StoreDamaged where an entry cannot be read.
    """
    names = _names(org_unit)
    with reading() as connection:
        return _read_answers(connection, names, kind)


def unit_answers(connection: sa.Connection, names: Sequence[str]) -> list[dict[str, Any]]:
    """Every remembered answer of the unit with those spellings as details of the entry of a backup or a restore."""
    kinds: tuple[RememberedKind, ...] = ("table", "reading")
    return [
        {**asdict(each), "kind": kind} for kind in kinds for each in _read_answers(connection, names, kind).values()
    ]


def _read_answers(connection: sa.Connection, names: Sequence[str], kind: RememberedKind) -> dict[str, StoredMapping]:
    entries, versions = schema.audit.c, schema.versions.c
    columns = (entries.seq, entries.at, entries.who, entries.action, entries.version_id, entries.details)
    commits = (
        sa.select(*columns)
        .join(schema.versions, versions.id == entries.version_id)
        .where(sa.text(schema.HOLDS_ANSWERS), versions.org_unit.in_(names))
    )
    deletions = sa.select(*columns).where(sa.text(schema.HOLDS_ANSWERS), entries.action == _DELETIONS[kind])
    restores = sa.select(*columns).where(sa.text(schema.HOLDS_ANSWERS), entries.action.in_(audit.OF_WHOLE_UNITS))
    found: dict[str, StoredMapping] = {}
    rows = [each for statement in (commits, deletions, restores) for each in connection.execute(statement)]
    for row in sorted(rows, key=lambda row: row.seq):
        details = _details(row.details)
        if row.action == _DELETIONS[kind]:
            if details.get("org_unit") in names:
                found.pop(str(details.get("signature")), None)
            continue
        if row.action in audit.OF_WHOLE_UNITS and details.get("unit", {}).get("code") not in names:
            continue
        for each in _mappings(details, row, kind):
            found[each.signature] = each
    return found


def forget_mapping(org_unit: str, signature: str, by: Actor, kind: RememberedKind = "table") -> bool:
    """Delete the answer with that signature; whether there was one. Raises PermissionDenied."""
    by = authorise(by, _DELETIONS[kind], {"signature": signature}, unit=org_unit)
    stored = read_mappings(org_unit, kind).get(signature)
    if stored is None:
        return False
    with writing() as connection:
        confirm(connection, by, unit=org_unit)
        details = {"org_unit": org_unit, "signature": signature, "header": stored.header}
        audit.append(connection, by, _DELETIONS[kind], details)
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


def _mappings(details: Mapping[str, Any], row: Any, kind: RememberedKind) -> Iterator[StoredMapping]:
    listed = details.get("mappings")
    for each in listed if isinstance(listed, list) else ():
        is_answer = isinstance(each, dict) and {"signature", "header", "mapping"} <= each.keys()
        if is_answer and each.get("kind", "table") == kind:
            made = {"who": row.who, "at": row.at, "version_id": row.version_id}
            made = {name: each.get(name, value) for name, value in made.items()}
            yield StoredMapping(str(each["signature"]), str(each["header"]), str(each["mapping"]), **made)
