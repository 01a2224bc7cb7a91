"""Keep what titles are sorted by, and find what follows without reading what was sent."""

from __future__ import annotations

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0023"
branch_labels = None
depends_on = None

LENGTH = 500
FOLLOWS = sa.text("follows_id IS NOT NULL")
AS_SWEDISH = str.maketrans(
    {"å": "{", "ä": "|", "æ": "|", "ö": "}", "ø": "}", "ü": "y", "đ": "d", "ŋ": "n", "ŧ": "t"}
)


def upgrade() -> None:
    by_bytes = sa.String(LENGTH, collation="C")
    kind = sa.String(LENGTH).with_variant(by_bytes, "postgresql")
    op.add_column("agreement", sa.Column("title_key", kind, server_default="", nullable=False))
    _fill()
    op.create_index("ix_agreement_title_key", "agreement", ["title_key"])
    op.create_index("ix_agreement_end_on_title_key", "agreement", ["end_on", "title_key"])
    op.drop_index("ix_recommendation_follows_id", "recommendation")
    op.create_index(
        "ix_recommendation_follows_id",
        "recommendation",
        ["follows_id"],
        sqlite_where=FOLLOWS,
        postgresql_where=FOLLOWS,
    )


def _fill() -> None:
    connection = op.get_bind()
    rows = connection.execute(sa.text("SELECT id, title FROM agreement")).all()
    found = [{"number": number, "key": _key(title)} for number, title in rows]
    if found:
        write = sa.text("UPDATE agreement SET title_key = :key WHERE id = :number")
        connection.execute(write, found)


def _key(title: str) -> str:
    """The Swedish order, as it is when this is written."""
    folded = unicodedata.normalize("NFC", title).casefold().strip()
    plain = unicodedata.normalize("NFKD", folded.translate(AS_SWEDISH))
    letters = "".join(c for c in plain if not unicodedata.combining(c))
    return f"{letters}\x01{folded}"[:LENGTH]


def downgrade() -> None:
    op.drop_index("ix_recommendation_follows_id", "recommendation")
    op.create_index("ix_recommendation_follows_id", "recommendation", ["follows_id"])
    op.drop_index("ix_agreement_end_on_title_key", "agreement")
    op.drop_index("ix_agreement_title_key", "agreement")
    with op.batch_alter_table("agreement", table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.drop_column("title_key")
