"""Tokens by which other programs act for a person, what they use, and what they were answered."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nk_avtal.db import Base, Identified, UtcDateTime, choice
from nk_avtal.domain.tokens import Access
from nk_avtal.people.models import Person


class ApiToken(Identified, Base):
    """That a program may act for a person. Only the hash of its secret is kept (S-09).

    It never reaches further than its owner does at the time, and ends with the account.
    """

    __tablename__ = "api_token"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    name: Mapped[str] = mapped_column(sa.String(80))
    access: Mapped[Access] = mapped_column(choice(Access))
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    revoked_by: Mapped[Person | None] = relationship(foreign_keys=[revoked_by_id])


class ApiUse(Base):
    """How many requests of a minute are taken by a token, and when it was last used.

    `minute` counts minutes since 1970. Processes take requests some at a time, so `used` may be
    ahead of what was asked. The row is made with the token, so that none of many first requests
    has to make it.
    """

    __tablename__ = "api_use"

    token_id: Mapped[int] = mapped_column(
        sa.ForeignKey("api_token.id", ondelete="CASCADE"), primary_key=True
    )
    minute: Mapped[int]
    used: Mapped[int]
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class KeptAnswer(Identified, Base):
    """What a program was answered when it changed something, by the key that it chose itself, so
    that asking again changes nothing more (R-19). `request` is a digest of all that was asked."""

    __tablename__ = "kept_answer"

    token_id: Mapped[int] = mapped_column(sa.ForeignKey("api_token.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(sa.String(200))
    request: Mapped[str] = mapped_column(sa.String(64))
    status: Mapped[int]
    headers: Mapped[dict[str, str]] = mapped_column(sa.JSON)
    body: Mapped[str] = mapped_column(sa.Text)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)

    __table_args__ = (sa.UniqueConstraint("token_id", "key"),)
