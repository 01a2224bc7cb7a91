"""What a template makes of chosen values, before it is used for anything."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from nk_avtal.documents import store
from nk_avtal.documents.reading import text_in
from nk_avtal.domain.letter_samples import emptiest, example, longest
from nk_avtal.domain.letters import LetterKind
from nk_avtal.letters.build_defaults import path_of
from nk_avtal.letters.matters import MATTERS, Asked
from nk_avtal.letters.models import LetterTemplate
from nk_avtal.letters.render import render_one


class Sample(StrEnum):
    """Made-up values to see a template with."""

    EXAMPLE = "example"
    LONGEST = "longest"
    EMPTIEST = "emptiest"


def values_of(kind: LetterKind, sample: Sample) -> dict[str, Any]:
    """The values of a sample."""
    return _SAMPLES[sample](kind).context()


def real_values(kind: LetterKind, asked: Asked) -> dict[str, Any]:
    """The values of a matter, which is one of `matters.titles_for`. Raises NoResultFound when
    the municipality has no part in it."""
    return MATTERS[kind].letter(asked).context()


def preview(kind: LetterKind, template: LetterTemplate | None, values: dict[str, Any]) -> bytes:
    """The document that a version of the template makes of `values`; without a version, that of
    the shipped template. Raises TemplateBroken when it cannot be made."""
    content = store.read(template.file) if template else path_of(kind).read_bytes()
    return render_one(content, values)


def lines_of(document: bytes) -> list[str]:
    """What the document says, paragraph by paragraph."""
    return [text for _place, text in text_in(document)]


_SAMPLES = {Sample.EXAMPLE: example, Sample.LONGEST: longest, Sample.EMPTIEST: emptiest}
