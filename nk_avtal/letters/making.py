"""Making single documents: of a recommendation, of a decision, of an agreement."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

from nk_avtal.adoptions.models import Decision
from nk_avtal.agreements.models import Agreement
from nk_avtal.documents import store
from nk_avtal.documents.intake import DOCX
from nk_avtal.domain.letters import LetterKind
from nk_avtal.letters import (
    gathering,
    records,
)
from nk_avtal.letters.actions import File, make
from nk_avtal.letters.faults import TemplateBroken
from nk_avtal.municipalities.models import Municipality
from nk_avtal.people.models import Person
from nk_avtal.recommendations.models import Addressee, Recommendation
from nk_avtal.renewals.models import GivenNotice, RenewalDecision


def recommendation(one: Recommendation, today: date, *, former: bool = False) -> File:
    """The recommendation to all that it addresses: the bytes that were kept when it was sent, else
    made of what is known now. Raises TemplateBroken, as all these do."""
    if one.sent_letter:
        return File(one.sent_letter.name, store.read(one.sent_letter))
    values = gathering.recommendation_letter(one, today)
    return make(LetterKind.RECOMMENDATION, values, one.slug, former=former)


def keep_as_sent(one: Recommendation, by: Person, today: date) -> None:
    """Keep the document of a recommendation that is being sent, so that it reads the same for
    ever, whatever becomes of reply day, names and wording.

    A wording that cannot be filled keeps nobody from sending: then nothing is kept.
    """
    with suppress(TemplateBroken):
        file = recommendation(one, today)
        one.sent_letter = store.keep(file.content, file.name, DOCX)
        records.keep([file.made] if file.made else [], by)


def decision_basis(addressee: Addressee, today: date, *, former: bool = False) -> File:
    """The facts of the agreement for one municipality that is to decide."""
    values = gathering.decision_basis(addressee, today)
    about, town = addressee.recommendation.slug, addressee.municipality.slug
    return make(LetterKind.DECISION_BASIS, values, about, town, former=former)


def official_letter(addressee: Addressee, today: date, *, former: bool = False) -> File:
    """The tjänsteskrivelse with förslag till beslut for one municipality."""
    (values,) = gathering.municipal_letters([addressee], today)
    about, town = addressee.recommendation.slug, addressee.municipality.slug
    return make(LetterKind.OFFICIAL_LETTER, values, about, town, former=former)


def status_report(one: Recommendation, today: date, *, former: bool = False) -> File:
    """The report to the board on one recommendation."""
    values = gathering.status_report(one, today)
    return make(LetterKind.STATUS_REPORT, values, one.slug, former=former)


def parties_decisions(one: Recommendation, today: date, *, former: bool = False) -> File:
    """The annex that lists each party's decision."""
    values = gathering.parties_decisions(one, today)
    return make(LetterKind.PARTIES_DECISIONS, values, one.slug, former=former)


def excerpt(decision: Decision, today: date, *, former: bool = False) -> File:
    """The minutes excerpt of a municipality's decision."""
    values = gathering.excerpt(decision, today)
    addressee = decision.addressee
    about, town = addressee.recommendation.slug, addressee.municipality.slug
    return make(LetterKind.EXCERPT, values, about, town, former=former)


def agreement_draft(agreement: Agreement, today: date, *, former: bool = False) -> File:
    """An agreement to go on writing."""
    values = gathering.agreement_draft(agreement, today)
    return make(LetterKind.AGREEMENT_DRAFT, values, agreement.slug, former=former)


def prolongation(decision: RenewalDecision, today: date, *, former: bool = False) -> File:
    """How a decision prolongs its agreement; `can_prolong` says whether it does."""
    values = gathering.prolongation(decision, today)
    return make(LetterKind.PROLONGATION, values, decision.agreement.slug, former=former)


def notice_letter(notice: GivenNotice, today: date, *, former: bool = False) -> File:
    """The letter by which notice of an agreement is given."""
    values = gathering.notice_letter(notice, today)
    whose = notice.municipality.slug if notice.municipality else ""
    return make(LetterKind.NOTICE, values, notice.agreement.slug, whose, former=former)


def notice_confirmation(notice: GivenNotice, today: date, *, former: bool = False) -> File:
    """The receiver's confirmation of a notice."""
    agreement = notice.agreement
    values = gathering.notice_confirmation(notice, today)
    whose = notice.municipality.slug if notice.municipality else ""
    return make(LetterKind.NOTICE_CONFIRMATION, values, agreement.slug, whose, former=former)


def report_on_cooperation(town: Municipality, year: int, today: date, *, former: bool) -> File:
    """A municipality's yearly report on avtalssamverkan."""
    values = gathering.cooperation_report(town, year, today)
    return make(LetterKind.COOPERATION_REPORT, values, str(year), town.slug, former=former)
