"""What a calendar is told of its events when they come, move and go (RFC 5545)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

CANCELLED_FOR = timedelta(days=60)
"""How long a calendar is told that an event is cancelled, so that it removes it."""

_BREAKS = re.compile("[\x00-\x1f\x7f\x80-\x9f\u2028\u2029]+")


class Holder(StrEnum):
    """Whose days a calendar holds."""

    OWN = "own"  # of the person who reads it
    MUNICIPALITY = "municipality"
    BODY = "body"


@dataclass(frozen=True)
class Subject:
    """What a calendar is about: its reader's own days, or those of a municipality or a body by its
    number."""

    holder: Holder = Holder.OWN
    number: int = 0

    @classmethod
    def read(cls, text: str) -> Subject | None:
        """A subject as it is kept and sent; None for anything else."""
        if text == Holder.OWN:
            return OWN
        found = _SUBJECT.fullmatch(text)
        return cls(Holder(found[1]), int(found[2])) if found else None

    def __str__(self) -> str:
        return f"{self.holder}:{self.number}" if self.number else str(self.holder)


OWN = Subject()
_SUBJECT = re.compile(r"(municipality|body):([1-9][0-9]{0,8})", re.ASCII)


@dataclass(frozen=True)
class Entry:
    """A day as it is to stand in a calendar.

    `slot` names what it concerns in a form that never changes, such as `notice:agreement:12`.
    `alarms` are days before.
    """

    slot: str
    day: date
    summary: str
    description: str
    url: str
    alarms: tuple[int, ...] = ()

    @property
    def fingerprint(self) -> str:
        """Differs whenever the calendar must be told of a change."""
        parts = (self.day, self.summary, self.description, self.url, self.alarms)
        return hashlib.sha256(repr(parts).encode()).hexdigest()


@dataclass(frozen=True)
class Told:
    """What a calendar has last been told of a slot."""

    slot: str
    uid: str
    day: date
    fingerprint: str
    sequence: int
    changed_at: datetime
    cancelled: bool = False


def carried_over(
    told: Mapping[str, Told],
    entries: Iterable[Entry],
    now: datetime,
    today: date,
    new_uid: Callable[[], str],
) -> dict[str, Told]:
    """What the calendar is to be told now, by slot.

    An event that moves keeps its identity and counts up. One whose day has come stays as it was:
    when the slot is used again, for the next term, the calendar gets a new event. An event that
    goes away is cancelled, and forgotten after a time or when its day has passed.
    """
    found: dict[str, Told] = {}
    for entry in entries:
        before = told.get(entry.slot)
        found[entry.slot] = _told(before, entry, now, today, new_uid)
    for slot, before in told.items():
        if slot not in found and before.day >= today:
            gone = _cancelled(before, now)
            if now - gone.changed_at <= CANCELLED_FOR:
                found[slot] = gone
    return found


def _told(
    before: Told | None, entry: Entry, now: datetime, today: date, new_uid: Callable[[], str]
) -> Told:
    if before is None or before.day < today <= entry.day:
        return Told(entry.slot, new_uid(), entry.day, entry.fingerprint, 0, now)
    if before.fingerprint == entry.fingerprint and not before.cancelled:
        return before
    return Told(entry.slot, before.uid, entry.day, entry.fingerprint, before.sequence + 1, now)


def _cancelled(before: Told, now: datetime) -> Told:
    if before.cancelled:
        return before
    return replace(before, cancelled=True, sequence=before.sequence + 1, changed_at=now)


def one_line(text: str) -> str:
    """Text without what some calendar would take for the end of a line (reliability S-29)."""
    return " ".join(_BREAKS.sub(" ", text).split())
