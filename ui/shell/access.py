"""Authorization: the actor and rights of a visitor. Read from the store's accounts on every call, never cached."""

from typing import Final

from store.account_status import Account
from store.accounts import any_accounts, find_account
from store.records import Actor
from store.sessions import find_session
from ui.shell.settings import settings
from ui.shell.visitor import Visitor

NOBODY: Final = Actor("访客", "viewer")
LOCAL_USER: Final = Actor("本机用户", "editor")


def actor_of(visitor: Visitor) -> Actor:
    """The actor that `visitor` is: name and role of the account; NOBODY without an account.

    A local user is an editor as long as there is no account at all. A name from a trusted proxy that has no account
    is a viewer with that name. Raises StoreUnavailable.
    """
    if visitor.kind == "session" and (session_account := find_session(visitor.value)):
        return _actor(session_account, session=visitor.value)
    if visitor.kind == "proxy":
        account = find_account(visitor.value)
        return _actor(account, account=account.name) if account else Actor(visitor.value, "viewer")
    if visitor.kind == "machine" and not any_accounts():
        return LOCAL_USER
    return NOBODY


def _actor(found: Account, **identity: str) -> Actor:
    return Actor(found.name, found.role, unit_roles=found.unit_roles, home=found.home, **identity)


def may_read(visitor: Visitor) -> bool:
    """Whether `visitor` may see the figures: everyone, or with PROGRESS_READING=accounts only account holders."""
    if not settings().closed:
        return True
    actor = actor_of(visitor)
    return bool(actor.session or actor.account or actor is LOCAL_USER)


def session_ended(visitor: Visitor, actor: Actor) -> bool:
    """Whether `visitor` (resolved to `actor`) presented a session that has ended."""
    return visitor.kind == "session" and not actor.session
