"""Terms from how an agreement keeps them: periods as text, and days that may be half known."""

from __future__ import annotations

from datetime import date

from nk_avtal.domain.agreements import Precision
from nk_avtal.domain.dates import month_end, parse_period
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.month_days import parse_notice
from nk_avtal.domain.phrases import Phrase
from nk_avtal.domain.terms import Terms


def last_day_within(day: date | None, precision: Precision) -> date | None:
    """The last day that a stored end can mean: 2016 with the precision of a year is 2016-12-31.

    None when the day is unknown or the agreement is open-ended.
    """
    if day is None or precision in (Precision.UNKNOWN, Precision.OPEN_ENDED):
        return None
    if precision is Precision.YEAR:
        return date(day.year, 12, 31)
    return month_end(day) if precision is Precision.MONTH else day


def terms_from(
    *,
    start_on: date | None,
    start_precision: Precision,
    end_on: date | None,
    end_precision: Precision,
    first_term: str | None = None,
    following_term: str | None = None,
    max_prolongations: int | None = None,
    notice_period: str | None = None,
) -> Terms:
    """The terms that the fields of an agreement amount to.

    Raises RuleBroken named `date_imprecise` when a term, a prolongation or a notice would have to
    be counted from a day that is known only as a month or a year, and otherwise as `Terms`.
    """
    exact_start = start_on if start_precision is Precision.DAY else None
    counted_from_start = bool(first_term) and start_on is not None and exact_start is None
    half_known_end = end_precision in (Precision.MONTH, Precision.YEAR)
    counted_from_end = half_known_end and bool(following_term or notice_period)
    if counted_from_start or counted_from_end:
        raise RuleBroken(_IMPRECISE, name="date_imprecise")
    return Terms(
        start=exact_start,
        first=parse_period(first_term) if first_term else None,
        end=last_day_within(end_on, end_precision),
        following=parse_period(following_term) if following_term else None,
        notice=parse_notice(notice_period) if notice_period else None,
        open_ended=end_precision is Precision.OPEN_ENDED,
        max_prolongations=max_prolongations,
    )


_IMPRECISE = Phrase(
    "Datumet är bara känt som månad eller år. Skriv dagen, så går fristen att räkna ut",
    "The date is known only as a month or a year. Give the day, so that it can be counted from",
)
