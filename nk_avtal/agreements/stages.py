"""The stages of the list: those that people set, and for what is concluded what the calendar makes
of it."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from nk_avtal.agreements.models import Agreement
from nk_avtal.agreements.queries import with_rules
from nk_avtal.agreements.reckoning import phase_of
from nk_avtal.db import db
from nk_avtal.domain.agreements import Precision, Stage
from nk_avtal.domain.lifecycle import LISTED_STAGES, Phase, listed_stage

_APPLYING = Agreement.stage.in_((Stage.CONCLUDED, Stage.TERMINATED))


def stage_of(agreement: Agreement, today: date) -> Stage | Phase:
    """Where the list says that the agreement is on a day."""
    return listed_stage(agreement.stage, phase_of(agreement, today))


def is_in(stage: str, today: date) -> sa.ColumnElement[bool]:
    """Whether an agreement is in one of `LISTED_STAGES` on a day, as `stage_of` says it. True of
    all when it is none of them."""
    if stage not in LISTED_STAGES:
        return sa.true()
    if stage == Phase.ENDED:
        return has_ended(today)
    if stage == Phase.NOT_YET:
        later = Agreement.start_on > today
        return sa.and_(Agreement.stage == Stage.CONCLUDED, later, ~has_ended(today))
    chosen = Agreement.stage == Stage(stage)
    if stage == Stage.CONCLUDED:
        begun = sa.or_(Agreement.start_on.is_(None), Agreement.start_on <= today)
        return sa.and_(chosen, begun, ~has_ended(today))
    return sa.and_(chosen, ~has_ended(today)) if stage == Stage.TERMINATED else chosen


def has_ended(today: date) -> sa.ColumnElement[bool]:
    """In SQL, of an agreement: it was in force and is not any more. Only the terms can tell, so
    they are read, but for agreements that cannot have ended."""
    its_day_has_come = sa.or_(
        Agreement.end_on.is_(None),
        Agreement.end_on < today,
        Agreement.end_precision != Precision.DAY,
    )
    it_has_an_end = sa.or_(
        Agreement.end_precision != Precision.OPEN_ENDED, Agreement.longest.is_not(None)
    )
    can_have = sa.or_(
        Agreement.notice_ends_on < today,
        sa.and_(Agreement.notice_ends_on.is_(None), its_day_has_come, it_has_an_end),
    )
    found = with_rules(db.session.scalars(sa.select(Agreement).where(_APPLYING, can_have)))
    ended = [one.id for one in found if phase_of(one, today) is Phase.ENDED]
    return Agreement.id.in_(sa.bindparam(None, ended, expanding=True, literal_execute=True))
