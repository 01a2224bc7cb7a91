"""Accounts in the hands of administrators."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from nk_avtal.db import db
from nk_avtal.domain.agreements import Stage
from nk_avtal.domain.people import Role
from nk_avtal.outbox.models import Message
from nk_avtal.people.models import Person, SignIn
from tests import builders
from tests.pages import csrf_of, hidden_fields, post
from tests.statements import counted

SignInAs = Callable[..., FlaskClient]
PASSWORD = "tre ord utan samband"


@pytest.fixture
def admin(app: Flask) -> Person:
    return builders.person(Role.ADMIN, name="Administratör", password=PASSWORD)


@pytest.fixture
def client(sign_in: SignInAs, admin: Person) -> FlaskClient:
    return sign_in(admin)


def address_of(person: Person) -> str:
    return f"/admin/anvandare/{person.id}"


def change(client: FlaskClient, person: Person, **more: str) -> int:
    """Save the account with some fields changed; an empty `active` shuts it."""
    page = client.get(address_of(person)).text
    data = {
        "name": person.name,
        "role": person.role.value,
        "municipality": person.municipality.code if person.municipality else "",
        "active": "y",
        "version": form_of_edit(page)["version"],
        "csrf_token": form_of_edit(page)["csrf_token"],
    } | more
    data = {name: value for name, value in data.items() if name != "active" or value}
    return client.post(address_of(person), data=data).status_code


def form_of_edit(page: str) -> dict[str, str]:
    return dict(hidden_fields(page[page.index('novalidate class="kort"') :]))


def mails(kind: str) -> list[Message]:
    return list(db.session.scalars(sa.select(Message).where(Message.kind == kind)))


def test_an_invited_person_chooses_a_password_and_is_signed_in(
    app: Flask, client: FlaskClient
) -> None:
    data = {"email": "Ny@Example.org", "name": "Ny handläggare", "role": "clerk", "active": "y"}
    answer = post(client, "/admin/anvandare/ny", data | {"municipality": "2581"})
    assert answer.location == "/admin/anvandare"
    [mail] = mails("invitation")
    assert mail.recipient == "ny@example.org"
    assert mail.not_before == mail.queued_at
    address = mail.text[mail.text.index("/losenord/") :].split()[0]
    browser = app.test_client()
    assert post(browser, address, {"password": "fyra helt andra ord"}).status_code == 302
    assert "Piteå kommun" in browser.get("/konto").text


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"email": "inte en adress"}, "är inte en e-postadress"),
        ({"email": "a@b.se\r\nBcc: c@d.se"}, "tecken som inte kan skickas"),
        ({"email": "upptagen@example.org"}, "redan ett konto"),
        ({"email": ""}, "Skriv en e-postadress"),
        ({"name": " "}, "Skriv ett namn"),
        ({"role": "king"}, "Roll"),
        ({"municipality": ""}, "hör till en kommun"),
        ({"role": "manager"}, "hör till en kommun"),
        ({"municipality": "9999"}, "Kommun"),
    ],
)
def test_an_invitation_that_cannot_be_keeps_what_was_typed_and_saves_nothing(
    client: FlaskClient, wrong: dict[str, str], message: str
) -> None:
    builders.person(Role.MANAGER, email="upptagen@example.org")
    count = sa.select(sa.func.count()).select_from(Person)
    before = db.session.scalar(count)
    data = {"email": "ny@example.org", "name": "Ny", "role": "clerk", "municipality": "2581"}
    answer = post(client, "/admin/anvandare/ny", data | wrong)
    assert answer.status_code == 422
    assert message in answer.text
    assert "<title>Fel:" in answer.text
    assert db.session.scalar(count) == before
    assert mails("invitation") == []


def test_a_changed_role_holds_from_the_next_request(client: FlaskClient, sign_in: SignInAs) -> None:
    person = builders.person(Role.MANAGER)
    theirs = sign_in(person)
    assert theirs.get("/admin/anvandare").status_code == 403
    assert change(client, person, role="admin") == 302
    assert theirs.get("/admin/anvandare").status_code == 200
    assert change(client, person, role="clerk", municipality="2581") == 302
    assert theirs.get("/admin/anvandare").status_code == 403


def test_a_shut_account_loses_its_sign_ins_and_links(
    app: Flask, client: FlaskClient, sign_in: SignInAs
) -> None:
    person = builders.person(Role.MANAGER, password=PASSWORD)
    theirs = sign_in(person)
    post(app.test_client(), "/glomt-losenord", {"email": person.email})
    [mail] = mails("reset")
    assert change(client, person, active="") == 302
    assert theirs.get("/konto").status_code == 302
    own = sa.select(SignIn).where(SignIn.person_id == person.id)
    assert db.session.scalars(own).all() == []
    assert client.get(mail.text[mail.text.index("/losenord/") :].split()[0]).status_code == 404


def test_administrators_hear_of_one_who_changes_the_own_role(
    client: FlaskClient, admin: Person
) -> None:
    other = builders.person(Role.ADMIN, email="annan@example.org")
    assert change(client, admin, role="manager") == 302
    [mail] = mails("role_changed")
    assert mail.recipient == other.email
    assert "från administratör till chef" in mail.text


def test_the_only_administrator_stays_one(client: FlaskClient, admin: Person) -> None:
    assert change(client, admin, role="manager") == 422
    assert change(client, admin, active="") == 422
    db.session.expire_all()
    assert (admin.role, admin.active) == (Role.ADMIN, True)


def test_the_second_of_two_savers_sees_both_versions(client: FlaskClient) -> None:
    person = builders.person(Role.MANAGER, name="Chef")
    page = client.get(address_of(person)).text
    assert change(client, person, name="Avdelningschef") == 302
    mine = form_of_edit(page) | {"name": "Förbundschef", "role": "manager", "active": "y"}
    answer = client.post(address_of(person), data=mine)
    assert answer.status_code == 409
    assert "Avdelningschef" in answer.text
    assert 'value="Förbundschef"' in answer.text
    db.session.expire_all()
    assert person.name == "Avdelningschef"
    again = form_of_edit(answer.text) | {"name": "Förbundschef", "role": "manager", "active": "y"}
    assert client.post(address_of(person), data=again).status_code == 302
    db.session.expire_all()
    assert person.name == "Förbundschef"


def test_fields_that_the_form_does_not_have_do_nothing(client: FlaskClient) -> None:
    person = builders.person(Role.MANAGER)
    before = person.password_hash, person.email, person.created_at
    extra = {"email": "kapad@example.org", "password_hash": "x", "demo": "y", "id": "1"}
    assert change(client, person, **extra) == 302
    db.session.expire_all()
    assert (person.password_hash, person.email, person.created_at) == before
    assert not person.demo


def test_nobody_gives_oneself_a_role_in_the_own_account(sign_in: SignInAs) -> None:
    clerk = builders.person(Role.CLERK)
    data = {"name": "Ny", "language": "sv", "role": "admin", "municipality_id": "1", "active": ""}
    assert post(sign_in(clerk), "/konto", data).status_code == 302
    db.session.expire_all()
    assert (clerk.name, clerk.role, clerk.active) == ("Ny", Role.CLERK, True)


def test_the_list_is_searched_sorted_and_paged(client: FlaskClient) -> None:
    for number in range(55):
        builders.person(Role.MANAGER, name=f"Chef {number:02}")
    builders.person(Role.CLERK, home="Övertorneå", name="Ö-handläggare")
    text = client.get("/admin/anvandare").text
    assert "Visar 1–50 av 57" in text
    assert "Ö-handläggare" in client.get("/admin/anvandare?sida=2").text
    found = client.get("/admin/anvandare?q=ö-hand").text
    assert "Ö-handläggare" in found
    assert "Chef 01" not in found
    assert "Inga konton" in client.get("/admin/anvandare?q=zzz").text
    by_town = client.get("/admin/anvandare?sort=kommun&sida=2").text
    assert "Ö-handläggare" in by_town
    assert client.get("/admin/anvandare?sort=password_hash").status_code == 200


def test_the_log_is_narrowed_by_person_kind_and_day(client: FlaskClient, admin: Person) -> None:
    person = builders.person(Role.MANAGER, name="Chef")
    change(client, person, name="Avdelningschef")
    text = client.get(f"/admin/logg?person={admin.id}").text
    assert "Ändrade kontot Avdelningschef" in text
    assert "Namn: från ”Chef” till ”Avdelningschef”" in text
    assert "Lade till kontot" not in text
    assert "Ändrade kontot" not in client.get("/admin/logg?noun=meeting").text
    assert "Inga händelser" in client.get("/admin/logg?day=2001-01-01").text
    wrong = client.get("/admin/logg?day=31+november")
    assert wrong.status_code == 422
    assert "November har 30 dagar" in wrong.text
    assert client.get("/admin/logg?person=x&noun=y").status_code == 422


def test_the_log_names_no_draft_to_someone_who_may_not_read_drafts(client: FlaskClient) -> None:
    draft = builders.agreement("Hemlig förhandling", stage=Stage.DRAFT)
    open_one = builders.agreement("Öppet avtal")
    draft.title, open_one.title = "Hemligare förhandling", "Öppnare avtal"
    db.session.commit()
    text = client.get("/admin/logg").text
    assert "Hemlig" not in text
    assert "internt arbetsmaterial" in text
    assert "Ändrade avtalet Öppnare avtal" in text


@pytest.mark.parametrize("page", ["/admin/anvandare", "/admin/logg"])
def test_the_statements_of_a_page_do_not_grow_with_its_rows(client: FlaskClient, page: str) -> None:
    builders.person(Role.MANAGER)
    with counted() as few:
        client.get(page)
    for _ in range(20):
        builders.person(Role.CLERK)
    with counted() as many:
        client.get(page)
    assert len(many) <= len(few)


def test_a_new_link_replaces_the_one_that_was_mailed(client: FlaskClient) -> None:
    person = builders.person(Role.MANAGER)
    for _ in range(2):
        token = csrf_of(client, address_of(person))
        client.post(f"{address_of(person)}/lank", data={"csrf_token": token})
    first, second = (
        mail.text[mail.text.index("/losenord/") :].split()[0] for mail in mails("invitation")
    )
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200
