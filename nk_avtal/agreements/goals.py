"""The goals that agreements serve: the association's own and those of Agenda 2030."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from nk_avtal.db import Base, Identified


class Goal(Identified, Base):
    """A goal of a programme. Goals are data: the next programme replaces them, history stays."""

    __tablename__ = "goal"

    programme: Mapped[str] = mapped_column(sa.String(120))
    goal_area: Mapped[str] = mapped_column(sa.String(120), default="")
    code: Mapped[str] = mapped_column(sa.String(20), unique=True)
    title: Mapped[str] = mapped_column(sa.String(250))
    position: Mapped[int] = mapped_column(default=0)


class AgreementGoal(Identified, Base):
    """That an agreement serves a goal."""

    __tablename__ = "agreement_goal"

    agreement_id: Mapped[int] = mapped_column(sa.ForeignKey("agreement.id"), index=True)
    goal_id: Mapped[int] = mapped_column(sa.ForeignKey("goal.id"), index=True)

    __table_args__ = (sa.UniqueConstraint("agreement_id", "goal_id"),)
