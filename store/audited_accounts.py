"""Compares accounts with the audit log, to detect accounts that were changed directly in the database."""

import json
from collections.abc import Iterator
from typing import Any, Final

import sqlalchemy as sa

from store import schema
from store.account_status import Account, all_accounts
from store.content import sha256_of
from store.records import ACCOUNT_ROLES

#: Actions that change accounts; a `restore` entry contains all accounts after it.
_ACTIONS: Final = ("user_add", "user_disable", "user_password", "user_role", "restore")


def password_sha256(hashed: str) -> str:
    """The fingerprint of a password in the audit log: the SHA-256 of its Argon2id hash."""
    return sha256_of(hashed.encode())


def audited_accounts(connection: sa.Connection) -> dict[str, dict[str, Any]]:
    """All accounts for the entry of a restore: name -> role, units, disabled, password_sha256."""
    return {account.name: _state(account) for account in all_accounts(connection)}


def check_accounts(connection: sa.Connection) -> Iterator[str]:
    """One Chinese line per account that differs from the audit log: added, removed or changed without entry."""
    expected, complete = _expected(connection)
    for account in all_accounts(connection):
        recorded = expected.pop(account.name, None)
        if account.role not in ACCOUNT_ROLES:
            yield f"账号“{account.name}”的角色“{account.role}”不存在"
        elif recorded is None:
            if complete:
                role = ACCOUNT_ROLES[account.role]
                yield f"账号“{account.name}”（{role}）不是用本看板添加的：操作记录中没有添加它的一条"
        else:
            yield from _differences(account, recorded)
    for name in expected:
        yield f"账号“{name}”在操作记录中已添加，但账号本身不见了"


def _differences(account: Account, recorded: dict[str, Any]) -> Iterator[str]:
    state = _state(account)
    if state["role"] != recorded.get("role"):
        yield f"账号“{account.name}”的角色是 {account.role}，操作记录中是 {recorded.get('role')}"
    if state["units"] != recorded.get("units", {}):
        yield f"账号“{account.name}”在各单位的角色与操作记录不符"
    if state["disabled"] != recorded.get("disabled"):
        words = ("可登录", "已停用")
        current_word, recorded_word = words[state["disabled"]], words[bool(recorded.get("disabled"))]
        yield f"账号“{account.name}”{current_word}，操作记录中{recorded_word}"
    if recorded.get("password_sha256") not in (None, state["password_sha256"]):
        yield f"账号“{account.name}”的密码被改过，操作记录中没有这次修改"


def _expected(connection: sa.Connection) -> tuple[dict[str, dict[str, Any]], bool]:
    """The accounts according to the audit log, and whether it is complete.

    Entries of older program versions contain less: no password (then it is not compared), and no accounts for a restore
    that kept the existing ones.
    """
    expected: dict[str, dict[str, Any]] = {}
    complete = True
    entries = schema.audit.c
    chosen = sa.select(entries.action, entries.details).where(entries.action.in_(_ACTIONS)).order_by(entries.seq)
    for action, written in connection.execute(chosen):
        details = json.loads(written)
        if action == "restore":
            if "accounts" in details:
                expected, complete = dict(details["accounts"]), True
            elif details.get("own_accounts"):
                expected, complete = {}, False
            continue
        name, password = details["account"], details.get("password_sha256")
        if action == "user_add":
            units = details.get("units", {})
            expected[name] = {"role": details["role"], "units": units, "disabled": False, "password_sha256": password}
        elif action == "user_role" and name in expected:
            expected[name] = {**expected[name], "role": details["role"], "units": details["units"]}
        elif name in expected:
            change = {"disabled": True} if action == "user_disable" else {"password_sha256": password}
            expected[name] = {**expected[name], **change}
    return expected, complete


def _state(account: Account) -> dict[str, Any]:
    return {
        "role": account.role,
        "units": dict(account.unit_roles),
        "disabled": account.disabled_at is not None,
        "password_sha256": password_sha256(account.password),
    }
