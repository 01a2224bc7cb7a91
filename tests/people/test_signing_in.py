"""Signing in and out, and what becomes of a session."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from nk_avtal import clock
from nk_avtal.db import db
from nk_avtal.domain.people import Role
from nk_avtal.outbox.models import Message
from nk_avtal.people.models import Person, SignIn
from tests import builders
from tests.pages import csrf_of, post

PASSWORD = "tre ord utan samband"


@pytest.fixture
def manager(app: Flask) -> Person:
    return builders.person(Role.MANAGER, password=PASSWORD, email="chef@example.org")


def try_in(client: FlaskClient, email: str, password: str, **more: str) -> object:
    return post(client, "/logga-in", {"email": email, "password": password} | more)


def test_the_right_password_opens_the_start_page(client: FlaskClient, manager: Person) -> None:
    answer = try_in(client, " Chef@Example.org ", PASSWORD)
    assert (answer.status_code, answer.location) == (302, "/")
    assert client.get("/konto").status_code == 200


@pytest.mark.parametrize("email", ["chef@example.org", "ingen@example.org"])
def test_a_wrong_pair_gets_the_same_answer_whoever_it_is(
    client: FlaskClient, manager: Person, email: str
) -> None:
    answer = try_in(client, email, "fel lösenord helt")
    assert answer.status_code == 422
    assert "hör inte ihop" in answer.text
    assert f'value="{email}"' in answer.text
    assert "fel lösenord helt" not in answer.text


def test_a_cookie_replayed_after_signing_out_opens_nothing(
    client: FlaskClient, manager: Person
) -> None:
    try_in(client, manager.email, PASSWORD)
    kept = client.get_cookie("session")
    post(client, "/logga-ut", {}, page="/konto")
    assert kept is not None
    client.set_cookie("session", kept.value)
    assert client.get("/konto").status_code == 302
    assert client.post("/konto", data={}).status_code in (400, 401)


def test_signing_in_starts_a_fresh_session(client: FlaskClient, manager: Person) -> None:
    client.get("/logga-in")
    before = client.get_cookie("session")
    try_in(client, manager.email, PASSWORD)
    after = client.get_cookie("session")
    assert before is not None
    assert after is not None
    assert before.value != after.value
    assert after.http_only
    assert after.same_site == "Lax"


def test_an_idle_session_ends(client: FlaskClient, manager: Person) -> None:
    try_in(client, manager.email, PASSWORD)
    with time_machine.travel(clock.now() + timedelta(hours=3)):
        assert client.get("/konto").status_code == 302


def test_a_session_in_use_ends_after_half_a_day(client: FlaskClient, manager: Person) -> None:
    try_in(client, manager.email, PASSWORD)
    start = clock.now()
    for hours in range(1, 12):
        with time_machine.travel(start + timedelta(hours=hours)):
            assert client.get("/konto").status_code == 200
    with time_machine.travel(start + timedelta(hours=12, minutes=1)):
        assert client.get("/konto").status_code == 302


def test_deactivation_works_on_the_next_request(client: FlaskClient, manager: Person) -> None:
    try_in(client, manager.email, PASSWORD)
    manager.active = False
    db.session.commit()
    assert client.get("/konto").status_code == 302


def test_a_changed_password_ends_the_other_sign_ins(app: Flask, manager: Person) -> None:
    mine, other = app.test_client(), app.test_client()
    try_in(mine, manager.email, PASSWORD)
    try_in(other, manager.email, PASSWORD)
    data = {"present": PASSWORD, "password": "fyra helt andra ord"}
    assert post(mine, "/konto/losenord", data, page="/konto").status_code == 302
    assert mine.get("/konto").status_code == 200
    assert other.get("/konto").status_code == 302


@pytest.mark.parametrize("wanted", ["kort", "aaaaaaaaaaaa", "password1234", "norrbotten123"])
def test_an_easy_password_is_refused_at_the_field(
    client: FlaskClient, manager: Person, wanted: str
) -> None:
    try_in(client, manager.email, PASSWORD)
    data = {"present": PASSWORD, "password": wanted}
    answer = post(client, "/konto/losenord", data, page="/konto")
    assert answer.status_code == 422
    assert "Rätta en uppgift" in answer.text


def test_guessing_is_stopped_and_the_owner_gets_in_from_elsewhere(
    app: Flask, manager: Person
) -> None:
    guesser, owner = app.test_client(), app.test_client()
    answers = [try_in(guesser, manager.email, f"gissning {n}") for n in range(8)]
    assert [one.status_code for one in answers] == [422] * 5 + [429] * 3
    assert "Vänta" in answers[-1].text
    token = csrf_of(owner, "/logga-in")
    data = {"email": manager.email, "password": PASSWORD, "csrf_token": token}
    elsewhere = {"REMOTE_ADDR": "203.0.113.7"}
    assert owner.post("/logga-in", data=data, environ_base=elsewhere).status_code == 302


def test_a_forged_forwarding_header_does_not_give_more_tries(app: Flask, manager: Person) -> None:
    client = app.test_client()
    token = csrf_of(client, "/logga-in")
    data = {"email": manager.email, "password": "fel", "csrf_token": token}
    codes = [
        client.post(
            "/logga-in", data=data, headers={"X-Forwarded-For": f"198.51.100.{n}"}
        ).status_code
        for n in range(7)
    ]
    assert codes[-1] == 429


def test_at_most_twenty_guesses_an_hour_are_evaluated_for_an_account(
    app: Flask, manager: Person
) -> None:
    client = app.test_client()
    token = csrf_of(client, "/logga-in")
    data = {"email": manager.email, "password": "fel", "csrf_token": token}
    codes = [
        client.post(
            "/logga-in", data=data, environ_base={"REMOTE_ADDR": f"198.51.100.{n}"}
        ).status_code
        for n in range(25)
    ]
    assert codes.count(422) == 20


def test_a_demo_account_opens_only_while_the_demo_is_on(make_app: object) -> None:
    open_app, closed_app = make_app(), make_app(DEMO="", TODAY="")  # type: ignore[operator]
    with open_app.app_context():
        builders.person(Role.ADMIN, password=PASSWORD, email="a@demo.example", demo=True)
        assert try_in(open_app.test_client(), "a@demo.example", PASSWORD).status_code == 302
    with closed_app.app_context():
        assert try_in(closed_app.test_client(), "a@demo.example", PASSWORD).status_code == 422


def link_in_mail(kind: str) -> str:
    message = db.session.scalars(sa.select(Message).where(Message.kind == kind)).one()
    start = message.text.index("http://localhost/losenord/")
    return message.text[start:].split()[0].removeprefix("http://localhost")


def test_a_mailed_link_sets_a_password_once(client: FlaskClient, manager: Person) -> None:
    answer = post(client, "/glomt-losenord", {"email": manager.email})
    assert "har vi mejlat en länk" in answer.text
    address = link_in_mail("reset")
    assert post(client, address, {"password": "fyra helt andra ord"}).status_code == 302
    assert client.get("/konto").status_code == 200
    assert client.get(address).status_code == 404


def test_asking_for_a_link_tells_nothing_about_who_has_an_account(
    client: FlaskClient, manager: Person
) -> None:
    known = post(client, "/glomt-losenord", {"email": manager.email})
    unknown = post(client, "/glomt-losenord", {"email": "ingen@example.org"})
    assert known.text.replace(manager.email, "") == unknown.text.replace("ingen@example.org", "")


def test_a_link_is_too_old_after_an_hour(client: FlaskClient, manager: Person) -> None:
    post(client, "/glomt-losenord", {"email": manager.email})
    address = link_in_mail("reset")
    with time_machine.travel(clock.now() + timedelta(minutes=61)):
        assert client.get(address).status_code == 404


def test_only_the_hash_of_a_secret_is_kept(client: FlaskClient, manager: Person) -> None:
    try_in(client, manager.email, PASSWORD)
    with client.session_transaction() as session:
        token = session["sign_in"]
    kept = db.session.scalars(sa.select(SignIn.token_hash)).all()
    assert token not in kept


@pytest.mark.parametrize(
    "target",
    [
        *("//evil.example", "/\\evil.example", "\t//evil.example", "https:evil.example"),
        *("%2f%2fevil.example", "/%2f%2fevil.example", "@evil.example", "javascript:alert(1)"),
        *("data:text/html,x", "/ok\r\nLocation: //evil", "http://evil.example", "///evil.example"),
        *("/%5cevil.example", "\\\\evil", "/..//evil.example", " /avtal"),
    ],
)
def test_one_is_never_sent_on_to_another_site(
    client: FlaskClient, manager: Person, target: str
) -> None:
    answer = try_in(client, manager.email, PASSWORD, next=target)
    assert answer.location == "/"


def test_one_is_sent_on_to_where_one_was_going(client: FlaskClient, manager: Person) -> None:
    asked = client.get("/konto?a=1")
    assert asked.location == "/logga-in?next=/konto?a%3D1"
    answer = try_in(client, manager.email, PASSWORD, next="/konto?a=1")
    assert answer.location == "/konto?a=1"
