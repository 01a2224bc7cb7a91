"""The way of a matter in one municipality, and what came after the decision."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from nk_avtal import clock
from nk_avtal.adoptions import actions, queries, words
from nk_avtal.adoptions.facts import standings_where
from nk_avtal.adoptions.models import Decision
from nk_avtal.adoptions.ways import deviation_of, way_of
from nk_avtal.blueprints.adoptions.filling import Page
from nk_avtal.blueprints.adoptions.forms import FollowUpForm
from nk_avtal.blueprints.adoptions.routes import ADDRESS, bp, record_decisions
from nk_avtal.blueprints.guard import requires
from nk_avtal.db import db
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.people import Permission
from nk_avtal.municipalities.models import Municipality
from nk_avtal.recommendations.models import Addressee


@bp.get(f"{ADDRESS}/vag")
@requires(Permission.READ_ADOPTIONS)
def way(municipality: Municipality, slug: str) -> Page:
    """Body by body to the decision, and from its minutes to legal force."""
    addressee = queries.addressee_of(municipality, slug)
    form = FollowUpForm(formdata=None)
    followed = way_of(addressee, clock.today()).followed
    if followed:
        form.fill_from(followed)
    return _page(addressee, form)


@bp.post(f"{ADDRESS}/vag")
@record_decisions
def follow_up(municipality: Municipality, slug: str) -> Page:
    """Tell of an appeal, of legal force that has been checked, or of a court's judgement."""
    addressee = queries.addressee_of(municipality, slug, for_update=True)
    decision = way_of(addressee, clock.today()).followed
    form = FollowUpForm()
    if decision is None:
        return redirect(url_for("adoptions.way", municipality=municipality.slug, slug=slug))
    days = form.days(clock.today()) if form.validate() else {}
    if form.errors:
        return _page(addressee, form), 422
    if form.version.data != str(decision.version):
        return _page(addressee, form, theirs=decision), 409
    try:
        actions.follow_up(decision, **days)
    except RuleBroken as refusal:
        form.refuse_rule(refusal)
        return _page(addressee, form), 422
    db.session.commit()
    flash(_("Uppgifterna är sparade."), "notice")
    return redirect(url_for("adoptions.way", municipality=municipality.slug, slug=slug))


def _page(addressee: Addressee, form: FollowUpForm, theirs: Decision | None = None) -> str:
    today = clock.today()
    found = way_of(addressee, today)
    place = standings_where(Addressee.id == addressee.id, today)
    if found.followed:
        form.version.data = str(found.followed.version)
    return render_template(
        "adoptions/way.html",
        addressee=addressee,
        recommendation=addressee.recommendation,
        municipality=addressee.municipality,
        way=found,
        place=place[addressee.recommendation_id][addressee.municipality_id],
        deviation=deviation_of(found.counting) if found.counting else None,
        form=form,
        theirs=theirs,
        words=words,
        opened=request.method == "POST",
    )
