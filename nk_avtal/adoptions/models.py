"""Decisions, as the municipalities recorded them and as public sources report them."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nk_avtal.agreements.models import Agreement
from nk_avtal.bodies.models import Body
from nk_avtal.db import Base, Identified, UtcDateTime, Versioned, choice
from nk_avtal.documents.models import DocumentVersion, StoredFile
from nk_avtal.domain.adoptions import Outcome
from nk_avtal.domain.bodies import BodyKind
from nk_avtal.domain.legal_standing import Minutes
from nk_avtal.municipalities.models import Municipality
from nk_avtal.people.models import Person
from nk_avtal.recommendations.models import Addressee, ReplyLink


class Decision(Versioned, Identified, Base):
    """What a body in a municipality decided on a recommendation.

    A municipality may decide several times and in several bodies; all are kept, and a rule says
    which one counts. An undone decision stays, with who undid it. `body_name` is the name at the
    time; § and dnr are kept as written. `in_force_on` is the day of legal force that a person has
    checked; the reckoned one is derived. `document_version` is the wording that was decided on,
    and `changed_text` says how the municipality departed from it.
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
    approved_on: Mapped[date | None]
    announced_on: Mapped[date | None]
    taken_down_on: Mapped[date | None]
    appealed_on: Mapped[date | None]
    in_force_on: Mapped[date | None]
    annulled_on: Mapped[date | None]
    document_version_id: Mapped[int | None] = mapped_column(sa.ForeignKey("document_version.id"))
    changed_text: Mapped[str] = mapped_column(sa.Text, default="")
    note: Mapped[str] = mapped_column(sa.Text, default="")
    excerpt_id: Mapped[int | None] = mapped_column(sa.ForeignKey("stored_file.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    on_behalf: Mapped[bool] = mapped_column(default=False)
    reply_link_id: Mapped[int | None] = mapped_column(sa.ForeignKey("reply_link.id"))
    link_confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    link_confirmed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    addition_accepted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    addition_accepted_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    addressee: Mapped[Addressee] = relationship()
    body: Mapped[Body | None] = relationship()
    excerpt: Mapped[StoredFile | None] = relationship()
    document_version: Mapped[DocumentVersion | None] = relationship()
    boards: Mapped[list[NoticeBoard]] = relationship(
        cascade="all, delete-orphan", order_by="NoticeBoard.id"
    )
    recorded_by: Mapped[Person | None] = relationship(foreign_keys=[recorded_by_id])
    addition_accepted_by: Mapped[Person | None] = relationship(
        foreign_keys=[addition_accepted_by_id]
    )
    reply_link: Mapped[ReplyLink | None] = relationship()
    link_confirmed_by: Mapped[Person | None] = relationship(foreign_keys=[link_confirmed_by_id])
    undone_by: Mapped[Person | None] = relationship(foreign_keys=[undone_by_id])

    __table_args__ = (
        sa.CheckConstraint("paragraph <> ''", name="with_paragraph"),
        sa.CheckConstraint(
            "outcome <> 'adopted_with_addition' OR addition <> ''", name="addition_written"
        ),
    )

    @property
    def awaits_confirmation(self) -> bool:
        """Whether it came by a personal link, and the association has yet to confirm it."""
        return self.reply_link_id is not None and self.link_confirmed_at is None

    @property
    def minutes(self) -> Minutes:
        """What the rules of legal force need to know."""
        known = [self.announced_on, *(board.announced_on for board in self.boards)]
        return Minutes(
            decided_on=self.decided_on,
            approved_on=self.approved_on,
            announced=tuple(day for day in known if day),
            boards=len(known),
            taken_down_on=self.taken_down_on,
            appealed_on=self.appealed_on,
            in_force_on=self.in_force_on,
            annulled_on=self.annulled_on,
        )


class NoticeBoard(Identified, Base):
    """A further notice board on which a joint committee's minutes are announced (KL 13:5)."""

    __tablename__ = "notice_board"

    decision_id: Mapped[int] = mapped_column(sa.ForeignKey("decision.id"), index=True)
    place: Mapped[str] = mapped_column(sa.String(120))
    announced_on: Mapped[date | None]

    __table_args__ = (sa.UniqueConstraint("decision_id", "place"),)


class PreparingStep(Versioned, Identified, Base):
    """A body that prepares the matter in the municipality before the deciding one, in order."""

    __tablename__ = "preparing_step"

    addressee_id: Mapped[int] = mapped_column(sa.ForeignKey("addressee.id"), index=True)
    position: Mapped[int]
    body_name: Mapped[str] = mapped_column(sa.String(120))
    planned_on: Mapped[date | None]

    addressee: Mapped[Addressee] = relationship()

    __table_args__ = (sa.UniqueConstraint("addressee_id", "body_name"),)


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
