"""Making and withdrawing a calendar's address, opening it, and keeping what it has told."""

from __future__ import annotations

import re
import secrets
import uuid
from collections.abc import Callable, Sequence
from datetime import date
from urllib.parse import urlsplit

import structlog
from flask import current_app

from nk_avtal import clock
from nk_avtal.db import db, set_reading
from nk_avtal.domain.calendars import OWN, Entry, Subject, Told, carried_over
from nk_avtal.feeds import queries
from nk_avtal.feeds.models import CalendarEvent, CalendarFeed
from nk_avtal.people.guessing import count_guess, is_shut_out
from nk_avtal.people.models import Person
from nk_avtal.people.signing_in import hash_of, may_enter

GUESS = "calendar"
_SECRET_BYTES = 32
_SECRET = re.compile(r"[\w-]{43}", re.ASCII)

log = structlog.get_logger("nk_avtal.feeds")


def make_address(person: Person, subject: Subject = OWN) -> str:
    """A new secret for a calendar of a person; the one before it opens nothing any more."""
    token = secrets.token_urlsafe(_SECRET_BYTES)
    feed = queries.feed_of(person, subject)
    if feed is None:
        feed = CalendarFeed(person_id=person.id, subject=str(subject))
        db.session.add(feed)
    feed.token_hash, feed.made_at = hash_of(token), clock.now()
    log.info("calendar_address_made", person=person.id, subject=str(subject))
    return token


def withdraw_address(person: Person, subject: Subject = OWN) -> None:
    """Let the address of a person's calendar open nothing any more."""
    feed = queries.feed_of(person, subject)
    if feed is not None:
        db.session.delete(feed)
        log.info("calendar_address_withdrawn", person=person.id, subject=str(subject))


def opened(token: str, address: str) -> CalendarFeed | None:
    """Which calendar a secret opens, asked from a network address; None when it opens none.

    Who has tried many secrets is not even looked up. A subscription whose address has been
    withdrawn repeats one secret only, and so does not shut its neighbours out.
    """
    if not _SECRET.fullmatch(token):
        return None
    if is_shut_out(GUESS, address):
        return None
    feed = queries.feed_by(hash_of(token))
    if feed is not None and may_enter(feed.person, address):
        return feed
    count_guess(GUESS, token, address)
    return None


def told(feed: CalendarFeed, entries: Sequence[Entry], today: date) -> dict[str, Told]:
    """What the calendar tells now, by slot. What differs from the last time is kept.

    Commits: a calendar is fetched by a program that cannot say that anything went wrong.
    """
    calendar = feed.person_id, Subject.read(feed.subject) or OWN
    before = _kept(*calendar)
    now_told = _carried_over(before, entries, today)
    if now_told != before:
        db.session.rollback()
        set_reading(False)
        queries.hold(calendar[0])
        now_told = _carried_over(_kept(*calendar), entries, today)
        _keep(*calendar, now_told)
        db.session.commit()
    return now_told


def _carried_over(
    before: dict[str, Told], entries: Sequence[Entry], today: date
) -> dict[str, Told]:
    return carried_over(before, entries, clock.now(), today, _uids())


def _uids() -> Callable[[], str]:
    host = urlsplit(current_app.config["BASE_URL"]).hostname
    return lambda: f"{uuid.uuid4()}@{host}"


def _kept(person_id: int, subject: Subject) -> dict[str, Told]:
    return {
        one.slot: Told(
            one.slot,
            one.uid,
            one.falls_on,
            one.fingerprint,
            one.sequence,
            one.changed_at,
            one.cancelled,
        )
        for one in queries.events_of(person_id, subject)
    }


def _keep(person_id: int, subject: Subject, now_told: dict[str, Told]) -> None:
    rows = {one.slot: one for one in queries.events_of(person_id, subject)}
    for slot in rows.keys() - now_told.keys():
        db.session.delete(rows[slot])
    for slot, one in now_told.items():
        row = rows.get(slot)
        if row is None:
            row = CalendarEvent(person_id=person_id, subject=str(subject), slot=slot)
            db.session.add(row)
        row.uid, row.falls_on, row.fingerprint = one.uid, one.day, one.fingerprint
        row.sequence, row.changed_at, row.cancelled = one.sequence, one.changed_at, one.cancelled
