"""The decisions that stand, read as columns with what is known of their minutes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import cached_property
from typing import Any

import sqlalchemy as sa

from nk_avtal.adoptions.models import Decision, NoticeBoard
from nk_avtal.adoptions.predicates import Condition, stands
from nk_avtal.db import db
from nk_avtal.domain.adoptions import DecisionFacts, Outcome
from nk_avtal.domain.bodies import BodyKind
from nk_avtal.domain.legal_standing import LegalStanding, Minutes, legal_standing
from nk_avtal.recommendations.models import Addressee, Recommendation


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
    by_link: bool
    confirmed: bool
    document_version_id: int | None
    changed_text: str
    minutes: Minutes

    @cached_property
    def force(self) -> LegalStanding:
        """Whether it stands in law, and from when."""
        return legal_standing(self.minutes)

    @cached_property
    def facts(self) -> DecisionFacts:
        """What the rules need to know of it."""
        return DecisionFacts(
            self.outcome,
            self.decided_on,
            self.id,
            addition_accepted=self.addition_accepted,
            confirmed=self.confirmed,
        )


_BOARDS = (
    sa.select(
        NoticeBoard.decision_id,
        sa.func.count().label("boards"),
        sa.func.count(NoticeBoard.announced_on).label("announced"),
        sa.func.max(NoticeBoard.announced_on).label("last"),
    )
    .group_by(NoticeBoard.decision_id)
    .subquery()
)
"""The further notice boards of joint committees' decisions, one row for each decision."""

_STANDING: sa.Select[*tuple[Any, ...]] = (
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
        Decision.addition_accepted_at.is_not(None).label("addition_accepted"),
        Decision.returns_on,
        Decision.reason,
        Decision.excerpt_id,
        Decision.recorded_at,
        Decision.on_behalf,
        Decision.reply_link_id.is_not(None).label("by_link"),
        sa.or_(Decision.reply_link_id.is_(None), Decision.link_confirmed_at.is_not(None)).label(
            "confirmed"
        ),
        Decision.document_version_id,
        Decision.changed_text,
        Decision.approved_on,
        Decision.announced_on,
        Decision.taken_down_on,
        Decision.appealed_on,
        Decision.in_force_on,
        _BOARDS.c.boards,
        _BOARDS.c.announced,
        _BOARDS.c.last,
    )
    .join(Addressee, Addressee.id == Decision.addressee_id)
    .join(Recommendation, Recommendation.id == Addressee.recommendation_id)
    .outerjoin(_BOARDS, _BOARDS.c.decision_id == Decision.id)
    .where(stands(Decision))
)
"""Asked several times for some pages, and therefore built once."""


def decisions_where(condition: Condition) -> dict[int, list[Counting]]:
    """The decisions that stand, by addressee."""
    found: dict[int, list[Counting]] = defaultdict(list)
    for row in db.session.execute(_STANDING.where(condition)):
        values: list[Any] = [*row[1:_MINUTES], _minutes(row)]
        found[row.addressee_id].append(Counting(*values))
    return found


_MINUTES = len(fields(Counting))
"""Where the columns of the minutes begin: before them stand the addressee and the fields of
`Counting`, in their order."""


def _minutes(row: sa.Row[Any]) -> Minutes:
    """The minutes from a row. Of the further notice boards only the last day is read: it stands
    for all that have announced."""
    own = [row.announced_on] if row.announced_on else []
    return Minutes(
        decided_on=row.decided_on,
        approved_on=row.approved_on,
        announced=(*own, *[row.last] * (row.announced or 0)),
        boards=1 + (row.boards or 0),
        taken_down_on=row.taken_down_on,
        appealed_on=row.appealed_on,
        in_force_on=row.in_force_on,
    )
