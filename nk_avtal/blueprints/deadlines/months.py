"""One month with its deadlines and meetings."""

from __future__ import annotations

from calendar import Calendar
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from flask import url_for
from flask_babel import format_date
from flask_babel import gettext as _

from nk_avtal.bodies.models import Meeting
from nk_avtal.domain.dates import add_months
from nk_avtal.domain.reminders import DeadlineKind
from nk_avtal.formats import short_date
from nk_avtal.recommendations.models import Recommendation
from nk_avtal.reminders.watching import Watched

EARLIEST, LATEST = 1900, 2200
Entries = dict[date, list[dict[str, Any]]]


def month_of(text: str, today: date) -> date:
    """The first day of the month that an address asks for (`2026-12`), or of this month."""
    try:
        asked = date.fromisoformat(f"{text}-01")
    except ValueError:
        return today.replace(day=1)
    return asked if EARLIEST < asked.year < LATEST else today.replace(day=1)


class Month:
    """The weeks of a month, from Monday to Sunday, with the days of its neighbours."""

    def __init__(self, first: date) -> None:
        self.first = first
        self._weeks = Calendar().monthdatescalendar(first.year, first.month)
        self._entries: Entries = defaultdict(list)

    @property
    def span(self) -> tuple[date, date]:
        """The first and the last day that the page shows."""
        return self._weeks[0][0], self._weeks[-1][-1]

    @property
    def name(self) -> str:
        """December 2026."""
        return _named(self.first)

    @property
    def neighbours(self) -> list[dict[str, str]]:
        """The months before and after, with their names and what they are in an address."""
        return [
            {"asked": f"{day:%Y-%m}", "name": _named(day)}
            for day in (add_months(self.first, -1), add_months(self.first, 1))
        ]

    @property
    def weekdays(self) -> list[str]:
        """Måndag to Söndag."""
        return [format_date(day, "EEEE").capitalize() for day in self._weeks[0]]

    @property
    def weeks(self) -> list[dict[str, Any]]:
        """The weeks as `macros/timeline.html` draws them."""
        return [
            {"number": week[0].isocalendar().week, "days": [self._day(day) for day in week]}
            for week in self._weeks
        ]

    def _day(self, day: date) -> dict[str, Any]:
        outside = day.month != self.first.month
        return {
            "iso": day.isoformat(),
            "label": short_date(day) if outside else str(day.day),
            "short": short_date(day),
            "outside": outside,
            "entries": self._entries.get(day, []),
        }

    def add_replies(self, found: Iterable[Recommendation]) -> None:
        """Put in the days by which recommendations are to be answered."""
        for one in found:
            assert one.reply_by
            said = _("Svar om %(title)s", title=one.title)
            url = url_for("recommendations.show", slug=one.slug)
            self._entries[one.reply_by].append({"title": said, "url": url, "deadline": True})

    def add_deadlines(self, found: Iterable[Watched]) -> None:
        """Put in the deadlines of agreements."""
        for one in found:
            title = one.agreement.title
            said = _titles(title).get(one.deadline.kind, title)
            url = url_for("agreements.show", slug=one.agreement.slug)
            entry = {"title": said, "url": url, "deadline": True}
            self._entries[one.deadline.falls_on].append(entry)

    def add_meetings(self, found: Iterable[Meeting]) -> None:
        """Put in meetings."""
        for one in found:
            url = url_for("bodies.index")
            self._entries[one.held_on].append({"title": one.body.name, "url": url})

    @property
    def empty(self) -> bool:
        """Whether nothing happens in the weeks shown."""
        first, last = self.span
        days = (first + timedelta(days=n) for n in range((last - first).days + 1))
        return not any(self._entries.get(day) for day in days)


def _named(day: date) -> str:
    return str(format_date(day, "LLLL yyyy")).capitalize()


def _titles(title: str) -> dict[DeadlineKind, str]:
    return {
        DeadlineKind.NOTICE: _("Säg upp %(title)s", title=title),
        DeadlineKind.END: _("%(title)s upphör", title=title),
        DeadlineKind.OPTION: _("Option på %(title)s", title=title),
        DeadlineKind.EXIT: _("Lämna %(title)s", title=title),
        DeadlineKind.PRICE: _("Priser i %(title)s", title=title),
        DeadlineKind.REVIEW: _("Följ upp %(title)s", title=title),
        DeadlineKind.START: _("Börja med %(title)s", title=title),
    }
