"""Whether the background work has been heard from (reliability R-13)."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from nk_avtal import clock
from nk_avtal.db import db
from nk_avtal.reminders.models import Heartbeat

SILENT_AFTER = timedelta(minutes=5)


def beat(name: str, failure: str = "") -> None:
    """Note that a worker is alive, and since when its turns have failed. Commits."""
    with db.sessionmaker() as session:
        found = session.get(Heartbeat, name) or Heartbeat(name=name)
        found.beat_at = clock.now()
        found.failing_since = (found.failing_since or clock.now()) if failure else None
        found.detail = failure[:500]
        session.merge(found)
        session.commit()


def trouble(name: str, now: datetime) -> str | None:
    """What is wrong with a worker in a few words, or None when it is well."""
    found = db.session.scalars(sa.select(Heartbeat).where(Heartbeat.name == name)).first()
    if found is None:
        return "never heard from"
    if now - found.beat_at > SILENT_AFTER:
        return f"silent since {found.beat_at:%Y-%m-%d %H:%M} UTC"
    return "its last turn failed" if found.failing_since else None
