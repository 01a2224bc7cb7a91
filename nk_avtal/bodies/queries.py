"""Bodies and their meetings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from nk_avtal.bodies.models import Body, Meeting
from nk_avtal.db import db
from nk_avtal.domain.bodies import BodyKind


def bodies_of(municipality_id: int | None) -> Sequence[Body]:
    """The active bodies of a municipality; None asks for the association's and the shared."""
    return [body for body in all_bodies_of(municipality_id) if body.active]


def all_bodies_of(municipality_id: int | None) -> Sequence[Body]:
    """The same with those that no longer meet."""
    wanted = sa.select(Body).where(belongs_to(municipality_id))
    return db.session.scalars(wanted.order_by(Body.position, Body.name)).all()


def body_by_id(body_id: int, municipality_id: int | None) -> Body:
    """A body to change. Raises NoResultFound when this municipality has none such."""
    wanted = sa.select(Body).where(Body.id == body_id, belongs_to(municipality_id))
    return db.session.scalars(wanted).one()


def meeting_by_id(meeting_id: int, municipality_id: int | None) -> Meeting:
    """A meeting to change. Raises NoResultFound when this municipality has none such."""
    wanted = (
        sa.select(Meeting)
        .join(Meeting.body)
        .options(contains_eager(Meeting.body))
        .where(Meeting.id == meeting_id, belongs_to(municipality_id))
    )
    return db.session.scalars(wanted).one()


def past_meetings(municipality_id: int | None, today: date) -> Sequence[Meeting]:
    """The meetings that have been, the latest first."""
    wanted = (
        sa.select(Meeting)
        .join(Meeting.body)
        .options(contains_eager(Meeting.body))
        .where(belongs_to(municipality_id), Meeting.held_on < today)
        .order_by(Meeting.held_on.desc(), Body.position)
    )
    return db.session.scalars(wanted).all()


def last_meeting_days() -> dict[int, date]:
    """How far each municipality's plan reaches, by its number."""
    wanted = (
        sa.select(Body.municipality_id, sa.func.max(Meeting.held_on))
        .join(Meeting.body)
        .where(Body.municipality_id.is_not(None))
        .group_by(Body.municipality_id)
    )
    return {owner: day for owner, day in db.session.execute(wanted) if owner is not None}


def belongs_to(municipality_id: int | None) -> sa.ColumnElement[bool]:
    """In SQL, of a body: it is this municipality's; None asks for the association's."""
    owner = Body.municipality_id
    return owner.is_(None) if municipality_id is None else owner == municipality_id


def decision_days(
    municipality_id: int, kind: BodyKind, since: date | None, until: date, most: int = 3
) -> Sequence[date]:
    """The latest meetings of a kind of body until a day, newest first."""
    wanted = (
        sa.select(Meeting.held_on)
        .join(Meeting.body)
        .where(
            Body.municipality_id == municipality_id,
            Body.kind == kind,
            Meeting.held_on <= until,
            Meeting.held_on >= (since or date.min),
        )
        .order_by(Meeting.held_on.desc())
        .limit(most)
    )
    return db.session.scalars(wanted).all()


def meetings_of(body_id: int, since: date) -> Sequence[Meeting]:
    """The meetings of one body from a day on, soonest first."""
    wanted = sa.select(Meeting).where(Meeting.body_id == body_id, Meeting.held_on >= since)
    return db.session.scalars(wanted.order_by(Meeting.held_on)).all()


def upcoming_meetings(
    municipality_id: int | None, today: date, most: int | None = None
) -> Sequence[Meeting]:
    """The coming meetings of a municipality's bodies, or of the association's, soonest first."""
    wanted = (
        sa.select(Meeting)
        .join(Meeting.body)
        .options(contains_eager(Meeting.body))
        .where(belongs_to(municipality_id), Meeting.held_on >= today)
        .order_by(Meeting.held_on, Body.position)
        .limit(most)
    )
    return db.session.scalars(wanted).all()
