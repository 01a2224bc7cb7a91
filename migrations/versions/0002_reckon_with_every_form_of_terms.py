"""Reckon with every form of terms, and watch more kinds of day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

FILLED = ("anchor", "counted_from", "valid_when", "notice_by_members", "options_used")
CHECKED = ("anchor", "countedfrom", "validwhen")
WATCHED = ("reminder", "settled_deadline")
KINDS = ("reply", "meeting", "notice", "end", "excerpt")
MORE_KINDS = ("start", "option", "price", "exit", "review")


def upgrade() -> None:
    op.create_table(
        "notice_rule",
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column(
            "scope",
            sa.Enum(
                "price",
                "exit",
                "party",
                name="scope",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("notice_period", sa.String(length=10), nullable=False),
        sa.Column(
            "anchor",
            sa.Enum(
                "term",
                "month",
                "quarter",
                "halfyear",
                "year",
                name="rule_anchor",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "counted_from",
            sa.Enum(
                "notice",
                "next_month",
                name="rule_counted_from",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("party_name", sa.String(length=200), nullable=False),
        sa.Column("clause", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_notice_rule_agreement_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_rule")),
    )
    with op.batch_alter_table("notice_rule", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_notice_rule_agreement_id"), ["agreement_id"], unique=False
        )

    op.create_table(
        "set_notice_day",
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("term_end", sa.Date(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("set_at", sa.DateTime(), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("day <= term_end", name=op.f("ck_set_notice_day_within_term")),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_set_notice_day_reasoned")),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_set_notice_day_agreement_id")
        ),
        sa.ForeignKeyConstraint(
            ["set_by_id"], ["person.id"], name=op.f("fk_set_notice_day_set_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_set_notice_day")),
        sa.UniqueConstraint(
            "agreement_id", "term_end", name=op.f("uq_set_notice_day_agreement_id_term_end")
        ),
    )
    with op.batch_alter_table("set_notice_day", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_set_notice_day_agreement_id"), ["agreement_id"], unique=False
        )

    with op.batch_alter_table("agreement", schema=None) as batch_op:
        batch_op.add_column(sa.Column("longest", sa.String(length=10), nullable=True))
        batch_op.add_column(
            sa.Column(
                "anchor",
                sa.Enum(
                    "term",
                    "month",
                    "quarter",
                    "halfyear",
                    "year",
                    name="anchor",
                    native_enum=False,
                    create_constraint=True,
                    length=40,
                ),
                nullable=False,
                server_default="term",
            )
        )
        batch_op.add_column(
            sa.Column(
                "counted_from",
                sa.Enum(
                    "notice",
                    "next_month",
                    name="countedfrom",
                    native_enum=False,
                    create_constraint=True,
                    length=40,
                ),
                nullable=False,
                server_default="notice",
            )
        )
        batch_op.add_column(
            sa.Column(
                "valid_when",
                sa.Enum(
                    "received",
                    "sent",
                    name="validwhen",
                    native_enum=False,
                    create_constraint=True,
                    length=40,
                ),
                nullable=False,
                server_default="received",
            )
        )
        batch_op.add_column(
            sa.Column("notice_by_members", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(sa.Column("option_step", sa.String(length=10), nullable=True))
        batch_op.add_column(sa.Column("option_times", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("option_use_by", sa.String(length=10), nullable=True))
        batch_op.add_column(
            sa.Column("options_used", sa.Integer(), nullable=False, server_default="0")
        )

    with op.batch_alter_table("agreement", schema=None) as batch_op:
        for name in FILLED:
            batch_op.alter_column(name, server_default=None)
    for table in WATCHED:
        _replace_kinds(table, KINDS + MORE_KINDS)


def downgrade() -> None:
    for table in WATCHED:
        more = sa.column("kind").in_(MORE_KINDS)
        op.execute(sa.table(table, sa.column("kind")).delete().where(more))
        _replace_kinds(table, KINDS)
    with op.batch_alter_table("agreement", schema=None) as batch_op:
        for name in CHECKED:
            batch_op.drop_constraint(op.f(f"ck_agreement_{name}"), type_="check")
        batch_op.drop_column("options_used")
        batch_op.drop_column("option_use_by")
        batch_op.drop_column("option_times")
        batch_op.drop_column("option_step")
        batch_op.drop_column("notice_by_members")
        batch_op.drop_column("valid_when")
        batch_op.drop_column("counted_from")
        batch_op.drop_column("anchor")
        batch_op.drop_column("longest")

    with op.batch_alter_table("set_notice_day", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_set_notice_day_agreement_id"))

    op.drop_table("set_notice_day")
    with op.batch_alter_table("notice_rule", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_notice_rule_agreement_id"))

    op.drop_table("notice_rule")


def _replace_kinds(table: str, kinds: tuple[str, ...]) -> None:
    name = op.f(f"ck_{table}_deadlinekind")
    with op.batch_alter_table(table, schema=None) as batch_op:
        batch_op.drop_constraint(name, type_="check")
        batch_op.create_check_constraint(name, sa.column("kind").in_(kinds))
