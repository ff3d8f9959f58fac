"""Authorization and validation of drafts before a write."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import pandas as pd
import sqlalchemy as sa

from domain.schema.period import PeriodError, parse_period
from domain.schema.tables import TABLES
from store import audit
from store.account_status import current_actor
from store.content import Content, make_content
from store.engine import reading
from store.errors import InvalidDraft, PermissionDenied
from store.records import ADMIN_ROLES, WRITING_ROLES, Actor, Draft, Role

MAX_NOTE_LENGTH: Final = 2000
_MAX_NAME_LENGTH: Final = 64
_MAX_SOURCE_ID_LENGTH: Final = 255
_ALLOWED_CHARACTERS: Final = frozenset("\n\t\u3000\u00a0")


def authorise(
    actor: Actor, action: str, details: Mapping[str, Any], roles: frozenset[Role] = WRITING_ROLES,
    unit: str | None = None,
) -> Actor:  # fmt: skip
    """`actor` with the name and role from the store, if it currently has one of `roles` in `unit` (None: in all units).

    Otherwise writes the refusal of `action` to the audit log and raises PermissionDenied.
    """
    current: Actor | None = actor
    if actor.session or actor.account:  # a local user needs no query: a damaged store must allow a restore
        with reading() as connection:
            current = current_actor(connection, actor)
    if current is not None and current.role_in(unit) in roles:
        return replace(current, role=current.role_in(unit))
    refused_actor = current or replace(actor, role="viewer")
    audit.record_refusal(refused_actor, {"wanted": action, **details})
    raise _denied(actor, current, roles, unit)


def confirm(
    connection: sa.Connection, by: Actor, roles: frozenset[Role] = WRITING_ROLES, unit: str | None = None
) -> None:  # fmt: skip
    """Check again inside the caller's writing transaction that `by` has one of `roles` in `unit`; PermissionDenied."""
    found = current_actor(connection, by)
    if found is None or found.role_in(unit) not in roles:
        raise _denied(by, found, roles, unit)


def _denied(by: Actor, found: Actor | None, roles: frozenset[Role], unit: str | None) -> PermissionDenied:
    if found is None:
        return PermissionDenied("登录已过期或账号已停用，本次没有写入。请重新登录后再试。")
    name = audit.printable(found.name)
    if roles == ADMIN_ROLES:
        return PermissionDenied(f"“{name}”不是管理员，不能管理账号和单位。请联系管理员。")
    if found.writes_somewhere:
        where = "这个单位" if unit else "所有单位"
        return PermissionDenied(
            f"“{name}”没有{where}的编辑权限，本次没有写入。请用{where}的编辑账号登录，或请管理员开通。"
        )
    return PermissionDenied(f"“{name}”只有查看权限，不能修改数据。请用编辑账号登录，或请管理员开通编辑权限。")


def check_name(by: Actor) -> str:
    """The actor's name without outer blanks; InvalidDraft for an invalid name."""
    return check_text(by.name, "姓名", _MAX_NAME_LENGTH).replace("\n", " ")


def check_text(text: str, what: str, longest: int = MAX_NOTE_LENGTH) -> str:
    """`text` without outer blanks; InvalidDraft where it is empty, too long, or has control characters."""
    text = text.strip()
    if not text:
        raise InvalidDraft(f"{what}为空。请填写{what}后再提交。")
    if len(text) > longest:
        raise InvalidDraft(f"{what}超过 {longest} 字（现有 {len(text)} 字）。请缩短后再提交。")
    if not all(char.isprintable() or char in _ALLOWED_CHARACTERS for char in text):
        raise InvalidDraft(f"{what}含有不可见的控制字符。请删去后重新输入。")
    return text


def check_draft(draft: Draft) -> list[Content]:
    """The draft's tables serialized for storage; InvalidDraft with all faults of scope, source and row_id."""
    current_actor = [name for name in TABLES if name in draft.tables]
    faults = [f"没有名为“{audit.printable(name)}”的表" for name in draft.tables if name not in TABLES]
    for name in current_actor:
        faults += [f"表“{TABLES[name].label}”{fault}" for fault in _row_faults(draft.tables[name], draft)]
    if not draft.org_unit.strip() or audit.printable(draft.org_unit) != draft.org_unit:
        faults.append("单位为空或含有控制字符")
    try:
        if parse_period(draft.period).code != draft.period:
            faults.append(f"报告期请写成 {parse_period(draft.period).code}")
    except PeriodError as error:
        faults.append(audit.printable(str(error)))
    faults += _source_faults(draft)
    if faults:
        raise InvalidDraft("；".join(faults) + "。请改正后重新提交，本次没有写入。")
    return [make_content(name, draft.tables[name]) for name in current_actor]


def _source_faults(draft: Draft) -> list[str]:
    received = draft.received
    if received is None:
        return []
    if not received.source_id or audit.printable(received.source_id) != received.source_id:
        return [f"来源编号为空、含有控制字符或超过 {_MAX_SOURCE_ID_LENGTH} 字"]
    if received.text is not None and "\0" in received.text:
        return [f"文件“{audit.printable(received.name)}”含有空字符（NUL），不是文本"]
    return []


def _row_faults(table: pd.DataFrame, draft: Draft) -> list[str]:
    ids = table["row_id"]
    faults = [f"有 {int(ids.isna().sum())} 行没有编号"] if ids.isna().any() else []
    duplicates = ids[ids.duplicated() & ids.notna()].unique().tolist()
    if duplicates:
        faults.append(f"编号重复：{'、'.join(map(audit.printable, duplicates[:5]))}")
    for column, what, expected in (("org_unit", "单位", draft.org_unit), ("period", "报告期", draft.period)):
        count = int((table[column] != expected).fillna(True).sum())
        if count:
            faults.append(f"有 {count} 行的{what}不是“{audit.printable(expected)}”")
    return faults
