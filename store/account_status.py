"""What somebody is to the store at this moment: the account, its role, and whether the session is still alive."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Final

import sqlalchemy as sa

from domain import office_time
from store import audit, schema
from store.records import Actor, Role

#: A session ends so long after the sign-in, and so long after its owner last did something.
LONGEST: Final = timedelta(hours=12)
IDLE: Final = timedelta(hours=2)


@dataclass(frozen=True)
class Account:
    """Somebody who may sign in, unless `disabled_at` is set. Times are UTC, as the store writes them.

    `password`: its argon2id hash, as it was when this was read.
    """

    name: str
    role: Role
    created_at: str
    disabled_at: str | None = None
    password: str = field(default="", repr=False)


_ACCOUNT: Final = [schema.accounts.c[name] for name in ("name", "role", "created_at", "disabled_at", "password")]
select_accounts: Final = sa.select(*_ACCOUNT).order_by(schema.accounts.c.name)


def known(connection: sa.Connection, by: Actor) -> Actor | None:
    """`by` with the name and role of the account; None where the session has ended or the account is disabled.

    Whoever acts without either is at the machine, and is who they say.
    """
    if by.session:
        account = owner_of(connection, by.session)
    elif by.account:
        account = account_named(connection, by.account)
    else:
        return by
    if account is None or account.disabled_at is not None:
        return None
    return replace(by, name=account.name, role=account.role)


def account_named(connection: sa.Connection, name: str) -> Account | None:
    """The account of exactly that name, a disabled one too; None where there is none."""
    if not name.isprintable():  # no account is called so, and not every database takes it in a query
        return None
    row = connection.execute(select_accounts.where(schema.accounts.c.name == name)).one_or_none()
    return Account(*row) if row else None


def owner_of(connection: sa.Connection, session: str) -> Account | None:
    """The enabled account that owns the living session with this id; None where there is none."""
    enabled = schema.accounts.c.disabled_at.is_(None)
    row = connection.execute(
        select_accounts.join_from(schema.accounts, schema.sessions)
        .where(schema.sessions.c.id == session, enabled, alive())
    ).one_or_none()  # fmt: skip
    return Account(*row) if row else None


def alive() -> sa.ColumnElement[bool]:
    """The condition on `sessions` that a session has not run out."""
    sessions = schema.sessions.c
    return sa.and_(sessions.opened_at > ago(LONGEST), sessions.seen_at > ago(IDLE))


def ago(span: timedelta) -> str:
    """The moment `span` before now, as the store writes times."""
    return audit.written(office_time.utc_now() - span)
