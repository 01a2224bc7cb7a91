"""What will be due, and what became of each reminder, as plain values for whoever checks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from nk_avtal.db import db
from nk_avtal.outbox.models import Message
from nk_avtal.people.queries import weekly_readers
from nk_avtal.reminders.calling import called_for
from nk_avtal.reminders.models import Reminder
from nk_avtal.reminders.watching import watched

ONE_DAY = timedelta(days=1)


def planned_between(first: date, last: date) -> Iterator[dict[str, Any]]:
    """The reminders that a run on each day would plan, as things stand now."""
    seen = set(db.session.scalars(sa.select(Reminder.key)))
    weekly = weekly_readers()
    day = first
    while day <= last:
        for called in called_for(watched(day), day, weekly):
            one, reminder = called.watched, called.due
            if called.withheld or reminder.key in seen:
                continue
            seen.add(reminder.key)
            yield {
                "date": day.isoformat(),
                "kind": reminder.deadline.kind.value,
                "title": one.title,
                "municipality": one.municipality.name if one.municipality else None,
                "deadline": reminder.deadline.falls_on.isoformat(),
                "lead_days": reminder.lead,
                "late": reminder.delayed,
                "escalated": reminder.escalated,
                "recipient": reminder.recipient,
                "key": reminder.key,
            }
        day += ONE_DAY


def _unsent(reminder: Reminder) -> str:
    return reminder.withheld.value if reminder.withheld else "unknown"


def entries() -> Iterator[dict[str, Any]]:
    """Every reminder with what became of its mail, oldest first."""
    rows = db.session.execute(
        sa.select(Reminder, Message)
        .outerjoin(Message, Message.id == Reminder.message_id)
        .order_by(Reminder.id)
    )
    for reminder, message in rows:
        yield {
            "key": reminder.key,
            "kind": reminder.kind.value,
            "deadline": reminder.deadline_on.isoformat(),
            "lead_days": reminder.lead_days,
            "recipient": reminder.recipient,
            "escalated": reminder.escalated,
            "withheld": reminder.withheld.value if reminder.withheld else None,
            "planned_at": reminder.planned_at.isoformat(),
            "state": message.state.value if message else _unsent(reminder),
            "message_id": message.message_id if message else None,
            "bounced": bool(message and message.bounced),
            "attempts": message.attempts if message else 0,
            "sent_at": message.sent_at.isoformat() if message and message.sent_at else None,
            "last_error": message.last_error if message else "",
        }
