"""Who is told in place of somebody who is away."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Away:
    """A person is away from `first` to `last`, both included; `stand_in` takes over."""

    person: int
    first: date
    last: date
    stand_in: int


def told_for(person: int, absences: Iterable[Away], today: date, reachable: Container[int]) -> int:
    """Who is told on `today` of what `person` ought to know.

    A stand-in who is away too passes it on. When it would come back to somebody who has been
    passed, or reach nobody who is `reachable`, the person gets it after all: a reminder that two
    people get is better than one that nobody gets.
    """
    passes = {one.person: one.stand_in for one in absences if one.first <= today <= one.last}
    seen = {person}
    at = person
    while at in passes:
        at = passes[at]
        if at in seen:
            return person
        seen.add(at)
    return at if at in reachable else person
