"""To whom a municipality's mail goes: its mailbox for recommendations, else its clerks, else the
association's own fallback."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from flask import current_app

from nk_avtal.db import db
from nk_avtal.domain.people import Role
from nk_avtal.municipalities.models import Contact, ContactKind, Municipality
from nk_avtal.people.models import Person


@dataclass(frozen=True)
class Recipient:
    """An address and what to call it. `known` is False for the fallback."""

    email: str
    name: str
    known: bool = True


@dataclass(frozen=True)
class Mailbox:
    """A municipality and its recipients; none at all when there is not even a fallback."""

    municipality: Municipality
    recipients: tuple[Recipient, ...]

    @property
    def is_missing(self) -> bool:
        """Whether the municipality itself cannot be reached."""
        return not any(one.known for one in self.recipients)


def mailboxes(municipalities: Iterable[Municipality]) -> list[Mailbox]:
    """Where mail to each of them goes, in their order. Two statements."""
    wanted = list(municipalities)
    ids = [one.id for one in wanted]
    contacts, clerks = _contacts(ids), _clerks(ids)
    fallback = current_app.config["MAIL_FALLBACK_TO"]
    last = [Recipient(fallback, fallback, known=False)] if fallback else []
    return [Mailbox(one, tuple(contacts[one.id] or clerks[one.id] or last)) for one in wanted]


def _contacts(ids: Collection[int]) -> dict[int, list[Recipient]]:
    statement = (
        sa.select(Contact.municipality_id, Contact.email, Contact.label)
        .where(
            Contact.municipality_id.in_(ids),
            Contact.kind == ContactKind.RECOMMENDATIONS,
            Contact.bounced_at.is_(None),
        )
        .order_by(Contact.id)
    )
    return _by_municipality(db.session.execute(statement))


def _clerks(ids: Collection[int]) -> dict[int, list[Recipient]]:
    statement = (
        sa.select(Person.municipality_id, Person.email, Person.name)
        .where(Person.municipality_id.in_(ids), Person.role == Role.CLERK, Person.active.is_(True))
        .order_by(Person.id)
    )
    return _by_municipality(db.session.execute(statement))


def _by_municipality(
    rows: Iterable[tuple[int | None, str, str]],
) -> dict[int, list[Recipient]]:
    found: dict[int, list[Recipient]] = defaultdict(list)
    for municipality_id, email, name in rows:
        if municipality_id is not None:
            found[municipality_id].append(Recipient(email, name or email))
    return found
