"""Registering an agreement and changing it."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from nk_avtal import clock
from nk_avtal.agreements import actions
from nk_avtal.agreements.goal_sets import offered
from nk_avtal.agreements.goals import Goal
from nk_avtal.agreements.models import Agreement
from nk_avtal.agreements.queries import agreement_by_slug, agreement_for_page, others
from nk_avtal.blueprints import conflict, notices
from nk_avtal.blueprints.agreements.entry_fields import fill_entry, show_entry
from nk_avtal.blueprints.agreements.forms import AgreementForm, RelationForm
from nk_avtal.blueprints.agreements.routes import bp
from nk_avtal.blueprints.forms import options
from nk_avtal.blueprints.guard import me, requires
from nk_avtal.blueprints.reminders.replanning import replanned
from nk_avtal.db import db
from nk_avtal.domain.agreements import Area, Cooperation, Kind, Relation
from nk_avtal.domain.bodies import BodyKind
from nk_avtal.domain.people import Permission
from nk_avtal.municipalities.queries import members
from nk_avtal.people.queries import association_people

Page = str | tuple[str, int] | Response
writing = requires(Permission.WRITE_AGREEMENTS)
PLAIN = ("title", "summary", "counterparty_contact", "compensation", "legal_basis")


@bp.route("/avtal/nytt", methods=["GET", "POST"])
@writing
def new() -> Page:
    """Register an agreement, as a draft."""
    form = _offering(AgreementForm(), None)
    if request.method == "GET":
        form.responsible.data = me().id
    if form.validate_on_submit():
        with form.explaining("number"):
            agreement = actions.register(form.title.data, Kind(form.kind.data))
            _fill(agreement, form)
            db.session.commit()
            notices.done(_("Avtalet är registrerat som utkast. Skriv in villkoren också."))
            return redirect(url_for("agreements.terms", slug=agreement.slug))
    return render_template("agreements/form.html", form=form, agreement=None), form.status


@bp.route("/avtal/<slug>/andra", methods=["GET", "POST"])
@writing
def edit(slug: str) -> Page:
    """Change what the agreement is and who is bound."""
    agreement = agreement_by_slug(slug, me())
    form = _offering(AgreementForm(), agreement)
    if request.method == "GET":
        _show(form, agreement)
    elif form.validate_on_submit():
        if conflict.meanwhile(form, agreement):
            return conflict.page("agreements/form.html", form, _saved(agreement), agreement)
        with form.explaining("number"):
            with db.session.no_autoflush:
                _fill(agreement, form)
                told = actions.is_told_otherwise(agreement)
                actions.revise(agreement)
            db.session.commit()
            notices.done(_("Ändringarna är sparade."))
            if told:
                replanned(agreement)
            return redirect(url_for("agreements.show", slug=slug))
    return render_template("agreements/form.html", form=form, agreement=agreement), form.status


def _saved(agreement: Agreement) -> AgreementForm:
    """The agreement as somebody else has saved it, to compare with."""
    form = _offering(AgreementForm(formdata=None), agreement)
    _show(form, agreement)
    return form


def _offering(form: AgreementForm, agreement: Agreement | None) -> AgreementForm:
    """What can be chosen; a responsible person who has left stays among the choices."""
    people = {one.id: one.name for one in association_people()}
    if agreement:
        for one in (agreement.responsible, agreement.manager):
            if one:
                people.setdefault(one.id, one.name)
    nobody: dict[Any, Any] = {"": _("Ingen")}
    form.responsible.choices = options(nobody | people)
    form.manager.choices = options(nobody | people)
    towns = options({one.id: one.name for one in members()})
    form.municipalities.choices, form.entry_named.choices = towns, towns
    goals = {one.id: f"{one.programme}: {one.title}" for one in _goals(agreement)}
    form.goals.choices = options(goals)
    return form


def _goals(agreement: Agreement | None) -> list[Goal]:
    """The goals of today, and those that the agreement serves since earlier."""
    chosen = {one.goal_id for one in agreement.goal_links} if agreement else set()
    return offered(clock.today(), chosen)


def _show(form: AgreementForm, agreement: Agreement) -> None:
    for name in PLAIN:
        form[name].data = getattr(agreement, name)
    form.number.data = agreement.number or ""
    form.kind.data = agreement.kind.value
    form.areas.data = [one.area.value for one in agreement.areas]
    form.municipalities.data = [
        one.municipality_id for one in agreement.parties if one.municipality_id
    ]
    form.organisations.data = "\n".join(
        one.organisation for one in agreement.parties if one.organisation
    )
    form.responsible.data = agreement.responsible_id
    form.manager.data = agreement.manager_id
    form.decided_by.data = agreement.decided_by.value if agreement.decided_by else ""
    show_entry(form, agreement)
    form.cooperation.data = agreement.cooperation.value
    form.goals.data = [one.goal_id for one in agreement.goal_links]
    form.version.data = str(agreement.version)


def _fill(agreement: Agreement, form: AgreementForm) -> None:
    for name in PLAIN:
        setattr(agreement, name, form[name].data)
    agreement.kind = Kind(form.kind.data)
    agreement.decided_by = BodyKind(form.decided_by.data) if form.decided_by.data else None
    agreement.cooperation = Cooperation(form.cooperation.data)
    known = _offered(form.responsible)
    agreement.responsible_id = form.responsible.data if form.responsible.data in known else None
    agreement.responsible_listed = "" if agreement.responsible_id else agreement.responsible_listed
    agreement.manager_id = form.manager.data if form.manager.data in known else None
    agreement.manager_listed = "" if agreement.manager_id else agreement.manager_listed
    actions.set_number(agreement, form.number.data)
    actions.set_areas(agreement, (Area(one) for one in form.areas.data))
    towns = _offered(form.municipalities)
    chosen = tuple(one for one in form.municipalities.data if one in towns)
    actions.set_members(agreement, actions.Members(chosen, form.other_parties()))
    fill_entry(agreement, form)
    aims = _offered(form.goals)
    actions.set_goals(agreement, (one for one in form.goals.data if one in aims))


def _offered(field: Any) -> set[Any]:
    return {choice.value for choice in field.choices}


@bp.route("/avtal/<slug>/samband", methods=["GET", "POST"])
@writing
def relations(slug: str) -> Page:
    """Say how the agreement stands to another."""
    agreement = agreement_for_page(slug, me())
    form = RelationForm()
    choices = {one.id: one for one in others(agreement, me())}
    form.other.choices = options({number: one.title for number, one in choices.items()})
    if form.validate_on_submit():
        other = choices.get(form.other.data)
        if other is None:
            form.refuse(_("Välj ett avtal"), "other")
        else:
            actions.relate(agreement, other, Relation(form.relation.data))
            db.session.commit()
            notices.done(_("Sambandet är sparat."))
            return redirect(url_for("agreements.show", slug=slug))
    return render_template("agreements/relations.html", form=form, agreement=agreement), form.status


@bp.post("/avtal/<slug>/samband/<int:relation_id>/bort")
@writing
def unrelate(slug: str, relation_id: int) -> Response:
    """Take a relation away."""
    agreement = agreement_for_page(slug, me())
    agreement.relations = [one for one in agreement.relations if one.id != relation_id]
    db.session.commit()
    notices.done(_("Sambandet är borttaget."))
    return redirect(url_for("agreements.relations", slug=slug))
