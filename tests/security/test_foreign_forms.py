"""Writes without a token or from elsewhere are refused, and reading changes nothing (S-19)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from nk_avtal import canonical
from nk_avtal.db import db
from nk_avtal.domain.people import Role
from tests import builders
from tests.pages import csrf_of
from tests.security.expected_routes import UNREVEALED
from tests.security.test_permissions import OWN, addresses, scene

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SignIn = Callable[..., FlaskClient]


def fingerprint() -> str:
    db.session.rollback()
    db.session.expire_all()
    return canonical.fingerprint()


@ON_SQLITE
@pytest.mark.parametrize("role", list(Role))
def test_no_write_works_without_the_token_of_the_own_session(
    app: Flask, sign_in: SignIn, role: Role
) -> None:
    scene()
    client, other = sign_in(builders.person(role)), sign_in(builders.person(role))
    foreign = csrf_of(other, "/konto")
    before = fingerprint()
    ways = (
        {"data": {"name": "x"}},
        {"data": {"name": "x", "csrf_token": foreign}},
        {"data": '{"name": "x"}', "content_type": "text/plain"},
        {"json": {"name": "x"}},
        {"data": {"csrf_token": ""}, "headers": {"Origin": "https://evil.example"}},
    )
    for rule, method, address in addresses(app, OWN):
        if method == "GET":
            continue
        refusals = (400, 403)
        if rule.endpoint.startswith(UNREVEALED):
            refusals = (400, 403, 404)
        elif rule.endpoint.startswith("api."):
            refusals = (401,)  # it knows no session at all
        for way in ways:
            answer = client.open(address, method=method, **way)
            assert answer.status_code in refusals, (address, way)
    assert fingerprint() == before


@ON_SQLITE
@pytest.mark.parametrize("role", list(Role))
def test_reading_every_page_changes_nothing(app: Flask, sign_in: SignIn, role: Role) -> None:
    scene()
    client = sign_in(builders.person(role))
    before = fingerprint()
    for _rule, method, address in addresses(app, OWN):
        if method == "GET":
            client.get(address).close()
            client.head(address).close()
    assert fingerprint() == before
