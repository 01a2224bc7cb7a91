"""A calendar as text that calendar programs read (RFC 5545)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from flask_babel import gettext as _
from icalendar import Alarm, Calendar, Event
from icalendar.prop import vDuration, vUri

from nk_avtal.domain.calendars import Entry, Told, one_line

PRODUCT = "-//Norrbottens Kommuner//Gemensamma avtal//SV"
REFRESHED = timedelta(hours=4)
_MORNING = timedelta(hours=8)  # an alarm at midnight wakes people


def calendar(name: str, entries: Sequence[Entry], told: Mapping[str, Told]) -> bytes:
    """The entries, and the events that have gone, as a file."""
    file = Calendar()
    file.add("prodid", PRODUCT)
    file.add("version", "2.0")
    file.add("calscale", "GREGORIAN")
    file.add("method", "PUBLISH")
    file.add("name", one_line(name))
    file.add("x-wr-calname", one_line(name))
    file.add("refresh-interval", vDuration(REFRESHED), parameters={"VALUE": "DURATION"})
    file.add("x-published-ttl", vDuration(REFRESHED))
    current = {entry.slot: entry for entry in entries}
    for slot, one in told.items():
        entry = current.get(slot)
        file.add_component(_cancelled(one) if entry is None else _event(entry, one))
    return bytes(file.to_ical())


def _event(entry: Entry, one: Told) -> Event:
    event = _frame(one)
    event.add("status", "CONFIRMED")
    event.add("summary", one_line(entry.summary))
    event.add("description", "\n".join(map(one_line, entry.description.splitlines())))
    event.add("url", vUri(entry.url))
    for days in entry.alarms:
        event.add_component(_alarm(entry, days))
    return event


def _cancelled(one: Told) -> Event:
    """An event that has gone. It says no more what it was about: its reader may have lost the
    right to know."""
    event = _frame(one)
    event.add("status", "CANCELLED")
    event.add("summary", _("Gäller inte längre"))
    return event


def _frame(one: Told) -> Event:
    event = Event()
    event.add("uid", one.uid)
    event.add("dtstamp", one.changed_at)
    event.add("last-modified", one.changed_at)
    event.add("sequence", one.sequence)
    event.add("dtstart", one.day)
    event.add("dtend", one.day + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    return event


def _alarm(entry: Entry, days: int) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", one_line(entry.summary))
    alarm.add("trigger", _MORNING - timedelta(days=days))
    return alarm
