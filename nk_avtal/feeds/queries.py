"""Whose calendar an address is, and what it has told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from nk_avtal.db import db
from nk_avtal.domain.calendars import OWN, Subject
from nk_avtal.feeds.models import CalendarEvent, CalendarFeed
from nk_avtal.people.models import Person
from nk_avtal.recommendations.models import Recommendation


def feed_by(token_hash: str) -> CalendarFeed | None:
    """The calendar whose secret has this hash, if its owner's account is open."""
    return db.session.scalar(
        sa.select(CalendarFeed)
        .join(CalendarFeed.person)
        .where(CalendarFeed.token_hash == token_hash, Person.active.is_(True))
    )


def feed_of(person: Person, subject: Subject = OWN) -> CalendarFeed | None:
    """The calendar of a person about something, if there is one."""
    wanted = sa.select(CalendarFeed).where(CalendarFeed.person_id == person.id)
    return db.session.scalar(wanted.where(CalendarFeed.subject == str(subject)))


def feeds_of(person: Person) -> Sequence[CalendarFeed]:
    """All of them, in the order they were made."""
    wanted = sa.select(CalendarFeed).where(CalendarFeed.person_id == person.id)
    return db.session.scalars(wanted.order_by(CalendarFeed.id)).all()


def hold(person_id: int) -> None:
    """Let one at a time change what a person's calendars have told, until the transaction ends."""
    db.session.execute(
        sa.select(CalendarFeed.id).where(CalendarFeed.person_id == person_id).with_for_update()
    )


def events_of(person_id: int, subject: Subject) -> Sequence[CalendarEvent]:
    """What a calendar of a person has told."""
    wanted = sa.select(CalendarEvent).where(
        CalendarEvent.person_id == person_id, CalendarEvent.subject == str(subject)
    )
    return db.session.scalars(wanted.execution_options(populate_existing=True)).all()


def recommendations_by(numbers: Iterable[int]) -> Sequence[Recommendation]:
    """The recommendations with these numbers."""
    wanted = sa.select(Recommendation).where(Recommendation.id.in_(list(numbers)))
    return db.session.scalars(wanted.order_by(Recommendation.id)).all()
