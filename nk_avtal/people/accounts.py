"""Making and changing accounts."""

from __future__ import annotations

import secrets
from base64 import b64encode

from argon2 import PasswordHasher

from nk_avtal import clock
from nk_avtal.db import db
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.people import Role
from nk_avtal.domain.phrases import Phrase
from nk_avtal.municipalities.models import Municipality
from nk_avtal.people import queries
from nk_avtal.people.models import Person

hasher = PasswordHasher()


def hash_that_nothing_has() -> str:
    """What takes as long to hold a password against as a kept hash does, made without making one:
    every command would wait for that. No password is known to fit it."""
    cost = f"m={hasher.memory_cost},t={hasher.time_cost},p={hasher.parallelism}"
    salt, digest = (
        b64encode(secrets.token_bytes(size)).decode().rstrip("=")
        for size in (hasher.salt_len, hasher.hash_len)
    )
    return f"$argon2id$v=19${cost}${salt}${digest}"


_PLACE = Phrase(
    "Läsare och kommunhandläggare hör till en kommun, övriga roller till förbundet",
    "Readers and clerks belong to a municipality, the other roles to the association",
)
_TAKEN = Phrase(
    "Det finns redan ett konto med den adressen", "There is an account with that address already"
)


def check_place(role: Role, municipality: Municipality | None) -> None:
    """Raise RuleBroken when role and municipality do not go together."""
    if role.is_municipal != (municipality is not None):
        raise RuleBroken(_PLACE)


def add_person(
    email: str,
    name: str,
    role: Role,
    municipality: Municipality | None = None,
    password: str | None = None,
    *,
    demo: bool = False,
) -> Person:
    """A new account. Without a password the person needs an invitation.

    Raises RuleBroken when the address is taken or the role and municipality do not go together.
    """
    check_place(role, municipality)
    if queries.person_by_email(email):
        raise RuleBroken(_TAKEN)
    person = Person(
        email=email.strip().lower(),
        name=name.strip(),
        role=role,
        municipality_id=municipality.id if municipality else None,
        password_hash=hasher.hash(password) if password else None,
        demo=demo,
        created_at=clock.now(),
    )
    db.session.add(person)
    db.session.flush()
    return person
