"""Planning rounds, holding, closing and reopening them, and their meeting notes."""

from __future__ import annotations

from flask import abort, flash, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.exc import NoResultFound
from werkzeug.wrappers import Response

from nk_avtal.blueprints import conflict, notices
from nk_avtal.blueprints.forms import language
from nk_avtal.blueprints.guard import me
from nk_avtal.blueprints.negotiations.blueprint import Page, bp, to_workspace, writing
from nk_avtal.blueprints.negotiations.forms import RoundForm
from nk_avtal.db import db
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.negotiations import RoundStep, steps_from
from nk_avtal.negotiations import actions, queries
from nk_avtal.negotiations.actions import Meeting
from nk_avtal.negotiations.models import Negotiation, Round

TEMPLATE = "negotiations/round_form.html"


@bp.route("/<slug>/rundor/ny", methods=["GET", "POST"])
@writing
def plan(slug: str) -> Page:
    """Plan a further round."""
    negotiation = queries.to_write(slug, me())
    form = RoundForm()
    if form.validate_on_submit():
        made = actions.plan_round(negotiation, _meeting(form))
        made.meeting_notes = form.meeting_notes.data
        db.session.commit()
        notices.done(_("Runda %(number)s är planerad.", number=made.number))
        return to_workspace(slug)
    page = render_template(TEMPLATE, form=form, negotiation=negotiation, round=None, steps=())
    return page, form.status


@bp.route("/<slug>/rundor/<int:number>", methods=["GET", "POST"])
@writing
def edit_round(slug: str, number: int) -> Page:
    """When a round meets, and what was said there."""
    negotiation = queries.to_write(slug, me())
    found = _numbered(negotiation, number)
    form = RoundForm()
    rows, status = [], 200
    if request.method == "GET":
        _show(form, found)
    elif form.validate():
        if not conflict.meanwhile(form, found):
            actions.set_meeting(found, _meeting(form))
            found.meeting_notes = form.meeting_notes.data
            db.session.commit()
            notices.done(_("Runda %(number)s är sparad.", number=number))
            return to_workspace(slug)
        saved = RoundForm(formdata=None)
        _show(saved, found)
        form.version.data = str(found.version)
        rows, status = conflict.rows(form, saved), 409
    page = render_template(
        TEMPLATE,
        form=form,
        negotiation=negotiation,
        round=found,
        rows=rows,
        steps=steps_from(found.state),
    )
    return page, max(status, form.status)


def _numbered(negotiation: Negotiation, number: int) -> Round:
    found = next((one for one in negotiation.rounds if one.number == number), None)
    if found is None:
        raise NoResultFound
    return found


def _meeting(form: RoundForm) -> Meeting:
    return Meeting(form.meets_on.day, form.meets_at.data, bool(form.is_latest.data))


def _show(form: RoundForm, found: Round) -> None:
    form.meets_on.data = found.meets_on.isoformat() if found.meets_on else ""
    form.meets_at.data, form.is_latest.data = found.meets_at, found.is_latest
    form.meeting_notes.data = found.meeting_notes
    form.version.data = str(found.version)


DONE = {
    RoundStep.HOLD: lambda number: _("Runda %(number)s är hållen.", number=number),
    RoundStep.CLOSE: lambda number: _("Runda %(number)s är avslutad.", number=number),
    RoundStep.REOPEN: lambda number: _("Runda %(number)s är öppen igen.", number=number),
}


@bp.post("/<slug>/rundor/<int:number>/steg")
@writing
def take_round(slug: str, number: int) -> Response:
    """Hold, close or reopen a round; a closed one is reopened from the notice too."""
    negotiation = queries.to_write(slug, me())
    _numbered(negotiation, number)
    wanted = request.values.get("step", "")
    if wanted not in tuple(RoundStep):
        abort(400)
    step = RoundStep(wanted)
    try:
        actions.take_round(negotiation, number, step)
    except RuleBroken as refusal:
        flash(f"{refusal.text(language())}.", "error")
        return to_workspace(slug)
    db.session.commit()
    if step is RoundStep.CLOSE:
        undo = url_for(
            "negotiations.take_round", slug=slug, number=number, step=RoundStep.REOPEN.value
        )
        notices.done_with_undo(DONE[step](number), undo)
    else:
        notices.done(DONE[step](number))
    return to_workspace(slug)
