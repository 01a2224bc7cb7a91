"""Calendars: fetched by programs, made and withdrawn by those who read them."""

from __future__ import annotations

from flask import Blueprint, Response, abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Redirect

from nk_avtal import clock
from nk_avtal.blueprints.guard import me, network_address, public, requires
from nk_avtal.blueprints.people.account import account_page
from nk_avtal.db import db
from nk_avtal.domain.calendars import OWN, Holder, Subject
from nk_avtal.domain.people import Permission
from nk_avtal.domain.words import Language
from nk_avtal.feeds import actions, shared, writing
from nk_avtal.formats import speaking
from nk_avtal.outbox.composing import link

bp = Blueprint("feeds", __name__)


@bp.get("/fornyelser/kalender.ics")
@public
def calendar() -> Response:
    """The calendar that the secret in the address opens. Any other secret opens nothing."""
    feed = actions.opened(request.args.get("nyckel", ""), network_address())
    if feed is None:
        abort(404)
    language: Language = "en" if feed.person.language == "en" else "sv"
    subject = Subject.read(feed.subject) or OWN
    with speaking(language):
        found = shared.calendar_of(feed.person, subject, clock.today(), language)
        told = actions.told(feed, found.entries, clock.today())
        content = writing.calendar(found.name, found.entries, told)
    answer = Response(content, mimetype="text/calendar")
    answer.headers["Content-Disposition"] = 'inline; filename="gemensamma-avtal.ics"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@bp.post("/konto/kalender")
@requires(Permission.SIGNED_IN)
def make() -> str:
    """Make the address of a calendar anew: of the own one, or with `om` of a municipality's or a
    body's that this person may read. It is shown this once: only its hash is kept."""
    subject = _asked()
    if shared.name_for(me(), subject) is None:
        abort(404)
    token = actions.make_address(me(), subject)
    db.session.commit()
    address = f"{link('feeds.calendar')}?nyckel={token}"
    return account_page(calendar_address=address, calendar_of=subject)


@bp.post("/konto/kalender/ta-bort")
@requires(Permission.SIGNED_IN)
def withdraw() -> Redirect:
    """Let the address open nothing any more."""
    actions.withdraw_address(me(), _asked())
    db.session.commit()
    flash(_("Kalenderadressen är borttagen. Den som prenumererar på den får inget mer."), "notice")
    return redirect(url_for("people.account", _anchor="kalender"))


def _asked() -> Subject:
    subject = Subject.read(request.form.get("om", Holder.OWN))
    if subject is None:
        abort(404)
    return subject
