"""Who gets a weekly letter, and what has happened since the last."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from nk_avtal.adoptions.models import Decision
from nk_avtal.adoptions.predicates import remains_open, stands
from nk_avtal.bodies.models import Body, Meeting
from nk_avtal.db import db
from nk_avtal.digests.models import Digest
from nk_avtal.domain.recommendations import Status
from nk_avtal.people.models import Person
from nk_avtal.recommendations.models import Addressee, Recommendation


def readers(week: str, before: datetime) -> Sequence[Person]:
    """Those whose letter of the week has not been seen to, of accounts opened before its time."""
    done = sa.select(Digest.person_id).where(Digest.week == week)
    wanted = sa.select(Person).where(
        Person.active.is_(True), Person.created_at < before, Person.id.not_in(done)
    )
    people = db.session.scalars(wanted.order_by(Person.id))
    return [one for one in people if one.mails.has_letter]


def decided_since(moment: datetime) -> Sequence[Decision]:
    """The decisions recorded since a moment, with what they are about."""
    wanted = (
        sa.select(Decision)
        .join(Decision.addressee)
        .join(Addressee.recommendation)
        .options(
            contains_eager(Decision.addressee).contains_eager(Addressee.recommendation),
            contains_eager(Decision.addressee).joinedload(Addressee.municipality),
        )
        .where(
            Decision.recorded_at >= moment,
            stands(Decision),
            Recommendation.status == Status.SENT,
        )
        .order_by(Recommendation.title, Decision.id)
    )
    return db.session.scalars(wanted).all()


def sent_recommendations() -> Sequence[Recommendation]:
    """The recommendations that somebody has yet to decide on, by title."""
    awaited = sa.select(Addressee.recommendation_id).where(remains_open())
    wanted = sa.select(Recommendation).where(
        Recommendation.status == Status.SENT, Recommendation.id.in_(awaited)
    )
    return db.session.scalars(wanted.order_by(Recommendation.title)).all()


def meetings_between(first: date, last: date) -> Sequence[Meeting]:
    """Everybody's meetings from `first` to `last`, both included."""
    wanted = (
        sa.select(Meeting)
        .join(Meeting.body)
        .options(contains_eager(Meeting.body), joinedload(Meeting.body, Body.municipality))
        .where(Meeting.held_on.between(first, last))
        .order_by(Meeting.held_on, Body.position)
    )
    return db.session.scalars(wanted).all()
