"""Versions, their contents and sources, the audit, and the triggers that make them append-only."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_SHA256 = sa.String(64)
_TIME = sa.String(27)
_APPEND_ONLY = ("sources", "contents", "rows", "versions", "version_contents", "version_sources", "audit")


def upgrade() -> None:
    """Create everything; there is no way back that would not lose versions."""
    _create_contents()
    _create_versions()
    _create_audit()
    op.create_table(
        "seed_imports",
        sa.Column("folder", sa.String(64), nullable=False),
        sa.Column("fingerprint", _SHA256, nullable=False),
        sa.PrimaryKeyConstraint("folder", name="pk_seed_imports"),
    )
    for statement in _triggers(op.get_bind().dialect.name):
        op.execute(sa.text(statement))


def _create_contents() -> None:
    op.create_table(
        "sources",
        sa.Column("sha256", _SHA256, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("encoding", sa.String(32)),
        sa.Column("text", sa.Text),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_sources"),
    )
    op.create_table(
        "contents",
        sa.Column("sha256", _SHA256, nullable=False),
        sa.Column("table_name", sa.String(32), nullable=False),
        sa.Column("row_count", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_contents"),
    )
    op.create_table(
        "rows",
        sa.Column("content_sha256", _SHA256, nullable=False),
        sa.Column("position", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("cells", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("content_sha256", "position", name="pk_rows"),
        sa.ForeignKeyConstraint(["content_sha256"], ["contents.sha256"], name="fk_rows_content_sha256_contents"),
        sqlite_with_rowid=False,
    )


def _create_versions() -> None:
    op.create_table(
        "versions",
        sa.Column("id", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("org_unit", sa.Text, nullable=False),
        sa.Column("period", sa.String(16), nullable=False),
        sa.Column("as_of", sa.Date, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("parent_id", sa.Integer),
        sa.Column("restores_id", sa.Integer),
        sa.Column("received_sha256", _SHA256),
        sa.Column("received_name", sa.Text),
        sa.Column("digest", _SHA256, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_versions"),
        sa.UniqueConstraint("parent_id", name="uq_versions_parent_id"),
        sa.ForeignKeyConstraint(["parent_id"], ["versions.id"], name="fk_versions_parent_id_versions"),
        sa.ForeignKeyConstraint(["restores_id"], ["versions.id"], name="fk_versions_restores_id_versions"),
        sa.ForeignKeyConstraint(["received_sha256"], ["sources.sha256"], name="fk_versions_received_sha256_sources"),
    )
    op.create_index("ix_versions_org_unit_period_id", "versions", ["org_unit", "period", "id"])
    first = sa.text("parent_id IS NULL")
    op.create_index(
        "uq_versions_first", "versions", ["org_unit", "period"], unique=True, sqlite_where=first, postgresql_where=first
    )
    op.create_table(
        "version_contents",
        sa.Column("version_id", sa.Integer, nullable=False),
        sa.Column("table_name", sa.String(32), nullable=False),
        sa.Column("content_sha256", _SHA256, nullable=False),
        sa.PrimaryKeyConstraint("version_id", "table_name", name="pk_version_contents"),
        sa.ForeignKeyConstraint(["version_id"], ["versions.id"], name="fk_version_contents_version_id_versions"),
        sa.ForeignKeyConstraint(
            ["content_sha256"], ["contents.sha256"], name="fk_version_contents_content_sha256_contents"
        ),
    )
    op.create_table(
        "version_sources",
        sa.Column("version_id", sa.Integer, nullable=False),
        sa.Column("source_id", sa.String(255), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("sha256", _SHA256, nullable=False),
        sa.Column("text_sha256", _SHA256),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("origin", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("version_id", "source_id", name="pk_version_sources"),
        sa.ForeignKeyConstraint(["version_id"], ["versions.id"], name="fk_version_sources_version_id_versions"),
        sa.ForeignKeyConstraint(["sha256"], ["sources.sha256"], name="fk_version_sources_sha256_sources"),
    )


def _create_audit() -> None:
    op.create_table(
        "audit",
        sa.Column("seq", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("action", sa.String(32), nullable=False),
        sa.Column("version_id", sa.Integer),
        sa.Column("details", sa.Text, nullable=False),
        sa.Column("previous", _SHA256, nullable=False),
        sa.Column("hash", _SHA256, nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_audit"),
        sa.ForeignKeyConstraint(["version_id"], ["versions.id"], name="fk_audit_version_id_versions"),
    )
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("hash", _SHA256, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_head"),
    )


def _triggers(dialect: str) -> list[str]:
    if dialect == "sqlite":
        return [
            f"CREATE TRIGGER {name}_refuses_{event.lower()} BEFORE {event} ON {name} "
            f"BEGIN SELECT RAISE(ABORT, '{name} is append-only'); END"
            for name in _APPEND_ONLY
            for event in ("UPDATE", "DELETE")
        ]
    function = (
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )
    return [
        function,
        *(
            f"CREATE TRIGGER {name}_refuses_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {name} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
            for name in _APPEND_ONLY
        ),
    ]
