"""What a visitor may do now, by the accounts of the store; asked anew each time."""

from typing import Final

from store.accounts import any_accounts, find_account
from store.records import Actor
from store.sessions import find_session
from ui.shell.settings import settings
from ui.shell.visitor import Visitor

NOBODY: Final = Actor("访客", "viewer")
AT_THE_MACHINE: Final = Actor("本机用户", "editor")


def actor_of(visitor: Visitor) -> Actor:
    """Who `visitor` is to the store: name and role of the account, NOBODY for whoever has none.

    Somebody at the machine is an editor as long as there is no account at all. A name that a proxy vouches for
    without an account is a viewer of that name. Raises StoreUnavailable.
    """
    if visitor.kind == "session" and (owner := find_session(visitor.value)):
        return Actor(owner.name, owner.role, session=visitor.value)
    if visitor.kind == "proxy":
        known = find_account(visitor.value)
        return Actor(known.name, known.role, account=known.name) if known else Actor(visitor.value, "viewer")
    if visitor.kind == "machine" and not any_accounts():
        return AT_THE_MACHINE
    return NOBODY


def may_read(visitor: Visitor) -> bool:
    """Whether `visitor` may see the figures: everybody, or with PROGRESS_READING=accounts who has an account."""
    if not settings().closed:
        return True
    actor = actor_of(visitor)
    return bool(actor.session or actor.account or actor is AT_THE_MACHINE)


def ended(visitor: Visitor, actor: Actor) -> bool:
    """Whether `visitor`, who is `actor` now, came with a session that has ended."""
    return visitor.kind == "session" and not actor.session
