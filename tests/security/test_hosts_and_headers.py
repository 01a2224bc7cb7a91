"""Foreign hosts, cookie flags, and what browsers are told with every answer (S-15, S-18, S-30)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from nk_avtal.db import db
from nk_avtal.domain.people import Role
from nk_avtal.outbox.models import Message
from nk_avtal.people.models import Person
from tests import builders
from tests.pages import csrf_of, post

PASSWORD = "tre ord utan samband"
PUBLIC = ("/", "/logga-in", "/glomt-losenord", "/register", "/hjalp", "/finns-inte", "/konto")
MakeApp = Callable[..., Flask]


@pytest.fixture
def secure(make_app: MakeApp) -> Iterator[Flask]:
    """The product at an address of its own, as in production."""
    app = make_app(BASE_URL="https://avtal.example.org", DEMO="", TODAY="")
    with app.app_context():
        yield app


@pytest.fixture
def manager(app: Flask) -> Person:
    return builders.person(Role.MANAGER, password=PASSWORD, email="chef@example.org")


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "localhost@evil", ""])
def test_a_foreign_host_is_refused(client: FlaskClient, host: str) -> None:
    for page in ("/logga-in", "/register", "/finns-inte"):
        assert client.get(page, headers={"Host": host}).status_code == 400


@pytest.mark.parametrize(
    "header", ["X-Forwarded-Host", "X-Host", "Forwarded", "X-Forwarded-Server", "X-Original-URL"]
)
def test_links_in_mail_are_built_from_the_setting(
    client: FlaskClient, manager: Person, header: str
) -> None:
    token = csrf_of(client, "/glomt-losenord")
    data = {"email": manager.email, "csrf_token": token}
    headers = {header: "host=evil.example" if header == "Forwarded" else "evil.example"}
    assert client.post("/glomt-losenord", data=data, headers=headers).status_code == 200
    [mail] = db.session.scalars(sa.select(Message)).all()
    assert "http://localhost/losenord/" in mail.text
    assert "evil" not in mail.text + mail.html + mail.message_id


def test_the_cookie_is_locked_to_the_host_and_to_https(secure: Flask) -> None:
    manager = builders.person(Role.MANAGER, password=PASSWORD)
    client = secure.test_client()
    base = "https://avtal.example.org"
    token = csrf_of_secure(client, base)
    answer = client.post(
        "/logga-in",
        base_url=base,
        data={"email": manager.email, "password": PASSWORD, "csrf_token": token},
        headers={"Referer": f"{base}/logga-in"},
    )
    assert answer.status_code == 302
    [cookie] = answer.headers.getlist("Set-Cookie")
    assert cookie.startswith("__Host-session=")
    for flag in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert flag in cookie
    assert "Domain" not in cookie
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")


def csrf_of_secure(client: FlaskClient, base: str) -> str:
    page = client.get("/logga-in", base_url=base).text
    return page.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]


@pytest.mark.parametrize("page", PUBLIC)
def test_a_page_says_what_the_browser_may_load(client: FlaskClient, page: str) -> None:
    headers = client.get(page).headers
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "Python" not in headers.get("Server", "")
    assert "X-Powered-By" not in headers


def test_what_a_signed_in_person_sees_is_kept_nowhere(
    sign_in: Callable[..., FlaskClient], manager: Person
) -> None:
    client = sign_in(manager)
    for page in ("/konto", "/register", "/sok?q=avtal", "/finns-inte"):
        headers = client.get(page).headers
        assert headers["Cache-Control"] == "no-store"
        assert "Cookie" in headers["Vary"]


@pytest.mark.parametrize("page", ["/register", "/hjalp", "/register/avtal.csv", "/finns-inte"])
def test_a_visitor_gets_no_cookie(client: FlaskClient, page: str) -> None:
    assert "Set-Cookie" not in client.get(page).headers


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PUT", "DELETE", "PATCH", "FROB"])
def test_other_methods_are_refused(client: FlaskClient, method: str) -> None:
    assert client.open("/logga-in", method=method).status_code in (400, 401, 405)


def test_an_error_shows_nothing_of_the_inside(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks() -> str:
        raise ValueError("SELECT secret FROM /srv/nk-avtal")

    breaks.permissions = app.view_functions["pages.guidance"].permissions  # type: ignore[attr-defined]
    monkeypatch.setitem(app.view_functions, "pages.guidance", breaks)
    answer = client.get("/hjalp")
    assert answer.status_code == 500
    assert "Felnummer" in answer.text
    for inside in ("SELECT", "ValueError", "Traceback", "/srv", str(app.config["SECRET_KEY"])):
        assert inside not in answer.text


def test_the_log_tells_of_security_and_of_no_secret(
    make_app: MakeApp, capsys: pytest.CaptureFixture[str]
) -> None:
    app = make_app()
    client = app.test_client()
    with app.app_context():
        manager = builders.person(Role.MANAGER, password=PASSWORD)
        post(client, "/logga-in", {"email": manager.email, "password": "fel lösenord helt"})
        post(client, "/logga-in", {"email": manager.email, "password": PASSWORD})
        cookie = client.get_cookie("session")
        client.get("/admin/anvandare")
        client.post("/konto", data={"name": "x"})
        client.post("/losenord/hemlig-token", data={})
    told = capsys.readouterr().err
    for event in ("sign_in_failed", "signed_in", "turned_away", "form_token_refused"):
        assert f'"event": "{event}"' in told
    assert all(line.startswith("{") for line in told.splitlines())
    assert cookie is not None
    for secret in (PASSWORD, "fel lösenord helt", cookie.value, "hemlig-token"):
        assert secret not in told
