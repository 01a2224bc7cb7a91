"""The values of documents, gathered from what is recorded: for a document that is made and for a
preview alike."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from nk_avtal.adoptions.facts import Place, standings_of
from nk_avtal.adoptions.models import Decision
from nk_avtal.agreements.models import Agreement
from nk_avtal.costs.queries import cost_now, costs_now
from nk_avtal.domain.letters_agreed import (
    AgreementDraft,
    CooperationReport,
    NoticeConfirmation,
    NoticeLetter,
    ProlongationLetter,
)
from nk_avtal.domain.letters_decided import ExcerptLetter
from nk_avtal.domain.letters_recommended import (
    DecisionBasis,
    MunicipalLetter,
    RecommendationLetter,
    StatusReport,
)
from nk_avtal.letters import context, context_agreed, context_decided, context_ended, cooperation
from nk_avtal.municipalities.models import Municipality
from nk_avtal.municipalities.queries import members
from nk_avtal.recommendations import queries as recommendations
from nk_avtal.recommendations.models import Addressee, Recommendation
from nk_avtal.renewals.models import GivenNotice, RenewalDecision
from nk_avtal.renewals.queries import decisions_of, notices_of


def concerned(recommendation: Recommendation) -> list[Addressee]:
    """The places that get letters, in Swedish order of the municipalities."""
    some = [one for one in recommendations.addressees(recommendation) if one.concerned]
    return sorted(some, key=lambda one: recommendations.by_name(one.municipality))


def municipal_letters(addressees: Sequence[Addressee], today: date) -> list[MunicipalLetter]:
    """For each place, with the cost of each agreement read once."""
    costs = costs_now({one.recommendation.agreement_id for one in addressees}, today)
    return [
        context.municipal_letter(one, today, costs.get(one.recommendation.agreement_id))
        for one in addressees
    ]


def recommendation_letter(recommendation: Recommendation, today: date) -> RecommendationLetter:
    """The recommendation itself, to all that it addresses."""
    towns = [place.municipality for place in concerned(recommendation)]
    return context.recommendation_letter(recommendation, towns, today)


def decision_basis(addressee: Addressee, today: date) -> DecisionBasis:
    """The facts of the agreement for one municipality that is to decide."""
    one = addressee.recommendation
    cost = cost_now(one.agreement, today)
    towns = list(members())
    return context_decided.decision_basis(addressee, _places(one, today), towns, cost, today)


def status_report(recommendation: Recommendation, today: date) -> StatusReport:
    """The report to the board."""
    places = _places(recommendation, today)
    return context.status_report(recommendation, places, list(members()), today)


def parties_decisions(recommendation: Recommendation, today: date) -> StatusReport:
    """The annex with each party's decision."""
    places = _places(recommendation, today)
    return context.parties_decisions(recommendation, places, list(members()), today)


def excerpt(decision: Decision, today: date) -> ExcerptLetter:
    """The minutes excerpt of a municipality's decision."""
    return context_decided.excerpt(decision, today)


def agreement_draft(agreement: Agreement, today: date) -> AgreementDraft:
    """An agreement to go on writing."""
    return context_agreed.agreement_draft(agreement, cost_now(agreement, today), today)


def prolongation(decision: RenewalDecision, today: date) -> ProlongationLetter:
    """How a decision prolongs its agreement; `can_prolong` says whether it does."""
    return context_ended.prolongation(decision, decisions_of(decision.agreement), today)


def notice_letter(notice: GivenNotice, today: date) -> NoticeLetter:
    """The letter by which notice of an agreement is given."""
    return context.notice_letter(notice, today)


def notice_confirmation(notice: GivenNotice, today: date) -> NoticeConfirmation:
    """The receiver's confirmation of a notice."""
    return context_ended.notice_confirmation(notice, notices_of(notice.agreement), today)


def cooperation_report(town: Municipality, year: int, today: date) -> CooperationReport:
    """A municipality's yearly report on avtalssamverkan."""
    return cooperation.cooperation_report(town, year, today)


def _places(recommendation: Recommendation, today: date) -> dict[int, Place]:
    return standings_of([recommendation.id], today).get(recommendation.id, {})
