"""Keep calendars of municipalities and bodies beside a person's own."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table, before, after in _KEYS:
        with op.batch_alter_table(table) as batch:
            subject = sa.Column("subject", sa.String(40), server_default="own", nullable=False)
            batch.add_column(subject)
            batch.drop_constraint(_named(table, before), type_="unique")
            batch.create_unique_constraint(_named(table, after), list(after))


_KEYS = (
    ("calendar_feed", ("person_id",), ("person_id", "subject")),
    ("calendar_event", ("person_id", "slot"), ("person_id", "subject", "slot")),
)


def _named(table: str, columns: tuple[str, ...]) -> str:
    return "_".join(("uq", table, *columns))


def downgrade() -> None:
    for table, before, after in _KEYS:
        op.execute(sa.text(f"DELETE FROM {table} WHERE subject <> 'own'"))  # noqa: S608
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(_named(table, after), type_="unique")
            batch.create_unique_constraint(_named(table, before), list(before))
            batch.drop_column("subject")
