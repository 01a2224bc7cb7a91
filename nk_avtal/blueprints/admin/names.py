"""Names that parties have had, for administrators: renaming and merging."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from nk_avtal.bindings import names
from nk_avtal.blueprints import notices
from nk_avtal.blueprints.admin.routes import bp
from nk_avtal.blueprints.bindings.forms import NameForm
from nk_avtal.blueprints.forms import language
from nk_avtal.blueprints.guard import requires
from nk_avtal.db import db
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.people import Permission

Page = str | tuple[str, int] | Response
FIELDS = {"no_time": "first_on", "out_of_order": "last_on", "overlaps": "first_on"}
"""Where a broken rule is told."""


@bp.route("/admin/namn", methods=["GET", "POST"])
@requires(Permission.ADMINISTER)
def party_names() -> Page:
    """The kept names, and a new one."""
    form = NameForm()
    form.offer(names.organisations())
    if request.method == "POST" and form.validate() and _kept(form):
        return redirect(url_for("admin.party_names"))
    page = render_template("admin/names.html", form=form, names=names.kept_names())
    return page, form.status


def _kept(form: NameForm) -> bool:
    which, first, last = form.which(), form.day("first_on"), form.day("last_on", ahead=True)
    if not form.name.data:
        form.refuse(_("Skriv vad parten hette"), "name")
    if which is None or form.errors:
        return False
    try:
        kept = names.keep_name(
            which.municipality_id, which.organisation, form.name.data, first, last
        )
        db.session.commit()
    except RuleBroken as refusal:
        db.session.rollback()
        form.refuse(refusal.text(language()), FIELDS.get(refusal.name, "name"))
        return False
    undo = url_for("admin.remove_party_name", number=kept.id)
    notices.done_with_undo(_("Namnet är sparat."), undo)
    return True


@bp.post("/admin/namn/<int:number>/bort")
@requires(Permission.ADMINISTER)
def remove_party_name(number: int) -> Response:
    """Take a kept name away."""
    gone = names.name_by_id(number)
    which = str(gone.municipality_id or f"org:{gone.organisation}")
    back = url_for(
        "admin.restore_party_name",
        party=which,
        name=gone.name,
        first_on=gone.first_on.isoformat() if gone.first_on else "",
        last_on=gone.last_on.isoformat() if gone.last_on else "",
    )
    db.session.delete(gone)
    db.session.commit()
    notices.done_with_undo(_("Namnet är borttaget."), back)
    return redirect(url_for("admin.party_names"))


@bp.post("/admin/namn/tillbaka")
@requires(Permission.ADMINISTER)
def restore_party_name() -> Response:
    """Put back a name that was taken away."""
    form = NameForm(request.args)
    form.offer(names.organisations())
    if _kept(form):
        return redirect(url_for("admin.party_names"))
    notices.done(_("Namnet gick inte att lägga tillbaka. Skriv in det igen."))
    return redirect(url_for("admin.party_names"))
