"""Where a municipality stands, asked in SQL: the rules of `domain.adoptions` once more.

Lists and counts of thousands ask here; tests hold each of them against the rule.
"""

from __future__ import annotations

from datetime import date
from typing import TypeAlias

import sqlalchemy as sa

from nk_avtal.adoptions.models import Decision
from nk_avtal.domain.adoptions import Outcome
from nk_avtal.recommendations.models import Addressee, Recommendation

Condition: TypeAlias = "sa.ColumnElement[bool]"

_SETTLING = (Outcome.ADOPTED, Outcome.ADOPTED_WITH_ADDITION, Outcome.DECLINED)
_PAUSING = (Outcome.REFERRED_BACK, Outcome.TABLED)


def stands(decision: type[Decision]) -> Condition:
    """In SQL, of a decision: nobody has undone it and no court has annulled it."""
    return sa.and_(decision.undone_at.is_(None), decision.annulled_on.is_(None))


def is_settled() -> Condition:
    """In SQL, of an addressee: its municipality has said yes or no (`domain.adoptions`).

    So it is when a decision settled the matter and none after it sent it back or tabled it.
    """
    later = sa.orm.aliased(Decision)
    sent_back = sa.exists().where(
        later.addressee_id == Decision.addressee_id,
        stands(later),
        later.outcome.in_(_PAUSING),
        _after(later),
    )
    return _exists_decision(_SETTLING, ~sent_back)


def is_paused() -> Condition:
    """In SQL, of an addressee: the matter was sent back or tabled, and nothing has come after."""
    later = sa.orm.aliased(Decision)
    followed = sa.exists().where(
        later.addressee_id == Decision.addressee_id,
        stands(later),
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
            stands(Decision),
            Decision.outcome.in_(outcomes),
            more,
        )
        .correlate_except(Decision)
    )
