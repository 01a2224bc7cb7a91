"""What everyone may see of an agreement: looked at first, then shown in the register."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from nk_avtal import clock, wording
from nk_avtal.agreements.models import Agreement
from nk_avtal.agreements.queries import agreement_by_slug
from nk_avtal.blueprints import notices
from nk_avtal.blueprints.agreements.routes import bp
from nk_avtal.blueprints.documents.forms import OPENNESS
from nk_avtal.blueprints.forms import Form, language, stripped
from nk_avtal.blueprints.guard import me, requires
from nk_avtal.db import db
from nk_avtal.documents.models import Document, Openness
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.people import Permission
from nk_avtal.register import actions, telling
from nk_avtal.register.queries import preview
from nk_avtal.register.words import VALIDITIES

Page = str | tuple[str, int] | Response


class WithdrawForm(Form):
    """Why an agreement is taken away from the register. Only the association reads it."""

    reason = TextAreaField(
        _l("Varför tas avtalet bort?"),
        description=_l("Skälet sparas i historiken. Det syns inte utanför förbundet."),
        filters=[stripped],
        validators=[
            DataRequired(_l("Skriv varför avtalet tas bort ur registret")),
            Length(max=500, message=_l("Skriv högst %(max)d tecken")),
        ],
        render_kw={"rows": 2},
    )


@bp.get("/avtal/<slug>/register")
@requires(Permission.WRITE_AGREEMENTS)
def preview_publication(slug: str) -> str:
    """The page that everyone will see, before they do, and what stays unseen."""
    return _page(agreement_by_slug(slug, me()))


def _page(
    agreement: Agreement,
    *,
    form: WithdrawForm | None = None,
    changed: bool = False,
    refusal: str = "",
) -> str:
    entry = preview(agreement.slug, clock.today())
    return render_template(
        "agreements/publish.html",
        agreement=agreement,
        entry=entry,
        seen=telling.fingerprint(entry),
        told=telling.publication_of(agreement),
        left_out=_left_out(agreement),
        obstacles=actions.obstacles(agreement),
        has_newer=actions.has_newer(agreement),
        form=form or WithdrawForm(formdata=None),
        changed=changed,
        refusal=refusal,
        openness=OPENNESS,
        words=wording,
        validities=VALIDITIES,
    )


def _left_out(agreement: Agreement) -> list[Document]:
    return [
        one
        for one in agreement.documents
        if one.openness is not Openness.PUBLIC and one.trashed_at is None and one.versions
    ]


@bp.post("/avtal/<slug>/register")
@requires(Permission.WRITE_AGREEMENTS)
def publish(slug: str) -> Page:
    """Show the agreement to everyone, as it was looked at: when something has changed meanwhile,
    the page is shown again."""
    agreement = agreement_by_slug(slug, me())
    first = not agreement.published
    if request.form.get("seen") != telling.fingerprint(preview(slug, clock.today())):
        return _page(agreement, changed=True), 409
    try:
        actions.publish(agreement, me())
    except RuleBroken as reason:
        return _page(agreement, refusal=reason.text(language())), 409
    db.session.commit()
    if first:
        undo = url_for("agreements.undo_publication", slug=slug, published="no")
        notices.done_with_undo(_("Avtalet syns nu i registret."), undo)
    else:
        notices.done(_("Registret visar nu det senaste."))
    return redirect(url_for("agreements.show", slug=slug))


@bp.post("/avtal/<slug>/register/bort")
@requires(Permission.WRITE_AGREEMENTS)
def withdraw_publication(slug: str) -> Page:
    """Take the agreement away from everyone at once."""
    agreement = agreement_by_slug(slug, me())
    form = WithdrawForm()
    if not form.validate():
        return _page(agreement, form=form), form.status
    actions.withdraw(agreement, form.reason.data)
    db.session.commit()
    undo = url_for("agreements.undo_publication", slug=slug, published="yes")
    notices.done_with_undo(_("Avtalet är borttaget ur registret."), undo)
    return redirect(url_for("agreements.show", slug=slug))


@bp.post("/avtal/<slug>/register/angra")
@requires(Permission.WRITE_AGREEMENTS)
def undo_publication(slug: str) -> Response:
    """Take back what was just done: the agreement is shown again as it was, or no more."""
    agreement = agreement_by_slug(slug, me())
    if request.values.get("published") == "yes":
        actions.put_back(agreement)
        notices.done(_("Avtalet syns åter i registret."))
    else:
        actions.withdraw(agreement, _("Publiceringen ångrades."))
        notices.done(_("Avtalet är borttaget ur registret."))
    db.session.commit()
    return redirect(url_for("agreements.show", slug=slug))
