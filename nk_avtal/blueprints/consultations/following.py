"""What is done with a consultation that is out: stopping mails, reminding, more time, the end."""

from __future__ import annotations

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from nk_avtal import clock
from nk_avtal.blueprints.consultations.blueprint import bp
from nk_avtal.blueprints.consultations.drafting import Answer, writing
from nk_avtal.blueprints.consultations.forms import ExtendForm, ReasonForm, RemindForm
from nk_avtal.blueprints.consultations.routes import render_page
from nk_avtal.blueprints.forms import options
from nk_avtal.blueprints.guard import me
from nk_avtal.blueprints.notices import done_with_undo
from nk_avtal.consultations import actions, mails, queries
from nk_avtal.consultations.models import Consultation
from nk_avtal.db import db
from nk_avtal.domain.consultations import ConsultationStatus
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.formats import long_date
from nk_avtal.reminders import consulted


def _back(slug: str) -> Response:
    return redirect(url_for("consultations.show", slug=slug))


def _stopped(count: int) -> None:
    if count:
        flash(ngettext("Ett mejl stoppades.", "%(num)s mejl stoppades.", count), "notice")
    else:
        flash(gettext("Mejlen har redan lämnat utkorgen."), "warning")


@bp.post("/remisser/<slug>/stoppa")
@writing
def stop(slug: str) -> Response:
    """Stop the mails that have not left."""
    consultation = queries.by_slug(slug)
    count = mails.stop(consultation)
    db.session.commit()
    _stopped(count)
    return _back(slug)


@bp.post("/remisser/<slug>/skicka-mejl")
@writing
def send_again(slug: str) -> Response:
    """Send the mails that were stopped."""
    consultation = queries.by_slug(slug)
    open_now = consultation.status is ConsultationStatus.SENT
    count = mails.send_again(consultation, me()) if open_now else 0
    db.session.commit()
    if count:
        flash(ngettext("Ett mejl är köat.", "%(num)s mejl är köade.", count), "notice")
    return _back(slug)


@bp.route("/remisser/<slug>/paminn", methods=["GET", "POST"])
@writing
def remind(slug: str) -> Answer:
    """Who has not answered and will get the mail, and what it says; then send."""
    consultation = queries.by_slug(slug)
    if consultation.status is not ConsultationStatus.SENT:
        return _back(slug)
    candidates = consulted.silent(consultation)
    form = RemindForm()
    form.invited.choices = options({one.invited.id: one.invited.called for one in candidates})
    if request.method == "POST":
        if form.validate() and form.invited.data:
            return _remind(consultation, [one for one in candidates if one.id in form.invited.data])
        if not form.errors:
            form.refuse(gettext("Välj minst en att påminna"), "invited")
    else:
        now = clock.now()
        form.invited.data = [one.id for one in candidates if one.is_ticked(now)]
    ticked = set(form.invited.data or ())
    sample = next((one for one in candidates if one.id in ticked), None)
    page = render_template(
        "consultations/remind.html",
        form=form,
        consultation=consultation,
        candidates=candidates,
        ticked=ticked,
        sample=sample,
        letter=consulted.written(sample, me()) if sample else None,
    )
    return page, form.status


def _remind(consultation: Consultation, chosen: list[consulted.Silent]) -> Response:
    topic, count = consulted.remind(chosen, me(), clock.now(), clock.today())
    db.session.commit()
    if count:
        done_with_undo(
            ngettext("Ett mejl är på väg.", "%(num)s mejl är på väg.", count),
            url_for("consultations.stop_reminders", slug=consultation.slug, topic=topic),
            gettext("Stoppa"),
        )
    else:
        flash(gettext("De är redan påminda i dag. Inga fler mejl skickas."), "warning")
    return _back(consultation.slug)


@bp.post("/remisser/<slug>/paminn/stoppa/<topic>")
@writing
def stop_reminders(slug: str, topic: str) -> Response:
    """Stop the reminders of one batch that have not left."""
    count = consulted.stop(queries.by_slug(slug), topic)
    db.session.commit()
    _stopped(count)
    return _back(slug)


@bp.route("/remisser/<slug>/mer-tid", methods=["GET", "POST"])
@writing
def extend(slug: str) -> Answer:
    """Give everybody a later last day, and tell them."""
    consultation = queries.by_slug(slug)
    if consultation.status is not ConsultationStatus.SENT:
        return _back(slug)
    form = ExtendForm()
    if request.method == "POST" and form.validate():
        form.reply_by.read(clock.today())
        if form.reply_by.day is None and not form.errors:
            form.refuse(gettext("Skriv den nya dagen, till exempel 31 mars"), "reply_by")
        if form.reply_by.day and not form.errors:
            with form.explaining("reply_by"):
                return _extended(consultation, form.reply_by.day)
    return render_template(
        "consultations/extend.html", form=form, consultation=consultation
    ), form.status


def _extended(consultation: Consultation, day: date) -> Response:
    count = actions.extend(consultation, day, me(), clock.today())
    db.session.commit()
    said = ngettext(
        "Svarstiden är förlängd. Ett mejl lämnar utkorgen om en stund.",
        "Svarstiden är förlängd. %(num)s mejl lämnar utkorgen om en stund.",
        count,
    )
    flash(said, "notice")
    if consultation.handled_on and day >= consultation.handled_on:
        handled = long_date(consultation.handled_on)
        flash(gettext("Svaren ska behandlas redan den %(day)s.", day=handled), "warning")
    return _back(consultation.slug)


@bp.post("/remisser/<slug>/avsluta")
@writing
def close(slug: str) -> Response:
    """End it: those that were asked may read all replies."""
    actions.close(queries.by_slug(slug), clock.now())
    db.session.commit()
    done_with_undo(
        gettext("Remissen är avslutad. De som fick den kan läsa alla svar."),
        url_for("consultations.reopen", slug=slug),
    )
    return _back(slug)


@bp.post("/remisser/<slug>/oppna")
@writing
def reopen(slug: str) -> Response:
    """Take replies again."""
    actions.reopen(queries.by_slug(slug))
    db.session.commit()
    flash(gettext("Remissen tar emot svar igen."), "notice")
    return _back(slug)


@bp.post("/remisser/<slug>/dra-tillbaka")
@writing
def withdraw(slug: str) -> Response | tuple[str, int]:
    """Take the consultation back, with a reason that is mailed."""
    consultation = queries.by_slug(slug)
    form = ReasonForm()
    if form.validate():
        try:
            actions.withdraw(consultation, form.reason.data or "", me(), clock.now())
        except RuleBroken as refusal:
            if refusal.name != "reason":
                raise
            form.refuse_rule(refusal)
        else:
            db.session.commit()
            flash(gettext("Remissen är tillbakadragen."), "notice")
            return _back(slug)
    return render_page(consultation, form), form.status
