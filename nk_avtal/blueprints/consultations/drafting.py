"""Writing a consultation, from an agreement to the mail that goes out."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from nk_avtal import clock
from nk_avtal.agreements.models import Agreement
from nk_avtal.blueprints import drafts, notices
from nk_avtal.blueprints.consultations.blueprint import bp
from nk_avtal.blueprints.consultations.forms import ConsultationForm, values_of
from nk_avtal.blueprints.discarding import DiscardForm, question
from nk_avtal.blueprints.forms import language
from nk_avtal.blueprints.guard import me, requires
from nk_avtal.bodies.queries import bodies_of
from nk_avtal.consultations import actions, mails, queries
from nk_avtal.consultations.models import Consultation
from nk_avtal.db import db
from nk_avtal.domain import consultations as rules
from nk_avtal.domain.consultations import ConsultationStatus, NotReady
from nk_avtal.domain.people import Permission
from nk_avtal.letters import consulting
from nk_avtal.municipalities.queries import members
from nk_avtal.recommendations import queries as recommendations

Answer = str | Response | tuple[str, int]
writing = requires(Permission.WRITE_CONSULTATIONS)


@bp.route("/remisser/ny", methods=["GET", "POST"])
@writing
def new() -> Answer:
    """A draft about the agreement in the address (`?avtal=`), or first the choice of one."""
    slug = request.args.get("avtal", "")
    if not slug:
        found = recommendations.agreements()
        return render_template("consultations/choose.html", agreements=found)
    agreement = recommendations.agreement_by_slug(slug)
    form = _form(agreement, _first_values(agreement))
    if _is_ready(form):
        return _saved(actions.draft(agreement, form.content, me(), clock.now()))
    return _page(form, agreement, None)


def _first_values(agreement: Agreement) -> dict[str, Any]:
    """The newest document to the municipalities that are parties, in the name of the board."""
    versions, board = recommendations.versions(agreement), recommendations.board()
    towns = [one.municipality_id for one in agreement.parties if one.municipality_id]
    return {
        "title": agreement.title,
        "document_version": versions[0].id if versions else None,
        "municipalities": towns or [one.id for one in members()],
        "body": board.id if board else None,
    }


@bp.route("/remisser/<slug>/andra", methods=["GET", "POST"])
@writing
def edit(slug: str) -> Answer:
    """Change a draft. The second of two editors sees what the first saved."""
    consultation = queries.by_slug(slug)
    if consultation.status is not ConsultationStatus.DRAFT:
        return redirect(url_for("consultations.show", slug=slug))
    agreement = consultation.agreement
    form = _form(agreement, values_of(consultation))
    if _is_ready(form):
        if drafts.meanwhile(form, consultation.version):
            theirs = drafts.theirs(form, values_of(consultation))
            return _page(form, agreement, consultation, theirs)[0], 409
        actions.edit(consultation, form.content)
        return _saved(consultation)
    return _page(form, agreement, consultation)


def _form(agreement: Agreement, values: dict[str, Any]) -> ConsultationForm:
    form = ConsultationForm(data=values)
    form.prepare(members(), recommendations.versions(agreement), bodies_of(None))
    return form


def _is_ready(form: ConsultationForm) -> bool:
    """Whether there is something to save: all of it where the next step is to send it."""
    if request.method != "POST" or not form.read(clock.today()):
        return False
    if _wants_review():
        try:
            rules.check_sendable(form.content.draft, clock.today())
        except NotReady as refusal:
            form.lacking(refusal)
    return not form.errors


def _wants_review() -> bool:
    return request.form.get("next") == "review"


def _saved(consultation: Consultation) -> Response:
    db.session.commit()
    if _wants_review():
        return redirect(url_for("consultations.send", slug=consultation.slug))
    flash(gettext("Utkastet är sparat."), "notice")
    return redirect(url_for("consultations.show", slug=consultation.slug))


def _page(
    form: ConsultationForm,
    agreement: Agreement,
    consultation: Consultation | None,
    theirs: list[dict[str, str]] | None = None,
) -> tuple[str, int]:
    page = render_template(
        "consultations/form.html",
        form=form,
        agreement=agreement,
        consultation=consultation,
        theirs=theirs or [],
        bodies=bodies_of(None),
        doubts=_doubts(form) if consultation and request.method == "GET" else [],
    )
    return page, form.status


def _doubts(form: ConsultationForm) -> list[str]:
    form.reply_by.read(clock.today())
    form.handled_on.read(clock.today())
    return [one.text(language()) for one in actions.doubts(form.content, clock.today())]


@bp.route("/remisser/<slug>/ta-bort", methods=["GET", "POST"])
@writing
def discard(slug: str) -> Answer:
    """Ask, and then throw the draft away. What has been sent stays: its page."""
    consultation = queries.by_slug(slug)
    back = url_for("consultations.show", slug=slug)
    if consultation.status is not ConsultationStatus.DRAFT:
        return redirect(back)
    form = DiscardForm.of(consultation.version)
    if not form.confirmed(consultation.version):
        crumbs = [(gettext("Remisser"), url_for("consultations.index"))]
        return question(form, consultation.title, back, crumbs)
    agreement = consultation.agreement
    actions.discard(consultation)
    db.session.commit()
    notices.done(gettext("Utkastet är borttaget."))
    return redirect(url_for("agreements.show", slug=agreement.slug))


@bp.route("/remisser/<slug>/skicka", methods=["GET", "POST"])
@writing
def send(slug: str) -> Answer:
    """Who will get it and what the mail says; then send it. Sent already: its page, once more."""
    consultation = queries.by_slug(slug)
    if consultation.status is not ConsultationStatus.DRAFT:
        return redirect(url_for("consultations.show", slug=slug))
    if request.method == "POST":
        count = actions.send(consultation, me(), clock.now(), clock.today())
        consulting.keep_as_sent(consultation, me(), clock.today())
        db.session.commit()
        flash(
            ngettext(
                "Remissen är skickad. Ett mejl lämnar utkorgen om en stund.",
                "Remissen är skickad. %(num)s mejl lämnar utkorgen om en stund.",
                count,
            ),
            "notice",
        )
        return redirect(url_for("consultations.show", slug=slug))
    return _preview(consultation)


def _preview(consultation: Consultation) -> str:
    try:
        actions.check_sendable(consultation, clock.today())
        problems = []
    except NotReady as refusal:
        problems = [phrase.text(language()) for _need, phrase in refusal.missing]
    boxes = mails.boxes(queries.in_order(consultation.invited))
    sample = boxes[0].invited if boxes and not problems else None
    return render_template(
        "consultations/send.html",
        consultation=consultation,
        boxes=boxes,
        problems=problems,
        sample=sample,
        letter=mails.written(mails.SENT, sample, me()) if sample else None,
        doubts=[one.text(language()) for one in actions.doubts(consultation, clock.today())],
    )
