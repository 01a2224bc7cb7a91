"""Withdrawing reminders whose deadline has moved, is settled, rests or is over, before they leave.
The ledger keeps why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

import sqlalchemy as sa
import structlog

from nk_avtal.db import db
from nk_avtal.domain.recipients import Withheld
from nk_avtal.domain.reminders import OF_AGREEMENTS, Deadline, DeadlineKind
from nk_avtal.outbox.models import Message, MessageState
from nk_avtal.reminders.calling import reason_against, with_somebody
from nk_avtal.reminders.models import Reminder
from nk_avtal.reminders.watching import Watched

log = structlog.get_logger("nk_avtal.reminders")

TOPIC = "reminder:"
AT_A_TIME = 500


def topic_of(deadline: Deadline) -> str:
    """What the mails about a deadline's subject are filed under in the outbox."""
    return f"{TOPIC}{deadline.subject}"


def waiting_about() -> sa.Select[int | None]:
    """The numbers of the agreements about which a reminder waits to be sent."""
    return (
        sa.select(Reminder.agreement_id)
        .join(Message, Reminder.message_id == Message.id)
        .where(Message.state == MessageState.QUEUED, Reminder.agreement_id.is_not(None))
    )


class _Reminded(NamedTuple):
    """The mail of one reminder, to whom it goes and how many days before."""

    number: int
    recipient: str
    lead: int


@dataclass
class Waiting:
    """The reminders that wait to be sent, until it is known which of them still hold."""

    numbers: dict[tuple[str, DeadlineKind, date], list[_Reminded]]
    reasons: dict[int, Withheld] = field(default_factory=dict)

    @classmethod
    def read(cls, agreement_id: int | None = None) -> Waiting:
        """Those that wait now, about one agreement or about all."""
        found: dict[tuple[str, DeadlineKind, date], list[_Reminded]] = defaultdict(list)
        wanted = (
            sa.select(
                *(Message.topic, Reminder.kind, Reminder.deadline_on),
                *(Message.id, Reminder.recipient, Reminder.lead_days),
            )
            .join(Reminder, Reminder.message_id == Message.id)
            .where(Message.state == MessageState.QUEUED, Message.topic.startswith(TOPIC))
        )
        if agreement_id is not None:
            wanted = wanted.where(Reminder.agreement_id == agreement_id)
        for topic, kind, day, number, recipient, lead in db.session.execute(wanted):
            found[topic, kind, day].append(_Reminded(number, recipient, lead))
        return cls(found)

    def passing(self, found: Iterable[Watched]) -> Iterator[Watched]:
        """The watched days, each held against what waits about it."""
        for one in found:
            deadline = one.deadline
            known = (topic_of(deadline), deadline.kind, deadline.falls_on)
            for reminded in self.numbers.pop(known, ()):
                if reason := _reason(one, reminded):
                    self.reasons[reminded.number] = reason
            yield one

    def withdraw(self) -> int:
        """Withdraw those that do not hold, unless they have left meanwhile; how many they were."""
        gone = (one.number for some in self.numbers.values() for one in some)
        reasons = self.reasons | dict.fromkeys(gone, Withheld.REPLACED)
        numbers = list(reasons)
        wanted = (
            sa.select(Message, Reminder)
            .join(Reminder, Reminder.message_id == Message.id)
            .where(Message.state == MessageState.QUEUED)
            .with_for_update(of=Message)
        )
        withdrawn = 0
        for start in range(0, len(numbers), AT_A_TIME):
            some = wanted.where(Message.id.in_(numbers[start : start + AT_A_TIME]))
            for message, reminder in db.session.execute(some):
                message.state, reminder.withheld = MessageState.STOPPED, reasons[message.id]
                withdrawn += 1
        if withdrawn:
            log.info("reminders_withdrawn", count=withdrawn)
        return withdrawn


def _reason(one: Watched, reminded: _Reminded) -> Withheld | None:
    deadline = with_somebody(one)
    if reminded.recipient not in (*deadline.recipients, *deadline.escalates_to):
        return Withheld.LEFT
    if _on_another_day(deadline, reminded):
        return Withheld.REPLACED
    return reason_against(one)


def _on_another_day(deadline: Deadline, reminded: _Reminded) -> bool:
    """Whether the days before on which the recipient is told are others by now."""
    ahead = deadline.kind in OF_AGREEMENTS and reminded.lead >= 0
    return ahead and reminded.lead not in deadline.leads_of(reminded.recipient)
