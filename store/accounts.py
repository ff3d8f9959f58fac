"""Accounts and their roles, managed by `python -m store users`; an account is disabled, never deleted."""

import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import Final, get_args

import argon2
import sqlalchemy as sa

from store import audit, schema
from store.account_status import Account, account_named, all_accounts
from store.audited_accounts import password_sha256
from store.drafts import authorise, check_text
from store.engine import reading, writing
from store.errors import InvalidAccount, UnknownUnit
from store.records import ACCOUNT_ROLES, ADMIN_ROLES, Actor, Role
from store.units import find_unit, list_units, listed

MIN_PASSWORD_LENGTH: Final = 8
MAX_PASSWORD_LENGTH: Final = 256
MAX_NAME_LENGTH: Final = 64
#: Names that the dashboard uses for people without an account.
RESERVED: Final = ("访客", "本机用户")
#: Argon2id with the second recommended parameters of RFC 9106: 64 MiB, three passes, about 0.1 s.
_HASHER: Final = argon2.PasswordHasher()


def add_account(name: str, role: str, password: str, by: Actor, unit: str | None = None) -> Account:
    """Make an account, or enable a disabled one again with this role and password; return it.

    unit: the code or a name of the one unit that the role is for; the account is a viewer in all others. None: the role
    is for all units.

    Raises PermissionDenied unless `by` is an admin, InvalidAccount for a name that exists, is empty or reserved, an
    unknown role, and a password that is too short, too long, or the name.
    """
    by = authorise(by, "user_add", {"account": audit.printable(name)}, ADMIN_ROLES)
    name = clean_name(name)
    if name in RESERVED:
        raise InvalidAccount(f"“{name}”是看板自用的称呼，不能作账号姓名。请换一个姓名。")
    _check_role(role, unit)
    hashed = _HASHER.hash(_checked_password(name, password))
    with writing() as connection:
        existing = account_named(connection, name)
        if existing is not None and existing.disabled_at is None:
            raise InvalidAccount(f"账号“{name}”已存在（{ACCOUNT_ROLES[existing.role]}）。改密码请用 users password。")
        own_unit = _unit(connection, unit)
        units = {own_unit: role} if own_unit else {}
        role = "viewer" if own_unit else role
        if existing is None:
            values = {"name": name, "role": role, "password": hashed, "created_at": audit.now()}
            connection.execute(sa.insert(schema.accounts), values)
        else:
            _update(connection, name, role=role, password=hashed, disabled_at=None)
        _set_units(connection, name, units)
        details = {
            "account": name, "role": role, "again": existing is not None, "password_sha256": password_sha256(hashed),
            **({"units": units} if units else {}),
        }  # fmt: skip
        audit.append(connection, by, "user_add", details)
        account = account_named(connection, name)
    assert account is not None
    return account


def disable_account(name: str, by: Actor) -> Account:
    """Disable the account and end all its sessions at once; return it. Raises PermissionDenied and InvalidAccount."""
    by = authorise(by, "user_disable", {"account": audit.printable(name)}, ADMIN_ROLES)
    with writing() as connection:
        account = _existing(connection, name)
        if account.disabled_at is None:
            _update(connection, account.name, disabled_at=audit.now())
            audit.append(connection, by, "user_disable", {"account": account.name})
        _end_sessions(connection, account.name)
        return _existing(connection, account.name)


def set_password(name: str, password: str, by: Actor) -> Account:
    """Change the account's password and end its sessions; return it. Raises as `add_account` does."""
    by = authorise(by, "user_password", {"account": audit.printable(name)}, ADMIN_ROLES)
    hashed = _HASHER.hash(_checked_password(clean_name(name), password))
    with writing() as connection:
        account = _existing(connection, name)
        _update(connection, account.name, password=hashed)
        _end_sessions(connection, account.name)
        details = {"account": account.name, "password_sha256": password_sha256(hashed)}
        audit.append(connection, by, "user_password", details)
    return account


def set_role(name: str, role: str, by: Actor, unit: str | None = None) -> Account:
    """Change the account's role in all units, or in the one `unit` (viewer: no further role there); return it.

    Raises PermissionDenied unless `by` is an admin, InvalidAccount, and UnknownUnit.
    """
    by = authorise(by, "user_role", {"account": audit.printable(name), "role": audit.printable(role)}, ADMIN_ROLES)
    _check_role(role, unit)
    with writing() as connection:
        account = _existing(connection, name)
        units: dict[str, str] = dict(account.unit_roles)
        own_unit = _unit(connection, unit)
        if own_unit is None:
            _update(connection, account.name, role=role)
        else:
            units = {code: each for code, each in {**units, own_unit: role}.items() if each != "viewer"}
            _set_units(connection, account.name, units)
        changed = _existing(connection, name)
        details = {"account": changed.name, "role": changed.role, "units": dict(changed.unit_roles)}
        audit.append(connection, by, "user_role", details)
    return changed


def set_home_unit(name: str, unit: str, by: Actor) -> Account:
    """Set the unit that the account sees first; return it. Raises as `set_role` does."""
    by = authorise(by, "user_role", {"account": audit.printable(name)}, ADMIN_ROLES)
    with writing() as connection:
        account, code = _existing(connection, name), _unit(connection, unit)
        own = schema.account_units
        connection.execute(sa.update(own).where(own.c.account == account.name).values(home=False))
        if connection.execute(
            sa.update(own).where(own.c.account == account.name, own.c.unit == code).values(home=True)
        ).rowcount == 0:  # fmt: skip
            connection.execute(sa.insert(own), {"account": account.name, "unit": code, "role": None, "home": True})
        details = {"account": account.name, "role": account.role, "units": dict(account.unit_roles)}
        audit.append(connection, by, "user_role", details)
        return _existing(connection, name)


def list_accounts() -> list[Account]:
    """Every account, disabled ones too, by name."""
    with reading() as connection:
        return all_accounts(connection)


def any_accounts() -> bool:
    """Whether any account exists, enabled or not: then local users no longer have a role of their own."""
    with reading() as connection:
        return connection.execute(sa.select(schema.accounts.c.name).limit(1)).first() is not None


def find_account(name: str) -> Account | None:
    """The enabled account of that name; None where there is none."""
    with reading() as connection:
        account = account_named(connection, normalized_name(name))
    return account if account and account.disabled_at is None else None


def verify_password(name: str, password: str) -> Account | None:
    """The enabled account `name` if `password` is its password, else None. Takes 0.1 s and 64 MiB.

    Takes equally long for unknown and disabled names and for wrong passwords (no timing oracle).
    """
    with reading() as connection:
        account = account_named(connection, normalized_name(name))
    try:
        _HASHER.verify(account.password if account else _dummy_hash(), _normal(password[: MAX_PASSWORD_LENGTH + 1]))
    except (argon2.exceptions.VerificationError, argon2.exceptions.InvalidHashError):
        return None
    return account if account and account.disabled_at is None else None


def normalized_name(typed: str) -> str:
    """A typed name in the form of account names: NFKC-normalized, without outer blanks.

    The only normalization for lookups, rate limits and the audit log; a second one could merge different names.
    """
    return unicodedata.normalize("NFKC", typed).strip()


def clean_name(name: str) -> str:
    """`name` normalized for a new account. Raises InvalidDraft and InvalidAccount for invalid names."""
    name = check_text(normalized_name(name), "姓名", MAX_NAME_LENGTH)
    if not name.isprintable():
        raise InvalidAccount("姓名中有换行或制表符。请删去后重新输入。")
    return name


def _checked_password(name: str, password: str) -> str:
    """The normalized password. InvalidAccount where it is too short, too long, or the name."""
    normal = _normal(password)
    if len(normal) < MIN_PASSWORD_LENGTH:
        raise InvalidAccount(f"密码太短：至少 {MIN_PASSWORD_LENGTH} 个字符。请换一个密码。")
    if len(normal) > MAX_PASSWORD_LENGTH:
        raise InvalidAccount(f"密码太长：最多 {MAX_PASSWORD_LENGTH} 个字符。请换一个密码。")
    if normal.casefold().strip() == name.casefold():
        raise InvalidAccount("密码不能与姓名相同。请换一个密码。")
    if len(set(normal)) == 1:
        raise InvalidAccount("密码不能只是同一个字符的重复。请换一个密码。")
    return normal


def _normal(password: str) -> str:
    """NFKC: full-width characters from a Chinese input method are the same password."""
    return unicodedata.normalize("NFKC", password).encode("utf-8", "replace").decode()


@cache
def _dummy_hash() -> str:
    return _HASHER.hash("nobody has this password")


def _existing(connection: sa.Connection, name: str) -> Account:
    account = account_named(connection, clean_name(name))
    if account is None:
        raise InvalidAccount(f"没有名为“{audit.printable(name)}”的账号。用 python -m store users list 查看全部账号。")
    return account


def _check_role(role: str, unit: str | None) -> None:
    if role not in get_args(Role):
        raise InvalidAccount(f"没有“{audit.printable(role)}”这种角色。请用 {'、'.join(get_args(Role))} 之一。")
    if role == "admin" and unit is not None:
        raise InvalidAccount("管理员管理全部单位，不能只管一个单位。请去掉 --unit，或改用 editor。")


def _unit(connection: sa.Connection, text: str | None) -> str | None:
    """The code of a unit for an account; InvalidAccount where it may still change."""
    if text is None:
        return None
    known = list_units(connection)
    unit = find_unit(text, known)
    if unit is None:
        raise UnknownUnit(f"没有“{audit.printable(text)}”这个单位。{listed(known)}")
    if not unit.confirmed:
        raise InvalidAccount(f"单位“{unit.name}”的代码还没有确认。请先运行：python -m store units confirm {unit.code}")
    return unit.code


def _set_units(connection: sa.Connection, name: str, units: Mapping[str, str]) -> None:
    """Replace the roles of an account in single units; its home unit stays."""
    own = schema.account_units
    home = connection.scalar(sa.select(own.c.unit).where(own.c.account == name, own.c.home))
    connection.execute(sa.delete(own).where(own.c.account == name))
    rows = [
        {"account": name, "unit": code, "role": units.get(code), "home": code == home}
        for code in dict.fromkeys((*units, *((home,) if home else ())))
    ]
    if rows:
        connection.execute(sa.insert(own), rows)


def _update(connection: sa.Connection, name: str, **values: str | None) -> None:
    connection.execute(sa.update(schema.accounts).where(schema.accounts.c.name == name).values(**values))


def _end_sessions(connection: sa.Connection, name: str) -> None:
    connection.execute(sa.delete(schema.sessions).where(schema.sessions.c.account == name))
