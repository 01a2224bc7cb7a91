"""Tokens: made, shown once, bound to their owner, ended (S-08, S-09, S-10, S-14)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from nk_avtal import canonical
from nk_avtal.commands.tokens import token
from nk_avtal.db import db
from nk_avtal.domain.people import Role
from nk_avtal.domain.tokens import REQUESTS_A_MINUTE, Access
from nk_avtal.history import queries as history
from nk_avtal.history.models import Entry
from nk_avtal.history.sentences import told
from nk_avtal.people import administering, tokens
from nk_avtal.people.administering import Standing
from nk_avtal.people.models import Person
from nk_avtal.people.token_models import ApiToken, ApiUse
from tests import builders
from tests.api.programs import DECIDED, Program, program
from tests.pages import post

SignIn = Callable[..., FlaskClient]
FORM = {"token_name": "Platina", "access": "write", "days": "90"}


def test_a_token_is_made_on_the_account_page_and_shown_once(app: Flask, sign_in: SignIn) -> None:
    owner = builders.person(Role.CLERK)
    client = sign_in(owner)
    page = post(client, "/konto/nycklar", FORM, page="/konto")
    [secret] = re.findall(r'value="(nka_[\w-]{43})"', page.text)
    kept = db.session.scalars(sa.select(ApiToken)).one()
    assert (kept.name, kept.access, kept.person_id) == ("Platina", Access.WRITE, owner.id)
    assert kept.expires_at - kept.made_at == timedelta(days=90)
    assert secret not in "".join(canonical.lines())
    assert secret != kept.token_hash
    again = client.get("/konto").text
    assert secret not in again
    assert "Platina" in again
    answer = app.test_client().get(
        "/api/v1/municipalities", headers={"Authorization": f"bearer {secret}"}
    )
    assert answer.status_code == 200
    [line] = told(list(history.about(Entry.noun == "api_token", 1)))
    assert "Platina" in line.text


def test_a_form_with_errors_keeps_what_was_typed(sign_in: SignIn) -> None:
    client = sign_in(builders.person(Role.READER))
    for wrong in ({"token_name": ""}, {"token_name": "x" * 81}, {"access": "all"}, {"days": "999"}):
        page = post(client, "/konto/nycklar", FORM | wrong, page="/konto")
        assert page.status_code == 422, wrong
        assert "nka_" not in page.text
    assert 'value="Platina"' in page.text


def test_revoking_asks_first_and_ends_the_token_at_once(app: Flask, sign_in: SignIn) -> None:
    mine = program(app, Role.CLERK)
    client = sign_in(mine.person)
    assert mine.get("/agreements").status_code == 200
    address = f"/konto/nycklar/{mine.token.id}/ta-bort"
    assert "Ta bort nyckeln till Ärendesystemet?" in client.get(address).text
    assert post(client, address, {}).status_code == 302
    assert mine.get("/agreements").status_code == 401
    assert "Ärendesystemet" not in re.sub(r"(?s)role=.status.*?</", "", client.get("/konto").text)
    stranger = sign_in(builders.person(Role.ADMIN))
    other = program(app, Role.READER)
    assert stranger.get(f"/konto/nycklar/{other.token.id}/ta-bort").status_code == 404


def test_a_token_follows_its_owner_at_once(app: Flask) -> None:
    """Another municipality or role, and the account closed (S-10)."""
    mine = program(app, Role.CLERK)
    sent = builders.recommendation()
    admin, pitea, lulea = (
        builders.person(Role.ADMIN),
        f"/recommendations/{sent.id}/decisions/2581",
        f"/recommendations/{sent.id}/decisions/2580",
    )
    assert mine.ask("PUT", lulea, DECIDED).status_code == 403
    assert mine.ask("PUT", pitea, DECIDED).status_code == 201
    owner = db.session.get_one(Person, mine.person.id)
    town = builders.municipality("Luleå")
    administering.change(owner, Standing(owner.name, Role.CLERK, town, True), admin)
    assert mine.ask("PUT", pitea, DECIDED).status_code == 403
    assert mine.ask("PUT", lulea, DECIDED).status_code == 201
    owner = db.session.get_one(Person, mine.person.id)
    administering.change(owner, Standing(owner.name, Role.READER, town, True), admin)
    assert mine.ask("PUT", lulea, DECIDED).status_code == 403
    owner = db.session.get_one(Person, mine.person.id)
    administering.change(owner, Standing(owner.name, Role.READER, town, False), admin)
    assert mine.get("/agreements").status_code == 401
    owner = db.session.get_one(Person, mine.person.id)
    administering.change(owner, Standing(owner.name, Role.READER, town, True), admin)
    assert mine.get("/agreements").status_code == 401, "it does not come back with the account"


def test_a_token_ends_by_itself(app: Flask) -> None:
    mine = program(app, Role.READER)
    with time_machine.travel(datetime.now(UTC) + timedelta(days=31)):
        assert mine.get("/agreements").status_code == 401


def test_a_token_that_reads_writes_nothing(app: Flask) -> None:
    mine = program(app, Role.SECRETARY, access=Access.READ)
    sent = builders.recommendation()
    writes = {
        ("POST", "/agreements"): {"title": "Nytt", "kind": "accord"},
        ("PATCH", f"/agreements/{sent.agreement_id}"): {"title": "Annat"},
        ("PUT", f"/recommendations/{sent.id}/decisions/2581"): DECIDED,
        ("DELETE", "/meetings/1"): None,
        ("POST", "/finns-inte"): {},
    }
    db.session.commit()
    before = canonical.fingerprint()
    for (method, path), body in writes.items():
        answer = mine.ask(method, path, body)
        assert answer.status_code in (403, 404), path
        assert answer.mimetype == "application/problem+json"
    db.session.rollback()
    assert canonical.fingerprint() == before
    assert mine.get("/agreements").status_code == 200


def test_only_the_header_opens_anything(app: Flask, sign_in: SignIn) -> None:
    """No cookie, no address, no other scheme; and the same answer whatever is wrong."""
    mine = program(app, Role.MANAGER)
    browser = sign_in(mine.person)
    with time_machine.travel(datetime.now(UTC)):
        tries = [
            browser.get("/api/v1/agreements"),
            browser.post("/api/v1/agreements", json={"title": "x", "kind": "accord"}),
            mine.client.get(f"/api/v1/agreements?access_token={mine.secret}"),
            mine.client.get("/api/v1/agreements", headers={"Authorization": mine.secret}),
            mine.get("/agreements", Authorization=f"Basic {mine.secret}"),
            mine.get("/agreements", Authorization=f"Bearer {mine.secret}x"),
            mine.get("/agreements", Authorization="Bearer "),
            mine.get("/agreements", Authorization="Bearer åäö"),
            mine.get("/agreements", Authorization=f"Bearer nka_{'x' * 43}"),
        ]
    for answer in tries:
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"].startswith('Bearer realm="NK Avtal"')
        assert "Set-Cookie" not in answer.headers
        assert "Access-Control-Allow-Origin" not in answer.headers
    assert len({re.sub(r'"request_id": "\w+"', "", one.text) for one in tries}) == 1
    assert mine.get("/agreements", Cookie="session=x").status_code == 200


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_whoever_tries_many_secrets_has_to_wait_and_others_do_not(app: Flask) -> None:
    mine = program(app, Role.READER)
    answers = [
        mine.get("/agreements", Authorization=f"Bearer nka_{number:043}") for number in range(25)
    ]
    assert [one.status_code for one in answers] == [401] * 20 + [429] * 5
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert mine.get("/agreements").status_code == 200, "a good token at the same address works"


def test_more_than_a_minute_s_requests_are_refused_until_the_next(app: Flask) -> None:
    mine = program(app, Role.READER)
    start = datetime(2026, 11, 24, 9, 30, 20, tzinfo=UTC)
    with time_machine.travel(start, tick=False) as time:
        assert mine.get("/municipalities").status_code == 200
        use = db.session.scalars(sa.select(ApiUse)).one()
        assert use.used_at == start
        use.used = REQUESTS_A_MINUTE
        db.session.commit()
        left = [mine.get("/municipalities").status_code for _ in range(10)]
        assert left == [200] * 9 + [429], "the process had nine left of those it had taken"
        refused = mine.ask("POST", "/agreements", {})
        assert (refused.status_code, refused.headers["Retry-After"]) == (429, "40")
        time.shift(timedelta(seconds=40))
        assert mine.get("/municipalities").status_code == 200


def test_the_command_says_for_whom_it_made_a_token(app: Flask) -> None:
    runner = app.test_cli_runner()
    none = runner.invoke(token, ["add", "Platina", "--scope", "read"])
    assert none.exit_code == 1
    builders.person(Role.ADMIN)
    secretary = builders.person(Role.SECRETARY)
    clerk = builders.person(Role.CLERK)
    db.session.commit()
    made = runner.invoke(token, ["add", "Platina", "--scope", "write"])
    assert made.exit_code == 0
    assert secretary.email in made.stderr
    secret = made.stdout.strip()
    ours = tokens.token_by(secret, "127.0.0.1")
    assert ours
    assert (ours.person_id, ours.access) == (secretary.id, Access.WRITE)
    args = ["add", "Kommunen", "--scope", "read", "--person", clerk.email, "--days", "7"]
    theirs = tokens.token_by(runner.invoke(token, args).stdout.strip(), "127.0.0.1")
    assert theirs
    assert theirs.person_id == clerk.id
    for wrong in (["--scope", "all"], ["--scope", "read", "--days", "9999"], []):
        assert runner.invoke(token, ["add", "Platina", *wrong]).exit_code == 2


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_is_logged_holds_no_secret(
    make_app: Callable[..., Flask], capsys: pytest.CaptureFixture[str]
) -> None:
    app = make_app()
    with app.app_context():
        mine = Program(app, builders.person(Role.READER))
        mine.get("/agreements")
        mine.get(f"/agreements?access_token={mine.secret}")
        mine.get("/agreements", Authorization=f"Bearer {mine.secret}x")
        mine.ask("POST", "/agreements", {"title": mine.secret})
    logged = capsys.readouterr().err
    assert "secret_refused" in logged
    assert mine.secret not in logged
