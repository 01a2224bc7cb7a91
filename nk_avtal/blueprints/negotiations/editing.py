"""Beginning a negotiation, changing what it is, and ending it."""

from __future__ import annotations

from flask import abort, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from nk_avtal import wording
from nk_avtal.agreements.models import Agreement
from nk_avtal.agreements.queries import agreement_by_slug
from nk_avtal.blueprints import conflict, notices
from nk_avtal.blueprints.forms import options
from nk_avtal.blueprints.guard import me
from nk_avtal.blueprints.negotiations.blueprint import Page, bp, to_workspace, writing
from nk_avtal.blueprints.negotiations.forms import BeginForm, NegotiationForm, lines_of
from nk_avtal.blueprints.reminders.replanning import replanned
from nk_avtal.db import db
from nk_avtal.domain.negotiations import NegotiationKind, NegotiationState
from nk_avtal.negotiations import actions, queries
from nk_avtal.negotiations.actions import Beginning
from nk_avtal.negotiations.models import Negotiation
from nk_avtal.people.queries import negotiators

PLAIN = ("title", "counterparty_called", "if_missed", "next_step")


@bp.route("/ny", methods=["GET", "POST"])
@writing
def begin() -> Page:
    """Begin a negotiation about an agreement (`?avtal=`), which is chosen first."""
    if "avtal" not in request.args:
        return redirect(url_for("agreements.index"))
    agreement = agreement_by_slug(request.args.get("avtal", ""), me())
    form = _offering(BeginForm(), agreement)
    if request.method == "GET":
        form.title.data = agreement.title
        parties = (one.organisation for one in agreement.parties if one.organisation)
        form.counterparties.data = "\n".join(parties)
    elif form.validate():
        what = Beginning(
            title=form.title.data,
            kind=NegotiationKind(form.kind.data),
            counterparties=lines_of(form.counterparties.data),
            group=_chosen(form),
            follows=_followed(form, agreement),
        )
        negotiation = actions.begin(agreement, what, me())
        db.session.commit()
        notices.done(_("Förhandlingen är påbörjad. Skriv vad ni vill lösa."))
        return to_workspace(negotiation.slug)
    return render_template("negotiations/begin.html", form=form, agreement=agreement), form.status


def _offering(form: BeginForm, agreement: Agreement) -> BeginForm:
    people = {one.id: one.name for one in negotiators() if one.id != me().id}
    form.group.choices = options(people)
    earlier = {one.id: one.title for one in queries.about(agreement, me())}
    form.follows.choices = options({"": _("Ingen, vi börjar från början")} | earlier)
    return form


def _chosen(form: BeginForm) -> tuple[int, ...]:
    known = {choice.value for choice in form.group.choices}
    return tuple(one for one in form.group.data or () if one in known)


def _followed(form: BeginForm, agreement: Agreement) -> Negotiation | None:
    earlier = queries.about(agreement, me())
    return next((one for one in earlier if one.id == form.follows.data), None)


@bp.route("/<slug>/andra", methods=["GET", "POST"])
@writing
def edit_negotiation(slug: str) -> Page:
    """Change what the negotiation is, its target day and its next step."""
    negotiation = queries.to_write(slug, me())
    form = NegotiationForm()
    rows, status = [], 200
    if request.method == "GET":
        _show(form, negotiation)
    elif form.validate():
        if not conflict.meanwhile(form, negotiation):
            return _saved(negotiation, form)
        saved = NegotiationForm(formdata=None)
        _show(saved, negotiation)
        form.version.data = str(negotiation.version)
        rows, status = conflict.rows(form, saved), 409
    page = render_template(
        "negotiations/edit.html",
        form=form,
        negotiation=negotiation,
        rows=rows,
        states=[one for one in NegotiationState if one is not negotiation.state],
    )
    return page, max(status, form.status)


def _saved(negotiation: Negotiation, form: NegotiationForm) -> Response:
    for name in PLAIN:
        setattr(negotiation, name, form[name].data)
    negotiation.kind = NegotiationKind(form.kind.data)
    negotiation.target_on, negotiation.next_step_on = form.target_on.day, form.next_step_on.day
    actions.set_counterparties(negotiation, lines_of(form.counterparties.data))
    actions.revise(negotiation)
    db.session.commit()
    notices.done(_("Ändringarna är sparade."))
    replanned(negotiation.agreement)
    return to_workspace(negotiation.slug)


def _show(form: NegotiationForm, negotiation: Negotiation) -> None:
    for name in PLAIN:
        form[name].data = getattr(negotiation, name)
    form.kind.data = negotiation.kind.value
    form.counterparties.data = "\n".join(one.organisation for one in negotiation.counterparties)
    for name in ("target_on", "next_step_on"):
        day = getattr(negotiation, name)
        form[name].data = day.isoformat() if day else ""
    form.version.data = str(negotiation.version)


@bp.post("/<slug>/avsluta")
@writing
def end(slug: str) -> Response:
    """Let the negotiation be agreed or stopped, or open it again."""
    negotiation = queries.to_write(slug, me())
    wanted = request.form.get("state", "")
    if wanted not in tuple(NegotiationState):
        abort(400)
    actions.end(negotiation, NegotiationState(wanted))
    db.session.commit()
    word = str(wording.NEGOTIATION_STATES[negotiation.state]).lower()
    notices.done(_("Förhandlingens läge är nu: %(state)s.", state=word))
    replanned(negotiation.agreement)
    return to_workspace(slug)
