"""Calendar arithmetic: months, periods, Swedish holidays, weeks. Whole days, Europe/Stockholm."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from typing import NamedTuple

import holidays

from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.phrases import Phrase
from nk_avtal.domain.words import Language

ONE_DAY = timedelta(days=1)


def add_months(day: date, months: int) -> date:
    """The same day number `months` later, or the last day of a shorter month.

    Additions do not undo each other, so always count from the original day. `months` may be
    negative.
    """
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, _days_in(year, month)))


def month_end(day: date) -> date:
    """The last day of the month that `day` lies in."""
    return day.replace(day=_days_in(day.year, day.month))


@cache
def _days_in(year: int, month: int) -> int:
    """Kept, since a reckoning asks for the same few months again and again."""
    return monthrange(year, month)[1]


class Unit(StrEnum):
    """What a period is counted in, written as in `6m`."""

    DAY = "d"
    WEEK = "w"
    MONTH = "m"
    YEAR = "y"


class _Measure(NamedTuple):
    months: int
    days: int
    longest: int  # the largest amount that is accepted: a hundred years
    sv: tuple[str, str]
    en: tuple[str, str]


_MEASURES = {
    Unit.DAY: _Measure(0, 1, 36_500, ("dag", "dagar"), ("day", "days")),
    Unit.WEEK: _Measure(0, 7, 5_200, ("vecka", "veckor"), ("week", "weeks")),
    Unit.MONTH: _Measure(1, 0, 1_200, ("månad", "månader"), ("month", "months")),
    Unit.YEAR: _Measure(12, 0, 100, ("år", "år"), ("year", "years")),
}


@dataclass(frozen=True)
class Period:
    """A length of time as an agreement says it: a number and a unit, never turned into days.

    A week is seven calendar days. Raises RuleBroken named `period_out_of_range` unless the
    amount is from one unit to a hundred years.
    """

    amount: int
    unit: Unit

    def __post_init__(self) -> None:
        if not 1 <= self.amount <= _MEASURES[self.unit].longest:
            raise RuleBroken(_OUT_OF_RANGE, name="period_out_of_range")

    @property
    def months(self) -> int:
        """The length in months; 0 for a period of days or weeks."""
        return self.amount * _MEASURES[self.unit].months

    @property
    def days(self) -> int:
        """The length in days; 0 for a period of months or years, which have no fixed number."""
        return self.amount * _MEASURES[self.unit].days

    def after(self, day: date, times: int = 1) -> date:
        """The day `times` periods after `day`, counted in one step from `day`."""
        return add_months(day, self.months * times) + timedelta(days=self.days * times)

    def before(self, day: date) -> date:
        """The day one period before `day`."""
        return self.after(day, -1)

    def text(self, language: Language = "sv") -> str:
        """The period in words: 12 månader."""
        measure = _MEASURES[self.unit]
        one, many = measure.sv if language == "sv" else measure.en
        return f"{self.amount} {one if self.amount == 1 else many}"

    def __str__(self) -> str:
        return f"{self.amount}{self.unit}"


def parse_period(text: str) -> Period:
    """The period written as `14d`, `2w`, `6m` or `1y`.

    Raises RuleBroken named `period_unreadable` or `period_out_of_range`.
    """
    match = re.fullmatch(r"\s*([0-9]{1,6})\s*([dwmy])\s*", text, re.IGNORECASE | re.ASCII)
    if match is None:
        raise RuleBroken(_UNREADABLE, name="period_unreadable")
    return Period(int(match[1]), Unit(match[2].lower()))


@cache
def holidays_in(year: int, language: Language = "sv") -> Mapping[date, str]:
    """The days of `year` that law treats as holidays, Sundays apart, with their names.

    Public holidays (lag 1989:253) and the eves that lag 1930:173 § 2 adds: midsommarafton,
    julafton and nyårsafton.
    """
    named = holidays.country_holidays(
        "SE",
        years=year,
        expand=False,
        categories=("public", "de_facto"),
        include_sundays=False,
        language="sv" if language == "sv" else "en_US",
    )
    return {day: name for day, name in named.items() if day.year == year}


def holiday_name(day: date, language: Language = "sv") -> str | None:
    """What the holiday is called, or None for an ordinary day."""
    return holidays_in(day.year, language).get(day)


def is_closed(day: date) -> bool:
    """Whether nothing can be handed in: a Saturday, Sunday or holiday (lag 1930:173 § 2)."""
    return day.weekday() >= 5 or day in holidays_in(day.year)


def next_open(day: date) -> date:
    """`day` itself, or the first working day after it."""
    while is_closed(day):
        day += ONE_DAY
    return day


def last_open_on_or_before(day: date) -> date:
    """`day` itself, or the last working day before it."""
    while is_closed(day):
        day -= ONE_DAY
    return day


def open_days_after(day: date, number: int) -> date:
    """The `number`-th working day after `day`."""
    for _ in range(number):
        day = next_open(day + ONE_DAY)
    return day


class Week(NamedTuple):
    """A week of ISO 8601. Its year differs from the calendar year around New Year."""

    year: int
    number: int

    @property
    def monday(self) -> date:
        """The first day of the week."""
        return date.fromisocalendar(self.year, self.number, 1)


def week_of(day: date) -> Week:
    """The week that `day` lies in."""
    year, number, _ = day.isocalendar()
    return Week(year, number)


_UNREADABLE = Phrase(
    "Tiden gick inte att tolka. Skriv ett tal och d, w, m eller y, till exempel 6m",
    "The period could not be read. Write a number and d, w, m or y, for example 6m",
)
_OUT_OF_RANGE = Phrase(
    "Tiden ska vara minst en dag och högst hundra år. Skriv till exempel 6m",
    "A period is from one day to a hundred years. Write for example 6m",
)
