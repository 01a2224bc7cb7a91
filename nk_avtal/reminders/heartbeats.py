"""Whether the background work has been heard from (reliability R-13)."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa
from flask import current_app

from nk_avtal import clock
from nk_avtal.db import db
from nk_avtal.reminders.models import Heartbeat

SEND, REMIND = "send", "remind"
WORKERS = (SEND, REMIND)
"""The workers that are listened for. Each has a heartbeat of its own, or one that goes well would
hide that the other fails."""


def silent_after(name: str) -> timedelta:
    """How long a worker may be silent. Planning comes more seldom than sending."""
    usual = timedelta(seconds=current_app.config["SILENT_AFTER_SECONDS"])
    return usual if name == SEND else 2 * usual


def beat(name: str, failure: str = "") -> None:
    """Note that a worker is alive, and since when its turns have failed. Commits."""
    with db.sessionmaker() as session:
        found = session.get(Heartbeat, name) or Heartbeat(name=name)
        found.beat_at = clock.now()
        found.failing_since = (found.failing_since or clock.now()) if failure else None
        found.detail = failure[:500]
        session.merge(found)
        session.commit()


def trouble(now: datetime) -> str | None:
    """What is wrong with the workers in a few words, or None when they are well."""
    found = {one.name: one for one in db.session.scalars(sa.select(Heartbeat))}
    faults = (_trouble_of(name, found.get(name), now) for name in WORKERS)
    return next((fault for fault in faults if fault), None)


def _trouble_of(name: str, found: Heartbeat | None, now: datetime) -> str | None:
    if found is None:
        return f"{name} was never heard from"
    if now - found.beat_at > silent_after(name):
        return f"{name} is silent since {found.beat_at:%Y-%m-%d %H:%M} UTC"
    if found.failing_since:
        return f"{name} fails since {found.failing_since:%Y-%m-%d %H:%M} UTC: {_name(found.detail)}"
    return None


def _name(detail: str) -> str:
    """The kind of failure; what it says more may be meant for the log alone."""
    return detail.partition(":")[0]
