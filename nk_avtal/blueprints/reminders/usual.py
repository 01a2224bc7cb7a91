"""How many days before somebody is told, for each kind of agreement."""

from __future__ import annotations

from flask import abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from nk_avtal import wording
from nk_avtal.blueprints import notices
from nk_avtal.blueprints.guard import requires
from nk_avtal.blueprints.reminders.blueprint import bp
from nk_avtal.blueprints.reminders.forms import KINDS, LeadsForm
from nk_avtal.blueprints.reminders.replanning import replanned
from nk_avtal.db import db
from nk_avtal.domain.agreements import Kind
from nk_avtal.domain.people import Permission
from nk_avtal.domain.reminders import LEADS
from nk_avtal.reminders import arrangements, arranging

Page = str | tuple[str, int] | Response
overseeing = requires(Permission.OVERSEE_REMINDERS)


@bp.get("/paminnelser/dagar")
@overseeing
def usual() -> str:
    """The usual days of every kind of agreement."""
    return render_template(
        "reminders/usual.html",
        kept=arrangements.all_usual_leads(),
        defaults=LEADS,
        kinds=KINDS,
        words=wording,
    )


@bp.route("/paminnelser/dagar/<agreement_kind>", methods=["GET", "POST"])
@overseeing
def change_usual(agreement_kind: str) -> Page:
    """Other days for one kind of agreement; agreements with days of their own keep them."""
    if agreement_kind not in set(Kind):
        abort(404)
    chosen = Kind(agreement_kind)
    kept = arrangements.usual_leads(chosen)
    form = LeadsForm()
    if request.method == "GET":
        form.show_leads(kept)
        form.version.data = _version(kept)
    elif form.validate() and not _is_stale(form, kept):
        leads = form.leads()
        if not form.errors:
            arranging.set_usual(chosen, leads)
            db.session.commit()
            notices.done(_("Dagarna är ändrade och gäller från och med nu."))
            replanned()
            return redirect(url_for("reminders.usual"))
    page = render_template(
        "reminders/change_usual.html",
        form=form,
        kind=chosen,
        kinds=KINDS,
        usual=LeadsForm.usual({}),
        words=wording,
    )
    return page, 409 if form.form_errors else form.status


def _version(kept: dict[str, list[int]]) -> str:
    return ";".join(f"{kind}:{days}" for kind, days in sorted(kept.items()))


def _is_stale(form: LeadsForm, kept: dict[str, list[int]]) -> bool:
    """Whether somebody has changed the days since the page was opened; then it says so."""
    if form.version.data == _version(kept):
        return False
    form.version.data = _version(kept)
    now = "; ".join(
        f"{wording.DEADLINES[one]} {', '.join(map(str, kept[one]))}" for one in KINDS if one in kept
    )
    form.refuse(
        _(
            "Någon annan har ändrat dagarna. De är nu: %(now)s. Spara igen, så gäller dina",
            now=now or _("de vanliga"),
        )
    )
    return True
