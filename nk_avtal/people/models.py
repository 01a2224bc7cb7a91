"""Accounts, open sign-ins, links sent by mail, and tries to sign in."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nk_avtal.db import Base, Identified, UtcDateTime, Versioned, choice
from nk_avtal.domain.mail_choices import MailChoice, choice_of
from nk_avtal.domain.people import Permission, Role, may
from nk_avtal.municipalities.models import Municipality


class Person(Versioned, Identified, Base):
    """An account. The name is shown in history; demo accounts are named after their role."""

    __tablename__ = "person"

    email: Mapped[str] = mapped_column(sa.String(254), unique=True)
    name: Mapped[str] = mapped_column(sa.String(120))
    role: Mapped[Role] = mapped_column(choice(Role))
    municipality_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("municipality.id"), index=True
    )
    password_hash: Mapped[str | None] = mapped_column(sa.String(200))
    active: Mapped[bool] = mapped_column(default=True)
    demo: Mapped[bool] = mapped_column(default=False)
    language: Mapped[str] = mapped_column(sa.String(2), default="sv")
    shortcuts: Mapped[bool] = mapped_column(default=False)
    mail_choice: Mapped[MailChoice | None] = mapped_column(choice(MailChoice))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    municipality: Mapped[Municipality | None] = relationship()

    __table_args__ = (
        sa.CheckConstraint(
            "(role IN ('reader', 'clerk')) = (municipality_id IS NOT NULL)",
            name="municipality_by_role",
        ),
    )

    @property
    def mails(self) -> MailChoice:
        """Which reminders this person gets at once and which in the weekly letter."""
        return choice_of(self.role, self.mail_choice)

    def may(self, permission: Permission, of: int | None = None) -> bool:
        """Whether this person holds `permission`, for municipality `of` where one is named."""
        return self.active and may(self.role, permission, own=self.municipality_id, of=of)


class SignIn(Identified, Base):
    """An open sign-in. The browser holds the secret; only its hash is kept, so that a copied
    database opens no door and a cookie replayed after sign-out is worthless (S-15)."""

    __tablename__ = "sign_in"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)

    person: Mapped[Person] = relationship(lazy="joined")


class LinkPurpose(StrEnum):
    """Why a single-use link was mailed."""

    INVITATION = "invitation"
    RESET = "reset"


class MailedLink(Identified, Base):
    """A single-use link to set a password, void after use, after a change, or in time (S-20)."""

    __tablename__ = "mailed_link"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    purpose: Mapped[LinkPurpose] = mapped_column(choice(LinkPurpose))
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    person: Mapped[Person] = relationship()


class Attempt(Identified, Base):
    """A try that is counted against a limit: a sign-in or an asked-for reset (S-14)."""

    __tablename__ = "attempt"

    kind: Mapped[str] = mapped_column(sa.String(20))
    subject: Mapped[str] = mapped_column(sa.String(254))
    address: Mapped[str] = mapped_column(sa.String(64))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    succeeded: Mapped[bool]

    __table_args__ = (
        sa.Index("ix_attempt_kind_subject_made_at", "kind", "subject", "made_at"),
        sa.Index("ix_attempt_kind_address_made_at", "kind", "address", "made_at"),
    )
