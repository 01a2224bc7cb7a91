"""Keep the recommendation as it was sent."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_KEY = "fk_recommendation_sent_letter_id"


def upgrade() -> None:
    with op.batch_alter_table("recommendation") as table:
        table.add_column(sa.Column("sent_letter_id", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f(_KEY), "stored_file", ["sent_letter_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("recommendation") as table:
        table.drop_constraint(op.f(_KEY), type_="foreignkey")
        table.drop_column("sent_letter_id")
