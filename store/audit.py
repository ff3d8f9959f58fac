"""Who did what and when: entries that are only ever added, each carrying the hash of the one before it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import sqlalchemy as sa

from domain import office_time
from store import schema
from store.content import canonical_json, sha256_of
from store.engine import reading, writing
from store.records import Actor

#: What is kept, and the word that 历史版本 shows for it.
ACTIONS: Final[dict[str, str]] = {
    "sign_in": "登录",
    "sign_out": "退出",
    "upload": "上传",
    "commit": "提交",
    "conflict": "提交冲突",
    "refusal": "拒绝",
    "rollback": "回退",
    "export": "导出",
    "restore": "恢复备份",
    "user_add": "添加账号",
    "user_disable": "停用账号",
    "user_password": "重设密码",
}
GENESIS: Final = "0" * 64
_LONGEST: Final = 200
#: Refusals that are kept within an hour, among so many of the newest entries: whoever knocks all night fills no disk.
#: Counted for each person apart, and sign-ins apart from all else: whoever knocks hides nobody's refused change.
REFUSALS_AN_HOUR: Final = 100
_LOOKED_AT: Final = 1000
_HEAD: Final = schema.audit_head.c.id == 1


@dataclass(frozen=True)
class Entry:
    """One thing that was done; `at` is UTC, `details` what was said about it."""

    seq: int
    at: str
    who: str
    role: str
    action: str
    version_id: int | None
    details: str
    previous: str
    hash: str


def record(actor: Actor, action: str, details: Mapping[str, Any] | None = None, version_id: int | None = None) -> None:
    """Add an entry in a transaction of its own. KeyError for an action that is not in ACTIONS."""
    with writing() as connection:
        append(connection, actor, action, details, version_id)


def record_refusal(actor: Actor, details: Mapping[str, Any]) -> None:
    """Add an entry that something was refused, unless REFUSALS_AN_HOUR of its kind were kept within the last hour.

    `details` says what was wanted (`wanted`). The last one that is kept says so in its details (`paused`).
    """
    signs_in = details.get("wanted") == "sign_in"
    with reading() as connection:
        if _refusals_left(connection, actor, signs_in) <= 0:
            return
    with writing() as connection:
        left = _refusals_left(connection, actor, signs_in)
        if left > 0:
            paused = {"paused": "一小时内拒绝过多,其后的不再逐条记录"} if left == 1 else {}
            append(connection, actor, "refusal", {**details, **paused})


def _refusals_left(connection: sa.Connection, actor: Actor, signs_in: bool) -> int:
    entries = schema.audit.c
    newest = sa.select(schema.audit_head.c.seq - _LOOKED_AT).where(_HEAD).scalar_subquery()
    hour_ago = written(office_time.utc_now() - timedelta(hours=1))
    sign_in = entries.details.contains('"wanted":"sign_in"')  # what people typed cannot say so: its quotes are escaped
    kept = sa.select(sa.func.count()).where(
        entries.seq > newest, entries.action == "refusal", entries.at > hour_ago,
        entries.who == plain(actor.name), sign_in if signs_in else ~sign_in,
    )  # fmt: skip
    return REFUSALS_AN_HOUR - (connection.scalar(kept) or 0)


def append(
    connection: sa.Connection,
    actor: Actor,
    action: str,
    details: Mapping[str, Any] | None = None,
    version_id: int | None = None,
) -> None:
    """Add an entry inside the caller's writing transaction: what is done and its entry stand or fall together."""
    if action not in ACTIONS:
        raise KeyError(f"no such audit action: {action!r}")
    head = connection.execute(sa.select(schema.audit_head.c.seq, schema.audit_head.c.hash).where(_HEAD)).one_or_none()
    seq, previous = (head.seq, head.hash) if head else (0, GENESIS)
    entry = {
        "seq": seq + 1,
        "at": now(),
        "who": plain(actor.name),
        "role": plain(actor.role),
        "action": action,
        "version_id": version_id,
        "details": canonical_json(dict(details or {})).encode("utf-8", "replace").decode(),
        "previous": previous,
    }
    entry["hash"] = hash_entry(entry)
    connection.execute(sa.insert(schema.audit), entry)
    if head is None:
        connection.execute(sa.insert(schema.audit_head), {"id": 1, "seq": entry["seq"], "hash": entry["hash"]})
    else:
        connection.execute(sa.update(schema.audit_head).where(_HEAD).values(seq=entry["seq"], hash=entry["hash"]))


def read_audit(limit: int | None = None, before: int | None = None) -> list[Entry]:
    """The entries, newest first; at most `limit`, of those whose number is below `before`."""
    statement = sa.select(schema.audit).order_by(schema.audit.c.seq.desc()).limit(limit)
    if before is not None:
        statement = statement.where(schema.audit.c.seq < before)
    with reading() as connection:
        return [Entry(**row._mapping) for row in connection.execute(statement)]


def hash_entry(entry: Mapping[str, Any]) -> str:
    """The hash an entry must have: over all its other columns, the previous hash included."""
    return sha256_of(
        canonical_json([entry[column.name] for column in schema.audit.c if column.name != "hash"]).encode()
    )


def plain(text: str) -> str:
    """`text` as any database takes it: one line, control characters and broken signs shown as �, at most 200 signs.

    For names that come from outside (a sign-in that failed must be kept whatever was typed).
    """
    whole = text[:_LONGEST].encode("utf-8", "replace").decode()
    return "".join(sign if sign.isprintable() else "�" for sign in whole)


def now() -> str:
    """This moment in UTC, as the store writes times: 2023-07-10T15:58:00.000000Z."""
    return written(office_time.utc_now())


def written(moment: datetime) -> str:
    """`moment` (UTC) as the store writes times; earlier ones sort before later ones."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
