"""Settling a deadline, so that its reminders stop, and taking that back."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from nk_avtal import clock
from nk_avtal.agreements.models import Agreement
from nk_avtal.db import db
from nk_avtal.domain.reminders import DeadlineKind
from nk_avtal.outbox.actions import stop
from nk_avtal.people.models import Person
from nk_avtal.reminders.models import SettledDeadline


def settle(
    agreement: Agreement, kind: DeadlineKind, day: date, by: Person, note: str
) -> SettledDeadline:
    """Note that somebody has dealt with a deadline; mail about it that has not left is stopped."""
    _wait_for_others(agreement)
    found = _settled(agreement, kind, day)
    if found is None:
        found = SettledDeadline(
            agreement=agreement,
            kind=kind,
            deadline_on=day,
            note=note,
            settled_at=clock.now(),
            settled_by=by,
        )
        db.session.add(found)
    stop(f"reminder:agreement:{agreement.id}")
    return found


def _wait_for_others(agreement: Agreement) -> None:
    """Let one person at a time settle a deadline of an agreement."""
    one = sa.select(Agreement.id).where(Agreement.id == agreement.id).with_for_update()
    db.session.execute(one)


def unsettle(agreement: Agreement, kind: DeadlineKind, day: date) -> None:
    """Watch the deadline again."""
    found = _settled(agreement, kind, day)
    if found:
        db.session.delete(found)


def _settled(agreement: Agreement, kind: DeadlineKind, day: date) -> SettledDeadline | None:
    return db.session.scalars(
        sa.select(SettledDeadline).where(
            SettledDeadline.agreement_id == agreement.id,
            SettledDeadline.kind == kind,
            SettledDeadline.deadline_on == day,
        )
    ).first()
