"""Which recommendations a municipality's meetings take up."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

import sqlalchemy as sa

from nk_avtal.db import db
from nk_avtal.domain.recommendations import Status
from nk_avtal.recommendations.models import Addressee, Recommendation

Planned = dict[tuple[int, date], list[tuple[str, str]]]
"""Slugs and titles of recommendations, by the number of the body and the day of the meeting."""


def planned_matters(municipality_id: int, since: date) -> Planned:
    """What is planned for the municipality's meetings from a day on."""
    wanted = (
        sa.select(
            Addressee.planned_body_id,
            Addressee.planned_on,
            Recommendation.slug,
            Recommendation.title,
        )
        .join(Addressee.recommendation)
        .where(
            Addressee.municipality_id == municipality_id,
            Addressee.concerned.is_(True),
            Addressee.planned_on >= since,
            Recommendation.status == Status.SENT,
        )
        .order_by(Recommendation.title)
    )
    found: Planned = defaultdict(list)
    for body_id, day, slug, title in db.session.execute(wanted):
        if body_id is not None and day is not None:
            found[body_id, day].append((slug, title))
    return dict(found)


def move_planned(body_id: int, before: date, after: date) -> int:
    """What was planned for a meeting follows it to its new day; how many they were."""
    wanted = sa.select(Addressee).where(
        Addressee.planned_body_id == body_id, Addressee.planned_on == before
    )
    followed = db.session.scalars(wanted).all()
    for addressee in followed:
        addressee.planned_on = after
    return len(followed)
