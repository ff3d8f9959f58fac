"""The current state of an actor: account, role, and whether the session is still valid."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Final

import sqlalchemy as sa

from domain import office_time
from store import audit, schema
from store.records import Actor, Role

#: A session ends this long after the sign-in, and this long after its last activity.
MAX_SESSION: Final = timedelta(hours=12)
MAX_IDLE: Final = timedelta(hours=2)


@dataclass(frozen=True)
class Account:
    """An account; it cannot sign in if `disabled_at` is set. Times are UTC, as the store writes them.

    password: its argon2id hash at the time of reading. role: in all units; unit_roles: further roles in single units,
    by code; home: the code of its home unit, "" for none.
    """

    name: str
    role: Role
    created_at: str
    disabled_at: str | None = None
    password: str = field(default="", repr=False)
    unit_roles: tuple[tuple[str, Role], ...] = ()
    home: str = ""


_ACCOUNT: Final = [schema.accounts.c[name] for name in ("name", "role", "created_at", "disabled_at", "password")]
select_accounts: Final = sa.select(*_ACCOUNT).order_by(schema.accounts.c.name)


def current_actor(connection: sa.Connection, actor: Actor) -> Actor | None:
    """`actor` with the name and role of its account; None where the session has ended or the account is disabled.

    An actor without session and account is a local user and is returned unchanged.
    """
    if actor.session:
        account = owner_of(connection, actor.session)
    elif actor.account:
        account = account_named(connection, actor.account)
    else:
        return actor
    if account is None or account.disabled_at is not None:
        return None
    return replace(actor, name=account.name, role=account.role, unit_roles=account.unit_roles, home=account.home)


def account_named(connection: sa.Connection, name: str) -> Account | None:
    """The account with exactly that name, also a disabled one; None where there is none."""
    if not name.isprintable():  # no account has such a name, and not every database accepts it in a query
        return None
    row = connection.execute(select_accounts.where(schema.accounts.c.name == name)).one_or_none()
    return _with_units(connection, Account(*row)) if row else None


def owner_of(connection: sa.Connection, session: str) -> Account | None:
    """The enabled account of the valid session with this id; None where there is none."""
    enabled = schema.accounts.c.disabled_at.is_(None)
    row = connection.execute(
        select_accounts.join_from(schema.accounts, schema.sessions)
        .where(schema.sessions.c.id == session, enabled, is_alive())
    ).one_or_none()  # fmt: skip
    return _with_units(connection, Account(*row)) if row else None


def all_accounts(connection: sa.Connection) -> list[Account]:
    """Every account, disabled ones too, by name."""
    return [_with_units(connection, Account(*row)) for row in connection.execute(select_accounts).all()]


def _with_units(connection: sa.Connection, account: Account) -> Account:
    own = schema.account_units.c
    statement = sa.select(schema.account_units).where(own.account == account.name).order_by(own.unit)
    rows = connection.execute(statement).all()
    roles = tuple((row.unit, row.role) for row in rows if row.role is not None)
    return replace(account, unit_roles=roles, home=next((row.unit for row in rows if row.home), ""))


def is_alive() -> sa.ColumnElement[bool]:
    """The SQL condition that a session has not expired."""
    sessions = schema.sessions.c
    return sa.and_(sessions.opened_at > time_before(MAX_SESSION), sessions.seen_at > time_before(MAX_IDLE))


def time_before(span: timedelta) -> str:
    """The time `span` ago, as the store writes times."""
    return audit.time_text(office_time.utc_now() - span)
