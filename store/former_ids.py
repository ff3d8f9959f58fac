"""Former ids of rows and indicators: a report that is read by a newer program may call the same row by another id.

A version keeps the ids that were written with it; no stored line and no hash changes. `former_ids` says which id of
today each former one means, for each unit. What is read holds the ids of today (`Spelling`), so that diff, history,
trend and decisions meet both; ledgers and addresses that hold a former id are translated by `current_ids`.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import sqlalchemy as sa

from store import audit, schema
from store.content import canonical_json, respelled
from store.drafts import authorise, confirm
from store.engine import reading, writing
from store.records import Actor
from store.units import code_of, find_unit, list_units, spellings

#: Kind (a table for ids of its rows, INDICATOR for those of indicators) → former id → id of today.
Ids = Mapping[str, Mapping[str, str]]
INDICATOR: Final = "indicator_id"

_former: Final = schema.former_ids.c
_UNIT: Final = re.compile(r'"org_unit":("(?:[^"\\]|\\.)*")')
#: Cells that hold an id. A quotation mark inside a value is escaped, so that only the cell itself can match.
_ID_CELLS: Final = re.compile(r'"(row_id|indicator_id|part_of)":("(?:[^"\\]|\\.)*")')


@dataclass(frozen=True)
class Spelling:
    """How stored lines are read. keys: spelling of a unit → its key. ids: key of a unit → its former ids."""

    keys: Mapping[str, str]
    ids: Mapping[str, Ids] = field(default_factory=dict)

    def line(self, table: str, line: str) -> str:
        """A stored line of `table` with the key of its unit as org_unit and the ids of today."""
        line = respelled(line, self.keys)
        unit = _UNIT.search(line) if self.ids else None
        ids = self.ids.get(json.loads(unit[1])) if unit else None
        if ids is None:
            return line
        own = {"row_id": ids.get(table, {}), "part_of": ids.get(table, {}), INDICATOR: ids.get(INDICATOR, {})}

        def today(match: re.Match[str]) -> str:
            current = own[match[1]].get(json.loads(match[2]))
            return match[0] if current is None else f'"{match[1]}":{canonical_json(current)}'

        return _ID_CELLS.sub(today, line)

    def formers(self, table: str, row_id: str) -> list[str]:
        """The ids that stored lines of `table` may hold for the row `row_id` of today, itself the first."""
        found = [former for ids in self.ids.values() for former, now in ids.get(table, {}).items() if now == row_id]
        return list(dict.fromkeys([row_id, *found]))


def read_spelling(connection: sa.Connection) -> Spelling:
    """The spelling of all units."""
    keys = spellings(connection)
    ids: dict[str, dict[str, dict[str, str]]] = {}
    for row in connection.execute(sa.select(schema.former_ids)):
        of_unit = ids.setdefault(keys.get(row.org_unit, row.org_unit), {})
        of_unit.setdefault(row.kind, {})[row.former] = row.current
    return Spelling(keys, ids)


def current_ids(org_unit: str) -> Ids:
    """The former ids of a unit (its code or any of its names) with the ids of today."""
    with reading() as connection:
        return _ids_of(connection, org_unit)


def record_former_ids(org_unit: str, ids: Ids, by: Actor) -> None:
    """Record that the former ids of `ids` mean its ids of today, in one transaction with an audit entry.

    What meant a former id of `ids` means its new one from now on; an id that is in use again is former no more. Nothing
    is written where `ids` is known or empty. Raises PermissionDenied.
    """
    unit = code_of(org_unit)
    by = authorise(by, "rename_ids", {"org_unit": audit.printable(org_unit)}, unit=unit)
    with writing() as connection:
        confirm(connection, by, unit=unit)
        before = {
            (kind, former): now for kind, of in _ids_of(connection, org_unit).items() for former, now in of.items()
        }
        new = {(kind, former): now for kind, of in ids.items() for former, now in of.items() if former != now}
        after = {(kind, former): new.get((kind, now), now) for (kind, former), now in before.items()} | new
        in_use = {(kind, now) for (kind, _), now in new.items()}
        after = {key: now for key, now in after.items() if key not in in_use}
        if after == before:
            return
        at = audit.now()
        connection.execute(sa.delete(schema.former_ids).where(_former.org_unit.in_(_names(connection, org_unit))))
        connection.execute(
            sa.insert(schema.former_ids),
            [
                {"org_unit": org_unit, "kind": kind, "former": former, "current": now, "recorded_at": at}
                for (kind, former), now in after.items()
            ],
        )
        audit.append(connection, by, "rename_ids", {"org_unit": org_unit, "ids": _as_details(new)})


def copy_former_ids(source: sa.Connection, target: sa.Connection, names: tuple[str, ...], org_unit: str) -> None:
    """Copy the former ids of a unit from another store, where `target` has none of the same id. names: of the unit."""
    known = _ids_of(target, org_unit)
    for row in source.execute(sa.select(schema.former_ids).where(_former.org_unit.in_(names))).mappings():
        if row["former"] not in known.get(row["kind"], {}):
            target.execute(sa.insert(schema.former_ids), {**row, "org_unit": org_unit})


def _ids_of(connection: sa.Connection, org_unit: str) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for row in connection.execute(
        sa.select(schema.former_ids).where(_former.org_unit.in_(_names(connection, org_unit)))
    ):
        found.setdefault(row.kind, {})[row.former] = row.current
    return found


def _names(connection: sa.Connection, org_unit: str) -> tuple[str, ...]:
    """Every spelling of the unit."""
    unit = find_unit(org_unit, list_units(connection))
    return (org_unit,) if unit is None else tuple({org_unit, *unit.names})


def _as_details(new: Mapping[tuple[str, str], str]) -> dict[str, Any]:
    details: dict[str, dict[str, str]] = {}
    for (kind, former), now in new.items():
        details.setdefault(kind, {})[former] = now
    return details
