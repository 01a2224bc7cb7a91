"""The log of contacts with the other side."""

from __future__ import annotations

from flask import render_template, request
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from nk_avtal import clock, wording
from nk_avtal.blueprints import notices
from nk_avtal.blueprints.guard import me
from nk_avtal.blueprints.negotiations.blueprint import Page, bp, reading, to_workspace
from nk_avtal.blueprints.negotiations.forms import ContactForm
from nk_avtal.db import db
from nk_avtal.domain.negotiations import Channel
from nk_avtal.negotiations import queries, saying
from nk_avtal.negotiations.saying import Contact


@bp.route("/<slug>/kontakter", methods=["GET", "POST"])
@reading
def contacts(slug: str) -> Page:
    """The contacts, and the form for a new one."""
    negotiation = queries.by_slug(slug, me())
    writes = queries.is_written_by(negotiation, me())
    form = ContactForm()
    if request.method == "POST":
        if not writes:
            raise NotFound
        if form.validate():
            what = Contact(
                on=form.held_on.day or clock.today(),
                channel=Channel(form.channel.data),
                text=form.text.data,
                spoken_with=form.spoken_with.data,
            )
            saying.log_contact(negotiation, what, me())
            db.session.commit()
            notices.done(_("Kontakten är antecknad."))
            return to_workspace(slug)
    page = render_template(
        "negotiations/contacts.html",
        form=form,
        negotiation=negotiation,
        writes=writes,
        talks=queries.talks(negotiation),
        wording=wording,
    )
    return page, form.status
