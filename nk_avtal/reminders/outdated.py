"""Stopping reminders whose deadline has moved, is settled or is over, before they leave."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa
import structlog

from nk_avtal.db import db
from nk_avtal.domain.reminders import Deadline
from nk_avtal.outbox.models import Message, MessageState
from nk_avtal.reminders.models import Reminder

log = structlog.get_logger("nk_avtal.reminders")

TOPIC = "reminder:"


def topic_of(deadline: Deadline) -> str:
    """What the mails about a deadline's subject are filed under in the outbox."""
    return f"{TOPIC}{deadline.subject}"


def stop_all_but(live: Iterable[Deadline]) -> int:
    """Stop the reminders that wait and concern none of the `live` deadlines; how many."""
    wanted = {(topic_of(one), one.kind, one.falls_on) for one in live}
    waiting = db.session.execute(
        sa.select(Message, Reminder.kind, Reminder.deadline_on)
        .join(Reminder, Reminder.message_id == Message.id)
        .where(Message.state == MessageState.QUEUED, Message.topic.startswith(TOPIC))
        .with_for_update(of=Message)
    ).all()
    stopped = [one for one, kind, day in waiting if (one.topic, kind, day) not in wanted]
    for message in stopped:
        message.state = MessageState.STOPPED
    if stopped:
        log.info("reminders_outdated", count=len(stopped))
    return len(stopped)
