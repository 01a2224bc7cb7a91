"""Refusals that a rule gives, in a sentence fit for the person who asked."""

from __future__ import annotations

from nk_avtal.domain.phrases import Phrase
from nk_avtal.domain.words import Language


class RuleBroken(ValueError):
    """A rule says no. The message is a Swedish sentence that says what to do instead.

    `name` is a stable word for the refusal, for a machine or a test to compare; a message given
    as a `Phrase` can also be read in English with `text("en")`.
    """

    def __init__(self, message: str | Phrase, *, name: str = "rule_broken") -> None:
        super().__init__(str(message))
        self.message = message
        self.name = name

    def text(self, language: Language = "sv") -> str:
        """The sentence in the language asked for, in Swedish where only that exists."""
        return self.message.text(language) if isinstance(self.message, Phrase) else self.message
