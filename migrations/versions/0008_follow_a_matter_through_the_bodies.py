"""Follow a matter through the bodies of a municipality, and its minutes to legal force."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "preparing_step",
        sa.Column("addressee_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("body_name", sa.String(length=120), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["addressee_id"], ["addressee.id"], name=op.f("fk_preparing_step_addressee_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_preparing_step")),
        sa.UniqueConstraint(
            "addressee_id", "body_name", name=op.f("uq_preparing_step_addressee_id_body_name")
        ),
    )
    with op.batch_alter_table("preparing_step", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_preparing_step_addressee_id"), ["addressee_id"], unique=False
        )

    op.create_table(
        "notice_board",
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("announced_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.id"], name=op.f("fk_notice_board_decision_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_board")),
        sa.UniqueConstraint("decision_id", "place", name=op.f("uq_notice_board_decision_id_place")),
    )
    with op.batch_alter_table("notice_board", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_notice_board_decision_id"), ["decision_id"], unique=False
        )

    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.add_column(sa.Column("approved_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("taken_down_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("appealed_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("in_force_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("annulled_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("document_version_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("changed_text", sa.Text(), nullable=False, server_default=""))
        batch_op.create_foreign_key(
            batch_op.f("fk_decision_document_version_id"),
            "document_version",
            ["document_version_id"],
            ["id"],
        )

    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.alter_column("changed_text", server_default=None)

    with op.batch_alter_table("recommendation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("follows_id", sa.Integer(), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_recommendation_follows_id"), ["follows_id"], unique=False
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_recommendation_follows_id"), "recommendation", ["follows_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("recommendation", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_recommendation_follows_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_recommendation_follows_id"))
        batch_op.drop_column("follows_id")

    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_decision_document_version_id"), type_="foreignkey")
        batch_op.drop_column("changed_text")
        batch_op.drop_column("document_version_id")
        batch_op.drop_column("annulled_on")
        batch_op.drop_column("in_force_on")
        batch_op.drop_column("appealed_on")
        batch_op.drop_column("taken_down_on")
        batch_op.drop_column("approved_on")

    with op.batch_alter_table("notice_board", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_notice_board_decision_id"))

    op.drop_table("notice_board")
    with op.batch_alter_table("preparing_step", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_preparing_step_addressee_id"))

    op.drop_table("preparing_step")
