"""What editors change on the slides of a version, and what clerks confirm for a meeting. Versions stay as they are."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add one table; nothing that is stored changes."""
    op.create_table(
        "meeting_edits",
        sa.Column("version_id", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("saved_at", sa.String(27), nullable=False),
        sa.PrimaryKeyConstraint("version_id", "kind", "key", name="pk_meeting_edits"),
        sa.ForeignKeyConstraint(["version_id"], ["versions.id"], name="fk_meeting_edits_version_id_versions"),
    )
