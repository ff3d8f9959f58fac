"""Integrity check of the whole store."""

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

import sqlalchemy as sa

from domain.schema.tables import TABLES
from store import migrate, schema
from store.audit import GENESIS, OF_WHOLE_UNITS, hash_entry
from store.audited_accounts import check_accounts
from store.content import hash_lines, hash_version, line_fault, sha256_of
from store.engine import reading, translated_errors
from store.errors import StoreUnavailable
from store.read import of_unit
from store.streaming import streamed
from store.structure import structure_faults
from store.unit_changes import check_units

_HASH: Final = re.compile("[0-9a-f]{64}")
_TIME: Final = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z")


def check_store(connection: sa.Connection | None = None, unit: str | None = None) -> list[str]:
    """Every fault found in the store (or behind `connection`), one Chinese line each; [] for none.

    unit: the code of the only unit whose versions, contents and files are checked; the rest is checked all the same.

    Checks the database file (SQLite), tables, indexes and constraints, the append-only triggers, dangling and orphaned
    rows, the hash of every content, source and version, the hash chain of the audit log, the accounts and units
    against it, and the form of sessions. A part that cannot be read is a fault; the others are still checked.
    """
    if connection is None:
        with reading() as opened:
            return check_store(opened, unit)
    faults: list[str] = []
    for what, check in _checks(unit).items():
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
    for sha256 in connection.scalars(sa.select(schema.contents.c.sha256).except_(used)):
        yield f"表内容 {sha256[:12]} 不属于任何版本"


def _ids(unit: str | None) -> sa.Select[tuple[int]]:
    """The numbers of the versions to check: those of the unit with that code, else all."""
    every = sa.select(schema.versions.c.id)
    return every if unit is None else every.where(of_unit(unit))


def _check_contents(connection: sa.Connection, unit: str | None = None) -> Iterator[str]:
    contents, stored_rows, linked = schema.contents.c, schema.rows.c, schema.version_contents.c
    both = sa.outerjoin(schema.contents, schema.rows, stored_rows.content_sha256 == contents.sha256)
    statement = (
        sa.select(contents.sha256, contents.table_name, contents.row_count, stored_rows.cells)
        .select_from(both)
        .order_by(contents.sha256, stored_rows.position)
    )
    if unit is not None:
        used = sa.select(linked.content_sha256).where(linked.version_id.in_(_ids(unit)))
        statement = statement.where(contents.sha256.in_(used))
    for (sha256, name, row_count), found in groupby(streamed(connection, statement), itemgetter(0, 1, 2)):
        lines = _CheckedLines(name, found)
        label = f"表“{TABLES[name].label if name in TABLES else name}”的内容 {sha256[:12]}"
        if hash_lines(name, lines) != sha256 or lines.count != row_count:
            yield f"{label} 与写入时不符（应有 {row_count} 行，现有 {lines.count} 行）"
        elif lines.fault is not None:
            yield f"{label} 读不出来：{lines.fault}"


class _CheckedLines:
    """The lines of one content, read once. count: how many there were; fault: of the first that cannot be read."""

    def __init__(self, name: str, found: Iterable[sa.Row[Any]]) -> None:
        self._name, self._found = name, found
        self.count, self.fault = 0, None if name in TABLES else "没有这样的表"

    def __iter__(self) -> Iterator[str]:
        for row in self._found:
            if row.cells is None:  # a content without rows
                continue
            self.count += 1
            yield row.cells
            if self.fault is None:
                try:
                    self.fault = line_fault(self._name, row.cells)
                except ValueError as error:
                    self.fault = str(error)


def _check_sources(connection: sa.Connection, unit: str | None = None) -> Iterator[str]:
    texts: dict[str, str | None] = {}
    linked, statement = schema.version_sources.c, sa.select(schema.sources)
    if unit is not None:
        used = sa.select(linked.sha256).where(linked.version_id.in_(_ids(unit)))
        received = sa.select(schema.versions.c.received_sha256).where(of_unit(unit))
        statement = statement.where(schema.sources.c.sha256.in_(used.union(received)))
    for row in streamed(connection, statement):
        texts[row.sha256] = sha256_of(row.text.encode()) if row.text is not None else None
        if sha256_of(row.content) != row.sha256:
            yield f"收到的文件 {row.sha256[:12]} 与写入时不符"
    for cited in streamed(connection, sa.select(schema.version_sources).where(linked.version_id.in_(_ids(unit)))):
        if texts.get(cited.sha256) != cited.text_sha256:
            yield f"版本 {cited.version_id} 的原文“{cited.name}”与写入时不符"


def _check_versions(connection: sa.Connection, unit: str | None = None) -> Iterator[str]:
    """Each version's digest, which covers its own columns, its parent's digest, its tables and its sources."""
    digests: dict[int, str] = {}
    committed = _committed_digests(connection)
    as_of = sa.type_coerce(schema.versions.c.as_of, sa.Text).label("as_of")  # as stored, even if it is not a date
    columns = [as_of if column.name == "as_of" else column for column in schema.versions.c]
    stored = set(connection.scalars(_ids(None)))
    statement = sa.select(*columns).where(schema.versions.c.id.in_(_ids(unit))).order_by(schema.versions.c.id)
    for versions in streamed(connection, statement).partitions():
        contents, cited = _contents_of(connection, versions[0].id, versions[-1].id)
        for row in versions:
            parent = digests.get(row.parent_id) if row.parent_id is not None else None
            if hash_version(dict(row._mapping), parent, contents[row.id], cited[row.id]) != row.digest:
                yield f"版本 {row.id} 与写入时不符"
            if committed.get(row.id) != row.digest:
                yield f"版本 {row.id} 在操作记录中没有对应的提交"
            digests[row.id] = row.digest
    for version_id in committed.keys() - stored:
        yield f"版本 {version_id} 有提交记录，但版本本身不见了"


def _contents_of(
    connection: sa.Connection, first: int, last: int
) -> tuple[Mapping[int, dict[str, str]], Mapping[int, list[dict[str, Any]]]]:
    """Of the versions `first` to `last`: number → table → hash of its content, and number → sources cited."""
    links, sources = schema.version_contents.c, schema.version_sources.c
    contents: dict[int, dict[str, str]] = defaultdict(dict)
    cited: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in connection.execute(sa.select(schema.version_contents).where(links.version_id.between(first, last))):
        contents[row.version_id][row.table_name] = row.content_sha256
    statement = sa.select(schema.version_sources).where(sources.version_id.between(first, last))
    for row in connection.execute(statement.order_by(sources.version_id, sources.position)):
        cited[row.version_id].append({key: cell for key, cell in row._mapping.items() if key != "version_id"})
    return contents, cited


def _committed_digests(connection: sa.Connection) -> dict[int, str | None]:
    """Version → the digest in its audit entry; None where the entry has none."""
    entries = schema.audit.c
    entries_of_versions = connection.execute(
        sa.select(entries.version_id, entries.details).where(entries.action.in_(("commit", "rollback")))
    )
    found = {version_id: _digest_in(details) for version_id, details in entries_of_versions}
    for details in connection.scalars(sa.select(entries.details).where(entries.action.in_(OF_WHOLE_UNITS))):
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
    last = start = (0, GENESIS)
    for row in streamed(connection, sa.select(schema.audit).order_by(schema.audit.c.seq)):
        if hash_entry(dict(row._mapping)) != row.hash:
            yield f"操作记录第 {row.seq} 条与写入时不符"
        if (row.seq - 1, row.previous) != last:
            yield f"操作记录第 {row.seq} 条之前有缺失、改动或调换"
        last = row.seq, row.hash
    heads = [(head.seq, head.hash) for head in connection.execute(sa.select(schema.audit_head))]
    if heads != ([last] if last != start else []):
        yield f"操作记录的末尾与写入时不符（现止于第 {last[0]} 条）"


def _checks(unit: str | None) -> dict[str, Callable[[sa.Connection], Iterator[str]]]:
    """The checks to run, those of versions for one unit where it is given."""
    of_versions: dict[str, Callable[..., Iterator[str]]] = {
        "表内容": _check_contents, "收到的文件": _check_sources, "版本": _check_versions,
    }  # fmt: skip
    return _CHECKS if unit is None else _CHECKS | {what: partial(each, unit=unit) for what, each in of_versions.items()}


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
