"""The values of the documents about an agreement itself, gathered from what is kept.

Nothing of the work inside the association is among them: no reason of a decision about a deadline,
no note of a notice, no contact of a counterparty, no internal document.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace
from datetime import date

from nk_avtal.agreements.models import Agreement
from nk_avtal.agreements.reckoning import terms_of
from nk_avtal.costs.models import CostYear
from nk_avtal.documents.models import DocumentKind, Openness
from nk_avtal.domain import letter_terms
from nk_avtal.domain.agreements import Kind
from nk_avtal.domain.cost_explanations import key_in_words
from nk_avtal.domain.dates import parse_period
from nk_avtal.domain.entry_phrases import entry_phrase, further_phrases
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.letter_parts import LetterAgreement
from nk_avtal.domain.letters import paragraphs_of
from nk_avtal.domain.letters_agreed import AgreementDraft
from nk_avtal.domain.terms import Terms
from nk_avtal.domain.words import kept_together
from nk_avtal.formats import swedish_key
from nk_avtal.letters.context import DEFINITE, sender_of

INDEFINITE = {
    Kind.AGREEMENT: "avtal",
    Kind.ACCORD: "överenskommelse",
    Kind.COOPERATION: "samverkansavtal",
    Kind.ADDENDUM: "tilläggsavtal",
    Kind.GUIDELINE: "riktlinjer",
    Kind.PRICE_LIST: "prislista",
    Kind.CHARTER: "förbundsordning",
    Kind.STRATEGY: "strategi",
    Kind.OTHER: "dokument",
}


def agreement_of(
    agreement: Agreement, cost: CostYear | None = None, entry: list[str] | None = None
) -> LetterAgreement:
    """An agreement with its terms in sentences; terms that contradict or are unknown are left out.

    `entry` says who must adopt, where that concerns others than all its members.
    """
    thing, terms = DEFINITE[agreement.kind], _terms(agreement)
    members = [one for one in agreement.parties if one.municipality_id]
    return LetterAgreement(
        title=agreement.title,
        number=kept_together(agreement.number or ""),
        kind=thing,
        kind_of=INDEFINITE[agreement.kind],
        parties=parties_of(agreement),
        purpose=[kept_together(text) for text in paragraphs_of(agreement.summary)],
        validity=kept_together(_validity(agreement, thing, terms)),
        prolongation=letter_terms.prolongation(thing, terms) if terms else "",
        notice=letter_terms.notice(terms) if terms else "",
        entry=entry or entry_of(agreement, len(members), thing),
        compensation=_sentence(agreement.compensation),
        sharing=kept_together(key_in_words(cost.key, cost.counted_on).text()) if cost else "",
        legal_basis=kept_together(agreement.legal_basis),
    )


def _sentence(text: str) -> str:
    """A text that people keep as they like, with a full stop where it has no end."""
    text = " ".join(text.split())
    return f"{text}." if text and text[-1] not in ".!?:" else text


def without_terms(values: LetterAgreement) -> LetterAgreement:
    """The same where the terms are being worked on, and not for the municipalities to read."""
    return replace(
        values,
        purpose=[],
        validity="",
        prolongation="",
        notice="",
        entry=[],
        compensation="",
        sharing="",
        legal_basis="",
    )


def parties_of(agreement: Agreement) -> list[str]:
    """The full names of the parties: other organisations first, then the members."""
    others = [one.organisation for one in agreement.parties if one.organisation]
    towns = [one.municipality for one in agreement.parties if one.municipality]
    return [
        *sorted(others, key=swedish_key),
        *(one.full_name for one in sorted(towns, key=lambda one: swedish_key(one.name))),
    ]


def entry_of(agreement: Agreement, concerned: int, thing: str) -> list[str]:
    """Who must have adopted before it begins to apply, in sentences; none without members."""
    if not concerned:
        return []
    names = {one.municipality_id: one.municipality.name for one in agreement.parties
             if one.municipality}  # fmt: skip

    def name(party: Hashable) -> str:
        return names[party] if isinstance(party, int) else str(party)

    entry = agreement.entry
    phrases = [entry_phrase(entry, concerned, thing), *further_phrases(entry, name)]
    return [kept_together(one.text()) for one in phrases]


def agreement_draft(agreement: Agreement, cost: CostYear | None, today: date) -> AgreementDraft:
    """The values of an agreement to go on writing."""
    return AgreementDraft(
        sender_of(agreement, today), agreement_of(agreement, cost), _annexes(agreement)
    )


def _annexes(agreement: Agreement) -> list[str]:
    """The titles of its annexes, but for those that are internal."""
    return [
        one.title
        for one in agreement.documents
        if one.kind is DocumentKind.ANNEX
        and one.openness is not Openness.INTERNAL
        and one.trashed_at is None
    ]


def _terms(agreement: Agreement) -> Terms | None:
    try:
        return terms_of(agreement)
    except RuleBroken:
        return None


def _validity(agreement: Agreement, thing: str, terms: Terms | None) -> str:
    first = parse_period(agreement.first_term) if terms and agreement.first_term else None
    start = agreement.start_on, agreement.start_precision
    end = agreement.end_on, agreement.end_precision
    return letter_terms.validity(thing, start, end, first)
