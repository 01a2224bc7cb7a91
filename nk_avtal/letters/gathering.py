"""The values of documents about a recommendation, gathered from what is recorded: for a document
that is made and for a preview alike."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from nk_avtal.adoptions.facts import Place, standings_of
from nk_avtal.costs.queries import cost_now, costs_now
from nk_avtal.domain.letters_recommended import (
    DecisionBasis,
    MunicipalLetter,
    RecommendationLetter,
    StatusReport,
)
from nk_avtal.letters import context, context_decided
from nk_avtal.municipalities.queries import members
from nk_avtal.recommendations import queries as recommendations
from nk_avtal.recommendations.models import Addressee, Recommendation


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


def _places(recommendation: Recommendation, today: date) -> dict[int, Place]:
    return standings_of([recommendation.id], today).get(recommendation.id, {})
