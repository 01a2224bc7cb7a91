"""One import: the file as it was read, what was answered about it, and what became of it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nk_avtal.db import Base, Identified, UtcDateTime, choice
from nk_avtal.domain.import_columns import ImportKind
from nk_avtal.people.models import Person


class ImportState(StrEnum):
    """Where an import is."""

    CHECKED = "checked"  # read, and nothing is written yet
    WAITING = "waiting"  # for the background to write it
    WORKING = "working"
    DONE = "done"
    FAILED = "failed"  # nothing was written
    UNDOING = "undoing"  # the background is to take it back
    UNDONE = "undone"


class Import(Identified, Base):
    """A file that somebody brings in.

    `content` holds the cells, packed, until they are written; the file itself is never kept.
    `answers` holds what was said about columns and doubtful rows. `rows` are all there are to
    write and `seen` those that the background has come to. Everything that was written stands in
    the history from `first_entry` to `last_entry`, which is also how it is undone. `failure` says
    why it was not written, or not undone.
    """

    __tablename__ = "import"

    kind: Mapped[ImportKind] = mapped_column(choice(ImportKind))
    name: Mapped[str] = mapped_column(sa.String(120))
    state: Mapped[ImportState] = mapped_column(choice(ImportState), index=True)
    content: Mapped[str] = mapped_column(sa.Text, default="", deferred=True)
    answers: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    rows: Mapped[int] = mapped_column(default=0)
    seen: Mapped[int] = mapped_column(default=0)
    created: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
    heard_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    failure: Mapped[str] = mapped_column(sa.Text, default="")
    first_entry: Mapped[int | None]
    last_entry: Mapped[int | None]
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    made_by: Mapped[Person | None] = relationship(foreign_keys=[made_by_id])
    undone_by: Mapped[Person | None] = relationship(foreign_keys=[undone_by_id])
