"""Watch each agreement as it needs: leads by kind, who is told, pauses, groups and stand-ins."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

AGREEMENT = sa.table("agreement", sa.column("id"), sa.column("notice_leads", sa.JSON))
WATCH = sa.table(
    "watch",
    sa.column("agreement_id"),
    sa.column("leads", sa.JSON),
    sa.column("told", sa.JSON),
    sa.column("pause_reason"),
    sa.column("version"),
)
WITHHELD = sa.Enum(
    *("settled", "replaced", "paused", "no_recipient", "left", "in_letter", "overtaken"),
    name="withheld",
    native_enum=False,
    create_constraint=True,
    length=40,
)


def upgrade() -> None:
    op.create_table(
        "kind_leads",
        sa.Column(
            "agreement_kind",
            sa.Enum(
                "agreement",
                "accord",
                "cooperation",
                "addendum",
                "guideline",
                "price_list",
                "charter",
                "strategy",
                "other",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "deadline_kind",
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
        sa.Column("leads", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kind_leads")),
        sa.UniqueConstraint(
            "agreement_kind",
            "deadline_kind",
            name=op.f("uq_kind_leads_agreement_kind_deadline_kind"),
        ),
    )
    op.create_table(
        "absence",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("stand_in_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("first_on <= last_on", name=op.f("ck_absence_in_order")),
        sa.CheckConstraint("person_id <> stand_in_id", name=op.f("ck_absence_somebody_else")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_absence_person_id")),
        sa.ForeignKeyConstraint(
            ["stand_in_id"], ["person.id"], name=op.f("fk_absence_stand_in_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
    )
    with op.batch_alter_table("absence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_absence_last_on"), ["last_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_absence_person_id"), ["person_id"], unique=False)

    op.create_table(
        "group_member",
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(person_id IS NULL) = (email <> '')", name=op.f("ck_group_member_account_or_address")
        ),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_group_member_agreement_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_group_member_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_member")),
        sa.UniqueConstraint(
            "agreement_id", "person_id", name=op.f("uq_group_member_agreement_id_person_id")
        ),
    )
    with op.batch_alter_table("group_member", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_group_member_agreement_id"), ["agreement_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_group_member_person_id"), ["person_id"], unique=False)

    op.create_table(
        "watch",
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("leads", sa.JSON(), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("paused_until", sa.Date(), nullable=True),
        sa.Column("pause_reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "paused_until IS NULL OR pause_reason <> ''", name=op.f("ck_watch_pause_explained")
        ),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_watch_agreement_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watch")),
        sa.UniqueConstraint("agreement_id", name=op.f("uq_watch_agreement_id")),
    )
    _move_leads_to_watches()
    with op.batch_alter_table("agreement", schema=None) as batch_op:
        batch_op.drop_column("notice_leads")

    with op.batch_alter_table("reminder", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("escalated", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(sa.Column("stands_in_for_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("withheld", WITHHELD, nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_reminder_stands_in_for_id"), "person", ["stands_in_for_id"], ["id"]
        )
    with op.batch_alter_table("reminder", schema=None) as batch_op:
        batch_op.alter_column("escalated", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("reminder", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_reminder_stands_in_for_id"), type_="foreignkey")
        batch_op.drop_constraint(op.f("ck_reminder_withheld"), type_="check")
        batch_op.drop_column("withheld")
        batch_op.drop_column("stands_in_for_id")
        batch_op.drop_column("escalated")

    with op.batch_alter_table("agreement", schema=None) as batch_op:
        batch_op.add_column(sa.Column("notice_leads", sa.JSON(), nullable=True))

    _move_leads_back()
    op.drop_table("watch")
    with op.batch_alter_table("group_member", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_group_member_person_id"))
        batch_op.drop_index(batch_op.f("ix_group_member_agreement_id"))

    op.drop_table("group_member")
    with op.batch_alter_table("absence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_absence_person_id"))
        batch_op.drop_index(batch_op.f("ix_absence_last_on"))

    op.drop_table("absence")
    op.drop_table("kind_leads")


def _move_leads_to_watches() -> None:
    connection = op.get_bind()
    for number, leads in connection.execute(
        sa.select(AGREEMENT.c.id, AGREEMENT.c.notice_leads)
    ).all():
        if leads:
            connection.execute(
                sa.insert(WATCH).values(
                    agreement_id=number,
                    leads={"notice": leads, "end": leads},
                    told=["responsible", "manager", "group"],
                    pause_reason="",
                    version=1,
                )
            )


def _move_leads_back() -> None:
    connection = op.get_bind()
    for number, leads in connection.execute(sa.select(WATCH.c.agreement_id, WATCH.c.leads)).all():
        if kept := leads.get("notice"):
            connection.execute(
                sa.update(AGREEMENT).where(AGREEMENT.c.id == number).values(notice_leads=kept)
            )
