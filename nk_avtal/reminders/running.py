"""One reminder run: what is due, each with its mail in a transaction of its own.

The unique key of a reminder makes a second run, or one beside it, harmless; a run that is killed
leaves whole reminders behind and the next one goes on. One that cannot be written stops no other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from itertools import islice
from typing import TypeAlias

import sqlalchemy as sa
import structlog
from sqlalchemy.exc import IntegrityError

from nk_avtal.db import db, reading, set_reading
from nk_avtal.domain.recipients import Withheld
from nk_avtal.outbox.models import Message, MessageState
from nk_avtal.people import queries
from nk_avtal.reminders import outdated, planning
from nk_avtal.reminders.calling import Called, called_for
from nk_avtal.reminders.lulls import Lulls
from nk_avtal.reminders.models import Reminder
from nk_avtal.reminders.watching import watching, with_parties

log = structlog.get_logger("nk_avtal.reminders")

CHUNK = 500
State: TypeAlias = "MessageState | Withheld | None"


@dataclass
class Outcome:
    """How many reminders were new, were known from before, and could not be written; and how many
    were withdrawn before they left, or noted without being sent."""

    planned: int = 0
    already: int = 0
    refused: int = 0
    withdrawn: int = field(default=0, compare=False)
    withheld: int = field(default=0, compare=False)


def run(today: date, agreement_id: int | None = None, *, afresh: bool = False) -> Outcome:
    """Plan and queue what is due on `today`, and withdraw what has become outdated; of one
    agreement, as soon as it has changed, or of all. Agreements about which nothing falls due for a
    while are not read, unless the run is to look `afresh`.

    A known reminder whose mail was withdrawn goes out after all when it is due again: somebody has
    taken back what settled it. So does one whose mail is gone (reliability R-14).
    """
    outcome = Outcome()
    with reading():
        lulls = Lulls.begin(today)
        within = None if afresh or agreement_id is not None else lulls.over()
        waiting = outdated.Waiting.read(agreement_id)
        passing = waiting.passing(lulls.passing(watching(today, agreement_id, within)))
        calls = called_for(passing, today, queries.weekly_readers())
        new = list(_new(calls, outcome))
        with_parties(called.watched.agreement for called, _known in new)
        people = queries.numbers_by_email()
        db.session.commit()
    set_reading(False)
    outcome.withdrawn = waiting.withdraw()
    db.session.commit()
    for called, known in new:
        person_id = people.get(called.due.recipient)
        work = planning.resume if known else partial(planning.plan, person_id=person_id)
        _count(outcome, called, work)
    lulls.keep()
    return outcome


def _new(calls: Iterator[Called], outcome: Outcome) -> Iterator[tuple[Called, bool]]:
    """What is not in the ledger, and what is there but was not sent and can be now; the rest is
    only counted."""
    while some := list(islice(calls, CHUNK)):
        known = _known(one.due.key for one in some)
        for one in some:
            is_known = one.due.key in known
            if not is_known or (one.withheld is None and _rests(known[one.due.key])):
                yield one, is_known
            else:
                outcome.already += one.withheld is None


def _rests(state: State) -> bool:
    return state in (None, MessageState.STOPPED) or isinstance(state, Withheld)


def _known(keys: Iterable[str]) -> dict[str, State]:
    """Why each known reminder was not sent, or else the state of its mail."""
    statement = sa.select(Reminder.key, Reminder.withheld, Message.state).outerjoin(
        Reminder.message
    )
    rows = db.session.execute(statement.where(Reminder.key.in_(list(keys))))
    return {key: withheld or state for key, withheld, state in rows}


def _count(outcome: Outcome, one: Called, work: Callable[[Called], None]) -> None:
    """Add the reminder, or let it go after all, and count what became of it."""
    try:
        work(one)
    except IntegrityError:  # another run was first
        db.session.rollback()
        outcome.already += one.withheld is None
    except Exception as reason:
        db.session.rollback()
        log.error("reminder_refused", key=one.due.key, exc_info=reason)
        outcome.refused += 1
    else:
        outcome.planned += one.withheld is None
        outcome.withheld += one.withheld is not None
