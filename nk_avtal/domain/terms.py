"""How long an agreement runs and how it is ended, as data that can be reckoned with (domain 2)."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from nk_avtal.domain.anchors import Anchor, CountedFrom, ValidWhen, calendar_end, last_day
from nk_avtal.domain.contradictions import TERM_UNKNOWN, check
from nk_avtal.domain.dates import ONE_DAY, Period, add_months
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.month_days import MonthDay


@dataclass(frozen=True)
class Option:
    """A right to prolong that somebody has to use: `step` at a time, at most `times` times.

    It is used at the latest `use_by` before the end, or by that day of the year. `used` says how
    many times it has been (domain 2.1).
    """

    step: Period
    times: int
    use_by: Period | MonthDay
    used: int = 0

    @property
    def left(self) -> int:
        """How many times it can still be used."""
        return self.times - self.used


@dataclass(frozen=True)
class SetDay:
    """A last day of notice that somebody has set, for the term that ends on `term_end` alone."""

    term_end: date
    day: date
    reason: str


@dataclass(frozen=True)
class Terms:
    """The terms of one agreement. Ends are inclusive: the last day that it applies.

    The first term is given by its length or by its end. It is followed by terms of `following`
    until somebody gives notice, at most `max_prolongations` times and within `longest` from the
    start; or by those of `option`, as often as it has been used. An open-ended agreement goes on
    after its first term, if it has one, until notice has run out. `earliest_end` is the first day
    that an end known only as a month or a year can mean: notice is counted from it.

    Raises RuleBroken when the terms are unknown or contradict each other; its `name` says how.
    """

    start: date | None = None
    first: Period | None = None
    end: date | None = None
    following: Period | None = None
    notice: Period | MonthDay | None = None
    open_ended: bool = False
    max_prolongations: int | None = None
    anchor: Anchor = Anchor.TERM
    counted_from: CountedFrom = CountedFrom.NOTICE
    valid_when: ValidWhen | None = None
    longest: Period | None = None
    option: Option | None = None
    earliest_end: date | None = None
    set_days: tuple[SetDay, ...] = ()

    def __post_init__(self) -> None:
        check(self)

    @property
    def first_end(self) -> date | None:
        """The last day of the first term; None when it is open from the start."""
        if self.end or self.first is None or self.start is None:
            return self.end
        return last_day(self.start, self.first)

    @property
    def longest_end(self) -> date | None:
        """The last day that the longest time allows; None when there is no such limit."""
        return last_day(self.start, self.longest) if self.start and self.longest else None

    @property
    def prolongs(self) -> bool:
        """Whether a term is followed by another by itself."""
        return self.following is not None or (
            self.anchor is not Anchor.TERM and not self.open_ended
        )

    @cached_property
    def last_term(self) -> int | None:
        """The number of the last term, the first being 0; None when there is no last one."""
        if self.option:
            return self.option.used
        if not self.prolongs:
            return 0
        limits = [self.max_prolongations, self._terms_within(self.longest_end)]
        return min((limit for limit in limits if limit is not None), default=None)

    def _terms_within(self, latest: date | None) -> int | None:
        if latest is None:
            return None
        return bisect_left(range(self.terms_until(latest)), latest, key=self.end_of)

    def terms_until(self, day: date) -> int:
        """More terms than there can be from the end of the first one until `day`."""
        following = self.following
        shortest = (following.months * 28 or following.days) if following else 28
        return max(0, (day - self.end_of(0)).days) // shortest + 2

    def end_of(self, number: int) -> date:
        """The last day of term `number`, reckoned from the original anchor and never stepwise."""
        first_end = self.first_end
        if first_end is None:
            raise RuleBroken(TERM_UNKNOWN, name="term_unknown")
        if self.anchor is not Anchor.TERM:
            return calendar_end(first_end, self.anchor, number)
        step = self.option.step if self.option else self.following
        if number == 0 or step is None:
            return first_end
        if self.start and self.first and self.first.months:
            return _end_after(self.start, self.first, step, number)
        return last_day(first_end + ONE_DAY, step, number)


def _end_after(start: date, first: Period, following: Period, number: int) -> date:
    if not following.months:
        return following.after(last_day(start, first), number)
    months = first.months + following.months * number
    reached = add_months(start, months)
    return reached if reached.day < start.day else reached - ONE_DAY
