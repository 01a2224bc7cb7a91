"""Sending what waits: claim with a lease, send one, commit one.

A process that dies between the server's answer and the commit leaves one mail that is sent again,
with the same Message-ID; nothing is ever marked sent before the server has taken it (reliability
M1-M5). Any number of processes may send at once.
"""

from __future__ import annotations

import os
import smtplib
import socket
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import sqlalchemy as sa
import structlog
from flask import current_app
from flask_mail import Message as Envelope
from sqlalchemy.orm import Session

from nk_avtal import clock
from nk_avtal.db import db, set_reading
from nk_avtal.outbox.composing import ASSOCIATION, SERVICE
from nk_avtal.outbox.models import Message, MessageState
from nk_avtal.outbox.smtp import PatientMail

mail = PatientMail()

log = structlog.get_logger("nk_avtal.outbox")

LEASE = timedelta(minutes=2)  # longer than any attempt can take
WAITS = (1, 5, 15, 30, 60, 120, 240)  # minutes before the next try; the last repeats
GIVE_UP_AFTER = timedelta(days=4)
FINAL = range(500, 600)
SENDER_NAME = f"{SERVICE}, {ASSOCIATION}"


@dataclass
class Tally:
    """What became of a round of sending."""

    sent: int = 0
    failed: int = 0
    waiting: int = 0


class Suppressed(Exception):
    """Mail is turned off here: nothing leaves and nothing is marked sent."""


def send_waiting(*, at_once: bool = False) -> Tally:
    """Send everything whose time has come; `at_once` does not wait for the hold to end."""
    set_reading(False)
    tally = Tally()
    if not current_app.config["MAIL_SUPPRESSED"]:
        owner = f"{socket.gethostname()}:{os.getpid()}"
        while (number := _claim(owner, at_once)) is not None:
            _send_claimed(number, owner, tally)
    with db.sessionmaker() as session:
        tally.waiting = _waiting(session)
    return tally


def _claim(owner: str, at_once: bool) -> int | None:
    """Take the next mail for this process, by the database's clock, for as long as the lease."""
    with db.sessionmaker() as session:
        now = _database_time(session)
        due = sa.or_(
            sa.and_(
                Message.state == MessageState.QUEUED,
                sa.true() if at_once else Message.not_before <= now,
            ),
            sa.and_(Message.state == MessageState.SENDING, Message.lease_until < now),
        )
        if at_once:
            due = sa.and_(due, sa.or_(Message.attempts == 0, Message.not_before <= now))
        oldest = sa.select(Message.id).where(due).order_by(Message.not_before, Message.id).limit(1)
        number = session.scalar(oldest.with_for_update(skip_locked=True))
        if number is not None:
            session.execute(
                sa.update(Message)
                .where(Message.id == number)
                .values(
                    state=MessageState.SENDING,
                    owner=owner,
                    lease_until=now + LEASE,
                    attempts=Message.attempts + 1,
                )
            )
        session.commit()
        return number


def _database_time(session: Session) -> datetime:
    """The time by the clock that all senders share. SQLite has one machine's clock anyway."""
    if session.get_bind().dialect.name == "sqlite":
        return clock.now()
    found: datetime = session.execute(sa.select(sa.func.clock_timestamp())).scalar_one()
    return found


def _send_claimed(number: int, owner: str, tally: Tally) -> None:
    with db.sessionmaker() as session:
        message = session.get_one(Message, number)
        if message.state is not MessageState.SENDING or message.owner != owner:
            return
        try:
            deliver(message)
        except Exception as reason:  # noqa: BLE001 - one mail must not stop the others
            _note_failure(message, reason, tally)
        else:
            message.state, message.sent_at = MessageState.SENT, clock.now()
            message.last_error = ""
            tally.sent += 1
        message.lease_until = None
        session.commit()


def _note_failure(message: Message, reason: Exception, tally: Tally) -> None:
    """Try again later, or give up when the server has said no or days have passed."""
    message.last_error = f"{type(reason).__name__}: {reason}"[:500]
    final = _code(reason) in FINAL or clock.now() - message.queued_at > GIVE_UP_AFTER
    if final or isinstance(reason, ValueError):
        message.state = MessageState.FAILED
        tally.failed += 1
        log.error("mail_given_up", message=message.id, reason=type(reason).__name__)
        return
    wait = WAITS[min(message.attempts, len(WAITS)) - 1]
    message.state = MessageState.QUEUED
    message.not_before = clock.now() + timedelta(minutes=wait)
    log.warning("mail_delayed", message=message.id, minutes=wait, reason=type(reason).__name__)


def _code(reason: Exception) -> int:
    """The server's answer about this mail, 0 when it gave none."""
    if isinstance(reason, smtplib.SMTPRecipientsRefused):
        return next((code for code, _text in reason.recipients.values()), 0)
    return int(getattr(reason, "smtp_code", 0))


def deliver(message: Message) -> None:
    """Hand one mail to the server, or write it to a file when there is none.

    Raises SMTPException or OSError when the server does not take it, ValueError when the mail
    cannot be put into words that travel.
    """
    envelope = _envelope(message)
    if envelope.has_bad_headers():
        raise ValueError("a header has a line break")
    if not current_app.config["MAIL_SERVER"]:
        _write(message, envelope)
        return
    with mail.connect() as connection:
        assert connection.host is not None
        refused = connection.host.sendmail(
            current_app.config["MAIL_DEFAULT_SENDER"], [message.recipient], envelope.as_bytes()
        )
    if refused:
        raise smtplib.SMTPRecipientsRefused(refused)


def _envelope(message: Message) -> Envelope:
    name = message.recipient_name
    envelope = Envelope(
        subject=message.subject,
        recipients=[(name, message.recipient) if name else message.recipient],
        body=message.text,
        html=message.html or None,
        sender=(SENDER_NAME, current_app.config["MAIL_DEFAULT_SENDER"]),
        reply_to=message.reply_to or None,
        extra_headers=_headers(message),
        charset="utf-8",
    )
    envelope.msgId = message.message_id
    envelope.date = message.queued_at.timestamp()
    return envelope


def _headers(message: Message) -> dict[str, str]:
    headers = {"Auto-Submitted": "auto-generated"} | message.headers
    if "X-Reminder-Id" in headers:
        headers["X-Reminder-Attempt"] = str(message.attempts)
    return headers


def _write(message: Message, envelope: Envelope) -> None:
    folder = Path(current_app.instance_path) / "mail"
    folder.mkdir(parents=True, exist_ok=True)
    moment = format_datetime(message.queued_at)[5:16].replace(" ", "-")
    (folder / f"{message.id:06d}-{moment}-{message.kind}.eml").write_bytes(envelope.as_bytes())


def _waiting(session: Session) -> int:
    states = (MessageState.QUEUED, MessageState.SENDING)
    counted = sa.select(sa.func.count()).select_from(Message).where(Message.state.in_(states))
    return session.scalar(counted) or 0
