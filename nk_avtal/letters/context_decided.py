"""The values of what one municipality decides on, and of what it decided."""

from __future__ import annotations

from datetime import date

from nk_avtal.adoptions.facts import Place, tally_of
from nk_avtal.adoptions.models import Decision
from nk_avtal.agreements.queries import is_shown
from nk_avtal.costs.models import CostYear
from nk_avtal.domain.adoptions import Outcome, Standing
from nk_avtal.domain.letters_decided import ExcerptLetter, LetterDecision, opening_of, points_of
from nk_avtal.domain.letters_recommended import DecisionBasis
from nk_avtal.domain.words import kept_together
from nk_avtal.letters.context import (
    ADOPTED,
    BODIES,
    DEFINITE,
    cost_of,
    day_of,
    recommendation_of,
    row_of,
    section_of,
    sender_of,
    town_of,
)
from nk_avtal.letters.context_agreed import agreement_of, entry_of, without_terms
from nk_avtal.municipalities.models import Municipality
from nk_avtal.recommendations.models import Addressee


def decision_basis(
    addressee: Addressee,
    places: dict[int, Place],
    towns: list[Municipality],
    cost: CostYear | None,
    today: date,
) -> DecisionBasis:
    """What one municipality needs to know of the agreement; the towns in the order given."""
    recommendation, town = addressee.recommendation, addressee.municipality
    agreement = recommendation.agreement
    concerned = [one for one in places.values() if one.standing is not Standing.NOT_CONCERNED]
    thing = recommendation.object_name or DEFINITE[agreement.kind]
    tally = tally_of(places)
    values = agreement_of(agreement, cost, entry_of(agreement, len(concerned), thing))
    return DecisionBasis(
        sender=sender_of(agreement, today),
        municipality=town_of(town, addressee.reference),
        recommendation=recommendation_of(recommendation),
        agreement=values if is_shown(agreement) else without_terms(values),
        cost=cost_of(town, cost),
        summary=f"{tally.answers.text('sv')}. {tally.phrase.text('sv')}.",
        rows=[
            row_of(one, places[one.id])
            for one in towns
            if one.id in places and places[one.id].standing in ADOPTED
        ],
    )


def excerpt(decision: Decision, today: date) -> ExcerptLetter:
    """The values of an excerpt of the minutes, as the municipality has recorded its decision. Its
    comment to the association is none of them."""
    addressee = decision.addressee
    recommendation = addressee.recommendation
    recommended = recommendation_of(recommendation)
    added = decision.outcome is Outcome.ADOPTED_WITH_ADDITION
    return ExcerptLetter(
        sender=sender_of(recommendation.agreement, today),
        municipality=town_of(addressee.municipality, addressee.reference),
        decision=LetterDecision(
            body=decision.body_name,
            day=day_of(decision.decided_on),
            paragraph=section_of(decision.paragraph),
            reference=kept_together(decision.reference or addressee.reference),
            opening=opening_of(
                decision.outcome, decision.body_name, BODIES[recommendation.suggested_body]
            ),
            points=points_of(decision.outcome, recommended.points),
            addition=kept_together(decision.addition) if added else "",
            change=kept_together(decision.changed_text),
            reason=kept_together(decision.reason),
            returns=day_of(decision.returns_on),
            approved=day_of(decision.approved_on),
            announced=day_of(decision.announced_on),
        ),
        recommendation=recommended,
    )
