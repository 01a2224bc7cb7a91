"""Which document versions the municipalities have been asked to adopt."""

from __future__ import annotations

import sqlalchemy as sa

from nk_avtal.db import db
from nk_avtal.domain.recommendations import Status
from nk_avtal.recommendations.models import Recommendation


def recommended_versions(agreement_id: int) -> set[int]:
    """The versions that recommendations of the agreement speak of; a draft does not count."""
    wanted = sa.select(Recommendation.document_version_id).where(
        Recommendation.agreement_id == agreement_id,
        Recommendation.status != Status.DRAFT,
        Recommendation.document_version_id.is_not(None),
    )
    return {number for number in db.session.scalars(wanted) if number is not None}
