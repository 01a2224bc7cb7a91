"""The matter, the stops on its way, and what is presented at each."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nk_avtal.agreements.goals import Goal
from nk_avtal.agreements.models import Agreement
from nk_avtal.bodies.models import Body, Meeting
from nk_avtal.db import Base, Identified, UtcDateTime, Versioned, choice
from nk_avtal.documents.models import DocumentVersion, StoredFile
from nk_avtal.domain.matters import MatterOutcome, Station, Track, sitting_of
from nk_avtal.people.models import Person
from nk_avtal.recommendations.models import Recommendation


class Matter(Versioned, Identified, Base):
    """A matter (ärende) that the association's bodies deal with. Without an agreement it is about
    something else, such as the yearly plan and budget.

    `proposal` is what is proposed that the municipalities, or the body that decides, decide: one
    att-sats a line. `recommendation` is what came of it.
    """

    __tablename__ = "matter"

    slug: Mapped[str] = mapped_column(sa.String(120), unique=True)
    agreement_id: Mapped[int | None] = mapped_column(sa.ForeignKey("agreement.id"), index=True)
    title: Mapped[str] = mapped_column(sa.String(250))
    reference: Mapped[str] = mapped_column(sa.String(40), default="")
    track: Mapped[Track] = mapped_column(choice(Track), index=True)
    summary: Mapped[str] = mapped_column(sa.Text, default="")
    proposal: Mapped[str] = mapped_column(sa.Text, default="")
    responsible_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    recommendation_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("recommendation.id"), index=True
    )
    made_up: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    agreement: Mapped[Agreement | None] = relationship()
    responsible: Mapped[Person | None] = relationship()
    recommendation: Mapped[Recommendation | None] = relationship()
    stops: Mapped[list[Stop]] = relationship(
        back_populates="matter", order_by="Stop.position", cascade="all, delete-orphan"
    )
    files: Mapped[list[MatterFile]] = relationship(
        back_populates="matter", order_by="MatterFile.id", cascade="all, delete-orphan"
    )
    goal_links: Mapped[list[MatterGoal]] = relationship(cascade="all, delete-orphan")
    goals: Mapped[list[Goal]] = relationship(
        secondary="matter_goal", viewonly=True, order_by="Goal.position"
    )

    __table_args__ = (sa.CheckConstraint("length(title) > 0", name="titled"),)

    @property
    def stations(self) -> list[Station]:
        """The stops as the rules see them."""
        return [one.station for one in self.stops]

    @property
    def points(self) -> list[str]:
        """The decision points of the proposal."""
        return [line.strip() for line in self.proposal.splitlines() if line.strip()]


class Stop(Versioned, Identified, Base):
    """A body that the matter comes to, at a meeting once one is chosen. What is recorded there
    stays: a matter that comes again has another stop."""

    __tablename__ = "matter_stop"

    matter_id: Mapped[int] = mapped_column(sa.ForeignKey("matter.id"), index=True)
    position: Mapped[int]
    body_id: Mapped[int] = mapped_column(sa.ForeignKey("body.id"), index=True)
    meeting_id: Mapped[int | None] = mapped_column(sa.ForeignKey("meeting.id"), index=True)
    agenda_position: Mapped[int] = mapped_column(default=0)
    outcome: Mapped[MatterOutcome | None] = mapped_column(choice(MatterOutcome))
    decided_on: Mapped[date | None]
    paragraph: Mapped[str] = mapped_column(sa.String(40), default="")
    text: Mapped[str] = mapped_column(sa.Text, default="")
    recorded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    recorded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    matter: Mapped[Matter] = relationship(back_populates="stops")
    body: Mapped[Body] = relationship()
    meeting: Mapped[Meeting | None] = relationship()
    recorded_by: Mapped[Person | None] = relationship()
    papers: Mapped[list[Paper]] = relationship(
        back_populates="stop", order_by="Paper.position", cascade="all, delete-orphan"
    )

    __table_args__ = (
        sa.CheckConstraint(
            "(outcome IS NULL) = (decided_on IS NULL)", name="decided_on_with_outcome"
        ),
    )

    @property
    def station(self) -> Station:
        """The stop as the rules see it."""
        held_on = self.meeting.held_on if self.meeting else self.decided_on
        return Station(
            body=self.body.name,
            kind=self.body.kind,
            sitting=sitting_of(held_on, self.meeting.hand_in_by if self.meeting else None)
            if held_on
            else None,
            outcome=self.outcome,
            documents=len(self.papers),
        )


class Paper(Identified, Base):
    """A document in the version that a body had before it. The bytes never change (the file is
    known by its checksum); `version` says which version of an agreement's document it is."""

    __tablename__ = "matter_paper"

    stop_id: Mapped[int] = mapped_column(sa.ForeignKey("matter_stop.id"), index=True)
    position: Mapped[int]
    title: Mapped[str] = mapped_column(sa.String(250))
    file_id: Mapped[int] = mapped_column(sa.ForeignKey("stored_file.id"), index=True)
    version_id: Mapped[int | None] = mapped_column(sa.ForeignKey("document_version.id"), index=True)

    stop: Mapped[Stop] = relationship(back_populates="papers")
    file: Mapped[StoredFile] = relationship()
    version: Mapped[DocumentVersion | None] = relationship()

    __table_args__ = (sa.UniqueConstraint("stop_id", "file_id"),)


class MatterFile(Identified, Base):
    """A document of the matter's own, such as a PM. Only the association reads it."""

    __tablename__ = "matter_file"

    matter_id: Mapped[int] = mapped_column(sa.ForeignKey("matter.id"), index=True)
    title: Mapped[str] = mapped_column(sa.String(250))
    file_id: Mapped[int] = mapped_column(sa.ForeignKey("stored_file.id"), index=True)
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    added_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    matter: Mapped[Matter] = relationship(back_populates="files")
    file: Mapped[StoredFile] = relationship()
    added_by: Mapped[Person | None] = relationship()


class MatterGoal(Identified, Base):
    """That a matter serves a goal."""

    __tablename__ = "matter_goal"

    matter_id: Mapped[int] = mapped_column(sa.ForeignKey("matter.id"), index=True)
    goal_id: Mapped[int] = mapped_column(sa.ForeignKey("goal.id"), index=True)

    __table_args__ = (sa.UniqueConstraint("matter_id", "goal_id"),)


class RouteStep(Identified, Base):
    """A body on the usual way of the matters of a track, in order. A matter begins with these
    stops and then has a way of its own."""

    __tablename__ = "route_step"

    track: Mapped[Track] = mapped_column(choice(Track), index=True)
    position: Mapped[int]
    body_id: Mapped[int] = mapped_column(sa.ForeignKey("body.id"))

    body: Mapped[Body] = relationship()

    __table_args__ = (sa.UniqueConstraint("track", "position"),)
