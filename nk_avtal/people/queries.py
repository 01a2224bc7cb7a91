"""Who is signed in, and which accounts there are."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from nk_avtal.db import db
from nk_avtal.domain.mail_choices import MailChoice
from nk_avtal.domain.people import Role
from nk_avtal.domain.throttling import LONG, Failure
from nk_avtal.formats import swedish_key
from nk_avtal.people.models import Attempt, MailedLink, Person, SignIn

KEPT = timedelta(days=90)
"""How long tries, ended sign-ins and links are kept, so that a misuse can be looked into."""


def sign_in_by(token_hash: str) -> SignIn | None:
    """The open sign-in whose secret has this hash, with its active person."""
    return db.session.scalar(_OPEN_SIGN_IN, {"token_hash": token_hash})


_OPEN_SIGN_IN = (
    sa.select(SignIn)
    .join(SignIn.person)
    .options(contains_eager(SignIn.person))
    .where(SignIn.token_hash == sa.bindparam("token_hash"), Person.active.is_(True))
)
"""Asked in every request, and therefore built once."""


def person_by_email(email: str) -> Person | None:
    """The account of an address, whatever its capital letters."""
    return db.session.scalar(sa.select(Person).where(Person.email == email.strip().lower()))


def language_of(email: str) -> str:
    """What the owner of an address reads: Swedish, unless the account says otherwise."""
    return db.session.scalar(sa.select(Person.language).where(Person.email == email)) or "sv"


def touch(sign_in_id: int, now: datetime) -> sa.Update:
    """The statement that notes when a sign-in was last seen."""
    return sa.update(SignIn).where(SignIn.id == sign_in_id).values(seen_at=now)


def hold(account: str) -> None:
    """Let tries for one account follow each other until the transaction ends.

    SQLite's write lock does that by itself.
    """
    if db.engine.dialect.name == "postgresql":
        number = int.from_bytes(hashlib.sha256(account.encode()).digest()[:8], signed=True)
        db.session.execute(sa.select(sa.func.pg_advisory_xact_lock(number)))


def recent_failures(account: str, address: str, now: datetime) -> Iterator[Failure]:
    """Failed tries of the last hour, for the account or from the network address."""
    found = db.session.scalars(
        sa.select(Attempt).where(
            Attempt.kind == "sign_in",
            Attempt.succeeded.is_(False),
            Attempt.made_at > now - LONG,
            sa.or_(Attempt.subject == account, Attempt.address == address),
        )
    )
    return (Failure(one.subject, one.address, one.made_at) for one in found)


def attempts_since(kind: str, account: str, since: datetime) -> int:
    """How many tries of a kind there have been for an account."""
    wanted = sa.select(sa.func.count()).select_from(Attempt)
    wanted = wanted.where(Attempt.kind == kind, Attempt.subject == account, Attempt.made_at > since)
    return db.session.scalar(wanted) or 0


def sign_ins_of(person: Person) -> Sequence[SignIn]:
    """The open sign-ins of a person, newest first."""
    wanted = sa.select(SignIn).where(SignIn.person_id == person.id).order_by(SignIn.id.desc())
    return db.session.scalars(wanted).all()


def open_links_of(person: Person) -> Sequence[MailedLink]:
    """The mailed links of a person that have not been used."""
    return db.session.scalars(
        sa.select(MailedLink).where(MailedLink.person_id == person.id, MailedLink.used_at.is_(None))
    ).all()


def link_by(token_hash: str, now: datetime) -> MailedLink | None:
    """The unused, unexpired link whose secret has this hash."""
    return db.session.scalar(
        sa.select(MailedLink).where(
            MailedLink.token_hash == token_hash,
            MailedLink.used_at.is_(None),
            MailedLink.expires_at > now,
        )
    )


def numbers_by_email() -> dict[str, int]:
    """The number of every account, by its address."""
    return {one.email: one.id for one in db.session.scalars(sa.select(Person))}


def weekly_readers() -> frozenset[str]:
    """The addresses of those who want the weekly letter in place of what can wait for it."""
    wanted = sa.select(Person.email).where(Person.mail_choice == MailChoice.WEEKLY)
    return frozenset(db.session.scalars(wanted))


def names_by_email() -> dict[str, str]:
    """The name of every account, by its address."""
    rows = db.session.execute(sa.select(Person.email, Person.name))
    return {email: name for email, name in rows}  # noqa: C416 - rows are no pairs to mypy


def association_people() -> Sequence[Person]:
    """The active people of the association, by name: who can be responsible."""
    wanted = sa.select(Person).where(
        Person.active.is_(True), Person.municipality_id.is_(None), Person.role != Role.ADMIN
    )
    return db.session.scalars(wanted.order_by(Person.name)).all()


def negotiators() -> Sequence[Person]:
    """The active negotiators, by name: who can be in the group of a negotiation."""
    return _with_role(Role.NEGOTIATOR)


def managers() -> Sequence[Person]:
    """The active managers, by name."""
    return _with_role(Role.MANAGER)


def _with_role(role: Role) -> Sequence[Person]:
    wanted = sa.select(Person).where(Person.active.is_(True), Person.role == role)
    return db.session.scalars(wanted.order_by(Person.name, Person.id)).all()


def counts_by_role() -> dict[Role, int]:
    """How many active accounts each role has."""
    wanted = sa.select(Person.role, sa.func.count()).where(Person.active.is_(True))
    found = db.session.execute(wanted.group_by(Person.role))
    return {row[0]: row[1] for row in found}


def administrators() -> Sequence[Person]:
    """The active administrators."""
    return db.session.scalars(
        sa.select(Person).where(Person.role == Role.ADMIN, Person.active.is_(True))
    ).all()


def everyone() -> Sequence[Person]:
    """All accounts, shut ones too, with where they work, in Swedish order of their names."""
    wanted = sa.select(Person).options(joinedload(Person.municipality))
    return sorted(db.session.scalars(wanted), key=lambda one: swedish_key(one.name))


def person_by_id(person_id: int, *, for_update: bool = False) -> Person:
    """An account, held until the transaction ends when it is to be changed.

    Raises NoResultFound when there is none.
    """
    wanted = sa.select(Person).where(Person.id == person_id)
    if for_update:
        wanted = wanted.with_for_update(of=Person)
    return db.session.scalars(wanted).one()


def last_sign_ins() -> dict[str, datetime]:
    """When each account was last signed in to, by its address, as far back as tries are kept."""
    wanted = (
        sa.select(Attempt.subject, sa.func.max(Attempt.made_at, type_=Attempt.made_at.type))
        .where(Attempt.kind == "sign_in", Attempt.succeeded.is_(True))
        .group_by(Attempt.subject)
    )
    return dict(db.session.execute(wanted).all())


def outworn(now: datetime) -> tuple[sa.Delete, ...]:
    """The statements that remove tries, sign-ins and links which no longer do anything."""
    return (
        sa.delete(Attempt).where(Attempt.made_at < now - KEPT),
        sa.delete(SignIn).where(SignIn.opened_at < now - KEPT),
        sa.delete(MailedLink).where(MailedLink.expires_at < now - KEPT),
    )
