"""Personal links by which a municipality answers without an account: making, opening, revoking."""

from __future__ import annotations

import re
import secrets
from datetime import timedelta

import structlog

from nk_avtal import clock
from nk_avtal.db import db, set_reading
from nk_avtal.domain.reply_links import expiry
from nk_avtal.people.models import Attempt, Person
from nk_avtal.people.signing_in import hash_of
from nk_avtal.recommendations import link_queries as queries
from nk_avtal.recommendations.models import Addressee, ReplyLink

GUESSES_AN_HOUR = 20
_SECRET_BYTES = 32
_SECRET = re.compile(r"[\w-]{43}", re.ASCII)

log = structlog.get_logger("nk_avtal.recommendations.links")


def make(addressee: Addressee, email: str) -> str:
    """The secret of a new link for an address; the ones before it open nothing any more."""
    token = secrets.token_urlsafe(_SECRET_BYTES)
    now = clock.now()
    reply_by = addressee.recommendation.reply_by or clock.today()
    for older in queries.open_links(addressee.id, email):
        older.revoked_at = now
    db.session.add(
        ReplyLink(
            addressee_id=addressee.id,
            email=email,
            token_hash=hash_of(token),
            made_at=now,
            expires_at=expiry(reply_by),
        )
    )
    return token


def opened(token: str, address: str) -> ReplyLink | None:
    """The link that a secret opens, asked from a network address; None when it opens none.

    Who has tried many secrets is not even looked up. A link that has run out is not a guess.
    """
    if not _SECRET.fullmatch(token):
        return None
    since = clock.now() - timedelta(hours=1)
    if queries.guesses(address[:64], since) >= GUESSES_AN_HOUR:
        return None
    found = queries.link_by(hash_of(token))
    if found is None:
        _count(token, address)
        return None
    return found if found.state(clock.now()).opens else None


def _count(token: str, address: str) -> None:
    guess = Attempt(
        kind=queries.GUESS,
        subject=hash_of(token)[:16],
        address=address[:64],
        made_at=clock.now(),
        succeeded=False,
    )
    db.session.rollback()
    set_reading(False)
    db.session.add(guess)
    db.session.commit()


def revoke(link: ReplyLink, by: Person) -> None:
    """Let the link open nothing from now on. What it has recorded stays."""
    if link.revoked_at is None:
        link.revoked_at, link.revoked_by = clock.now(), by
        log.info("reply_link_revoked", link=link.id, person=by.id)
