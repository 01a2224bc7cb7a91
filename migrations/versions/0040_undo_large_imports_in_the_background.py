"""Undo large imports in the background"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

STATES = ("checked", "waiting", "working", "done", "failed", "undone")


def upgrade() -> None:
    _replace_states((*STATES, "undoing"))


def downgrade() -> None:
    kept = sa.table("import", sa.column("state"))
    op.execute(sa.update(kept).where(kept.c.state == "undoing").values(state="done"))
    _replace_states(STATES)


def _replace_states(states: tuple[str, ...]) -> None:
    name = op.f("ck_import_importstate")
    with op.batch_alter_table("import", schema=None) as batch_op:
        batch_op.drop_constraint(name, type_="check")
        batch_op.create_check_constraint(name, sa.column("state").in_(states))
