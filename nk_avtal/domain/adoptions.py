"""What a municipality has decided on a recommendation, and where that leaves it."""

from __future__ import annotations

from enum import StrEnum


class Outcome(StrEnum):
    """What a body decided (domain: outcomes in a decision body). Stored."""

    ADOPTED = "adopted"
    ADOPTED_WITH_ADDITION = "adopted_with_addition"
    REFERRED_BACK = "referred_back"
    TABLED = "tabled"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    NOTED = "noted"
    PROPOSED = "proposed"  # to the next organ: never an adoption


class Standing(StrEnum):
    """A municipality's position on a recommendation (ux 5.2). Derived, never stored."""

    ADOPTED = "adopted"
    ADOPTED_WITH_ADDITION = "adopted_with_addition"
    PLANNED = "planned"
    MEETING_PASSED = "meeting_passed"
    WAITING = "waiting"
    LATE = "late"
    PAUSED = "paused"
    DECLINED = "declined"
    NOT_CONCERNED = "not_concerned"
