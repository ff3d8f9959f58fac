"""Error classes of the store. Messages are Chinese: what is wrong, where, what to do."""

from typing import TYPE_CHECKING

from domain.judging.decisions import DECISIONS
from domain.schema.tables import BASE_TABLES

if TYPE_CHECKING:
    from domain.schema.diff import Diff
    from store.records import Version


class StoreError(Exception):
    """Base class; `str(error)` can be shown to a clerk."""


class PermissionDenied(StoreError):
    """The actor may read but not write."""


class InvalidAccount(StoreError):
    """An account cannot be created or changed: name exists or is unknown, weak password."""


class InvalidDraft(StoreError):
    """The draft cannot become a version: wrong scope, missing or repeated row_id, invalid text."""


class UnclearScope(InvalidDraft):
    """The unit or the period of a report is not known: nobody gave it, and its words leave a doubt."""


class NothingChanged(StoreError):
    """The draft equals its parent version; nothing is written."""


class EditedMeanwhile(StoreError):
    """Somebody else has saved the same slide, order or confirmation since it was read; nothing is written."""


class UnknownVersion(StoreError):
    """No version has that number."""


class InvalidUnit(StoreError):
    """A unit cannot be added or changed: no code, a name that means another unit."""


class UnknownUnit(StoreError):
    """No unit has that code, name or alias."""


class SeveralUnits(StoreError):
    """There are several units, and the command names none."""


class StoreUnavailable(StoreError):
    """The database cannot be reached, read or written."""


class StoreTooNew(StoreUnavailable):
    """The database was written by a newer program than this one."""


class StoreDamaged(StoreError):
    """Stored data is corrupt: a hash does not match or a part is missing."""


class ConflictError(StoreError):
    """Another user committed first. theirs: diff from the parent to the current version; yours: to the refused draft.

    missing_parent: id of the parent, where a restored backup does not contain it; then both diffs start from the
    current version.
    """

    def __init__(self, current: "Version", theirs: "Diff", yours: "Diff", missing_parent: int | None = None) -> None:
        event = (
            f"您编辑期间，{current.author} 已提交第{current.id}版（{current.note}）"
            if missing_parent is None
            else f"您编辑期间恢复过备份，您所依据的第{missing_parent}版已不在，"
            f"现在的最新版是第{current.id}版（{current.note}）"
        )
        own_count = _by_hand(yours)
        sides = (
            f"对方改动 {_by_hand(theirs)} 处，您改动 {own_count} 处"
            if missing_parent is None
            else f"与它相差 {own_count} 处"
        )
        super().__init__(
            f"{event}。您的修改没有写入，也没有丢失：{sides}。请对照两边的改动，在第{current.id}版的基础上重新提交。"
        )
        self.current = current
        self.theirs = theirs
        self.yours = yours


def _by_hand(diff: "Diff") -> int:
    """The number of rows added, removed or changed by users, and of findings resolved; without derived changes."""
    rows = sum(table.count for name, table in diff.tables.items() if name in BASE_TABLES)
    findings = diff.tables["findings"].changed if "findings" in diff.tables else ()
    return rows + len({change.row_id for change in findings if change.column in DECISIONS["findings"]})
