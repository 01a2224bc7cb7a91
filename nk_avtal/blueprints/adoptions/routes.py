"""A municipality's decision: record, change, undo."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from nk_avtal import clock
from nk_avtal.adoptions import actions, queries
from nk_avtal.adoptions.facts import standings_of, tally_of
from nk_avtal.adoptions.models import Decision
from nk_avtal.blueprints.adoptions.filling import Filling, Page, answer
from nk_avtal.blueprints.adoptions.forms import DecisionForm
from nk_avtal.blueprints.guard import me, requires
from nk_avtal.db import db
from nk_avtal.domain.adoptions import place_in_order
from nk_avtal.domain.people import Permission
from nk_avtal.municipalities.models import Municipality
from nk_avtal.recommendations.models import Addressee

bp = Blueprint("adoptions", __name__)

record_decisions = requires(Permission.RECORD_OWN_DECISION, Permission.RECORD_DECISION_ON_BEHALF)
ADDRESS = "/kommuner/<municipality>/beslut/<slug>"


@bp.route(ADDRESS, methods=["GET", "POST"])
@record_decisions
def record(municipality: Municipality, slug: str) -> Page:
    """The form, and what becomes of it."""
    addressee = queries.addressee_of(municipality, slug, for_update=request.method == "POST")
    return answer(
        Filling(
            addressee=addressee,
            form=DecisionForm(),
            decision=_decision_to_change(addressee),
            by=actions.Recorder(me()),
            template="adoptions/record.html",
            done=_address(addressee, "receipt"),
        )
    )


def _decision_to_change(addressee: Addressee) -> Decision | None:
    """The decision that counts; a matter that was sent back gets a new one instead, unless the
    address asks to change the old (`?andra=ja`)."""
    current = queries.counting_decision(addressee)
    asked = request.args.get("andra") == "ja"
    return current if current and (asked or queries.settles(current)) else None


def _address(addressee: Addressee, page: str) -> str:
    return url_for(
        f"adoptions.{page}",
        municipality=addressee.municipality.slug,
        slug=addressee.recommendation.slug,
    )


@bp.get(f"{ADDRESS}/kvitto")
@record_decisions
def receipt(municipality: Municipality, slug: str) -> Page:
    """What was recorded, what happens now, and the way to take it back."""
    addressee = queries.addressee_of(municipality, slug)
    decision = queries.last_recorded(addressee)
    if decision is None:
        return redirect(_address(addressee, "record"))
    today = clock.today()
    places = standings_of([addressee.recommendation_id], today)[addressee.recommendation_id]
    counting = [place.decision.facts for place in places.values() if place.decision]
    return render_template(
        "adoptions/receipt.html",
        addressee=addressee,
        recommendation=addressee.recommendation,
        municipality=municipality,
        decision=decision,
        order=place_in_order(queries.facts_of(decision), counting),
        tally=tally_of(places),
        can_undo=actions.can_undo(decision, me()),
        coming=queries.open_matters(municipality, today)[:3],
    )


@bp.post(f"{ADDRESS}/angra")
@record_decisions
def undo(municipality: Municipality, slug: str) -> Response:
    """Take back what was just recorded."""
    addressee = queries.addressee_of(municipality, slug, for_update=True)
    decision = queries.last_recorded(addressee)
    if decision is None:
        return redirect(_address(addressee, "record"))
    actions.undo(decision, me())
    db.session.commit()
    flash(_("Beslutet är ångrat. Inget mejl om det skickas."), "notice")
    return redirect(_address(addressee, "record"))
