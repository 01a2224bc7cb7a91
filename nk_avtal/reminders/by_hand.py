"""Reminding late municipalities by hand: one mail each, whatever it is late with (ux 8)."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeAlias

import sqlalchemy as sa
from flask import current_app

from nk_avtal.adoptions.matrix import Row
from nk_avtal.db import db
from nk_avtal.domain.adoptions import Standing
from nk_avtal.domain.reminders import DeadlineKind
from nk_avtal.municipalities.models import Municipality
from nk_avtal.outbox import actions as outbox
from nk_avtal.outbox.composing import Written, compose
from nk_avtal.outbox.models import Message, MessageState
from nk_avtal.people.models import Person
from nk_avtal.recommendations.recipients import Mailbox, mailboxes
from nk_avtal.reminders.models import Reminder

KIND = "reminder_by_hand"
RECENTLY = timedelta(days=7)
Reminded: TypeAlias = "dict[int, dict[int, datetime]]"


@dataclass(frozen=True)
class Late:
    """A municipality, what it is late with, whom the mail goes to, and when it was last
    reminded of any of it."""

    mailbox: Mailbox
    rows: tuple[Row, ...]
    reminded_at: datetime | None

    @property
    def municipality(self) -> Municipality:
        """The municipality that is late."""
        return self.mailbox.municipality

    def is_ticked(self, now: datetime) -> bool:
        """Whether it is to be reminded unless somebody says otherwise: it can be reached, and has
        not just been reminded."""
        recent = self.reminded_at is not None and now - self.reminded_at < RECENTLY
        return bool(self.mailbox.recipients) and not recent


def late(rows: Iterable[Row], members: Iterable[Municipality]) -> list[Late]:
    """The members that are late with any of the rows, whose cells must be filled."""
    behind: dict[int, list[Row]] = defaultdict(list)
    filled = list(rows)
    for row in filled:
        for number, place in row.places.items():
            if place.standing is Standing.LATE:
                behind[number].append(row)
    reminded = last_reminded([row.id for row in filled])
    boxes = mailboxes(one for one in members if one.id in behind)
    return [_late(box, behind[box.municipality.id], reminded) for box in boxes]


def _late(box: Mailbox, rows: list[Row], reminded: Reminded) -> Late:
    times = [reminded.get(row.id, {}).get(box.municipality.id) for row in rows]
    return Late(box, tuple(rows), max((time for time in times if time), default=None))


def last_reminded(recommendation_ids: Collection[int]) -> Reminded:
    """When each municipality was last reminded of each recommendation; a stopped mail is none."""
    statement = (
        sa.select(
            Reminder.recommendation_id,
            Reminder.municipality_id,
            sa.func.max(Reminder.planned_at, type_=Reminder.planned_at.type),
        )
        .outerjoin(Message, Message.id == Reminder.message_id)
        .where(
            Reminder.recommendation_id.in_(recommendation_ids),
            Reminder.municipality_id.is_not(None),
            sa.or_(Message.id.is_(None), Message.state != MessageState.STOPPED),
        )
        .group_by(Reminder.recommendation_id, Reminder.municipality_id)
    )
    found: Reminded = defaultdict(dict)
    for recommendation_id, municipality_id, when in db.session.execute(statement):
        if recommendation_id is not None and municipality_id is not None:
            found[recommendation_id][municipality_id] = when
    return dict(found)


def written(one: Late) -> Written:
    """The mail to one municipality, in Swedish."""
    url = f"{current_app.config['BASE_URL']}/#att-besluta"
    return compose("reminder_by_hand", late=one, url=url)


def remind(chosen: Iterable[Late], by: Person, now: datetime, today: date) -> tuple[str, int]:
    """Queue one mail per recipient; says by which topic they can be stopped, and how many.

    The same municipality is not mailed twice a day about the same recommendations.
    """
    topic = f"{KIND}:{secrets.token_hex(6)}"
    count = 0
    for one in chosen:
        letter = written(one)
        about = ",".join(str(row.id) for row in one.rows)
        for recipient in one.mailbox.recipients:
            message = outbox.queue(
                kind=KIND,
                recipient=recipient.email,
                recipient_name=one.municipality.full_name if recipient.known else "",
                reply_to=by.email,
                subject=letter.subject,
                text=letter.text,
                html=letter.html,
                topic=topic,
                dedupe_key=_key(one, about, recipient.email, today),
            )
            if message is not None:
                _note(one, message, recipient.email, now, today)
                count += 1
    return topic, count


def _key(one: Late, about: str, email: str, today: date) -> str:
    stopped = sa.select(sa.func.count()).where(
        Message.kind == KIND, Message.recipient == email, Message.state == MessageState.STOPPED
    )
    tries = db.session.scalar(stopped) or 0
    return f"{KIND}:{one.municipality.id}:{about}:{today}:{tries}:{email}"


def _note(one: Late, message: Message, email: str, now: datetime, today: date) -> None:
    db.session.flush()
    for row in one.rows:
        db.session.add(
            Reminder(
                key=f"{KIND}:{message.id}:{row.id}",
                kind=DeadlineKind.REPLY,
                deadline_on=row.reply_by,
                lead_days=(row.reply_by - today).days,
                recipient=email,
                recommendation_id=row.id,
                municipality_id=one.municipality.id,
                message_id=message.id,
                planned_at=now,
            )
        )


def stop(topic: str) -> int:
    """Stop the mails of one batch that have not left, and say how many they were."""
    return outbox.stop(topic) if topic.startswith(f"{KIND}:") else 0
