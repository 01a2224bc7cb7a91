"""The ledger of reminders, deadlines that somebody has dealt with, and the runs."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nk_avtal.agreements.models import Agreement
from nk_avtal.consultations.models import Invited
from nk_avtal.db import Base, Identified, UtcDateTime, Versioned, choice
from nk_avtal.domain.agreements import Kind
from nk_avtal.domain.recipients import ALL_TOLD, Withheld
from nk_avtal.domain.reminders import DeadlineKind
from nk_avtal.municipalities.models import Municipality
from nk_avtal.outbox.models import Message
from nk_avtal.people.models import Person
from nk_avtal.recommendations.models import Recommendation


class Reminder(Identified, Base):
    """That somebody is told about a deadline: at most once per deadline, lead and recipient.

    `key` is made by the rule (`domain.reminders`); it being unique is what makes a second run,
    or a second scheduler, harmless. `lead_days` is negative after the deadline. One that was due
    but did not go out is kept too, with why; it has a mail only if that was withdrawn. For a
    consultation `invited` is whose reply it is about.
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
    invited_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("consultation_party.id"), index=True
    )
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    message_id: Mapped[int | None] = mapped_column(sa.ForeignKey("message.id"), index=True)
    planned_at: Mapped[datetime] = mapped_column(UtcDateTime)
    escalated: Mapped[bool] = mapped_column(default=False)
    stands_in_for_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    withheld: Mapped[Withheld | None] = mapped_column(choice(Withheld))

    agreement: Mapped[Agreement | None] = relationship()
    recommendation: Mapped[Recommendation | None] = relationship()
    municipality: Mapped[Municipality | None] = relationship()
    invited: Mapped[Invited | None] = relationship()
    person: Mapped[Person | None] = relationship(foreign_keys=[person_id])
    stands_in_for: Mapped[Person | None] = relationship(foreign_keys=[stands_in_for_id])
    message: Mapped[Message | None] = relationship()


class Watch(Versioned, Identified, Base):
    """How the deadlines of one agreement are watched, where it is not as usual.

    `leads` holds days before by kind of deadline; `told` who is told, by part in the agreement.
    """

    __tablename__ = "watch"

    agreement_id: Mapped[int] = mapped_column(sa.ForeignKey("agreement.id"), unique=True)
    leads: Mapped[dict[str, list[int]]] = mapped_column(sa.JSON, default=dict)
    told: Mapped[list[str]] = mapped_column(sa.JSON, default=lambda: list(ALL_TOLD))
    paused_until: Mapped[date | None]
    pause_reason: Mapped[str] = mapped_column(sa.Text, default="")

    agreement: Mapped[Agreement] = relationship()

    __table_args__ = (
        sa.CheckConstraint("paused_until IS NULL OR pause_reason <> ''", name="pause_explained"),
    )


class Lull(Base):
    """That nothing about an agreement falls due before a day, as a run saw it.

    Derived, and only to read less: see `reminders.lulls`, which alone writes and trusts it.
    `entry_id` is the newest entry of the history when the run looked.
    """

    __tablename__ = "lull"

    agreement_id: Mapped[int] = mapped_column(
        sa.ForeignKey("agreement.id", ondelete="CASCADE"), primary_key=True
    )
    looked_on: Mapped[date]
    until: Mapped[date]
    entry_id: Mapped[int]


class GroupMember(Identified, Base):
    """Somebody in the group around an agreement: a person with an account, or a name and an
    address without one."""

    __tablename__ = "group_member"

    agreement_id: Mapped[int] = mapped_column(sa.ForeignKey("agreement.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    name: Mapped[str] = mapped_column(sa.String(120), default="")
    email: Mapped[str] = mapped_column(sa.String(254), default="")

    agreement: Mapped[Agreement] = relationship()
    person: Mapped[Person | None] = relationship()

    __table_args__ = (
        sa.UniqueConstraint("agreement_id", "person_id"),
        sa.CheckConstraint("(person_id IS NULL) = (email <> '')", name="account_or_address"),
    )


class KindLeads(Versioned, Identified, Base):
    """How many days before a kind of deadline somebody is told, for agreements of one kind."""

    __tablename__ = "kind_leads"

    agreement_kind: Mapped[Kind] = mapped_column(choice(Kind))
    deadline_kind: Mapped[DeadlineKind] = mapped_column(choice(DeadlineKind))
    leads: Mapped[list[int]] = mapped_column(sa.JSON)

    __table_args__ = (sa.UniqueConstraint("agreement_kind", "deadline_kind"),)


class Absence(Identified, Base):
    """That a person is away from one day to another, both included, and who takes over."""

    __tablename__ = "absence"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    first_on: Mapped[date]
    last_on: Mapped[date] = mapped_column(index=True)
    stand_in_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    stand_in: Mapped[Person] = relationship(foreign_keys=[stand_in_id])

    __table_args__ = (
        sa.CheckConstraint("first_on <= last_on", name="in_order"),
        sa.CheckConstraint("person_id <> stand_in_id", name="somebody_else"),
    )


class Heartbeat(Base):
    """When a background worker was last heard from, and how its last turn went."""

    __tablename__ = "heartbeat"

    name: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    beat_at: Mapped[datetime] = mapped_column(UtcDateTime)
    failing_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    detail: Mapped[str] = mapped_column(sa.Text, default="")
