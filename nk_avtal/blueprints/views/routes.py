"""Saving, renaming and removing the own views."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Redirect

from nk_avtal import clock
from nk_avtal.blueprints import notices
from nk_avtal.blueprints.forms import language
from nk_avtal.blueprints.guard import me, requires
from nk_avtal.blueprints.views.shown import address, address_of
from nk_avtal.db import db
from nk_avtal.digests.news import rows_now
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.mail_choices import MailChoice
from nk_avtal.domain.people import Permission
from nk_avtal.views import actions
from nk_avtal.views.models import SavedView, ViewPage
from nk_avtal.views.places import PLACES, asked_of
from nk_avtal.views.queries import view_of

bp = Blueprint("views", __name__)

OWN = requires(Permission.SIGNED_IN)


@bp.post("/konto/vyer")
@OWN
def save() -> Redirect:
    """Save what a list is asked under a name, and go back to the list."""
    name = request.form.get("sida", "")
    if name not in tuple(ViewPage) or not me().may(PLACES[ViewPage(name)].needs):
        abort(400)
    page = ViewPage(name)
    asked = asked_of(page, request.form)
    try:
        view = actions.save(me(), page, request.form.get("namn", ""), asked)
    except RuleBroken as refusal:
        flash(f"{refusal.text(language())}.", "error")
    else:
        db.session.commit()
        notices.done(_("Vyn %(name)s är sparad. Du hittar den här och på Konto.", name=view.name))
    return redirect(address_of(page, asked))


@bp.post("/konto/vyer/<int:view_id>")
@OWN
def rename(view_id: int) -> Redirect:
    """Call an own view something else."""
    view = view_of(me(), view_id)
    try:
        actions.rename(view, request.form.get("namn", ""))
    except RuleBroken as refusal:
        flash(f"{refusal.text(language())}.", "error")
    else:
        db.session.commit()
        notices.done(_("Vyn heter nu %(name)s.", name=view.name))
    return _back()


@bp.post("/konto/vyer/<int:view_id>/bort")
@OWN
def remove(view_id: int) -> Redirect:
    """Remove an own view; it can be put back."""
    view = view_of(me(), view_id)
    actions.remove(view)
    db.session.commit()
    undo = url_for("views.put_back", view_id=view_id)
    notices.done_with_undo(_("Vyn %(name)s är borttagen.", name=view.name), undo)
    return _back()


@bp.post("/konto/vyer/<int:view_id>/tillbaka")
@OWN
def put_back(view_id: int) -> Redirect:
    """List an own view again."""
    view = view_of(me(), view_id)
    actions.put_back(view)
    db.session.commit()
    notices.done(_("Vyn %(name)s är tillbaka.", name=view.name))
    return _back()


@bp.post("/konto/vyer/<int:view_id>/nytt")
@OWN
def follow(view_id: int) -> Redirect:
    """Tell of what is new in an own view, in the weekly letter. Whoever gets no letter gets it
    from now on, as the page says beside the button."""
    view = view_of(me(), view_id)
    if not me().may(PLACES[view.page].needs):
        abort(404)
    actions.follow(view, rows_now(view, me(), clock.today()))
    if not me().mails.has_letter:
        me().mail_choice = MailChoice.BOTH
    db.session.commit()
    notices.done(_("Det som är nytt i vyn %(name)s står i ditt veckobrev.", name=view.name))
    return _to_where(view)


@bp.post("/konto/vyer/<int:view_id>/nytt/bort")
@OWN
def unfollow(view_id: int) -> Redirect:
    """Tell of what is new in an own view no more."""
    view = view_of(me(), view_id)
    actions.unfollow(view)
    db.session.commit()
    notices.done(_("Veckobrevet berättar inte längre om vyn %(name)s.", name=view.name))
    return _to_where(view)


def _to_where(view: SavedView) -> Redirect:
    """Back to the page with the button: the view, the account, or the choice of mails."""
    came_from = request.form.get("fran", "")
    if came_from == "konto" or not me().may(PLACES[view.page].needs):
        return _back()
    return redirect(url_for("digests.choose") if came_from == "mejl" else address(view))


def _back() -> Redirect:
    return redirect(url_for("people.account", _anchor="vyer"))
