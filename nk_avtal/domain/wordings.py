"""Whether a municipality decided on the same text as the board recommended.

An agreement needs one wording that all have adopted; a decision on another one is shown as
deviating (domain 1.5), for the association to judge.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from nk_avtal.domain.phrases import Phrase


class Deviation(StrEnum):
    """How the text that was decided on differs from the recommended one. Derived."""

    OLDER_DRAFT = "older_draft"
    LATER_VERSION = "later_version"
    OTHER_DOCUMENT = "other_document"
    CHANGED_TEXT = "changed_text"


@dataclass(frozen=True)
class Wording:
    """A fixed text: a numbered version of a document, and the checksum of its file."""

    document_id: int
    number: int
    checksum: str


def deviation(
    decided: Wording | None, recommended: Wording | None, changed_text: str
) -> Deviation | None:
    """How the decided text deviates, or None when it is the same or not known.

    Two versions with the same checksum are the same text whatever they are called.
    """
    if changed_text.strip():
        return Deviation.CHANGED_TEXT
    if decided is None or recommended is None or decided.checksum == recommended.checksum:
        return None
    if decided.document_id != recommended.document_id:
        return Deviation.OTHER_DOCUMENT
    older = decided.number < recommended.number
    return Deviation.OLDER_DRAFT if older else Deviation.LATER_VERSION


def deviation_phrase(found: Deviation, number: int | None = None) -> Phrase:
    """The deviation in a sentence. `number` is that of the version decided on."""
    return Phrase(*_SENTENCES[found], {"number": number})


_SENTENCES = {
    Deviation.OLDER_DRAFT: (
        "Beslutet gäller ett äldre utkast (version {number}), inte den rekommenderade texten",
        "The decision is about an older draft (version {number}), not the recommended text",
    ),
    Deviation.LATER_VERSION: (
        "Beslutet gäller en senare version ({number}) än den rekommenderade",
        "The decision is about a later version ({number}) than the recommended one",
    ),
    Deviation.OTHER_DOCUMENT: (
        "Beslutet gäller ett annat dokument än det rekommenderade",
        "The decision is about another document than the recommended one",
    ),
    Deviation.CHANGED_TEXT: (
        "Kommunen har beslutat om en ändrad text",
        "The municipality has decided on a changed text",
    ),
}
