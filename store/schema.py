"""The tables of the database, and the triggers that make versions and the audit log append-only.

A version is a row of `versions` plus, for each domain table, its content (`version_contents`). Contents are addressed
by SHA-256 and shared: a version that changes one table stores one table. A row is stored as one line of JSON in the
column order of `domain.schema.tables`, without missing cells, so that both databases keep the same bytes and a new
column in domain/schema/tables.py needs no migration.
"""

from typing import Final

import sqlalchemy as sa

#: Revision of store/migrations/versions that this module describes (a test holds the two together).
HEAD: Final = "0007"

metadata: Final = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_SHA256: Final = sa.String(64)
_TIME: Final = sa.String(27)  # ISO 8601 in UTC with microseconds and Z: the same text in both databases

#: Files exactly as received; `text` is the decoded report that all offsets point into.
sources: Final = sa.Table(
    "sources", metadata,
    sa.Column("sha256", _SHA256, primary_key=True),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("encoding", sa.String(32)),
    sa.Column("text", sa.Text),
    sa.Column("content", sa.LargeBinary, nullable=False),
)  # fmt: skip

#: One row per distinct content of a domain table; sha256 is over the name and the lines in order.
contents: Final = sa.Table(
    "contents", metadata,
    sa.Column("sha256", _SHA256, primary_key=True),
    sa.Column("table_name", sa.String(32), nullable=False),
    sa.Column("row_count", sa.Integer, nullable=False),
)  # fmt: skip

rows: Final = sa.Table(
    "rows", metadata,
    sa.Column("content_sha256", _SHA256, sa.ForeignKey("contents.sha256"), primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("cells", sa.Text, nullable=False),
    sqlite_with_rowid=False,
)  # fmt: skip

versions: Final = sa.Table(
    "versions", metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("org_unit", sa.Text, nullable=False),
    sa.Column("period", sa.String(16), nullable=False),
    sa.Column("as_of", sa.Date, nullable=False),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("author", sa.Text, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("created_at", _TIME, nullable=False),
    sa.Column("parent_id", sa.ForeignKey("versions.id"), unique=True),  # one of concurrent commits succeeds
    sa.Column("restores_id", sa.ForeignKey("versions.id")),
    sa.Column("received_sha256", sa.ForeignKey("sources.sha256")),
    sa.Column("received_name", sa.Text),
    sa.Column("digest", _SHA256, nullable=False),
    sa.Index("ix_versions_org_unit_period_id", "org_unit", "period", "id"),
)  # fmt: skip

#: A scope has one first version.
sa.Index(
    "uq_versions_first",
    versions.c.org_unit,
    versions.c.period,
    unique=True,
    sqlite_where=versions.c.parent_id.is_(None),
    postgresql_where=versions.c.parent_id.is_(None),
)

version_contents: Final = sa.Table(
    "version_contents", metadata,
    sa.Column("version_id", sa.ForeignKey("versions.id"), primary_key=True),
    sa.Column("table_name", sa.String(32), primary_key=True),
    sa.Column("content_sha256", sa.ForeignKey("contents.sha256"), nullable=False),
)  # fmt: skip

#: The sources cited by the rows of a version (source_id), inherited until a newer one replaces them.
version_sources: Final = sa.Table(
    "version_sources", metadata,
    sa.Column("version_id", sa.ForeignKey("versions.id"), primary_key=True),
    sa.Column("source_id", sa.String(255), primary_key=True),
    sa.Column("position", sa.Integer, nullable=False),  # 0 is the latest received
    sa.Column("sha256", sa.ForeignKey("sources.sha256"), nullable=False),
    sa.Column("text_sha256", _SHA256),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("origin", sa.Text, nullable=False),
)  # fmt: skip

#: The audit log; each entry has the hash of the previous one.
audit: Final = sa.Table(
    "audit", metadata,
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("at", _TIME, nullable=False),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("role", sa.String(16), nullable=False),
    sa.Column("action", sa.String(32), nullable=False),
    sa.Column("version_id", sa.ForeignKey("versions.id")),
    sa.Column("details", sa.Text, nullable=False),
    sa.Column("previous", _SHA256, nullable=False),
    sa.Column("hash", _SHA256, nullable=False),
)  # fmt: skip

#: True of the audit entries that keep or delete a remembered answer (store.mappings). A query that uses these very
#: words finds them by index, however long the log is.
HOLDS_ANSWERS: Final = "replace(details, '\"signature\"', '') <> details"
sa.Index(
    "ix_audit_answers",
    audit.c.seq,
    sqlite_where=sa.text(HOLDS_ANSWERS),
    postgresql_where=sa.text(HOLDS_ANSWERS),
)

#: The last entry of the audit log, so that truncation is detected. One row.
audit_head: Final = sa.Table(
    "audit_head", metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("seq", sa.Integer, nullable=False),
    sa.Column("hash", _SHA256, nullable=False),
)  # fmt: skip

#: Imported seeds: a seed with the same files and reader is not read again.
seed_imports: Final = sa.Table(
    "seed_imports", metadata,
    sa.Column("folder", sa.String(64), primary_key=True),
    sa.Column("fingerprint", _SHA256, nullable=False),
)  # fmt: skip

#: Accounts. `password` is an argon2id hash; accounts are never deleted, since the audit log refers to them.
accounts: Final = sa.Table(
    "accounts", metadata,
    sa.Column("name", sa.String(64), primary_key=True),
    sa.Column("role", sa.String(16), nullable=False),
    sa.Column("password", sa.Text, nullable=False),
    sa.Column("created_at", _TIME, nullable=False),
    sa.Column("disabled_at", _TIME),
)  # fmt: skip

#: What an account may do in one unit beyond its role in all units, and its home unit; for units with confirmed codes.
account_units: Final = sa.Table(
    "account_units", metadata,
    sa.Column("account", sa.ForeignKey("accounts.name"), primary_key=True),
    sa.Column("unit", sa.String(16), primary_key=True),
    sa.Column("role", sa.String(16)),
    sa.Column("home", sa.Boolean, nullable=False),
)  # fmt: skip

#: Open sessions. `id` is the SHA-256 of the browser's token: reading this table does not allow opening a session.
sessions: Final = sa.Table(
    "sessions", metadata,
    sa.Column("id", _SHA256, primary_key=True),
    sa.Column("account", sa.ForeignKey("accounts.name"), nullable=False),
    sa.Column("opened_at", _TIME, nullable=False),
    sa.Column("seen_at", _TIME, nullable=False),
)  # fmt: skip

#: The key that signs cookies, as hexadecimal digits; made at the first sign-in. One row.
signing_keys: Final = sa.Table(
    "signing_keys", metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("key", sa.String(64), nullable=False),
)  # fmt: skip

#: Units. `code` is a proposal until `confirmed_at` is set; from then on it never changes.
units: Final = sa.Table(
    "units", metadata,
    sa.Column("code", sa.String(16), primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("short_name", sa.Text),
    sa.Column("parent", sa.String(16)),
    sa.Column("valid_from", sa.Date),
    sa.Column("valid_to", sa.Date),
    sa.Column("home", sa.Boolean, nullable=False),
    sa.Column("created_at", _TIME, nullable=False),
    sa.Column("confirmed_at", _TIME),
)  # fmt: skip

#: Spelling → unit: its code, name, short name, aliases and former names. Names are never taken away: a stored version,
#: a ledger or an address may hold one.
unit_names: Final = sa.Table(
    "unit_names", metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("code", sa.ForeignKey("units.code"), nullable=False),
)  # fmt: skip

#: Former id → the id of today, of rows (kind: their table) and of indicators (kind: indicator_id) of a unit. A report
#: that is read again may call a row by another id; versions keep the ids that were written with them.
former_ids: Final = sa.Table(
    "former_ids", metadata,
    sa.Column("org_unit", sa.Text, primary_key=True),
    sa.Column("kind", sa.String(32), primary_key=True),
    sa.Column("former", sa.Text, primary_key=True),
    sa.Column("current", sa.Text, nullable=False),
    sa.Column("recorded_at", _TIME, nullable=False),
)  # fmt: skip

#: What editors changed for the meeting while a version was the newest: a slide (kind: slide, key: its id), the order of
#: the slides, a confirmed promise. The newest of a period up to a version counts; an empty `value` takes it back.
meeting_edits: Final = sa.Table(
    "meeting_edits", metadata,
    sa.Column("version_id", sa.ForeignKey("versions.id"), primary_key=True),
    sa.Column("kind", sa.String(16), primary_key=True),
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
    sa.Column("author", sa.Text, nullable=False),
    sa.Column("saved_at", _TIME, nullable=False),
)  # fmt: skip

#: Alembic's own table, made here in a new database; not part of `metadata`, whose tables are the store's.
_REVISIONS: Final = sa.Table(
    "alembic_version", sa.MetaData(),
    sa.Column("version_num", sa.String(32), nullable=False),
    sa.PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)  # fmt: skip

APPEND_ONLY: Final = (sources, contents, rows, versions, version_contents, version_sources, audit)


_REFUSAL: Final = " BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END "
_FUNCTION: Final = f"CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $${_REFUSAL}$$"


def append_only_ddl(dialect: str) -> dict[str, str]:
    """Trigger name → DDL, for triggers that reject UPDATE, DELETE (and TRUNCATE) on the tables of APPEND_ONLY."""
    triggers = {}
    for table in APPEND_ONLY:
        if dialect == "postgresql":
            triggers[f"{table.name}_refuses_change"] = (
                f"BEFORE UPDATE OR DELETE OR TRUNCATE ON {table.name} "
                "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
            )
            continue
        for event in ("UPDATE", "DELETE"):
            triggers[f"{table.name}_refuses_{event.lower()}"] = (
                f"BEFORE {event} ON {table.name} BEGIN SELECT RAISE(ABORT, '{table.name} is append-only'); END"
            )
    return {name: f"CREATE TRIGGER {name} {rest}" for name, rest in triggers.items()}


def missing_triggers(connection: sa.Connection) -> list[str]:
    """The names of those triggers that are missing, changed or disabled in the database."""
    expected = append_only_ddl(connection.dialect.name)
    if connection.dialect.name == "sqlite":
        found = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        return sorted(name for name, _ in expected.items() - {(row.name, row.sql) for row in found})
    found = connection.execute(
        sa.text(
            "SELECT tgname FROM pg_trigger "
            "JOIN pg_proc ON pg_proc.oid = tgfoid JOIN pg_class ON pg_class.oid = tgrelid "
            "WHERE tgenabled IN ('O', 'A') AND prosrc = :refusal AND relnamespace = current_schema()::regnamespace"
        ),
        {"refusal": _REFUSAL},
    )
    return sorted(expected.keys() - set(found.scalars()))


def protect(connection: sa.Connection) -> None:
    """Create or enable the missing append-only triggers."""
    expected = append_only_ddl(connection.dialect.name)
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(_FUNCTION.replace("%", "%%"))
        for table in APPEND_ONLY:
            connection.exec_driver_sql(f"ALTER TABLE {table.name} ENABLE TRIGGER USER")
    for name in missing_triggers(connection):
        connection.exec_driver_sql(expected[name])


def unprotect(connection: sa.Connection) -> None:
    """Disable the append-only triggers inside the caller's transaction, which must end with `protect`."""
    for table in APPEND_ONLY:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"ALTER TABLE {table.name} DISABLE TRIGGER USER")
        else:
            for event in ("update", "delete"):
                connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {table.name}_refuses_{event}")


def create_all(connection: sa.Connection) -> None:
    """Create every table, index and trigger in a new database and mark it with HEAD, in the caller's transaction."""
    metadata.create_all(connection)
    protect(connection)
    _REVISIONS.create(connection)
    connection.execute(sa.insert(_REVISIONS), {"version_num": HEAD})
