"""A sentence of a rule, kept with its values so that it can be written in either language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol, runtime_checkable

from nk_avtal.domain.words import Language, long_date


@runtime_checkable
class Written(Protocol):
    """A value that knows its own words, such as a period of months."""

    def text(self, language: Language = "sv") -> str:
        """The value in words."""
        ...


@dataclass(frozen=True)
class Phrase:
    """A sentence in Swedish and English with named places, and the values for them.

    Dates are written out in the language asked for; a value that is itself `Written` is too.
    """

    sv: str
    en: str
    values: Mapping[str, object] = field(default_factory=dict)

    def text(self, language: Language = "sv") -> str:
        """The sentence with its values filled in."""
        template = self.sv if language == "sv" else self.en
        return template.format(**{k: _in_words(v, language) for k, v in self.values.items()})

    def __str__(self) -> str:
        return self.text("sv")


def _in_words(value: object, language: Language) -> object:
    if isinstance(value, date):
        return long_date(value, language)
    return value.text(language) if isinstance(value, Written) else value
