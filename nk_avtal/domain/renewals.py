"""What happens to an agreement if nothing is done, and until when it can be ended (domain 2)."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from nk_avtal.domain.dates import ONE_DAY, Period, last_open_on_or_before, month_end
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.phrases import Phrase
from nk_avtal.domain.terms import Anchor, Terms, calendar_end


@dataclass(frozen=True)
class Term:
    """One stretch of an agreement. Number 0 is the first; `end` is None in an open-ended one."""

    number: int
    start: date | None
    end: date | None


@dataclass(frozen=True)
class Notice:
    """Until when notice can be given.

    `safe_day` is the last day, included, that holds under every reading; it is never moved for a
    holiday, since law 1930:173 does not speak of agreed time. `act_by` is the last working day on
    or before it. `month_end_reading` is the later day of those who read from month end to month
    end, where that differs (domain 2.2).
    """

    safe_day: date
    act_by: date
    month_end_reading: date | None = None


class Fate(StrEnum):
    """What becomes of an agreement by itself."""

    PROLONGED = "prolonged"
    ENDS = "ends"
    CONTINUES = "continues"


@dataclass(frozen=True)
class Consequence:
    """What happens if nothing is done: prolonged to `day`, ends on `day`, or goes on."""

    fate: Fate
    day: date | None = None

    @property
    def phrase(self) -> Phrase:
        """As a list says it: Förlängs till 31 december 2029."""
        return Phrase(*_FATES[self.fate], {"day": self.day})


def current_term(terms: Terms, today: date) -> Term:
    """The term that today lies in or that the next notice concerns.

    A day of notice that has passed means that the agreement is prolonged, so the term may lie
    ahead. After the last term, that one is given.
    """
    if terms.open_ended:
        return _open_term(terms, today)
    number = _term_number(terms, today)
    start = terms.end_of(number - 1) + ONE_DAY if number else terms.start
    return Term(number, start, terms.end_of(number))


def _open_term(terms: Terms, today: date) -> Term:
    bound_until = terms.first_end
    if bound_until is None or today <= bound_until:
        return Term(0, terms.start, bound_until)
    return Term(1, bound_until + ONE_DAY, None)


def _term_number(terms: Terms, today: date) -> int:
    """The first term whose decisive day has not passed."""
    last = terms.last_term
    if last is None:
        passed = (today - _decisive_day(terms, 0)).days
        last = max(0, passed) // _shortest_step(terms) + 2
    return bisect_left(range(last), today, key=lambda number: _decisive_day(terms, number))


def _decisive_day(terms: Terms, number: int) -> date:
    end = terms.end_of(number)
    return end if terms.notice is None else _notice_day(terms, end)


def _shortest_step(terms: Terms) -> int:
    """Days from one term to the next, at the least."""
    following = terms.following
    return (following.months * 28 or following.days) if following else 28


def _notice_day(terms: Terms, end: date) -> date:
    if isinstance(terms.notice, Period):
        return terms.notice.before(end)
    return terms.notice.on_or_before(end) if terms.notice else end


def notice_by(terms: Terms, today: date) -> Notice | None:
    """Until when notice can be given for the current term.

    None when the agreement is open-ended or has no rule of notice. In the last term, and in one
    that is not prolonged, the day may have passed.
    """
    if terms.open_ended or terms.notice is None:
        return None
    return notice_before(terms, terms.end_of(_term_number(terms, today)))


def notice_before(terms: Terms, end: date) -> Notice:
    """Until when notice can be given for the agreement to end on `end`."""
    safe = _notice_day(terms, end)
    other = None
    in_months = isinstance(terms.notice, Period) and terms.notice.months
    if in_months and end == month_end(end) and safe != month_end(safe):
        other = month_end(safe)
    return Notice(safe, last_open_on_or_before(safe), other)


def consequence(terms: Terms, today: date) -> Consequence:
    """What happens if nobody does anything from `today` on."""
    if terms.open_ended:
        return Consequence(Fate.CONTINUES)
    number = _term_number(terms, today)
    if number == terms.last_term:
        return Consequence(Fate.ENDS, terms.end_of(number))
    return Consequence(Fate.PROLONGED, terms.end_of(number + 1))


def last_day_of(terms: Terms) -> date | None:
    """The day on which the agreement ends if nobody ever does anything; None when it never does."""
    last = terms.last_term
    return None if terms.open_ended or last is None else terms.end_of(last)


def ends_when_given(terms: Terms, given_on: date) -> date:
    """The last day of the agreement when notice is received on `given_on`.

    An open-ended one ends when the notice has run out, counted from that day, or at the end of
    the month or other part of the calendar that its anchor names; never within its first term.
    Raises RuleBroken named `notice_unknown` when an open-ended one has no period of notice.
    """
    if not terms.open_ended:
        return terms.end_of(_term_number(terms, given_on))
    if not isinstance(terms.notice, Period):
        raise RuleBroken(_NO_NOTICE, name="notice_unknown")
    run_out = max(terms.notice.after(given_on), terms.first_end or date.min)
    return run_out if terms.anchor is Anchor.TERM else calendar_end(run_out, terms.anchor)


_FATES = {
    Fate.PROLONGED: ("Förlängs till {day}", "Prolonged to {day}"),
    Fate.ENDS: ("Upphör {day}", "Ends {day}"),
    Fate.CONTINUES: ("Gäller tills vidare", "Goes on until notice is given"),
}
_NO_NOTICE = Phrase(
    "Uppsägningstiden är inte känd. Skriv den i avtalets villkor",
    "The period of notice is not known. Write it among the terms of the agreement",
)
