"""A mail as it will be sent, and what became of it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from nk_avtal.db import Base, Identified, UtcDateTime, choice


class MessageState(StrEnum):
    """What has become of a mail."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    STOPPED = "stopped"


SET_ASIDE = "set aside"
"""The owner of a mail that was given up and that somebody has dealt with."""


class Message(Identified, Base):
    """One mail to one recipient, frozen as it was written.

    `message_id` is fixed, so that a second copy after a crash is recognised as the same mail.
    `topic` says what it is about (`recommendation:12`); `dedupe_key` lets the same mail be
    queued once only. With `bounced` the recipient's server has refused the address for good.
    """

    __tablename__ = "message"

    message_id: Mapped[str] = mapped_column(sa.String(200), unique=True)
    dedupe_key: Mapped[str | None] = mapped_column(sa.String(300), unique=True)
    topic: Mapped[str] = mapped_column(sa.String(80), default="", index=True)
    kind: Mapped[str] = mapped_column(sa.String(40))
    recipient: Mapped[str] = mapped_column(sa.String(254), index=True)
    recipient_name: Mapped[str] = mapped_column(sa.String(120), default="")
    reply_to: Mapped[str] = mapped_column(sa.String(254), default="")
    subject: Mapped[str] = mapped_column(sa.String(250))
    text: Mapped[str] = mapped_column(sa.Text)
    html: Mapped[str] = mapped_column(sa.Text, default="")
    headers: Mapped[dict[str, str]] = mapped_column(sa.JSON, default=dict)
    state: Mapped[MessageState] = mapped_column(choice(MessageState), default=MessageState.QUEUED)
    queued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    not_before: Mapped[datetime] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    owner: Mapped[str] = mapped_column(sa.String(80), default="")
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_error: Mapped[str] = mapped_column(sa.Text, default="")
    bounced: Mapped[bool] = mapped_column(default=False)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (sa.Index("ix_message_state_not_before", "state", "not_before"),)
