"""One reminder run: what is due, each with its mail in a transaction of its own.

The unique key of a reminder makes a second run, or one beside it, harmless; a run that is killed
leaves whole reminders behind and the next one goes on. One that cannot be written stops no other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, timedelta
from itertools import islice

import sqlalchemy as sa
import structlog
from flask import current_app
from sqlalchemy.exc import IntegrityError

from nk_avtal import clock
from nk_avtal.db import db, reading, set_reading
from nk_avtal.domain.quiet_hours import next_sending_time
from nk_avtal.domain.reminders import Deadline, Due, due
from nk_avtal.outbox.actions import queue
from nk_avtal.outbox.models import Message, MessageState
from nk_avtal.people import queries
from nk_avtal.reminders import mails, outdated
from nk_avtal.reminders.models import Reminder
from nk_avtal.reminders.watching import Watched, watching, with_parties

log = structlog.get_logger("nk_avtal.reminders")

CHUNK = 500


@dataclass
class Outcome:
    """How many reminders were new, were known from before, and could not be written."""

    planned: int = 0
    already: int = 0
    refused: int = 0


def run(today: date) -> Outcome:
    """Plan and queue what is due on `today`, and stop what has become outdated.

    A known reminder whose mail was stopped goes out after all when it is due again: somebody has
    taken back what settled it.
    """
    outcome = Outcome()
    with reading():
        waiting = outdated.Waiting.read()
        new = list(_new(_holding(watching(today), waiting), today, outcome))
        with_parties(one.agreement for one, _reminder, _state in new)
        people = queries.numbers_by_email()
        db.session.commit()
    set_reading(False)
    waiting.stop()
    db.session.commit()
    for one, reminder, state in new:
        if state is MessageState.STOPPED:
            _resume(one, reminder)
            outcome.planned += 1
        else:
            _count(outcome, one, reminder, people.get(reminder.recipient))
    return outcome


def _holding(found: Iterable[Watched], waiting: outdated.Waiting) -> Iterator[Watched]:
    """What nobody has settled, each of which is a reason not to stop what waits."""
    for one in found:
        if not one.settled:
            waiting.keep(one.deadline)
            yield one


def _new(
    found: Iterable[Watched], today: date, outcome: Outcome
) -> Iterator[tuple[Watched, Due, MessageState | None]]:
    """What is due and has not been planned, or was stopped; the rest is only counted."""
    candidates = due_among(found, today)
    while some := list(islice(candidates, CHUNK)):
        known = _known(reminder.key for _one, reminder in some)
        for one, reminder in some:
            state = known.get(reminder.key)
            if reminder.key not in known or state is MessageState.STOPPED:
                yield one, reminder, state
            else:
                outcome.already += 1


def due_among(found: Iterable[Watched], today: date) -> Iterator[tuple[Watched, Due]]:
    """The reminders that `today` calls for, whether or not they are known."""
    for one in found:
        if one.settled:
            continue
        for reminder in due([_with_somebody(one)], today, frozenset()):
            yield one, reminder


def _with_somebody(one: Watched) -> Deadline:
    """The deadline, told to the fallback address when it has nobody of its own."""
    fallback = current_app.config["MAIL_FALLBACK_TO"]
    if one.deadline.recipients or not fallback:
        return one.deadline
    return replace(one.deadline, recipients=(fallback,))


def _known(keys: Iterable[str]) -> dict[str, MessageState | None]:
    """The state of the mail of each known reminder."""
    statement = sa.select(Reminder.key, Message.state).outerjoin(Reminder.message)
    found = db.session.execute(statement.where(Reminder.key.in_(list(keys))))
    return dict(found.all())


def _count(outcome: Outcome, one: Watched, reminder: Due, person_id: int | None) -> None:
    """Add the reminder and its mail, together or not at all, and count what became of it."""
    try:
        _plan(one, reminder, person_id)
    except IntegrityError:  # another run was first
        db.session.rollback()
        outcome.already += 1
    except Exception as reason:
        db.session.rollback()
        log.error("reminder_refused", key=reminder.key, exc_info=reason)
        outcome.refused += 1
    else:
        outcome.planned += 1


def _plan(one: Watched, reminder: Due, person_id: int | None) -> None:
    row = Reminder(
        key=reminder.key,
        kind=reminder.deadline.kind,
        deadline_on=reminder.deadline.falls_on,
        lead_days=reminder.lead,
        recipient=reminder.recipient,
        agreement_id=one.agreement.id,
        recommendation_id=one.recommendation.id if one.recommendation else None,
        municipality_id=one.municipality.id if one.municipality else None,
        person_id=person_id,
        planned_at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    row.message_id = _queued(one, reminder)
    db.session.commit()


def _queued(one: Watched, reminder: Due) -> int | None:
    written = mails.written(one, reminder)
    message = queue(
        kind=f"reminder-{reminder.deadline.kind}",
        topic=outdated.topic_of(reminder.deadline),
        dedupe_key=reminder.key,
        recipient=reminder.recipient,
        reply_to=mails.reply_to(one),
        subject=written.subject,
        text=written.text,
        html=written.html,
        headers={
            "X-Reminder-Id": hashlib.sha256(reminder.key.encode()).hexdigest()[:32],
            "X-Reminder-Deadline": reminder.deadline.falls_on.isoformat(),
        },
        hold=_hold(reminder),
    )
    return message.id if message else None


def _hold(reminder: Due) -> timedelta:
    """How long the mail waits for people to be at work."""
    now = clock.now().astimezone(clock.zone())
    moment = next_sending_time(now, urgent=reminder.days_left == 0)
    return max(moment.astimezone(UTC) - now.astimezone(UTC), timedelta(0))


def _resume(one: Watched, reminder: Due) -> None:
    """Let a stopped mail go, in the words of today."""
    message = db.session.scalars(
        sa.select(Message)
        .join(Reminder, Reminder.message_id == Message.id)
        .where(Reminder.key == reminder.key, Message.state == MessageState.STOPPED)
        .with_for_update(of=Message)
    ).first()
    if message is not None:
        written = mails.written(one, reminder)
        message.subject, message.text, message.html = written.subject, written.text, written.html
        message.not_before = clock.now() + _hold(reminder)
        message.state = MessageState.QUEUED
    db.session.commit()
