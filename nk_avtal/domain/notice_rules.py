"""Further rules of notice than the one that ends the whole agreement."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from nk_avtal.domain.anchors import Anchor, CountedFrom, calendar_end
from nk_avtal.domain.dates import Period
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.month_days import MonthDay
from nk_avtal.domain.notices import Notice, notice_before, notice_day
from nk_avtal.domain.phrases import Phrase
from nk_avtal.domain.renewals import last_day_of, term_number
from nk_avtal.domain.terms import Terms


class Scope(StrEnum):
    """What a rule of notice concerns."""

    PRICE = "price"  # other prices, or a revision of the compensation
    EXIT = "exit"  # one party leaves and the others stay bound
    PARTY = "party"  # the whole agreement, with a period that holds for one party


@dataclass(frozen=True)
class NoticeRule:
    """One further rule: how long before what it has to be said, and by whom if not by anyone.

    A fixed day of the year goes with the end of the term or of the year. Raises RuleBroken named
    `notice_day_contradicts_anchor` otherwise.
    """

    scope: Scope
    notice: Period | MonthDay
    anchor: Anchor = Anchor.TERM
    counted_from: CountedFrom = CountedFrom.NOTICE
    party: str = ""

    def __post_init__(self) -> None:
        yearly = self.anchor in (Anchor.TERM, Anchor.YEAR)
        counted = self.counted_from is CountedFrom.NOTICE
        if isinstance(self.notice, MonthDay) and not (yearly and counted):
            raise RuleBroken(_NOT_YEARLY, name="notice_day_contradicts_anchor")


@dataclass(frozen=True)
class RuleDay:
    """The next day of a further rule: until when, and what day it then concerns."""

    rule: NoticeRule
    notice: Notice
    takes_effect: date


def next_day(terms: Terms, rule: NoticeRule, today: date) -> RuleDay | None:
    """The next day that the rule gives; None when there is none: it can be said at any time, the
    last day has passed, or the agreement ends before it would take effect.

    Raises RuleBroken when the rule contradicts the terms.
    """
    if rule.anchor is Anchor.TERM:
        end = None if terms.open_ended else _term_end(terms, rule, today)
    else:
        end = _calendar_end(terms, rule, today)
    if end is None:
        return None
    found = notice_before(rule.notice, end, rule.counted_from)
    return RuleDay(rule, found, end) if found.safe_day >= today else None


def _term_end(terms: Terms, rule: NoticeRule, today: date) -> date:
    own = replace(terms, notice=rule.notice, counted_from=rule.counted_from, set_days=())
    return own.end_of(term_number(own, today))


def _calendar_end(terms: Terms, rule: NoticeRule, today: date) -> date | None:
    """The first such end whose day of notice has not passed, within the life of the agreement."""
    begins = max(today, terms.start or today)
    last = last_day_of(terms)

    def end(number: int) -> date:
        return calendar_end(begins, rule.anchor, number)

    ahead = (end(0) - notice_day(rule.notice, end(0), rule.counted_from)).days // 28 + 3
    number = bisect_left(
        range(ahead), today, key=lambda n: notice_day(rule.notice, end(n), rule.counted_from)
    )
    return None if last and end(number) > last else end(number)


_NOT_YEARLY = Phrase(
    "En fast dag gäller vid avtalstidens slut eller årsskifte. Välj ett av dem",
    "A fixed day goes with the end of the term or of the year. Choose one of them",
)
