"""Who is signed in: the browser keeps a signed token, the database its hash. A session ends in the database."""

import hashlib
import hmac
import secrets
from datetime import timedelta
from typing import Final

import sqlalchemy as sa

from store import audit, schema
from store.account_status import Account, account_named, ago, alive, owner_of
from store.engine import database_url, reading, writing
from store.records import Actor

#: How often at most it is written down that the owner did something.
_SEEN_EVERY: Final = timedelta(minutes=5)

#: Database -> its signing key, once it was read: a cookie costs a question only until then.
_KEYS: Final[dict[str, str]] = {}


def open_session(account: Account, address: str = "") -> str | None:
    """Open a session for `account` and return what its browser is to keep (a cookie's value, ASCII).

    None where by now the account is disabled or has another password than the one that was verified. `address`: of
    the client, for the audit.
    """
    token = secrets.token_urlsafe(32)
    opened = audit.now()
    sessions = schema.sessions
    with writing() as connection:
        now = account_named(connection, account.name)
        if now is None or now.disabled_at is not None or now.password != account.password:
            return None
        connection.execute(sa.delete(sessions).where(~alive()))
        values = {"id": _id_of(token), "account": now.name, "opened_at": opened, "seen_at": opened}
        connection.execute(sa.insert(sessions), values)
        key = _key(connection) or _make_key(connection)
        audit.append(connection, Actor(now.name, now.role), "sign_in", {"address": audit.plain(address)})
    return f"{token}.{_signature(token, key)}"


def session_of(cookie: str) -> str:
    """The id of the session that `cookie` stands for; "" where it was not signed by this dashboard.

    Whether that session is alive says `find_session`.
    """
    token, _, signature = cookie.partition(".")
    if not (token and signature and cookie.isascii() and len(cookie) < 200):
        return ""
    kept = _KEYS.get(_place())
    if kept and hmac.compare_digest(_signature(token, kept), signature):
        return _id_of(token)
    key = _read_key()  # not read yet, or another than the kept one since a backup was restored
    return _id_of(token) if key and hmac.compare_digest(_signature(token, key), signature) else ""


def find_session(session: str) -> Account | None:
    """The account that owns the session with this id; None where it has ended, or its account was disabled."""
    with reading() as connection:
        return owner_of(connection, session)


def keep_alive(session: str) -> None:
    """Write down that the session's owner did something; without effect on one that has ended."""
    sessions = schema.sessions.c
    stale = sa.select(sessions.id).where(sessions.id == session, sessions.seen_at < ago(_SEEN_EVERY), alive())
    with reading() as connection:
        if connection.scalar(stale) is None:
            return
    with writing() as connection:
        renewed = sa.update(schema.sessions).where(sessions.id == session, alive())
        connection.execute(renewed.values(seen_at=audit.now()))


def end_session(session: str) -> None:
    """End the session with this id at once; without effect where it has ended."""
    with writing() as connection:
        owner = owner_of(connection, session)
        connection.execute(sa.delete(schema.sessions).where(schema.sessions.c.id == session))
        if owner is not None:
            audit.append(connection, Actor(owner.name, owner.role), "sign_out")


def _id_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _signature(token: str, key: str) -> str:
    return hmac.new(bytes.fromhex(key), token.encode(), "sha256").hexdigest()


def _place() -> str:
    return database_url().render_as_string(hide_password=False)


def _key(connection: sa.Connection) -> str | None:
    key = connection.scalar(sa.select(schema.signing_keys.c.key))
    if key is not None:
        _KEYS[_place()] = key
    return key


def _read_key() -> str | None:
    with reading() as connection:
        return _key(connection)


def _make_key(connection: sa.Connection) -> str:
    key = secrets.token_hex(32)
    connection.execute(sa.insert(schema.signing_keys), {"id": 1, "key": key})
    return key
