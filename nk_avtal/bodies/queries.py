"""Bodies and their meetings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from nk_avtal.bodies.models import Body, Meeting
from nk_avtal.db import db
from nk_avtal.domain.bodies import BodyKind


def bodies_of(municipality_id: int | None) -> Sequence[Body]:
    """The active bodies of a municipality; None asks for the association's and the shared."""
    owner = Body.municipality_id
    mine = owner.is_(None) if municipality_id is None else owner == municipality_id
    wanted = sa.select(Body).where(mine, Body.active.is_(True))
    return db.session.scalars(wanted.order_by(Body.position, Body.name)).all()


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


def upcoming_meetings(
    municipality_id: int | None, today: date, most: int | None = None
) -> Sequence[Meeting]:
    """The coming meetings of a municipality's bodies, or of the association's, soonest first."""
    owner = Body.municipality_id
    mine = owner.is_(None) if municipality_id is None else owner == municipality_id
    wanted = (
        sa.select(Meeting)
        .join(Meeting.body)
        .options(joinedload(Meeting.body))
        .where(mine, Meeting.held_on >= today)
        .order_by(Meeting.held_on, Body.position)
        .limit(most)
    )
    return db.session.scalars(wanted).all()
