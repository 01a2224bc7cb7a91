"""A fixed day of the year by which notice is given, in place of a period of notice."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from nk_avtal.domain.dates import Period, parse_period
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.phrases import Phrase
from nk_avtal.domain.words import MONTHS, Language

_LEAP_YEAR = 2000


@dataclass(frozen=True)
class MonthDay:
    """A fixed day of the year by which notice is given: "senast 1 november"."""

    month: int
    day: int

    def __post_init__(self) -> None:
        known = 1 <= self.month <= 12
        if not known or not 1 <= self.day <= monthrange(_LEAP_YEAR, self.month)[1]:
            raise RuleBroken(_UNREADABLE, name="notice_unreadable")

    def on_or_before(self, day: date) -> date:
        """The latest such day that is not after `day`."""
        this_year = self._in(day.year)
        return this_year if this_year <= day else self._in(day.year - 1)

    def _in(self, year: int) -> date:
        return date(year, self.month, min(self.day, monthrange(year, self.month)[1]))

    def text(self, language: Language = "sv") -> str:
        """The day in words: 1 november."""
        return f"{self.day} {MONTHS[language][self.month - 1]}"

    def __str__(self) -> str:
        return f"{self.month:02}-{self.day:02}"


def parse_notice(text: str) -> Period | MonthDay:
    """A period of notice (`6m`), or a fixed day of notice as month and day (`11-01`).

    Raises RuleBroken named `notice_unreadable`, `period_unreadable` or `period_out_of_range`.
    """
    if match := re.fullmatch(r"\s*([0-9]{1,2})-([0-9]{1,2})\s*", text):
        return MonthDay(int(match[1]), int(match[2]))
    return parse_period(text)


_UNREADABLE = Phrase(
    "Dagen för uppsägning gick inte att tolka. Skriv månad och dag, till exempel 11-01",
    "The day of notice could not be read. Write month and day, for example 11-01",
)
