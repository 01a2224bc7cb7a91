"""What a template makes of chosen values, before it is used for anything."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import Any

from nk_avtal.adoptions.facts import standings_of
from nk_avtal.costs.queries import cost_now
from nk_avtal.documents import store
from nk_avtal.documents.reading import text_in
from nk_avtal.domain.letter_samples import emptiest, example, longest
from nk_avtal.domain.letters import Letter, LetterKind
from nk_avtal.letters import context, context_decided
from nk_avtal.letters.actions import concerned
from nk_avtal.letters.build_defaults import path_of
from nk_avtal.letters.models import LetterTemplate
from nk_avtal.letters.render import render_one
from nk_avtal.municipalities.queries import members
from nk_avtal.recommendations.models import Addressee


class Sample(StrEnum):
    """Made-up values to see a template with."""

    EXAMPLE = "example"
    LONGEST = "longest"
    EMPTIEST = "emptiest"


def values_of(
    kind: LetterKind, sample: Sample, addressee: Addressee | None, today: date
) -> dict[str, Any]:
    """The values of a real place where the kind can be made for one, else those of the sample."""
    if addressee and kind in REAL:
        return REAL[kind](addressee, today).context()
    return _SAMPLES[sample](kind).context()


def preview(kind: LetterKind, template: LetterTemplate | None, values: dict[str, Any]) -> bytes:
    """The document that a version of the template makes of `values`; without a version, that of
    the shipped template. Raises TemplateBroken when it cannot be made."""
    content = store.read(template.file) if template else path_of(kind).read_bytes()
    return render_one(content, values)


def lines_of(document: bytes) -> list[str]:
    """What the document says, paragraph by paragraph."""
    return [text for _place, text in text_in(document)]


def _municipal(addressee: Addressee, today: date) -> Letter:
    cost = cost_now(addressee.recommendation.agreement, today)
    return context.municipal_letter(addressee, today, cost)


def _report(addressee: Addressee, today: date) -> Letter:
    recommendation = addressee.recommendation
    places = standings_of([recommendation.id], today).get(recommendation.id, {})
    return context.status_report(recommendation, places, list(members()), today)


def _annex(addressee: Addressee, today: date) -> Letter:
    recommendation = addressee.recommendation
    places = standings_of([recommendation.id], today).get(recommendation.id, {})
    return context.parties_decisions(recommendation, places, list(members()), today)


def _recommendation(addressee: Addressee, today: date) -> Letter:
    recommendation = addressee.recommendation
    towns = [place.municipality for place in concerned(recommendation)]
    return context.recommendation_letter(recommendation, towns, today)


def _basis(addressee: Addressee, today: date) -> Letter:
    recommendation = addressee.recommendation
    places = standings_of([recommendation.id], today).get(recommendation.id, {})
    cost = cost_now(recommendation.agreement, today)
    return context_decided.decision_basis(addressee, places, list(members()), cost, today)


REAL: dict[LetterKind, Callable[[Addressee, date], Letter]] = {
    LetterKind.OFFICIAL_LETTER: _municipal,
    LetterKind.COVER_LETTER: _municipal,
    LetterKind.RECOMMENDATION: _recommendation,
    LetterKind.DECISION_BASIS: _basis,
    LetterKind.STATUS_REPORT: _report,
    LetterKind.PARTIES_DECISIONS: _annex,
}
"""The kinds that can be seen with a recommendation that has been sent, and a municipality."""
_SAMPLES = {Sample.EXAMPLE: example, Sample.LONGEST: longest, Sample.EMPTIEST: emptiest}
