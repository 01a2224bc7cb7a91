"""What everyone may see of an agreement: looked at first, then shown in the register."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from nk_avtal import clock, wording
from nk_avtal.agreements import actions
from nk_avtal.agreements.queries import agreement_by_slug
from nk_avtal.blueprints import notices
from nk_avtal.blueprints.agreements.routes import bp
from nk_avtal.blueprints.guard import me, requires
from nk_avtal.register.words import VALIDITIES
from nk_avtal.db import db
from nk_avtal.domain.people import Permission
from nk_avtal.register.queries import preview


@bp.get("/avtal/<slug>/register")
@requires(Permission.WRITE_AGREEMENTS)
def preview_publication(slug: str) -> str:
    """The page that everyone will see, before they do."""
    agreement = agreement_by_slug(slug, me())
    return render_template(
        "agreements/publish.html",
        agreement=agreement,
        entry=preview(slug, clock.today()),
        words=wording,
        validities=VALIDITIES,
    )


@bp.post("/avtal/<slug>/register")
@requires(Permission.WRITE_AGREEMENTS)
def publish(slug: str) -> Response:
    """Show the agreement in the open register, or take it away from there; both can be undone."""
    agreement = agreement_by_slug(slug, me())
    wanted = request.values.get("published") == "yes"
    actions.publish(agreement, wanted)
    db.session.commit()
    text = _("Avtalet syns nu i registret.") if wanted else _("Avtalet är borttaget ur registret.")
    before = "no" if wanted else "yes"
    notices.done_with_undo(text, url_for("agreements.publish", slug=slug, published=before))
    return redirect(url_for("agreements.show", slug=slug))
