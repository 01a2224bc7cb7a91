"""Keep how costs are shared, year by year."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "cost_year",
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "population",
                "equal_part",
                "own_part",
                "percent",
                "amounts",
                name="keykind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("counted_on", sa.Date(), nullable=True),
        sa.Column("fixed", sa.BigInteger(), nullable=False),
        sa.Column("floor", sa.BigInteger(), nullable=True),
        sa.Column("ceiling", sa.BigInteger(), nullable=True),
        sa.Column("in_ore", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("set_at", sa.DateTime(), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=True),
        sa.Column("follows_id", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("total >= 0 AND fixed >= 0", name=op.f("ck_cost_year_not_negative")),
        sa.CheckConstraint("year BETWEEN 2000 AND 2100", name=op.f("ck_cost_year_year_known")),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_cost_year_agreement_id")
        ),
        sa.ForeignKeyConstraint(
            ["ended_by_id"], ["person.id"], name=op.f("fk_cost_year_ended_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["follows_id"], ["cost_year.id"], name=op.f("fk_cost_year_follows_id")
        ),
        sa.ForeignKeyConstraint(["set_by_id"], ["person.id"], name=op.f("fk_cost_year_set_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cost_year")),
    )
    with op.batch_alter_table("cost_year", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_cost_year_agreement_id"), ["agreement_id"], unique=False
        )
        batch_op.create_index(
            "uq_cost_year_standing",
            ["agreement_id", "year"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "cost_share",
        sa.Column("cost_year_id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("inhabitants", sa.Integer(), nullable=True),
        sa.Column("stated", sa.BigInteger(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_cost_share_not_negative")),
        sa.ForeignKeyConstraint(
            ["cost_year_id"], ["cost_year.id"], name=op.f("fk_cost_share_cost_year_id")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_cost_share_municipality_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cost_share")),
        sa.UniqueConstraint(
            "cost_year_id",
            "municipality_id",
            name=op.f("uq_cost_share_cost_year_id_municipality_id"),
        ),
    )
    with op.batch_alter_table("cost_share", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_cost_share_municipality_id"), ["municipality_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("cost_share", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cost_share_municipality_id"))

    op.drop_table("cost_share")
    with op.batch_alter_table("cost_year", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_cost_year_standing",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_cost_year_agreement_id"))

    op.drop_table("cost_year")
