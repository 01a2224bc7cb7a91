"""Tries of secret addresses that open nothing, counted for each network address (S-08)."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
import structlog

from nk_avtal import clock
from nk_avtal.db import db, set_reading
from nk_avtal.people.models import Attempt
from nk_avtal.people.signing_in import hash_of

GUESSES_AN_HOUR = 20

log = structlog.get_logger("nk_avtal.people.guessing")


def is_shut_out(kind: str, address: str) -> bool:
    """Whether so many different secrets of a kind have been tried from a network address that the
    next is not even looked up. One secret that is repeated counts once."""
    wanted = sa.select(sa.func.count(Attempt.subject.distinct())).where(
        Attempt.kind == kind,
        Attempt.address == address[:64],
        Attempt.made_at > clock.now() - timedelta(hours=1),
    )
    return (db.session.scalar(wanted) or 0) >= GUESSES_AN_HOUR


def count_guess(kind: str, token: str, address: str) -> None:
    """Keep that a secret opened nothing, in a transaction of its own: the request only reads."""
    subject = hash_of(token)[:16]
    log.warning("secret_refused", kind=kind, address=address)
    if _is_counted(kind, subject, address):
        return
    guess = Attempt(
        kind=kind,
        subject=subject,
        address=address[:64],
        made_at=clock.now(),
        succeeded=False,
    )
    db.session.rollback()
    set_reading(False)
    db.session.add(guess)
    db.session.commit()


def _is_counted(kind: str, subject: str, address: str) -> bool:
    """Whether the same secret has been counted within the hour: a program that was forgotten
    somewhere asks for years."""
    known = sa.select(Attempt.id).where(
        Attempt.kind == kind,
        Attempt.subject == subject,
        Attempt.address == address[:64],
        Attempt.made_at > clock.now() - timedelta(hours=1),
    )
    return db.session.scalars(known.limit(1)).first() is not None
