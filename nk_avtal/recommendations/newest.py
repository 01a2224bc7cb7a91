"""The recommendation that an agreement's page tells of."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from nk_avtal.agreements.models import Agreement
from nk_avtal.db import db
from nk_avtal.domain.people import Permission
from nk_avtal.domain.recommendations import Status
from nk_avtal.people.models import Person
from nk_avtal.recommendations.models import Recommendation


def newest_of(agreement: Agreement, reader: Person) -> Recommendation | None:
    """The newest recommendation about `agreement` that `reader` may see; none withdrawn."""
    seen = [Status.SENT, Status.DRAFT] if reader.may(Permission.READ_DRAFTS) else [Status.SENT]
    wanted = (
        sa.select(Recommendation)
        .where(Recommendation.agreement_id == agreement.id, Recommendation.status.in_(seen))
        .options(joinedload(Recommendation.document_version))
        .order_by(Recommendation.id.desc())
        .limit(1)
    )
    return db.session.scalars(wanted).first()
