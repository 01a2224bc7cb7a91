"""Word documents of a consultation: the letter to each that is asked, and the compilation."""

from __future__ import annotations

from nk_avtal import clock
from nk_avtal.blueprints.guard import requires
from nk_avtal.blueprints.letters.routes import Page, bp, old_wording
from nk_avtal.blueprints.letters.sending import sent
from nk_avtal.consultations import queries
from nk_avtal.domain.people import Permission
from nk_avtal.letters import consulting
from nk_avtal.municipalities.models import Municipality


@bp.get("/kommuner/<municipality>/remisser/<slug>/missiv.docx")
@requires(Permission.READ_OWN_CONSULTATIONS, Permission.READ_CONSULTATIONS)
def consultation(municipality: Municipality, slug: str) -> Page:
    """The letter to a municipality, as it was sent."""
    invited = queries.place_of_town(municipality, slug)
    return sent(consulting.letter(invited, clock.today(), former=old_wording()))


@bp.get("/remisser/<slug>/svar/<int:invited_id>/missiv.docx")
@requires(Permission.READ_CONSULTATIONS)
def consultation_for(slug: str, invited_id: int) -> Page:
    """The letter to any that is asked, for the association."""
    invited = queries.place_by_id(slug, invited_id)
    return sent(consulting.letter(invited, clock.today(), former=old_wording()))


@bp.get("/remisser/<slug>/sammanstallning.docx")
@requires(Permission.READ_CONSULTATIONS)
def consultation_report(slug: str) -> Page:
    """The compilation of the replies, for the board."""
    found = queries.by_slug(slug)
    return sent(consulting.report(found, clock.today(), former=old_wording()))
