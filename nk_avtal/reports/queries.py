"""The compilations that are kept."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from nk_avtal.db import db
from nk_avtal.municipalities.models import Municipality
from nk_avtal.reports.models import CooperationReport


def kept(municipality: Municipality, year: int) -> Sequence[CooperationReport]:
    """Those of a municipality and a year that are not taken back, the newest first."""
    wanted = (
        sa.select(CooperationReport)
        .where(
            CooperationReport.municipality_id == municipality.id,
            CooperationReport.year == year,
            CooperationReport.withdrawn_at.is_(None),
        )
        .options(joinedload(CooperationReport.kept_by))
        .order_by(CooperationReport.id.desc())
    )
    return db.session.scalars(wanted).all()


def kept_in(year: int) -> dict[int, CooperationReport]:
    """The newest of a year that is not taken back, by municipality; one statement."""
    wanted = (
        sa.select(CooperationReport)
        .where(CooperationReport.year == year, CooperationReport.withdrawn_at.is_(None))
        .order_by(CooperationReport.id)
    )
    return {one.municipality_id: one for one in db.session.scalars(wanted)}


def kept_by_id(municipality: Municipality, year: int, number: int) -> CooperationReport:
    """One of them. Raises NoResultFound when the municipality has none such for the year."""
    wanted = (
        sa.select(CooperationReport)
        .where(
            CooperationReport.id == number,
            CooperationReport.municipality_id == municipality.id,
            CooperationReport.year == year,
            CooperationReport.withdrawn_at.is_(None),
        )
        .options(
            joinedload(CooperationReport.kept_by),
            joinedload(CooperationReport.word_file),
            joinedload(CooperationReport.content_file),
        )
    )
    return db.session.scalars(wanted).one()
