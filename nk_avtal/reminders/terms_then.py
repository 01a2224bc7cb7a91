"""Agreements as they were on each day of a time, out of the history, and what their terms said.

For the monthly statement: of what decides the planning of reminders, only the reckoning of terms
is shared. Further rules of notice and days set by hand change seldom and are read as they are now;
days to begin follow the meeting plans and are left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from nk_avtal import clock
from nk_avtal.agreements.models import Agreement
from nk_avtal.agreements.reckoning import reckoning_of
from nk_avtal.db import db
from nk_avtal.domain.agreements import Stage
from nk_avtal.domain.dates import ONE_DAY
from nk_avtal.domain.notice_rules import Scope
from nk_avtal.domain.recipients import leads_of
from nk_avtal.domain.reckonings import Reckoning
from nk_avtal.domain.reminders import LEADS, DeadlineKind
from nk_avtal.domain.renewals import Fate
from nk_avtal.domain.statements import Deadline, Span
from nk_avtal.history.models import Entry
from nk_avtal.reminders.arrangements import all_usual_leads
from nk_avtal.reminders.models import Watch

UNWATCHED = (Stage.DRAFT, Stage.CANCELLED)
OF_RULES = {
    Scope.PRICE: DeadlineKind.PRICE,
    Scope.EXIT: DeadlineKind.EXIT,
    Scope.PARTY: DeadlineKind.NOTICE,
}


class Known:
    """Agreements and how they were, back to a day."""

    def __init__(self, first: date) -> None:
        """`first` is the earliest day that will be asked about."""
        self.usual = all_usual_leads()
        self.watches = {one.agreement_id: one for one in db.session.scalars(sa.select(Watch))}
        self.changes: dict[tuple[str, int], list[tuple[date, dict[str, list[Any]]]]]
        self.changes = defaultdict(list)
        entries = db.session.execute(
            sa.select(Entry.noun, Entry.object_id, Entry.at, Entry.changes)
            .where(Entry.noun.in_(("agreement", "watch")), Entry.at >= begins_at(first))
            .order_by(Entry.id.desc())
        )
        for noun, number, at, changes in entries:
            self.changes[noun, number].append((local_day(at), changes))

    def agreements(self, last: date) -> Sequence[Agreement]:
        """All that were there by a day."""
        wanted = (
            sa.select(Agreement)
            .where(Agreement.created_at < begins_at(last + ONE_DAY))
            .options(selectinload(Agreement.notice_rules), selectinload(Agreement.set_days))
            .order_by(Agreement.id)
        )
        return db.session.scalars(wanted).all()

    def spans(self, agreement: Agreement, first: date, last: date) -> Iterator[Span]:
        """The spans in which nothing about an agreement changed."""
        begins = max(first, local_day(agreement.created_at))
        days = {day for day, _ in self._changes(agreement) if begins < day <= last}
        starts = sorted({begins, *days})
        for start, end in zip(starts, [*(one - ONE_DAY for one in starts[1:]), last], strict=True):
            yield self._span(agreement, start, end)

    def _changes(self, agreement: Agreement) -> Iterable[tuple[date, dict[str, list[Any]]]]:
        watch = self.watches.get(agreement.id)
        yield from self.changes["agreement", agreement.id]
        if watch:
            yield from self.changes["watch", watch.id]

    def _span(self, agreement: Agreement, start: date, end: date) -> Span:
        then = cast("Agreement", AsOf(agreement, self.changes["agreement", agreement.id], start))
        watch = self.watches.get(agreement.id)
        own: dict[str, list[int]] = {}
        if watch:
            own = AsOf(watch, self.changes["watch", watch.id], start).leads or {}
        usual = self.usual.get(then.kind, {})
        return Span(
            start,
            end,
            lambda day: list(deadlines_on(then, day)),
            lambda kind: leads_of(kind, own, usual) or LEADS[DeadlineKind(kind)],
        )


def local_day(at: datetime) -> date:
    """The day of an instant."""
    return at.astimezone(clock.zone()).date()


class AsOf:
    """A row as it was at the end of a day: what was changed later has its former value."""

    def __init__(
        self, row: Any, changes: Iterable[tuple[date, dict[str, list[Any]]]], day: date
    ) -> None:
        self._row = row
        self._former: dict[str, Any] = {}
        for changed_on, columns in changes:
            if changed_on > day:
                self._former |= {name: pair[0] for name, pair in columns.items()}

    def __getattr__(self, name: str) -> Any:
        if name not in self._former:
            return getattr(self._row, name)
        value = self._former[name]
        kind = self._row.__table__.columns[name].type
        if value is None:
            return None
        if isinstance(kind, sa.Date):
            return date.fromisoformat(value)
        if isinstance(kind, sa.Enum) and kind.enum_class:
            return kind.enum_class(value)
        return value


def deadlines_on(agreement: Agreement, day: date) -> Iterator[Deadline]:
    """What the terms say on a day, without a look at what is watched."""
    if agreement.stage in UNWATCHED or _has_ended(agreement, day):
        return
    if agreement.review_on:
        yield DeadlineKind.REVIEW.value, agreement.review_on
    reckoning = reckoning_of(agreement, day)
    if reckoning:
        yield from _of_whole(reckoning)
        for one in reckoning.rules:
            yield OF_RULES[one.rule.scope].value, one.notice.safe_day


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


def begins_at(day: date) -> datetime:
    """The instant at which a day begins."""
    return datetime.combine(day, time(), clock.zone()).astimezone(UTC)
