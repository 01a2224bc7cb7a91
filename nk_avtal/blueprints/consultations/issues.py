"""Making an issue of a reply, in one click."""

from __future__ import annotations

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response

from nk_avtal.blueprints.consultations.answering import FOR_OTHERS
from nk_avtal.blueprints.consultations.blueprint import bp
from nk_avtal.blueprints.consultations.drafting import writing
from nk_avtal.blueprints.guard import me
from nk_avtal.consultations import issues, queries
from nk_avtal.consultations.models import Invited, Opinion, Reply
from nk_avtal.db import db


@bp.post(f"{FOR_OTHERS}/yrkande")
@writing
def make_issue(slug: str, invited_id: int) -> Response:
    """Make an issue of a reply, or of what it says of the question that is sent (`fraga`)."""
    invited = queries.place_by_id(slug, invited_id, for_update=True)
    negotiation = issues.negotiation_for(invited.consultation.agreement, me())
    if negotiation is None:
        flash(_("Ingen pågående förhandling om avtalet har dig i gruppen."), "warning")
    else:
        made = issues.make(_source(invited), negotiation, me())
        db.session.commit()
        flash(_told(made), "notice")
    return redirect(url_for("consultations.show", slug=slug, _anchor="sammanstallning"))


def _source(invited: Invited) -> Reply | Opinion:
    reply, asked = invited.reply, request.form.get("fraga", "")
    if reply is None:
        abort(404)
    if not asked:
        return reply
    found = next((one for one in reply.opinions if str(one.question.position) == asked), None)
    return found or abort(404)


def _told(made: issues.Made) -> str:
    link = Markup('<a href="/forhandlingar/{}/yrkanden/{}">{}</a>').format(
        made.negotiation, made.number, _("Öppna yrkandet")
    )
    said = _("Yrkande %(number)s är tillagt i förhandlingen.", number=made.number)
    return Markup("{} {}").format(said, link)
