"""What a recommendation about an agreement begins with, whoever writes it."""

from __future__ import annotations

from nk_avtal.agreements.models import Agreement
from nk_avtal.domain.agreements import Kind
from nk_avtal.domain.bodies import BodyKind

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


def object_name_of(agreement: Agreement) -> str:
    """What it is called in running text."""
    return _DEFINITE[agreement.kind]


def suggested_body_of(agreement: Agreement) -> BodyKind:
    """Which body of a municipality decides on it."""
    decides = agreement.decided_by
    return decides if decides and decides.decides else BodyKind.COUNCIL


def member_parties(agreement: Agreement) -> list[int]:
    """The members that are bound, and so decide."""
    return [one.municipality_id for one in agreement.parties if one.municipality_id]


def decision_point_of(agreement: Agreement) -> str:
    """What is proposed where nothing else is written."""
    return f"anta {agreement.title}"
