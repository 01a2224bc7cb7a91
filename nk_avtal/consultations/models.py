"""A consultation, its questions, those that are asked, and what they answer."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nk_avtal.agreements.models import Agreement
from nk_avtal.bodies.models import Body
from nk_avtal.db import Base, Identified, UtcDateTime, Versioned, choice
from nk_avtal.documents.models import DocumentVersion, StoredFile
from nk_avtal.domain.consultations import ConsultationStatus
from nk_avtal.domain.opinions import Stance
from nk_avtal.municipalities.models import Municipality
from nk_avtal.people.models import Person


class Consultation(Versioned, Identified, Base):
    """A proposal on which others are asked for their opinion before it is decided.

    Once it is sent, only the last day changes, and only ahead: what was sent, to whom and when
    stays as it was (OSL 5:2). `internal_note` is the association's own and leaves by nothing.
    `body` is in whose name it is sent, `handled_on` when the replies are to be dealt with.
    """

    __tablename__ = "consultation"

    slug: Mapped[str] = mapped_column(sa.String(120), unique=True)
    agreement_id: Mapped[int] = mapped_column(sa.ForeignKey("agreement.id"), index=True)
    title: Mapped[str] = mapped_column(sa.String(250))
    status: Mapped[ConsultationStatus] = mapped_column(
        choice(ConsultationStatus), default=ConsultationStatus.DRAFT, index=True
    )
    body_id: Mapped[int | None] = mapped_column(sa.ForeignKey("body.id"))
    reference: Mapped[str] = mapped_column(sa.String(40), default="")
    lead: Mapped[str] = mapped_column(sa.Text, default="")
    internal_note: Mapped[str] = mapped_column(sa.Text, default="")
    document_version_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("document_version.id"), index=True
    )
    reply_by: Mapped[date | None]
    handled_on: Mapped[date | None]
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sent_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawal_reason: Mapped[str] = mapped_column(sa.Text, default="")
    made_up: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    agreement: Mapped[Agreement] = relationship()
    body: Mapped[Body | None] = relationship()
    document_version: Mapped[DocumentVersion | None] = relationship()
    sent_by: Mapped[Person | None] = relationship(foreign_keys=[sent_by_id])
    created_by: Mapped[Person | None] = relationship(foreign_keys=[created_by_id])
    questions: Mapped[list[Question]] = relationship(
        cascade="all, delete-orphan", order_by="Question.position"
    )
    invited: Mapped[list[Invited]] = relationship(
        back_populates="consultation", cascade="all, delete-orphan", order_by="Invited.id"
    )

    __table_args__ = (
        sa.CheckConstraint(
            "status = 'draft' OR (sent_at IS NOT NULL AND reply_by IS NOT NULL"
            " AND document_version_id IS NOT NULL)",
            name="complete_when_sent",
        ),
        sa.CheckConstraint(
            "status <> 'withdrawn' OR withdrawal_reason <> ''", name="withdrawn_with_reason"
        ),
    )

    @property
    def designation(self) -> str:
        """By what it is known in a register: its dnr, or else its number here (OSL 5:2)."""
        return self.reference or f"Remiss {self.id}"


class Question(Identified, Base):
    """One question, in order."""

    __tablename__ = "consultation_question"

    consultation_id: Mapped[int] = mapped_column(sa.ForeignKey("consultation.id"), index=True)
    position: Mapped[int]
    text: Mapped[str] = mapped_column(sa.Text)


class Invited(Identified, Base):
    """One that is asked: a municipality, or a network, a body or another by its name.

    `mailed_to` are the addresses to which it was sent, as they were; `letter` is the missiv in the
    form in which it went with it.
    """

    __tablename__ = "consultation_party"

    consultation_id: Mapped[int] = mapped_column(sa.ForeignKey("consultation.id"), index=True)
    municipality_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("municipality.id"), index=True
    )
    name: Mapped[str | None] = mapped_column(sa.String(120))
    email: Mapped[str] = mapped_column(sa.String(254), default="")
    mailed_to: Mapped[str] = mapped_column(sa.Text, default="")
    letter_id: Mapped[int | None] = mapped_column(sa.ForeignKey("stored_file.id"))

    consultation: Mapped[Consultation] = relationship(back_populates="invited")
    municipality: Mapped[Municipality | None] = relationship()
    letter: Mapped[StoredFile | None] = relationship()
    replies: Mapped[list[Reply]] = relationship(
        back_populates="invited", order_by="Reply.id", cascade="all, delete-orphan"
    )

    __table_args__ = (
        sa.UniqueConstraint("consultation_id", "municipality_id"),
        sa.UniqueConstraint("consultation_id", "name"),
        sa.CheckConstraint("(municipality_id IS NULL) <> (name IS NULL)", name="town_or_name"),
    )

    @property
    def called(self) -> str:
        """What a list calls it."""
        return self.municipality.name if self.municipality else self.name or ""

    @property
    def full_name(self) -> str:
        """What a letter calls it."""
        return self.municipality.full_name if self.municipality else self.name or ""

    @property
    def reply(self) -> Reply | None:
        """The reply that stands."""
        return next((one for one in self.replies if one.undone_at is None), None)

    @property
    def agreement_id(self) -> int:
        """On whose page the history tells of it."""
        return self.consultation.agreement_id


class Reply(Versioned, Identified, Base):
    """What one that is asked has answered (yttrande); an undone one stays, with who undid it.

    `received_on` is the day on which it first came in: by that it is late or not. `given_by` is
    who decided on it there, as written; `reference` is the number that it has there. `issue_id` is
    the issue of a negotiation that was made of it.
    """

    __tablename__ = "consultation_reply"

    invited_id: Mapped[int] = mapped_column(sa.ForeignKey("consultation_party.id"), index=True)
    received_on: Mapped[date]
    given_by: Mapped[str] = mapped_column(sa.String(200), default="")
    reference: Mapped[str] = mapped_column(sa.String(40), default="")
    text: Mapped[str] = mapped_column(sa.Text, default="")
    file_id: Mapped[int | None] = mapped_column(sa.ForeignKey("stored_file.id"))
    on_behalf: Mapped[bool] = mapped_column(default=False)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    changed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    issue_id: Mapped[int | None] = mapped_column(sa.ForeignKey("issue.id"))

    invited: Mapped[Invited] = relationship(back_populates="replies")
    file: Mapped[StoredFile | None] = relationship()
    recorded_by: Mapped[Person | None] = relationship(foreign_keys=[recorded_by_id])
    undone_by: Mapped[Person | None] = relationship(foreign_keys=[undone_by_id])
    opinions: Mapped[list[Opinion]] = relationship(
        back_populates="reply", cascade="all, delete-orphan", order_by="Opinion.id"
    )

    __table_args__ = (
        sa.Index(
            "uq_consultation_reply_standing",
            "invited_id",
            unique=True,
            sqlite_where=sa.text("undone_at IS NULL"),
            postgresql_where=sa.text("undone_at IS NULL"),
        ),
    )

    @property
    def agreement_id(self) -> int:
        """On whose page the history tells of it."""
        return self.invited.agreement_id

    @property
    def municipality_id(self) -> int | None:
        """Whose reply it is, where it is a municipality's."""
        return self.invited.municipality_id

    def opinion_on(self, question: Question) -> Opinion | None:
        """What it says of a question."""
        return next((one for one in self.opinions if one.question_id == question.id), None)


class Opinion(Identified, Base):
    """What a reply says of one question, and the issue of a negotiation that was made of it."""

    __tablename__ = "consultation_opinion"

    reply_id: Mapped[int] = mapped_column(sa.ForeignKey("consultation_reply.id"), index=True)
    question_id: Mapped[int] = mapped_column(sa.ForeignKey("consultation_question.id"))
    stance: Mapped[Stance] = mapped_column(choice(Stance))
    comment: Mapped[str] = mapped_column(sa.Text, default="")
    issue_id: Mapped[int | None] = mapped_column(sa.ForeignKey("issue.id"))

    reply: Mapped[Reply] = relationship(back_populates="opinions")
    question: Mapped[Question] = relationship()

    __table_args__ = (sa.UniqueConstraint("reply_id", "question_id"),)
