"""The visit to the form that plans a matter, by an account or by a personal link."""

from __future__ import annotations

from flask import flash, request
from flask_babel import gettext as _

from nk_avtal import clock
from nk_avtal.adoptions import preparing
from nk_avtal.blueprints.adoptions.plan_forms import PlanForm
from nk_avtal.blueprints.forms import number_or_none, options
from nk_avtal.bodies.models import Body
from nk_avtal.bodies.queries import bodies_of
from nk_avtal.db import db
from nk_avtal.domain.chains import Step
from nk_avtal.formats import long_date
from nk_avtal.recommendations.models import Addressee


def planned(form: PlanForm, addressee: Addressee) -> bool:
    """Whether the form has been sent and its plan is kept; else it shows what is to be shown."""
    every = bodies_of(addressee.municipality_id)
    bodies = {body.id: body for body in every if body.kind.decides}
    form.body.choices = options({number: body.name for number, body in bodies.items()})
    if request.method == "GET":
        _prefill(form, addressee, bodies)
    elif "planned_on_pick" in request.form:
        number, _sign, day = request.form["planned_on_pick"].partition(":")
        form.planned_on.data, form.body.data = day, number_or_none(number)
    else:
        return form.validate() and _kept(form, addressee, bodies)
    return False


def _prefill(form: PlanForm, addressee: Addressee, bodies: dict[int, Body]) -> None:
    suggested = addressee.recommendation.suggested_body
    usual = next((one.id for one in bodies.values() if one.kind is suggested), None)
    form.body.data = addressee.planned_body_id or usual
    form.planned_on.data = long_date(addressee.planned_on) if addressee.planned_on else ""
    told = [Step(one.body_name, one.planned_on) for one in preparing.steps_of(addressee)]
    form.fill_steps(told or preparing.usual_steps(addressee))


def _kept(form: PlanForm, addressee: Addressee, bodies: dict[int, Body]) -> bool:
    day = form.day(clock.today())
    body = bodies.get(form.body.data or 0)
    if body is None:
        form.refuse(_("Välj organ"), "body")
    steps = form.steps(clock.today(), day)
    if not form.errors:
        with form.explaining("planned_on"):
            preparing.plan(addressee, day, body)
    if not form.errors:
        with form.explaining("step_1"):
            preparing.prepare(addressee, steps)
            db.session.commit()
            flash(_("Mötet är planerat. Vi påminner när det har varit."), "notice")
    return not form.errors
