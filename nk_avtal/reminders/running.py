"""One reminder run: what is due, each with its mail in a transaction of its own.

The unique key of a reminder makes a second run, or one beside it, harmless; a run that is killed
leaves whole reminders behind and the next one goes on.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta

import sqlalchemy as sa
import structlog
from flask import current_app
from sqlalchemy.exc import IntegrityError

from nk_avtal import clock
from nk_avtal.db import db, set_reading
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.quiet_hours import next_sending_time
from nk_avtal.domain.reminders import Deadline, Due, due
from nk_avtal.outbox.actions import queue
from nk_avtal.people import queries
from nk_avtal.reminders import mails
from nk_avtal.reminders.models import Reminder
from nk_avtal.reminders.watching import Watched, watched

log = structlog.get_logger("nk_avtal.reminders")

CHUNK = 500


def run(today: date) -> tuple[int, int]:
    """Plan and queue what is due on `today`: how many reminders were new, and how many known."""
    set_reading(False)
    candidates = list(_due(watched(today), today))
    known = _known(due.key for _one, due in candidates)
    people = queries.numbers_by_email()
    db.session.commit()
    planned = 0
    for one, reminder in candidates:
        if reminder.key not in known:
            planned += _planned(one, reminder, people.get(reminder.recipient))
    return planned, len(candidates) - planned


def _due(found: Iterable[Watched], today: date) -> Iterator[tuple[Watched, Due]]:
    for one in found:
        if one.settled:
            continue
        deadline = _with_somebody(one)
        for reminder in due([deadline], today, frozenset()):
            yield one, reminder


def _with_somebody(one: Watched) -> Deadline:
    """The deadline, told to the fallback address when it has nobody of its own."""
    fallback = current_app.config["MAIL_FALLBACK_TO"]
    if one.deadline.recipients or not fallback:
        return one.deadline
    return replace(one.deadline, recipients=(fallback,))


def _known(keys: Iterable[str]) -> set[str]:
    found: set[str] = set()
    wanted = list(keys)
    for start in range(0, len(wanted), CHUNK):
        some = wanted[start : start + CHUNK]
        found.update(db.session.scalars(sa.select(Reminder.key).where(Reminder.key.in_(some))))
    return found


def _planned(one: Watched, reminder: Due, person_id: int | None) -> bool:
    """Add the reminder and its mail, together or not at all."""
    try:
        row = _row(one, reminder, person_id)
        db.session.add(row)
        db.session.flush()
        row.message_id = _queued(one, reminder)
        db.session.commit()
    except IntegrityError:  # another run was first
        db.session.rollback()
        return False
    except RuleBroken as refusal:
        db.session.rollback()
        log.error("reminder_refused", key=reminder.key, reason=str(refusal))
        return False
    return True


def _row(one: Watched, reminder: Due, person_id: int | None) -> Reminder:
    return Reminder(
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


def _queued(one: Watched, reminder: Due) -> int | None:
    written = mails.written(one, reminder)
    now = clock.now().astimezone(clock.zone())
    moment = next_sending_time(now, urgent=reminder.days_left == 0)
    message = queue(
        kind=f"reminder-{reminder.deadline.kind}",
        topic=f"reminder:{reminder.deadline.subject}",
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
        hold=max(moment - now, timedelta(0)),
    )
    return message.id if message else None
