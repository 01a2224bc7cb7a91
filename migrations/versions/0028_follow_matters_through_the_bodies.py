"""Follow matters through the association's bodies"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "goal_set",
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=True),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "first_on IS NULL OR last_on IS NULL OR first_on <= last_on",
            name="ck_goal_set_first_before_last",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_goal_set"),
        sa.UniqueConstraint("name", name="uq_goal_set_name"),
    )
    op.create_table(
        "body_recipient",
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name="fk_body_recipient_body_id"),
        sa.PrimaryKeyConstraint("id", name="pk_body_recipient"),
        sa.UniqueConstraint("body_id", "email", name="uq_body_recipient_body_id_email"),
    )
    op.create_index("ix_body_recipient_body_id", "body_recipient", ["body_id"])

    op.create_table(
        "route_step",
        sa.Column(
            "track",
            sa.Enum(
                "education",
                "social_services",
                "healthcare",
                "growth",
                "culture",
                "other",
                "budget",
                "direction",
                name="track",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name="fk_route_step_body_id"),
        sa.PrimaryKeyConstraint("id", name="pk_route_step"),
        sa.UniqueConstraint("track", "position", name="uq_route_step_track_position"),
    )
    op.create_index("ix_route_step_track", "route_step", ["track"])

    op.create_table(
        "matter",
        sa.Column("slug", sa.String(length=120), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=250), nullable=False),
        sa.Column("reference", sa.String(length=40), nullable=False),
        sa.Column(
            "track",
            sa.Enum(
                "education",
                "social_services",
                "healthcare",
                "growth",
                "culture",
                "other",
                "budget",
                "direction",
                name="track",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("proposal", sa.Text(), nullable=False),
        sa.Column("responsible_id", sa.Integer(), nullable=True),
        sa.Column("recommendation_id", sa.Integer(), nullable=True),
        sa.Column("made_up", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(title) > 0", name="ck_matter_titled"),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name="fk_matter_agreement_id"),
        sa.ForeignKeyConstraint(
            ["recommendation_id"], ["recommendation.id"], name="fk_matter_recommendation_id"
        ),
        sa.ForeignKeyConstraint(["responsible_id"], ["person.id"], name="fk_matter_responsible_id"),
        sa.PrimaryKeyConstraint("id", name="pk_matter"),
        sa.UniqueConstraint("slug", name="uq_matter_slug"),
    )
    op.create_index("ix_matter_agreement_id", "matter", ["agreement_id"])
    op.create_index("ix_matter_recommendation_id", "matter", ["recommendation_id"])
    op.create_index("ix_matter_responsible_id", "matter", ["responsible_id"])
    op.create_index("ix_matter_track", "matter", ["track"])

    op.create_table(
        "matter_file",
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=250), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["added_by_id"], ["person.id"], name="fk_matter_file_added_by_id"),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name="fk_matter_file_file_id"),
        sa.ForeignKeyConstraint(["matter_id"], ["matter.id"], name="fk_matter_file_matter_id"),
        sa.PrimaryKeyConstraint("id", name="pk_matter_file"),
    )
    op.create_index("ix_matter_file_file_id", "matter_file", ["file_id"])
    op.create_index("ix_matter_file_matter_id", "matter_file", ["matter_id"])

    op.create_table(
        "matter_goal",
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("goal_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["goal_id"], ["goal.id"], name="fk_matter_goal_goal_id"),
        sa.ForeignKeyConstraint(["matter_id"], ["matter.id"], name="fk_matter_goal_matter_id"),
        sa.PrimaryKeyConstraint("id", name="pk_matter_goal"),
        sa.UniqueConstraint("matter_id", "goal_id", name="uq_matter_goal_matter_id_goal_id"),
    )
    op.create_index("ix_matter_goal_goal_id", "matter_goal", ["goal_id"])
    op.create_index("ix_matter_goal_matter_id", "matter_goal", ["matter_id"])

    op.create_table(
        "matter_stop",
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("agenda_position", sa.Integer(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "supported",
                "recommended",
                "decided",
                "referred_back",
                "tabled",
                "declined",
                "withdrawn",
                name="matteroutcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("paragraph", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(outcome IS NULL) = (decided_on IS NULL)",
            name="ck_matter_stop_decided_on_with_outcome",
        ),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name="fk_matter_stop_body_id"),
        sa.ForeignKeyConstraint(["matter_id"], ["matter.id"], name="fk_matter_stop_matter_id"),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name="fk_matter_stop_meeting_id"),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name="fk_matter_stop_recorded_by_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_matter_stop"),
    )
    op.create_index("ix_matter_stop_body_id", "matter_stop", ["body_id"])
    op.create_index("ix_matter_stop_matter_id", "matter_stop", ["matter_id"])
    op.create_index("ix_matter_stop_meeting_id", "matter_stop", ["meeting_id"])

    op.create_table(
        "matter_paper",
        sa.Column("stop_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=250), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name="fk_matter_paper_file_id"),
        sa.ForeignKeyConstraint(["stop_id"], ["matter_stop.id"], name="fk_matter_paper_stop_id"),
        sa.ForeignKeyConstraint(
            ["version_id"], ["document_version.id"], name="fk_matter_paper_version_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_matter_paper"),
        sa.UniqueConstraint("stop_id", "file_id", name="uq_matter_paper_stop_id_file_id"),
    )
    op.create_index("ix_matter_paper_file_id", "matter_paper", ["file_id"])
    op.create_index("ix_matter_paper_stop_id", "matter_paper", ["stop_id"])
    op.create_index("ix_matter_paper_version_id", "matter_paper", ["version_id"])

    _part_goals_into_sets()


def _part_goals_into_sets() -> None:
    op.add_column("goal", sa.Column("goal_set_id", sa.Integer(), nullable=True))
    connection = op.get_bind()
    names = connection.scalars(sa.text("SELECT DISTINCT programme FROM goal ORDER BY programme"))
    for name in names.all():
        made = sa.text("INSERT INTO goal_set (name, version) VALUES (:name, 1)")
        connection.execute(made, {"name": name})
    connection.execute(
        sa.text(
            "UPDATE goal SET goal_set_id ="
            " (SELECT id FROM goal_set WHERE goal_set.name = goal.programme)"
        )
    )
    with op.batch_alter_table("goal") as batch:
        batch.alter_column("goal_set_id", existing_type=sa.Integer(), nullable=False)
        batch.drop_constraint("uq_goal_code", type_="unique")
        batch.create_unique_constraint("uq_goal_goal_set_id_code", ["goal_set_id", "code"])
        batch.create_foreign_key("fk_goal_goal_set_id", "goal_set", ["goal_set_id"], ["id"])
        batch.drop_column("programme")
    op.create_index("ix_goal_goal_set_id", "goal", ["goal_set_id"])


def downgrade() -> None:
    op.drop_index("ix_goal_goal_set_id", "goal")
    name = sa.Column("programme", sa.String(length=120), server_default="", nullable=False)
    op.add_column("goal", name)
    op.get_bind().execute(
        sa.text(
            "UPDATE goal SET programme ="
            " (SELECT name FROM goal_set WHERE goal_set.id = goal.goal_set_id)"
        )
    )
    with op.batch_alter_table("goal") as batch:
        batch.drop_constraint("fk_goal_goal_set_id", type_="foreignkey")
        batch.drop_constraint("uq_goal_goal_set_id_code", type_="unique")
        batch.create_unique_constraint("uq_goal_code", ["code"])
        batch.drop_column("goal_set_id")
        batch.alter_column("programme", existing_type=sa.String(length=120), server_default=None)
    for table in (
        *("matter_paper", "matter_stop", "matter_goal", "matter_file", "matter"),
        *("route_step", "body_recipient", "goal_set"),
    ):
        op.drop_table(table)
