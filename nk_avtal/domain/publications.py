"""What the open register has told of an agreement, and when that was news."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime


@dataclass(frozen=True)
class Told:
    """What was last told. `published_at` is when it came, the latest time that it did."""

    fingerprint: str
    published_at: datetime
    changed_at: datetime
    withdrawn_at: datetime | None = None


def told(before: Told | None, shown: str | None, now: datetime) -> Told | None:
    """What has been told from now on, where `shown` is the fingerprint of what the register shows
    now, and None when it shows nothing of it."""
    if before is None:
        return Told(shown, now, now) if shown else None
    if shown is None:
        return before if before.withdrawn_at else replace(before, withdrawn_at=now)
    if before.withdrawn_at:
        return Told(shown, now, now)
    return (
        before
        if before.fingerprint == shown
        else replace(before, fingerprint=shown, changed_at=now)
    )
