"""How long an agreement runs and how it is ended, as data that can be reckoned with (domain 2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from nk_avtal.domain.dates import ONE_DAY, Period, add_months, month_end
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.month_days import MonthDay
from nk_avtal.domain.phrases import Phrase

_EARLIEST, _LATEST = 1900, 2200


class Anchor(StrEnum):
    """What an agreement can be ended at: the end of its term, or of a part of the calendar."""

    TERM = "term"
    MONTH = "month"
    QUARTER = "quarter"
    HALFYEAR = "halfyear"
    YEAR = "year"


class CountedFrom(StrEnum):
    """When a period of notice begins to run."""

    NOTICE = "notice"  # the day of the notice
    NEXT_MONTH = "next_month"  # the first day of the month after


class ValidWhen(StrEnum):
    """What must have happened by the last day of notice (domain 2.3)."""

    RECEIVED = "received"  # the other party has it
    SENT = "sent"


_ANCHOR_MONTHS = {Anchor.MONTH: 1, Anchor.QUARTER: 3, Anchor.HALFYEAR: 6, Anchor.YEAR: 12}


@dataclass(frozen=True)
class Terms:
    """The terms of one agreement. Ends are inclusive: the last day that it applies.

    The first term is given by its length or by its end. It is followed by terms of `following`
    until somebody gives notice, at most `max_prolongations` times. An open-ended agreement goes on
    after its first term, if it has one, until notice has run out.

    Raises RuleBroken when the terms are unknown or contradict each other; its `name` says how.
    """

    start: date | None = None
    first: Period | None = None
    end: date | None = None
    following: Period | None = None
    notice: Period | MonthDay | None = None
    open_ended: bool = False
    max_prolongations: int | None = None
    anchor: Anchor = Anchor.TERM

    def __post_init__(self) -> None:
        _check_known(self)
        _check_consistent(self)
        _check_order(self)

    @property
    def first_end(self) -> date | None:
        """The last day of the first term; None when it is open from the start."""
        if self.end or self.first is None or self.start is None:
            return self.end
        return last_day(self.start, self.first)

    @property
    def prolongs(self) -> bool:
        """Whether a term is followed by another by itself."""
        return self.following is not None or (
            self.anchor is not Anchor.TERM and not self.open_ended
        )

    @property
    def last_term(self) -> int | None:
        """The number of the last term, the first being 0; None when there is no last one."""
        return self.max_prolongations if self.prolongs else 0

    def end_of(self, number: int) -> date:
        """The last day of term `number`, reckoned from the original anchor and never stepwise."""
        first_end = self.first_end
        if first_end is None:
            raise RuleBroken(_UNKNOWN, name="term_unknown")
        if self.anchor is not Anchor.TERM:
            return calendar_end(first_end, self.anchor, number)
        if number == 0 or self.following is None:
            return first_end
        if self.start and self.first and self.first.months:
            return _end_after(self.start, self.first, self.following, number)
        return last_day(first_end + ONE_DAY, self.following, number)


def last_day(start: date, period: Period, times: int = 1) -> date:
    """The last day of `times` periods from `start`.

    The day before the same day number, or the last day of a month that lacks that number.
    """
    reached = period.after(start, times)
    lacks_day = bool(period.months) and reached.day < start.day
    return reached if lacks_day else reached - ONE_DAY


def _end_after(start: date, first: Period, following: Period, number: int) -> date:
    if not following.months:
        return following.after(last_day(start, first), number)
    months = first.months + following.months * number
    reached = add_months(start, months)
    return reached if reached.day < start.day else reached - ONE_DAY


def calendar_end(day: date, anchor: Anchor, later: int = 0) -> date:
    """The end of the month, quarter, half-year or year of `day`, or of one `later` in order."""
    months = _ANCHOR_MONTHS[anchor]
    wanted = -(-day.month // months) * months
    return month_end(add_months(day.replace(day=1), wanted - day.month + months * later))


def _check_known(terms: Terms) -> None:
    if terms.first and terms.start is None:
        raise RuleBroken(_NO_START, name="start_unknown")
    if not (terms.open_ended or terms.end or terms.first):
        raise RuleBroken(_UNKNOWN, name="term_unknown")
    for day in (terms.start, terms.end):
        if day and not _EARLIEST <= day.year <= _LATEST:
            raise RuleBroken(_OUT_OF_RANGE, name="date_out_of_range")


def _check_consistent(terms: Terms) -> None:
    if terms.open_ended and (terms.end or terms.following):
        raise RuleBroken(_OPEN_BUT_ENDS, name="open_ended_contradicts_term")
    if terms.following and terms.anchor is not Anchor.TERM:
        raise RuleBroken(_TWO_RHYTHMS, name="anchor_contradicts_following")
    if terms.max_prolongations is not None and not (terms.prolongs and terms.max_prolongations > 0):
        raise RuleBroken(_NOTHING_TO_COUNT, name="prolongations_contradict_term")
    if isinstance(terms.notice, MonthDay) and not _yearly(terms):
        raise RuleBroken(_NOT_YEARLY, name="notice_day_contradicts_term")


def _yearly(terms: Terms) -> bool:
    if terms.anchor is not Anchor.TERM:
        return terms.anchor is Anchor.YEAR
    following = terms.following
    return not terms.open_ended and (
        following is None or (following.months > 0 and following.months % 12 == 0)
    )


def _check_order(terms: Terms) -> None:
    if terms.start and terms.end and terms.end < terms.start:
        raise RuleBroken(_ENDS_FIRST, name="end_before_start")
    if terms.start and terms.first and terms.end not in (None, last_day(terms.start, terms.first)):
        raise RuleBroken(_TWO_ENDS, name="end_contradicts_term")
    if _notice_is_too_long(terms):
        raise RuleBroken(_NOTICE_TOO_LONG, name="notice_longer_than_term")
    if terms.max_prolongations:
        try:
            terms.end_of(terms.max_prolongations)
        except (ValueError, OverflowError):
            raise RuleBroken(_OUT_OF_RANGE, name="date_out_of_range") from None


def _notice_is_too_long(terms: Terms) -> bool:
    if terms.start is None or not isinstance(terms.notice, Period) or terms.open_ended:
        return False
    return last_day(terms.start, terms.notice) > terms.end_of(0)


_UNKNOWN = Phrase(
    "Avtalstiden är inte känd. Skriv när avtalet slutar, hur långt det är, eller tills vidare",
    "The term is not known. Say when the agreement ends, how long it runs, or that it is open",
)
_NO_START = Phrase(
    "Skriv när avtalet börjar gälla, så går avtalstiden att räkna ut",
    "Say when the agreement starts, so that its term can be reckoned",
)
_OUT_OF_RANGE = Phrase(
    "Datumet är för långt bort. Kontrollera året",
    "The date is too far away. Check the year",
)
_OPEN_BUT_ENDS = Phrase(
    "Avtalet gäller tills vidare men har också slut eller förlängning. Välj det ena",
    "The agreement is open-ended but also has an end or a prolongation. Choose one",
)
_TWO_RHYTHMS = Phrase(
    "Avtalet förlängs med en fast tid men slutar också vid ett kalenderskifte. Välj det ena",
    "The agreement is prolonged by a period but also ends with the calendar. Choose one",
)
_NOTHING_TO_COUNT = Phrase(
    "Antalet förlängningar är minst en och kräver att avtalet förlängs. Kontrollera båda",
    "The number of prolongations is at least one and needs a prolongation. Check both",
)
_NOT_YEARLY = Phrase(
    "En fast dag för uppsägning kräver att avtalet förlängs med hela år. Kontrollera båda",
    "A fixed day of notice needs a prolongation by whole years. Check both",
)
_ENDS_FIRST = Phrase(
    "Avtalet slutar före det börjar. Kontrollera datumen",
    "The agreement ends before it starts. Check the dates",
)
_TWO_ENDS = Phrase(
    "Avtalets längd och slutdatum säger olika. Kontrollera båda",
    "The length and the end of the agreement disagree. Check both",
)
_NOTICE_TOO_LONG = Phrase(
    "Uppsägningstiden är längre än avtalstiden. Kontrollera båda",
    "The period of notice is longer than the term. Check both",
)
