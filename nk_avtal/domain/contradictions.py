"""Terms that cannot be reckoned with: unknown, or saying two things at once."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from nk_avtal.domain.anchors import Anchor, CountedFrom, last_day
from nk_avtal.domain.dates import Period
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.month_days import MonthDay
from nk_avtal.domain.phrases import Phrase

if TYPE_CHECKING:
    from nk_avtal.domain.terms import Terms

_EARLIEST, _LATEST = 1900, 2200


def check(terms: Terms) -> None:
    """Raises RuleBroken, whose `name` says what is unknown or what contradicts what."""
    _check_known(terms)
    _check_rhythm(terms)
    _check_option(terms)
    _check_notice(terms)
    _check_order(terms)
    _check_limits(terms)


def _check_known(terms: Terms) -> None:
    if (terms.first or terms.longest) and terms.start is None:
        raise RuleBroken(_NO_START, name="start_unknown")
    if not (terms.open_ended or terms.end or terms.first):
        raise RuleBroken(TERM_UNKNOWN, name="term_unknown")
    for day in (terms.start, terms.end):
        if day and not _EARLIEST <= day.year <= _LATEST:
            raise RuleBroken(_OUT_OF_RANGE, name="date_out_of_range")


def _check_rhythm(terms: Terms) -> None:
    if terms.open_ended and (terms.end or terms.following):
        raise RuleBroken(_OPEN_BUT_ENDS, name="open_ended_contradicts_term")
    if terms.following and terms.anchor is not Anchor.TERM:
        raise RuleBroken(_TWO_RHYTHMS, name="anchor_contradicts_following")
    if terms.max_prolongations is not None and not (terms.prolongs and terms.max_prolongations > 0):
        raise RuleBroken(_NOTHING_TO_COUNT, name="prolongations_contradict_term")
    if terms.longest and not (terms.prolongs or terms.open_ended):
        raise RuleBroken(_NOTHING_TO_LIMIT, name="longest_contradicts_term")


def _check_option(terms: Terms) -> None:
    option = terms.option
    if option is None:
        return
    if terms.prolongs or terms.open_ended:
        raise RuleBroken(_TWO_WAYS_ON, name="option_contradicts_term")
    if option.times < 1 or not 0 <= option.used <= option.times:
        raise RuleBroken(_OPTION_COUNT, name="option_count_out_of_range")


def _check_notice(terms: Terms) -> None:
    if isinstance(terms.notice, MonthDay):
        if not _yearly(terms):
            raise RuleBroken(_NOT_YEARLY, name="notice_day_contradicts_term")
        if terms.counted_from is CountedFrom.NEXT_MONTH:
            raise RuleBroken(_NOTHING_TO_RUN, name="counted_from_contradicts_notice_day")
    if terms.earliest_end and (terms.prolongs or terms.option):
        raise RuleBroken(IMPRECISE, name="date_imprecise")


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


def _notice_is_too_long(terms: Terms) -> bool:
    if terms.start is None or not isinstance(terms.notice, Period) or terms.open_ended:
        return False
    return last_day(terms.start, terms.notice) > terms.end_of(0)


def _check_limits(terms: Terms) -> None:
    try:
        if terms.max_prolongations:
            terms.end_of(terms.max_prolongations)
        if terms.longest:
            _check_longest(terms)
    except (ValueError, OverflowError) as fault:
        if isinstance(fault, RuleBroken):
            raise
        raise RuleBroken(_OUT_OF_RANGE, name="date_out_of_range") from None


def _check_longest(terms: Terms) -> None:
    """What becomes of a piece of a term is a guess, so a limit within a term is refused."""
    latest: date | None = terms.longest_end
    assert latest is not None
    if terms.first_end and latest < terms.first_end:
        raise RuleBroken(_SHORTER_THAN_FIRST, name="longest_shorter_than_term")
    if terms.prolongs and not _ends_a_term(terms, latest):
        raise RuleBroken(_WITHIN_A_TERM, name="longest_within_term")


def _ends_a_term(terms: Terms, latest: date) -> bool:
    last = terms.last_term
    assert last is not None
    limited_before = terms.max_prolongations == last and terms.end_of(last) < latest
    return limited_before or terms.end_of(last) == latest


TERM_UNKNOWN = Phrase(
    "Avtalstiden är inte känd. Skriv när avtalet slutar, hur långt det är, eller tills vidare",
    "The term is not known. Say when the agreement ends, how long it runs, or that it is open",
)
IMPRECISE = Phrase(
    "Datumet är bara känt som månad eller år. Skriv dagen, så går fristen att räkna ut",
    "The date is known only as a month or a year. Give the day, so that it can be counted from",
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
_NOTHING_TO_LIMIT = Phrase(
    "En längsta tid kräver att avtalet förlängs eller gäller tills vidare. Kontrollera båda",
    "A longest time needs a prolongation or an open-ended agreement. Check both",
)
_TWO_WAYS_ON = Phrase(
    "Avtalet har en option men förlängs också av sig självt. Välj det ena",
    "The agreement has an option but is also prolonged by itself. Choose one",
)
_OPTION_COUNT = Phrase(
    "Optionen kan användas minst en gång, och inte fler gånger än avtalet säger",
    "An option can be used at least once, and not more often than the agreement says",
)
_NOT_YEARLY = Phrase(
    "En fast dag för uppsägning kräver att avtalet förlängs med hela år. Kontrollera båda",
    "A fixed day of notice needs a prolongation by whole years. Check both",
)
_NOTHING_TO_RUN = Phrase(
    "En fast dag för uppsägning räknas inte från nästa månad. Välj det ena",
    "A fixed day of notice does not run from the next month. Choose one",
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
_SHORTER_THAN_FIRST = Phrase(
    "Den längsta tiden är kortare än den första avtalstiden. Kontrollera båda",
    "The longest time is shorter than the first term. Check both",
)
_WITHIN_A_TERM = Phrase(
    "Den längsta tiden tar slut mitt i en förlängning. Skriv antalet förlängningar i stället",
    "The longest time ends within a prolongation. Give the number of prolongations instead",
)
