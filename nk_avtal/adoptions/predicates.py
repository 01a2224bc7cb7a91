"""Where a municipality stands, asked in SQL of what is kept of it (`adoptions.kept`).

Lists and counts of thousands ask here; tests hold each of them against the rule.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TypeAlias

import sqlalchemy as sa

from nk_avtal.adoptions.models import Decision
from nk_avtal.domain.adoptions import Outcome
from nk_avtal.recommendations.models import Addressee, Recommendation

Condition: TypeAlias = "sa.ColumnElement[bool]"

RECENTLY = timedelta(days=90)
"""How long a completed recommendation stays in the list of what goes on."""
_PAUSING = (Outcome.REFERRED_BACK.value, Outcome.TABLED.value)


def stands(decision: type[Decision]) -> Condition:
    """In SQL, of a decision: nobody has undone it and no court has annulled it."""
    return sa.and_(decision.undone_at.is_(None), decision.annulled_on.is_(None))


def remains_open() -> Condition:
    """In SQL, of an addressee: its municipality has yet to decide (`domain.tallies.remains`)."""
    return Addressee.awaited.is_(True)


def is_late(today: date) -> Condition:
    """In SQL, of an addressee and its recommendation: the standing is LATE."""
    paused = sa.func.coalesce(Addressee.outcome, "").in_(_PAUSING)
    return sa.and_(
        Addressee.awaited.is_(True), Addressee.concerned, Recommendation.reply_by < today, ~paused
    )


def goes_on(today: date) -> Condition:
    """In SQL, of a recommendation: some member has yet to decide, or has decided recently."""
    places = sa.select(Addressee.recommendation_id)
    recent = places.where(Addressee.decided_on >= today - RECENTLY)
    return Recommendation.id.in_(sa.union_all(places.where(remains_open()), recent))
