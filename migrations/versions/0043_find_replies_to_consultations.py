"""Find replies to consultations"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

KINDS = (
    *("municipality", "agreement", "recommendation", "decision", "reported", "matter"),
    *("negotiation", "consultation", "document", "matter_file", "excerpt"),
)
NEW_KIND = "reply"
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
    _make_anew(*KINDS, NEW_KIND)


def downgrade() -> None:
    _make_anew(*KINDS)


def _make_anew(*kinds: str) -> None:
    """The index is a copy: an empty one is filled when the product starts."""
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    if on_sqlite:
        op.execute("DROP TABLE search_fts")
    op.drop_table("search_entry")
    op.execute("DELETE FROM search_state")
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
            sa.Enum(*kinds, name="hitkind", native_enum=False, create_constraint=True, length=40),
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
    if on_sqlite:
        for statement in SQLITE:
            op.execute(statement)
    else:
        op.create_index("ix_search_entry_terms", "search_entry", ["terms"], postgresql_using="gin")
