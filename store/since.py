"""Compares the store with an earlier backup or its digest, to detect removed versions.

If the newest versions are deleted together with their audit entries, the rest is consistent in itself; but the last
entry of an earlier backup is missing.
"""

import re
from datetime import datetime
from pathlib import Path
from typing import Final

import sqlalchemy as sa

from domain.office_time import at_office
from store import schema
from store.engine import reading, translated_errors
from store.errors import StoreDamaged, StoreError
from store.files import is_sqlite, read_only

#: Number of the last audit entry and its hash (at least 16 digits), which covers all earlier entries.
_DIGEST: Final = re.compile(r"([0-9]{1,9})-([0-9a-f]{16,64})")


def backup_digest(path: Path) -> str:
    """The digest of the backup at `path` for `check_since`: 12-3f9a…, the end of its audit log."""
    hashes = _hashes_in(path)
    last = max(hashes, default=0)
    return f"{last}-{hashes.get(last, '0' * 64)}"


def check_since(backup: str) -> list[str]:
    """What the store lacks compared with `backup` (its path or digest), as Chinese lines; [] for nothing.

    Raises StoreError where `backup` is neither, OSError where there is no such file.
    """
    digest = _DIGEST.fullmatch(backup.strip())
    before = {int(digest[1]): digest[2]} if digest else _hashes_in(Path(backup))
    with reading() as connection:
        entries = schema.audit.c
        current = {row.seq: row.hash for row in connection.execute(sa.select(entries.seq, entries.hash))}
        lost = [seq for seq in sorted(before) if seq and not current.get(seq, "").startswith(before[seq])]
        if not lost:
            return []
        return [
            _lost_line(lost[0], max(before), max(current, default=0)),
            *_restores(connection, lost[0], bool(digest)),
        ]


def _lost_line(first: int, last: int, last_current: int) -> str:
    entries = f"第 {first} 条" + (f"到第 {last} 条" if last > first else "")
    if last_current < first:
        return f"操作记录比备份时少：备份时有{entries}，现在只到第 {last_current} 条，其后的记录和版本不见了"
    return f"操作记录与备份时不同：{entries}已被换成别的，当时的记录和版本不见了"


def _restores(connection: sa.Connection, first: int, digest_only: bool) -> list[str]:
    """Lines about restores that may be the cause. With a digest alone the point of divergence is unknown."""
    entries = schema.audit.c
    chosen = sa.select(entries.seq, entries.at, entries.who).where(entries.action == "restore")
    if not digest_only:
        chosen = chosen.where(entries.seq == first)
    return [
        f"操作记录第 {seq} 条：{who}在{at_office(datetime.fromisoformat(at)):%Y-%m-%d %H:%M}恢复过备份。"
        "如属实，此前的备份不能再作比较，请与恢复以后的备份比较"
        for seq, at, who in connection.execute(chosen.order_by(entries.seq))
    ]


def _hashes_in(path: Path) -> dict[int, str]:
    if not is_sqlite(path):
        raise StoreError(f"{path} 不是备份文件，也不是备份时显示的摘要。")
    with translated_errors(path), read_only(path) as backup:
        found = dict(backup.execute("SELECT seq, hash FROM audit ORDER BY seq").fetchall())
    if list(found) != list(range(1, len(found) + 1)):
        raise StoreDamaged(f"备份 {path} 的操作记录不完整，不能作比较。请换一个备份文件。")
    return found
