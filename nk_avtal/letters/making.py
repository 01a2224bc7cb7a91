"""Making single documents: of a recommendation, of a decision, of an agreement."""

from __future__ import annotations

from datetime import date

from nk_avtal.adoptions.facts import standings_of
from nk_avtal.adoptions.models import Decision
from nk_avtal.agreements.models import Agreement
from nk_avtal.costs.queries import cost_now
from nk_avtal.documents import store
from nk_avtal.documents.intake import DOCX
from nk_avtal.domain.letters import Letter, LetterKind, file_name
from nk_avtal.letters import context, context_agreed, context_decided, context_ended
from nk_avtal.letters.actions import File, concerned, template_of
from nk_avtal.letters.cooperation import cooperation_report
from nk_avtal.letters.faults import TemplateBroken
from nk_avtal.letters.render import render_one
from nk_avtal.municipalities.models import Municipality
from nk_avtal.municipalities.queries import members
from nk_avtal.recommendations.models import Addressee, Recommendation
from nk_avtal.renewals.models import GivenNotice, RenewalDecision
from nk_avtal.renewals.queries import decisions_of, notices_of


def recommendation(one: Recommendation, today: date, *, former: bool = False) -> File:
    """The recommendation to all that it addresses: the bytes that were kept when it was sent, else
    made of what is known now. Raises TemplateBroken, as all these do."""
    if one.sent_letter:
        return one.sent_letter.name, store.read(one.sent_letter)
    towns = [place.municipality for place in concerned(one)]
    values = context.recommendation_letter(one, towns, today)
    return _filled(LetterKind.RECOMMENDATION, values, one.slug, former=former)


def keep_as_sent(one: Recommendation, today: date) -> None:
    """Keep the document of a recommendation that is being sent, so that it reads the same for
    ever, whatever becomes of reply day, names and wording.

    A wording that cannot be filled keeps nobody from sending: then nothing is kept.
    """
    try:
        name, content = recommendation(one, today)
    except TemplateBroken:
        return
    one.sent_letter = store.keep(content, name, DOCX)


def decision_basis(addressee: Addressee, today: date, *, former: bool = False) -> File:
    """The facts of the agreement for one municipality that is to decide."""
    one = addressee.recommendation
    places = standings_of([one.id], today).get(one.id, {})
    cost = cost_now(one.agreement, today)
    values = context_decided.decision_basis(addressee, places, list(members()), cost, today)
    town = addressee.municipality.slug
    return _filled(LetterKind.DECISION_BASIS, values, one.slug, town, former=former)


def excerpt(decision: Decision, today: date, *, former: bool = False) -> File:
    """The minutes excerpt of a municipality's decision."""
    values = context_decided.excerpt(decision, today)
    addressee = decision.addressee
    about, town = addressee.recommendation.slug, addressee.municipality.slug
    return _filled(LetterKind.EXCERPT, values, about, town, former=former)


def agreement_draft(agreement: Agreement, today: date, *, former: bool = False) -> File:
    """An agreement to go on writing."""
    values = context_agreed.agreement_draft(agreement, cost_now(agreement, today), today)
    return _filled(LetterKind.AGREEMENT_DRAFT, values, agreement.slug, former=former)


def prolongation(decision: RenewalDecision, today: date, *, former: bool = False) -> File:
    """How a decision prolongs its agreement; `can_prolong` says whether it does."""
    agreement = decision.agreement
    values = context_ended.prolongation(decision, decisions_of(agreement), today)
    return _filled(LetterKind.PROLONGATION, values, agreement.slug, former=former)


def notice_confirmation(notice: GivenNotice, today: date, *, former: bool = False) -> File:
    """The receiver's confirmation of a notice."""
    agreement = notice.agreement
    values = context_ended.notice_confirmation(notice, notices_of(agreement), today)
    whose = notice.municipality.slug if notice.municipality else ""
    return _filled(LetterKind.NOTICE_CONFIRMATION, values, agreement.slug, whose, former=former)


def report_on_cooperation(town: Municipality, year: int, today: date, *, former: bool) -> File:
    """A municipality's yearly report on avtalssamverkan."""
    values = cooperation_report(town, year, today)
    return _filled(LetterKind.COOPERATION_REPORT, values, str(year), town.slug, former=former)


def _filled(
    kind: LetterKind, values: Letter, about: str, municipality: str = "", *, former: bool
) -> File:
    content = render_one(template_of(kind, former=former), values.context())
    return file_name(kind, about, municipality), content
