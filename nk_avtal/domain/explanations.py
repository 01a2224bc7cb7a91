"""How a date came about, told step by step: "Visa uträkningen"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from nk_avtal.domain.dates import holiday_name
from nk_avtal.domain.phrases import Phrase
from nk_avtal.domain.words import Language, weekday_date, weekday_name


@dataclass(frozen=True)
class Explanation:
    """The steps of a calculation: each a sentence with its values, in Swedish and English."""

    steps: tuple[Phrase, ...]

    def lines(self, language: Language = "sv") -> list[str]:
        """One sentence per step."""
        return [step.text(language) for step in self.steps]

    def text(self, language: Language = "sv") -> str:
        """The whole in running text."""
        return " ".join(self.lines(language))


@dataclass(frozen=True)
class Weekday:
    """A day that is written with its weekday: fredag 26 februari 2027."""

    day: date

    def text(self, language: Language = "sv") -> str:
        """The day in words; the weekday in lower case, as Swedish has it."""
        written = weekday_date(self.day, language)
        return written[0].lower() + written[1:] if language == "sv" else written


@dataclass(frozen=True)
class ClosedDay:
    """Why nothing can be handed in on a day, as it stands inside a sentence: en söndag."""

    day: date

    def text(self, language: Language = "sv") -> str:
        """The weekday, or the name of the holiday and its weekday."""
        article = "en" if language == "sv" else "a"
        weekday = f"{article} {weekday_name(self.day, language)}"
        name = holiday_name(self.day, language)
        if name is None:
            return weekday
        proper = language == "en" or name.startswith("Kristi")
        return f"{name if proper else name[0].lower() + name[1:]}, {weekday}"
