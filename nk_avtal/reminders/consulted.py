"""Reminding by hand those that have not answered a consultation (ux 8)."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from nk_avtal.consultations import mails, queries
from nk_avtal.consultations.mails import Box
from nk_avtal.consultations.models import Consultation, Invited
from nk_avtal.db import db
from nk_avtal.domain.reminders import DeadlineKind
from nk_avtal.outbox import actions as outbox
from nk_avtal.outbox.composing import Written
from nk_avtal.outbox.models import Message, MessageState
from nk_avtal.people.models import Person
from nk_avtal.reminders.by_hand import RECENTLY
from nk_avtal.reminders.models import Reminder

KIND = "consultation_reminder"


@dataclass(frozen=True)
class Silent:
    """One that has not answered, whom the mail goes to, and when it was last reminded."""

    box: Box
    reminded_at: datetime | None

    @property
    def invited(self) -> Invited:
        """The one that is asked."""
        return self.box.invited

    @property
    def id(self) -> int:
        """Its number."""
        return self.box.invited.id

    def is_ticked(self, now: datetime) -> bool:
        """Whether it is to be reminded unless somebody says otherwise: it can be reached, and has
        not just been reminded."""
        recent = self.reminded_at is not None and now - self.reminded_at < RECENTLY
        return bool(self.box.recipients) and not recent


def silent(consultation: Consultation) -> list[Silent]:
    """Those that have not answered, in the order of a list."""
    waiting = [one for one in queries.in_order(consultation.invited) if one.reply is None]
    reminded = last_reminded([one.id for one in waiting])
    return [Silent(box, reminded.get(box.invited.id)) for box in mails.boxes(waiting)]


def last_reminded(invited_ids: Collection[int]) -> dict[int, datetime]:
    """When each was last reminded, by hand or by the service; a stopped mail is none."""
    wanted = (
        sa.select(
            Reminder.invited_id,
            sa.func.max(Reminder.planned_at, type_=Reminder.planned_at.type),
        )
        .join(Message, Message.id == Reminder.message_id)
        .where(Reminder.invited_id.in_(invited_ids), Message.state != MessageState.STOPPED)
        .group_by(Reminder.invited_id)
    )
    return {one: when for one, when in db.session.execute(wanted) if one is not None}


def written(one: Silent, by: Person) -> Written:
    """The mail to one of them, in Swedish."""
    return mails.written(KIND, one.invited, by)


def remind(chosen: Iterable[Silent], by: Person, now: datetime, today: date) -> tuple[str, int]:
    """Queue one mail per recipient; says by which topic they can be stopped, and how many.

    Nobody is mailed twice a day about the same consultation.
    """
    topic = f"{KIND}:{secrets.token_hex(6)}"
    count = 0
    for one in chosen:
        letter = written(one, by)
        for recipient in one.box.recipients:
            message = outbox.queue(
                kind=KIND,
                recipient=recipient.email,
                recipient_name=one.invited.full_name if recipient.known else "",
                reply_to=by.email,
                subject=letter.subject,
                text=letter.text,
                html=letter.html,
                topic=topic,
                dedupe_key=f"{KIND}:{one.id}:{today}:{_tries(one)}:{recipient.email}",
            )
            if message is not None:
                _note(one, message, now, today)
                count += 1
    return topic, count


def _tries(one: Silent) -> int:
    """How many reminders of it were stopped: then it may be tried again the same day."""
    wanted = (
        sa.select(sa.func.count())
        .select_from(Reminder)
        .join(Message, Message.id == Reminder.message_id)
        .where(Reminder.invited_id == one.id, Message.state == MessageState.STOPPED)
    )
    return db.session.scalar(wanted) or 0


def _note(one: Silent, message: Message, now: datetime, today: date) -> None:
    db.session.flush()
    consultation = one.invited.consultation
    assert consultation.reply_by
    db.session.add(
        Reminder(
            key=f"{KIND}:{message.id}",
            kind=DeadlineKind.REPLY,
            deadline_on=consultation.reply_by,
            lead_days=(consultation.reply_by - today).days,
            recipient=message.recipient,
            agreement_id=consultation.agreement_id,
            municipality_id=one.invited.municipality_id,
            invited_id=one.id,
            message_id=message.id,
            planned_at=now,
        )
    )


def stop(consultation: Consultation, topic: str) -> int:
    """Stop the mails of one batch about a consultation that have not left, and say how many."""
    ours = sa.exists().where(
        Reminder.message_id == Message.id,
        Reminder.invited_id.in_([one.id for one in consultation.invited]),
        Message.topic == topic,
    )
    known = topic.startswith(f"{KIND}:") and db.session.scalar(sa.select(ours))
    return outbox.stop(topic) if known else 0
