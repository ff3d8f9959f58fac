"""Units. Each org_unit of a stored version becomes one, with a proposed code that an administrator confirms."""

import sqlalchemy as sa
from alembic import op

from domain.schema.org_unit import plain_unit_name, propose_code

revision = "0003"
down_revision = "0002"

_TIME = sa.String(27)


def upgrade() -> None:
    """Add two tables and fill them; nothing that is stored changes."""
    units = op.create_table(
        "units",
        sa.Column("code", sa.String(16), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("short_name", sa.Text),
        sa.Column("parent", sa.String(16)),
        sa.Column("valid_from", sa.Date),
        sa.Column("valid_to", sa.Date),
        sa.Column("home", sa.Boolean, nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("confirmed_at", _TIME),
        sa.PrimaryKeyConstraint("code", name="pk_units"),
    )
    unit_names = op.create_table(
        "unit_names",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("code", sa.String(16), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_unit_names"),
        sa.ForeignKeyConstraint(["code"], ["units.code"], name="fk_unit_names_code_units"),
    )
    connection = op.get_bind()
    stored = connection.execute(
        sa.text("SELECT org_unit, min(created_at) AS since FROM versions GROUP BY org_unit ORDER BY min(id)")
    ).all()
    taken = {row.org_unit for row in stored}
    code_of: dict[str, str] = {}
    names: list[dict[str, str]] = []
    for row in stored:
        plain = plain_unit_name(row.org_unit)
        if plain not in code_of:
            code = code_of[plain] = propose_code(row.org_unit, taken)
            taken.add(code)
            unit = {"code": code, "name": row.org_unit, "home": False, "created_at": row.since}
            connection.execute(sa.insert(units), unit)
            names.append({"name": code, "code": code})
        names.append({"name": row.org_unit, "code": code_of[plain]})
    if names:
        connection.execute(sa.insert(unit_names), names)
