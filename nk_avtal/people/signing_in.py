"""Signing in and out, and the links that stand in for a forgotten password."""

from __future__ import annotations

import hashlib
import ipaddress
import secrets
import threading
from dataclasses import dataclass
from datetime import timedelta

import structlog
from argon2.exceptions import VerificationError
from flask import current_app

from nk_avtal import clock
from nk_avtal.db import db
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.passwords import check_password
from nk_avtal.domain.phrases import Phrase
from nk_avtal.domain.throttling import wait_until
from nk_avtal.outbox.actions import queue
from nk_avtal.outbox.composing import compose, link
from nk_avtal.people import queries
from nk_avtal.people.accounts import hash_that_nothing_has, hasher
from nk_avtal.people.models import Attempt, LinkPurpose, MailedLink, Person, SignIn

log = structlog.get_logger("nk_avtal.people")

VALID = {LinkPurpose.INVITATION: timedelta(days=7), LinkPurpose.RESET: timedelta(minutes=60)}
RESETS_AN_HOUR = 3

_hashing = threading.BoundedSemaphore(2)  # a hash takes 64 MiB
_nobody = hash_that_nothing_has()


class TooManyTries(RuleBroken):
    """Signing in has to wait."""


def hash_of(token: str) -> str:
    """What is kept of a secret that only its holder knows."""
    return hashlib.sha256(token.encode()).hexdigest()


@dataclass(frozen=True)
class Try:
    """A counted try to sign in, not yet evaluated."""

    attempt: Attempt
    person: Person | None


def announce(email: str, address: str) -> Try:
    """Count a try before it is evaluated, so that tries sent at once do not slip past the limit.

    Commit afterwards: nobody shall wait for the database while a password is hashed. Raises
    TooManyTries when there have been too many failures.
    """
    account = email.strip().lower()
    queries.hold(account)
    _check_throttle(account, address)
    attempt = _attempt("sign_in", account, address, succeeded=False)
    return Try(attempt, queries.person_by_email(account))


def sign_in(made: Try, password: str) -> str | None:
    """The secret of a new sign-in, or None when address and password do not go together.

    An unknown address takes the same time and gives the same answer as a wrong password.
    """
    person, address = made.person, made.attempt.address
    right = _verified(person, password) and person is not None and may_enter(person, address)
    log.info(
        "signed_in" if right else "sign_in_failed",
        person=person.id if person else None,
        address=address,
    )
    if not right or person is None:
        return None
    made.attempt.succeeded = True
    for statement in queries.outworn(clock.now()):
        db.session.execute(statement)
    return open_sign_in(person)


def _attempt(kind: str, account: str, address: str, *, succeeded: bool) -> Attempt:
    attempt = Attempt(
        kind=kind,
        subject=account[:254],
        address=address[:64],
        made_at=clock.now(),
        succeeded=succeeded,
    )
    db.session.add(attempt)
    return attempt


def _check_throttle(account: str, address: str) -> None:
    failures = queries.recent_failures(account, address, clock.now())
    free = wait_until(failures, account, address, clock.now())
    if free is not None:
        log.warning("sign_in_throttled", address=address)
        minutes = max(1, -(-int((free - clock.now()).total_seconds()) // 60))
        raise TooManyTries(Phrase(_WAIT_SV, _WAIT_EN, {"minutes": minutes}))


_WAIT_SV = (
    "Det har blivit för många försök. Vänta {minutes} minuter, eller välj Glömt lösenord så får du"
    " en länk att logga in med"
)
_WAIT_EN = (
    "There have been too many tries. Wait {minutes} minutes, or choose Forgotten password to get a"
    " link to sign in with"
)


def _verified(person: Person | None, password: str) -> bool:
    kept = person.password_hash if person else None
    with _hashing:
        try:
            hasher.verify(kept or _nobody, password)
        except VerificationError:
            return False
        if person and kept and hasher.check_needs_rehash(kept):
            person.password_hash = hasher.hash(password)
    return bool(kept)


def may_enter(person: Person, address: str) -> bool:
    """Demo accounts have known passwords, so they open only where the demo is on, and only to the
    machine that it runs on."""
    if not person.demo:
        return person.active
    return person.active and bool(current_app.config["DEMO"]) and _is_loopback(address)


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def open_sign_in(person: Person) -> str:
    """A new sign-in of `person`; the secret that the browser shall hold."""
    token = secrets.token_urlsafe(32)
    now = clock.now()
    db.session.add(
        SignIn(person_id=person.id, token_hash=hash_of(token), opened_at=now, seen_at=now)
    )
    return token


def sign_out(token: str) -> None:
    """End the sign-in that holds this secret."""
    found = queries.sign_in_by(hash_of(token))
    if found:
        db.session.delete(found)


def sign_out_everywhere(person: Person, but: str | None = None) -> None:
    """End all sign-ins of `person`, except the one that holds the secret `but`."""
    kept = hash_of(but) if but else None
    for one in queries.sign_ins_of(person):
        if one.token_hash != kept:
            db.session.delete(one)


def set_password(person: Person, password: str, but: str | None = None) -> None:
    """Change the password: every other sign-in ends and every mailed link is void.

    Raises RuleBroken when the password will not do.
    """
    check_password(password, (person.email, person.name))
    person.password_hash = hasher.hash(password)
    sign_out_everywhere(person, but)
    for one in queries.open_links_of(person):
        one.used_at = clock.now()
    log.info("password_changed", person=person.id)


def change_password(person: Person, present: str, wanted: str, but: str) -> None:
    """Change the own password. Raises RuleBroken when the present one is not right."""
    if not _verified(person, present):
        raise RuleBroken(
            Phrase("Det nuvarande lösenordet stämmer inte", "The present password is not right")
        )
    set_password(person, wanted, but)


def mail_link(person: Person, purpose: LinkPurpose) -> None:
    """Mail a single-use link to set a password; earlier links of the person are void."""
    for one in queries.open_links_of(person):
        one.used_at = clock.now()
    token = secrets.token_urlsafe(32)
    db.session.add(
        MailedLink(
            person_id=person.id,
            purpose=purpose,
            token_hash=hash_of(token),
            expires_at=clock.now() + VALID[purpose],
        )
    )
    written = compose(
        purpose.value,
        locale=person.language,
        name=person.name,
        url=link("people.set_password", token=token),
    )
    queue(
        kind=purpose.value,
        recipient=person.email,
        recipient_name=person.name,
        subject=written.subject,
        text=written.text,
        html=written.html,
        hold=timedelta(0),
    )


def ask_for_reset(email: str, address: str) -> None:
    """Mail a link if the account exists, at most a few an hour; the asker learns nothing."""
    account = email.strip().lower()
    person = queries.person_by_email(account)
    asked = queries.attempts_since("reset", account, clock.now() - timedelta(hours=1))
    _attempt("reset", account, address, succeeded=person is not None)
    if person and asked < RESETS_AN_HOUR and may_enter(person, address):
        log.info("reset_mailed", person=person.id, address=address)
        mail_link(person, LinkPurpose.RESET)


def person_of_link(token: str, address: str) -> Person | None:
    """Whose password an unused and unexpired link sets."""
    found = queries.link_by(hash_of(token), clock.now())
    return found.person if found and may_enter(found.person, address) else None
