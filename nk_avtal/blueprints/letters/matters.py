"""Word documents of a recommendation, of what a municipality decides on it, and of its year."""

from __future__ import annotations

from flask import abort

from nk_avtal import clock
from nk_avtal.adoptions.queries import addressee_of, decision_of
from nk_avtal.blueprints.guard import requires
from nk_avtal.blueprints.letters.routes import Page, bp, old_wording
from nk_avtal.blueprints.letters.sending import sent
from nk_avtal.domain.people import Permission
from nk_avtal.letters import making
from nk_avtal.municipalities.models import Municipality
from nk_avtal.recommendations.queries import by_slug


@bp.get("/rekommendationer/<slug>/rekommendation.docx")
@requires(Permission.READ_ADOPTIONS)
def recommendation(slug: str) -> Page:
    """The recommendation itself."""
    found = by_slug(slug, drafts=False)
    return sent(making.recommendation(found, clock.today(), former=old_wording()))


@bp.get("/kommuner/<municipality>/beslut/<slug>/fakta.docx")
@requires(Permission.FETCH_LETTERS)
def facts(municipality: Municipality, slug: str) -> Page:
    """What the agreement means, what it costs and what others have decided."""
    addressee = addressee_of(municipality, slug)
    return sent(making.decision_basis(addressee, clock.today(), former=old_wording()))


@bp.get("/kommuner/<municipality>/utdrag/<int:decision_id>/protokollsutdrag.docx")
@requires(Permission.RECORD_OWN_DECISION, Permission.RECORD_DECISION_ON_BEHALF)
def excerpt(municipality: Municipality, decision_id: int) -> Page:
    """The excerpt of the minutes, filled in with what was recorded."""
    decision = decision_of(municipality, decision_id)
    return sent(making.excerpt(decision, clock.today(), former=old_wording()))


@bp.get("/kommuner/<municipality>/avtalssamverkan-<int:year>.docx")
@requires(Permission.READ_COOPERATION)
def cooperation(municipality: Municipality, year: int) -> Page:
    """The yearly report on avtalssamverkan, as far as the agreements are registered here."""
    if not 2000 <= year <= 2100:
        abort(404)
    today, former = clock.today(), old_wording()
    return sent(making.report_on_cooperation(municipality, year, today, former=former))
