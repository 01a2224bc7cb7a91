"""What is kept of single parties: decisions outside recommendations, signatures, former names."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nk_avtal.agreements.models import Agreement
from nk_avtal.db import Base, Identified, UtcDateTime
from nk_avtal.municipalities.models import Municipality
from nk_avtal.people.models import Person


class PartyDecision(Identified, Base):
    """A party's own decision on an agreement, outside any recommendation.

    With `joins_on` the party joins on that day, later than the others or before the service knew
    of the agreement. Without it another party, such as the region, has decided for its part, and is
    bound when the agreement begins to apply. `in_force_on` is a checked day of legal force. An
    undone one stays, with who undid it.
    """

    __tablename__ = "party_decision"

    agreement_id: Mapped[int] = mapped_column(sa.ForeignKey("agreement.id"), index=True)
    municipality_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("municipality.id"), index=True
    )
    organisation: Mapped[str | None] = mapped_column(sa.String(200))
    body_name: Mapped[str] = mapped_column(sa.String(120))
    decided_on: Mapped[date]
    paragraph: Mapped[str] = mapped_column(sa.String(40), default="")
    reference: Mapped[str] = mapped_column(sa.String(40), default="")
    in_force_on: Mapped[date | None]
    joins_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(sa.Text, default="")
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    agreement: Mapped[Agreement] = relationship()
    municipality: Mapped[Municipality | None] = relationship()
    recorded_by: Mapped[Person | None] = relationship(foreign_keys=[recorded_by_id])
    undone_by: Mapped[Person | None] = relationship(foreign_keys=[undone_by_id])

    __table_args__ = (
        sa.CheckConstraint(
            "(municipality_id IS NULL) <> (organisation IS NULL)", name="one_of_two"
        ),
        sa.CheckConstraint(
            "municipality_id IS NULL OR joins_on IS NOT NULL", name="municipality_joins"
        ),
        sa.CheckConstraint("joins_on IS NULL OR joins_on >= decided_on", name="decided_first"),
    )


class Signature(Identified, Base):
    """That an agreement has been signed: for one party, or on a line for all municipalities
    together, and then neither is named.

    `signatory` is who signed, as a role or title; `authority` the delegation or decision that gave
    the right to. An undone one stays, with who undid it.
    """

    __tablename__ = "signature"

    agreement_id: Mapped[int] = mapped_column(sa.ForeignKey("agreement.id"), index=True)
    municipality_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("municipality.id"), index=True
    )
    organisation: Mapped[str | None] = mapped_column(sa.String(200))
    signatory: Mapped[str] = mapped_column(sa.String(200))
    authority: Mapped[str] = mapped_column(sa.String(250), default="")
    signed_on: Mapped[date]
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    agreement: Mapped[Agreement] = relationship()
    municipality: Mapped[Municipality | None] = relationship()
    recorded_by: Mapped[Person | None] = relationship(foreign_keys=[recorded_by_id])
    undone_by: Mapped[Person | None] = relationship(foreign_keys=[undone_by_id])

    __table_args__ = (
        sa.CheckConstraint(
            "municipality_id IS NULL OR organisation IS NULL", name="not_two_parties"
        ),
        sa.CheckConstraint("signatory <> ''", name="signed_by_somebody"),
    )


class PartyName(Identified, Base):
    """A name that a party had, or has, during a time; first and last day included, None is open.

    The party is the member, or the `organisation` as agreements name it. Two that merged have the
    same name from the day of the merger.
    """

    __tablename__ = "party_name"

    municipality_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("municipality.id"), index=True
    )
    organisation: Mapped[str | None] = mapped_column(sa.String(200), index=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    first_on: Mapped[date | None]
    last_on: Mapped[date | None]

    municipality: Mapped[Municipality | None] = relationship()

    __table_args__ = (
        sa.CheckConstraint(
            "(municipality_id IS NULL) <> (organisation IS NULL)", name="one_of_two"
        ),
        sa.CheckConstraint("name <> ''", name="named"),
        sa.CheckConstraint(
            "first_on IS NULL OR last_on IS NULL OR first_on <= last_on", name="first_before_last"
        ),
    )
