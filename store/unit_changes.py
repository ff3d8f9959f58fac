"""Changes of units, by administrators; each is one transaction with an audit entry that holds the unit after it."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from domain.schema.org_unit import CODE, CODE_RULE, plain_unit_name
from store import audit, schema
from store.drafts import authorise, check_text
from store.engine import writing
from store.errors import InvalidUnit, UnknownUnit
from store.records import ADMIN_ROLES, Actor
from store.units import Unit, add_names, find_unit, list_units, listed

_units = schema.units.c
_MAX_NAME_LENGTH = 64


def add_unit(unit: Unit, by: Actor) -> Unit:
    """Add `unit`, with a code that is final; return it.

    Raises PermissionDenied unless `by` is an administrator, InvalidUnit where the code is no code, a spelling means
    another unit or the last day is before the first, UnknownUnit for the parent, InvalidDraft for an empty name.
    """
    by = authorise(by, "unit_add", {"unit": audit.printable(unit.name)}, ADMIN_ROLES)
    unit = replace(
        unit, name=_name(unit.name), short_name=_name(unit.short_name) if unit.short_name else None,
        aliases=tuple(map(_name, unit.aliases)),
    )  # fmt: skip
    _check_code(unit.code)
    if unit.valid_from and unit.valid_to and unit.valid_to < unit.valid_from:
        raise InvalidUnit("单位的终止日期早于起始日期。请改正后再添加。")
    with writing() as connection:
        known = list_units(connection)
        _refuse_taken(unit.names, known)
        parent = _existing(unit.parent, known).code if unit.parent else None
        values = {
            "code": unit.code, "name": unit.name, "short_name": unit.short_name, "parent": parent,
            "valid_from": unit.valid_from, "valid_to": unit.valid_to, "home": False,
            "created_at": audit.now(), "confirmed_at": audit.now(),
        }  # fmt: skip
        connection.execute(sa.insert(schema.units), values)
        add_names(connection, unit.code, unit.names)
        return _recorded(connection, by, "unit_add", unit.code)


def confirm_unit(text: str, code: str, by: Actor) -> Unit:
    """Confirm the code of a unit: as proposed, or `code` in its place; return the unit.

    From then on new versions hold the code. The proposal stays an alias: an address may hold it. Raises as `add_unit`.
    """
    by = authorise(by, "unit_change", {"unit": audit.printable(text)}, ADMIN_ROLES)
    _check_code(code)
    with writing() as connection:
        known = list_units(connection)
        unit = _existing(text, known)
        if unit.confirmed:
            raise InvalidUnit(f"“{unit.name}”的代码 {unit.code} 已经确认，不能再改。")
        if code != unit.code:
            _refuse_taken((code,), [each for each in known if each != unit])
            _change_code(connection, unit, code)
        connection.execute(sa.update(schema.units).where(_units.code == code).values(confirmed_at=audit.now()))
        return _recorded(connection, by, "unit_change", code, former_code=unit.code)


def rename_unit(text: str, name: str, by: Actor, short_name: str | None = None) -> Unit:
    """Give a unit another name, and a short name where one is given; return it. The former names stay its aliases."""
    by = authorise(by, "unit_change", {"unit": audit.printable(text)}, ADMIN_ROLES)
    values = {"name": _name(name)} | ({"short_name": _name(short_name)} if short_name else {})
    with writing() as connection:
        known = list_units(connection)
        unit = _existing(text, known)
        _add_spellings(connection, unit, values.values(), known)
        connection.execute(sa.update(schema.units).where(_units.code == unit.code).values(**values))
        return _recorded(connection, by, "unit_change", unit.code)


def add_alias(text: str, alias: str, by: Actor) -> Unit:
    """Add a spelling that means the unit; return it."""
    by = authorise(by, "unit_change", {"unit": audit.printable(text)}, ADMIN_ROLES)
    with writing() as connection:
        known = list_units(connection)
        unit = _existing(text, known)
        _add_spellings(connection, unit, (_name(alias),), known)
        return _recorded(connection, by, "unit_change", unit.code)


def set_home(text: str, by: Actor) -> Unit:
    """Make a unit the one that is shown where an address names none; return it."""
    by = authorise(by, "unit_change", {"unit": audit.printable(text)}, ADMIN_ROLES)
    with writing() as connection:
        unit = _existing(text, list_units(connection))
        connection.execute(sa.update(schema.units).values(home=_units.code == unit.code))
        return _recorded(connection, by, "unit_change", unit.code)


def set_parent(text: str, parent: str | None, by: Actor) -> Unit:
    """Set the unit above a unit (None: none); return it. Raises InvalidUnit for one that stands below it or is it."""
    by = authorise(by, "unit_change", {"unit": audit.printable(text)}, ADMIN_ROLES)
    with writing() as connection:
        known = list_units(connection)
        unit = _existing(text, known)
        code = _existing(parent, known).code if parent else None
        above = {each.code: each.parent for each in known} | {unit.code: code}
        seen, at = {unit.code}, code
        while at is not None:
            if at in seen:
                raise InvalidUnit(f"“{unit.name}”不能归到自己或自己的下级单位。请另选上级。")
            seen.add(at)
            at = above.get(at)
        connection.execute(sa.update(schema.units).where(_units.code == unit.code).values(parent=code))
        return _recorded(connection, by, "unit_change", unit.code)


def set_validity(text: str, first: date | None, last: date | None, by: Actor) -> Unit:
    """Set the first and the last day of a unit (None: not known); return it."""
    by = authorise(by, "unit_change", {"unit": audit.printable(text)}, ADMIN_ROLES)
    if first and last and last < first:
        raise InvalidUnit("单位的终止日期早于起始日期。请改正后再试。")
    with writing() as connection:
        unit = _existing(text, list_units(connection))
        connection.execute(
            sa.update(schema.units).where(_units.code == unit.code).values(valid_from=first, valid_to=last)
        )
        return _recorded(connection, by, "unit_change", unit.code)


def check_units(connection: sa.Connection) -> Iterator[str]:
    """One Chinese line per stored org_unit without a unit, and per unit that differs from its last audit entry."""
    names, versions = schema.unit_names.c, schema.versions.c
    stored = sa.select(versions.org_unit).where(~sa.exists().where(names.name == versions.org_unit)).distinct()
    for org_unit in connection.scalars(stored):
        yield f"版本中的单位“{org_unit}”不在单位表中"
    recorded = _last_entries(connection)
    for unit in list_units(connection):
        entry = recorded.pop(unit.code, None)
        if entry is None:
            if unit.confirmed:
                yield f"单位“{unit.name}”（{unit.code}）不是用本看板添加或确认的：操作记录中没有这一条"
        elif entry != unit_state(unit):
            yield f"单位“{unit.name}”（{unit.code}）与操作记录不符，不是用本看板修改的"
    for code in recorded:
        yield f"单位 {code} 在操作记录中已添加，但单位本身不见了"


def _last_entries(connection: sa.Connection) -> dict[str, dict[str, Any]]:
    """Code → the state of the unit in its last audit entry."""
    entries = schema.audit.c
    statement = (
        sa.select(entries.details)
        .where(entries.action.in_(("unit_add", "unit_change", *audit.OF_WHOLE_UNITS)))
        .order_by(entries.seq)
    )
    found: dict[str, dict[str, Any]] = {}
    for details in map(json.loads, connection.scalars(statement)):
        found.pop(details.get("former_code", ""), None)
        found[details["unit"]["code"]] = details["unit"]
    return found


def unit_state(unit: Unit) -> dict[str, Any]:
    """What an audit entry holds of a unit. Not its home mark, which another entry may move to another unit."""
    values = asdict(unit)
    del values["home"]
    days = {name: values[name].isoformat() if values[name] else None for name in ("valid_from", "valid_to")}
    return {**values, **days, "aliases": sorted(unit.aliases)}


def _recorded(connection: sa.Connection, by: Actor, action: str, code: str, **details: str) -> Unit:
    """Write the audit entry with the unit as it is now, and return the unit."""
    unit = next(each for each in list_units(connection) if each.code == code)
    audit.append(connection, by, action, {"unit": unit_state(unit), "home": unit.home, **details})
    return unit


def _existing(text: str, known: list[Unit]) -> Unit:
    unit = find_unit(text, known)
    if unit is None:
        raise UnknownUnit(f"没有“{audit.printable(text)}”这个单位。{listed(known)}")
    return unit


def _name(text: str) -> str:
    name = check_text(text, "单位名称", _MAX_NAME_LENGTH)
    if not name.isprintable():
        raise InvalidUnit("单位名称中有换行或制表符。请删去后重新输入。")
    return name


def _check_code(code: str) -> None:
    if not CODE.fullmatch(code):
        raise InvalidUnit(f"“{audit.printable(code)}”不能作单位代码：{CODE_RULE}。")


def _refuse_taken(names: Iterable[str], known: list[Unit]) -> None:
    """UnknownUnit where one of `names` already means one of the units `known`."""
    for name in names:
        existing = next((unit for unit in known if plain_unit_name(name) in map(plain_unit_name, unit.names)), None)
        if existing is not None:
            raise InvalidUnit(f"“{name}”已经是单位“{existing.name}”（{existing.code}）的名称、代码或别名。请换一个。")


def _add_spellings(connection: sa.Connection, unit: Unit, names: Iterable[str], known: list[Unit]) -> None:
    new = [name for name in names if name not in unit.names]
    _refuse_taken(new, [each for each in known if each != unit])
    if new:
        add_names(connection, unit.code, new)


def _change_code(connection: sa.Connection, unit: Unit, code: str) -> None:
    """Replace the proposed code of `unit`; the proposal stays a spelling."""
    row = dict(connection.execute(sa.select(schema.units).where(_units.code == unit.code)).one()._mapping)
    connection.execute(sa.insert(schema.units), {**row, "code": code})
    names = schema.unit_names
    connection.execute(sa.update(names).where(names.c.code == unit.code).values(code=code))
    connection.execute(sa.update(schema.units).where(_units.parent == unit.code).values(parent=code))
    connection.execute(sa.delete(schema.units).where(_units.code == unit.code))
    if code not in unit.names:
        add_names(connection, code, (code,))
