"""The last day to give notice, to use an option, or to ask for other prices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from nk_avtal.domain.anchors import CountedFrom, last_day, next_month
from nk_avtal.domain.dates import ONE_DAY, Period, last_open_on_or_before, month_end
from nk_avtal.domain.month_days import MonthDay


@dataclass(frozen=True)
class Notice:
    """Until when something can be said.

    `safe_day` is the last day, included, that holds under every reading; it is never moved for a
    holiday, since law 1930:173 does not speak of agreed time. `act_by` is the last working day on
    or before it. `month_end_reading` is the later day of those who read from month end to month
    end, where that differs (domain 2.2). `reckoned` is what the rule says where somebody has set
    another day.
    """

    safe_day: date
    act_by: date
    month_end_reading: date | None = None
    reckoned: date | None = None


def notice_day(
    rule: Period | MonthDay, end: date, counted_from: CountedFrom = CountedFrom.NOTICE
) -> date:
    """The last day on which notice makes something end on `end`.

    Counted from the next month, it is the last day of the latest month after which the whole
    period still fits.
    """
    if isinstance(rule, MonthDay):
        return rule.on_or_before(end)
    if counted_from is CountedFrom.NEXT_MONTH:
        return rule.before(end + ONE_DAY).replace(day=1) - ONE_DAY
    return rule.before(end)


def notice_before(
    rule: Period | MonthDay, end: date, counted_from: CountedFrom = CountedFrom.NOTICE
) -> Notice:
    """The same with the last working day to act and how others may read the rule."""
    safe = notice_day(rule, end, counted_from)
    other = None
    in_months = isinstance(rule, Period) and rule.months and counted_from is CountedFrom.NOTICE
    if in_months and end == month_end(end) and safe != month_end(safe):
        other = month_end(safe)
    return Notice(safe, last_open_on_or_before(safe), other)


def run_out(rule: Period, given_on: date, counted_from: CountedFrom = CountedFrom.NOTICE) -> date:
    """The last day of a period of notice that is given on a day."""
    if counted_from is CountedFrom.NEXT_MONTH:
        return last_day(next_month(given_on), rule)
    return rule.after(given_on)
