"""Who is signed in, and which accounts there are."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from nk_avtal.db import db
from nk_avtal.people.models import Person, SignIn


def sign_in_by(token_hash: str) -> SignIn | None:
    """The open sign-in whose secret has this hash, with its active person."""
    return db.session.scalar(
        sa.select(SignIn)
        .join(SignIn.person)
        .where(SignIn.token_hash == token_hash, Person.active.is_(True))
    )


def person_by_email(email: str) -> Person | None:
    """The account of an address, whatever its capital letters."""
    return db.session.scalar(sa.select(Person).where(Person.email == email.strip().lower()))


def touch(sign_in_id: int, now: datetime) -> sa.Update:
    """The statement that notes when a sign-in was last seen."""
    return sa.update(SignIn).where(SignIn.id == sign_in_id).values(seen_at=now)
