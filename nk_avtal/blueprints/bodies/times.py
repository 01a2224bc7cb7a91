"""How long a municipality usually needs between its bodies: the page where it says so."""

from __future__ import annotations

from flask import redirect, render_template, request
from flask_babel import gettext as _

from nk_avtal.blueprints import notices
from nk_avtal.blueprints.bodies.forms import TimesForm
from nk_avtal.blueprints.bodies.pages import Page
from nk_avtal.blueprints.bodies.plans import Plan
from nk_avtal.bodies.usual_times import said_by, say
from nk_avtal.db import db
from nk_avtal.domain.usual_times import UsualTimes
from nk_avtal.municipalities.models import Municipality


def page(municipality: Municipality) -> Page:
    """Say it, or go back to what is usual by leaving a field empty."""
    plan, said = Plan(municipality), said_by(municipality.id)
    form = TimesForm()
    if request.method == "GET":
        form.fill_from(said)
    elif form.validate_on_submit():
        days = form.read()
        if not form.errors and not _is_stale(form, said.version if said else 0):
            say(municipality.id, days, bool(form.working_committee.data))
            db.session.commit()
            notices.done(_("Tiderna är sparade."))
            return redirect(plan.url("list"))
    shown = render_template("bodies/times.html", form=form, plan=plan, usual=UsualTimes())
    return shown, 409 if form.form_errors else form.status


def _is_stale(form: TimesForm, version: int) -> bool:
    if form.version.data == str(version):
        return False
    form.version.data = str(version)
    form.refuse(
        _("Någon annan har ändrat tiderna sedan du öppnade sidan. Spara igen, så gäller dina")
    )
    return True
