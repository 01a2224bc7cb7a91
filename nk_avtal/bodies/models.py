"""Bodies and their meetings."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nk_avtal.db import Base, Identified, Versioned, choice
from nk_avtal.domain.bodies import BodyKind
from nk_avtal.municipalities.models import Municipality


class Body(Versioned, Identified, Base):
    """A body. Without a municipality it belongs to the association or is shared with others."""

    __tablename__ = "body"

    municipality_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("municipality.id"), index=True
    )
    kind: Mapped[BodyKind] = mapped_column(choice(BodyKind))
    name: Mapped[str] = mapped_column(sa.String(120))
    short_name: Mapped[str] = mapped_column(sa.String(20), default="")
    slug: Mapped[str] = mapped_column(sa.String(80))
    position: Mapped[int] = mapped_column(default=0)
    active: Mapped[bool] = mapped_column(default=True)

    municipality: Mapped[Municipality | None] = relationship()
    meetings: Mapped[list[Meeting]] = relationship(
        back_populates="body", order_by="Meeting.held_on", cascade="all, delete-orphan"
    )
    recipients: Mapped[list[BodyRecipient]] = relationship(
        back_populates="body", order_by="BodyRecipient.id", cascade="all, delete-orphan"
    )

    __table_args__ = (
        sa.UniqueConstraint("municipality_id", "slug"),
        sa.UniqueConstraint("municipality_id", "name"),
        sa.Index(
            "uq_body_slug_shared",
            "slug",
            unique=True,
            sqlite_where=sa.text("municipality_id IS NULL"),
            postgresql_where=sa.text("municipality_id IS NULL"),
        ),
    )


class BodyRecipient(Identified, Base):
    """An address to which the body's kallelse goes."""

    __tablename__ = "body_recipient"

    body_id: Mapped[int] = mapped_column(sa.ForeignKey("body.id"), index=True)
    email: Mapped[str] = mapped_column(sa.String(254))

    body: Mapped[Body] = relationship(back_populates="recipients")

    __table_args__ = (sa.UniqueConstraint("body_id", "email"),)


class Meeting(Versioned, Identified, Base):
    """A day on which a body meets, with the last day to hand in documents."""

    __tablename__ = "meeting"

    body_id: Mapped[int] = mapped_column(sa.ForeignKey("body.id"), index=True)
    held_on: Mapped[date] = mapped_column(index=True)
    hand_in_by: Mapped[date | None]
    place: Mapped[str] = mapped_column(sa.String(120), default="")

    body: Mapped[Body] = relationship(back_populates="meetings")

    __table_args__ = (
        sa.UniqueConstraint("body_id", "held_on"),
        sa.CheckConstraint("hand_in_by IS NULL OR hand_in_by <= held_on", name="hand_in_first"),
    )


class MunicipalTimes(Versioned, Identified, Base):
    """How many days a municipality usually needs between its bodies; None where it has not said."""

    __tablename__ = "municipal_times"

    municipality_id: Mapped[int] = mapped_column(sa.ForeignKey("municipality.id"), unique=True)
    handling: Mapped[int | None]
    hand_in: Mapped[int | None]
    to_executive: Mapped[int | None]
    to_council: Mapped[int | None]
    committee: Mapped[int | None]
    working_committee: Mapped[bool] = mapped_column(default=True)

    municipality: Mapped[Municipality] = relationship()
