"""Reads a length of time as people write it: 6 månader, ett år, 2 weeks, 6m."""

from __future__ import annotations

import re

from nk_avtal.domain.dates import Period, Unit
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.month_days import MonthDay, parse_notice
from nk_avtal.domain.phrases import Phrase
from nk_avtal.domain.words import MONTHS

_UNITS = {
    Unit.DAY: ("d", "dag", "dagar", "day", "days"),
    Unit.WEEK: ("v", "vecka", "veckor", "w", "week", "weeks"),
    Unit.MONTH: ("m", "mån", "månad", "månader", "month", "months"),
    Unit.YEAR: ("å", "år", "y", "year", "years"),
}
_UNIT_OF = {word: unit for unit, words in _UNITS.items() for word in words}
_AMOUNTS = {
    "sv": "en två tre fyra fem sex sju åtta nio tio elva tolv",
    "en": "one two three four five six seven eight nine ten eleven twelve",
}
_AMOUNT_OF = {
    word: number
    for words in _AMOUNTS.values()
    for number, word in enumerate(words.split(), start=1)
} | {"ett": 1, "a": 1}
_MONTH_OF = {
    name.casefold(): number for names in MONTHS.values() for number, name in enumerate(names, 1)
}


def read_period(text: str) -> Period:
    """The period that is written with a number, in figures or to twelve in words, and a unit.

    Raises RuleBroken named `period_unreadable` or `period_out_of_range`.
    """
    words = text.casefold().strip().rstrip(".")
    found = re.fullmatch(r"([0-9]{1,6}|[^\W\d_]+)\s*([^\W\d_]+)", words, re.UNICODE)
    amount = _amount(found[1]) if found else None
    unit = _UNIT_OF.get(found[2]) if found else None
    if amount is None or unit is None:
        raise RuleBroken(_UNREADABLE, name="period_unreadable")
    return Period(amount, unit)


def read_notice(text: str) -> Period | MonthDay:
    """A period of notice, or a fixed day of the year: 1 november, 11-01.

    Raises RuleBroken as `read_period`, and named `notice_unreadable` for a day that no year has.
    """
    words = text.casefold().strip()
    day = re.fullmatch(r"([0-9]{1,2})\s+([^\W\d_]+)", words)
    if day and day[2] in _MONTH_OF:
        return MonthDay(_MONTH_OF[day[2]], int(day[1]))
    return parse_notice(words) if "-" in words else read_period(words)


def _amount(text: str) -> int | None:
    return int(text) if text.isdecimal() else _AMOUNT_OF.get(text)


_UNREADABLE = Phrase(
    "Tiden gick inte att tolka. Skriv till exempel 6 månader eller 2 år",
    "The period could not be read. Write for example 6 months or 2 years",
)
