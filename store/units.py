"""Units: reading them, and finding one by its code or any of its names.

A version keeps the org_unit that was written with it: the name in old versions, the code in new ones. Nothing that is
stored changes, nor any hash. `unit_names` says which unit each spelling means. What is read holds one spelling, the key
of the unit: its name until an administrator has confirmed its code, from then on the code.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Any, Final

import sqlalchemy as sa

from domain.schema.org_unit import plain_unit_name, propose_code
from store import audit, schema
from store.engine import reading
from store.errors import SeveralUnits, UnknownUnit
from store.records import Draft

units: Final = schema.units.c
unit_names: Final = schema.unit_names.c


@dataclass(frozen=True)
class Unit:
    """A unit. aliases: every other spelling that means it, its former names too. valid_from, valid_to: its first and
    last day, None where not known. confirmed: an administrator confirmed the code, which never changes from then on.
    home: it is shown first where an address names none.
    """

    code: str
    name: str
    short_name: str | None = None
    aliases: tuple[str, ...] = ()
    parent: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    confirmed: bool = False
    home: bool = False

    @property
    def key(self) -> str:
        """What org_unit of versions and rows holds."""
        return self.code if self.confirmed else self.name

    @property
    def names(self) -> tuple[str, ...]:
        """Every spelling that means this unit."""
        return tuple(dict.fromkeys(filter(None, (self.code, self.name, self.short_name, *self.aliases))))


def list_units(connection: sa.Connection | None = None) -> list[Unit]:
    """All units, in the order in which they were added."""
    if connection is None:
        with reading() as opened:
            return list_units(opened)
    both = sa.outerjoin(schema.units, schema.unit_names, unit_names.code == units.code)
    statement = sa.select(schema.units, unit_names.name.label("spelling")).select_from(both)
    rows = connection.execute(statement.order_by(units.created_at, units.code, unit_names.name)).all()
    return [_as_unit(list(of_unit)) for _, of_unit in groupby(rows, key=lambda row: row.code)]


def find_unit(text: str, known: Sequence[Unit]) -> Unit | None:
    """The unit among `known` that `text` means: a code, a name, a short name or an alias; None where none does."""
    exact = next((unit for unit in known if text in unit.names), None)
    plain = plain_unit_name(text)
    return exact or next((unit for unit in known if plain in map(plain_unit_name, unit.names)), None)


def read_unit(text: str) -> Unit:
    """The unit that `text` means. Raises UnknownUnit, which lists the units."""
    known = list_units()
    found = find_unit(text, known)
    if found is None:
        raise UnknownUnit(f"没有“{audit.printable(text)}”这个单位。{listed(known)}")
    return found


def code_of(text: str) -> str | None:
    """The code of the unit that `text` means; None where none does."""
    found = find_unit(text, list_units())
    return found.code if found else None


def read_unit_names(code: str) -> tuple[str, ...]:
    """The name of the unit with that code, and every other spelling that means it; () for an unknown code."""
    return next(((unit.name, *unit.names) for unit in list_units() if unit.code == code), ())


def pick_unit(text: str | None) -> str | None:
    """The code of the unit that an option --unit names; without one, that of the only unit. None: there is no unit.

    Raises UnknownUnit, and SeveralUnits where there are several and `text` is None; both list the units.
    """
    if text is not None:
        return read_unit(text).code
    known = list_units()
    if len(known) > 1:
        raise SeveralUnits(f"有多个单位，请用 --unit 写明是哪一个（代码、名称或别名）。{listed(known)}")
    return known[0].code if known else None


def listed(known: Sequence[Unit]) -> str:
    """The units for a message: 现有单位：金川街道（jcjd）、大桥镇（dqz）。"""
    if not known:
        return "还没有任何单位。"
    return f"现有单位：{'、'.join(f'{unit.name}（{unit.code}）' for unit in known)}。"


def spellings(connection: sa.Connection) -> dict[str, str]:
    """Spelling → key, for the spellings that stored rows may hold in place of the key."""
    key = sa.case((units.confirmed_at.is_not(None), units.code), else_=units.name)
    statement = sa.select(unit_names.name, key.label("key")).join(schema.units, units.code == unit_names.code)
    return {row.name: row.key for row in connection.execute(statement) if row.name != row.key}


def canonical_draft(draft: Draft) -> Draft:
    """`draft` with the key of its unit as org_unit, also in its tables; unchanged where the unit is not known yet."""
    unit = find_unit(draft.org_unit, list_units())
    if unit is None or unit.key == draft.org_unit:
        return draft
    tables = {}
    for name, table in draft.tables.items():
        own = table["org_unit"].isin((draft.org_unit, *unit.names)) if "org_unit" in table else None
        tables[name] = table if own is None else table.assign(org_unit=table["org_unit"].mask(own, unit.key))
    return replace(draft, org_unit=unit.key, tables=tables)


def ensure_unit(connection: sa.Connection, org_unit: str) -> str:
    """The code of the unit of a new version; where none is known, a unit of that name is added with a proposed code."""
    known = list_units(connection)
    found = find_unit(org_unit, known)
    code = found.code if found else propose_code(org_unit, {name for unit in known for name in unit.names})
    if found is None:
        values = {"code": code, "name": org_unit, "home": False, "created_at": audit.now()}
        connection.execute(sa.insert(schema.units), values)
        add_names(connection, code, (code, org_unit))
    return code


def add_names(connection: sa.Connection, code: str, names: Sequence[str]) -> None:
    """Add spellings of a unit. The caller has checked that they mean no other unit."""
    connection.execute(sa.insert(schema.unit_names), [{"name": name, "code": code} for name in dict.fromkeys(names)])


def _as_unit(rows: Sequence[sa.Row[Any]]) -> Unit:
    """The unit of `rows`, one per spelling."""
    unit = rows[0]
    own = {unit.code, unit.name, unit.short_name, None}
    return Unit(
        unit.code, unit.name, unit.short_name, tuple(row.spelling for row in rows if row.spelling not in own),
        unit.parent, unit.valid_from, unit.valid_to, unit.confirmed_at is not None, unit.home,
    )  # fmt: skip
