"""Former ids of rows and indicators, by unit. Versions keep the ids that were written with them."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add one table; nothing that is stored changes."""
    op.create_table(
        "former_ids",
        sa.Column("org_unit", sa.Text, nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("former", sa.Text, nullable=False),
        sa.Column("current", sa.Text, nullable=False),
        sa.Column("recorded_at", sa.String(27), nullable=False),
        sa.PrimaryKeyConstraint("org_unit", "kind", "former", name="pk_former_ids"),
    )
