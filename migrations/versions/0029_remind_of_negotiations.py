"""Remind of negotiations: their next step and their target day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

TABLES = {"reminder": "kind", "renewal_decision": "kind", "kind_leads": "deadline_kind"}
KINDS = (
    *("reply", "meeting", "notice", "end", "excerpt"),
    *("start", "option", "price", "exit", "review"),
)
OF_NEGOTIATIONS = ("step", "target")


def upgrade() -> None:
    _replace_kinds(KINDS + OF_NEGOTIATIONS)


def downgrade() -> None:
    theirs = sa.column("kind").in_(OF_NEGOTIATIONS)
    op.execute(sa.delete(sa.table("reminder", sa.column("kind"))).where(theirs))
    _replace_kinds(KINDS)


def _replace_kinds(kinds: tuple[str, ...]) -> None:
    for table, column in TABLES.items():
        name = op.f(f"ck_{table}_deadlinekind")
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_constraint(name, type_="check")
            batch_op.create_check_constraint(name, sa.column(column).in_(kinds))
