"""What a new recommendation begins with, taken from its agreement."""

from __future__ import annotations

from typing import Any

from nk_avtal.agreements.models import Agreement
from nk_avtal.domain.agreements import Area, Kind
from nk_avtal.domain.bodies import BodyKind
from nk_avtal.recommendations import queries

_DEFINITE = {
    Kind.AGREEMENT: "avtalet",
    Kind.ACCORD: "överenskommelsen",
    Kind.COOPERATION: "samverkansavtalet",
    Kind.ADDENDUM: "tilläggsavtalet",
    Kind.GUIDELINE: "riktlinjen",
    Kind.PRICE_LIST: "prislistan",
    Kind.CHARTER: "stadgarna",
    Kind.STRATEGY: "strategin",
    Kind.OTHER: "förslaget",
}


def of(agreement: Agreement) -> dict[str, Any]:
    """The first values of the form: the member parties decide, on the newest document."""
    versions = queries.versions(agreement)
    decides = agreement.decided_by
    return {
        "title": agreement.title,
        "object_name": _DEFINITE[agreement.kind],
        "area": (agreement.areas[0].area if agreement.areas else Area.OTHER).value,
        "suggested_body": (decides if decides and decides.decides else BodyKind.COUNCIL).value,
        "addressees": [one.municipality_id for one in agreement.parties if one.municipality_id],
        "document_version": versions[0].id if versions else None,
        "decision_points": f"anta {agreement.title}",
    }
