"""A matter's way: which bodies it comes to, in which order and at which meetings."""

from __future__ import annotations

from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask_babel import gettext as _

from nk_avtal import clock
from nk_avtal.blueprints import notices
from nk_avtal.blueprints.matters import forms
from nk_avtal.blueprints.matters.blueprint import BOTH, Page, bp, preparing
from nk_avtal.bodies.queries import bodies_of
from nk_avtal.db import db
from nk_avtal.matters import actions, queries
from nk_avtal.matters.models import Matter, Stop


@bp.route("/arenden/<slug>/vag", methods=BOTH)
@preparing
def way(slug: str) -> Page:
    """Which bodies the matter comes to, in which order and at which meetings."""
    matter = queries.by_slug(slug)
    bodies = bodies_of(None)
    left = queries.stops_left(matter)
    wanted = {one.id for one in bodies} | {one.body_id for one in left}
    meetings = queries.meetings_of(wanted, clock.today())
    form = forms.way_form(left, bodies, meetings)
    stale = request.method == "POST" and _is_stale(form, matter)
    if request.method == "GET":
        form.version.data = str(matter.version)
    elif form.validate() and not stale:
        every = [one for found in meetings.values() for one in found]
        with form.explaining():
            actions.arrange(matter, forms.planned_of(form, left, every))
            db.session.commit()
            notices.done(_("Vägen är sparad."))
            return redirect(url_for("matters.show", slug=slug))
    if stale:
        form.refuse(
            _("Någon annan har ändrat ärendet sedan du öppnade sidan. Spara igen, så gäller ditt")
        )
    page = render_template("matters/way.html", form=form, matter=matter)
    return page, 409 if stale else form.status


def _is_stale(form: Any, matter: Matter) -> bool:
    """Whether somebody has saved the matter since the page was opened."""
    if form.version.data == str(matter.version):
        return False
    form.version.data = str(matter.version)
    return True


def stop_of(slug: str, stop_id: int) -> Stop:
    """A stop of the matter of an address, or 404."""
    matter = queries.by_slug(slug)
    found = next((one for one in matter.stops if one.id == stop_id), None)
    return found or abort(404)
