"""Roles of accounts in single units, and their home units. Accounts keep their role for all units."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add one table; nothing that is stored changes."""
    op.create_table(
        "account_units",
        sa.Column("account", sa.String(64), nullable=False),
        sa.Column("unit", sa.String(16), nullable=False),
        sa.Column("role", sa.String(16)),
        sa.Column("home", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("account", "unit", name="pk_account_units"),
        sa.ForeignKeyConstraint(["account"], ["accounts.name"], name="fk_account_units_account_accounts"),
    )
