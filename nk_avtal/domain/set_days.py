"""A last day of notice that somebody has set in place of the reckoned one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.notices import notice_day
from nk_avtal.domain.phrases import Phrase
from nk_avtal.domain.terms import SetDay, Terms


def day_set_for(terms: Terms, number: int) -> SetDay | None:
    """The day that is set for a term and fits between those of the terms beside it.

    One that does not fit, or has no notice to concern, since the terms have changed, is left out.
    """
    if terms.notice is None or terms.option:
        return None
    end = terms.end_of(number)
    found = next((one for one in terms.set_days if one.term_end == end), None)
    return found if found and _fits(terms, number, found.day) else None


def check_set_day(terms: Terms, number: int, wanted: SetDay) -> None:
    """Raises RuleBroken when notice has no term to concern, comes after its end, or out of order
    with the days of the terms beside it."""
    if terms.open_ended or terms.notice is None or terms.option:
        raise RuleBroken(_NO_DAY, name="no_notice_day")
    if wanted.day > terms.end_of(number):
        raise RuleBroken(_AFTER_END, name="set_day_after_end")
    others = tuple(one for one in terms.set_days if one.term_end != wanted.term_end)
    if not _fits(replace(terms, set_days=(*others, wanted)), number, wanted.day):
        raise RuleBroken(_OUT_OF_ORDER, name="set_day_out_of_order")


def _fits(terms: Terms, number: int, day: date) -> bool:
    before = _days_of(terms, number - 1) if number else []
    after = [] if number == terms.last_term else _days_of(terms, number + 1)
    in_order = all(one < day for one in before) and all(day < one for one in after)
    return in_order and day <= terms.end_of(number)


def _days_of(terms: Terms, number: int) -> list[date]:
    """The reckoned day of a term and the one set for it."""
    end = terms.end_of(number)
    assert terms.notice is not None
    return [
        notice_day(terms.notice, end, terms.counted_from),
        *(one.day for one in terms.set_days if one.term_end == end),
    ]


_NO_DAY = Phrase(
    "Avtalet har ingen sista dag för uppsägning att ändra. Skriv uppsägningstiden först",
    "The agreement has no last day of notice to change. Write the period of notice first",
)
_AFTER_END = Phrase(
    "Dagen ligger efter avtalstidens slut. Kontrollera datumet",
    "The day is after the end of the term. Check the date",
)
_OUT_OF_ORDER = Phrase(
    "Dagen krockar med uppsägningen för en annan avtalstid. Kontrollera datumet",
    "The day collides with the notice of another term. Check the date",
)
