"""What an agreement can be ended at, and how a stretch of it ends (domain 2.2)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from nk_avtal.domain.dates import ONE_DAY, Period, add_months, month_end


class Anchor(StrEnum):
    """What an agreement can be ended at: the end of its term, or of a part of the calendar."""

    TERM = "term"
    MONTH = "month"
    QUARTER = "quarter"
    HALFYEAR = "halfyear"
    YEAR = "year"


class CountedFrom(StrEnum):
    """When a period of notice begins to run."""

    NOTICE = "notice"  # the day of the notice
    NEXT_MONTH = "next_month"  # the first day of the month after


class ValidWhen(StrEnum):
    """What must have happened by the last day of notice (domain 2.3)."""

    RECEIVED = "received"  # the other party has it
    SENT = "sent"


_ANCHOR_MONTHS = {Anchor.MONTH: 1, Anchor.QUARTER: 3, Anchor.HALFYEAR: 6, Anchor.YEAR: 12}


def last_day(start: date, period: Period, times: int = 1) -> date:
    """The last day of `times` periods from `start`.

    The day before the same day number, or the last day of a month that lacks that number.
    """
    reached = period.after(start, times)
    lacks_day = bool(period.months) and reached.day < start.day
    return reached if lacks_day else reached - ONE_DAY


def calendar_end(day: date, anchor: Anchor, later: int = 0) -> date:
    """The end of the month, quarter, half-year or year of `day`, or of one `later` in order."""
    months = _ANCHOR_MONTHS[anchor]
    wanted = -(-day.month // months) * months
    return month_end(add_months(day.replace(day=1), wanted - day.month + months * later))


def next_month(day: date) -> date:
    """The first day of the month after that of `day`."""
    return month_end(day) + ONE_DAY
