"""What the association must know whichever page it is on: what does not work as it should."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import structlog
from flask import current_app, g, request
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.exc import SQLAlchemyError

from nk_avtal import clock
from nk_avtal.db import db
from nk_avtal.domain.people import Role
from nk_avtal.outbox import queries as outbox
from nk_avtal.reminders import heartbeats

DELAYED_AFTER = timedelta(minutes=5)
MAILING_PAGES = frozenset({"recommendations", "deadlines"})

log = structlog.get_logger("nk_avtal.banners")


def banners() -> list[dict[str, str]]:
    """The warnings for the page that is being made, each with kind, text and url."""
    person = g.get("person")
    if not person:
        return []
    found = list(_for_everybody())
    if not person.role.is_municipal:
        try:
            found += _for_association(person.role, clock.now())
        except SQLAlchemyError as reason:  # the page that tells of it must come all the same
            db.session.rollback()
            log.warning("banners_failed", reason=type(reason).__name__)
    return found


def _for_everybody() -> Iterator[dict[str, str]]:
    if current_app.config["MAIL_SUPPRESSED"]:
        yield _banner("warning", _("Mejl är avstängda i den här kopian. Ingenting skickas."))


def _for_association(role: Role, now: datetime) -> Iterator[dict[str, str]]:
    count, oldest = outbox.overdue(now)
    if oldest and now - oldest > DELAYED_AFTER and not current_app.config["MAIL_SUPPRESSED"]:
        text = ngettext(
            "Mejlen är försenade. Ett mejl väntar och skickas när det fungerar igen.",
            "Mejlen är försenade. %(num)s mejl väntar och skickas när det fungerar igen.",
            count,
        )
        yield _banner("warning", text)
    if role is Role.ADMIN and heartbeats.trouble(now):
        yield _banner(
            "warning",
            _("Påminnelserna står still. Bakgrundsarbetet har inte hörts av som det ska."),
        )
    concerned = role is Role.ADMIN or request.blueprint in MAILING_PAGES
    if concerned and not current_app.config["MAIL_SERVER"]:
        yield _banner(
            "info", _("Ingen mejlserver är inställd. Mejl skrivs till filer och når ingen.")
        )


def _banner(kind: str, text: str) -> dict[str, str]:
    return {"kind": kind, "text": text, "url": ""}
