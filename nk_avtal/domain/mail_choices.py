"""Which reminders a person gets at once and which can wait for Monday's letter (ux 9)."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from nk_avtal.domain.people import Role
from nk_avtal.domain.reminders import OF_NEGOTIATIONS, Deadline, Due, reminds_on


class MailChoice(StrEnum):
    """How a person wants to be reminded."""

    AT_ONCE = "at_once"
    WEEKLY = "weekly"
    BOTH = "both"

    @property
    def has_letter(self) -> bool:
        """Whether the weekly letter is wanted."""
        return self is not MailChoice.AT_ONCE


def choice_of(role: Role, chosen: MailChoice | None) -> MailChoice:
    """What holds for a person: the own choice, or else both for managers and at once for others."""
    return chosen or (MailChoice.BOTH if role is Role.MANAGER else MailChoice.AT_ONCE)


def can_wait(reminder: Due) -> bool:
    """Whether a reminder may be left to the weekly letter. The last one before a day, and what
    comes between it and the day, may not: nobody can choose that away. Nor may one about a
    negotiation, of which the letter does not tell."""
    if reminder.deadline.kind in OF_NEGOTIATIONS:
        return False
    last = min((lead for lead in reminder.deadline.lead_days if lead >= 0), default=-1)
    return reminder.lead > last or reminder.lead < 0


def next_mail_to(
    recipient: str, deadline: Deadline, choice: MailChoice, today: date
) -> tuple[date, int] | None:
    """The day after `today` on which a recipient gets the next mail about a deadline by itself,
    and how many days before the deadline that is."""
    days = [
        (reminds_on(deadline, lead), lead)
        for lead in deadline.leads_of(recipient)
        if choice is not MailChoice.WEEKLY or not can_wait(Due(deadline, lead, recipient, today))
    ]
    return min((one for one in days if one[0] > today), default=None)


def monday_of(day: date) -> date:
    """The Monday of the week of `day`."""
    return day - timedelta(days=day.weekday())


def week_of(day: date) -> str:
    """The week of `day` as ISO 8601 writes it: 2026-W48. New Year's days can belong to a week of
    another year."""
    year, week, _weekday = day.isocalendar()
    return f"{year}-W{week:02}"
