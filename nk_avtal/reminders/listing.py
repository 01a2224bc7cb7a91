"""The ledger for a page: what was due, to whom, and what became of it, narrowed down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from nk_avtal.consultations.models import Invited
from nk_avtal.db import db, start_of
from nk_avtal.domain.reminders import DeadlineKind
from nk_avtal.outbox.models import Message, MessageState
from nk_avtal.people.models import Person
from nk_avtal.reminders.models import Reminder


class Became(StrEnum):
    """What became of a reminder; the value stands in the address."""

    WAITING = "vantar"
    SENT = "skickad"
    FAILED = "gick-inte-fram"
    BOUNCED = "studsade"
    WITHHELD = "skickades-inte"
    ESCALATED = "eskalerad"


@dataclass(frozen=True)
class Choice:
    """What the reader has chosen. `person` keeps what went to that person."""

    person: Person | None = None
    agreement_id: int | None = None
    kind: DeadlineKind | None = None
    became: Became | None = None


def part_of(choice: Choice, number: int, size: int) -> tuple[int, Sequence[Reminder]]:
    """How many rows there are, and one part of them, the newest first; parts count from 1."""
    conditions = list(_conditions(choice))
    counted = sa.select(sa.func.count()).select_from(Reminder).outerjoin(Reminder.message)
    total = db.session.scalar(counted.where(*conditions)) or 0
    rows = _rows(conditions).offset(start_of(number, size, total)).limit(size)
    return total, db.session.scalars(rows).all()


def everything(choice: Choice) -> Sequence[Reminder]:
    """All rows of the choice, the newest first."""
    return db.session.scalars(_rows(list(_conditions(choice)))).all()


def chosen(choice: Choice) -> sa.Select[Reminder]:
    """All rows of the choice, to be put in an order of one's own."""
    return _rows(list(_conditions(choice))).order_by(None)


def _rows(conditions: list[Any]) -> sa.Select[Reminder]:
    return (
        sa.select(Reminder)
        .outerjoin(Reminder.message)
        .where(*conditions)
        .options(
            joinedload(Reminder.message),
            joinedload(Reminder.agreement),
            joinedload(Reminder.recommendation),
            joinedload(Reminder.municipality),
            joinedload(Reminder.invited).joinedload(Invited.consultation),
            joinedload(Reminder.person),
            joinedload(Reminder.stands_in_for),
        )
        .order_by(Reminder.id.desc())
    )


_OPEN = (MessageState.QUEUED, MessageState.SENDING)


def _conditions(choice: Choice) -> Any:
    if choice.person:
        own = Reminder.person_id == choice.person.id
        yield sa.or_(own, Reminder.recipient == choice.person.email)
    if choice.agreement_id is not None:
        yield Reminder.agreement_id == choice.agreement_id
    if choice.kind:
        yield Reminder.kind == choice.kind
    if choice.became:
        yield _became(choice.became)


def _became(wanted: Became) -> sa.ColumnElement[bool]:
    stopped = Message.state == MessageState.STOPPED
    failed = Message.state == MessageState.FAILED
    conditions: dict[Became, sa.ColumnElement[bool]] = {
        Became.WAITING: Message.state.in_(_OPEN),
        Became.SENT: Message.state == MessageState.SENT,
        Became.FAILED: sa.and_(failed, Message.bounced.is_(False)),
        Became.BOUNCED: sa.and_(failed, Message.bounced.is_(True)),
        Became.WITHHELD: sa.or_(Reminder.withheld.is_not(None), stopped),
        Became.ESCALATED: Reminder.escalated.is_(True),
    }
    return conditions[wanted]


def became(reminder: Reminder) -> Became:
    """What has become of one reminder."""
    message = reminder.message
    state = message.state if message else None
    if reminder.withheld or message is None or state is MessageState.STOPPED:
        return Became.WITHHELD
    if state is MessageState.FAILED:
        return Became.BOUNCED if message.bounced else Became.FAILED
    return Became.SENT if state is MessageState.SENT else Became.WAITING
