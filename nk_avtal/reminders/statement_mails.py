"""Mailing the statement of last month to the managers, on the first working day."""

from __future__ import annotations

from datetime import UTC, date

import sqlalchemy as sa
import structlog

from nk_avtal import clock, wording
from nk_avtal.agreements.models import Agreement
from nk_avtal.db import db, reading, set_reading
from nk_avtal.domain.people import Role
from nk_avtal.domain.quiet_hours import next_sending_time
from nk_avtal.domain.statements import first_working_day, month_before
from nk_avtal.outbox.actions import queue
from nk_avtal.outbox.composing import compose, link
from nk_avtal.outbox.models import Message
from nk_avtal.people.models import Person
from nk_avtal.reminders.rows_then import begins_at
from nk_avtal.reminders.statement import Statement, statement

KIND = "statement"

log = structlog.get_logger("nk_avtal.reminders")


def run(today: date) -> int:
    """Queue the statements that are still to come, from the month's first working day on; how
    many could not be written. One that has been queued is never repeated."""
    month = month_before(today)
    if today < first_working_day(today):
        return 0
    with reading():
        waiting = _without_one(month) if _has_begun(today) else []
        found = statement(month, today) if waiting else None
        db.session.commit()
    set_reading(False)
    return sum(not _queued(one, month, found) for one in waiting if found)


def _has_begun(today: date) -> bool:
    """Whether there was anything to state about last month."""
    first = sa.select(sa.func.min(Agreement.created_at, type_=Agreement.created_at.type))
    begun = db.session.scalar(first)
    return begun is not None and begun < begins_at(today.replace(day=1))


def _without_one(month: date) -> list[Person]:
    managers = sa.select(Person).where(Person.role == Role.MANAGER, Person.active.is_(True))
    found = {_key(month, one): one for one in db.session.scalars(managers)}
    sent = db.session.scalars(sa.select(Message.dedupe_key).where(Message.dedupe_key.in_(found)))
    for key in sent:
        found.pop(key or "", None)
    return list(found.values())


def _key(month: date, person: Person) -> str:
    return f"{KIND}:{month:%Y-%m}:{person.id}"


def _queued(person: Person, month: date, found: Statement) -> bool:
    try:
        written = compose(
            "statement",
            locale=person.language,
            month=month,
            statement=found,
            words=wording,
            url=link("reminders.statement_page") + f"?manad={month:%Y-%m}",
        )
        now = clock.now().astimezone(clock.zone())
        queue(
            kind=KIND,
            topic=f"{KIND}:{month:%Y-%m}",
            dedupe_key=_key(month, person),
            recipient=person.email,
            recipient_name=person.name,
            subject=written.subject,
            text=written.text,
            html=written.html,
            hold=next_sending_time(now).astimezone(UTC) - now.astimezone(UTC),
        )
        db.session.commit()
    except Exception as reason:
        db.session.rollback()
        log.error("statement_refused", person=person.id, exc_info=reason)
        return False
    return True
