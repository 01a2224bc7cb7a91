"""Tokens for other programs: made, recognised, counted, revoked."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import contains_eager

from nk_avtal import clock
from nk_avtal.db import db
from nk_avtal.domain.people import Role
from nk_avtal.domain.tokens import Access, expiry, opens
from nk_avtal.people.models import Person
from nk_avtal.people.signing_in import hash_of, may_enter
from nk_avtal.people.token_models import ApiToken, ApiUse

PREFIX = "nka_"
"""Lets programs that look for forgotten secrets recognise one of ours."""
_SECRET = re.compile(rf"{PREFIX}[\w-]{{43}}", re.ASCII)
_STAND_INS = (Role.SECRETARY, Role.MANAGER, Role.NEGOTIATOR, Role.ADMIN)

log = structlog.get_logger("nk_avtal.people.tokens")


def make(person: Person, name: str, access: Access, days: int) -> tuple[ApiToken, str]:
    """A new token of a person, and its secret, which is nowhere kept.

    Raises RuleBroken when it would be good for too long.
    """
    secret = PREFIX + secrets.token_urlsafe(32)
    now = clock.now()
    token = ApiToken(
        person_id=person.id,
        name=name,
        access=access,
        token_hash=hash_of(secret),
        made_at=now,
        expires_at=expiry(days, now),
    )
    db.session.add(token)
    db.session.flush()
    db.session.add(ApiUse(token_id=token.id, minute=0, used=0))
    log.info("token_made", token=token.id, person=person.id, access=access)
    return token, secret


def token_by(secret: str, address: str) -> ApiToken | None:
    """The token that a secret is, with its owner; None when it opens nothing from there."""
    if not _SECRET.fullmatch(secret):
        return None
    token = db.session.scalar(_BY_HASH, {"token_hash": hash_of(secret)})
    if token is None or not opens(token.expires_at, token.revoked_at, clock.now()):
        return None
    return token if may_enter(token.person, address) else None


_BY_HASH = (
    sa.select(ApiToken)
    .join(ApiToken.person)
    .options(contains_eager(ApiToken.person))
    .where(ApiToken.token_hash == sa.bindparam("token_hash"), Person.active.is_(True))
)
"""Asked in every request of a program, and therefore built once."""


def take(connection: sa.Connection, token_id: int, count: int, now: datetime) -> int:
    """Take so many requests of this minute for a token; how many are taken with them."""
    minute = minute_of(now)
    row = ApiUse.__table__.c
    used = sa.case((row.minute == minute, row.used + count), else_=count)
    taking = sa.update(ApiUse).where(ApiUse.token_id == token_id)
    taking = taking.values(used=used, minute=minute, used_at=now).returning(ApiUse.used)
    return connection.execute(taking).scalar() or count


def minute_of(now: datetime) -> int:
    """The minute of an instant, counted from 1970."""
    return int(now.timestamp()) // 60


def tokens_of(person: Person) -> Sequence[tuple[ApiToken, datetime | None]]:
    """The tokens of a person that are still good, the newest first, and when each was last used."""
    found = db.session.execute(
        sa.select(ApiToken, ApiUse.used_at)
        .outerjoin(ApiUse, ApiUse.token_id == ApiToken.id)
        .where(
            ApiToken.person_id == person.id,
            ApiToken.revoked_at.is_(None),
            ApiToken.expires_at > clock.now(),
        )
        .order_by(ApiToken.id.desc())
    )
    return [(token, used_at) for token, used_at in found]


def token_of(person: Person, token_id: int) -> ApiToken:
    """One of a person's tokens. Raises NoResultFound when it is not one of theirs."""
    wanted = sa.select(ApiToken).where(ApiToken.id == token_id, ApiToken.person_id == person.id)
    return db.session.scalars(wanted).one()


def revoke(token: ApiToken, by: Person | None) -> None:
    """Let the token open nothing any more, from its next request on."""
    if token.revoked_at is None:
        token.revoked_at, token.revoked_by = clock.now(), by
        log.info("token_revoked", token=token.id, person=token.person_id)


def revoke_all(person: Person, by: Person | None) -> None:
    """The same with every token of a person."""
    for token, _used_at in tokens_of(person):
        revoke(token, by)


def usual_owner() -> Person | None:
    """Whose a token is that is made on the server without saying for whom: the first open account
    of a secretary, who may most of what a program is for, or else of a manager, a negotiator or
    an administrator."""
    rank = sa.case({role: place for place, role in enumerate(_STAND_INS)}, value=Person.role)
    wanted = sa.select(Person).where(Person.active.is_(True), Person.role.in_(_STAND_INS))
    return db.session.scalars(wanted.order_by(rank, Person.id).limit(1)).first()
