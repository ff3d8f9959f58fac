"""An index of the audit entries that keep or delete a remembered answer."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_HOLDS_ANSWERS = "replace(details, '\"signature\"', '') <> details"


def upgrade() -> None:
    """Add one index; nothing that is stored changes."""
    op.create_index(
        "ix_audit_answers", "audit", ["seq"],
        sqlite_where=sa.text(_HOLDS_ANSWERS), postgresql_where=sa.text(_HOLDS_ANSWERS),
    )  # fmt: skip
