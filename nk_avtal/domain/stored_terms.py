"""Terms from how an agreement keeps them: periods as text, and days that may be half known."""

from __future__ import annotations

from datetime import date

from nk_avtal.domain.agreements import Precision
from nk_avtal.domain.anchors import Anchor, CountedFrom, ValidWhen
from nk_avtal.domain.contradictions import IMPRECISE
from nk_avtal.domain.dates import Period, month_end, parse_period
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.month_days import parse_notice
from nk_avtal.domain.phrases import Phrase
from nk_avtal.domain.terms import Option, SetDay, Terms


def last_day_within(day: date | None, precision: Precision) -> date | None:
    """The last day that a stored end can mean: 2016 with the precision of a year is 2016-12-31.

    None when the day is unknown or the agreement is open-ended.
    """
    if day is None or precision in (Precision.UNKNOWN, Precision.OPEN_ENDED):
        return None
    if precision is Precision.YEAR:
        return date(day.year, 12, 31)
    return month_end(day) if precision is Precision.MONTH else day


def first_day_within(day: date | None, precision: Precision) -> date | None:
    """The first day that a stored end can mean, when it is known only as a month or a year."""
    if day is None or precision not in (Precision.YEAR, Precision.MONTH):
        return None
    return day.replace(day=1) if precision is Precision.MONTH else date(day.year, 1, 1)


def terms_from(
    *,
    start_on: date | None,
    start_precision: Precision,
    end_on: date | None,
    end_precision: Precision,
    first_term: str | None = None,
    following_term: str | None = None,
    max_prolongations: int | None = None,
    longest: str | None = None,
    notice_period: str | None = None,
    anchor: Anchor = Anchor.TERM,
    counted_from: CountedFrom = CountedFrom.NOTICE,
    valid_when: ValidWhen | None = None,
    option: Option | None = None,
    set_days: tuple[SetDay, ...] = (),
) -> Terms:
    """The terms that the fields of an agreement amount to.

    Raises RuleBroken named `date_imprecise` when a term or a prolongation would have to be counted
    from a day that is known only as a month or a year, and otherwise as `Terms`. Notice before
    such an end is counted from the first day that it can mean, which is safe.
    """
    exact_start = start_on if start_precision is Precision.DAY else None
    if (first_term or longest) and start_on is not None and exact_start is None:
        raise RuleBroken(IMPRECISE, name="date_imprecise")
    return Terms(
        start=exact_start,
        first=_period(first_term),
        end=last_day_within(end_on, end_precision),
        following=_period(following_term),
        notice=parse_notice(notice_period) if notice_period else None,
        open_ended=end_precision is Precision.OPEN_ENDED,
        max_prolongations=max_prolongations,
        anchor=anchor,
        counted_from=counted_from,
        valid_when=valid_when,
        longest=_period(longest),
        option=option,
        earliest_end=first_day_within(end_on, end_precision),
        set_days=set_days,
    )


def option_from(
    step: str | None, times: int | None, use_by: str | None, used: int = 0
) -> Option | None:
    """The option that its fields amount to; None when there is none.

    Raises RuleBroken named `option_incomplete` when one of them is missing.
    """
    if not (step or times or use_by):
        return None
    if not (step and times and use_by):
        raise RuleBroken(_INCOMPLETE, name="option_incomplete")
    return Option(parse_period(step), times, parse_notice(use_by), used)


def _period(text: str | None) -> Period | None:
    return parse_period(text) if text else None


_INCOMPLETE = Phrase(
    "En option behöver både längd, antal och sista dag att använda den. Fyll i alla tre",
    "An option needs its length, its number and when it is used at the latest. Give all three",
)
