"""Personal links by which a municipality answers without an account: making, opening, revoking."""

from __future__ import annotations

import re
import secrets

import structlog

from nk_avtal import clock
from nk_avtal.db import db
from nk_avtal.domain.reply_links import expiry
from nk_avtal.people.guessing import count_guess, is_shut_out
from nk_avtal.people.models import Person
from nk_avtal.people.signing_in import hash_of
from nk_avtal.recommendations import link_queries as queries
from nk_avtal.recommendations.models import Addressee, ReplyLink

GUESS = "reply_link"
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
    if is_shut_out(GUESS, address):
        return None
    found = queries.link_by(hash_of(token))
    if found is None:
        count_guess(GUESS, token, address)
        return None
    return found if found.state(clock.now()).opens else None


def revoke(link: ReplyLink, by: Person) -> None:
    """Let the link open nothing from now on. What it has recorded stays."""
    if link.revoked_at is None:
        link.revoked_at, link.revoked_by = clock.now(), by
        log.info("reply_link_revoked", link=link.id, person=by.id)
