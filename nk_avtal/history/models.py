"""One change of one object."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from nk_avtal.db import Base, Identified, UtcDateTime


class Entry(Identified, Base):
    """What was created, changed or deleted, by whom and when.

    `changes` maps a column to [before, after]. `digest` covers the entry and the digest before
    it, so that an edited, removed or inserted entry shows (reliability R-30). The `*_id` columns
    say which object's page the entry belongs on; they are numbers and no foreign keys, since an
    entry outlives what it tells of.
    """

    __tablename__ = "history_entry"

    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor: Mapped[str] = mapped_column(sa.String(120))
    actor_id: Mapped[int | None] = mapped_column(index=True)
    request_id: Mapped[str] = mapped_column(sa.String(40), default="")
    noun: Mapped[str] = mapped_column(sa.String(40))
    object_id: Mapped[int]
    event: Mapped[str] = mapped_column(sa.String(10))
    changes: Mapped[dict[str, list[Any]]] = mapped_column(sa.JSON)
    agreement_id: Mapped[int | None] = mapped_column(index=True)
    recommendation_id: Mapped[int | None] = mapped_column(index=True)
    municipality_id: Mapped[int | None] = mapped_column(index=True)
    digest: Mapped[str] = mapped_column(sa.String(64), unique=True)

    __table_args__ = (sa.Index("ix_history_entry_noun_object_id", "noun", "object_id"),)
