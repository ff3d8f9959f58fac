"""Accounts: who may sign in, in which role. Kept by `python -m store users`; an account is disabled, never deleted."""

import unicodedata
from functools import cache
from typing import Final, get_args

import argon2
import sqlalchemy as sa

from store import audit, schema
from store.account_status import Account, account_named, select_accounts
from store.audited_accounts import password_sha256
from store.drafts import authorise, check_text
from store.engine import reading, writing
from store.errors import InvalidAccount
from store.records import ACCOUNT_ROLES, ADMIN_ROLES, Actor, Role

SHORTEST_PASSWORD: Final = 8
LONGEST_PASSWORD: Final = 256
LONGEST_NAME: Final = 64
#: Names that the dashboard itself gives to people without an account.
RESERVED: Final = ("访客", "本机用户")
#: Argon2id with the second recommended parameters of RFC 9106: 64 MiB, three passes, about 0.1 s.
_HASHER: Final = argon2.PasswordHasher()


def add_account(name: str, role: str, password: str, by: Actor) -> Account:
    """Make an account, or enable a disabled one again with this role and password; return it.

    Raises PermissionDenied unless `by` is an admin, InvalidAccount for a name that is taken, empty or reserved,
    a role that is none, and a password that is too short, too long, or the name.
    """
    by = authorise(by, "user_add", {"account": audit.plain(name)}, ADMIN_ROLES)
    name = clean_name(name)
    if name in RESERVED:
        raise InvalidAccount(f"「{name}」是看板自用的称呼,不能作账号姓名。请换一个姓名。")
    if role not in get_args(Role):
        raise InvalidAccount(f"没有「{audit.plain(role)}」这种角色。请用 {'、'.join(get_args(Role))} 之一。")
    hashed = _HASHER.hash(_checked_password(name, password))
    with writing() as connection:
        existing = account_named(connection, name)
        if existing is not None and existing.disabled_at is None:
            raise InvalidAccount(f"账号「{name}」已存在({ACCOUNT_ROLES[existing.role]})。改密码请用 users password。")
        if existing is None:
            values = {"name": name, "role": role, "password": hashed, "created_at": audit.now()}
            connection.execute(sa.insert(schema.accounts), values)
        else:
            _update(connection, name, role=role, password=hashed, disabled_at=None)
        details = {
            "account": name, "role": role, "again": existing is not None, "password_sha256": password_sha256(hashed)
        }  # fmt: skip
        audit.append(connection, by, "user_add", details)
        made = account_named(connection, name)
    assert made is not None
    return made


def disable_account(name: str, by: Actor) -> Account:
    """End the account and all its sessions at once; return it. Raises PermissionDenied and InvalidAccount."""
    by = authorise(by, "user_disable", {"account": audit.plain(name)}, ADMIN_ROLES)
    with writing() as connection:
        account = _existing(connection, name)
        if account.disabled_at is None:
            _update(connection, account.name, disabled_at=audit.now())
            audit.append(connection, by, "user_disable", {"account": account.name})
        _end_sessions(connection, account.name)
        return _existing(connection, account.name)


def set_password(name: str, password: str, by: Actor) -> Account:
    """Give the account another password and end its sessions; return it. Raises as `add_account` does."""
    by = authorise(by, "user_password", {"account": audit.plain(name)}, ADMIN_ROLES)
    hashed = _HASHER.hash(_checked_password(clean_name(name), password))
    with writing() as connection:
        account = _existing(connection, name)
        _update(connection, account.name, password=hashed)
        _end_sessions(connection, account.name)
        details = {"account": account.name, "password_sha256": password_sha256(hashed)}
        audit.append(connection, by, "user_password", details)
    return account


def list_accounts() -> list[Account]:
    """Every account, disabled ones too, by name."""
    with reading() as connection:
        return [Account(*row) for row in connection.execute(select_accounts)]


def any_accounts() -> bool:
    """Whether there is an account, enabled or not: from then on, being at the machine gives nobody a role."""
    with reading() as connection:
        return connection.execute(sa.select(schema.accounts.c.name).limit(1)).first() is not None


def find_account(name: str) -> Account | None:
    """The enabled account of that name; None where there is none."""
    with reading() as connection:
        account = account_named(connection, usual_name(name))
    return account if account and account.disabled_at is None else None


def verify_password(name: str, password: str) -> Account | None:
    """The enabled account `name` if `password` is its password, else None. Takes 0.1 s and 64 MiB.

    Takes as long for a name that is unknown or disabled as for a password that is wrong.
    """
    with reading() as connection:
        account = account_named(connection, usual_name(name))
    try:
        _HASHER.verify(account.password if account else _nobodys_hash(), _normal(password[: LONGEST_PASSWORD + 1]))
    except (argon2.exceptions.VerificationError, argon2.exceptions.InvalidHashError):
        return None
    return account if account and account.disabled_at is None else None


def usual_name(typed: str) -> str:
    """A name however it was typed as accounts are called: full-width letters made usual, no outer blanks.

    What looks an account up, counts attempts for it or writes about it asks here: two ways to shorten a name would
    make one account of many names.
    """
    return unicodedata.normalize("NFKC", typed).strip()


def clean_name(name: str) -> str:
    """`name` as a new account is called; InvalidDraft and InvalidAccount where no account can be."""
    name = check_text(usual_name(name), "姓名", LONGEST_NAME)
    if not name.isprintable():
        raise InvalidAccount("姓名中有换行或制表符。请删去后重新输入。")
    return name


def _checked_password(name: str, password: str) -> str:
    """The password as it is hashed. InvalidAccount where it is too short, too long, or the name."""
    normal = _normal(password)
    if len(normal) < SHORTEST_PASSWORD:
        raise InvalidAccount(f"密码太短:至少 {SHORTEST_PASSWORD} 个字符。请换一个密码。")
    if len(normal) > LONGEST_PASSWORD:
        raise InvalidAccount(f"密码太长:最多 {LONGEST_PASSWORD} 个字符。请换一个密码。")
    if normal.casefold().strip() == name.casefold():
        raise InvalidAccount("密码不能与姓名相同。请换一个密码。")
    if len(set(normal)) == 1:
        raise InvalidAccount("密码不能只是同一个字符的重复。请换一个密码。")
    return normal


def _normal(password: str) -> str:
    """Digits typed with a Chinese input method in full width are the same password."""
    return unicodedata.normalize("NFKC", password).encode("utf-8", "replace").decode()


@cache
def _nobodys_hash() -> str:
    return _HASHER.hash("nobody has this password")


def _existing(connection: sa.Connection, name: str) -> Account:
    account = account_named(connection, clean_name(name))
    if account is None:
        raise InvalidAccount(f"没有名为「{audit.plain(name)}」的账号。用 python -m store users list 查看全部账号。")
    return account


def _update(connection: sa.Connection, name: str, **values: str | None) -> None:
    connection.execute(sa.update(schema.accounts).where(schema.accounts.c.name == name).values(**values))


def _end_sessions(connection: sa.Connection, name: str) -> None:
    connection.execute(sa.delete(schema.sessions).where(schema.sessions.c.account == name))
