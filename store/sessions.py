"""Sessions: the browser keeps a signed token, the database its hash, so that the server can end a session."""

import hashlib
import hmac
import secrets
from datetime import timedelta
from typing import Final

import sqlalchemy as sa

from store import audit, schema
from store.account_status import Account, account_named, is_alive, owner_of, time_before
from store.engine import database_url, reading, writing
from store.records import Actor

#: Minimum interval between two records of activity.
_RECORD_INTERVAL: Final = timedelta(minutes=5)

#: Database URL -> its signing key, cached after the first read.
_KEYS: Final[dict[str, str]] = {}


def open_session(account: Account, address: str = "") -> str | None:
    """Open a session for `account` and return the value of its cookie (ASCII).

    None where the account was disabled or its password changed since it was verified. `address`: of the client, for the
    audit log.
    """
    token = secrets.token_urlsafe(32)
    opened = audit.now()
    sessions = schema.sessions
    with writing() as connection:
        current = account_named(connection, account.name)
        if current is None or current.disabled_at is not None or current.password != account.password:
            return None
        connection.execute(sa.delete(sessions).where(~is_alive()))
        values = {"id": _id_of(token), "account": current.name, "opened_at": opened, "seen_at": opened}
        connection.execute(sa.insert(sessions), values)
        key = _key(connection) or _make_key(connection)
        audit.append(connection, Actor(current.name, current.role), "sign_in", {"address": audit.printable(address)})
    return f"{token}.{_signature(token, key)}"


def session_of(cookie: str) -> str:
    """The session id in `cookie`; "" where it was not signed by this dashboard.

    Whether that session is valid is checked by `find_session`.
    """
    token, _, signature = cookie.partition(".")
    if not (token and signature and cookie.isascii() and len(cookie) < 200):
        return ""
    cached = _KEYS.get(_database())
    if cached and hmac.compare_digest(_signature(token, cached), signature):
        return _id_of(token)
    key = _read_key()  # not cached yet, or changed by the restore of a backup
    return _id_of(token) if key and hmac.compare_digest(_signature(token, key), signature) else ""


def find_session(session: str) -> Account | None:
    """The account of the session with this id; None where it has ended or the account is disabled."""
    with reading() as connection:
        return owner_of(connection, session)


def keep_alive(session: str) -> None:
    """Record activity of a session; no effect on one that has ended."""
    sessions = schema.sessions.c
    stale = sa.select(sessions.id).where(
        sessions.id == session, sessions.seen_at < time_before(_RECORD_INTERVAL), is_alive()
    )
    with reading() as connection:
        if connection.scalar(stale) is None:
            return
    with writing() as connection:
        renewed = sa.update(schema.sessions).where(sessions.id == session, is_alive())
        connection.execute(renewed.values(seen_at=audit.now()))


def end_session(session: str) -> None:
    """End the session with this id; no effect where it has ended."""
    with writing() as connection:
        owner = owner_of(connection, session)
        connection.execute(sa.delete(schema.sessions).where(schema.sessions.c.id == session))
        if owner is not None:
            audit.append(connection, Actor(owner.name, owner.role), "sign_out")


def _id_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _signature(token: str, key: str) -> str:
    return hmac.new(bytes.fromhex(key), token.encode(), "sha256").hexdigest()


def _database() -> str:
    return database_url().render_as_string(hide_password=False)


def _key(connection: sa.Connection) -> str | None:
    key = connection.scalar(sa.select(schema.signing_keys.c.key))
    if key is not None:
        _KEYS[_database()] = key
    return key


def _read_key() -> str | None:
    with reading() as connection:
        return _key(connection)


def _make_key(connection: sa.Connection) -> str:
    key = secrets.token_hex(32)
    connection.execute(sa.insert(schema.signing_keys), {"id": 1, "key": key})
    return key
