"""Whether the service lives and is ready, for whoever watches it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa
from flask import Blueprint, Response, abort, current_app, jsonify, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest
from sqlalchemy.exc import SQLAlchemyError

from nk_avtal import clock, migrating
from nk_avtal.blueprints.guard import public
from nk_avtal.config import LOOPBACK
from nk_avtal.db import db
from nk_avtal.documents import store
from nk_avtal.documents.places import lack_of_room
from nk_avtal.outbox import queries as outbox
from nk_avtal.reminders import heartbeats
from nk_avtal.reminders.queries import without_recipient

bp = Blueprint("health", __name__)

LATE_MAIL = timedelta(minutes=30)


@bp.get("/healthz")
@public
def live() -> Response:
    """The process answers."""
    return jsonify(status="ok")


@bp.get("/readyz")
@public
def ready() -> tuple[Response, int]:
    """Every part that the service needs, by name; no secrets, no addresses."""
    parts = {name: _outcome(check) for name, check in CHECKS.items()}
    well = all(outcome == "ok" for outcome in parts.values())
    answer = {"status": "ok" if well else "failing", "parts": parts, "warnings": _warnings()}
    return jsonify(answer), 200 if well else 503


def _warnings() -> list[str]:
    """What somebody has to mend although the service can be used (reliability R-05, R-12)."""
    try:
        unheard, failed = len(without_recipient(clock.today())), len(outbox.failed())
    except SQLAlchemyError:
        db.session.rollback()
        return []
    told = ((unheard, "deadlines reach nobody"), (failed, "mails were given up"))
    return [f"{count} {what}" for count, what in told if count]


def _outcome(check: Callable[[], str | None]) -> str:
    try:
        return check() or "ok"
    except SQLAlchemyError:
        db.session.rollback()
        return "the database does not answer"


def _database() -> str | None:
    url = db.engine.url
    if url.get_backend_name() == "postgresql":
        read_only = db.session.scalar(sa.text("SHOW transaction_read_only")) == "on"
        return "cannot be written" if read_only else None
    db.session.connection()
    return lack_of_room(Path(url.database or "").parent)


def _schema() -> str | None:
    return None if migrating.is_current() else "not the newest"


def _documents() -> str | None:
    return store.place().trouble()


def _scheduler() -> str | None:
    if not current_app.config["SCHEDULER"]:
        return None
    return heartbeats.trouble(clock.now())


def _mail() -> str | None:
    if current_app.config["MAIL_SUPPRESSED"] and not current_app.config["DEMO"]:
        return "turned off"
    _count, oldest = outbox.overdue(clock.now())
    if oldest and clock.now() - oldest > LATE_MAIL:
        return f"waiting since {oldest:%Y-%m-%d %H:%M} UTC"
    return None


CHECKS: dict[str, Callable[[], str | None]] = {
    "database": _database,
    "schema": _schema,
    "documents": _documents,
    "scheduler": _scheduler,
    "mail": _mail,
}


@bp.get("/metrics")
@public
def metrics() -> Response:
    """Figures for Prometheus, on loopback only."""
    if request.remote_addr not in LOOPBACK:
        abort(404)
    registry = CollectorRegistry()
    for name, text, value in _figures():
        Gauge(name, text, registry=registry).set(value)
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def _figures() -> list[tuple[str, str, float]]:
    _count, oldest = outbox.overdue(clock.now())
    overdue = (clock.now() - oldest).total_seconds() if oldest else 0
    silent = heartbeats.trouble(clock.now()) is not None
    return [
        ("nk_avtal_mail_waiting", "Mails that have not left", outbox.waiting()),
        ("nk_avtal_mail_failed", "Mails that were given up", len(outbox.failed())),
        ("nk_avtal_mail_overdue_seconds", "How late the latest mail is", overdue),
        ("nk_avtal_scheduler_silent", "1 when the scheduler is silent or failing", silent),
    ]
