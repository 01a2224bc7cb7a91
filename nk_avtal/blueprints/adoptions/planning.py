"""Saying when a matter comes up in the municipality, and on which way."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from nk_avtal import clock
from nk_avtal.adoptions import preparing, queries
from nk_avtal.blueprints.adoptions.plan_forms import PlanForm
from nk_avtal.blueprints.adoptions.routes import ADDRESS, bp, record_decisions
from nk_avtal.blueprints.forms import options
from nk_avtal.bodies.models import Body
from nk_avtal.bodies.queries import bodies_of, upcoming_meetings
from nk_avtal.db import db
from nk_avtal.domain.chains import Step
from nk_avtal.formats import long_date
from nk_avtal.municipalities.models import Municipality
from nk_avtal.recommendations.models import Addressee


@bp.route(f"{ADDRESS}/planera", methods=["GET", "POST"])
@record_decisions
def plan(municipality: Municipality, slug: str) -> str | tuple[str, int] | Response:
    """Which meeting takes the matter up; the reminders wait until it has been."""
    addressee = queries.addressee_of(municipality, slug, for_update=request.method == "POST")
    every = bodies_of(municipality.id)
    bodies = {body.id: body for body in every if body.kind.decides}
    form = PlanForm()
    form.body.choices = options({number: body.name for number, body in bodies.items()})
    if request.method == "GET":
        _prefill(form, addressee, bodies)
    elif "planned_on_pick" in request.form:
        number, _sign, day = request.form["planned_on_pick"].partition(":")
        form.planned_on.data, form.body.data = day, int(number) if number.isdecimal() else None
    elif form.validate_on_submit() and _planned(form, addressee, bodies):
        return redirect(url_for("start.index"))
    page = render_template(
        "adoptions/plan.html",
        form=form,
        addressee=addressee,
        names=[body.name for body in every],
        way=any(name.data for name, _day in form.rows),
        meetings=[
            one
            for one in upcoming_meetings(municipality.id, clock.today(), 8)
            if one.body.kind.decides
        ],
    )
    return page, form.status


def _prefill(form: PlanForm, addressee: Addressee, bodies: dict[int, Body]) -> None:
    suggested = addressee.recommendation.suggested_body
    usual = next((one.id for one in bodies.values() if one.kind is suggested), None)
    form.body.data = addressee.planned_body_id or usual
    form.planned_on.data = long_date(addressee.planned_on) if addressee.planned_on else ""
    told = [Step(one.body_name, one.planned_on) for one in preparing.steps_of(addressee)]
    form.fill_steps(told or preparing.usual_steps(addressee))


def _planned(form: PlanForm, addressee: Addressee, bodies: dict[int, Body]) -> bool:
    day = form.day(clock.today())
    body = bodies.get(form.body.data or 0)
    if body is None:
        form.refuse(_("Välj organ"), "body")
    steps = form.steps(clock.today(), day)
    if form.errors:
        return False
    with form.explaining("planned_on"):
        preparing.plan(addressee, day, body)
    with form.explaining("step_1"):
        preparing.prepare(addressee, steps)
    if not form.errors:
        db.session.commit()
        flash(_("Mötet är planerat. Vi påminner när det har varit."), "notice")
    return not form.errors


@bp.post(f"{ADDRESS}/planera/bort")
@record_decisions
def unplan(municipality: Municipality, slug: str) -> Response:
    """Take the planned meeting away."""
    preparing.plan(queries.addressee_of(municipality, slug, for_update=True), None, None)
    db.session.commit()
    flash(_("Planeringen är borttagen."), "notice")
    return redirect(url_for("start.index"))
