"""Sending what waits: claim with a lease, send one, commit one.

A process that dies between the server's answer and the commit leaves one mail that is sent again,
with the same Message-ID; nothing is ever marked sent before the server has taken it (reliability
M1-M5). Any number of processes may send at once. No transaction is open while a server is spoken
to: on SQLite it would keep everybody else from saving.
"""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
import structlog
from flask import current_app

from nk_avtal import clock
from nk_avtal.db import db, set_reading
from nk_avtal.outbox.delivery import Verdict, deliver, verdict
from nk_avtal.outbox.models import Message, MessageState
from nk_avtal.outbox.queries import waiting
from nk_avtal.outbox.undelivered import tell_fallback

log = structlog.get_logger("nk_avtal.outbox")

LEASE = timedelta(minutes=2)  # longer than any attempt can take
WAITS = (1, 5, 15)  # minutes before the next try; the last repeats
GIVE_UP_AFTER = timedelta(days=4)
SERVER_IS_AWAY_AFTER = 2  # failures in a row; the rest of the round would only wait for it


@dataclass
class Tally:
    """What became of a round of sending."""

    sent: int = 0
    failed: int = 0
    waiting: int = 0


def send_waiting(*, at_once: bool = False, may_go_on: Callable[[], bool] = lambda: True) -> Tally:
    """Send everything whose time has come; `at_once` does not wait for the hold to end.

    Ends early, leaving the rest to wait, when the server is away or `may_go_on` says no.
    """
    set_reading(False)
    tally = Tally()
    owner = f"{socket.gethostname()[:40]}:{os.getpid()}:{secrets.token_hex(4)}"
    failures_in_a_row = 0
    while _may_send(failures_in_a_row) and may_go_on():
        message = _claim(owner, at_once)
        if message is None:
            break
        away = _send(message, owner, tally) is Verdict.SERVER_AWAY
        failures_in_a_row = failures_in_a_row + 1 if away else 0
    tally.waiting = waiting()
    db.session.commit()
    return tally


def _may_send(failures_in_a_row: int) -> bool:
    return not current_app.config["MAIL_SUPPRESSED"] and failures_in_a_row < SERVER_IS_AWAY_AFTER


def _claim(owner: str, at_once: bool) -> Message | None:
    """Take the next mail for this round, by the database's clock, for as long as the lease.

    Mail that nobody has tried goes first: one that always fails must not keep the others waiting.
    """
    now = _database_time()
    its_time = sa.true() if at_once else Message.not_before <= now
    due = sa.and_(
        sa.or_(Message.lease_until.is_(None), Message.lease_until < now),
        sa.or_(
            Message.state == MessageState.SENDING,
            sa.and_(Message.state == MessageState.QUEUED, its_time),
        ),
    )
    order = (Message.attempts, Message.not_before, Message.id)
    first = sa.select(Message).where(due).order_by(*order).limit(1)
    message = db.session.scalars(
        first.with_for_update(skip_locked=True).execution_options(populate_existing=True)
    ).first()
    if message is not None:
        message.state, message.owner = MessageState.SENDING, owner
        message.lease_until = now + LEASE
        message.attempts += 1
    db.session.commit()
    return message


def _database_time() -> datetime:
    """The time by the clock that all senders share. SQLite has one machine's clock anyway."""
    if db.engine.dialect.name == "sqlite":
        return clock.now()
    found: datetime = db.session.execute(sa.select(sa.func.clock_timestamp())).scalar_one()
    return found


def _send(message: Message, owner: str, tally: Tally) -> Verdict | None:
    """Send a claimed mail and note what became of it; what the failure meant, if it failed."""
    try:
        deliver(message)
    except Exception as reason:  # noqa: BLE001 - one mail must not stop the others
        return _failed(message, owner, reason, tally)
    values = {"state": MessageState.SENT, "sent_at": clock.now(), "last_error": ""}
    _note(message, owner, values | {"lease_until": None})
    tally.sent += 1
    return None


def _failed(message: Message, owner: str, reason: Exception, tally: Tally) -> Verdict:
    """Try again later, or give up when the server has said no or time has run out."""
    meaning = verdict(reason)
    values: dict[str, Any] = {"last_error": f"{type(reason).__name__}: {reason}"[:500]}
    if meaning is Verdict.REFUSED or clock.now() > _last_try(message, meaning):
        log.error("mail_given_up", message=message.id, reason=type(reason).__name__)
        tally.failed += 1
        tell_fallback(message)
        _note(message, owner, values | {"state": MessageState.FAILED, "lease_until": None})
        return meaning
    wait = timedelta(minutes=WAITS[min(message.attempts, len(WAITS)) - 1])
    log.warning("mail_delayed", message=message.id, wait=str(wait), reason=type(reason).__name__)
    again = _database_time() + wait
    _note(message, owner, values | {"state": MessageState.QUEUED, "lease_until": again})
    return meaning


def _last_try(message: Message, meaning: Verdict) -> datetime:
    """A reminder outlives a server that is away for as long as its deadline is ahead."""
    last = message.not_before + GIVE_UP_AFTER
    deadline = message.headers.get("X-Reminder-Deadline")
    if meaning is Verdict.SERVER_AWAY and deadline:
        last = max(last, datetime.combine(date.fromisoformat(deadline), time.max, UTC))
    return last


def _note(message: Message, owner: str, values: dict[str, Any]) -> None:
    """Write down the outcome, unless the lease has run out and another has taken the mail."""
    noted = db.session.scalar(
        sa.update(Message)
        .where(
            Message.id == message.id,
            Message.owner == owner,
            Message.state == MessageState.SENDING,
        )
        .values(values)
        .returning(Message.id)
    )
    db.session.commit()
    if noted is None:
        log.warning("mail_lease_lost", message=message.id)
