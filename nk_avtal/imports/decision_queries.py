"""The decisions that there are, and as rows of a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from nk_avtal.adoptions.models import Decision, ReportedDecision
from nk_avtal.agreements.models import Agreement
from nk_avtal.agreements.queries import visible_to
from nk_avtal.db import db
from nk_avtal.domain.import_columns import DECISION_COLUMNS
from nk_avtal.domain.recommendations import Status
from nk_avtal.imports import decision_fields as fields
from nk_avtal.imports.words import Words
from nk_avtal.people.models import Person
from nk_avtal.recommendations.models import Addressee, Recommendation


def sent_recommendations() -> Sequence[Recommendation]:
    """What municipalities decide or have decided on."""
    wanted = sa.select(Recommendation).options(
        joinedload(Recommendation.agreement), selectinload(Recommendation.addressees)
    )
    wanted = wanted.where(Recommendation.status != Status.DRAFT)
    return db.session.scalars(wanted.order_by(Recommendation.id)).all()


def decisions(by: Person | None = None) -> Sequence[Decision]:
    """The decisions that stand, for a municipality its own."""
    wanted = (
        sa.select(Decision)
        .join(Decision.addressee)
        .join(Addressee.recommendation)
        .join(Recommendation.agreement)
        .options(
            contains_eager(Decision.addressee)
            .contains_eager(Addressee.recommendation)
            .contains_eager(Recommendation.agreement),
            contains_eager(Decision.addressee).joinedload(Addressee.municipality),
        )
        .where(Decision.undone_at.is_(None))
    )
    if by and by.role.is_municipal:
        wanted = wanted.where(
            Addressee.municipality_id == by.municipality_id, Agreement.id.in_(_seen(by))
        )
    return db.session.scalars(wanted.order_by(Decision.id)).all()


def reports(by: Person | None = None) -> Sequence[ReportedDecision]:
    """The decisions that sources report, for a municipality its own."""
    wanted = sa.select(ReportedDecision).options(joinedload(ReportedDecision.agreement))
    if by and by.role.is_municipal:
        wanted = wanted.where(
            ReportedDecision.municipality_id == by.municipality_id,
            ReportedDecision.agreement_id.in_(_seen(by)),
        )
    return db.session.scalars(wanted.order_by(ReportedDecision.id)).all()


def _seen(by: Person) -> sa.Select[int]:
    return visible_to(by).with_only_columns(Agreement.id)


def exported(words: Words, by: Person | None = None) -> Iterator[list[Any]]:
    """A row for each decision that somebody may fetch, by agreement, municipality and day."""
    rows = [fields.row_of_decision(one, words) for one in decisions(by)]
    rows += [fields.row_of_reported(one) for one in reports(by)]
    whole = [[row.get(column.key, "") for column in DECISION_COLUMNS] for row in rows]
    order = [place for place, one in enumerate(DECISION_COLUMNS) if one.key in _ORDER]
    yield from sorted(whole, key=lambda row: ([row[place] for place in order], row))


_ORDER = frozenset({"slug", "recommendation", "party", "decided_on"})
