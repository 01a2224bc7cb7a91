"""The monthly statement: what the agreements' terms called for, held against the ledger."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from nk_avtal.agreements.models import Agreement
from nk_avtal.db import db
from nk_avtal.domain.dates import ONE_DAY, month_end
from nk_avtal.domain.recipients import Withheld
from nk_avtal.domain.reminders import DeadlineKind
from nk_avtal.domain.statements import (
    DIFFERENCES,
    Became,
    Deadline,
    Expected,
    Span,
    became,
    expected,
)
from nk_avtal.outbox.models import MessageState
from nk_avtal.reminders.models import Reminder
from nk_avtal.reminders.rows_then import begins_at, local_day
from nk_avtal.reminders.terms_then import Known

KINDS = (
    *(DeadlineKind.NOTICE, DeadlineKind.END, DeadlineKind.OPTION, DeadlineKind.PRICE),
    *(DeadlineKind.EXIT, DeadlineKind.REVIEW, DeadlineKind.START),
)
OF_WITHHELD = {
    Withheld.SETTLED: Became.SETTLED,
    Withheld.REPLACED: Became.REPLACED,
    Withheld.PAUSED: Became.PAUSED,
    Withheld.NO_RECIPIENT: Became.NO_RECIPIENT,
    Withheld.LEFT: Became.NO_RECIPIENT,
    Withheld.IN_LETTER: Became.IN_LETTER,
    Withheld.OVERTAKEN: Became.OVERTAKEN,
}
OF_MAIL = {
    MessageState.QUEUED: Became.WAITING,
    MessageState.SENDING: Became.WAITING,
    MessageState.SENT: Became.SENT,
    MessageState.FAILED: Became.FAILED,
    MessageState.STOPPED: Became.REPLACED,
}


@dataclass(frozen=True)
class Line:
    """One expected reminder and what became of it."""

    expected: Expected
    agreement: Agreement
    became: Became

    @property
    def is_difference(self) -> bool:
        """Whether somebody has to look at it."""
        return self.became in DIFFERENCES


@dataclass(frozen=True)
class Statement:
    """What was called for from `first` to `last`, and what was sent that nothing called for."""

    first: date
    last: date
    lines: Sequence[Line]
    uncalled: Sequence[Reminder]

    @property
    def differences(self) -> list[Line]:
        """The reminders that ought to have gone out and did not."""
        return [one for one in self.lines if one.is_difference]

    @property
    def counts(self) -> dict[Became, int]:
        """How many became what."""
        found: dict[Became, int] = defaultdict(int)
        for one in self.lines:
            found[one.became] += 1
        return dict(found)

    @property
    def nothing_missed(self) -> bool:
        """Whether all that was called for went out, or did not for a reason."""
        return not self.differences and not self.uncalled


def statement(month: date, today: date) -> Statement:
    """The statement of a month, as far as it has come, in a fixed number of statements."""
    first, last = month.replace(day=1), min(month_end(month), today)
    known = Known(first)
    wanted: dict[int, list[Expected]] = {}
    seen: dict[int, set[Deadline]] = {}
    agreements = {one.id: one for one in known.agreements(last)}
    for agreement in agreements.values():
        spans = list(known.spans(agreement, first, last))
        wanted[agreement.id] = [one for span in spans for one in expected(agreement.id, span)]
        seen[agreement.id] = {one for span in spans for one in _deadlines_of(span)}
    ledger = _ledger(first, last)
    lines = [
        Line(one, agreements[one.agreement], became(ledger.get(_key(one), ())))
        for one in sorted(one for some in wanted.values() for one in some)
    ]
    return Statement(first, last, lines, _uncalled(first, last, seen))


def _deadlines_of(span: Span) -> Iterator[Deadline]:
    """Every deadline that was there on some day of a span."""
    day = span.first
    while day <= span.last:
        found = list(span.deadlines(day))
        yield from found
        day = min([span.last, *(falls_on for _, falls_on in found if falls_on >= day)]) + ONE_DAY


Key = tuple[int, str, date, int]


def _key(one: Expected) -> Key:
    return one.agreement, one.kind, one.falls_on, one.lead


def _ledger(first: date, last: date) -> dict[Key, list[Became]]:
    rows = db.session.scalars(
        sa.select(Reminder)
        .where(
            Reminder.kind.in_(KINDS),
            Reminder.deadline_on >= first,
            Reminder.lead_days >= 0,
            Reminder.agreement_id.is_not(None),
        )
        .options(joinedload(Reminder.message))
    )
    found: dict[Key, list[Became]] = defaultdict(list)
    for row in rows:
        if row.agreement_id is not None:
            key = row.agreement_id, row.kind.value, row.deadline_on, row.lead_days
            found[key].append(_became(row))
    return found


def _became(row: Reminder) -> Became:
    if row.withheld:
        return OF_WITHHELD[row.withheld]
    if row.message is None:
        return Became.MISSING
    found = OF_MAIL[row.message.state]
    in_time = local_day(row.planned_at) <= row.deadline_on - timedelta(days=row.lead_days)
    return found if in_time or found in DIFFERENCES else Became.LATE


def _uncalled(first: date, last: date, seen: Mapping[int, set[Deadline]]) -> list[Reminder]:
    """What was sent in the time about deadlines that the terms did not give on any day of it."""
    rows = db.session.scalars(
        sa.select(Reminder)
        .where(
            Reminder.kind.in_(KINDS),
            Reminder.withheld.is_(None),
            Reminder.planned_at >= begins_at(first),
            Reminder.planned_at < begins_at(last + ONE_DAY),
        )
        .options(joinedload(Reminder.agreement), joinedload(Reminder.message))
        .order_by(Reminder.id)
    )
    return [
        row
        for row in rows
        if (row.kind.value, row.deadline_on) not in seen.get(row.agreement_id or 0, ())
    ]
