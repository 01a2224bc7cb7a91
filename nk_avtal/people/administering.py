"""What administrators do with accounts: invite, change, shut."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import structlog

from nk_avtal import clock
from nk_avtal.domain.errors import RuleBroken
from nk_avtal.domain.people import Role
from nk_avtal.domain.phrases import Phrase
from nk_avtal.municipalities.models import Municipality
from nk_avtal.municipalities.queries import is_contact
from nk_avtal.outbox.actions import queue, stop_for
from nk_avtal.outbox.composing import compose, link
from nk_avtal.people import queries, tokens
from nk_avtal.people.accounts import add_person, check_place
from nk_avtal.people.models import LinkPurpose, Person
from nk_avtal.people.signing_in import mail_link, sign_out_everywhere

log = structlog.get_logger("nk_avtal.people")


@dataclass(frozen=True)
class Standing:
    """What an administrator decides about an account."""

    name: str
    role: Role
    municipality: Municipality | None
    active: bool


def invite(email: str, name: str, role: Role, municipality: Municipality | None) -> Person:
    """A new account and the mail by which its owner chooses a password.

    Raises RuleBroken when the address is taken or is not one.
    """
    person = add_person(email, name, role, municipality)
    mail_link(person, LinkPurpose.INVITATION)
    log.info("account_added", person=person.id, role=role)
    return person


def change(person: Person, wanted: Standing, by: Person | None) -> None:
    """Change an account. It holds from the next request of whoever is signed in to it. `by` is None
    for a command.

    An account that is shut loses its sign-ins, its tokens, its mailed links and the mail that
    waits for it.
    Administrators are told when one of them changes the own role. Raises RuleBroken when nobody
    else could administer afterwards, and when an administrator would shut the own account.
    """
    check_place(wanted.role, wanted.municipality)
    others = [one for one in queries.administrators() if one.id != person.id]
    _check_administrators(person, wanted, by, others)
    before = person.role
    person.name, person.role, person.active = wanted.name, wanted.role, wanted.active
    person.municipality = wanted.municipality
    if not wanted.active:
        _shut(person, by)
    if before is not wanted.role:
        who = by.id if by else None
        log.warning("role_changed", person=person.id, by=who, before=before, after=wanted.role)
        if person.id == who:
            _tell(others, person, before)


def _check_administrators(
    person: Person, wanted: Standing, by: Person | None, others: list[Person]
) -> None:
    leaves = person.role is Role.ADMIN and not (wanted.role is Role.ADMIN and wanted.active)
    if by and person.id == by.id and not wanted.active:
        raise RuleBroken(_OWN_ACCOUNT)
    if leaves and person.active and not others:
        raise RuleBroken(_LAST)


def _shut(person: Person, by: Person | None) -> None:
    sign_out_everywhere(person)
    tokens.revoke_all(person, by)
    for one in queries.open_links_of(person):
        one.used_at = clock.now()
    if not is_contact(person.email):  # a member's mailbox gets its mail all the same
        stop_for(person.email)


def _tell(others: list[Person], person: Person, before: Role) -> None:
    for one in others:
        written = compose(
            "role_changed",
            locale=one.language,
            name=person.name,
            before=before,
            after=person.role,
            url=link("admin.log", person=person.id),
        )
        queue(
            kind="role_changed",
            recipient=one.email,
            recipient_name=one.name,
            subject=written.subject,
            text=written.text,
            html=written.html,
            hold=timedelta(0),
        )


_OWN_ACCOUNT = Phrase(
    "Du kan inte stänga av ditt eget konto. Be en annan administratör",
    "You cannot shut your own account. Ask another administrator",
)
_LAST = Phrase(
    "Det här är den enda administratören. Gör någon annan till administratör först",
    "This is the only administrator. Make somebody else an administrator first",
)
