"""Which days of one agreement are watched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from nk_avtal.agreements.models import Agreement
from nk_avtal.bodies.calendars import Calendars
from nk_avtal.domain.lead_times import LeadTime
from nk_avtal.domain.notice_rules import Scope
from nk_avtal.domain.reckonings import Reckoning
from nk_avtal.domain.reminders import DeadlineKind
from nk_avtal.domain.renewals import Fate

Day = tuple[DeadlineKind, date]
LEAD_HORIZON = timedelta(days=2 * 366)
"""How far ahead of a notice its decisions are planned."""

REVIEW_WINDOW = timedelta(days=60)
"""How long somebody is told every week of a follow-up whose day has passed."""

KIND_OF_RULE = {
    Scope.PRICE: DeadlineKind.PRICE,
    Scope.EXIT: DeadlineKind.EXIT,
    Scope.PARTY: DeadlineKind.NOTICE,
}


def days_of(
    agreement: Agreement, reckoning: Reckoning | None, lead_time: LeadTime | None, today: date
) -> list[Day]:
    """The days that are watched, once each: of every kind its next one."""
    found = list(_of_terms(reckoning, today)) if reckoning else []
    if lead_time and lead_time.start_by >= today:
        found.append((DeadlineKind.START, lead_time.start_by))
    if agreement.review_on and today - agreement.review_on < REVIEW_WINDOW:
        found.append((DeadlineKind.REVIEW, agreement.review_on))
    return list(dict.fromkeys(found))


def _of_terms(reckoning: Reckoning, today: date) -> Iterator[Day]:
    decisive = decisive_day(reckoning, today)
    if decisive:
        yield decisive
    if reckoning.option:
        yield DeadlineKind.OPTION, reckoning.option.notice.safe_day
    for one in reckoning.rules:
        yield KIND_OF_RULE[one.rule.scope], one.notice.safe_day


def decisive_day(reckoning: Reckoning, today: date) -> Day | None:
    """The last day of notice, or the end where nothing is prolonged."""
    notice, otherwise = reckoning.notice, reckoning.consequence
    if notice and notice.safe_day >= today and otherwise.fate is not Fate.ENDS:
        return DeadlineKind.NOTICE, notice.safe_day
    if otherwise.fate is Fate.ENDS and otherwise.day and otherwise.day >= today:
        return DeadlineKind.END, otherwise.day
    return None


def lead_time_of(
    agreement: Agreement,
    reckoning: Reckoning | None,
    plans: Calendars,
    deciding: Iterable[int],
    today: date,
) -> LeadTime | None:
    """When work has to begin for notice to be decided in time, while that is a question: by the
    board, and then by the `deciding` municipalities."""
    decisive = decisive_day(reckoning, today) if reckoning else None
    if not reckoning or not reckoning.notice or not decisive:
        return None
    kind, day = decisive
    if kind is not DeadlineKind.NOTICE or day - today > LEAD_HORIZON:
        return None
    return plans.lead_time(reckoning.notice.act_by, deciding, agreement.decided_by)
