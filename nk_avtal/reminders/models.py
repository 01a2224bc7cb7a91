"""The ledger of reminders, deadlines that somebody has dealt with, and the runs."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nk_avtal.agreements.models import Agreement
from nk_avtal.db import Base, Identified, UtcDateTime, choice
from nk_avtal.domain.reminders import DeadlineKind
from nk_avtal.municipalities.models import Municipality
from nk_avtal.outbox.models import Message
from nk_avtal.people.models import Person
from nk_avtal.recommendations.models import Recommendation


class Reminder(Identified, Base):
    """That somebody is told about a deadline: at most once per deadline, lead and recipient.

    `key` is made by the rule (`domain.reminders`); it being unique is what makes a second run,
    or a second scheduler, harmless. `lead_days` is negative after the deadline.
    """

    __tablename__ = "reminder"

    key: Mapped[str] = mapped_column(sa.String(300), unique=True)
    kind: Mapped[DeadlineKind] = mapped_column(choice(DeadlineKind))
    deadline_on: Mapped[date] = mapped_column(index=True)
    lead_days: Mapped[int]
    recipient: Mapped[str] = mapped_column(sa.String(254), index=True)
    agreement_id: Mapped[int | None] = mapped_column(sa.ForeignKey("agreement.id"), index=True)
    recommendation_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("recommendation.id"), index=True
    )
    municipality_id: Mapped[int | None] = mapped_column(sa.ForeignKey("municipality.id"))
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    message_id: Mapped[int | None] = mapped_column(sa.ForeignKey("message.id"), index=True)
    planned_at: Mapped[datetime] = mapped_column(UtcDateTime)

    agreement: Mapped[Agreement | None] = relationship()
    recommendation: Mapped[Recommendation | None] = relationship()
    municipality: Mapped[Municipality | None] = relationship()
    person: Mapped[Person | None] = relationship()
    message: Mapped[Message | None] = relationship()


class SettledDeadline(Identified, Base):
    """That somebody has dealt with a deadline, so that its reminders stop."""

    __tablename__ = "settled_deadline"

    agreement_id: Mapped[int] = mapped_column(sa.ForeignKey("agreement.id"), index=True)
    kind: Mapped[DeadlineKind] = mapped_column(choice(DeadlineKind))
    deadline_on: Mapped[date]
    note: Mapped[str] = mapped_column(sa.Text, default="")
    settled_at: Mapped[datetime] = mapped_column(UtcDateTime)
    settled_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))

    agreement: Mapped[Agreement] = relationship()
    settled_by: Mapped[Person] = relationship()

    __table_args__ = (sa.UniqueConstraint("agreement_id", "kind", "deadline_on"),)


class Heartbeat(Base):
    """When a background worker was last heard from, and how its last turn went."""

    __tablename__ = "heartbeat"

    name: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    beat_at: Mapped[datetime] = mapped_column(UtcDateTime)
    failing_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    detail: Mapped[str] = mapped_column(sa.Text, default="")
