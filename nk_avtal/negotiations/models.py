"""The negotiation with its people and rounds, and its issues with what each side has said."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nk_avtal.agreements.models import Agreement
from nk_avtal.db import Base, Identified, UtcDateTime, Versioned, choice
from nk_avtal.domain.negotiations import (
    Channel,
    Importance,
    IssueStatus,
    NegotiationKind,
    NegotiationState,
    RoundState,
    Side,
)
from nk_avtal.people.models import Person


class Negotiation(Versioned, Identified, Base):
    """A negotiation about an agreement: a new one, a renewal, a renegotiation, or after notice.

    `counterparty_called` is what its pages call the other side ("Regionen"). `if_missed` says what
    happens when `target_on` passes. One that `follows` another is the next about the same matter.
    """

    __tablename__ = "negotiation"

    slug: Mapped[str] = mapped_column(sa.String(120), unique=True)
    title: Mapped[str] = mapped_column(sa.String(250))
    agreement_id: Mapped[int] = mapped_column(sa.ForeignKey("agreement.id"), index=True)
    kind: Mapped[NegotiationKind] = mapped_column(choice(NegotiationKind))
    state: Mapped[NegotiationState] = mapped_column(
        choice(NegotiationState), default=NegotiationState.OPEN, index=True
    )
    counterparty_called: Mapped[str] = mapped_column(sa.String(80), default="")
    manager_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    began_on: Mapped[date]
    ended_on: Mapped[date | None]
    target_on: Mapped[date | None] = mapped_column(index=True)
    if_missed: Mapped[str] = mapped_column(sa.Text, default="")
    next_step: Mapped[str] = mapped_column(sa.String(250), default="")
    next_step_on: Mapped[date | None]
    follows_id: Mapped[int | None] = mapped_column(sa.ForeignKey("negotiation.id"))
    made_up: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    agreement: Mapped[Agreement] = relationship()
    manager: Mapped[Person | None] = relationship()
    follows: Mapped[Negotiation | None] = relationship(remote_side="Negotiation.id")
    counterparties: Mapped[list[Counterparty]] = relationship(
        cascade="all, delete-orphan", order_by="Counterparty.id"
    )
    group: Mapped[list[Negotiator]] = relationship(
        back_populates="negotiation", cascade="all, delete-orphan", order_by="Negotiator.id"
    )
    rounds: Mapped[list[Round]] = relationship(
        back_populates="negotiation", cascade="all, delete-orphan", order_by="Round.number"
    )
    issues: Mapped[list[Issue]] = relationship(
        back_populates="negotiation", cascade="all, delete-orphan", order_by="Issue.place"
    )

    __table_args__ = (
        sa.CheckConstraint("length(title) > 0", name="titled"),
        sa.CheckConstraint("(state = 'open') = (ended_on IS NULL)", name="ended_when_not_open"),
        sa.Index(None, "next_step_on", "state"),
    )

    @property
    def called(self) -> str:
        """What the other side is called; its only name where nothing shorter is given."""
        return self.counterparty_called or ", ".join(
            one.organisation for one in self.counterparties
        )


class Counterparty(Identified, Base):
    """With whom the association negotiates."""

    __tablename__ = "counterparty"

    negotiation_id: Mapped[int] = mapped_column(sa.ForeignKey("negotiation.id"), index=True)
    organisation: Mapped[str] = mapped_column(sa.String(200))

    __table_args__ = (sa.UniqueConstraint("negotiation_id", "organisation"),)


class Negotiator(Identified, Base):
    """That a person belongs to the group of a negotiation, and so may read and write it."""

    __tablename__ = "negotiator"

    negotiation_id: Mapped[int] = mapped_column(sa.ForeignKey("negotiation.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)

    negotiation: Mapped[Negotiation] = relationship(back_populates="group")
    person: Mapped[Person] = relationship()

    __table_args__ = (sa.UniqueConstraint("negotiation_id", "person_id"),)


class Round(Versioned, Identified, Base):
    """A round. `meets_on` is the day of its meeting, or with `is_latest` the last day for it;
    `meets_at` the time as it is written ("13.00")."""

    __tablename__ = "negotiation_round"

    negotiation_id: Mapped[int] = mapped_column(sa.ForeignKey("negotiation.id"))
    number: Mapped[int]
    state: Mapped[RoundState] = mapped_column(choice(RoundState), default=RoundState.PLANNED)
    meets_on: Mapped[date | None]
    meets_at: Mapped[str] = mapped_column(sa.String(20), default="")
    is_latest: Mapped[bool] = mapped_column(default=False)
    meeting_notes: Mapped[str] = mapped_column(sa.Text, default="")

    negotiation: Mapped[Negotiation] = relationship(back_populates="rounds")

    __table_args__ = (
        sa.UniqueConstraint("negotiation_id", "number"),
        sa.CheckConstraint("number > 0", name="counted"),
    )


class Issue(Versioned, Identified, Base):
    """An issue (yrkande). Its `number` stays; `place` is where it stands in the list.

    `agreed_wording` is what was agreed in the round `agreed_in`. What was withdrawn stays.
    """

    __tablename__ = "issue"

    negotiation_id: Mapped[int] = mapped_column(sa.ForeignKey("negotiation.id"))
    number: Mapped[int]
    place: Mapped[int]
    title: Mapped[str] = mapped_column(sa.String(250))
    question: Mapped[str] = mapped_column(sa.Text, default="")
    contract_clause: Mapped[str] = mapped_column(sa.String(80), default="")
    importance: Mapped[Importance] = mapped_column(choice(Importance), default=Importance.NORMAL)
    status: Mapped[IssueStatus] = mapped_column(choice(IssueStatus), default=IssueStatus.OPEN)
    owner_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    agreed_wording: Mapped[str] = mapped_column(sa.Text, default="")
    agreed_in_id: Mapped[int | None] = mapped_column(sa.ForeignKey("negotiation_round.id"))
    recurs_from_id: Mapped[int | None] = mapped_column(sa.ForeignKey("issue.id"))
    origin_note: Mapped[str] = mapped_column(sa.String(250), default="")

    negotiation: Mapped[Negotiation] = relationship(back_populates="issues")
    owner: Mapped[Person | None] = relationship()
    agreed_in: Mapped[Round | None] = relationship()
    recurs_from: Mapped[Issue | None] = relationship(remote_side="Issue.id")
    positions: Mapped[list[Position]] = relationship(back_populates="issue", order_by="Position.id")
    steps: Mapped[list[IssueStep]] = relationship(back_populates="issue", order_by="IssueStep.id")

    __table_args__ = (
        sa.UniqueConstraint("negotiation_id", "number"),
        sa.CheckConstraint("length(title) > 0", name="titled"),
        sa.CheckConstraint(
            "status <> 'agreed' OR (agreed_wording <> '' AND agreed_in_id IS NOT NULL)",
            name="agreed_on_something",
        ),
    )


class Position(Identified, Base):
    """What a side has said about an issue in a round, or what is drafted for it.

    A row is never changed or removed: whoever thinks again writes a new one. `is_concession` marks
    where a side gave way, and `in_return` what it was given for that; both are our own notes.
    """

    __tablename__ = "position"

    issue_id: Mapped[int] = mapped_column(sa.ForeignKey("issue.id"), index=True)
    round_id: Mapped[int] = mapped_column(sa.ForeignKey("negotiation_round.id"), index=True)
    side: Mapped[Side] = mapped_column(choice(Side))
    text: Mapped[str] = mapped_column(sa.Text)
    is_sent: Mapped[bool] = mapped_column(default=False)
    said_on: Mapped[date]
    is_concession: Mapped[bool] = mapped_column(default=False)
    in_return: Mapped[str] = mapped_column(sa.Text, default="")
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    written_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    issue: Mapped[Issue] = relationship(back_populates="positions")
    round: Mapped[Round] = relationship()
    written_by: Mapped[Person | None] = relationship()

    __table_args__ = (sa.CheckConstraint("length(text) > 0", name="says_something"),)


class IssueStep(Identified, Base):
    """That an issue was given a status during a round; never changed."""

    __tablename__ = "issue_step"

    issue_id: Mapped[int] = mapped_column(sa.ForeignKey("issue.id"), index=True)
    round_id: Mapped[int] = mapped_column(sa.ForeignKey("negotiation_round.id"))
    status: Mapped[IssueStatus] = mapped_column(choice(IssueStatus))
    taken_on: Mapped[date]
    taken_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    issue: Mapped[Issue] = relationship(back_populates="steps")
    round: Mapped[Round] = relationship()
    taken_by: Mapped[Person | None] = relationship()


class Mandate(Versioned, Identified, Base):
    """What the group may agree to: of a whole negotiation, or of one issue.

    It is read by the group and the responsible manager alone, and hangs on no relationship, so
    that nobody comes to it but by `queries.mandates`.
    """

    __tablename__ = "mandate"

    negotiation_id: Mapped[int] = mapped_column(sa.ForeignKey("negotiation.id"), index=True)
    issue_id: Mapped[int | None] = mapped_column(sa.ForeignKey("issue.id"))
    given_by: Mapped[str] = mapped_column(sa.String(200), default="")
    given_on: Mapped[date | None]
    limits: Mapped[str] = mapped_column(sa.Text)

    __table_args__ = (
        sa.Index(
            "uq_mandate_whole",
            "negotiation_id",
            unique=True,
            sqlite_where=sa.text("issue_id IS NULL"),
            postgresql_where=sa.text("issue_id IS NULL"),
        ),
        sa.UniqueConstraint("issue_id"),
    )


class Talk(Identified, Base):
    """A contact with the other side between the meetings."""

    __tablename__ = "talk"

    negotiation_id: Mapped[int] = mapped_column(sa.ForeignKey("negotiation.id"), index=True)
    held_on: Mapped[date]
    channel: Mapped[Channel] = mapped_column(choice(Channel))
    spoken_with: Mapped[str] = mapped_column(sa.String(200), default="")
    text: Mapped[str] = mapped_column(sa.Text)
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    written_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    written_by: Mapped[Person | None] = relationship()

    __table_args__ = (sa.CheckConstraint("length(text) > 0", name="says_something"),)
