"""Use a wording from a day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("letter_template", sa.Column("used_from", sa.Date(), nullable=True))
    day = sa.func.date(sa.column("uploaded_at"))
    op.execute(sa.table("letter_template", sa.column("used_from")).update().values(used_from=day))
    with op.batch_alter_table("letter_template") as table:
        table.alter_column("used_from", existing_type=sa.Date(), nullable=False)


def downgrade() -> None:
    op.drop_column("letter_template", "used_from")
