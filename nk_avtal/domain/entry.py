"""When an agreement begins to apply: the condition, and what is still needed (ux 17.1)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from nk_avtal.domain.phrases import Phrase
from nk_avtal.domain.words import capitalized, number_word


class Condition(StrEnum):
    """Who must have adopted before the agreement begins to apply."""

    ALL = "all"  # every municipality that it concerns
    AT_LEAST = "at_least"  # a number of them
    EACH = "each"  # each for itself, when it has adopted


@dataclass(frozen=True)
class Entry:
    """The condition of one agreement. `at_least` is read only with Condition.AT_LEAST."""

    condition: Condition = Condition.ALL
    at_least: int = 1

    def needed(self, concerned: int) -> int:
        """How many adoptions the agreement needs, of the `concerned` municipalities."""
        wanted = {Condition.ALL: concerned, Condition.AT_LEAST: self.at_least, Condition.EACH: 1}
        return wanted[self.condition]

    def lacking(self, counted: int, concerned: int) -> int:
        """How many more are needed when `counted` adoptions count for entry into force."""
        return max(0, self.needed(concerned) - counted)

    def is_met(self, counted: int, concerned: int) -> bool:
        """Whether the agreement can begin to apply, at least for somebody."""
        return concerned > 0 and not self.lacking(counted, concerned)

    def can_be_met(self, declined: int, concerned: int) -> bool:
        """Whether it still can be met when `declined` municipalities have said no."""
        return self.needed(concerned) <= concerned - declined


def pronoun(thing: str) -> str:
    """The pronoun for a Swedish noun in definite form: avtalet det, bilagan den, taxorna dem."""
    noun = thing.strip().casefold()
    if noun.endswith("na"):
        return "dem"
    return "det" if noun.endswith("t") else "den"


def entry_phrase(entry: Entry, concerned: int, thing: str = "avtalet") -> Phrase:
    """The condition as a sentence: Bilagan börjar gälla när alla 14 kommuner har antagit den.

    `thing` is what the agreement is called, in definite form.
    """
    sv, en = _CONDITIONS[entry.condition]
    if entry.condition is Condition.ALL and concerned == 1:
        sv, en = _ONLY_ONE
    values = {
        "thing": capitalized(thing.strip()),
        "it": pronoun(thing),
        "all": concerned,
        "least": entry.at_least,
        "plural": "kommun" if entry.at_least == 1 else "kommuner",
    }
    return Phrase(sv, en, values)


def lacking_phrase(lacking: int) -> Phrase:
    """What is still needed: Tre kommuner till behövs."""
    return Phrase(
        "{sv} {noun} till behövs." if lacking else "Villkoret är uppfyllt.",
        "{en} more needed." if lacking else "The condition is met.",
        {
            "sv": capitalized(number_word(lacking)),
            "en": capitalized(number_word(lacking, "en")),
            "noun": "kommun" if lacking == 1 else "kommuner",
        },
    )


def progress_phrase(entry: Entry, counted: int, declined: int, concerned: int) -> Phrase | None:
    """What is still needed, or that it cannot come about any more; None when each municipality
    is bound for itself, since nobody then waits for another."""
    if entry.condition is Condition.EACH:
        return None
    if not entry.can_be_met(declined, concerned):
        return _OUT_OF_REACH
    return lacking_phrase(entry.lacking(counted, concerned))


_OUT_OF_REACH = Phrase(
    "Det villkoret går inte längre att uppfylla, så många har avslagit.",
    "That condition can no longer be met, since so many have declined.",
)
_CONDITIONS = {
    Condition.ALL: (
        "{thing} börjar gälla när alla {all} kommuner har antagit {it}.",
        "It takes effect when all {all} municipalities have adopted it.",
    ),
    Condition.AT_LEAST: (
        "{thing} börjar gälla när minst {least} {plural} har antagit {it}.",
        "It takes effect when at least {least} of the municipalities have adopted it.",
    ),
    Condition.EACH: (
        "{thing} börjar gälla för varje kommun när den har antagit {it}.",
        "It takes effect for each municipality once that has adopted it.",
    ),
}
_ONLY_ONE = (
    "{thing} börjar gälla när kommunen har antagit {it}.",
    "It takes effect when the municipality has adopted it.",
)
