"""Where each municipality stands on a recommendation, read as columns in two statements.

Pages, letters and reminders ask here. Objects would cost one load a cell; a matrix has thousands
(architecture 2, "decided by rules, fetched by queries").
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol, TypeAlias

import sqlalchemy as sa

from nk_avtal.adoptions.counting import Counting, decisions_where
from nk_avtal.adoptions.predicates import Condition
from nk_avtal.bodies.models import Body
from nk_avtal.db import db, kept_while_reading
from nk_avtal.domain.adoptions import Outcome, Standing, standing_by, which_counts
from nk_avtal.domain.bodies import BodyKind
from nk_avtal.domain.recommendations import Status
from nk_avtal.domain.tallies import Tally, tally
from nk_avtal.recommendations.models import Addressee, Recommendation

_DECIDED = frozenset(
    {Standing.ADOPTED, Standing.ADOPTED_WITH_ADDITION, Standing.DECLINED, Standing.PAUSED}
)
_MEETING = frozenset({Standing.PLANNED, Standing.MEETING_PASSED})


@dataclass(frozen=True)
class Place:
    """A municipality's place in a recommendation on a day.

    `decision` is the one that counts; it can be there without settling the matter (an item
    withdrawn from the agenda). `day` is the one to show beside the sign: of the decision, or of
    the planned meeting; a meeting that has passed is no news for one that is late. A withdrawn
    recommendation concerns nobody any more, but what was decided stays decided.
    """

    recommendation_id: int
    addressee_id: int
    municipality_id: int
    standing: Standing
    decision: Counting | None
    day: date | None
    planned_on: date | None
    planned_kind: BodyKind | None
    planned_body: str
    reference: str
    fetched_at: datetime | None

    @property
    def outcome(self) -> Outcome | None:
        """What the decision that counts says."""
        return self.decision.outcome if self.decision else None


Places: TypeAlias = "dict[int, dict[int, Place]]"
"""By recommendation and then by municipality, each by its number."""


def standings_of(recommendation_ids: Collection[int], today: date) -> Places:
    """Where every member stands on each of the recommendations. Always two statements."""
    return _standings_of(tuple(recommendation_ids), today)


@kept_while_reading
def _standings_of(recommendation_ids: tuple[int, ...], today: date) -> Places:
    return standings_where(Recommendation.id.in_(recommendation_ids), today)


def standings_where(condition: Condition, today: date) -> Places:
    """The same for the recommendations or addressees that satisfy `condition`, which speaks of
    their columns only."""
    decisions = decisions_where(condition)
    found: Places = defaultdict(dict)
    for row in db.session.execute(_ADDRESSEES.where(condition)):
        place = _place(row, decisions.get(row.id, ()), today)
        found[row.recommendation_id][row.municipality_id] = place
    return dict(found)


class Stands(Protocol):
    """A municipality's place, as far as a tally counts it."""

    @property
    def standing(self) -> Standing:
        """Where it stands."""


def tally_of(places: Mapping[int, Stands]) -> Tally:
    """How far the municipalities of one recommendation have come."""
    return tally(place.standing for place in places.values())


_ADDRESSEES: sa.Select[*tuple[Any, ...]] = (
    sa.select(
        Addressee.id,
        Addressee.recommendation_id,
        Addressee.municipality_id,
        Addressee.concerned,
        Addressee.planned_on,
        Addressee.reference,
        Addressee.fetched_at,
        Body.kind.label("planned_kind"),
        Body.name.label("planned_body"),
        Recommendation.reply_by,
        Recommendation.status,
    )
    .join(Recommendation, Recommendation.id == Addressee.recommendation_id)
    .outerjoin(Body, Body.id == Addressee.planned_body_id)
)
"""Asked several times for some pages, and therefore built once."""


def _place(row: sa.Row[Any], decisions: Iterable[Counting], today: date) -> Place:
    known = {decision.id: decision for decision in decisions}
    facts = [decision.facts for decision in known.values()]
    concerned = row.concerned and row.status is not Status.WITHDRAWN
    counting = which_counts(facts)
    where = standing_by(counting, concerned, row.planned_on, row.reply_by, today)
    decision = known[counting.recorded] if counting else None
    return Place(
        recommendation_id=row.recommendation_id,
        addressee_id=row.id,
        municipality_id=row.municipality_id,
        standing=where,
        decision=decision,
        day=day_shown(where, decision.decided_on if decision else None, row.planned_on, today),
        planned_on=row.planned_on,
        planned_kind=row.planned_kind,
        planned_body=row.planned_body or "",
        reference=row.reference,
        fetched_at=row.fetched_at,
    )


def day_shown(
    where: Standing, decided_on: date | None, planned_on: date | None, today: date
) -> date | None:
    """The day beside the sign, of a standing and the day of the decision that counts."""
    if decided_on and where in _DECIDED:
        return decided_on
    ahead = where is Standing.LATE and planned_on is not None and planned_on >= today
    return planned_on if where in _MEETING or ahead else None
