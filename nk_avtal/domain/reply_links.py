"""How long a personal link opens its recommendation."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

AFTER_REPLY_DAY = timedelta(days=60)
"""A municipality that is late can still answer, and add its minutes excerpt."""


class LinkState(StrEnum):
    """Whether a link opens anything. Derived, never stored."""

    UNUSED = "unused"
    USED = "used"
    EXPIRED = "expired"
    REVOKED = "revoked"

    @property
    def opens(self) -> bool:
        """Whether somebody who has it can answer."""
        return self in (LinkState.UNUSED, LinkState.USED)


def state_of(
    expires_at: datetime, revoked_at: datetime | None, used_at: datetime | None, now: datetime
) -> LinkState:
    """The state at a moment; a revoked link stays revoked when its time runs out."""
    if revoked_at:
        return LinkState.REVOKED
    if now >= expires_at:
        return LinkState.EXPIRED
    return LinkState.USED if used_at else LinkState.UNUSED


def expiry(reply_by: date) -> datetime:
    """When a link made for a reply day stops to open anything: two months after it."""
    return datetime.combine(reply_by + AFTER_REPLY_DAY, time(), UTC)
