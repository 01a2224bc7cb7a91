"""Keep a search index"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0031"
down_revision = "0029"
branch_labels = None
depends_on = None

SQLITE = (
    "CREATE VIRTUAL TABLE search_fts USING fts5(terms, content='search_entry',"
    " content_rowid='id', tokenize=\"ascii tokenchars '/_'\", detail='none', columnsize=0)",
    "CREATE TRIGGER search_entry_added AFTER INSERT ON search_entry BEGIN"
    " INSERT INTO search_fts(rowid, terms) VALUES (new.id, new.terms); END",
    "CREATE TRIGGER search_entry_gone AFTER DELETE ON search_entry BEGIN"
    " INSERT INTO search_fts(search_fts, rowid, terms) VALUES ('delete', old.id, old.terms); END",
    "CREATE TRIGGER search_entry_changed AFTER UPDATE ON search_entry BEGIN"
    " INSERT INTO search_fts(search_fts, rowid, terms) VALUES ('delete', old.id, old.terms);"
    " INSERT INTO search_fts(rowid, terms) VALUES (new.id, new.terms); END",
)
"""A migration that rebuilds search_entry has to make the triggers again."""


def upgrade() -> None:
    op.create_table(
        "search_entry",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column(
            "kind",
            sa.Enum(
                "municipality",
                "agreement",
                "recommendation",
                "decision",
                "reported",
                "matter",
                "negotiation",
                "consultation",
                "document",
                name="hitkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("slug", sa.String(length=120), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column(
            "terms", sa.Text().with_variant(postgresql.TSVECTOR(), "postgresql"), nullable=False
        ),
        sa.PrimaryKeyConstraint("id", name="pk_search_entry"),
        sa.UniqueConstraint("kind", "number", name="uq_search_entry_kind_number"),
    )
    by_bytes = sa.String(60).with_variant(sa.String(60, collation="C"), "postgresql")
    op.create_table(
        "search_word",
        sa.Column("part", by_bytes, nullable=False),
        sa.Column("word", by_bytes, nullable=False),
        sa.Column("stem", by_bytes, nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_search_word"),
    )
    op.create_index("ix_search_word_part", "search_word", ["part"])
    op.create_index("ix_search_word_stem", "search_word", ["stem"])
    op.create_table(
        "search_state",
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("made_by", name="pk_search_state"),
    )
    if op.get_bind().dialect.name == "sqlite":
        for statement in SQLITE:
            op.execute(statement)
    else:
        op.create_index("ix_search_entry_terms", "search_entry", ["terms"], postgresql_using="gin")


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE search_fts")
    for table in ("search_state", "search_word", "search_entry"):
        op.drop_table(table)
