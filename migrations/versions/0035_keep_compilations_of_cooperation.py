"""Keep compilations of cooperation"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "cooperation_report",
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("word_file_id", sa.Integer(), nullable=False),
        sa.Column("content_file_id", sa.Integer(), nullable=False),
        sa.Column("mailed_to", sa.Text(), nullable=False),
        sa.Column("kept_at", sa.DateTime(), nullable=False),
        sa.Column("kept_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("year BETWEEN 2000 AND 2100", name="ck_cooperation_report_year_known"),
        sa.ForeignKeyConstraint(
            ["content_file_id"],
            ["stored_file.id"],
            name="fk_cooperation_report_content_file_id",
        ),
        sa.ForeignKeyConstraint(
            ["kept_by_id"], ["person.id"], name="fk_cooperation_report_kept_by_id"
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name="fk_cooperation_report_municipality_id",
        ),
        sa.ForeignKeyConstraint(
            ["word_file_id"], ["stored_file.id"], name="fk_cooperation_report_word_file_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_cooperation_report"),
    )
    op.create_index(
        "ix_cooperation_report_municipality_id", "cooperation_report", ["municipality_id"]
    )


def downgrade() -> None:
    op.drop_table("cooperation_report")
