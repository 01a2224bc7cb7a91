"""Which wording a kind of letter has."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from nk_avtal.agreements.models import Agreement
from nk_avtal.db import db
from nk_avtal.documents.models import DocumentVersion
from nk_avtal.domain.letters import LetterKind
from nk_avtal.letters.models import LetterTemplate
from nk_avtal.municipalities.models import Municipality
from nk_avtal.recommendations.models import Addressee, Recommendation


def versions(kind: LetterKind) -> Sequence[LetterTemplate]:
    """The uploaded versions of a template with who uploaded them, newest first."""
    statement = (
        sa.select(LetterTemplate)
        .where(LetterTemplate.kind == kind.value)
        .options(joinedload(LetterTemplate.file), joinedload(LetterTemplate.uploaded_by))
        .order_by(LetterTemplate.number.desc())
    )
    return db.session.scalars(statement).all()


def usable(kind: LetterKind, today: date) -> list[LetterTemplate]:
    """The uploaded versions that are not withdrawn and whose day has come, the one in use first,
    before it the one that was used before. Without any, the shipped wording is used."""
    found = [one for one in versions(kind) if not one.withdrawn_at and one.used_from <= today]
    return sorted(found, key=lambda one: (one.used_from, one.number), reverse=True)


def in_use(kind: LetterKind, today: date) -> LetterTemplate | None:
    """The uploaded version that is used; None when it is the shipped one."""
    return next(iter(usable(kind, today)), None)


def all_in_use(today: date) -> dict[str, LetterTemplate]:
    """The uploaded version that is used of each kind that has one."""
    statement = (
        sa.select(LetterTemplate)
        .where(LetterTemplate.withdrawn_at.is_(None), LetterTemplate.used_from <= today)
        .order_by(LetterTemplate.used_from, LetterTemplate.number)
    )
    return {one.kind: one for one in db.session.scalars(statement)}


def places_in(municipality: Municipality, recommendations: Collection[int]) -> list[Addressee]:
    """The places of a municipality in the recommendations with these ids, in their order, with
    what the letters about them say; two statements."""
    recommendation = joinedload(Addressee.recommendation)
    wanted = (
        sa.select(Addressee)
        .where(
            Addressee.municipality_id == municipality.id,
            Addressee.recommendation_id.in_(recommendations),
        )
        .options(
            joinedload(Addressee.municipality),
            recommendation.joinedload(Recommendation.agreement).joinedload(Agreement.responsible),
            recommendation.joinedload(Recommendation.body),
            recommendation.joinedload(Recommendation.document_version).joinedload(
                DocumentVersion.document
            ),
            recommendation.selectinload(Recommendation.points),
        )
    )
    found = {one.recommendation_id: one for one in db.session.scalars(wanted).unique()}
    return [found[one] for one in recommendations]
