"""Word documents about an agreement itself, and what ends it or keeps it on."""

from __future__ import annotations

from flask import abort

from nk_avtal import clock
from nk_avtal.agreements.queries import agreement_for_page
from nk_avtal.blueprints.guard import me, requires
from nk_avtal.blueprints.letters.routes import Page, bp, old_wording
from nk_avtal.blueprints.letters.sending import sent
from nk_avtal.domain.people import Permission
from nk_avtal.letters import making
from nk_avtal.letters.context_ended import can_prolong
from nk_avtal.renewals.queries import decision_by_id, notice_by_id


@bp.get("/avtal/<slug>/avtalsutkast.docx")
@requires(Permission.WRITE_AGREEMENTS)
def draft(slug: str) -> Page:
    """The agreement to go on writing: parties, terms and who signs."""
    agreement = agreement_for_page(slug, me())
    return sent(making.agreement_draft(agreement, clock.today(), former=old_wording()))


@bp.get("/avtal/<slug>/stallningstaganden/<int:decision_id>/forlangning.docx")
@requires(Permission.READ_DEADLINES)
def prolongation(slug: str, decision_id: int) -> Page:
    """How a decision keeps the agreement on."""
    decision = decision_by_id(agreement_for_page(slug, me()), decision_id)
    if not can_prolong(decision):
        abort(404)
    return sent(making.prolongation(decision, clock.today(), former=old_wording()))


@bp.get("/avtal/<slug>/uppsagning/<int:notice_id>/bekraftelse.docx")
@requires(Permission.READ_DEADLINES)
def confirmation(slug: str, notice_id: int) -> Page:
    """The receiver's confirmation of a notice."""
    given = notice_by_id(agreement_for_page(slug, me()), notice_id)
    if given.withdrawn_at:
        abort(404)
    return sent(making.notice_confirmation(given, clock.today(), former=old_wording()))
