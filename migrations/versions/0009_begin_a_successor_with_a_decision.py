"""Begin a successor with a decision to renegotiate.

Taken back, the draft is removed; SQLite must then not give its number, and with it its history, to
the next agreement.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    made = sa.Column("successor_made", sa.Boolean(), nullable=False, server_default=sa.false())
    with op.batch_alter_table("renewal_decision", schema=None) as batch_op:
        batch_op.add_column(made)
    with op.batch_alter_table("renewal_decision", schema=None) as batch_op:
        batch_op.alter_column("successor_made", server_default=None)
    _rebuild_agreement(sqlite_autoincrement=True)


def downgrade() -> None:
    with op.batch_alter_table("renewal_decision", schema=None) as batch_op:
        batch_op.drop_column("successor_made")
    _rebuild_agreement(sqlite_autoincrement=False)


def _rebuild_agreement(*, sqlite_autoincrement: bool) -> None:
    if op.get_bind().dialect.name != "sqlite":
        return
    options = {"sqlite_autoincrement": sqlite_autoincrement}
    with op.batch_alter_table("agreement", recreate="always", table_kwargs=options):
        pass
