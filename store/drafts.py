"""Checks of what somebody wants to write, before anything touches the database."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import pandas as pd
import sqlalchemy as sa

from domain.schema.period import PeriodError, parse_period
from domain.schema.tables import TABLES
from store import audit
from store.account_status import known
from store.content import Content, make_content
from store.engine import reading
from store.errors import InvalidDraft, PermissionDenied
from store.records import ADMIN_ROLES, WRITING_ROLES, Actor, Draft, Role

LONGEST_NOTE: Final = 2000
_LONGEST_NAME: Final = 64
_LONGEST_SOURCE_ID: Final = 255
_ALLOWED_SIGNS: Final = frozenset("\n\t\u3000\u00a0")


def authorise(by: Actor, wanted: str, details: Mapping[str, Any], roles: frozenset[Role] = WRITING_ROLES) -> Actor:
    """`by` with the name and role that the store knows, if one of `roles` is theirs now.

    Else keeps the refusal in the audit and raises PermissionDenied.
    """
    found: Actor | None = by
    if by.session or by.account:  # else nothing is asked: a damaged store must be open to a restore
        with reading() as connection:
            found = known(connection, by)
    if found is not None and found.role in roles:
        return found
    refused = found or replace(by, role="viewer")
    audit.record_refusal(refused, {"wanted": wanted, **details})
    raise _denied(by, found, roles)


def confirm(connection: sa.Connection, by: Actor, roles: frozenset[Role] = WRITING_ROLES) -> None:
    """Return if `by` still has one of `roles` as the caller's writing transaction sees it; else PermissionDenied."""
    found = known(connection, by)
    if found is None or found.role not in roles:
        raise _denied(by, found, roles)


def _denied(by: Actor, found: Actor | None, roles: frozenset[Role]) -> PermissionDenied:
    if found is None:
        return PermissionDenied("登录已过期或账号已停用,本次没有写入。请重新登录后再试。")
    if roles == ADMIN_ROLES:
        return PermissionDenied(f"「{audit.plain(found.name)}」不是管理员,不能管理账号。请联系管理员。")
    return PermissionDenied(
        f"「{audit.plain(found.name)}」只有查看权限,不能修改数据。请用编辑账号登录,或请管理员开通编辑权限。"
    )


def check_name(by: Actor) -> str:
    """The actor's name without outer blanks; InvalidDraft where no database or reader would take it."""
    return check_text(by.name, "姓名", _LONGEST_NAME).replace("\n", " ")


def check_text(text: str, what: str, longest: int = LONGEST_NOTE) -> str:
    """`text` without outer blanks; InvalidDraft where it is empty, too long, or has signs a database refuses."""
    text = text.strip()
    if not text:
        raise InvalidDraft(f"{what}为空。请填写{what}后再提交。")
    if len(text) > longest:
        raise InvalidDraft(f"{what}超过 {longest} 字(现有 {len(text)} 字)。请缩短后再提交。")
    if not all(sign.isprintable() or sign in _ALLOWED_SIGNS for sign in text):
        raise InvalidDraft(f"{what}含有不可见的控制字符。请删去后重新输入。")
    return text


def check_draft(draft: Draft) -> list[Content]:
    """The draft's tables ready to be stored; InvalidDraft with every fault of scope, source and row_id at once."""
    known = [name for name in TABLES if name in draft.tables]
    faults = [f"没有名为「{audit.plain(name)}」的表" for name in draft.tables if name not in TABLES]
    for name in known:
        faults += [f"表「{TABLES[name].label}」{fault}" for fault in _row_faults(draft.tables[name], draft)]
    if not draft.org_unit.strip() or audit.plain(draft.org_unit) != draft.org_unit:
        faults.append("单位为空或含有控制字符")
    try:
        if parse_period(draft.period).code != draft.period:
            faults.append(f"报告期请写成 {parse_period(draft.period).code}")
    except PeriodError as error:
        faults.append(audit.plain(str(error)))
    faults += _source_faults(draft)
    if faults:
        raise InvalidDraft(";".join(faults) + "。请改正后重新提交,本次没有写入。")
    return [make_content(name, draft.tables[name]) for name in known]


def _source_faults(draft: Draft) -> list[str]:
    received = draft.received
    if received is None:
        return []
    if not received.source_id or audit.plain(received.source_id) != received.source_id:
        return [f"来源编号为空、含有控制字符或超过 {_LONGEST_SOURCE_ID} 字"]
    if received.text is not None and "\0" in received.text:
        return [f"文件「{audit.plain(received.name)}」含有空字符(NUL),不是文本"]
    return []


def _row_faults(table: pd.DataFrame, draft: Draft) -> list[str]:
    ids = table["row_id"]
    faults = [f"有 {int(ids.isna().sum())} 行没有编号"] if ids.isna().any() else []
    twice = ids[ids.duplicated() & ids.notna()].unique().tolist()
    if twice:
        faults.append(f"编号重复:{'、'.join(map(audit.plain, twice[:5]))}")
    for column, what, wanted in (("org_unit", "单位", draft.org_unit), ("period", "报告期", draft.period)):
        strange = int((table[column] != wanted).fillna(True).sum())
        if strange:
            faults.append(f"有 {strange} 行的{what}不是「{audit.plain(wanted)}」")
    return faults
