"""How a reminder is repeated until somebody has settled the deadline, and when a manager is told
that nobody has."""

from __future__ import annotations

from collections.abc import Collection
from itertools import pairwise

WITHIN = 30
"""Days before the deadline from which a reminder that nobody acts on is repeated."""
EVERY = 7
ESCALATES = (14, 3)


def repeats(leads: Collection[int]) -> tuple[int, ...]:
    """The days before a deadline on which its last reminder is repeated, the earliest first.

    Every seventh day after each lead of at most 30 days, until the next lead, and the day itself:
    30 and 7 give 23, 16, 9 and 0. Nothing is repeated before the first lead.
    """
    before = sorted({lead for lead in leads if lead >= 0}, reverse=True)
    found: set[int] = {0} if before and before[0] > 0 else set()
    for lead, after in pairwise([*before, 0]):
        if lead <= WITHIN:
            found.update(range(lead - EVERY, after, -EVERY))
    return tuple(sorted(found - set(before), reverse=True))


def escalations(leads: Collection[int]) -> tuple[int, ...]:
    """The days before a deadline on which a manager is told that nobody has settled it: 14 and 3,
    those of them that somebody has been reminded before."""
    first = max(leads, default=0)
    return tuple(day for day in ESCALATES if day < first)
