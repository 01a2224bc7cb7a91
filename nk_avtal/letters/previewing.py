"""What a template makes of chosen values, before it is used for anything."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import Any

from nk_avtal.documents import store
from nk_avtal.documents.reading import text_in
from nk_avtal.domain.letter_samples import emptiest, example, longest
from nk_avtal.domain.letters import Letter, LetterKind
from nk_avtal.letters import gathering
from nk_avtal.letters.build_defaults import path_of
from nk_avtal.letters.models import LetterTemplate
from nk_avtal.letters.render import render_one
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
    return gathering.municipal_letters([addressee], today)[0]


REAL: dict[LetterKind, Callable[[Addressee, date], Letter]] = {
    LetterKind.OFFICIAL_LETTER: _municipal,
    LetterKind.COVER_LETTER: _municipal,
    LetterKind.DECISION_BASIS: gathering.decision_basis,
    LetterKind.RECOMMENDATION: lambda place, today: gathering.recommendation_letter(
        place.recommendation, today
    ),
    LetterKind.STATUS_REPORT: lambda place, today: gathering.status_report(
        place.recommendation, today
    ),
    LetterKind.PARTIES_DECISIONS: lambda place, today: gathering.parties_decisions(
        place.recommendation, today
    ),
}
"""The kinds that can be seen with a recommendation that has been sent, and a municipality."""
_SAMPLES = {Sample.EXAMPLE: example, Sample.LONGEST: longest, Sample.EMPTIEST: emptiest}
