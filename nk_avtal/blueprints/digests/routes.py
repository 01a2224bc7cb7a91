"""Which mails a person gets: at once, in a weekly letter, or both."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from nk_avtal.blueprints import notices
from nk_avtal.blueprints.digests.forms import CHOICES, NOTES, MailForm
from nk_avtal.blueprints.guard import me, requires
from nk_avtal.blueprints.views.shown import readable
from nk_avtal.db import db
from nk_avtal.domain.mail_choices import MailChoice
from nk_avtal.domain.people import Permission
from nk_avtal.views.queries import followed_by

bp = Blueprint("digests", __name__)


@bp.route("/paminnelser/mejl", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN)
def choose() -> str | tuple[str, int] | Response:
    """Choose how to be reminded."""
    form = MailForm(data={"mails": me().mails.value})
    if form.validate_on_submit():
        me().mail_choice = MailChoice(form.mails.data)
        db.session.commit()
        notices.done(_("Vi påminner dig så här från och med nu."))
        return redirect(url_for("reminders.index"))
    notes = {one.value: note for one, note in NOTES.items()}
    shown = render_template(
        "digests/choose.html", form=form, notes=notes, followed=readable(followed_by(me()))
    )
    return shown, form.status


@bp.app_template_global()
def mails_of_me() -> str:
    """How the reader is reminded, in words."""
    return str(CHOICES[me().mails])
