"""The only reader of the clock. Days are Swedish days; instants are UTC."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from flask import current_app, has_app_context

DEFAULT_ZONE = "Europe/Stockholm"


def zone() -> ZoneInfo:
    """The time zone in which days begin and end."""
    if has_app_context():
        return ZoneInfo(current_app.config["TIMEZONE"])
    return ZoneInfo(os.environ.get("NK_AVTAL_TIMEZONE", DEFAULT_ZONE))


def now() -> datetime:
    """The present instant, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The present day, or the fixed day of a demonstration (`NK_AVTAL_TODAY`)."""
    fixed: date | None = current_app.config["TODAY"] if has_app_context() else None
    return fixed or now().astimezone(zone()).date()


def day_of(instant: datetime) -> date:
    """The day on which an instant fell here: at half past midnight in summer UTC has yesterday."""
    return instant.astimezone(zone()).date()
