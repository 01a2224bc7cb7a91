"""The municipality's registration number (diarienummer): free text, kept as written (cases d)."""

from __future__ import annotations

import unicodedata

from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.phrases import Phrase

LONGEST = 40
"""Characters in the longest number that is accepted."""


def clean_reference(text: str) -> str:
    """The number without stray spaces and signs that do not show; "" when there is none.

    No pattern is demanded: each municipality has its own, and the number may be older than the
    decision or belong to another body. Raises RuleBroken when it is longer than 40 characters.
    """
    shown = (" " if c.isspace() else c for c in text if c.isspace() or _shows(c))
    reference = " ".join("".join(shown).split())
    if len(reference) > LONGEST:
        raise RuleBroken(_TOO_LONG, name="too_long")
    return reference


def _shows(character: str) -> bool:
    return unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co", "Cn")


_TOO_LONG = Phrase(
    "Diarienumret är längre än {longest} tecken. Skriv bara numret, till exempel KS 2026-318",
    "The registration number is longer than {longest} characters. Write only the number",
    {"longest": LONGEST},
)
