"""Stopping reminders whose deadline has moved, is settled or is over, before they leave."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
import structlog

from nk_avtal.db import db
from nk_avtal.domain.reminders import Deadline, DeadlineKind
from nk_avtal.outbox.models import Message, MessageState
from nk_avtal.reminders.models import Reminder

log = structlog.get_logger("nk_avtal.reminders")

TOPIC = "reminder:"
AT_A_TIME = 500


def topic_of(deadline: Deadline) -> str:
    """What the mails about a deadline's subject are filed under in the outbox."""
    return f"{TOPIC}{deadline.subject}"


@dataclass
class Waiting:
    """The reminders that wait to be sent, until it is known which of them still hold."""

    numbers: dict[tuple[str, DeadlineKind, date], list[int]]

    @classmethod
    def read(cls) -> Waiting:
        """Those that wait now."""
        found: dict[tuple[str, DeadlineKind, date], list[int]] = defaultdict(list)
        rows = db.session.execute(
            sa.select(Message.topic, Reminder.kind, Reminder.deadline_on, Message.id)
            .join(Reminder, Reminder.message_id == Message.id)
            .where(Message.state == MessageState.QUEUED, Message.topic.startswith(TOPIC))
        )
        for topic, kind, day, number in rows:
            found[topic, kind, day].append(number)
        return cls(found)

    def keep(self, live: Deadline) -> None:
        """Note that a deadline still holds."""
        self.numbers.pop((topic_of(live), live.kind, live.falls_on), None)

    def stop(self) -> int:
        """Stop those of which nobody has said so, unless they have left meanwhile; how many."""
        numbers = [one for some in self.numbers.values() for one in some]
        wanted = sa.select(Message).where(Message.state == MessageState.QUEUED)
        stopped = 0
        for start in range(0, len(numbers), AT_A_TIME):
            some = wanted.where(Message.id.in_(numbers[start : start + AT_A_TIME]))
            for message in db.session.scalars(some.with_for_update()):
                message.state = MessageState.STOPPED
                stopped += 1
        if stopped:
            log.info("reminders_outdated", count=stopped)
        return stopped
