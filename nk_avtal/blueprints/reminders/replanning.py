"""Planning an agreement's reminders anew as soon as something about it has changed."""

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


def replanned(agreement: Agreement) -> None:
    """Plan what the agreement now calls for and withdraw what it does not; the page after says
    what was withdrawn. To be called after the change is committed; commits.

    The change stands whatever becomes of this: the hourly run makes up for it.
    """
    try:
        withdrawn = run(clock.today(), agreement.id).withdrawn
    except OperationalError as reason:
        db.session.rollback()
        log.warning("not_replanned", agreement=agreement.id, reason=type(reason.orig).__name__)
        return
    if withdrawn:
        text = ngettext(
            "En påminnelse som väntade har dragits tillbaka.",
            "%(num)s påminnelser som väntade har dragits tillbaka.",
            withdrawn,
        )
        notices.done(text)
