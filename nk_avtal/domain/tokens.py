"""What other programs may do with a token, how long, and how often."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.phrases import Phrase

REQUESTS_A_MINUTE = 300
DAYS = (30, 90, 365)
"""For how many days a token can be made on the page of the account."""
USUAL_DAYS = 365
LONGEST_NAME = 80


class Access(StrEnum):
    """What a token lets a program do, within what its owner may."""

    READ = "read"
    WRITE = "write"


def opens(expires_at: datetime, revoked_at: datetime | None, now: datetime) -> bool:
    """Whether a token is still good."""
    return revoked_at is None and now < expires_at


def expiry(days: int, now: datetime) -> datetime:
    """When a token made now for so many days ends.

    Raises RuleBroken named `days` for less than a day or more than a year: a token that is
    forgotten must end by itself.
    """
    if not 1 <= days <= USUAL_DAYS:
        raise RuleBroken(_DAYS, name="days")
    return now + timedelta(days=days)


_DAYS = Phrase(
    "En nyckel gäller minst 1 och högst 365 dagar",
    "A token is good for at least 1 and at most 365 days",
)
