"""Keep what an agreement needs to begin to apply."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

CONDITION = sa.Enum(
    *("all", "at_least", "each"),
    name="entry_condition",
    native_enum=False,
    create_constraint=True,
    length=40,
)
COUNTED = "ck_agreement_entry_counted"


def upgrade() -> None:
    with op.batch_alter_table("agreement", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("entry_condition", CONDITION, nullable=False, server_default="all")
        )
        batch_op.add_column(sa.Column("entry_at_least", sa.Integer(), nullable=True))
    with op.batch_alter_table("agreement", schema=None) as batch_op:
        batch_op.alter_column("entry_condition", server_default=None)
        batch_op.create_check_constraint(
            op.f(COUNTED), "entry_condition <> 'at_least' OR entry_at_least > 0"
        )


def downgrade() -> None:
    with op.batch_alter_table("agreement", schema=None) as batch_op:
        batch_op.drop_constraint(op.f(COUNTED), type_="check")
        batch_op.drop_constraint(op.f("ck_agreement_entry_condition"), type_="check")
        batch_op.drop_column("entry_at_least")
        batch_op.drop_column("entry_condition")
