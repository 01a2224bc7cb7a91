"""Personal calendars: fetched by programs, made and withdrawn by their owners."""

from __future__ import annotations

from flask import Blueprint, Response, abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Redirect

from nk_avtal import clock
from nk_avtal.blueprints.guard import me, network_address, public, requires
from nk_avtal.blueprints.people.account import account_page
from nk_avtal.db import db
from nk_avtal.domain.people import Permission
from nk_avtal.domain.words import Language
from nk_avtal.feeds import actions, gathering, writing
from nk_avtal.formats import speaking
from nk_avtal.outbox.composing import SERVICE, link

bp = Blueprint("feeds", __name__)


@bp.get("/fornyelser/kalender.ics")
@public
def calendar() -> Response:
    """The calendar that the secret in the address opens. Any other secret opens nothing."""
    person = actions.opened(request.args.get("nyckel", ""), network_address())
    if person is None:
        abort(404)
    language: Language = "en" if person.language == "en" else "sv"
    with speaking(language):
        entries = gathering.entries_of(person, clock.today(), language)
        told = actions.told(person, entries, clock.today())
        content = writing.calendar(SERVICE, entries, told)
    answer = Response(content, mimetype="text/calendar")
    answer.headers["Content-Disposition"] = 'inline; filename="gemensamma-avtal.ics"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@bp.post("/konto/kalender")
@requires(Permission.SIGNED_IN)
def make() -> str:
    """Make the own calendar's address anew. It is shown this once: only its hash is kept."""
    token = actions.make_address(me())
    db.session.commit()
    return account_page(calendar_address=f"{link('feeds.calendar')}?nyckel={token}")


@bp.post("/konto/kalender/ta-bort")
@requires(Permission.SIGNED_IN)
def withdraw() -> Redirect:
    """Let the address open nothing any more."""
    actions.withdraw_address(me())
    db.session.commit()
    flash(_("Kalenderadressen är borttagen. Den som prenumererar på den får inget mer."), "notice")
    return redirect(url_for("people.account", _anchor="kalender"))
