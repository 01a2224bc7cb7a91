"""What a day calls for: the reminders to send, and those that are due but not to be sent."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from flask import current_app

from nk_avtal.domain.mail_choices import can_wait
from nk_avtal.domain.recipients import Withheld
from nk_avtal.domain.reminders import Deadline, Due, due, reached_lead, reminds_on
from nk_avtal.reminders.watching import Watched

LOOKED_BACK = timedelta(days=31)
"""How far back a lead that was never told is noted as overtaken by a later one."""


@dataclass(frozen=True)
class Called:
    """A reminder that a day calls for; with `withheld` it is noted but not sent."""

    watched: Watched
    due: Due
    withheld: Withheld | None = None

    @property
    def stands_in_for(self) -> int | None:
        """The number of the person in whose place the recipient is told."""
        reached = self.watched.reached
        return reached.stands_in_for.get(self.due.recipient) if reached else None


def called_for(
    found: Iterable[Watched], today: date, weekly: Container[str] = ()
) -> Iterator[Called]:
    """The reminders that `today` calls for, whether or not they are known. Those in `weekly` have
    chosen the weekly letter for all that can wait for it."""
    for one in found:
        deadline = with_somebody(one)
        reason = reason_against(one)
        for reminder in due([deadline], today, frozenset()):
            if reason is None:
                yield Called(one, reminder, _left_to_letter(reminder, weekly))
                yield from _overtaken(one, reminder)
            elif reminder.lead in deadline.lead_days:
                yield Called(one, reminder, reason)
        if reason is None:
            yield from _unreached(one, deadline, today)


def _left_to_letter(reminder: Due, weekly: Container[str]) -> Withheld | None:
    waits = reminder.recipient in weekly and not reminder.escalated and can_wait(reminder)
    return Withheld.IN_LETTER if waits else None


def reason_against(one: Watched) -> Withheld | None:
    """Why nobody is to be told of a deadline."""
    if one.settled:
        return Withheld.SETTLED
    return Withheld.PAUSED if one.paused else None


def with_somebody(one: Watched) -> Deadline:
    """The deadline, told to the fallback address when it has nobody of its own."""
    fallback = current_app.config["MAIL_FALLBACK_TO"]
    if one.deadline.recipients or not fallback:
        return one.deadline
    return replace(one.deadline, recipients=(fallback,))


def _overtaken(one: Watched, reminder: Due) -> Iterator[Called]:
    deadline = reminder.deadline
    for lead in deadline.lead_days if reminder.recipient in deadline.recipients else ():
        late = reminder.today - reminds_on(deadline, lead)
        if lead > reminder.lead and timedelta(0) <= late <= LOOKED_BACK:
            yield Called(one, replace(reminder, lead=lead), Withheld.OVERTAKEN)


def _unreached(one: Watched, deadline: Deadline, today: date) -> Iterator[Called]:
    lead = reached_lead(deadline, today, deadline.lead_days)
    if lead is None:
        return
    if not deadline.recipients:
        yield Called(one, Due(deadline, lead, "", today), Withheld.NO_RECIPIENT)
    for email in one.reached.left if one.reached else ():
        yield Called(one, Due(deadline, lead, email, today), Withheld.LEFT)
