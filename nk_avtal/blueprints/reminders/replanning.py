"""Planning reminders anew as soon as something has changed: about an agreement, about who is away,
or about the usual days."""

from __future__ import annotations

import structlog
from flask_babel import ngettext
from sqlalchemy.exc import OperationalError

from nk_avtal import clock
from nk_avtal.agreements.models import Agreement
from nk_avtal.blueprints import notices
from nk_avtal.db import db
from nk_avtal.reminders.running import run

log = structlog.get_logger("nk_avtal.web")


def replan(agreement: Agreement | None = None) -> int:
    """Plan what the agreement, or every one, now calls for and withdraw what it does not; how many
    were withdrawn. To be called after the change is committed; commits.

    The change stands whatever becomes of this: the hourly run makes up for it.
    """
    number = agreement.id if agreement else None
    try:
        return run(clock.today(), number).withdrawn
    except OperationalError as reason:
        db.session.rollback()
        log.warning("not_replanned", agreement=number, reason=type(reason.orig).__name__)
        return 0


def replanned(agreement: Agreement | None = None) -> None:
    """The same, and the page after says what was withdrawn."""
    if withdrawn := replan(agreement):
        text = ngettext(
            "En påminnelse som väntade har dragits tillbaka.",
            "%(num)s påminnelser som väntade har dragits tillbaka.",
            withdrawn,
        )
        notices.done(text)
