"""A page that grew too old, or a session that ended, costs nobody what was typed (ux 7.3)."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from secrets import token_urlsafe

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from nk_avtal import clock
from nk_avtal.blueprints import keeping
from nk_avtal.db import db
from nk_avtal.domain.people import Role
from nk_avtal.people.models import Person
from tests import builders
from tests.pages import form_of

PASSWORD = "tre ord utan samband"
HERE = {"Origin": "http://localhost"}
NAME = 'Chefen "i" Luleå <b>&amp;</b>\r\npå två rader'

SignIn = Callable[..., FlaskClient]


@pytest.fixture
def manager(app: Flask) -> Person:
    return builders.person(Role.MANAGER, password=PASSWORD, email="chef@example.org")


def name_of(person: Person) -> str:
    db.session.expire_all()
    return person.name


def test_a_stale_form_comes_back_with_all_that_was_typed(sign_in: SignIn, manager: Person) -> None:
    client = sign_in(manager)
    sent = {"name": "Avdelningschef", "language": "en", "csrf_token": "from another day"}
    answer = client.post("/konto", data=sent, headers=HERE)
    assert answer.status_code == 400
    assert "Sidan hade blivit för gammal" in answer.text
    assert "Det du skrev finns kvar, spara igen" in answer.text
    assert name_of(manager) != "Avdelningschef"
    fields = form_of(answer.text, "/konto")
    assert client.post("/konto", data=fields, headers=HERE).status_code == 302
    assert (name_of(manager), manager.language) == ("Avdelningschef", "en")


def test_fields_with_the_same_name_and_odd_signs_come_back_as_they_were(
    app: Flask, sign_in: SignIn, manager: Person
) -> None:
    answer = sign_in(manager).post(
        "/konto?a=1&b=%3C", data={"areas": ["a", "b"], "name": NAME}, headers=HERE
    )
    fields = form_of(answer.text, "/konto?a=1&b=%3C")
    assert fields.getlist("areas") == ["a", "b"]
    assert fields["name"] == NAME


def test_a_form_of_another_site_gets_nothing_back(sign_in: SignIn, manager: Person) -> None:
    client = sign_in(manager)
    for headers in (
        {},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Referer": "http://evil.example/localhost"},
    ):
        answer = client.post("/konto", data={"name": "Kapat"}, headers=headers)
        assert answer.status_code == 400
        assert "Kapat" not in answer.text


def test_a_stale_log_in_form_keeps_the_address_and_never_the_password(client: FlaskClient) -> None:
    sent = {"email": "chef@example.org", "password": PASSWORD}
    answer = client.post("/logga-in", data=sent, headers=HERE)
    assert form_of(answer.text, "/logga-in")["email"] == "chef@example.org"
    assert PASSWORD not in answer.text


def test_a_lost_file_is_told(sign_in: SignIn, manager: Person) -> None:
    sent = {"name": "x", "excerpt": (io.BytesIO(b"%PDF"), "utdrag.pdf")}
    answer = sign_in(manager).post("/konto", data=sent, headers=HERE)
    assert "Filen följde inte med" in answer.text


def test_after_the_session_ended_one_logs_in_and_saves_again(
    app: Flask, sign_in: SignIn, manager: Person
) -> None:
    client = sign_in(manager)
    later = clock.now() + timedelta(hours=3)
    with time_machine.travel(later):
        sent = {"name": "Avdelningschef", "language": "sv"}
        answer = client.post("/konto", data=sent, headers=HERE)
        assert answer.status_code == 401
        assert "Logga in igen, så finns det du skrev kvar" in answer.text
        fields = form_of(answer.text, "/logga-in")
        log_in = fields | {"email": manager.email, "password": "fel lösenord helt"}
        wrong = client.post("/logga-in", data=log_in, headers=HERE)
        assert wrong.status_code == 422
        again = form_of(wrong.text, "/logga-in") | {"email": manager.email, "password": PASSWORD}
        answer = client.post("/logga-in", data=again, headers=HERE)
        assert "Du är inloggad igen" in answer.text
        fields = form_of(answer.text, "/konto")
        assert fields["name"] == "Avdelningschef"
        assert client.post("/konto", data=fields, headers=HERE).status_code == 302
    assert name_of(manager) == "Avdelningschef"


def test_what_a_log_in_form_carries_cannot_be_made_up(client: FlaskClient, manager: Person) -> None:
    token = form_of(client.get("/logga-in").text, "/logga-in")["csrf_token"]
    forged = "W1siLyJdXQ.aaaa.bbbb"
    sent = {"email": manager.email, "password": PASSWORD, "carried": forged, "csrf_token": token}
    assert client.post("/logga-in", data=sent).location == "/"


def test_too_much_to_carry_is_said(client: FlaskClient) -> None:
    sent = {"name": token_urlsafe(keeping.LARGEST)}
    answer = client.post("/konto", data=sent, headers=HERE)
    assert answer.status_code == 401
    assert "för lång för att följa med" in answer.text
    assert len(answer.text) < 50_000


def test_neither_page_is_kept_by_the_browser(
    client: FlaskClient, sign_in: SignIn, manager: Person
) -> None:
    for browser in (client, sign_in(manager)):
        answer = browser.post("/konto", data={"name": "x"}, headers=HERE)
        assert answer.headers["Cache-Control"] == "no-store"
