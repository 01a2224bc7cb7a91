"""The members: codes, names as they want to be called, inhabitants, place on the tile map."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nk_avtal.db import Base, Identified, UtcDateTime, Versioned, choice


class Municipality(Versioned, Identified, Base):
    """A member. Names are stored, never derived: Haparanda calls itself a stad."""

    __tablename__ = "municipality"

    code: Mapped[str] = mapped_column(sa.String(4), unique=True)
    slug: Mapped[str] = mapped_column(sa.String(60), unique=True)
    name: Mapped[str] = mapped_column(sa.String(80), unique=True)
    full_name: Mapped[str] = mapped_column(sa.String(120))
    genitive: Mapped[str] = mapped_column(sa.String(120))
    seat: Mapped[str] = mapped_column(sa.String(80))
    tile_row: Mapped[int | None]
    tile_column: Mapped[int | None]
    finnish_name: Mapped[str] = mapped_column(sa.String(120), default="")
    meankieli_name: Mapped[str] = mapped_column(sa.String(120), default="")
    sami_name: Mapped[str] = mapped_column(sa.String(120), default="")
    active: Mapped[bool] = mapped_column(default=True)

    populations: Mapped[list[Population]] = relationship(
        back_populates="municipality", order_by="Population.counted_on"
    )
    contacts: Mapped[list[Contact]] = relationship(
        back_populates="municipality", order_by="Contact.id", cascade="all, delete-orphan"
    )

    __table_args__ = (sa.UniqueConstraint("tile_row", "tile_column"),)


class Population(Identified, Base):
    """How many lived in a municipality on a day."""

    __tablename__ = "population"

    municipality_id: Mapped[int] = mapped_column(sa.ForeignKey("municipality.id"), index=True)
    counted_on: Mapped[date]
    inhabitants: Mapped[int]

    municipality: Mapped[Municipality] = relationship(back_populates="populations")

    __table_args__ = (
        sa.UniqueConstraint("municipality_id", "counted_on"),
        sa.CheckConstraint("inhabitants >= 0", name="not_negative"),
    )


class ContactKind(StrEnum):
    """What an address is for."""

    RECOMMENDATIONS = "recommendations"  # gets recommendations and reminders
    REGISTRAR = "registrar"
    OTHER = "other"


class Contact(Versioned, Identified, Base):
    """An address of a municipality, usually a mailbox of a function."""

    __tablename__ = "contact"

    municipality_id: Mapped[int] = mapped_column(sa.ForeignKey("municipality.id"), index=True)
    kind: Mapped[ContactKind] = mapped_column(choice(ContactKind))
    label: Mapped[str] = mapped_column(sa.String(120), default="")
    email: Mapped[str] = mapped_column(sa.String(254))
    bounced_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    municipality: Mapped[Municipality] = relationship(back_populates="contacts")

    __table_args__ = (sa.UniqueConstraint("municipality_id", "kind", "email"),)
