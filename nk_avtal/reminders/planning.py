"""Writing one reminder into the ledger, with its mail or with why there is none."""

from __future__ import annotations

import hashlib
from datetime import UTC, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from nk_avtal import clock
from nk_avtal.db import db
from nk_avtal.domain.quiet_hours import next_sending_time
from nk_avtal.domain.reminders import Due
from nk_avtal.outbox.actions import queue
from nk_avtal.outbox.models import MessageState
from nk_avtal.reminders import mails, outdated
from nk_avtal.reminders.calling import Called
from nk_avtal.reminders.models import Reminder


def plan(called: Called, person_id: int | None) -> None:
    """Add a reminder and queue its mail, together or not at all. Commits."""
    one, reminder = called.watched, called.due
    row = Reminder(
        key=reminder.key,
        kind=reminder.deadline.kind,
        deadline_on=reminder.deadline.falls_on,
        lead_days=reminder.lead,
        recipient=reminder.recipient,
        agreement_id=one.agreement.id,
        recommendation_id=one.recommendation.id if one.recommendation else None,
        municipality_id=one.municipality.id if one.municipality else None,
        invited_id=one.invited.id if one.invited else None,
        person_id=person_id,
        planned_at=clock.now(),
        escalated=reminder.escalated,
        stands_in_for_id=called.stands_in_for,
        withheld=called.withheld,
    )
    db.session.add(row)
    db.session.flush()
    if called.withheld is None:
        row.message_id = _queued(called)
    db.session.commit()


def resume(called: Called) -> None:
    """Let a reminder that was withdrawn or withheld go, in the words of today. Commits."""
    row = db.session.scalars(
        sa.select(Reminder)
        .where(Reminder.key == called.due.key)
        .options(joinedload(Reminder.message))
        .with_for_update(of=Reminder)
        .execution_options(populate_existing=True)
    ).one()
    row.withheld, row.escalated = None, called.due.escalated
    row.stands_in_for_id = called.stands_in_for
    if row.message is None:
        row.message_id = _queued(called)
    elif row.message.state is MessageState.STOPPED:
        written = mails.written(called)
        row.message.subject, row.message.text = written.subject, written.text
        row.message.html = written.html
        row.message.not_before = clock.now() + _hold(called.due)
        row.message.state = MessageState.QUEUED
    db.session.commit()


def _queued(called: Called) -> int | None:
    reminder, written = called.due, mails.written(called)
    message = queue(
        kind=f"reminder-{reminder.deadline.kind}",
        topic=outdated.topic_of(reminder.deadline),
        dedupe_key=reminder.key,
        recipient=reminder.recipient,
        reply_to=mails.reply_to(called.watched),
        subject=written.subject,
        text=written.text,
        html=written.html,
        headers={
            "X-Reminder-Id": hashlib.sha256(reminder.key.encode()).hexdigest()[:32],
            "X-Reminder-Deadline": reminder.deadline.falls_on.isoformat(),
        },
        hold=_hold(reminder),
    )
    return message.id if message else None


def _hold(reminder: Due) -> timedelta:
    """How long the mail waits for people to be at work."""
    now = clock.now().astimezone(clock.zone())
    moment = next_sending_time(now, urgent=reminder.days_left == 0)
    return max(moment.astimezone(UTC) - now.astimezone(UTC), timedelta(0))
