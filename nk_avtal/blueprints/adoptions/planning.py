"""Saying when a matter comes up in the municipality, and on which way."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from nk_avtal import clock
from nk_avtal.adoptions import preparing, queries
from nk_avtal.blueprints.adoptions.plan_forms import PlanForm
from nk_avtal.blueprints.adoptions.planned import planned
from nk_avtal.blueprints.adoptions.routes import ADDRESS, bp, record_decisions
from nk_avtal.bodies.queries import bodies_of, upcoming_meetings
from nk_avtal.db import db
from nk_avtal.municipalities.models import Municipality


@bp.route(f"{ADDRESS}/planera", methods=["GET", "POST"])
@record_decisions
def plan(municipality: Municipality, slug: str) -> str | tuple[str, int] | Response:
    """Which meeting takes the matter up; the reminders wait until it has been."""
    addressee = queries.addressee_of(municipality, slug, for_update=request.method == "POST")
    form, names = PlanForm(), [body.name for body in bodies_of(municipality.id)]
    if planned(form, addressee):
        return redirect(url_for("start.index"))
    page = render_template(
        "adoptions/plan.html",
        form=form,
        addressee=addressee,
        names=names,
        meetings=[
            one
            for one in upcoming_meetings(municipality.id, clock.today(), 8)
            if one.body.kind.decides
        ],
    )
    return page, form.status


@bp.post(f"{ADDRESS}/planera/bort")
@record_decisions
def unplan(municipality: Municipality, slug: str) -> Response:
    """Take the planned meeting away."""
    preparing.plan(queries.addressee_of(municipality, slug, for_update=True), None, None)
    db.session.commit()
    flash(_("Planeringen är borttagen."), "notice")
    return redirect(url_for("start.index"))
