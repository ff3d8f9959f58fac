"""What can go wrong with the store, each as one kind of error whose message is Chinese: what, where, what to do."""

from typing import TYPE_CHECKING

from domain.judging.decisions import DECISIONS
from domain.schema.tables import KEPT_TABLES

if TYPE_CHECKING:
    from domain.schema.diff import Diff
    from store.records import Version


class StoreError(Exception):
    """Anything the store refuses or cannot do; `str(error)` is fit to be shown to a clerk."""


class PermissionDenied(StoreError):
    """The person may look but not change."""


class InvalidAccount(StoreError):
    """An account cannot be made or changed as asked: a name that is taken or unknown, a password that is too weak."""


class InvalidDraft(StoreError):
    """The draft cannot become a version as it is: wrong scope, missing or repeated row_id, text no database takes."""


class NothingChanged(StoreError):
    """The draft equals the version it would follow; no version is written."""


class UnknownVersion(StoreError):
    """No version has that number."""


class StoreUnavailable(StoreError):
    """The database cannot be reached, read or written. What was stored before has not been looked at."""


class StoreTooNew(StoreUnavailable):
    """The database was written by a newer program than this one."""


class StoreDamaged(StoreError):
    """What is stored is not what was written: a hash does not match or a part is missing."""


class ConflictError(StoreError):
    """Somebody else committed first. `theirs` is parent → current version, `yours` is parent → the refused draft.

    gone: the parent, where a backup was restored that does not hold it; then both start from the current version.
    """

    def __init__(self, current: "Version", theirs: "Diff", yours: "Diff", gone: int | None = None) -> None:
        happened = (
            f"您编辑期间,{current.author} 已提交第{current.id}版({current.note})"
            if gone is None
            else f"您编辑期间恢复过备份,您所依据的第{gone}版已不在,现在的最新版是第{current.id}版({current.note})"
        )
        mine = _by_hand(yours)
        sides = f"对方改动 {_by_hand(theirs)} 处,您改动 {mine} 处" if gone is None else f"与它相差 {mine} 处"
        super().__init__(
            f"{happened}。您的修改没有写入,也没有丢失:{sides}。请对照两边的改动,在第{current.id}版的基础上重新提交。"
        )
        self.current = current
        self.theirs = theirs
        self.yours = yours


def _by_hand(diff: "Diff") -> int:
    """Rows that somebody added, removed or changed, and findings that somebody settled; what was made of them aside."""
    rows = sum(table.count for name, table in diff.tables.items() if name in KEPT_TABLES)
    findings = diff.tables["findings"].changed if "findings" in diff.tables else ()
    return rows + len({change.row_id for change in findings if change.column in DECISIONS["findings"]})
