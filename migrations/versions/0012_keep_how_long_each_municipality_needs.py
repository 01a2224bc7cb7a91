"""Keep how long each municipality needs between its bodies"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "municipal_times",
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("handling", sa.Integer(), nullable=True),
        sa.Column("hand_in", sa.Integer(), nullable=True),
        sa.Column("to_executive", sa.Integer(), nullable=True),
        sa.Column("to_council", sa.Integer(), nullable=True),
        sa.Column("committee", sa.Integer(), nullable=True),
        sa.Column("working_committee", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_municipal_times_municipality_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_municipal_times")),
        sa.UniqueConstraint("municipality_id", name=op.f("uq_municipal_times_municipality_id")),
    )


def downgrade() -> None:
    op.drop_table("municipal_times")
