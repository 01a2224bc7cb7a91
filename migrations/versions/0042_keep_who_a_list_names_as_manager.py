"""Keep who a list names as manager"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    listed = sa.Column("manager_listed", sa.String(length=254), server_default="", nullable=False)
    op.add_column("agreement", listed)


def downgrade() -> None:
    with op.batch_alter_table("agreement", table_kwargs={"sqlite_autoincrement": True}) as batch_op:
        batch_op.drop_column("manager_listed")
