"""Decisions, as the municipalities recorded them and as public sources report them."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nk_avtal.agreements.models import Agreement
from nk_avtal.bodies.models import Body
from nk_avtal.db import Base, Identified, UtcDateTime, Versioned, choice
from nk_avtal.documents.models import StoredFile
from nk_avtal.domain.adoptions import Outcome
from nk_avtal.domain.bodies import BodyKind
from nk_avtal.municipalities.models import Municipality
from nk_avtal.people.models import Person
from nk_avtal.recommendations.models import Addressee


class Decision(Versioned, Identified, Base):
    """What a body in a municipality decided on a recommendation.

    A municipality may decide several times and in several bodies; all are kept, and a rule says
    which one counts. An undone decision stays, with who undid it. `body_name` is the name at the
    time; § and dnr are kept as written.
    """

    __tablename__ = "decision"

    addressee_id: Mapped[int] = mapped_column(sa.ForeignKey("addressee.id"), index=True)
    body_kind: Mapped[BodyKind] = mapped_column(choice(BodyKind))
    body_id: Mapped[int | None] = mapped_column(sa.ForeignKey("body.id"))
    body_name: Mapped[str] = mapped_column(sa.String(120))
    decided_on: Mapped[date]
    paragraph: Mapped[str] = mapped_column(sa.String(40))
    reference: Mapped[str] = mapped_column(sa.String(40), default="")
    outcome: Mapped[Outcome] = mapped_column(choice(Outcome))
    addition: Mapped[str] = mapped_column(sa.Text, default="")
    returns_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    announced_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(sa.Text, default="")
    excerpt_id: Mapped[int | None] = mapped_column(sa.ForeignKey("stored_file.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    on_behalf: Mapped[bool] = mapped_column(default=False)
    addition_accepted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    addition_accepted_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    addressee: Mapped[Addressee] = relationship()
    body: Mapped[Body | None] = relationship()
    excerpt: Mapped[StoredFile | None] = relationship()
    recorded_by: Mapped[Person | None] = relationship(foreign_keys=[recorded_by_id])
    addition_accepted_by: Mapped[Person | None] = relationship(
        foreign_keys=[addition_accepted_by_id]
    )
    undone_by: Mapped[Person | None] = relationship(foreign_keys=[undone_by_id])

    __table_args__ = (
        sa.CheckConstraint("paragraph <> ''", name="with_paragraph"),
        sa.CheckConstraint(
            "outcome <> 'adopted_with_addition' OR addition <> ''", name="addition_written"
        ),
    )


class ReportedDecision(Identified, Base):
    """A decision that a public source reports, with only what the source holds.

    It belongs to no recommendation of ours, so it never enters a tally; texts stand as found.
    """

    __tablename__ = "reported_decision"

    agreement_id: Mapped[int] = mapped_column(sa.ForeignKey("agreement.id"), index=True)
    municipality_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("municipality.id"), index=True
    )
    party: Mapped[str] = mapped_column(sa.String(120))
    matter: Mapped[str] = mapped_column(sa.String(250))
    body: Mapped[str] = mapped_column(sa.String(120), default="")
    decided_on: Mapped[date | None]
    paragraph: Mapped[str] = mapped_column(sa.String(40), default="")
    reference: Mapped[str] = mapped_column(sa.String(40), default="")
    outcome: Mapped[str] = mapped_column(sa.String(250), default="")
    reservation: Mapped[str] = mapped_column(sa.Text, default="")
    evidence: Mapped[str] = mapped_column(sa.String(120), default="")
    note: Mapped[str] = mapped_column(sa.Text, default="")
    source: Mapped[str] = mapped_column(sa.Text, default="")

    agreement: Mapped[Agreement] = relationship()
    municipality: Mapped[Municipality | None] = relationship()
