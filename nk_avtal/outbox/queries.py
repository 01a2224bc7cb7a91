"""What waits in the outbox and what has left it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from nk_avtal.db import db
from nk_avtal.outbox.models import SET_ASIDE, Message, MessageState


def about(topic: str) -> Sequence[Message]:
    """The mails about something, newest first."""
    wanted = sa.select(Message).where(Message.topic == topic).order_by(Message.id.desc())
    return db.session.scalars(wanted).all()


def waiting() -> int:
    """How many mails have not left yet, held ones among them."""
    open_states = (MessageState.QUEUED, MessageState.SENDING)
    wanted = sa.select(sa.func.count()).select_from(Message).where(Message.state.in_(open_states))
    return db.session.scalar(wanted) or 0


def overdue(now: datetime) -> tuple[int, datetime | None]:
    """How many mails should have left, and since when the one that has waited longest."""
    count, oldest = db.session.execute(_OVERDUE, {"now": now}).one()
    return count, oldest


_OVERDUE = sa.select(sa.func.count(), sa.func.min(Message.not_before)).where(
    Message.state.in_((MessageState.QUEUED, MessageState.SENDING)),
    Message.not_before <= sa.bindparam("now"),
)
"""Asked for nearly every page, and therefore built once."""


def failed() -> Sequence[Message]:
    """The mails that were given up and that nobody has dealt with, newest first."""
    wanted = (
        sa.select(Message)
        .where(Message.state == MessageState.FAILED, Message.owner != SET_ASIDE)
        .order_by(Message.id.desc())
        .limit(100)
    )
    return db.session.scalars(wanted).all()


def given_up(message_id: int) -> Message:
    """A mail that was given up, held until the transaction ends. Raises NoResultFound."""
    wanted = sa.select(Message).where(
        Message.id == message_id, Message.state == MessageState.FAILED
    )
    return db.session.scalars(wanted.with_for_update()).one()
