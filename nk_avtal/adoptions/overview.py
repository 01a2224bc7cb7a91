"""How each member stands over all recommendations: left to decide, late, planned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from flask_babel import gettext, ngettext

from nk_avtal.adoptions import predicates
from nk_avtal.db import db
from nk_avtal.domain.adoptions import Standing
from nk_avtal.domain.recommendations import Status
from nk_avtal.recommendations.models import Addressee, Recommendation


@dataclass(frozen=True)
class Count:
    """What a member has left, of sent recommendations. Late and planned are parts of open."""

    open: int = 0
    late: int = 0
    planned: int = 0
    next_reply: date | None = None

    @property
    def standing(self) -> Standing:
        """The sign that says the most: late, else waiting or planned, else done."""
        if self.late:
            return Standing.LATE
        if not self.open:
            return Standing.ADOPTED
        return Standing.PLANNED if self.planned == self.open else Standing.WAITING


NOTHING = Count()


def counts(today: date) -> dict[int, Count]:
    """The counts by member, in one statement; a member with nothing left is not there."""
    late = sa.case((predicates.is_late(today), 1), else_=0)
    planned = sa.case(
        (sa.and_(Addressee.planned_on >= today, ~predicates.is_late(today)), 1), else_=0
    )
    ahead = sa.case((Recommendation.reply_by >= today, Recommendation.reply_by))
    statement = (
        sa.select(
            Addressee.municipality_id,
            sa.func.count(),
            sa.func.sum(late),
            sa.func.sum(planned),
            sa.func.min(ahead),
        )
        .join(Recommendation, Recommendation.id == Addressee.recommendation_id)
        .where(Recommendation.status == Status.SENT, predicates.remains_open())
        .group_by(Addressee.municipality_id)
    )
    return {number: Count(*rest) for number, *rest in db.session.execute(statement)}


def sentence(count: Count) -> str:
    """The counts in words: 3 beslut kvar, 1 försenat."""
    if not count.open:
        return str(gettext("Inga beslut väntar"))
    text = str(ngettext("Ett beslut kvar", "%(num)s beslut kvar", count.open))
    if count.late:
        text += ", " + str(ngettext("ett försenat", "%(num)s försenade", count.late))
    if count.planned:
        text += ", " + str(ngettext("ett planerat", "%(num)s planerade", count.planned))
    return text
