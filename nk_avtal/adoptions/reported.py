"""Decisions that public sources report."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from nk_avtal.adoptions.models import ReportedDecision
from nk_avtal.agreements.models import Agreement
from nk_avtal.db import db


def reported_about(agreement: Agreement) -> Sequence[ReportedDecision]:
    """What public sources say of decisions on an agreement, in the order they were found."""
    wanted = sa.select(ReportedDecision).where(ReportedDecision.agreement_id == agreement.id)
    return db.session.scalars(wanted.order_by(ReportedDecision.id)).all()
