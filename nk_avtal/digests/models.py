"""The ledger of weekly letters."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nk_avtal.db import Base, Identified, UtcDateTime
from nk_avtal.outbox.models import Message
from nk_avtal.people.models import Person


class Digest(Identified, Base):
    """That a person's letter of a week has been seen to: at most once. One without a mail had
    nothing to tell."""

    __tablename__ = "digest"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    week: Mapped[str] = mapped_column(sa.String(8))
    message_id: Mapped[int | None] = mapped_column(sa.ForeignKey("message.id"), index=True)
    planned_at: Mapped[datetime] = mapped_column(UtcDateTime)

    person: Mapped[Person] = relationship()
    message: Mapped[Message | None] = relationship()

    __table_args__ = (sa.UniqueConstraint("person_id", "week"),)
