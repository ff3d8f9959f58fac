"""The things the store hands in and out: who acts, what is proposed, what was received, what is kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final, Literal

import pandas as pd

Role = Literal["viewer", "editor", "admin"]
#: Where a version came from: the seed import, a report, a workbook, an edit on screen, or an older version.
VersionKind = Literal["seed", "report", "workbook", "edit", "rollback"]
SourceKind = Literal["report", "workbook"]

ACCOUNT_ROLES: Final[dict[Role, str]] = {"viewer": "查看", "editor": "编辑", "admin": "管理员"}
WRITING_ROLES: Final[frozenset[Role]] = frozenset({"editor", "admin"})
ADMIN_ROLES: Final[frozenset[Role]] = frozenset({"admin"})

VERSION_KINDS: Final[dict[str, str]] = {
    "seed": "初始导入",
    "report": "报告导入",
    "workbook": "台账上传",
    "edit": "在线修改",
    "rollback": "回退",
}


@dataclass(frozen=True)
class Actor:
    """Who does something, and in which role; every function that writes asks for one.

    `session`: the id of the session in which it is done, `account`: the account that a trusted proxy vouches for;
    with either, the store looks up name and role itself and does not believe those given here. With neither it is
    somebody at the machine: at its command line, or at its browser while there are no accounts.
    """

    name: str
    role: Role
    session: str = field(default="", repr=False)
    account: str = ""


@dataclass(frozen=True)
class Received:
    """A file exactly as it came in. `text` is what was decoded from it (reports), newlines as \\n."""

    name: str
    kind: SourceKind
    content: bytes = field(repr=False)
    source_id: str
    text: str | None = field(default=None, repr=False)
    encoding: str | None = None
    origin: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Draft:
    """What somebody proposes as the next version of (org_unit, period).

    `tables` maps table names to tables as `domain.schema.tables.conform` makes them; a table that is not named is
    taken over from the parent, so a workbook with one sheet changes one table and deletes nothing.
    `answers`: in one line each, what was answered to questions about how it is read; the audit keeps them.
    """

    org_unit: str
    period: str
    kind: VersionKind
    tables: Mapping[str, pd.DataFrame] = field(repr=False)
    received: Received | None = None
    answers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Version:
    """One stored version, without its tables. `created_at` is UTC; `restores_id` is set by a rollback."""

    id: int
    org_unit: str
    period: str
    as_of: date
    kind: VersionKind
    author: str
    note: str
    created_at: datetime
    parent_id: int | None
    restores_id: int | None
    received_sha256: str | None
    received_name: str | None
    digest: str


@dataclass(frozen=True)
class StoredSource:
    """A received file as it is kept; `text` is None where it is not a report."""

    source_id: str
    name: str
    kind: SourceKind
    sha256: str
    content: bytes = field(repr=False)
    text: str | None = field(repr=False)
    encoding: str | None
    origin: Mapping[str, Any]
