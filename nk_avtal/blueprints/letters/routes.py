"""Word documents of a recommendation, and the letter of a notice."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, Response, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Redirect

from nk_avtal import clock
from nk_avtal.adoptions import preparing
from nk_avtal.adoptions.queries import addressee_of, open_matters
from nk_avtal.adoptions.table import parties_rows
from nk_avtal.agreements.queries import agreement_for_page
from nk_avtal.blueprints import listed
from nk_avtal.blueprints.forms import language
from nk_avtal.blueprints.guard import me, requires
from nk_avtal.blueprints.letters.sending import sent, sent_together
from nk_avtal.db import db
from nk_avtal.domain.letters import LetterKind
from nk_avtal.domain.people import Permission
from nk_avtal.domain.references import clean_reference
from nk_avtal.letters import actions, gathering, making
from nk_avtal.letters.faults import TemplateBroken
from nk_avtal.letters.queries import places_in
from nk_avtal.municipalities.models import Municipality
from nk_avtal.recommendations.models import Addressee
from nk_avtal.recommendations.queries import by_slug
from nk_avtal.renewals.queries import notice_by_id

bp = Blueprint("letters", __name__)

Page = str | tuple[str, int] | Response | Redirect


@bp.get("/kommuner/<municipality>/beslut/<slug>/underlag.docx")
@requires(Permission.FETCH_LETTERS)
def basis(municipality: Municipality, slug: str) -> Page:
    """The ready-filled document; reading it changes nothing."""
    return sent(_basis(addressee_of(municipality, slug)))


@bp.post("/kommuner/<municipality>/beslut/<slug>/underlag.docx")
@requires(Permission.RECORD_OWN_DECISION, Permission.RECORD_DECISION_ON_BEHALF)
def fetch_basis(municipality: Municipality, slug: str) -> Page:
    """The same, noted as fetched, with the number that the matter has in the municipality."""
    reference = clean_reference(request.form.get("reference", ""))
    with db.session.no_autoflush:  # filling takes too long to hold a lock, and may be refused
        addressee = addressee_of(municipality, slug)
        addressee.reference = reference or addressee.reference
        document = _basis(addressee)
    db.session.rollback()
    preparing.fetched(addressee_of(municipality, slug, for_update=True), reference, me())
    db.session.commit()
    return sent(document)


def _basis(addressee: Addressee) -> actions.File:
    return making.official_letter(addressee, clock.today(), former=old_wording())


def old_wording() -> bool:
    """Whether the wording before the one in use was asked for."""
    return request.args.get("mall") == "forra"


@bp.errorhandler(TemplateBroken)
def broken(refusal: TemplateBroken) -> tuple[str, int]:
    """A wording in use that cannot be filled: say why, and offer the one before it."""
    db.session.rollback()
    return render_template("letters/broken.html", reason=refusal.text(language())), 409


@bp.get("/kommuner/<municipality>/underlag.zip")
@requires(Permission.FETCH_LETTERS)
def all_bases(municipality: Municipality) -> Page:
    """The documents of everything that the municipality has yet to decide."""
    open_ones = [one.recommendation.id for one in open_matters(municipality, clock.today())]
    found = places_in(municipality, open_ones)
    return _zip(found, [LetterKind.OFFICIAL_LETTER], f"beslutsunderlag-{municipality.slug}.zip")


@bp.get("/rekommendationer/<slug>/brev.zip")
@requires(Permission.DRAFT_RECOMMENDATIONS)
def bundle(slug: str) -> Page:
    """Tjänsteskrivelse and missiv for every addressed municipality."""
    found = gathering.concerned(by_slug(slug, drafts=False))
    kinds = [LetterKind.OFFICIAL_LETTER, LetterKind.COVER_LETTER]
    return _zip(found, kinds, f"brev-{slug}.zip")


def _zip(places: Sequence[Addressee], kinds: Sequence[LetterKind], name: str) -> Response:
    content = actions.bundle(
        places, clock.today(), kinds, former=old_wording(), language=language()
    )
    return sent_together(content, name)


@bp.get("/rekommendationer/<slug>/lagesrapport.docx")
@requires(Permission.READ_DRAFTS)
def report(slug: str) -> Page:
    """The status report to the board."""
    found = by_slug(slug, drafts=False)
    return sent(making.status_report(found, clock.today(), former=old_wording()))


@bp.get("/rekommendationer/<slug>/parternas-beslut.docx")
@requires(Permission.READ_ADOPTIONS)
def parties_decisions(slug: str) -> Page:
    """The annex with each party's decision."""
    found = by_slug(slug, drafts=False)
    return sent(making.parties_decisions(found, clock.today(), former=old_wording()))


@bp.get(f"/rekommendationer/<slug>/parternas-beslut.<{listed.FORMS}:form>")
@requires(Permission.READ_ADOPTIONS)
def parties_decisions_table(slug: str, form: str) -> Page:
    """The same as a table: every municipality that is asked, as it stands today."""
    recommendation = by_slug(slug, drafts=False)
    head = (_("Part"), _("Beslut"), _("Organ"), _("Datum"), _("Paragraf"), _("Diarienummer"))
    rows = parties_rows(recommendation, clock.today())
    found = listed.Listed(_("Parternas beslut"), f"parternas-beslut-{slug}", head, rows)
    return listed.sent(found, form)


@bp.get("/avtal/<slug>/uppsagning/<int:notice_id>/brev.docx")
@requires(Permission.READ_DEADLINES)
def notice(slug: str, notice_id: int) -> Page:
    """The letter by which notice of an agreement is given."""
    given = notice_by_id(agreement_for_page(slug, me()), notice_id)
    return sent(making.notice_letter(given, clock.today(), former=old_wording()))
