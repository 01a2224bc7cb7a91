"""How long the municipalities have taken from a sent recommendation to yes or no."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, TypeVar

import sqlalchemy as sa

from nk_avtal import clock
from nk_avtal.adoptions.facts import Place
from nk_avtal.adoptions.models import Decision
from nk_avtal.adoptions.predicates import stands
from nk_avtal.adoptions.words import body
from nk_avtal.db import db
from nk_avtal.domain.adoption_times import Spread, spread
from nk_avtal.domain.adoptions import Outcome
from nk_avtal.domain.agreements import Area
from nk_avtal.domain.recommendations import Status
from nk_avtal.domain.tallies import remains
from nk_avtal.recommendations.models import Addressee, Recommendation

Key = TypeVar("Key")

LOOKED_BACK = timedelta(days=3 * 365)
"""Older times say little of how a municipality works now."""
_SETTLING = (Outcome.ADOPTED, Outcome.ADOPTED_WITH_ADDITION, Outcome.DECLINED)


@dataclass(frozen=True)
class Times:
    """The spreads by municipality, by area and by deciding body."""

    by_municipality: dict[int, Spread]
    by_area: dict[Area, Spread]
    by_body: dict[str, Spread]
    overall: Spread | None


def times(today: date) -> Times:
    """Of all recommendations sent in the last three years. One statement."""
    municipal: dict[int, list[int]] = defaultdict(list)
    areas: dict[Area, list[int]] = defaultdict(list)
    bodies: dict[str, list[int]] = defaultdict(list)
    for town, area, sent_at, decided_on, kind, name in _decided(today):
        days = max(0, (decided_on - clock.day_of(sent_at)).days)
        municipal[town].append(days)
        areas[area].append(days)
        bodies[body(kind, name)].append(days)
    every = [days for some in municipal.values() for days in some]
    return Times(_spreads(municipal), _spreads(areas), _spreads(bodies), spread(every))


def _decided(today: date) -> Iterable[Sequence[Any]]:
    """Each place that is settled with the decision that counts; of several of a day with the same
    outcome, the one recorded last."""
    since = datetime.combine(today - LOOKED_BACK, time(), UTC)
    counting = (
        sa.select(sa.func.max(Decision.id))
        .where(
            Decision.addressee_id == Addressee.id,
            Decision.outcome == Addressee.outcome,
            Decision.decided_on == Addressee.decided_on,
            stands(Decision),
        )
        .correlate(Addressee)
        .scalar_subquery()
    )
    wanted: sa.Executable = (
        sa.select(
            Addressee.municipality_id,
            Recommendation.area,
            Recommendation.sent_at,
            Addressee.decided_on,
            Decision.body_kind,
            Decision.body_name,
        )
        .join(Addressee.recommendation)
        .join(Decision, Decision.id == counting)
        .where(
            Recommendation.status != Status.DRAFT,
            Recommendation.sent_at >= since,
            Addressee.outcome.in_(_SETTLING),
        )
    )
    return db.session.execute(wanted).all()


def days_taken(place: Place, sent_on: date) -> int | None:
    """Days from the sending to the decision that settled the matter; None while it is open."""
    if place.decision is None or remains(place.standing):
        return None
    return max(0, (place.decision.decided_on - sent_on).days)


def _spreads(by: dict[Key, list[int]]) -> dict[Key, Spread]:
    found = {key: spread(days) for key, days in by.items()}
    return {key: one for key, one in found.items() if one is not None}
