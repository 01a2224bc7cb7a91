"""Say which version of a document is public, and what the register has told.

What everybody could read until now stays readable: of each public document of a published
agreement, the newest version.
"""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "publication",
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=36), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("published_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_publication_agreement_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication")),
        sa.UniqueConstraint("agreement_id", name=op.f("uq_publication_agreement_id")),
        sa.UniqueConstraint("uid", name=op.f("uq_publication_uid")),
    )
    op.create_table(
        "cleared_version",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("set_at", sa.DateTime(), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_cleared_version_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["set_by_id"], ["person.id"], name=op.f("fk_cleared_version_set_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["document_version.id"], name=op.f("fk_cleared_version_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cleared_version")),
        sa.UniqueConstraint("document_id", name=op.f("uq_cleared_version_document_id")),
    )
    op.create_index("ix_cleared_version_version_id", "cleared_version", ["version_id"])
    reason = sa.Column("withdrawn_because", sa.Text(), server_default="", nullable=False)
    op.add_column("agreement", reason)
    _clear_what_is_public()


def _clear_what_is_public() -> None:
    clear = sa.text("""
        INSERT INTO cleared_version (document_id, version_id, set_at)
        SELECT document.id, max(document_version.id), :now
        FROM document
        JOIN document_version ON document_version.document_id = document.id
        JOIN agreement ON agreement.id = document.agreement_id
        WHERE document.openness = 'public' AND document.trashed_at IS NULL AND agreement.published
        GROUP BY document.id
        """).bindparams(sa.bindparam("now", type_=sa.DateTime()))
    op.get_bind().execute(clear, {"now": datetime.now(UTC).replace(tzinfo=None)})


def downgrade() -> None:
    with op.batch_alter_table("agreement", table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.drop_column("withdrawn_because")
    op.drop_index("ix_cleared_version_version_id", "cleared_version")
    op.drop_table("cleared_version")
    op.drop_table("publication")
