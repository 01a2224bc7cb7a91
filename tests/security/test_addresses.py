"""Whatever stands in an address: an answer, never an error of ours or other rows (S-22)."""

from __future__ import annotations

from collections.abc import Callable
from itertools import cycle

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from nk_avtal.db import db
from nk_avtal.domain.people import Role
from nk_avtal.people.models import Person
from tests import builders
from tests.pages import post
from tests.security.expected_routes import EXPECTED
from tests.security.payloads import QUERIES, SCRIPTS
from tests.security.test_permissions import OWN, addresses, scene

NAMES = (
    *("andra", "avtal", "day", "kommun", "lage", "manad", "next", "noun", "omrade", "person", "q"),
    *("rek", "rekommendation", "roll", "sida", "sort", "sortera", "till", "visa", "vy"),
)
"""What some page reads from its address."""


@pytest.mark.parametrize("role", [Role.MANAGER, Role.ADMIN])
def test_no_parameter_breaks_a_page_or_reaches_the_database_as_a_query(
    app: Flask, sign_in: Callable[..., FlaskClient], role: Role
) -> None:
    scene()
    client = sign_in(builders.person(role))
    wrong = []
    turn = cycle(range(len(QUERIES)))
    for rule, method, address in addresses(app, OWN):
        only_here = role is Role.MANAGER or Role.MANAGER not in EXPECTED[rule.endpoint].own
        if method != "GET" or rule.endpoint == "static" or not only_here:
            continue
        if address.endswith((".zip", ".docx")):
            continue  # slow to make, and nothing of the address goes into it
        for first in (next(turn), next(turn)):
            asked = {name: QUERIES[(first + n) % len(QUERIES)] for n, name in enumerate(NAMES)}
            answer = client.get(address, query_string=asked)
            if answer.status_code == 500:
                wrong.append((address, asked))
            assert b"argon2" not in answer.data
            answer.close()
    assert wrong == []
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Person))


@pytest.mark.parametrize("payload", ["' OR '1'='1", "%", "_", "' UNION SELECT 1 --"])
def test_a_search_for_a_query_finds_nobody(
    sign_in: Callable[..., FlaskClient], payload: str
) -> None:
    client = sign_in(builders.person(Role.ADMIN))
    assert "Inga konton" in client.get("/admin/anvandare", query_string={"q": payload}).text


def test_a_hostile_name_comes_back_as_text_in_every_form(
    sign_in: Callable[..., FlaskClient],
) -> None:
    client = sign_in(builders.person(Role.MANAGER))
    for payload in SCRIPTS:
        for address in ("/sok", "/register"):
            page = client.get(address, query_string={"q": payload}).text
            if "<" in payload:
                assert payload not in page, (address, payload)


@pytest.mark.parametrize("number", ["2147483648", "9" * 30, "0"])
def test_a_number_beyond_all_rows_is_not_found(
    sign_in: Callable[..., FlaskClient], number: str
) -> None:
    client = sign_in(builders.person(Role.ADMIN))
    assert client.get(f"/admin/anvandare/{number}").status_code == 404
    assert client.get(f"/dokument/{number}").status_code == 404


def test_a_text_that_no_database_keeps_is_refused(
    client: FlaskClient, sign_in: Callable[..., FlaskClient]
) -> None:
    assert client.get("/register/a%00b").status_code == 400
    manager = builders.person(Role.MANAGER)
    data = {"name": "a\0b", "language": "sv"}
    assert post(sign_in(manager), "/konto", data).status_code == 400
