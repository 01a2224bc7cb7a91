"""Whether anything was missed: what ought to have been told in a time, held against the ledger.

Reckoned from the terms alone. Nothing here uses the rules by which reminders are planned
(`domain.reminders.due`), or the statement would repeat their mistakes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from nk_avtal.domain.dates import ONE_DAY, is_closed

Deadline = tuple[str, date]
"""A kind of deadline and its day."""


@dataclass(frozen=True, order=True)
class Expected:
    """That somebody ought to be told on `on` of a deadline of an agreement."""

    on: date
    agreement: int
    kind: str
    falls_on: date
    lead: int


@dataclass(frozen=True)
class Span:
    """From `first` to `last` an agreement had these deadlines, as `deadlines(day)` says, and these
    days before each kind."""

    first: date
    last: date
    deadlines: Callable[[date], Sequence[Deadline]]
    leads: Callable[[str], Iterable[int]]


def expected(agreement: int, span: Span) -> Iterator[Expected]:
    """Everything that ought to be told in a span, deadline by deadline."""
    day = span.first
    while day <= span.last:
        ahead = [one for one in span.deadlines(day) if one[1] >= day]
        until = min([span.last, *(falls_on for _kind, falls_on in ahead)])
        for kind, falls_on in ahead:
            for lead in span.leads(kind):
                on = falls_on - timedelta(days=lead)
                if day <= on <= until:
                    yield Expected(on, agreement, kind, falls_on, lead)
        day = until + ONE_DAY


class Became(StrEnum):
    """What the ledger says became of one expected reminder. The first five are differences."""

    MISSING = "missing"  # not in the ledger at all
    FAILED = "failed"  # came back, or was given up
    NO_RECIPIENT = "no_recipient"
    OVERTAKEN = "overtaken"  # a later one went out instead
    LATE = "late"  # planned after its day
    WAITING = "waiting"
    SENT = "sent"
    IN_LETTER = "in_letter"
    SETTLED = "settled"
    PAUSED = "paused"
    REPLACED = "replaced"


DIFFERENCES = (
    *(Became.MISSING, Became.FAILED, Became.NO_RECIPIENT),
    *(Became.OVERTAKEN, Became.LATE),
)
_DECISIVE = (
    *(Became.FAILED, Became.SENT, Became.WAITING, Became.IN_LETTER, Became.LATE),
    *(Became.OVERTAKEN, Became.SETTLED, Became.PAUSED, Became.REPLACED),
    Became.NO_RECIPIENT,
)


def became(of_recipients: Iterable[Became]) -> Became:
    """What became of a reminder, out of what became of it for each recipient: a failure counts
    however many others it reached."""
    found = set(of_recipients)
    return next((one for one in _DECISIVE if one in found), Became.MISSING)


def first_working_day(month: date) -> date:
    """The day on which the statement of the month before goes out."""
    day = month.replace(day=1)
    while is_closed(day):
        day += ONE_DAY
    return day


def month_before(day: date) -> date:
    """The first day of the month before the one of `day`."""
    return (day.replace(day=1) - ONE_DAY).replace(day=1)
