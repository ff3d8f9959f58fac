"""The audit log: append-only entries, each with the hash of the previous one."""

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

#: Actions in the log, with their labels on 历史版本.
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
    "forget_mapping": "删除表头对应",
    "forget_reading": "撤回读法确认",
    "restore_unit": "恢复单位",
    "backup_unit": "备份单位",
    "user_add": "添加账号",
    "user_disable": "停用账号",
    "user_password": "重设密码",
    "user_role": "修改权限",
    "unit_add": "添加单位",
    "unit_change": "修改单位",
    "rename_ids": "更新编号",
    "edit_meeting": "修改汇报",
}
#: Actions whose entry holds many versions of one unit: their digests, the unit's state, its remembered answers.
OF_WHOLE_UNITS: Final = ("restore_unit", "backup_unit")
GENESIS: Final = "0" * 64
_MAX_LENGTH: Final = 200
#: Refusals logged per hour, counted among the newest entries: repeated attempts must not fill the disk. Rate-limited
#: per person; sign-in refusals have their own budget, so that a login flood cannot crowd out other refusals.
REFUSALS_PER_HOUR: Final = 100
_ENTRIES_CONSIDERED: Final = 1000
_HEAD: Final = schema.audit_head.c.id == 1


@dataclass(frozen=True)
class Entry:
    """One entry. at: UTC; details: JSON."""

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
    """Add an entry for a refusal, unless REFUSALS_PER_HOUR of its kind were logged within the last hour.

    `details` contains the refused action (`wanted`). The last logged one is marked in its details (`paused`).
    """
    is_sign_in = details.get("wanted") == "sign_in"
    with reading() as connection:
        if _refusals_left(connection, actor, is_sign_in) <= 0:
            return
    with writing() as connection:
        remaining = _refusals_left(connection, actor, is_sign_in)
        if remaining > 0:
            paused = {"paused": "一小时内拒绝过多，其后的不再逐条记录"} if remaining == 1 else {}
            append(connection, actor, "refusal", {**details, **paused})


def _refusals_left(connection: sa.Connection, actor: Actor, is_sign_in: bool) -> int:
    entries = schema.audit.c
    newest = sa.select(schema.audit_head.c.seq - _ENTRIES_CONSIDERED).where(_HEAD).scalar_subquery()
    hour_ago = time_text(office_time.utc_now() - timedelta(hours=1))
    sign_in = entries.details.contains('"wanted":"sign_in"')  # typed text cannot match: its quotes are escaped
    count = sa.select(sa.func.count()).where(
        entries.seq > newest, entries.action == "refusal", entries.at > hour_ago,
        entries.who == printable(actor.name), sign_in if is_sign_in else ~sign_in,
    )  # fmt: skip
    return REFUSALS_PER_HOUR - (connection.scalar(count) or 0)


def append(
    connection: sa.Connection,
    actor: Actor,
    action: str,
    details: Mapping[str, Any] | None = None,
    version_id: int | None = None,
) -> None:
    """Add an entry inside the caller's writing transaction, so that action and entry are committed together."""
    if action not in ACTIONS:
        raise KeyError(f"no such audit action: {action!r}")
    head = connection.execute(sa.select(schema.audit_head.c.seq, schema.audit_head.c.hash).where(_HEAD)).one_or_none()
    seq, previous = (head.seq, head.hash) if head else (0, GENESIS)
    entry = {
        "seq": seq + 1,
        "at": now(),
        "who": printable(actor.name),
        "role": printable(actor.role),
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
    """The hash of an entry: over all its other columns, including the previous hash."""
    return sha256_of(
        canonical_json([entry[column.name] for column in schema.audit.c if column.name != "hash"]).encode()
    )


def printable(text: str) -> str:
    """`text` sanitized for any database: one line, control characters and lone surrogates as �, at most 200 characters.

    For external input: a failed sign-in must be logged whatever was typed.
    """
    encoded = text[:_MAX_LENGTH].encode("utf-8", "replace").decode()
    return "".join(char if char.isprintable() else "�" for char in encoded)


def now() -> str:
    """The current time in UTC, as the store writes times: 2023-07-10T15:58:00.000000Z."""
    return time_text(office_time.utc_now())


def time_text(moment: datetime) -> str:
    """`moment` (UTC) as the store writes times; the texts sort chronologically."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
