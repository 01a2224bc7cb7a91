"""Which days are watched and when somebody is told."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from nk_avtal.domain.dates import open_days_after
from nk_avtal.domain.insistence import escalations, repeats


class DeadlineKind(StrEnum):
    """Why a day matters."""

    REPLY = "reply"  # a municipality's answer to a recommendation
    MEETING = "meeting"  # a planned meeting that ought to have decided
    NOTICE = "notice"  # last day to give notice
    END = "end"  # the agreement ends by itself
    EXCERPT = "excerpt"  # a decision without its minutes excerpt
    START = "start"  # last day to begin, for the decisions to come before the last day of notice
    OPTION = "option"  # last day to use an option to prolong
    PRICE = "price"  # last day to ask for other prices
    EXIT = "exit"  # last day for one party to leave
    REVIEW = "review"  # the agreement is to be followed up
    STEP = "step"  # the next step of a negotiation
    TARGET = "target"  # when a negotiation is to be ready


LEADS: Mapping[DeadlineKind, tuple[int, ...]] = {
    DeadlineKind.REPLY: (14, 3),
    DeadlineKind.MEETING: (-2,),
    DeadlineKind.NOTICE: (180, 90, 30, 7),
    DeadlineKind.END: (180, 90, 30, 7),
    DeadlineKind.EXCERPT: (-14,),
    DeadlineKind.START: (90, 30, 7),
    DeadlineKind.OPTION: (180, 90, 30, 7),
    DeadlineKind.PRICE: (90, 30, 7),
    DeadlineKind.EXIT: (180, 90, 30, 7),
    DeadlineKind.REVIEW: (90, 30, 7),
    DeadlineKind.STEP: (1, 0),
    DeadlineKind.TARGET: (30, 7),
}
"""How many days before the deadline somebody is told; a negative number is after it.

After a meeting the days are working days. After a reply day, and after a day of a negotiation,
there is also one the day after, and then one a week (ux 9).
"""

_IN_WORKING_DAYS = frozenset({DeadlineKind.MEETING})
OF_NEGOTIATIONS = frozenset({DeadlineKind.STEP, DeadlineKind.TARGET})
"""The kinds that only the group of a negotiation and managers may know of."""
_WEEKLY_AFTER = frozenset({DeadlineKind.REPLY, DeadlineKind.REVIEW}) | OF_NEGOTIATIONS
OF_AGREEMENTS = frozenset(
    {
        *(DeadlineKind.START, DeadlineKind.NOTICE, DeadlineKind.OPTION, DeadlineKind.PRICE),
        *(DeadlineKind.EXIT, DeadlineKind.END, DeadlineKind.REVIEW),
    }
)
"""The kinds that somebody settles ("Markera som avgjort"); until then they are repeated."""


@dataclass(frozen=True)
class Deadline:
    """A day that somebody must not miss.

    `subject` names what it concerns in a form that never changes, such as `agreement:12` or
    `addressee:7`. For a meeting or an excerpt, `falls_on` is the day of the meeting. `leads` takes
    the place of the defaults of the kind. `escalates_to` are told too when nobody settles it.
    """

    kind: DeadlineKind
    subject: str
    falls_on: date
    recipients: tuple[str, ...] = ()
    leads: tuple[int, ...] | None = None
    escalates_to: tuple[str, ...] = ()

    @property
    def lead_days(self) -> tuple[int, ...]:
        """The leads of this deadline, or those of its kind."""
        return LEADS[self.kind] if self.leads is None else self.leads

    @property
    def repeats(self) -> tuple[int, ...]:
        """The days before it on which somebody is reminded again."""
        return repeats(self.lead_days) if self.kind in OF_AGREEMENTS else ()

    @property
    def escalations(self) -> tuple[int, ...]:
        """The days before it on which a manager is told that nobody has settled it."""
        return escalations(self.lead_days) if self.kind in OF_AGREEMENTS else ()

    def leads_of(self, recipient: str) -> tuple[int, ...]:
        """The days before it on which this recipient is told."""
        usual = self.usual if recipient in self.recipients else ()
        return (*usual, *(self.escalations if recipient in self.escalates_to else ()))

    @property
    def usual(self) -> tuple[int, ...]:
        """The days before it on which its own recipients are told."""
        return (*self.lead_days, *self.repeats)


@dataclass(frozen=True)
class Due:
    """That one recipient is to be told of one deadline today.

    The unique key of a reminder is the deadline's kind, subject and ISO day, the lead and the
    recipient. So a deadline that moves is told of anew, and a second run repeats nothing.
    """

    deadline: Deadline
    lead: int
    recipient: str
    today: date

    @property
    def key(self) -> str:
        """The unique key as text, the same in every run: `notice:agreement:12:2026-12-31:30:a@b`.

        At most one reminder exists per key. Addresses that differ only in case are one.
        """
        deadline = self.deadline
        parts = (deadline.kind, deadline.subject, deadline.falls_on.isoformat(), self.lead)
        return ":".join([*map(str, parts), self.recipient.strip().casefold()])

    @property
    def days_left(self) -> int:
        """Days until the deadline; negative when it has passed."""
        return (self.deadline.falls_on - self.today).days

    @property
    def escalated(self) -> bool:
        """Whether it tells a manager that nobody has settled the deadline."""
        deadline = self.deadline
        as_usual = self.recipient in deadline.recipients and self.lead not in deadline.escalations
        return self.recipient in deadline.escalates_to and not (
            as_usual or self.lead in deadline.lead_days
        )

    @property
    def repeated(self) -> bool:
        """Whether an earlier reminder is repeated."""
        return self.lead in self.deadline.repeats and not self.escalated

    @property
    def delayed(self) -> bool:
        """Whether the reminder goes out later than it should, after a run that was missed."""
        return self.today > reminds_on(self.deadline, self.lead)


def reminds_on(deadline: Deadline, lead: int) -> date:
    """The day on which the reminder with this lead goes out."""
    if lead < 0 and deadline.kind in _IN_WORKING_DAYS:
        return open_days_after(deadline.falls_on, -lead)
    return deadline.falls_on - timedelta(days=lead)


def reached_lead(deadline: Deadline, today: date, leads: Iterable[int] | None = None) -> int | None:
    """The most urgent lead whose day has come, or None; of `leads`, or of the deadline's own.

    A lead before the deadline is over when the deadline has passed: nobody is told afterwards
    that three days remain.
    """
    passed = (today - deadline.falls_on).days
    asked = deadline.usual if leads is None else leads
    ahead = [lead for lead in asked if lead < 0 or passed <= 0]
    if deadline.kind in _WEEKLY_AFTER and passed > 0:
        ahead.append(-(1 + 7 * ((passed - 1) // 7)))
    return min((lead for lead in ahead if reminds_on(deadline, lead) <= today), default=None)


def due(deadlines: Iterable[Deadline], today: date, already: Container[str]) -> Iterator[Due]:
    """The reminders that today calls for, at most one per deadline and recipient.

    `already` holds the keys of those planned before. A missed run is caught up with the most
    urgent lead alone: five days before, the one of seven days goes out and not that of thirty.
    """
    for deadline in deadlines:
        seen: set[str] = set()
        for recipient in (*deadline.recipients, *deadline.escalates_to):
            lead = reached_lead(deadline, today, deadline.leads_of(recipient))
            if lead is None:
                continue
            reminder = Due(deadline, lead, recipient, today)
            if reminder.key not in already and reminder.key not in seen:
                seen.add(reminder.key)
                yield reminder


def coming(deadline: Deadline, today: date) -> list[tuple[date, int]]:
    """The days after `today` on which reminders go out, with their leads, soonest first.

    The weekly ones after a reply day are left out: they stop when the municipality answers.
    """
    days = ((reminds_on(deadline, lead), lead) for lead in deadline.lead_days)
    return sorted((day, lead) for day, lead in days if day > today)


def next_mail(deadline: Deadline, today: date) -> date | None:
    """The day after `today` on which somebody is told of it next, if nobody settles it before."""
    days = (reminds_on(deadline, lead) for lead in (*deadline.usual, *deadline.escalations))
    ahead = [day for day in days if day > today]
    if deadline.kind in _WEEKLY_AFTER and not ahead:
        after = deadline.falls_on + timedelta(days=1)
        ahead = [after + timedelta(days=7 * (-(-max(0, (today - after).days + 1) // 7)))]
    return min(ahead, default=None)
