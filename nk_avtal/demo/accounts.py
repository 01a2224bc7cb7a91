"""The demonstration's log-ins. People are roles; the password is known and works only on
loopback and only while the demonstration is on."""

from __future__ import annotations

from nk_avtal.domain.people import Role
from nk_avtal.municipalities.models import Contact, ContactKind, Municipality
from nk_avtal.municipalities.queries import members
from nk_avtal.people.accounts import add_person, hasher
from nk_avtal.people.models import Person

PASSWORD = "norrbotten"  # noqa: S105 - known by design, refused outside demonstrations
DOMAIN = "demo.example"

ASSOCIATION = (
    ("admin", "Administratör", Role.ADMIN),
    ("chef", "Avdelningschef, Social välfärd", Role.MANAGER),
    ("forhandlare", "Förhandlare, Social välfärd", Role.NEGOTIATOR),
    ("sekreterare", "Beredningssekreterare", Role.SECRETARY),
)
READER_OF = "Luleå"


def load() -> dict[str, Person]:
    """Add the log-ins and each municipality's mailbox; the association's people by their name."""
    shared = hasher.hash(PASSWORD)
    people = {name: _person(name, title, role, shared) for name, title, role in ASSOCIATION}
    for town in members():
        _person(f"kommun-{town.code}", f"Kommunhandläggare, {town.name}", Role.CLERK, shared, town)
        if town.name == READER_OF:
            _person("lasare", f"Läsare, {town.name}", Role.READER, shared, town)
        town.contacts.append(
            Contact(
                kind=ContactKind.RECOMMENDATIONS,
                label="Kommunens registrator",
                email=f"registrator@{town.slug}.{DOMAIN}",
            )
        )
    return people


def _person(
    name: str, title: str, role: Role, shared_hash: str, town: Municipality | None = None
) -> Person:
    person = add_person(f"{name}@{DOMAIN}", title, role, town, demo=True)
    person.password_hash = shared_hash
    return person
