"""Let a municipality answer by a personal link."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reply_link",
        sa.Column("addressee_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(), nullable=True),
        sa.Column("revoked_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["addressee_id"], ["addressee.id"], name=op.f("fk_reply_link_addressee_id")
        ),
        sa.ForeignKeyConstraint(
            ["revoked_by_id"], ["person.id"], name=op.f("fk_reply_link_revoked_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_reply_link_token_hash")),
    )
    with op.batch_alter_table("reply_link", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_reply_link_addressee_id"), ["addressee_id"], unique=False
        )

    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reply_link_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("link_confirmed_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("link_confirmed_by_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_decision_link_confirmed_by_id"),
            "person",
            ["link_confirmed_by_id"],
            ["id"],
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_decision_reply_link_id"), "reply_link", ["reply_link_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_decision_reply_link_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_decision_link_confirmed_by_id"), type_="foreignkey")
        batch_op.drop_column("link_confirmed_by_id")
        batch_op.drop_column("link_confirmed_at")
        batch_op.drop_column("reply_link_id")

    with op.batch_alter_table("reply_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reply_link_addressee_id"))

    op.drop_table("reply_link")
