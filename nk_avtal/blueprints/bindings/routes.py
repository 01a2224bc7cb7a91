"""Registering a party's own decision and its signature, and taking them back."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from nk_avtal.agreements.models import Agreement
from nk_avtal.agreements.parties import PartyDecision, Signature
from nk_avtal.agreements.queries import agreement_for_page
from nk_avtal.bindings import actions, queries
from nk_avtal.blueprints import notices
from nk_avtal.blueprints.bindings.forms import DecisionForm, SignatureForm
from nk_avtal.blueprints.forms import language
from nk_avtal.blueprints.guard import me, requires
from nk_avtal.db import db
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.people import Permission

Page = str | tuple[str, int] | Response
bp = Blueprint("bindings", __name__)
writing = requires(Permission.WRITE_AGREEMENTS)
FIELDS = {
    "ahead": "decided_on",
    "in_force": "in_force_on",
    "joins_early": "joins_on",
    "joins_missing": "joins_on",
}
"""Where a broken rule about a decision is told."""
FOUND: dict[str, Callable[[Agreement, int], PartyDecision | Signature]] = {
    "beslut": queries.decision_by_id,
    "undertecknande": queries.signature_by_id,
}


@bp.route("/avtal/<slug>/parter/beslut", methods=["GET", "POST"])
@writing
def decide(slug: str) -> Page:
    """Register that a party joins, or that another party has decided for its part."""
    agreement = agreement_for_page(slug, me())
    form = DecisionForm()
    form.offer(agreement)
    if request.method == "GET":
        form.party.data = request.args.get("part", "")
    elif form.validate() and (which := form.which()) and (decided := form.decided()):
        try:
            made = actions.decide(agreement, which, decided, me())
            db.session.commit()
            return _done(slug, "beslut", made, _("Beslutet är registrerat."))
        except RuleBroken as refusal:
            db.session.rollback()
            form.refuse(refusal.text(language()), FIELDS.get(refusal.name, "party"))
    page = render_template("bindings/decide.html", form=form, agreement=agreement)
    return page, form.status


@bp.route("/avtal/<slug>/parter/undertecknande", methods=["GET", "POST"])
@writing
def sign(slug: str) -> Page:
    """Register who has signed."""
    agreement = agreement_for_page(slug, me())
    form = SignatureForm()
    form.offer(agreement)
    if request.method == "POST" and form.validate():
        which, day = form.which(), form.signed_day()
        if which and day and not form.errors:
            with form.explaining("signed_on"):
                made = actions.sign(
                    agreement, which, form.signatory.data, form.authority.data, day, me()
                )
                db.session.commit()
                return _done(slug, "undertecknande", made, _("Undertecknandet är registrerat."))
    page = render_template(
        "bindings/sign.html",
        form=form,
        agreement=agreement,
        signatures=queries.signatures_of(agreement),
    )
    return page, form.status


def _done(slug: str, what: str, made: PartyDecision | Signature, text: str) -> Response:
    undo = url_for("bindings.undo", slug=slug, what=what, number=made.id)
    notices.done_with_undo(text, undo)
    return redirect(url_for("agreements.show", slug=slug, _anchor="bundna"))


@bp.post("/avtal/<slug>/parter/<any(beslut, undertecknande):what>/<int:number>/bort")
@writing
def undo(slug: str, what: str, number: int) -> Response:
    """Say that what was registered does not hold."""
    agreement = agreement_for_page(slug, me())
    actions.undo(FOUND[what](agreement, number), me())
    db.session.commit()
    back = url_for("bindings.redo", slug=slug, what=what, number=number)
    notices.done_with_undo(_("Uppgiften är borttagen."), back)
    return redirect(url_for("agreements.show", slug=slug, _anchor="bundna"))


@bp.post("/avtal/<slug>/parter/<any(beslut, undertecknande):what>/<int:number>/tillbaka")
@writing
def redo(slug: str, what: str, number: int) -> Response:
    """Let what was registered hold again."""
    agreement = agreement_for_page(slug, me())
    actions.redo(FOUND[what](agreement, number))
    db.session.commit()
    notices.done(_("Uppgiften gäller igen."))
    return redirect(url_for("agreements.show", slug=slug, _anchor="bundna"))
