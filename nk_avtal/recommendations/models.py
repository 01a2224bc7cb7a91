"""The recommendation, its decision points and whom it addresses."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nk_avtal.agreements.models import Agreement
from nk_avtal.bodies.models import Body
from nk_avtal.db import COPY, Base, Identified, UtcDateTime, Versioned, choice
from nk_avtal.documents.models import DocumentVersion, StoredFile
from nk_avtal.domain.agreements import Area
from nk_avtal.domain.bodies import BodyKind
from nk_avtal.domain.recommendations import Status
from nk_avtal.domain.reply_links import LinkState, state_of
from nk_avtal.municipalities.models import Municipality
from nk_avtal.people.models import Person


class Recommendation(Versioned, Identified, Base):
    """The board's proposal that each addressed municipality decides on. It binds nobody.

    One that `follows` another takes its place when it is sent: all decide again, on a new wording.
    `sent_letter` is the document as it was sent; None where it could not be made then.
    """

    __tablename__ = "recommendation"

    slug: Mapped[str] = mapped_column(sa.String(120), unique=True)
    agreement_id: Mapped[int] = mapped_column(sa.ForeignKey("agreement.id"), index=True)
    title: Mapped[str] = mapped_column(sa.String(250))
    object_name: Mapped[str] = mapped_column(sa.String(80), default="")
    area: Mapped[Area] = mapped_column(choice(Area))
    status: Mapped[Status] = mapped_column(choice(Status), default=Status.DRAFT, index=True)
    body_id: Mapped[int | None] = mapped_column(sa.ForeignKey("body.id"))
    recommended_on: Mapped[date | None]
    paragraph: Mapped[str] = mapped_column(sa.String(40), default="")
    reference: Mapped[str] = mapped_column(sa.String(40), default="")
    background: Mapped[str] = mapped_column(sa.Text, default="")
    suggested_body: Mapped[BodyKind] = mapped_column(choice(BodyKind), default=BodyKind.COUNCIL)
    reply_by: Mapped[date | None] = mapped_column(index=True)
    takes_effect: Mapped[str] = mapped_column(sa.String(120), default="")
    document_version_id: Mapped[int | None] = mapped_column(sa.ForeignKey("document_version.id"))
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sent_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    sent_letter_id: Mapped[int | None] = mapped_column(sa.ForeignKey("stored_file.id"))
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawal_reason: Mapped[str] = mapped_column(sa.Text, default="")
    follows_id: Mapped[int | None] = mapped_column(sa.ForeignKey("recommendation.id"))
    made_up: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    agreement: Mapped[Agreement] = relationship()
    body: Mapped[Body | None] = relationship()
    document_version: Mapped[DocumentVersion | None] = relationship()
    sent_by: Mapped[Person | None] = relationship()
    sent_letter: Mapped[StoredFile | None] = relationship()
    follows: Mapped[Recommendation | None] = relationship(remote_side="Recommendation.id")
    points: Mapped[list[DecisionPoint]] = relationship(
        cascade="all, delete-orphan", order_by="DecisionPoint.position"
    )
    addressees: Mapped[list[Addressee]] = relationship(
        back_populates="recommendation", cascade="all, delete-orphan", order_by="Addressee.id"
    )

    __table_args__ = (
        sa.Index(
            None,
            "follows_id",
            sqlite_where=sa.text("follows_id IS NOT NULL"),
            postgresql_where=sa.text("follows_id IS NOT NULL"),
        ),
        sa.CheckConstraint(
            "status = 'draft' OR (sent_at IS NOT NULL AND recommended_on IS NOT NULL"
            " AND reply_by IS NOT NULL AND paragraph <> '')",
            name="complete_when_sent",
        ),
        sa.CheckConstraint(
            "status <> 'withdrawn' OR withdrawal_reason <> ''", name="withdrawn_with_reason"
        ),
        sa.CheckConstraint(
            "reply_by IS NULL OR recommended_on IS NULL OR reply_by > recommended_on",
            name="reply_after_board",
        ),
        sa.Index(None, "area", "reply_by", "status"),
    )

    @property
    def withdrawn(self) -> bool:
        """Whether nobody needs to decide any more."""
        return self.status is Status.WITHDRAWN


class DecisionPoint(Identified, Base):
    """One att-sats, in order."""

    __tablename__ = "decision_point"

    recommendation_id: Mapped[int] = mapped_column(sa.ForeignKey("recommendation.id"), index=True)
    position: Mapped[int]
    text: Mapped[str] = mapped_column(sa.Text)


class Addressee(Versioned, Identified, Base):
    """A member's place in a recommendation: whether it is concerned, and what it has planned.

    Every member has a row, so that "berörs inte" is a stated fact and not a missing one. The last
    three columns are a copy for speed of what its decisions say (`adoptions.kept`): outcome and
    day of the one that counts, and whether it has yet to decide.
    """

    __tablename__ = "addressee"

    recommendation_id: Mapped[int] = mapped_column(sa.ForeignKey("recommendation.id"), index=True)
    municipality_id: Mapped[int] = mapped_column(sa.ForeignKey("municipality.id"))
    concerned: Mapped[bool] = mapped_column(default=True)
    planned_on: Mapped[date | None]
    planned_body_id: Mapped[int | None] = mapped_column(sa.ForeignKey("body.id"))
    reference: Mapped[str] = mapped_column(sa.String(40), default="")
    fetched_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    fetched_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    outcome: Mapped[str | None] = mapped_column(sa.String(40), info=COPY)
    decided_on: Mapped[date | None] = mapped_column(info=COPY)
    awaited: Mapped[bool] = mapped_column(default=False, server_default=sa.false(), info=COPY)

    recommendation: Mapped[Recommendation] = relationship(back_populates="addressees")
    municipality: Mapped[Municipality] = relationship()
    planned_body: Mapped[Body | None] = relationship()
    fetched_by: Mapped[Person | None] = relationship()

    __table_args__ = (
        sa.UniqueConstraint("recommendation_id", "municipality_id"),
        sa.Index(None, "municipality_id", "decided_on"),
        sa.Index(None, "decided_on", "recommendation_id"),
        sa.Index(
            "ix_addressee_awaited",
            "municipality_id",
            "recommendation_id",
            sqlite_where=sa.text("awaited IS 1"),
            postgresql_where=sa.text("awaited IS true"),
        ),
    )


class ReplyLink(Identified, Base):
    """A secret address at which somebody without an account answers for one municipality.

    It is for one recommendation, mailed to one mailbox. Only the hash of its secret
    is kept (S-08)."""

    __tablename__ = "reply_link"

    addressee_id: Mapped[int] = mapped_column(sa.ForeignKey("addressee.id"), index=True)
    email: Mapped[str] = mapped_column(sa.String(254))
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    addressee: Mapped[Addressee] = relationship()
    revoked_by: Mapped[Person | None] = relationship()

    def state(self, now: datetime) -> LinkState:
        """Whether it opens anything."""
        return state_of(self.expires_at, self.revoked_at, self.used_at, now)
