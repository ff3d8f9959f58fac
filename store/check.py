"""Integrity check of the whole store."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from itertools import pairwise
from typing import Any, Final

import sqlalchemy as sa

from domain.schema.tables import TABLES
from store import migrate, schema
from store.audit import GENESIS, hash_entry
from store.audited_accounts import check_accounts
from store.content import hash_lines, hash_version, read_content, sha256_of
from store.engine import reading, translated_errors
from store.errors import StoreDamaged, StoreUnavailable
from store.structure import structure_faults
from store.unit_changes import check_units

_HASH: Final = re.compile("[0-9a-f]{64}")
_TIME: Final = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z")


def check_store(connection: sa.Connection | None = None) -> list[str]:
    """Every fault found in the store (or behind `connection`), one Chinese line each; [] for none.

    Checks the database file (SQLite), tables, indexes and constraints, the append-only triggers, dangling and orphaned
    rows, the hash of every content, source and version, the hash chain of the audit log, the accounts and units
    against it, and the form of sessions. A part that cannot be read is a fault; the others are still checked.
    """
    if connection is None:
        with reading() as opened:
            return check_store(opened)
    faults: list[str] = []
    for what, check in _CHECKS.items():
        try:
            with translated_errors(), _undone_on_failure(connection):
                for fault in check(connection):
                    faults.append("".join(char if char.isprintable() else "�" for char in fault))
        except _MissingTables as error:
            return [*faults, *(f"数据表 {name} 不见了，其余没有查完" for name in error.args)]
        except StoreUnavailable:
            raise
        except Exception as error:  # readers do not expect corrupt data and can raise anything
            faults.append(f"{what}读不下去，没有查完：{_unreadable(error)}")
    return faults


def _undone_on_failure(connection: sa.Connection) -> AbstractContextManager[object]:
    """A savepoint for PostgreSQL, which refuses every statement after one that failed."""
    return connection.begin_nested() if connection.dialect.name == "postgresql" else nullcontext()


def _unreadable(error: Exception) -> str:
    """The original error message, for the administrator."""
    cause = getattr(error.__cause__, "orig", None) or error.__cause__ or error
    return f"{type(cause).__name__}：{' '.join(str(cause).split())}"


def check_file(connection: sa.Connection) -> Iterator[str]:
    """Faults of SQLite's own integrity check; none for PostgreSQL."""
    if connection.dialect.name != "sqlite":
        return
    for (result,) in connection.exec_driver_sql("PRAGMA integrity_check"):
        if result != "ok":
            yield f"数据文件已损坏：{result}"


class _MissingTables(Exception):
    """Tables are missing, so that the following checks cannot run; args: their names."""


def _check_tables(connection: sa.Connection) -> Iterator[str]:
    """Raises _MissingTables. A store that was never created or not upgraded yet is reported elsewhere."""
    missing = schema.metadata.tables.keys() - set(sa.inspect(connection).get_table_names())
    if missing and migrate.revision(connection) == schema.HEAD:
        raise _MissingTables(*sorted(missing))
    yield from ()


def _check_structure(connection: sa.Connection) -> Iterator[str]:
    """Differences of the schema from the current one, where the store claims the current version."""
    if migrate.revision(connection) == schema.HEAD:
        yield from structure_faults(connection)


def _check_triggers(connection: sa.Connection) -> Iterator[str]:
    for name in schema.missing_triggers(connection):
        yield f"防止改动已存数据的触发器 {name} 不见了、被停用或被改动"


def _check_links(connection: sa.Connection) -> Iterator[str]:
    """Rows with dangling foreign keys, and contents that belong to no version."""
    for table in schema.metadata.sorted_tables:
        for key in table.foreign_keys:
            child, parent = key.parent, key.column
            target = parent.table.alias()
            missing = sa.select(sa.func.count()).select_from(table).where(
                child.is_not(None), ~sa.exists().where(target.c[parent.name] == child)
            )  # fmt: skip
            if count := connection.scalar(missing):
                yield f"{table.name}.{child.name} 有 {count} 处指向不存在的 {parent.table.name}"
    used = sa.select(schema.version_contents.c.content_sha256)
    for sha256 in connection.scalars(sa.select(schema.contents.c.sha256).where(~schema.contents.c.sha256.in_(used))):
        yield f"表内容 {sha256[:12]} 不属于任何版本"


def _check_contents(connection: sa.Connection) -> Iterator[str]:
    for sha256, name, row_count in connection.execute(sa.select(schema.contents)):
        lines = list(
            connection.scalars(
                sa.select(schema.rows.c.cells)
                .where(schema.rows.c.content_sha256 == sha256)
                .order_by(schema.rows.c.position)
            )
        )
        label = f"表“{TABLES[name].label if name in TABLES else name}”的内容 {sha256[:12]}"
        if len(lines) != row_count or hash_lines(name, lines) != sha256:
            yield f"{label} 与写入时不符（应有 {row_count} 行，现有 {len(lines)} 行）"
            continue
        try:
            read_content(name, lines)
        except (StoreDamaged, KeyError) as error:
            yield f"{label} 读不出来：{error}"


def _check_sources(connection: sa.Connection) -> Iterator[str]:
    texts: dict[str, str | None] = {}
    for row in connection.execute(sa.select(schema.sources)):
        texts[row.sha256] = sha256_of(row.text.encode()) if row.text is not None else None
        if sha256_of(row.content) != row.sha256:
            yield f"收到的文件 {row.sha256[:12]} 与写入时不符"
    for cited in connection.execute(sa.select(schema.version_sources)):
        if texts.get(cited.sha256) != cited.text_sha256:
            yield f"版本 {cited.version_id} 的原文“{cited.name}”与写入时不符"


def _check_versions(connection: sa.Connection) -> Iterator[str]:
    """Each version's digest, which covers its own columns, its parent's digest, its tables and its sources."""
    digests: dict[int, str] = {}
    committed = _committed_digests(connection)
    as_of = sa.type_coerce(schema.versions.c.as_of, sa.Text).label("as_of")  # as stored, even if it is not a date
    columns = [as_of if column.name == "as_of" else column for column in schema.versions.c]
    for row in connection.execute(sa.select(*columns).order_by(schema.versions.c.id)):
        contents, cited = _contents_of(connection, row.id)
        parent = digests.get(row.parent_id) if row.parent_id is not None else None
        if hash_version(dict(row._mapping), parent, contents, cited) != row.digest:
            yield f"版本 {row.id} 与写入时不符"
        if committed.get(row.id) != row.digest:
            yield f"版本 {row.id} 在操作记录中没有对应的提交"
        digests[row.id] = row.digest
    for version_id in committed.keys() - digests.keys():
        yield f"版本 {version_id} 有提交记录，但版本本身不见了"


def _contents_of(connection: sa.Connection, version_id: int) -> tuple[dict[str, str], list[dict[str, Any]]]:
    version_contents, cited = schema.version_contents.c, schema.version_sources.c
    contents = connection.execute(
        sa.select(version_contents.table_name, version_contents.content_sha256).where(
            version_contents.version_id == version_id
        )
    )
    sources = connection.execute(
        sa.select(schema.version_sources).where(cited.version_id == version_id).order_by(cited.position)
    )
    return (
        {row.table_name: row.content_sha256 for row in contents},
        [{key: cell for key, cell in row._mapping.items() if key != "version_id"} for row in sources],
    )


def _committed_digests(connection: sa.Connection) -> dict[int, str | None]:
    """Version → the digest in its audit entry; None where the entry has none."""
    entries = schema.audit.c
    entries_of_versions = connection.execute(
        sa.select(entries.version_id, entries.details).where(entries.action.in_(("commit", "rollback")))
    )
    found = {version_id: _digest_in(details) for version_id, details in entries_of_versions}
    for details in connection.scalars(sa.select(entries.details).where(entries.action == "restore_unit")):
        found |= {int(number): digest for number, digest in json.loads(details)["versions"].items()}
    return found


def _check_sessions(connection: sa.Connection) -> Iterator[str]:
    """The form of what no hash covers: sessions and the key that signs cookies."""
    for row in connection.execute(sa.select(schema.sessions)):
        if not (_HASH.fullmatch(row.id) and _TIME.fullmatch(row.opened_at) and _TIME.fullmatch(row.seen_at)):
            yield f"账号「{row.account}」的一次登录读不懂。请让大家重新登录"
    for key in connection.scalars(sa.select(schema.signing_keys.c.key)):
        if not _HASH.fullmatch(key):
            yield "签名登录的密钥读不懂"
    for row in connection.execute(sa.select(schema.seed_imports)):
        if not _HASH.fullmatch(row.fingerprint):
            yield f"初始报告 {row.folder} 的导入记录读不懂"


def _digest_in(details: str) -> str | None:
    try:
        content = json.loads(details)
    except ValueError:
        return None
    return content.get("digest") if isinstance(content, dict) else None


def _check_audit(connection: sa.Connection) -> Iterator[str]:
    """The hash chain of the audit log: every hash, every link, no gap, and the end recorded in audit_head."""
    entries = [dict(row._mapping) for row in connection.execute(sa.select(schema.audit).order_by(schema.audit.c.seq))]
    for entry in entries:
        if hash_entry(entry) != entry["hash"]:
            yield f"操作记录第 {entry['seq']} 条与写入时不符"
    start = {"seq": 0, "hash": GENESIS}
    for before, after in pairwise([start, *entries]):
        if after["previous"] != before["hash"] or after["seq"] != before["seq"] + 1:
            yield f"操作记录第 {after['seq']} 条之前有缺失、改动或调换"
    last = entries[-1] if entries else start
    heads = [(head.seq, head.hash) for head in connection.execute(sa.select(schema.audit_head))]
    if heads != ([(last["seq"], last["hash"])] if entries else []):
        yield f"操作记录的末尾与写入时不符（现止于第 {last['seq']} 条）"


#: Label of each check → its function.
_CHECKS: Final[dict[str, Callable[[sa.Connection], Iterator[str]]]] = {
    "数据文件": check_file,
    "数据表": _check_tables,
    "数据表的结构": _check_structure,
    "触发器": _check_triggers,
    "数据之间的关联": _check_links,
    "表内容": _check_contents,
    "收到的文件": _check_sources,
    "版本": _check_versions,
    "操作记录": _check_audit,
    "账号": check_accounts,
    "登录": _check_sessions,
    "单位": check_units,
}
