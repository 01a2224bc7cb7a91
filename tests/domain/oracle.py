"""The same dates found by walking through the calendar a day at a time, to hold the rules to.

Nothing here is taken from the rules but the words of the terms: no arithmetic with months, no
search, only counting.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count

from nk_avtal.domain.anchors import Anchor, CountedFrom
from nk_avtal.domain.dates import Period, Unit
from nk_avtal.domain.month_days import MonthDay
from nk_avtal.domain.terms import Terms

_DAY = timedelta(days=1)
_BLOCKS = {Anchor.MONTH: 1, Anchor.QUARTER: 3, Anchor.HALFYEAR: 6, Anchor.YEAR: 12}


def ends(terms: Terms) -> Iterator[date]:
    """The last days of the terms in order, each counted from the start of the agreement."""
    first = terms.end or _end_of_stretch(terms.start, terms.first, 0, None)
    if terms.anchor is not Anchor.TERM:
        yield from _calendar_ends(first, _BLOCKS[terms.anchor])
        return
    yield first
    step = terms.option.step if terms.option else terms.following
    for number in count(1) if step else ():
        if terms.first and _in_months(terms.first):
            yield _end_of_stretch(terms.start, terms.first, number, step)
        else:
            yield _end_of_stretch(first + _DAY, None, number, step)


def _in_months(period: Period) -> bool:
    return period.unit in (Unit.MONTH, Unit.YEAR)


def _end_of_stretch(
    start: date | None, first: Period | None, times: int, step: Period | None
) -> date:
    assert start is not None
    months = days = 0
    for period, number in ((first, 1), (step, times)):
        if period is None:
            continue
        if _in_months(period):
            months += number * period.amount * (12 if period.unit is Unit.YEAR else 1)
        else:
            days += number * period.amount * (7 if period.unit is Unit.WEEK else 1)
    year, month = start.year, start.month
    for _ in range(months):
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    length = monthrange(year, month)[1]
    if months and start.day > length:
        end = date(year, month, length)
    else:
        end = date(year, month, start.day) - _DAY
    return end + days * _DAY


def _calendar_ends(day: date, block: int) -> Iterator[date]:
    while True:
        if (day + _DAY).day == 1 and day.month % block == 0:
            yield day
        day += _DAY


def notice_day(terms: Terms, end: date) -> date:
    """The last day of notice for an end, walking backwards from it."""
    rule = terms.notice
    assert rule is not None
    if isinstance(rule, MonthDay):
        return _back_to_day_of_year(rule, end)
    if terms.counted_from is CountedFrom.NEXT_MONTH:
        return _back_to_month_that_fits(rule, end)
    if not _in_months(rule):
        return _back_days(end, rule)
    day, left = end, rule.amount * (12 if rule.unit is Unit.YEAR else 1)
    while left:
        left -= day.day == 1
        day -= _DAY
    while day.day > end.day:
        day -= _DAY
    return day


def _back_days(end: date, rule: Period) -> date:
    for _ in range(rule.amount * (7 if rule.unit is Unit.WEEK else 1)):
        end -= _DAY
    return end


def _back_to_day_of_year(rule: MonthDay, end: date) -> date:
    day = end
    while True:
        wanted = min(rule.day, monthrange(day.year, rule.month)[1])
        if (day.month, day.day) == (rule.month, wanted):
            return day
        day -= _DAY


def _back_to_month_that_fits(rule: Period, end: date) -> date:
    day = end
    while True:
        first = day + _DAY
        if first.day == 1 and _end_of_stretch(first, rule, 0, None) <= end:
            return day
        day -= _DAY


def current(terms: Terms, today: date) -> int:
    """The number of the term that today lies in or that the next notice concerns: a day at a time
    from the first one, going on to the next term when the last day of notice has passed."""
    last = terms.option.used if terms.option else _last(terms)
    known = ends(terms)
    decisive = _decisive(terms, next(known))
    number = 0
    day = min(decisive, today)
    while number != last and day <= today:
        if day > decisive:
            number += 1
            decisive = _decisive(terms, next(known))
        else:
            day += _DAY
    return number


def _decisive(terms: Terms, end: date) -> date:
    return notice_day(terms, end) if terms.notice and not terms.option else end


def _last(terms: Terms) -> int | None:
    if terms.following is None and terms.anchor is Anchor.TERM:
        return 0
    return terms.max_prolongations
