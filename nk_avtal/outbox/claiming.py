"""Who sends which mail: claimed with a lease in the database, so that any number of processes may
send at once and what a dead one held is sent by another."""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, cast

import sqlalchemy as sa
import structlog

from nk_avtal import clock
from nk_avtal.db import db
from nk_avtal.outbox.models import Message, MessageState

_MAILS = cast("sa.Table", Message.__table__)

log = structlog.get_logger("nk_avtal.outbox")

LEASE = timedelta(minutes=2)
AT_ONCE = 20
"""The mails of one claim, which share a connection. Many servers end it after some dozens."""


def new_owner() -> str:
    """A name for one round of sending."""
    return f"{socket.gethostname()[:40]}:{os.getpid()}:{secrets.token_hex(4)}"


def claim(owner: str, *, hold_is_over: bool = False) -> Sequence[Message]:
    """Take the next mails for `owner`, by the database's clock, for as long as the lease.

    Mail that nobody has tried goes first: one that always fails must not keep the others waiting.
    """
    now = database_time()
    its_time = sa.true() if hold_is_over else Message.not_before <= now
    due = sa.and_(
        sa.or_(Message.lease_until.is_(None), Message.lease_until < now),
        sa.or_(
            Message.state == MessageState.SENDING,
            sa.and_(Message.state == MessageState.QUEUED, its_time),
        ),
    )
    order = (Message.attempts, Message.not_before, Message.id)
    first = sa.select(Message).where(due).order_by(*order).limit(AT_ONCE)
    found = db.session.scalars(
        first.with_for_update(skip_locked=True).execution_options(populate_existing=True)
    ).all()
    for message in found:
        message.state, message.owner = MessageState.SENDING, owner
        message.lease_until = now + LEASE
        message.attempts += 1
    db.session.commit()
    return found


def release(messages: Sequence[Message], owner: str) -> None:
    """Give back mails that have not been tried after all."""
    if messages:
        _write(
            [one.id for one in messages],
            owner,
            {
                "state": MessageState.QUEUED,
                "lease_until": None,
                "attempts": _MAILS.c.attempts - 1,
            },
        )


def note(message: Message, owner: str, values: dict[str, Any]) -> None:
    """Write down what became of a mail, unless the lease has run out and another has taken it."""
    if not _write([message.id], owner, values):
        log.warning("mail_lease_lost", message=message.id)


def _write(numbers: list[int], owner: str, values: dict[str, Any]) -> int:
    written = db.session.connection().execute(
        sa.update(_MAILS)
        .where(
            _MAILS.c.id.in_(numbers),
            _MAILS.c.owner == owner,
            _MAILS.c.state == MessageState.SENDING,
        )
        .values(values)
    )
    db.session.commit()
    return written.rowcount


def database_time() -> datetime:
    """The time by the clock that all senders share. SQLite has one machine's clock anyway."""
    if db.engine.dialect.name == "sqlite":
        return clock.now()
    found: datetime = db.session.execute(sa.select(sa.func.clock_timestamp())).scalar_one()
    return found
