"""Keep where each municipality stands, and find what goes on without reading all there has been."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

AT_A_TIME = 5000


def upgrade() -> None:
    op.add_column("addressee", sa.Column("outcome", sa.String(40), nullable=True))
    op.add_column("addressee", sa.Column("decided_on", sa.Date(), nullable=True))
    op.add_column(
        "addressee",
        sa.Column("awaited", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    _fill()
    op.drop_index("ix_addressee_municipality_id", "addressee")
    op.create_index(
        "ix_addressee_awaited",
        "addressee",
        ["municipality_id", "recommendation_id"],
        sqlite_where=sa.text("awaited IS 1"),
        postgresql_where=sa.text("awaited IS true"),
    )
    op.create_index(
        "ix_addressee_decided_on_recommendation_id",
        "addressee",
        ["decided_on", "recommendation_id"],
    )
    op.create_index(
        "ix_addressee_municipality_id_decided_on", "addressee", ["municipality_id", "decided_on"]
    )
    op.drop_index("ix_recommendation_area", "recommendation")
    op.create_index(
        "ix_recommendation_area_reply_by_status",
        "recommendation",
        ["area", "reply_by", "status"],
    )
    op.create_index(
        "ix_party_organisation",
        "party",
        ["organisation", "agreement_id"],
        sqlite_where=sa.text("organisation IS NOT NULL"),
        postgresql_where=sa.text("organisation IS NOT NULL"),
    )


def _fill() -> None:
    """The rule which decision counts, as it is when this is written."""
    connection = op.get_bind()
    write = sa.text(
        "UPDATE addressee SET outcome = :outcome, decided_on = :decided_on WHERE id = :number"
    )
    some: list[dict[str, Any]] = []
    for one in _counting(connection):
        some.append(one)
        if len(some) == AT_A_TIME:
            connection.execute(write, some)
            some = []
    if some:
        connection.execute(write, some)
    connection.execute(
        sa.text(
            "UPDATE addressee SET awaited ="
            " coalesce(outcome IN ('referred_back', 'tabled'), false) OR (concerned AND"
            " coalesce(outcome, '') NOT IN ('adopted', 'adopted_with_addition', 'declined'))"
        )
    )


def _counting(connection: sa.Connection) -> Iterator[dict[str, Any]]:
    standing = connection.execute(
        sa.text(
            "SELECT addressee_id, outcome, decided_on FROM decision"
            " WHERE undone_at IS NULL AND annulled_on IS NULL AND outcome <> 'proposed'"
            " ORDER BY addressee_id, decided_on, id"
        )
    ).all()
    for number, group in groupby(standing, key=lambda row: row.addressee_id):
        decisions = list(group)
        last = decisions[-1]
        if last.outcome in ("withdrawn", "noted"):
            before = [one for one in decisions if one.outcome not in ("withdrawn", "noted")]
            if before and before[-1].outcome in ("adopted", "adopted_with_addition", "declined"):
                last = before[-1]
        yield {"number": number, "outcome": last.outcome, "decided_on": last.decided_on}


def downgrade() -> None:
    op.drop_index("ix_party_organisation", "party")
    op.drop_index("ix_recommendation_area_reply_by_status", "recommendation")
    op.create_index("ix_recommendation_area", "recommendation", ["area"])
    op.drop_index("ix_addressee_municipality_id_decided_on", "addressee")
    op.drop_index("ix_addressee_decided_on_recommendation_id", "addressee")
    op.drop_index("ix_addressee_awaited", "addressee")
    op.create_index("ix_addressee_municipality_id", "addressee", ["municipality_id"])
    with op.batch_alter_table("addressee") as batch:
        batch.drop_column("awaited")
        batch.drop_column("decided_on")
        batch.drop_column("outcome")
