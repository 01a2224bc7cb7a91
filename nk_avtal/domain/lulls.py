"""How long nothing about an agreement falls due, so that nobody needs to look at it meanwhile."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from nk_avtal.domain.reminders import Deadline

LONGEST = timedelta(days=7)
"""After so many days an agreement is looked at in any case."""


def lull_until(
    deadlines: Iterable[Deadline], today: date, others: Iterable[date] = ()
) -> date | None:
    """The first day on which an agreement has to be looked at again, if `deadlines` is all that is
    watched of it and nothing is changed; None when that is `today`.

    `others` are days on which more may come to be watched. Where nothing is watched at all, nobody
    can say when something will be: that agreement is looked at every time.
    """
    days = [first_told(one) for one in deadlines]
    if not days:
        return None
    until = min(*days, *others, today + LONGEST)
    return until if until > today else None


def first_told(deadline: Deadline) -> date:
    """The first day on which anybody can be told of a deadline; at the latest its own day."""
    return deadline.falls_on - timedelta(days=max(0, *deadline.lead_days, *deadline.usual))
