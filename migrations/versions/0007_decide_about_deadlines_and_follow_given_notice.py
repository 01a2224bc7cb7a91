"""Decide about deadlines, and follow given notice."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_KEEP_SETTLED = """
    INSERT INTO renewal_decision (agreement_id, kind, deadline_on, answer, reason, successor_added,
        decided_at, decided_by_id)
    SELECT agreement_id, kind, deadline_on, 'settled', note, false, settled_at, settled_by_id
    FROM settled_deadline ORDER BY id
"""
_KEEP_NOTICE = """
    INSERT INTO given_notice (agreement_id, giver, reach, body_name, paragraph, reference,
        received_on, takes_effect_on, effect_reason, note, stage_before, registered_at,
        withdrawal_reason, version)
    SELECT id, 'association', 'whole', '', '', '', notice_given_on, notice_ends_on, '', '',
        'concluded', created_at, '', 1
    FROM agreement WHERE notice_given_on IS NOT NULL ORDER BY id
"""
_SETTLE_AGAIN = """
    INSERT INTO settled_deadline (agreement_id, kind, deadline_on, note, settled_at, settled_by_id)
    SELECT agreement_id, kind, deadline_on, reason, decided_at, decided_by_id
    FROM renewal_decision AS one
    WHERE undone_at IS NULL AND answer <> 'later' AND NOT EXISTS (
        SELECT 1 FROM renewal_decision AS other
        WHERE other.agreement_id = one.agreement_id AND other.kind = one.kind
        AND other.deadline_on = one.deadline_on AND other.undone_at IS NULL AND other.id > one.id)
"""


def upgrade() -> None:
    op.create_table(
        "renewal_decision",
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "reply",
                "meeting",
                "notice",
                "end",
                "excerpt",
                "start",
                "option",
                "price",
                "exit",
                "review",
                name="deadlinekind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("deadline_on", sa.Date(), nullable=False),
        sa.Column(
            "answer",
            sa.Enum(
                "prolong",
                "renegotiate",
                "give_notice",
                "use_option",
                "let_end",
                "later",
                "settled",
                name="answer",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("new_end_on", sa.Date(), nullable=True),
        sa.Column("old_end_on", sa.Date(), nullable=True),
        sa.Column("successor_id", sa.Integer(), nullable=True),
        sa.Column("successor_added", sa.Boolean(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=False),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(answer = 'later') = (until IS NOT NULL)", name=op.f("ck_renewal_decision_later_until")
        ),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_renewal_decision_agreement_id")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["person.id"], name=op.f("fk_renewal_decision_decided_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["successor_id"], ["agreement.id"], name=op.f("fk_renewal_decision_successor_id")
        ),
        sa.ForeignKeyConstraint(
            ["undone_by_id"], ["person.id"], name=op.f("fk_renewal_decision_undone_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_renewal_decision")),
    )
    with op.batch_alter_table("renewal_decision", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_renewal_decision_agreement_id"), ["agreement_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_renewal_decision_deadline_on"), ["deadline_on"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_renewal_decision_successor_id"), ["successor_id"], unique=False
        )

    op.create_table(
        "given_notice",
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.Column(
            "giver",
            sa.Enum(
                "member",
                "association",
                "counterparty",
                name="giver",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "reach",
            sa.Enum(
                "whole", "exit", name="reach", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("municipality_id", sa.Integer(), nullable=True),
        sa.Column("organisation", sa.String(length=200), nullable=True),
        sa.Column("body_name", sa.String(length=120), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("paragraph", sa.String(length=40), nullable=False),
        sa.Column("reference", sa.String(length=40), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("takes_effect_on", sa.Date(), nullable=True),
        sa.Column("effect_reason", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column(
            "stage_before",
            sa.Enum(
                "draft",
                "negotiation",
                "preparation",
                "recommended",
                "deciding",
                "concluded",
                "terminated",
                "cancelled",
                name="stage_before",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("registered_at", sa.DateTime(), nullable=False),
        sa.Column("registered_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawal_reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(giver = 'counterparty') = (organisation IS NOT NULL)",
            name=op.f("ck_given_notice_counterparty_named"),
        ),
        sa.CheckConstraint(
            "(giver = 'member') = (municipality_id IS NOT NULL)",
            name=op.f("ck_given_notice_member_named"),
        ),
        sa.CheckConstraint(
            "giver <> 'association' OR reach = 'whole'", name=op.f("ck_given_notice_for_all")
        ),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_given_notice_agreement_id")
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["renewal_decision.id"], name=op.f("fk_given_notice_decision_id")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_given_notice_municipality_id")
        ),
        sa.ForeignKeyConstraint(
            ["registered_by_id"], ["person.id"], name=op.f("fk_given_notice_registered_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"], ["person.id"], name=op.f("fk_given_notice_withdrawn_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_given_notice")),
    )
    with op.batch_alter_table("given_notice", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_given_notice_agreement_id"), ["agreement_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_given_notice_decision_id"), ["decision_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_given_notice_municipality_id"), ["municipality_id"], unique=False
        )

    op.execute(_KEEP_SETTLED)
    op.execute(_KEEP_NOTICE)
    with op.batch_alter_table("settled_deadline", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_settled_deadline_agreement_id"))

    op.drop_table("settled_deadline")


def downgrade() -> None:
    op.create_table(
        "settled_deadline",
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("deadline_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("settled_at", sa.DateTime(), nullable=False),
        sa.Column("settled_by_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('reply', 'meeting', 'notice', 'end', 'excerpt', 'start', 'option', 'price', 'exit', 'review')",
            name=op.f("ck_settled_deadline_deadlinekind"),
        ),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_settled_deadline_agreement_id")
        ),
        sa.ForeignKeyConstraint(
            ["settled_by_id"], ["person.id"], name=op.f("fk_settled_deadline_settled_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_settled_deadline")),
        sa.UniqueConstraint(
            "agreement_id",
            "kind",
            "deadline_on",
            name=op.f("uq_settled_deadline_agreement_id_kind_deadline_on"),
        ),
    )
    with op.batch_alter_table("settled_deadline", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_settled_deadline_agreement_id"), ["agreement_id"], unique=False
        )

    op.execute(_SETTLE_AGAIN)
    with op.batch_alter_table("given_notice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_given_notice_municipality_id"))
        batch_op.drop_index(batch_op.f("ix_given_notice_decision_id"))
        batch_op.drop_index(batch_op.f("ix_given_notice_agreement_id"))

    op.drop_table("given_notice")
    with op.batch_alter_table("renewal_decision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_renewal_decision_successor_id"))
        batch_op.drop_index(batch_op.f("ix_renewal_decision_deadline_on"))
        batch_op.drop_index(batch_op.f("ix_renewal_decision_agreement_id"))

    op.drop_table("renewal_decision")
