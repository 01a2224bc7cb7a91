"""Planning the weekly letters: on Mondays, or as soon after as the service is up."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import structlog
from sqlalchemy.exc import IntegrityError

from nk_avtal import clock
from nk_avtal.db import db, is_duplicate, reading, set_reading
from nk_avtal.digests import mails, queries
from nk_avtal.digests.gathering import Facts, letter_to
from nk_avtal.digests.models import Digest
from nk_avtal.domain.mail_choices import monday_of, week_of
from nk_avtal.domain.quiet_hours import OPENS, next_sending_time
from nk_avtal.outbox.actions import queue
from nk_avtal.outbox.composing import link
from nk_avtal.people.models import Person
from nk_avtal.views import actions as views

KIND = "digest"

log = structlog.get_logger("nk_avtal.digests")


def run(today: date) -> int:
    """Queue the letters of this week that are still to come, and say how many could not be
    written. When mail would leave after the week only, the next letter tells it all.

    Each is a transaction of its own with its line in the ledger, so that a run that is killed
    leaves whole letters behind and the next one goes on.
    """
    moment = datetime.combine(today, clock.now().astimezone(clock.zone()).timetz())
    leaves = next_sending_time(moment)
    if week_of(leaves.date()) != week_of(today):
        return 0
    with reading():
        people = queries.readers(week_of(today), _opens(monday_of(today)))
        facts = Facts.read(today) if people else None
        db.session.commit()
    set_reading(False)
    hold = leaves.astimezone(UTC) - moment.astimezone(UTC)
    return sum(not _planned(one, facts, hold) for one in people if facts)


def _opens(day: date) -> datetime:
    return datetime.combine(day, OPENS, clock.zone())


def _planned(person: Person, facts: Facts, hold: timedelta) -> bool:
    try:
        _plan(person, facts, hold)
    except IntegrityError as reason:
        db.session.rollback()
        return is_duplicate(reason)  # another run was first
    except Exception as reason:
        db.session.rollback()
        log.error("digest_refused", person=person.id, exc_info=reason)
        return False
    return True


def _plan(person: Person, facts: Facts, hold: timedelta) -> None:
    letter, week = letter_to(person, facts), week_of(facts.today)
    row = Digest(person_id=person.id, week=week, planned_at=clock.now())
    db.session.add(row)
    db.session.flush()
    if not letter.is_empty:
        delayed = facts.today > next_sending_time(_opens(monday_of(facts.today))).date()
        written = mails.written(person, letter, facts.today, delayed=delayed)
        message = queue(
            kind=KIND,
            topic=f"{KIND}:{week}",
            dedupe_key=f"{KIND}:{week}:{person.id}",
            recipient=person.email,
            recipient_name=person.name,
            subject=written.subject,
            text=written.text,
            html=written.html,
            headers={"List-Unsubscribe": f"<{link('digests.choose')}>"},
            hold=hold,
        )
        row.message_id = message.id if message else None
        for one in letter.views:
            views.tell(one.view, one.news.rows)
    db.session.commit()
