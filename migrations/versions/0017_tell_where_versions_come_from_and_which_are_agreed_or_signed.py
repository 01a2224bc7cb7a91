"""Tell where versions come from and which are agreed or signed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    op.create_table(
        "version_mark",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("mark", _choice("mark", "agreed", "signed"), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("set_at", sa.DateTime(), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_version_mark_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["set_by_id"], ["person.id"], name=op.f("fk_version_mark_set_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["document_version.id"], name=op.f("fk_version_mark_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_version_mark")),
        sa.UniqueConstraint("document_id", "mark", name=op.f("uq_version_mark_document_id_mark")),
    )
    with op.batch_alter_table("version_mark", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_version_mark_version_id"), ["version_id"], unique=False
        )

    with op.batch_alter_table("document_version", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("origin", _choice("origin", "ours", "counterparty", "joint"), nullable=True)
        )


def downgrade() -> None:
    with op.batch_alter_table("document_version", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_document_version_origin"), type_="check")
        batch_op.drop_column("origin")

    with op.batch_alter_table("version_mark", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_version_mark_version_id"))

    op.drop_table("version_mark")
