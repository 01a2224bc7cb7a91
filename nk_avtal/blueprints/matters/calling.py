"""The kallelse: who gets it and what it says, before it is sent."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from nk_avtal.blueprints import notices
from nk_avtal.blueprints.forms import Form
from nk_avtal.blueprints.guard import me
from nk_avtal.blueprints.matters.blueprint import BOTH, Page, bp, preparing
from nk_avtal.blueprints.matters.forms import RecipientsForm
from nk_avtal.blueprints.matters.meetings import MEETING, meeting_of, url_of
from nk_avtal.db import db
from nk_avtal.matters import calling, queries


@bp.route(f"{MEETING}/kallelse", methods=BOTH)
@preparing
def call(body: str, day: str) -> Page:
    """Who gets the mail and what it says; then send it."""
    meeting = meeting_of(body, day)
    agenda = queries.agenda_of(meeting)
    form = Form()
    if form.validate_on_submit():
        with form.explaining():
            count = calling.send(meeting, agenda, me())
            db.session.commit()
            _tell(count, url_of(meeting, "matters.stop_call"))
            return redirect(url_of(meeting))
    page = render_template(
        "matters/call.html",
        form=form,
        meeting=meeting,
        agenda=agenda,
        letter=calling.written(meeting, agenda),
        url_of=url_of,
    )
    return page, form.status


def _tell(count: int, undo: str) -> None:
    if not count:
        notices.done(_("Kallelsen är redan på väg."))
        return
    text = ngettext("Kallelsen är på väg till en adress.",
                    "Kallelsen är på väg till %(num)s adresser.", count)  # fmt: skip
    notices.done_with_undo(text, undo, _("Stoppa"))


@bp.post(f"{MEETING}/kallelse/stoppa")
@preparing
def stop_call(body: str, day: str) -> Response:
    """Stop the mails that have not left."""
    meeting = meeting_of(body, day)
    count = calling.stop(meeting)
    db.session.commit()
    notices.done(
        ngettext("Ett mejl stoppades.", "%(num)s mejl stoppades.", count)
        if count
        else _("Mejlen har redan lämnat utkorgen.")
    )
    return redirect(url_of(meeting))


@bp.route(f"{MEETING}/mottagare", methods=BOTH)
@preparing
def recipients(body: str, day: str) -> Page:
    """To whom the body's kallelser go."""
    meeting = meeting_of(body, day)
    kept = "\n".join(one.email for one in meeting.body.recipients)
    form = RecipientsForm(data={"recipients": kept, "known": kept})
    if form.validate_on_submit():
        if form.known.data != kept:
            form.known.data = kept
            form.refuse(_("Någon annan har ändrat mottagarna. Spara igen, så gäller dina"))
        else:
            with form.explaining("recipients"):
                calling.set_recipients(meeting.body, form.addresses)
                db.session.commit()
                notices.done(_("Mottagarna är sparade."))
                return redirect(url_for("matters.call", body=body, day=day))
    page = render_template("matters/recipients.html", form=form, meeting=meeting, url_of=url_of)
    return page, 409 if form.form_errors else form.status
