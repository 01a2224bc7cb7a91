"""The secret address of a personal calendar, and what it has last told."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nk_avtal.db import Base, Identified, UtcDateTime
from nk_avtal.people.models import Person


class CalendarFeed(Identified, Base):
    """That a person has an address for a calendar about something (`domain.calendars.Subject`, as
    text). Only the hash of its secret is kept (S-08)."""

    __tablename__ = "calendar_feed"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    subject: Mapped[str] = mapped_column(sa.String(40), default="own", server_default="own")
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)

    person: Mapped[Person] = relationship(lazy="joined")

    __table_args__ = (sa.UniqueConstraint("person_id", "subject"),)


class CalendarEvent(Identified, Base):
    """What a person's calendar about something has last been told of one day: no words, only
    whether they have changed. It outlives the address, so that a new one gives the same events."""

    __tablename__ = "calendar_event"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    subject: Mapped[str] = mapped_column(sa.String(40), default="own", server_default="own")
    slot: Mapped[str] = mapped_column(sa.String(120))
    uid: Mapped[str] = mapped_column(sa.String(200), unique=True)
    falls_on: Mapped[date]
    fingerprint: Mapped[str] = mapped_column(sa.String(64))
    sequence: Mapped[int]
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    cancelled: Mapped[bool]

    __table_args__ = (sa.UniqueConstraint("person_id", "subject", "slot"),)
