"""Writes without a token or from elsewhere are refused (S-19). That reading changes nothing is seen
where each role goes to every page."""

from __future__ import annotations

from collections.abc import Callable
from itertools import cycle

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
EVERY_WAY = Role.SECRETARY
"""Who tries each way at each address; the others take turns with the ways."""


@ON_SQLITE
@pytest.mark.parametrize("role", list(Role))
def test_no_write_works_without_the_token_of_the_own_session(
    app: Flask, sign_in: SignIn, role: Role
) -> None:
    scene()
    client, other = sign_in(builders.person(role)), sign_in(builders.person(role))
    foreign = csrf_of(other, "/konto")
    before = canonical.fingerprint()
    ways = (
        {"data": {"name": "x"}},
        {"data": {"name": "x", "csrf_token": foreign}},
        {"data": '{"name": "x"}', "content_type": "text/plain"},
        {"json": {"name": "x"}},
        {"data": {"csrf_token": ""}, "headers": {"Origin": "https://evil.example"}},
    )
    turn = cycle(ways)
    writes = [one for one in addresses(app, OWN) if one[1] != "GET"]
    for rule, method, address in writes:
        refusals = (400, 403)
        if rule.endpoint.startswith(UNREVEALED):
            refusals = (400, 403, 404)
        elif rule.endpoint.startswith("api."):
            refusals = (401,)  # it knows no session at all
        for way in ways if role is EVERY_WAY else (next(turn),):
            answer = client.open(address, method=method, **way)
            assert answer.status_code in refusals, (address, way)
    db.session.rollback()
    assert canonical.fingerprint() == before
