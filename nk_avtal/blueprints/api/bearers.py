"""Which program asks: by its token alone, never by a cookie or by anything in the address."""

from __future__ import annotations

from datetime import datetime
from threading import Lock
from typing import NoReturn

import structlog
from flask import abort, current_app, g, request
from sqlalchemy.exc import DBAPIError
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import TooManyRequests, Unauthorized

from nk_avtal import clock
from nk_avtal.db import db, is_unwritable, set_reading
from nk_avtal.domain.tokens import REQUESTS_A_MINUTE, Access
from nk_avtal.people import tokens
from nk_avtal.people.guessing import count_guess, is_shut_out
from nk_avtal.people.models import Person
from nk_avtal.people.token_models import ApiToken

GUESS = "api"
AT_A_TIME = 10
"""How many requests of a minute a process takes at a time, so that reading seldom writes."""
HOUR, MINUTE = 3600, 60
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

log = structlog.get_logger("nk_avtal.api")


def caller(address: str) -> Person | None:
    """Whose token a request carries; None when it carries none. The token is `g.token` then.

    Raises Unauthorized for one that opens nothing, TooManyRequests when it has asked too often,
    Forbidden when it may only read and asks for more.
    """
    g.token = None
    secret = _secret()
    if secret is None:
        return None
    set_reading(True)
    token = tokens.token_by(secret, address)
    if token is None:
        _refuse(secret, address)
    writes = request.method not in SAFE_METHODS
    token_id, person = token.id, token.person
    if writes:
        db.session.rollback()  # what follows begins as work that writes, and reads both anew
    _count(token_id)
    set_reading(not writes)
    g.token = token
    if writes and token.access is not Access.WRITE:
        log.warning("token_only_reads", token=token_id, path=request.path)
        abort(403)
    return person


def _secret() -> str | None:
    kind, _, secret = request.headers.get("Authorization", "").partition(" ")
    return secret.strip() if kind.lower() == "bearer" else None


def challenge() -> WWWAuthenticate:
    """What a program without a good token is told to send."""
    told: dict[str, str | None] = {"realm": "NK Avtal"}  # the space has it quoted, as RFC 9110 asks
    if _secret() is not None:
        told["error"] = "invalid_token"
    return WWWAuthenticate("bearer", told)


def _refuse(secret: str, address: str) -> NoReturn:
    """The same answer whatever was wrong with it; who tries many has to wait."""
    if is_shut_out(GUESS, address):
        raise TooManyRequests(retry_after=HOUR)
    count_guess(GUESS, secret, address)
    raise Unauthorized(www_authenticate=challenge())


class Leases:
    """The requests that this process has taken of each token's minute and not yet used."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._left: dict[int, tuple[int, int]] = {}

    def use(self, token_id: int, minute: int) -> bool:
        """Use one that is taken already, if there is any."""
        with self._lock:
            known, left = self._left.get(token_id, (minute, 0))
            if known != minute or not left:
                return False
            self._left[token_id] = (minute, left - 1)
            return True

    def add(self, token_id: int, minute: int, count: int) -> None:
        """Keep some for later requests of the minute."""
        with self._lock:
            known, left = self._left.get(token_id, (minute, 0))
            self._left[token_id] = (minute, count + (left if known == minute else 0))


def _count(token_id: int) -> None:
    """Count the request against the minute, in the database, so that all processes count together.

    Raises TooManyRequests. Nobody is kept from reading while nothing can be saved.
    """
    leases: Leases = current_app.extensions.setdefault("api_leases", Leases())
    now = clock.now()
    minute = tokens.minute_of(now)
    if leases.use(token_id, minute):
        return
    set_reading(False)
    try:
        with db.engine.begin() as connection:
            taken = tokens.take(connection, token_id, AT_A_TIME, now)
    except DBAPIError as refusal:
        if not is_unwritable(refusal):
            raise
        log.error("nothing_can_be_saved", reason=type(refusal.orig).__name__)
        return
    if taken > REQUESTS_A_MINUTE:
        raise TooManyRequests(retry_after=_until_next_minute(now))
    leases.add(token_id, minute, AT_A_TIME - 1)


def _until_next_minute(now: datetime) -> int:
    return MINUTE - int(now.timestamp()) % MINUTE


def token() -> ApiToken:
    """The token of the request, in a view that only a program reaches."""
    found = g.token
    assert isinstance(found, ApiToken)
    return found
