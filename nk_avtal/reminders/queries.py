"""Deadlines for pages, and the ledger of what became of each reminder."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from nk_avtal.db import db
from nk_avtal.domain import reminders
from nk_avtal.domain.reminders import DeadlineKind
from nk_avtal.reminders.models import Reminder
from nk_avtal.reminders.watching import Watched, watched, watched_by_association

OF_AGREEMENTS = (
    *(DeadlineKind.NOTICE, DeadlineKind.END, DeadlineKind.OPTION),
    *(DeadlineKind.PRICE, DeadlineKind.EXIT, DeadlineKind.REVIEW),
)


def deadlines_ahead(today: date, days: int | None = None) -> list[Watched]:
    """The coming deadlines of agreements, soonest first; `days` limits how far to look."""
    found = of_agreements(watched_by_association(today))
    if days is not None:
        found = [one for one in found if one.deadline.falls_on <= today + timedelta(days=days)]
    return found


def of_agreements(found: Iterable[Watched]) -> list[Watched]:
    """Those that are deadlines of agreements, soonest first."""
    wanted = [one for one in found if one.deadline.kind in OF_AGREEMENTS]
    return sorted(wanted, key=lambda one: (one.deadline.falls_on, one.agreement.title))


def coming_mails(found: Iterable[Watched], today: date) -> list[tuple[date, int, DeadlineKind]]:
    """The days on which mail goes out about the deadlines of agreements, with how many days before
    what kind of deadline, soonest first; none for what is settled or rests."""
    days = (
        (day, lead, one.deadline.kind)
        for one in found
        if one.deadline.kind in reminders.OF_AGREEMENTS and not (one.settled or one.paused)
        for day, lead in reminders.coming(one.deadline, today)
    )
    return sorted(days)


def without_recipient(today: date, agreement_id: int | None = None) -> list[Watched]:
    """Deadlines, of one agreement or of all, of which nobody would be told."""
    found = watched(today, agreement_id) if agreement_id else watched_by_association(today)
    return reaching_nobody(found)


def reaching_nobody(found: Iterable[Watched]) -> list[Watched]:
    """Those of which nobody would be told (reliability R-12). Negotiations are left out, since
    whoever reads this may not know of them."""
    silent = (one for one in found if not one.deadline.recipients and not one.settled)
    return [one for one in silent if one.negotiation is None]


def reminders_about(agreement_id: int) -> Sequence[Reminder]:
    """What has been planned or sent about an agreement, newest first; nothing of its
    negotiations."""
    wanted = (
        sa.select(Reminder)
        .where(
            Reminder.agreement_id == agreement_id,
            Reminder.kind.not_in(reminders.OF_NEGOTIATIONS),
        )
        .options(joinedload(Reminder.message))
        .order_by(Reminder.id.desc())
    )
    return db.session.scalars(wanted).all()
