"""Mail that was given up: tried once more, or set aside when somebody has dealt with it."""

from __future__ import annotations

from flask import redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from nk_avtal.blueprints import notices
from nk_avtal.blueprints.admin.routes import bp
from nk_avtal.blueprints.guard import requires
from nk_avtal.db import db
from nk_avtal.domain.people import Permission
from nk_avtal.outbox import actions
from nk_avtal.outbox.queries import given_up


@bp.post("/admin/mejl/<int:message_id>/igen")
@requires(Permission.ADMINISTER)
def send_again(message_id: int) -> Response:
    """Try a mail once more."""
    message = given_up(message_id)
    actions.try_again(message)
    db.session.commit()
    notices.done(_("Mejlet till %(email)s skickas igen.", email=message.recipient))
    return redirect(url_for("start.index"))


@bp.post("/admin/mejl/<int:message_id>/avfarda")
@requires(Permission.ADMINISTER)
def set_aside(message_id: int) -> Response:
    """Take a mail off the list."""
    message = given_up(message_id)
    actions.set_aside(message)
    db.session.commit()
    undo = url_for("admin.send_again", message_id=message.id)
    notices.done_with_undo(_("Mejlet till %(email)s är avfärdat.", email=message.recipient), undo)
    return redirect(url_for("start.index"))
