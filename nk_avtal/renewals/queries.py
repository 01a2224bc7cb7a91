"""Agreements over time, meetings of a month, decisions on deadlines, and given notices."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from nk_avtal.agreements.listing import Choice, narrowed
from nk_avtal.agreements.models import Agreement
from nk_avtal.agreements.queries import visible_to, with_rules
from nk_avtal.agreements.reckoning import BINDING, is_unwatched
from nk_avtal.bodies.models import Body, Meeting
from nk_avtal.db import db
from nk_avtal.domain.agreements import Stage
from nk_avtal.domain.reminders import DeadlineKind
from nk_avtal.domain.renewal_decisions import settles
from nk_avtal.people.models import Person
from nk_avtal.renewals.models import GivenNotice, RenewalDecision

PAST = timedelta(days=366)
"""How long a deadline that has passed may still be told of."""


def agreements_over_time(reader: Person, choice: Choice, since: date) -> list[Agreement]:
    """The agreements of a choice that apply, applied or are to apply, by title; none cancelled,
    and none that notice had ended before `since`."""
    ended = sa.and_(Agreement.stage == Stage.TERMINATED, Agreement.notice_ends_on < since)
    wanted = (
        narrowed(visible_to(reader), choice)
        .where(Agreement.stage != Stage.CANCELLED, sa.func.coalesce(~ended, sa.true()))
        .options(
            joinedload(Agreement.responsible),
            joinedload(Agreement.manager),
            selectinload(Agreement.areas),
        )
        .order_by(Agreement.title_key, Agreement.id)
    )
    return list(with_rules(db.session.scalars(wanted).unique()))


def unwatched(reader: Person, today: date) -> list[Agreement]:
    """The agreements that bind without any day to watch, by title."""
    wanted = (
        visible_to(reader)
        .where(Agreement.stage.in_(BINDING), Agreement.review_on.is_(None))
        .order_by(Agreement.title_key, Agreement.id)
    )
    kept = with_rules(db.session.scalars(wanted).all())
    return [one for one in kept if is_unwatched(one, today)]


def meetings_between(first: date, last: date) -> Sequence[Meeting]:
    """The meetings of the association's own bodies from `first` to `last`, both included."""
    wanted = (
        sa.select(Meeting)
        .join(Meeting.body)
        .options(contains_eager(Meeting.body))
        .where(Body.municipality_id.is_(None), Meeting.held_on.between(first, last))
        .order_by(Meeting.held_on, Body.position)
    )
    return db.session.scalars(wanted).all()


@dataclass(frozen=True)
class Decided:
    """What counts about the deadlines of agreements on one day."""

    today: date
    decisions: dict[tuple[int, DeadlineKind, date], RenewalDecision]
    noticed: frozenset[int]

    def about(self, agreement_id: int, kind: DeadlineKind, day: date) -> RenewalDecision | None:
        """What was decided about a deadline, if anything. The last day to begin is answered by
        what was decided about the last day of notice that it leads to."""
        if kind is DeadlineKind.START:
            return self._after(agreement_id, day)
        return self.decisions.get((agreement_id, kind, day))

    @cached_property
    def _about_notice(self) -> dict[int, list[RenewalDecision]]:
        found: dict[int, list[RenewalDecision]] = defaultdict(list)
        for (number, kind, _day), one in self.decisions.items():
            if kind is DeadlineKind.NOTICE:
                found[number].append(one)
        return found

    def _after(self, agreement_id: int, day: date) -> RenewalDecision | None:
        later = (one for one in self._about_notice[agreement_id] if one.deadline_on >= day)
        return next(later, None)

    def settles(self, agreement_id: int, kind: DeadlineKind, day: date) -> bool:
        """Whether the reminders of a deadline are to be quiet."""
        found = self.about(agreement_id, kind, day)
        return found is not None and settles(
            found.answer, self.today, until=found.until, noticed=found.id in self.noticed
        )


def decided(today: date) -> Decided:
    """The decisions on deadlines of the past year and ahead, in two statements."""
    since = today - PAST
    wanted = (
        sa.select(RenewalDecision)
        .where(RenewalDecision.undone_at.is_(None), RenewalDecision.deadline_on >= since)
        .options(joinedload(RenewalDecision.decided_by), joinedload(RenewalDecision.successor))
        .order_by(RenewalDecision.id)
    )
    latest = {
        (one.agreement_id, one.kind, one.deadline_on): one for one in db.session.scalars(wanted)
    }
    return Decided(today, latest, _noticed())


def _noticed() -> frozenset[int]:
    """The decisions whose notice counts under its agreement."""
    wanted = (
        sa.select(GivenNotice)
        .join(GivenNotice.agreement)
        .options(contains_eager(GivenNotice.agreement).load_only(Agreement.valid_when))
        .where(GivenNotice.decision_id.is_not(None), GivenNotice.withdrawn_at.is_(None))
    )
    return frozenset(
        one.decision_id
        for one in db.session.scalars(wanted)
        if one.decision_id and one.course.counts_from(one.agreement.valid_when)
    )


def standing(agreement: Agreement, kind: DeadlineKind, day: date) -> RenewalDecision | None:
    """The decision on a deadline that counts now."""
    wanted = sa.select(RenewalDecision).where(
        RenewalDecision.agreement_id == agreement.id,
        RenewalDecision.kind == kind,
        RenewalDecision.deadline_on == day,
        RenewalDecision.undone_at.is_(None),
    )
    return db.session.scalars(wanted.order_by(RenewalDecision.id.desc()).limit(1)).first()


def decision_by_id(agreement: Agreement, decision_id: int) -> RenewalDecision:
    """A decision of this agreement. Raises NoResultFound when it has none such."""
    wanted = sa.select(RenewalDecision).where(
        RenewalDecision.id == decision_id, RenewalDecision.agreement_id == agreement.id
    )
    return db.session.scalars(wanted).one()


def decisions_of(agreement: Agreement) -> Sequence[RenewalDecision]:
    """Everything that was decided about the deadlines of an agreement, the newest first."""
    wanted = (
        sa.select(RenewalDecision)
        .where(RenewalDecision.agreement_id == agreement.id)
        .options(
            joinedload(RenewalDecision.decided_by),
            joinedload(RenewalDecision.undone_by),
            joinedload(RenewalDecision.successor),
        )
        .order_by(RenewalDecision.id.desc())
    )
    return db.session.scalars(wanted).all()


def notices_of(agreement: Agreement) -> Sequence[GivenNotice]:
    """The notices of an agreement, in the order in which they were registered."""
    wanted = (
        sa.select(GivenNotice)
        .where(GivenNotice.agreement_id == agreement.id)
        .options(joinedload(GivenNotice.municipality), joinedload(GivenNotice.registered_by))
        .order_by(GivenNotice.id)
    )
    return db.session.scalars(wanted).all()


def notice_by_id(agreement: Agreement, notice_id: int) -> GivenNotice:
    """A notice of this agreement. Raises NoResultFound when it has none such."""
    wanted = (
        sa.select(GivenNotice)
        .where(GivenNotice.id == notice_id, GivenNotice.agreement_id == agreement.id)
        .options(joinedload(GivenNotice.municipality))
    )
    return db.session.scalars(wanted).one()


def last_decisions(reader: Person, most: int = 50) -> Sequence[RenewalDecision]:
    """What was decided last about deadlines of agreements that `reader` may see and not undone,
    the newest first."""
    return _last(RenewalDecision, RenewalDecision.undone_at.is_(None), reader, most)


def last_notices(reader: Person, most: int = 50) -> Sequence[GivenNotice]:
    """The notices registered last of agreements that `reader` may see and not withdrawn."""
    return _last(GivenNotice, GivenNotice.withdrawn_at.is_(None), reader, most)


Recorded = TypeVar("Recorded", RenewalDecision, GivenNotice)


def _last(
    kind: type[Recorded], condition: sa.ColumnElement[bool], reader: Person, most: int
) -> Sequence[Recorded]:
    seen = visible_to(reader).with_only_columns(Agreement.id)
    wanted = (
        sa.select(kind)
        .where(condition, kind.agreement_id.in_(seen))
        .options(joinedload(kind.agreement))
        .order_by(kind.id.desc())
        .limit(most)
    )
    return db.session.scalars(wanted).all()
