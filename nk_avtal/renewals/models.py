"""What was decided about deadlines, and the notices that were given."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nk_avtal.agreements.models import Agreement
from nk_avtal.db import Base, Identified, UtcDateTime, Versioned, choice
from nk_avtal.domain.agreements import Stage
from nk_avtal.domain.given_notices import Course, Giver, Reach
from nk_avtal.domain.reminders import DeadlineKind
from nk_avtal.domain.renewal_decisions import Answer
from nk_avtal.municipalities.models import Municipality
from nk_avtal.people.models import Person


class RenewalDecision(Identified, Base):
    """What was decided about a deadline of an agreement: who, when and why.

    The latest that is not undone counts; none is ever deleted. `until` belongs to "later". When
    the end was moved, `new_end_on` and `old_end_on` say how, so that it can be moved back;
    `successor_added` says that the relation to the successor came with the decision, and
    `successor_made` that the successor itself did, as a draft.
    """

    __tablename__ = "renewal_decision"

    agreement_id: Mapped[int] = mapped_column(sa.ForeignKey("agreement.id"), index=True)
    kind: Mapped[DeadlineKind] = mapped_column(choice(DeadlineKind))
    deadline_on: Mapped[date] = mapped_column(index=True)
    answer: Mapped[Answer] = mapped_column(choice(Answer))
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    until: Mapped[date | None]
    new_end_on: Mapped[date | None]
    old_end_on: Mapped[date | None]
    successor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("agreement.id"), index=True)
    successor_added: Mapped[bool] = mapped_column(default=False)
    successor_made: Mapped[bool] = mapped_column(default=False)
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    agreement: Mapped[Agreement] = relationship(foreign_keys=[agreement_id])
    successor: Mapped[Agreement | None] = relationship(foreign_keys=[successor_id])
    decided_by: Mapped[Person] = relationship(foreign_keys=[decided_by_id])
    undone_by: Mapped[Person | None] = relationship(foreign_keys=[undone_by_id])

    __table_args__ = (
        sa.CheckConstraint("(answer = 'later') = (until IS NOT NULL)", name="later_until"),
    )


class GivenNotice(Versioned, Identified, Base):
    """Notice of an agreement, from the decision to the other party's confirmation.

    `takes_effect_on` is the last day that the notice leaves its giver, or everybody, bound; with an
    `effect_reason` it was set by hand. `stage_before` is where the agreement stood when a notice of
    the whole of it began to count.
    """

    __tablename__ = "given_notice"

    agreement_id: Mapped[int] = mapped_column(sa.ForeignKey("agreement.id"), index=True)
    decision_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("renewal_decision.id"), index=True
    )
    giver: Mapped[Giver] = mapped_column(choice(Giver))
    reach: Mapped[Reach] = mapped_column(choice(Reach))
    municipality_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("municipality.id"), index=True
    )
    organisation: Mapped[str | None] = mapped_column(sa.String(200))
    body_name: Mapped[str] = mapped_column(sa.String(120), default="")
    decided_on: Mapped[date | None]
    paragraph: Mapped[str] = mapped_column(sa.String(40), default="")
    reference: Mapped[str] = mapped_column(sa.String(40), default="")
    sent_on: Mapped[date | None]
    received_on: Mapped[date | None]
    confirmed_on: Mapped[date | None]
    takes_effect_on: Mapped[date | None]
    effect_reason: Mapped[str] = mapped_column(sa.Text, default="")
    note: Mapped[str] = mapped_column(sa.Text, default="")
    stage_before: Mapped[Stage | None] = mapped_column(choice(Stage, "stage_before"))
    registered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    registered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    withdrawal_reason: Mapped[str] = mapped_column(sa.Text, default="")

    agreement: Mapped[Agreement] = relationship()
    decision: Mapped[RenewalDecision | None] = relationship()
    municipality: Mapped[Municipality | None] = relationship()
    registered_by: Mapped[Person | None] = relationship(foreign_keys=[registered_by_id])
    withdrawn_by: Mapped[Person | None] = relationship(foreign_keys=[withdrawn_by_id])

    __table_args__ = (
        sa.CheckConstraint(
            "(giver = 'member') = (municipality_id IS NOT NULL)", name="member_named"
        ),
        sa.CheckConstraint(
            "(giver = 'counterparty') = (organisation IS NOT NULL)", name="counterparty_named"
        ),
        sa.CheckConstraint("giver <> 'association' OR reach = 'whole'", name="for_all"),
    )

    @property
    def course(self) -> Course:
        """The days of the notice."""
        return Course(self.decided_on, self.sent_on, self.received_on, self.confirmed_on)

    @property
    def party(self) -> int | str | None:
        """The party that gives notice, as `given_notices.still_bound` knows parties; None for the
        association."""
        return self.municipality_id or self.organisation
