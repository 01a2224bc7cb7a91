"""Where each municipality stands on a recommendation, read as columns in two statements.

Pages, letters and reminders ask here. Objects would cost one load a cell; a matrix has thousands
(architecture 2, "decided by rules, fetched by queries").
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeAlias

import sqlalchemy as sa

from nk_avtal.adoptions.models import Decision
from nk_avtal.bodies.models import Body
from nk_avtal.db import db
from nk_avtal.domain.adoptions import DecisionFacts, Outcome, Standing, standing, which_counts
from nk_avtal.domain.bodies import BodyKind
from nk_avtal.domain.recommendations import Status
from nk_avtal.domain.tallies import Tally, tally
from nk_avtal.recommendations.models import Addressee, Recommendation

Condition: TypeAlias = "sa.ColumnElement[bool]"

_DECIDED = frozenset(
    {Standing.ADOPTED, Standing.ADOPTED_WITH_ADDITION, Standing.DECLINED, Standing.PAUSED}
)
_MEETING = frozenset({Standing.PLANNED, Standing.MEETING_PASSED})
_SETTLING = (Outcome.ADOPTED, Outcome.ADOPTED_WITH_ADDITION, Outcome.DECLINED)
_PAUSING = (Outcome.REFERRED_BACK, Outcome.TABLED)


@dataclass(frozen=True)
class Counting:
    """The decision that counts. `body_name` is the name at the time; § and dnr as written."""

    id: int
    outcome: Outcome
    decided_on: date
    body_kind: BodyKind
    body_name: str
    paragraph: str
    reference: str
    addition: str
    addition_accepted: bool
    returns_on: date | None
    reason: str
    excerpt_id: int | None
    recorded_at: datetime
    on_behalf: bool

    @property
    def facts(self) -> DecisionFacts:
        """What the rules need to know of it."""
        return DecisionFacts(
            self.outcome, self.decided_on, self.id, addition_accepted=self.addition_accepted
        )


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


Places: TypeAlias = "dict[int, dict[int, Place]]"
"""By recommendation and then by municipality, each by its number."""


def standings_of(recommendation_ids: Collection[int], today: date) -> Places:
    """Where every member stands on each of the recommendations. Always two statements."""
    return standings_where(Recommendation.id.in_(recommendation_ids), today)


def standings_where(condition: Condition, today: date) -> Places:
    """The same for the recommendations or addressees that satisfy `condition`, which speaks of
    their columns only."""
    decisions = _decisions(condition)
    found: Places = defaultdict(dict)
    for row in db.session.execute(_addressees(condition)):
        place = _place(row, decisions.get(row.id, ()), today)
        found[row.recommendation_id][row.municipality_id] = place
    return dict(found)


def tally_of(places: Mapping[int, Place]) -> Tally:
    """How far the municipalities of one recommendation have come."""
    return tally(place.standing for place in places.values())


def counted_for_entry(places: Iterable[Place]) -> int:
    """How many adoptions count towards entry into force: an addition only once accepted."""
    return sum(bool(p.decision and p.decision.facts.counts_for_entry) for p in places)


def _addressees(condition: Condition) -> sa.Select[*tuple[Any, ...]]:
    return (
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
        .where(condition)
    )


def _decisions(condition: Condition) -> dict[int, list[Counting]]:
    """The decisions that nobody has undone, by addressee."""
    statement = (
        sa.select(
            Decision.addressee_id,
            Decision.id,
            Decision.outcome,
            Decision.decided_on,
            Decision.body_kind,
            Decision.body_name,
            Decision.paragraph,
            Decision.reference,
            Decision.addition,
            Decision.addition_accepted_at.is_not(None),
            Decision.returns_on,
            Decision.reason,
            Decision.excerpt_id,
            Decision.recorded_at,
            Decision.on_behalf,
        )
        .join(Addressee, Addressee.id == Decision.addressee_id)
        .join(Recommendation, Recommendation.id == Addressee.recommendation_id)
        .where(condition, Decision.undone_at.is_(None))
    )
    found: dict[int, list[Counting]] = defaultdict(list)
    for addressee_id, *columns in db.session.execute(statement):
        found[addressee_id].append(Counting(*columns))
    return found


def _place(row: sa.Row[Any], decisions: Iterable[Counting], today: date) -> Place:
    known = {decision.id: decision for decision in decisions}
    facts = [decision.facts for decision in known.values()]
    concerned = row.concerned and row.status is not Status.WITHDRAWN
    where = standing(concerned, facts, row.planned_on, row.reply_by, today)
    counting = which_counts(facts)
    decision = known[counting.recorded] if counting else None
    return Place(
        recommendation_id=row.recommendation_id,
        addressee_id=row.id,
        municipality_id=row.municipality_id,
        standing=where,
        decision=decision,
        day=_day(where, decision, row.planned_on, today),
        planned_on=row.planned_on,
        planned_kind=row.planned_kind,
        planned_body=row.planned_body or "",
        reference=row.reference,
        fetched_at=row.fetched_at,
    )


def _day(
    where: Standing, decision: Counting | None, planned_on: date | None, today: date
) -> date | None:
    if decision and where in _DECIDED:
        return decision.decided_on
    ahead = where is Standing.LATE and planned_on is not None and planned_on >= today
    return planned_on if where in _MEETING or ahead else None


def is_settled() -> Condition:
    """In SQL, of an addressee: its municipality has said yes or no (`domain.adoptions`).

    So it is when a decision settled the matter and none after it sent it back or tabled it.
    """
    later = sa.orm.aliased(Decision)
    sent_back = sa.exists().where(
        later.addressee_id == Decision.addressee_id,
        later.undone_at.is_(None),
        later.outcome.in_(_PAUSING),
        _after(later),
    )
    return _exists_decision(_SETTLING, ~sent_back)


def is_paused() -> Condition:
    """In SQL, of an addressee: the matter was sent back or tabled, and nothing has come after."""
    later = sa.orm.aliased(Decision)
    followed = sa.exists().where(
        later.addressee_id == Decision.addressee_id,
        later.undone_at.is_(None),
        later.outcome != Outcome.PROPOSED,
        _after(later),
    )
    return _exists_decision(_PAUSING, ~followed)


def remains_open() -> Condition:
    """In SQL, of an addressee: its municipality has yet to decide (`domain.tallies.remains`)."""
    return sa.and_(sa.or_(Addressee.concerned, is_paused()), ~is_settled())


def is_late(today: date) -> Condition:
    """In SQL, of an addressee and its recommendation: the standing is LATE."""
    return sa.and_(
        Addressee.concerned, Recommendation.reply_by < today, ~is_settled(), ~is_paused()
    )


def _after(later: type[Decision]) -> Condition:
    return sa.or_(
        later.decided_on > Decision.decided_on,
        sa.and_(later.decided_on == Decision.decided_on, later.id > Decision.id),
    )


def _exists_decision(outcomes: tuple[Outcome, ...], more: Condition) -> Condition:
    return (
        sa.exists()
        .where(
            Decision.addressee_id == Addressee.id,
            Decision.undone_at.is_(None),
            Decision.outcome.in_(outcomes),
            more,
        )
        .correlate_except(Decision)
    )
