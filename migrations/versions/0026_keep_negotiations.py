"""Keep negotiations: their rounds and issues, what was said, and what may be agreed to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "negotiation",
        sa.Column("slug", sa.String(length=120), nullable=False),
        sa.Column("title", sa.String(length=250), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "new",
                "renewal",
                "renegotiation",
                "after_notice",
                name="negotiationkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "agreed",
                "stopped",
                name="negotiationstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("counterparty_called", sa.String(length=80), nullable=False),
        sa.Column("manager_id", sa.Integer(), nullable=True),
        sa.Column("began_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("target_on", sa.Date(), nullable=True),
        sa.Column("if_missed", sa.Text(), nullable=False),
        sa.Column("next_step", sa.String(length=250), nullable=False),
        sa.Column("next_step_on", sa.Date(), nullable=True),
        sa.Column("follows_id", sa.Integer(), nullable=True),
        sa.Column("made_up", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'open') = (ended_on IS NULL)", name=op.f("ck_negotiation_ended_when_not_open")
        ),
        sa.CheckConstraint("length(title) > 0", name=op.f("ck_negotiation_titled")),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_negotiation_agreement_id")
        ),
        sa.ForeignKeyConstraint(
            ["follows_id"], ["negotiation.id"], name=op.f("fk_negotiation_follows_id")
        ),
        sa.ForeignKeyConstraint(
            ["manager_id"], ["person.id"], name=op.f("fk_negotiation_manager_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_negotiation")),
        sa.UniqueConstraint("slug", name=op.f("uq_negotiation_slug")),
    )
    op.create_index("ix_negotiation_agreement_id", "negotiation", ["agreement_id"])
    op.create_index("ix_negotiation_manager_id", "negotiation", ["manager_id"])
    op.create_index("ix_negotiation_next_step_on_state", "negotiation", ["next_step_on", "state"])
    op.create_index("ix_negotiation_state", "negotiation", ["state"])
    op.create_index("ix_negotiation_target_on", "negotiation", ["target_on"])
    op.create_table(
        "counterparty",
        sa.Column("negotiation_id", sa.Integer(), nullable=False),
        sa.Column("organisation", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["negotiation_id"], ["negotiation.id"], name=op.f("fk_counterparty_negotiation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counterparty")),
        sa.UniqueConstraint(
            "negotiation_id",
            "organisation",
            name=op.f("uq_counterparty_negotiation_id_organisation"),
        ),
    )
    op.create_index("ix_counterparty_negotiation_id", "counterparty", ["negotiation_id"])
    op.create_table(
        "negotiation_round",
        sa.Column("negotiation_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "planned",
                "held",
                "closed",
                "reopened",
                name="roundstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("meets_on", sa.Date(), nullable=True),
        sa.Column("meets_at", sa.String(length=20), nullable=False),
        sa.Column("is_latest", sa.Boolean(), nullable=False),
        sa.Column("meeting_notes", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_negotiation_round_counted")),
        sa.ForeignKeyConstraint(
            ["negotiation_id"], ["negotiation.id"], name=op.f("fk_negotiation_round_negotiation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_negotiation_round")),
        sa.UniqueConstraint(
            "negotiation_id", "number", name=op.f("uq_negotiation_round_negotiation_id_number")
        ),
    )
    op.create_table(
        "negotiator",
        sa.Column("negotiation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["negotiation_id"], ["negotiation.id"], name=op.f("fk_negotiator_negotiation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_negotiator_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_negotiator")),
        sa.UniqueConstraint(
            "negotiation_id", "person_id", name=op.f("uq_negotiator_negotiation_id_person_id")
        ),
    )
    op.create_index("ix_negotiator_person_id", "negotiator", ["person_id"])
    op.create_table(
        "talk",
        sa.Column("negotiation_id", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum(
                "meeting",
                "call",
                "mail",
                "other",
                name="channel",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("spoken_with", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(text) > 0", name=op.f("ck_talk_says_something")),
        sa.ForeignKeyConstraint(
            ["negotiation_id"], ["negotiation.id"], name=op.f("fk_talk_negotiation_id")
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["person.id"], name=op.f("fk_talk_written_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_talk")),
    )
    op.create_index("ix_talk_negotiation_id", "talk", ["negotiation_id"])
    op.create_table(
        "issue",
        sa.Column("negotiation_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=250), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("contract_clause", sa.String(length=80), nullable=False),
        sa.Column(
            "importance",
            sa.Enum(
                "high",
                "normal",
                "low",
                name="importance",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "open",
                "near",
                "agreed",
                "lifted",
                "withdrawn",
                name="issuestatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("agreed_wording", sa.Text(), nullable=False),
        sa.Column("agreed_in_id", sa.Integer(), nullable=True),
        sa.Column("recurs_from_id", sa.Integer(), nullable=True),
        sa.Column("origin_note", sa.String(length=250), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "status <> 'agreed' OR (agreed_wording <> '' AND agreed_in_id IS NOT NULL)",
            name=op.f("ck_issue_agreed_on_something"),
        ),
        sa.CheckConstraint("length(title) > 0", name=op.f("ck_issue_titled")),
        sa.ForeignKeyConstraint(
            ["agreed_in_id"], ["negotiation_round.id"], name=op.f("fk_issue_agreed_in_id")
        ),
        sa.ForeignKeyConstraint(
            ["negotiation_id"], ["negotiation.id"], name=op.f("fk_issue_negotiation_id")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_issue_owner_id")),
        sa.ForeignKeyConstraint(
            ["recurs_from_id"], ["issue.id"], name=op.f("fk_issue_recurs_from_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issue")),
        sa.UniqueConstraint(
            "negotiation_id", "number", name=op.f("uq_issue_negotiation_id_number")
        ),
    )
    op.create_table(
        "issue_step",
        sa.Column("issue_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "open",
                "near",
                "agreed",
                "lifted",
                "withdrawn",
                name="issuestatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("taken_on", sa.Date(), nullable=False),
        sa.Column("taken_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_issue_step_issue_id")),
        sa.ForeignKeyConstraint(
            ["round_id"], ["negotiation_round.id"], name=op.f("fk_issue_step_round_id")
        ),
        sa.ForeignKeyConstraint(
            ["taken_by_id"], ["person.id"], name=op.f("fk_issue_step_taken_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issue_step")),
    )
    op.create_index("ix_issue_step_issue_id", "issue_step", ["issue_id"])
    op.create_table(
        "mandate",
        sa.Column("negotiation_id", sa.Integer(), nullable=False),
        sa.Column("issue_id", sa.Integer(), nullable=True),
        sa.Column("given_by", sa.String(length=200), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=True),
        sa.Column("limits", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_mandate_issue_id")),
        sa.ForeignKeyConstraint(
            ["negotiation_id"], ["negotiation.id"], name=op.f("fk_mandate_negotiation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mandate")),
        sa.UniqueConstraint("issue_id", name=op.f("uq_mandate_issue_id")),
    )
    op.create_index("ix_mandate_negotiation_id", "mandate", ["negotiation_id"])
    op.create_index(
        "uq_mandate_whole",
        "mandate",
        ["negotiation_id"],
        unique=True,
        sqlite_where=sa.text("issue_id IS NULL"),
        postgresql_where=sa.text("issue_id IS NULL"),
    )
    op.create_table(
        "position",
        sa.Column("issue_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column(
            "side",
            sa.Enum(
                "ours", "theirs", name="side", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("is_sent", sa.Boolean(), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("is_concession", sa.Boolean(), nullable=False),
        sa.Column("in_return", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(text) > 0", name=op.f("ck_position_says_something")),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_position_issue_id")),
        sa.ForeignKeyConstraint(
            ["round_id"], ["negotiation_round.id"], name=op.f("fk_position_round_id")
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["person.id"], name=op.f("fk_position_written_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_position")),
    )
    op.create_index("ix_position_issue_id", "position", ["issue_id"])
    op.create_index("ix_position_round_id", "position", ["round_id"])


def downgrade() -> None:
    op.drop_index("ix_position_round_id", "position")
    op.drop_index("ix_position_issue_id", "position")
    op.drop_table("position")
    op.drop_index("uq_mandate_whole", "mandate")
    op.drop_index("ix_mandate_negotiation_id", "mandate")
    op.drop_table("mandate")
    op.drop_index("ix_issue_step_issue_id", "issue_step")
    op.drop_table("issue_step")
    op.drop_table("issue")
    op.drop_index("ix_talk_negotiation_id", "talk")
    op.drop_table("talk")
    op.drop_index("ix_negotiator_person_id", "negotiator")
    op.drop_table("negotiator")
    op.drop_table("negotiation_round")
    op.drop_index("ix_counterparty_negotiation_id", "counterparty")
    op.drop_table("counterparty")
    op.drop_index("ix_negotiation_target_on", "negotiation")
    op.drop_index("ix_negotiation_state", "negotiation")
    op.drop_index("ix_negotiation_next_step_on_state", "negotiation")
    op.drop_index("ix_negotiation_manager_id", "negotiation")
    op.drop_index("ix_negotiation_agreement_id", "negotiation")
    op.drop_table("negotiation")
