"""The goals that agreements and matters serve: the association's own and those of Agenda 2030."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nk_avtal.db import Base, Identified, Versioned


class GoalSet(Versioned, Identified, Base):
    """A programme of goals with the time for which it holds; without days it always does. The next
    programme follows it, and what served the old goals goes on saying so."""

    __tablename__ = "goal_set"

    name: Mapped[str] = mapped_column(sa.String(120), unique=True)
    first_on: Mapped[date | None]
    last_on: Mapped[date | None]

    goals: Mapped[list[Goal]] = relationship(
        back_populates="goal_set", order_by="Goal.position", cascade="all, delete-orphan"
    )

    __table_args__ = (
        sa.CheckConstraint(
            "first_on IS NULL OR last_on IS NULL OR first_on <= last_on", name="first_before_last"
        ),
    )

    def holds_on(self, day: date) -> bool:
        """Whether the programme is the one to work by on a day."""
        return (self.first_on or day) <= day <= (self.last_on or day)


class Goal(Identified, Base):
    """A goal of a programme. Its code says which one it is where its wording is changed."""

    __tablename__ = "goal"

    goal_set_id: Mapped[int] = mapped_column(sa.ForeignKey("goal_set.id"), index=True)
    goal_area: Mapped[str] = mapped_column(sa.String(120), default="")
    code: Mapped[str] = mapped_column(sa.String(20))
    title: Mapped[str] = mapped_column(sa.String(250))
    position: Mapped[int] = mapped_column(default=0)

    goal_set: Mapped[GoalSet] = relationship(back_populates="goals", lazy="joined")

    __table_args__ = (sa.UniqueConstraint("goal_set_id", "code"),)

    @property
    def programme(self) -> str:
        """What the programme is called."""
        return self.goal_set.name


class AgreementGoal(Identified, Base):
    """That an agreement serves a goal."""

    __tablename__ = "agreement_goal"

    agreement_id: Mapped[int] = mapped_column(sa.ForeignKey("agreement.id"), index=True)
    goal_id: Mapped[int] = mapped_column(sa.ForeignKey("goal.id"), index=True)

    __table_args__ = (sa.UniqueConstraint("agreement_id", "goal_id"),)
