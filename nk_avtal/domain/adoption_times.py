"""How the adoptions of a recommendation come in over time, and how long municipalities take."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from statistics import quantiles
from typing import TypeVar

Key = TypeVar("Key")


@dataclass(frozen=True)
class Point:
    """How many had decided at the end of a day."""

    day: date
    decided: int


def curve(sent_on: date, decided_on: Iterable[date], until: date) -> list[Point]:
    """The growing number from the sending until a day, one point for each day with a decision.

    It begins with none at the sending and ends at `until`; a decision before the sending, told
    afterwards, counts from the sending.
    """
    counted = Counter(max(day, sent_on) for day in decided_on if day <= until)
    days = sorted(counted)
    grown = accumulate(counted[day] for day in days)
    points = [Point(sent_on, 0), *(Point(*one) for one in zip(days, grown, strict=True))]
    last = points[-1]
    return points if last.day >= until else [*points, Point(until, last.decided)]


@dataclass(frozen=True)
class Spread:
    """Days from sending to decision: the middle one, and the middle half around it."""

    count: int
    median: int
    lower: int
    upper: int


def spread(days: Iterable[int]) -> Spread | None:
    """The spread of some spans, in whole days; None of none.

    Quartiles as `statistics.quantiles` has them with the ends included, so that none lies outside
    what has been seen.
    """
    seen = sorted(days)
    if not seen:
        return None
    if len(seen) == 1:
        return Spread(1, seen[0], seen[0], seen[0])
    lower, median, upper = (round(one) for one in quantiles(seen, n=4, method="inclusive"))
    return Spread(len(seen), median, lower, upper)


def slowest(spreads: Mapping[Key, Spread], least: int = 2) -> Key | None:
    """The one with the longest median of those with at least `least` decisions; None of none."""
    known = {key: one for key, one in spreads.items() if one.count >= least}
    return max(known, key=lambda key: (known[key].median, known[key].upper), default=None)
