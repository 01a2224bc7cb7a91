"""Tell mail that came back apart from mail that was given up."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    bounced = sa.Column("bounced", sa.Boolean(), nullable=False, server_default=sa.false())
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.add_column(bounced)
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.alter_column("bounced", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_column("bounced")
