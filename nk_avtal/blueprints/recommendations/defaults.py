"""What a new recommendation begins with, taken from its agreement."""

from __future__ import annotations

from typing import Any

from nk_avtal.agreements.models import Agreement
from nk_avtal.domain.agreements import Area
from nk_avtal.recommendations import beginnings, queries


def of(agreement: Agreement) -> dict[str, Any]:
    """The first values of the form: the member parties decide, on the newest document."""
    versions = queries.versions(agreement)
    return {
        "title": agreement.title,
        "object_name": beginnings.object_name_of(agreement),
        "area": (agreement.areas[0].area if agreement.areas else Area.OTHER).value,
        "suggested_body": beginnings.suggested_body_of(agreement).value,
        "addressees": beginnings.member_parties(agreement),
        "document_version": versions[0].id if versions else None,
        "decision_points": beginnings.decision_point_of(agreement),
    }
