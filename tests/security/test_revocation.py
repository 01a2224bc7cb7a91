"""A right that is taken away is gone with the next request, whatever was open: a session, a form, a
calendar, a mailed link, mail that waits (S-10). Personal links: `recommendations/test_reply_links`.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from nk_avtal import canonical
from nk_avtal.adoptions.models import Decision
from nk_avtal.db import db
from nk_avtal.domain.people import Role
from nk_avtal.feeds import actions as feeds
from nk_avtal.municipalities.models import Contact, ContactKind
from nk_avtal.outbox.actions import queue
from nk_avtal.outbox.models import Message, MessageState
from nk_avtal.people import administering
from nk_avtal.people.administering import Standing
from nk_avtal.people.models import LinkPurpose, Person
from nk_avtal.people.signing_in import mail_link
from tests import builders
from tests.pages import csrf_of
from tests.security.expected_routes import EXPECTED, UNREVEALED
from tests.security.test_permissions import OWN, addresses, turned_away

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SignIn = Callable[..., FlaskClient]
ANSWER = {"body": "council", "decided_on": "16 november", "paragraph": "142", "outcome": "adopted"}


def become(person: Person, role: Role, home: str | None = None, *, active: bool = True) -> None:
    """What an administrator does to the account."""
    by = builders.person(Role.ADMIN)
    town = builders.municipality(home) if home else None
    administering.change(person, Standing(person.name, role, town, active), by)
    db.session.commit()


@ON_SQLITE
@pytest.mark.parametrize(
    ("before", "after"), [(Role.SECRETARY, Role.CLERK), (Role.ADMIN, Role.NEGOTIATOR)]
)
def test_every_write_follows_the_new_role_in_the_old_session(
    app: Flask, sign_in: SignIn, before: Role, after: Role
) -> None:
    person = builders.person(before)
    client = sign_in(person)
    changing = {
        (rule.endpoint, address): after in EXPECTED[rule.endpoint].of(own=True)
        for rule, method, address in addresses(app, OWN)
        if method == "POST"
        and len({before, after} & EXPECTED[rule.endpoint].own) == 1
        and not rule.endpoint.startswith(UNREVEALED)  # it takes the group too
        and not rule.endpoint.startswith("api.")  # no session opens it
    }

    def refused() -> list[bool]:
        return [turned_away(endpoint, client.post(address)) for endpoint, address in changing]

    assert len(changing) > 10
    assert refused() == list(changing.values())
    become(person, after, "Piteå" if after.is_municipal else None)
    assert refused() == [not mine for mine in changing.values()]


def test_a_clerk_who_has_moved_writes_for_the_new_municipality_alone(
    app: Flask, sign_in: SignIn
) -> None:
    sent = builders.recommendation()
    clerk = builders.person(Role.CLERK, "Piteå")
    client = sign_in(clerk)
    old, new = (f"/kommuner/{town}/beslut/{sent.slug}" for town in ("pitea", "lulea"))
    form = ANSWER | {"csrf_token": csrf_of(client, old)}
    become(clerk, Role.CLERK, "Luleå")
    assert client.post(old, data=form).status_code == 403
    assert client.get("/kommuner/pitea/motesplan").status_code == 403
    assert client.post(new, data=form).status_code == 302
    (decision,) = db.session.scalars(sa.select(Decision))
    assert decision.addressee.municipality.name == "Luleå"


def test_a_form_that_was_open_saves_nothing_once_the_account_is_shut(
    app: Flask, sign_in: SignIn
) -> None:
    sent = builders.recommendation()
    clerk = builders.person(Role.CLERK, "Piteå")
    client = sign_in(clerk)
    page = f"/kommuner/pitea/beslut/{sent.slug}"
    form = ANSWER | {"csrf_token": csrf_of(client, page)}
    cookie = client.get_cookie("session")
    assert cookie
    become(clerk, Role.CLERK, "Piteå", active=False)
    before = canonical.fingerprint()
    assert client.post(page, data=form).status_code == 401
    assert client.get(page).location.startswith("/logga-in?")
    db.session.rollback()
    assert canonical.fingerprint() == before
    become(clerk, Role.CLERK, "Piteå")
    client.set_cookie("session", cookie.value)
    assert client.get(page).status_code == 302, "a shut account's sign-ins do not come back"


def test_a_shut_accounts_calendar_links_and_waiting_mail_are_gone_at_once(
    app: Flask, sign_in: SignIn
) -> None:
    person, other = (builders.person(Role.MANAGER, email=f"{n}@example.org") for n in ("a", "b"))
    calendar = f"/fornyelser/kalender.ics?nyckel={feeds.make_address(person)}"
    mail_link(person, LinkPurpose.RESET)
    for email in (person.email, other.email):
        queue(kind="digest", recipient=email, subject="Veckan", text="Läs")
    db.session.commit()
    reset = db.session.scalars(sa.select(Message.text).where(Message.kind == "reset")).one()
    address = reset[reset.index("/losenord/") :].split()[0]
    visitor = app.test_client()
    assert [visitor.get(one).status_code for one in (calendar, address)] == [200, 200]
    become(person, Role.MANAGER, active=False)
    assert [visitor.get(one).status_code for one in (calendar, address)] == [404, 404]
    states = db.session.execute(sa.select(Message.recipient, Message.state)).all()
    assert {state for to, state in states if to == person.email} == {MessageState.STOPPED}
    assert {state for to, state in states if to == other.email} == {MessageState.QUEUED}


def test_a_members_mailbox_gets_its_mail_although_an_account_of_that_address_is_shut(
    app: Flask,
) -> None:
    clerk = builders.person(Role.CLERK, "Piteå", email="registrator@example.org")
    home = builders.municipality("Piteå").id
    kind = ContactKind.RECOMMENDATIONS
    db.session.add(Contact(municipality_id=home, kind=kind, email=clerk.email))
    queue(kind="recommendation", recipient=clerk.email, subject="Nytt", text="Läs")
    become(clerk, Role.CLERK, "Piteå", active=False)
    assert list(db.session.scalars(sa.select(Message.state))) == [MessageState.QUEUED]
