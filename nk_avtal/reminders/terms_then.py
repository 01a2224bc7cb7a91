"""Agreements as they were on each day of a time, out of the history, and what their terms said.

For the monthly statement: of what decides the planning of reminders, only the reckoning of terms
and of the way back through the meetings is shared.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from typing import cast

import sqlalchemy as sa

from nk_avtal.agreements.models import Agreement, AgreementNoticeRule, Party, SetNoticeDay
from nk_avtal.agreements.reckoning import reckoning_of
from nk_avtal.bodies.calendars import Calendars, Planned, calendars_of
from nk_avtal.bodies.models import Body, Meeting, MunicipalTimes
from nk_avtal.bodies.usual_times import times_of
from nk_avtal.db import db
from nk_avtal.domain.agreements import Stage
from nk_avtal.domain.dates import ONE_DAY
from nk_avtal.domain.notice_rules import Scope
from nk_avtal.domain.recipients import leads_of
from nk_avtal.domain.reckonings import Reckoning
from nk_avtal.domain.reminders import LEADS, DeadlineKind
from nk_avtal.domain.renewals import Fate
from nk_avtal.domain.statements import Deadline, Span
from nk_avtal.reminders.models import KindLeads, Watch
from nk_avtal.reminders.rows_then import (
    AsOf,
    Change,
    Rows,
    begins_at,
    changes_since,
    local_day,
)

UNWATCHED = (Stage.DRAFT, Stage.CANCELLED)
OF_RULES = {
    Scope.PRICE: DeadlineKind.PRICE,
    Scope.EXIT: DeadlineKind.EXIT,
    Scope.PARTY: DeadlineKind.NOTICE,
}
NOUNS = (
    *("agreement", "watch", "notice_rule", "set_notice_day", "party"),
    *("kind_leads", "body", "meeting", "municipal_times"),
)
_OWN = ("notice_rule", "set_notice_day", "party")
"""What belongs to one agreement."""
_SHARED = ("kind_leads", "body", "meeting", "municipal_times")
"""What all agreements depend on."""
_WITHIN_SIGHT = timedelta(days=3 * 366)
"""A last day of notice that lies further ahead gives no day to begin within a month."""


class Known:
    """Agreements and how they were, back to a day."""

    def __init__(self, first: date) -> None:
        """`first` is the earliest day that will be asked about."""
        found = changes_since(first, NOUNS)
        self.watches = {one.agreement_id: one for one in db.session.scalars(sa.select(Watch))}
        self.rules = Rows(AgreementNoticeRule, found["notice_rule"], "agreement_id")
        self.set_days = Rows(SetNoticeDay, found["set_notice_day"], "agreement_id")
        self.usual = Rows(KindLeads, found["kind_leads"], "agreement_kind")
        self.plans = Plans(found["body"], found["meeting"], found["municipal_times"])
        self._shared = {one.day for noun in _SHARED for one in found[noun]}
        self._changes: dict[tuple[str, int], list[Change]] = defaultdict(list)
        for noun in ("agreement", "watch"):
            for one in found[noun]:
                self._changes[noun, one.number].append(one)
        for one in (one for noun in _OWN for one in found[noun]):
            self._changes["own", one.agreement_id or 0].append(one)
        asked = {one.number for one in found["agreement"] if "notice_by_members" in one.columns}
        self.parties = Rows(Party, found["party"], "agreement_id", _deciding(asked))

    def agreements(self, last: date) -> Sequence[Agreement]:
        """All that were there by a day."""
        wanted = (
            sa.select(Agreement)
            .where(Agreement.created_at < begins_at(last + ONE_DAY))
            .order_by(Agreement.id)
        )
        return db.session.scalars(wanted).all()

    def spans(self, agreement: Agreement, first: date, last: date) -> Iterator[Span]:
        """The spans in which nothing that decides the days of an agreement changed."""
        begins = max(first, local_day(agreement.created_at))
        days = {day for day in self._days(agreement) if begins < day <= last}
        starts = sorted({begins, *days})
        for start, end in zip(starts, [*(one - ONE_DAY for one in starts[1:]), last], strict=True):
            yield self._span(agreement, start, end)

    def _days(self, agreement: Agreement) -> Iterator[date]:
        yield from self._shared
        watch = self.watches.get(agreement.id)
        keys = [("agreement", agreement.id), ("own", agreement.id)]
        for key in [*keys, *([("watch", watch.id)] if watch else [])]:
            yield from (one.day for one in self._changes.get(key, ()))

    def _span(self, agreement: Agreement, start: date, end: date) -> Span:
        number = agreement.id
        belongings = {
            "notice_rules": self.rules.of(number, start),
            "set_days": self.set_days.of(number, start),
        }
        changes = self._changes.get(("agreement", number), ())
        then = cast("Agreement", AsOf(agreement, changes, start, belongings))
        deciding: list[int] = []
        if then.notice_by_members:
            parties = self.parties.of(number, start)
            deciding = [one.municipality_id for one in parties if one.municipality_id]
        usual = {one.deadline_kind: one.leads for one in self.usual.of(then.kind, start)}
        own = self._own_leads(number, start)
        return Span(
            start,
            end,
            lambda day: list(deadlines_on(then, day, self.plans.on(start), deciding)),
            lambda kind: leads_of(kind, own, usual) or LEADS[DeadlineKind(kind)],
        )

    def _own_leads(self, number: int, day: date) -> dict[str, list[int]]:
        watch = self.watches.get(number)
        if watch is None:
            return {}
        return AsOf(watch, self._changes.get(("watch", watch.id), ()), day).leads or {}


def _deciding(asked: set[int]) -> sa.ColumnElement[bool]:
    """The parties of agreements in which the municipalities decide on notice, or lately did."""
    wanted = sa.or_(Agreement.notice_by_members.is_(True), Agreement.id.in_(asked))
    return Party.agreement_id.in_(sa.select(Agreement.id).where(wanted))


class Plans:
    """The meeting plans as they were on each day."""

    def __init__(
        self,
        of_bodies: Sequence[Change],
        of_meetings: Sequence[Change],
        of_times: Sequence[Change],
    ) -> None:
        self._bodies = Rows(Body, of_bodies, "active")
        self._times = Rows(MunicipalTimes, of_times, "working_committee")
        self._meetings = Rows(Meeting, of_meetings, "body_id")
        self.on = cache(self._on)

    def _on(self, day: date) -> Calendars:
        said = [one for sign in (True, False) for one in self._times.of(sign, day)]
        times = {one.municipality_id: times_of(one) for one in said}
        return calendars_of(self._planned(day), times)

    def _planned(self, day: date) -> list[Planned]:
        bodies = sorted(self._bodies.of(True, day), key=lambda one: one.position)
        planned: list[Planned] = []
        for one in bodies:
            whose = one.id, one.municipality_id, one.kind, one.name
            planned.append((*whose, None, None))
            held = self._meetings.of(one.id, day)
            planned += [(*whose, each.held_on, each.hand_in_by) for each in held]
        return sorted(planned, key=lambda one: one[4] or date.min)


def deadlines_on(
    agreement: Agreement, day: date, plans: Calendars, deciding: Sequence[int]
) -> Iterator[Deadline]:
    """What the terms say on a day, without a look at what is watched. `deciding` are the
    municipalities that have to decide on notice."""
    if agreement.stage in UNWATCHED or _has_ended(agreement, day):
        return
    if agreement.review_on:
        yield DeadlineKind.REVIEW.value, agreement.review_on
    reckoning = reckoning_of(agreement, day)
    if reckoning:
        yield from _of_whole(reckoning)
        for one in reckoning.rules:
            yield OF_RULES[one.rule.scope].value, one.notice.safe_day
        notice = reckoning.notice
        whole = reckoning.consequence.fate is not Fate.ENDS
        if notice and whole and day <= notice.safe_day < day + _WITHIN_SIGHT:
            begun = plans.lead_time(notice.act_by, deciding, agreement.decided_by)
            yield DeadlineKind.START.value, begun.start_by


def _has_ended(agreement: Agreement, day: date) -> bool:
    """Whether notice of it has run out. One whose end is not known is not watched either."""
    ends = agreement.notice_ends_on
    return agreement.stage is Stage.TERMINATED and (ends is None or ends < day)


def _of_whole(reckoning: Reckoning) -> Iterator[Deadline]:
    otherwise = reckoning.consequence
    if otherwise.fate is not Fate.ENDS and reckoning.notice:
        yield DeadlineKind.NOTICE.value, reckoning.notice.safe_day
    elif otherwise.fate is Fate.ENDS and otherwise.day:
        yield DeadlineKind.END.value, otherwise.day
    if reckoning.option:
        yield DeadlineKind.OPTION.value, reckoning.option.notice.safe_day
