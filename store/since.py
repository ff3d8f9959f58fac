"""Compares the store with an earlier backup or its digest, to detect removed versions.

If the newest versions are deleted together with their audit entries, the rest is consistent in itself; but the last
entry of an earlier backup is missing.
"""

import json
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

import sqlalchemy as sa

from domain.office_time import at_office
from store import schema
from store.engine import reading, translated_errors
from store.errors import StoreDamaged, StoreError
from store.files import is_sqlite, read_only
from store.streaming import BATCH_ROWS

#: Number of the last audit entry and its hash (at least 16 digits), which covers all earlier entries.
_DIGEST: Final = re.compile(r"([0-9]{1,9})-([0-9a-f]{16,64})")

#: Numbers and hashes of consecutive audit entries.
_Entries = list[tuple[int, str]]


def backup_digest(path: Path) -> str:
    """The digest of the backup at `path` for `check_since`: 12-3f9a…, the end of its audit log."""
    last = 0, "0" * 64
    for entries in _entries_in(path):
        last = entries[-1]
    return f"{last[0]}-{last[1]}"


def check_since(backup: str) -> list[str]:
    """What the store lacks compared with `backup` (its path or digest), as Chinese lines; [] for nothing.

    Raises StoreError where `backup` is neither, OSError where there is no such file.
    """
    digest = _DIGEST.fullmatch(backup.strip())
    if digest is None and (versions := _unit_versions(Path(backup))):
        return _lost_versions(versions)
    before = [[(int(digest[1]), digest[2])]] if digest else _entries_in(Path(backup))
    with reading() as connection:
        first, last = _first_lost(connection, before)
        if first is None:
            return []
        last_current = connection.scalar(sa.select(sa.func.max(schema.audit.c.seq))) or 0
        return [_lost_line(first, last, last_current), *_restores(connection, first, bool(digest))]


def _first_lost(connection: sa.Connection, before: Iterable[_Entries]) -> tuple[int | None, int]:
    """The first entry of `before` that the store lacks, or has with another hash; None for none; and the last one."""
    first, last = None, 0
    for entries in before:
        last = entries[-1][0]
        seq = schema.audit.c.seq
        within = sa.select(seq, schema.audit.c.hash).where(seq.between(entries[0][0], last))
        current = {row.seq: row.hash for row in connection.execute(within)}
        lost = (number for number, hashed in entries if number and not current.get(number, "").startswith(hashed))
        first = next(lost, None) if first is None else first
    return first, last


def _unit_versions(path: Path) -> dict[str, int]:
    """Digest → number of each version in the backup of one unit; {} for a backup of the whole store."""
    if not is_sqlite(path):
        return {}
    with translated_errors(path), read_only(path) as backup:
        if backup.execute("SELECT action FROM audit WHERE seq = 1").fetchone() != ("backup_unit",):
            return {}
        return dict(backup.execute("SELECT digest, id FROM versions").fetchall())


def _lost_versions(versions: dict[str, int]) -> list[str]:
    with reading() as connection:
        stored = set(connection.scalars(sa.select(schema.versions.c.digest)))
        entries = schema.audit.c
        restores = sa.select(entries.details).where(entries.action == "restore_unit")
        stored |= {each for details in connection.scalars(restores) for each in json.loads(details)["restored"]}
    return [f"备份中的版本 {number} 不见了" for digest, number in versions.items() if digest not in stored]


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


def _entries_in(path: Path) -> Iterator[_Entries]:
    """The audit entries of the backup at `path`, a part at a time."""
    if not is_sqlite(path):
        raise StoreError(f"{path} 不是备份文件，也不是备份时显示的摘要。")
    last = 0
    with translated_errors(path), read_only(path) as backup:
        found = backup.execute("SELECT seq, hash FROM audit ORDER BY seq")
        while entries := found.fetchmany(BATCH_ROWS):
            if [seq for seq, _ in entries] != list(range(last + 1, last + 1 + len(entries))):
                raise StoreDamaged(f"备份 {path} 的操作记录不完整，不能作比较。请换一个备份文件。")
            last += len(entries)
            yield entries
