"""The minutes excerpt of a decision: adding it afterwards, reading it."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from nk_avtal.adoptions import actions, queries
from nk_avtal.adoptions.models import Decision
from nk_avtal.blueprints import files, uploads
from nk_avtal.blueprints.adoptions.filling import Page
from nk_avtal.blueprints.adoptions.forms import ExcerptForm
from nk_avtal.blueprints.adoptions.routes import ADDRESS, bp, record_decisions
from nk_avtal.blueprints.guard import requires
from nk_avtal.db import db
from nk_avtal.documents import store
from nk_avtal.documents.models import StoredFile
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.people import Permission
from nk_avtal.municipalities.models import Municipality
from nk_avtal.recommendations.models import Addressee


@bp.route(f"{ADDRESS}/utdrag", methods=["GET", "POST"])
@record_decisions
def excerpt(municipality: Municipality, slug: str) -> Page:
    """Add the minutes excerpt, or replace it. Who has an older page open is told first."""
    addressee = queries.addressee_of(municipality, slug, for_update=request.method == "POST")
    decision = queries.last_recorded(addressee)
    if decision is None:
        return redirect(url_for("adoptions.record", municipality=municipality.slug, slug=slug))
    form = ExcerptForm()
    file = _chosen(form) if form.validate_on_submit() else None
    if file is None:
        return _page(form, addressee, decision), form.status
    if form.version.data != str(decision.version):
        db.session.commit()
        return _page(form, addressee, decision, file), 409
    actions.add_excerpt(decision, file)
    db.session.commit()
    flash(_("Protokollsutdraget är tillagt."), "notice")
    return redirect(url_for("adoptions.receipt", municipality=municipality.slug, slug=slug))


def _chosen(form: ExcerptForm) -> StoredFile | None:
    """The uploaded file, or the one that passed in an earlier try; an error at its field."""
    file = None
    with form.explaining("excerpt"):
        file = uploads.checked(form.excerpt.data, _("Protokollsutdraget"))
        file = file or uploads.file_of(request.form.get("excerpt_kept"))
        if file is None:
            raise RuleBroken(_("Välj filen med protokollsutdraget"))
        db.session.flush()
    return file


def _page(
    form: ExcerptForm, addressee: Addressee, decision: Decision, mine: StoredFile | None = None
) -> str:
    """The form; with `mine`, the file that waits because somebody else has changed the decision."""
    form.version.data = str(decision.version)
    return render_template(
        "adoptions/excerpt.html",
        form=form,
        addressee=addressee,
        decision=decision,
        mine=mine,
        token=uploads.token_of(mine) if mine else "",
    )


@bp.get("/kommuner/<municipality>/utdrag/<int:decision_id>")
@requires(Permission.READ_ADOPTIONS)
def download_excerpt(municipality: Municipality, decision_id: int) -> Response:
    """The minutes excerpt of a decision: a public record of the municipality."""
    file = queries.excerpt_of(decision_id, municipality)
    return files.download(store.read(file), file.name, file.media_type)
