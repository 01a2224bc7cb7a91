"""Moving the examples to the day on which they are loaded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from nk_avtal.domain.dates import add_months

WRITTEN_FOR = date(2026, 11, 24)
"""The day for which the examples were written."""


@dataclass(frozen=True)
class Calendar:
    """Days of the examples, moved to `today`.

    Meetings move by whole weeks and stay on their weekday; terms move by whole months and stay
    at the ends of months. Both round down, so that what has happened stays in the past.
    """

    today: date

    def event(self, text: str) -> date:
        """The day of a meeting, a decision or a reply."""
        weeks = (self.today - WRITTEN_FOR).days // 7
        return date.fromisoformat(text) + timedelta(weeks=weeks)

    def term(self, text: str) -> date:
        """The first or last day of an agreement."""
        months = (self.today.year - WRITTEN_FOR.year) * 12 + self.today.month - WRITTEN_FOR.month
        months -= self.today.day < WRITTEN_FOR.day
        day = date.fromisoformat(text)
        if (day + timedelta(days=1)).day == 1:
            return add_months(day.replace(day=1), months + 1) - timedelta(days=1)
        return add_months(day, months)
