"""Follow saved views"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("saved_view", sa.Column("followed_at", sa.DateTime(), nullable=True))
    op.create_table(
        "told_row",
        sa.Column("view_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["view_id"], ["saved_view.id"], name="fk_told_row_view_id"),
        sa.PrimaryKeyConstraint("view_id", "name", name="pk_told_row"),
    )


def downgrade() -> None:
    op.drop_table("told_row")
    op.drop_column("saved_view", "followed_at")
