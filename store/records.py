"""Records of the store's interface: actors, drafts, received files, versions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final, Literal

import pandas as pd

Role = Literal["viewer", "editor", "admin"]
#: Where a version came from: the seed import, a report, a workbook, an edit on screen, or an older version.
VersionKind = Literal["seed", "report", "workbook", "edit", "rollback"]
SourceKind = Literal["report", "workbook"]
#: What is remembered of a unit: how tables of other offices are mapped, how words of its reports are read.
RememberedKind = Literal["table", "reading"]

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
    """Who acts, in which role; a parameter of every writing function.

    session: id of the session; account: name from a trusted proxy. With either, the store looks up name and roles
    itself and ignores those given here. With neither, a local user: at the command line, or in a browser on this
    machine while there are no accounts. role: in all units; unit_roles: further roles in single units, by code; home:
    the code of the account's home unit.
    """

    name: str
    role: Role
    session: str = field(default="", repr=False)
    account: str = ""
    unit_roles: tuple[tuple[str, Role], ...] = ()
    home: str = ""

    def role_in(self, unit: str | None) -> Role:
        """The role in the unit with that code; for None, a unit that is not known yet, the role in all units."""
        further = [role for code, role in self.unit_roles if code == unit]
        return max([self.role, *further], key=list(ACCOUNT_ROLES).index)

    @property
    def writes_somewhere(self) -> bool:
        """Whether the actor may change the data of any unit."""
        return self.role in WRITING_ROLES or any(role in WRITING_ROLES for _, role in self.unit_roles)


@dataclass(frozen=True)
class Received:
    """A file exactly as received. text: the decoded report, newlines as \\n."""

    name: str
    kind: SourceKind
    content: bytes = field(repr=False)
    source_id: str
    text: str | None = field(default=None, repr=False)
    encoding: str | None = None
    origin: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class MappingDraft:
    """An answer to remember. signature: what it is found by again; header: the words it was given on; mapping: JSON.

    kind table: how a table of another office is mapped, by its header. kind reading: what words of a report mean.
    """

    signature: str
    header: str
    mapping: str
    kind: RememberedKind = "table"


@dataclass(frozen=True)
class Draft:
    """A proposed next version of (org_unit, period).

    tables: table names → tables as `domain.schema.tables.conform` makes them; missing tables are taken from the parent,
    so a workbook with one sheet changes one table and deletes nothing. answers: one line per answered question of the
    reading, for the audit log. mappings: answers to be remembered for the unit.
    """

    org_unit: str
    period: str
    kind: VersionKind
    tables: Mapping[str, pd.DataFrame] = field(repr=False)
    received: Received | None = None
    answers: tuple[str, ...] = ()
    mappings: tuple[MappingDraft, ...] = ()


@dataclass(frozen=True)
class Version:
    """One stored version, without its tables. `created_at` is UTC; `restores_id` is set by a rollback.

    org_unit: what org_unit of its rows holds (store.units). unit, unit_name: code and name of the unit.
    ids_changed_at: when former ids were last recorded, of any unit, in UTC (store.former_ids); "" for never, and in a
    list. Whoever keeps rows of a version keeps them for as long as it stays the same.
    """

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
    unit: str = ""
    unit_name: str = ""
    ids_changed_at: str = field(default="", compare=False)


@dataclass(frozen=True)
class StoredSource:
    """A received file in the store. text: None where it is not a report."""

    source_id: str
    name: str
    kind: SourceKind
    sha256: str
    content: bytes = field(repr=False)
    text: str | None = field(repr=False)
    encoding: str | None
    origin: Mapping[str, Any]
