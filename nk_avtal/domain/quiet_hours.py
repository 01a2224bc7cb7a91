"""When mail may arrive: on working days between 7 and 18 (ux 9)."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from nk_avtal.domain.dates import is_closed

OPENS, CLOSES = time(7), time(18)


def next_sending_time(moment: datetime, *, urgent: bool = False) -> datetime:
    """`moment`, or the next working day's morning when it is evening, night or a closed day.

    What concerns a deadline that is today is `urgent` and does not wait. `moment` is local time.
    """
    if urgent:
        return moment
    if is_closed(moment.date()) or moment.time() >= CLOSES:
        return _morning(moment + timedelta(days=1))
    return moment if moment.time() >= OPENS else _morning(moment)


def _morning(moment: datetime) -> datetime:
    while is_closed(moment.date()):
        moment += timedelta(days=1)
    return datetime.combine(moment.date(), OPENS, moment.tzinfo)
