"""What happens to an agreement if nothing is done, and until when it can be ended (domain 2)."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from nk_avtal.domain.anchors import Anchor, calendar_end
from nk_avtal.domain.dates import ONE_DAY, Period, last_open_on_or_before
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.notices import Notice, notice_before, notice_day, run_out
from nk_avtal.domain.phrases import Phrase
from nk_avtal.domain.set_days import day_set_for
from nk_avtal.domain.terms import Terms

_MONTHS_DIFFER = timedelta(days=40)
"""A period of notice is never so much longer in days before one end than before another: months
differ by three days, and counted from the next month it begins up to a month earlier."""


@dataclass(frozen=True)
class Term:
    """One stretch of an agreement. Number 0 is the first; `end` is None in an open-ended one."""

    number: int
    start: date | None
    end: date | None


class Fate(StrEnum):
    """What becomes of an agreement by itself."""

    PROLONGED = "prolonged"
    ENDS = "ends"
    CONTINUES = "continues"


@dataclass(frozen=True)
class Consequence:
    """What happens if nothing is done: prolonged to `day`, ends on `day`, or goes on. When it has
    ended by then, that `is_past`."""

    fate: Fate
    day: date | None = None
    is_past: bool = False

    @property
    def phrase(self) -> Phrase:
        """As a list says it: Förlängs till 31 december 2029."""
        return Phrase(*(_HAS_ENDED if self.is_past else _FATES[self.fate]), {"day": self.day})


@dataclass(frozen=True)
class OptionDay:
    """Until when an option can be used, to what day it then prolongs, and how many are left."""

    notice: Notice
    prolongs_to: date
    left: int


def current_term(terms: Terms, today: date) -> Term:
    """The term that today lies in or that the next notice concerns.

    A day of notice that has passed means that the agreement is prolonged, so the term may lie
    ahead. After the last term, that one is given.
    """
    if terms.open_ended:
        return _open_term(terms, today)
    number = term_number(terms, today)
    start = terms.end_of(number - 1) + ONE_DAY if number else terms.start
    return Term(number, start, terms.end_of(number))


def _open_term(terms: Terms, today: date) -> Term:
    bound_until = terms.first_end
    if bound_until is None:
        return Term(0, terms.start, terms.longest_end)
    if today <= bound_until:
        return Term(0, terms.start, bound_until)
    return Term(1, bound_until + ONE_DAY, terms.longest_end)


def term_number(terms: Terms, today: date) -> int:
    """The first term whose decisive day has not passed."""
    last = terms.last_term
    if last is None:
        reach = terms.end_of(0) - _reckoned_day(terms, 0)
        last = terms.terms_until(today + reach + _MONTHS_DIFFER)
    return bisect_left(range(last), today, key=lambda number: decisive_day(terms, number))


def decisive_day(terms: Terms, number: int) -> date:
    """The last day on which something can still be done about the end of a term."""
    if terms.set_days and (found := day_set_for(terms, number)):
        return found.day
    return _reckoned_day(terms, number)


def _reckoned_day(terms: Terms, number: int) -> date:
    end = terms.end_of(number)
    if terms.notice is None or terms.option:
        return end
    return notice_day(terms.notice, terms.earliest_end or end, terms.counted_from)


def notice_by(terms: Terms, today: date) -> Notice | None:
    """Until when notice can be given for the current term.

    None when the agreement is open-ended or has no rule of notice. In the last term, and in one
    that is not prolonged, the day may have passed.
    """
    if terms.open_ended or terms.notice is None:
        return None
    number = term_number(terms, today)
    end = terms.earliest_end or terms.end_of(number)
    reckoned = notice_before(terms.notice, end, terms.counted_from)
    found = day_set_for(terms, number) if terms.set_days else None
    if found is None:
        return reckoned
    act_by = last_open_on_or_before(found.day)
    return Notice(found.day, act_by, reckoned=reckoned.safe_day)


def option_by(terms: Terms, today: date) -> OptionDay | None:
    """Until when the next option can be used; None when there is none, or it has lapsed."""
    option = terms.option
    if option is None or not option.left:
        return None
    notice = notice_before(option.use_by, terms.end_of(option.used))
    if notice.safe_day < today:
        return None
    later = replace(terms, option=replace(option, used=option.used + 1), set_days=())
    return OptionDay(notice, later.end_of(option.used + 1), option.left)


def consequence(terms: Terms, today: date) -> Consequence:
    """What happens if nobody does anything from `today` on."""
    if terms.open_ended:
        last = terms.longest_end
        return ending(last, today) if last else Consequence(Fate.CONTINUES)
    number = term_number(terms, today)
    last_number = terms.last_term
    if number == last_number or terms.option:
        return ending(terms.end_of(last_number or 0), today)
    return Consequence(Fate.PROLONGED, terms.end_of(number + 1))


def ending(day: date, today: date) -> Consequence:
    """Nothing goes on after `day`."""
    return Consequence(Fate.ENDS, day, is_past=day < today)


def last_day_of(terms: Terms) -> date | None:
    """The day on which the agreement ends if nobody ever does anything; None when it never does."""
    if terms.open_ended:
        return terms.longest_end
    last = terms.last_term
    return None if last is None else terms.end_of(last)


def ends_when_given(terms: Terms, given_on: date) -> date:
    """The last day of the agreement when notice is given, in the sense of its terms, on `given_on`.

    An open-ended one ends when the notice has run out, counted from that day or the next month,
    or at the end of the month or other part of the calendar that its anchor names; never within
    its first term, and never after its longest time. Raises RuleBroken named `notice_unknown` when
    an open-ended one has no period of notice.
    """
    if not terms.open_ended:
        return terms.end_of(term_number(terms, given_on))
    if not isinstance(terms.notice, Period):
        raise RuleBroken(_NO_NOTICE, name="notice_unknown")
    ended = max(run_out(terms.notice, given_on, terms.counted_from), terms.first_end or date.min)
    if terms.anchor is not Anchor.TERM:
        ended = calendar_end(ended, terms.anchor)
    return min(ended, terms.longest_end or date.max)


_FATES = {
    Fate.PROLONGED: ("Förlängs till {day}", "Prolonged to {day}"),
    Fate.ENDS: ("Upphör {day}", "Ends {day}"),
    Fate.CONTINUES: ("Gäller tills vidare", "Goes on until notice is given"),
}
_HAS_ENDED = ("Upphörde {day}", "Ended {day}")
_NO_NOTICE = Phrase(
    "Uppsägningstiden är inte känd. Skriv den i avtalets villkor",
    "The period of notice is not known. Write it among the terms of the agreement",
)
