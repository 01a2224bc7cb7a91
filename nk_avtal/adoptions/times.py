"""How long the municipalities have taken from a sent recommendation to yes or no."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar

import sqlalchemy as sa

from nk_avtal.adoptions.facts import Place, standings_where
from nk_avtal.adoptions.words import body
from nk_avtal.db import db
from nk_avtal.domain.adoption_times import Spread, spread
from nk_avtal.domain.agreements import Area
from nk_avtal.domain.recommendations import Status
from nk_avtal.domain.tallies import remains
from nk_avtal.recommendations.models import Recommendation

Key = TypeVar("Key")

LOOKED_BACK = timedelta(days=3 * 365)
"""Older times say little of how a municipality works now."""


@dataclass(frozen=True)
class Times:
    """The spreads by municipality, by area and by deciding body."""

    by_municipality: dict[int, Spread]
    by_area: dict[Area, Spread]
    by_body: dict[str, Spread]
    overall: Spread | None


def times(today: date) -> Times:
    """Of all recommendations sent in the last three years. Always three statements."""
    since = datetime.combine(today - LOOKED_BACK, time(), UTC)
    wanted = sa.select(Recommendation.id, Recommendation.sent_at, Recommendation.area).where(
        Recommendation.status != Status.DRAFT,
        Recommendation.sent_at >= since,
    )
    sent = {row.id: row for row in db.session.execute(wanted)}
    found = standings_where(Recommendation.id.in_(sent), today)
    municipal: dict[int, list[int]] = defaultdict(list)
    areas: dict[Area, list[int]] = defaultdict(list)
    bodies: dict[str, list[int]] = defaultdict(list)
    for number, places in found.items():
        for place in places.values():
            days = days_taken(place, sent[number].sent_at.date())
            if days is not None and place.decision:
                municipal[place.municipality_id].append(days)
                areas[sent[number].area].append(days)
                bodies[body(place.decision.body_kind, place.decision.body_name)].append(days)
    every = [days for some in municipal.values() for days in some]
    return Times(_spreads(municipal), _spreads(areas), _spreads(bodies), spread(every))


def days_taken(place: Place, sent_on: date) -> int | None:
    """Days from the sending to the decision that settled the matter; None while it is open."""
    if place.decision is None or remains(place.standing):
        return None
    return max(0, (place.decision.decided_on - sent_on).days)


def _spreads(by: dict[Key, list[int]]) -> dict[Key, Spread]:
    found = {key: spread(days) for key, days in by.items()}
    return {key: one for key, one in found.items() if one is not None}
