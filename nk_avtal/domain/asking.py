"""What to ask a municipality for, so that its plan of meetings is no guess (domain 8)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from nk_avtal.domain.backward_plans import Plan
from nk_avtal.domain.dates import month_end
from nk_avtal.domain.phrases import Phrase
from nk_avtal.domain.words import MONTHS, Language, join_and

AROUND = timedelta(days=42)
"""How far around a guessed meeting the real ones are of interest."""


class _Names:
    """The names of some bodies, as they stand inside a sentence."""

    def __init__(self, names: Iterable[str | Phrase]) -> None:
        self.names = {str(one): one for one in names}.values()

    def text(self, language: Language = "sv") -> str:
        """Arbetsutskottet och Kommunstyrelsen."""
        words = [one if isinstance(one, str) else one.text(language) for one in self.names]
        return join_and(words, language)


class _Months:
    """From one month until another: mars–juni 2027."""

    def __init__(self, first: date, last: date) -> None:
        self.first, self.last = first, month_end(last)

    def text(self, language: Language = "sv") -> str:
        """Both with their years where those differ."""
        first, last = (f"{MONTHS[language][day.month - 1]}" for day in (self.first, self.last))
        if self.first.year != self.last.year:
            first = f"{first} {self.first.year}"
        return f"{first}–{last} {self.last.year}"


def question_of(plans: Iterable[Plan]) -> Phrase | None:
    """Whose meetings to ask one municipality for, and from when until when; None where all that
    its plans need is known."""
    guesses = [one for plan in plans for one in plan.unknown]
    if not guesses:
        return None
    held = [one.held_on for one in guesses]
    values = {
        "bodies": _Names(one.name for one in guesses),
        "months": _Months(min(held) - AROUND, max(held) + AROUND),
    }
    return Phrase(
        "Sammanträdesdagar {months} och sista dag att lämna handlingar: {bodies}.",
        "Days of meetings {months} and last days to hand in documents: {bodies}.",
        values,
    )
