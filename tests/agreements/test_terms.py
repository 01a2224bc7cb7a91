"""An agreement's terms: days half known, contradictions, taking back, and when one is reminded."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from nk_avtal.agreements.models import Agreement
from nk_avtal.db import db
from nk_avtal.domain.agreements import Precision
from nk_avtal.domain.people import Role
from tests import builders
from tests.pages import compared, hidden_fields, post

SignIn = Callable[[builders.Person], FlaskClient]
EMPTY = {"start_on": None, "end_on": None, "notice_period": None, "following_term": None}
UNKNOWN = {"start_precision": Precision.UNKNOWN, "end_precision": Precision.UNKNOWN}


@pytest.fixture
def negotiator(app: Flask, sign_in: SignIn) -> FlaskClient:
    return sign_in(builders.person(Role.NEGOTIATOR))


def only_agreement() -> Agreement:
    return db.session.scalars(sa.select(Agreement)).one()


def page_of(agreement: Agreement, rest: str = "villkor") -> str:
    return f"/avtal/{agreement.slug}/{rest}"


def save(client: FlaskClient, agreement: Agreement, **values: str) -> Any:
    page = page_of(agreement)
    version = dict(hidden_fields(client.get(page).text))["version"]
    return post(client, page, {"version": version} | values)


@pytest.mark.parametrize(
    ("written", "day", "precision"),
    [
        ("2027-12-31", date(2027, 12, 31), Precision.DAY),
        ("31 december 2027", date(2027, 12, 31), Precision.DAY),
        ("december 2027", date(2027, 12, 31), Precision.MONTH),
        ("2027", date(2027, 12, 31), Precision.YEAR),
        ("tills vidare", None, Precision.OPEN_ENDED),
        ("okänt", None, Precision.UNKNOWN),
        ("", None, Precision.UNKNOWN),
    ],
)
def test_an_end_is_written_as_far_as_it_is_known(
    negotiator: FlaskClient, written: str, day: date | None, precision: Precision
) -> None:
    agreement = builders.agreement(**EMPTY, **UNKNOWN)
    answer = save(negotiator, agreement, start="2025-01-01", end=written)
    assert answer.location == f"/avtal/{agreement.slug}"
    agreement = only_agreement()
    assert (agreement.end_on, agreement.end_precision) == (day, precision)
    again = save(negotiator, agreement, **shown_values(negotiator, agreement))
    assert again.status_code == 302
    assert (only_agreement().end_on, only_agreement().end_precision) == (day, precision)


def shown_values(client: FlaskClient, agreement: Agreement) -> dict[str, str]:
    """What the page has filled in for the days."""
    page = client.get(page_of(agreement)).text
    found = {}
    for name in ("start", "end"):
        field = page[page.index(f'id="{name}"') :].split(">", 1)[0]
        found[name] = field.split('value="', 1)[1].split('"', 1)[0] if "value=" in field else ""
    return found


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"end": "2024-12-31"}, "Avtalet slutar före det börjar. Kontrollera datumen"),
        (
            {"end": "2025-12-31", "notice_period": "24 månader"},
            "Uppsägningstiden är längre än avtalstiden. Kontrollera båda",
        ),
        ({"end": "31 februari 2027"}, "ebruari 2027 har 28 dagar"),
        ({"end": "1 mars"}, "Skriv året också"),
        ({"start": "snart"}, "felruta"),
        ({"notice_period": "ett tag"}, "felruta"),
        ({"first_term": "x" * 21}, "Skriv högst 20 tecken"),
        ({"max_prolongations": "två"}, "Skriv ett antal, till exempel 2"),
        ({"max_prolongations": "-1"}, "Skriv ett antal, till exempel 2"),
        ({"review_on": "99999-01-01"}, "felruta"),
        ({"end": "tills vidare", "following_term": "2 år"}, "Välj det ena"),
    ],
)
def test_terms_that_cannot_be_are_refused_with_what_was_typed_kept(
    negotiator: FlaskClient, change: dict[str, str], said: str
) -> None:
    agreement = builders.agreement(**EMPTY, **UNKNOWN)
    values = {"start": "2025-01-01", "end": "2027-12-31", "clause": "Avtalet gäller så här."}
    answer = save(negotiator, agreement, **(values | change))
    assert answer.status_code == 422
    assert said in answer.text
    assert "Avtalet gäller så här." in answer.text
    for value in change.values():
        assert value in answer.text
    assert only_agreement().start_on is None


def test_saved_terms_can_be_taken_back_once(negotiator: FlaskClient) -> None:
    agreement = builders.agreement()
    save(negotiator, agreement, start="2026-01-01", end="mars 2030")
    assert only_agreement().notice_period is None
    page = f"/avtal/{agreement.slug}"
    assert "Ångra" in negotiator.get(page).text
    post(negotiator, f"{page}/villkor/angra", {}, page=page)
    back = only_agreement()
    assert (back.start_on, back.end_on) == (date(2025, 1, 1), date(2027, 12, 31))
    assert (back.notice_period, back.following_term) == ("12m", "24m")
    assert back.end_precision is Precision.DAY
    post(negotiator, f"{page}/villkor/angra", {}, page=page)
    assert only_agreement().notice_period == "12m"


def test_taking_back_does_not_undo_what_somebody_else_has_saved_since(
    negotiator: FlaskClient, sign_in: SignIn
) -> None:
    agreement = builders.agreement()
    save(negotiator, agreement, start="2025-01-01", end="2028-12-31")
    other = sign_in(builders.person(Role.MANAGER))
    save(other, agreement, start="2025-01-01", end="2029-12-31")
    page = f"/avtal/{agreement.slug}"
    post(negotiator, f"{page}/villkor/angra", {}, page=page)
    assert only_agreement().end_on == date(2029, 12, 31)
    assert "så villkoren står kvar" in negotiator.get(page).text


def test_the_second_of_two_savers_sees_both_terms(negotiator: FlaskClient) -> None:
    agreement = builders.agreement()
    page = page_of(agreement)
    opened = dict(hidden_fields(negotiator.get(page).text))["version"]
    first = {"start": "2025-01-01", "end": "2028-12-31", "version": opened}
    assert post(negotiator, page, first).status_code == 302
    answer = post(negotiator, page, first | {"end": "31 december 2029"})
    assert answer.status_code == 409
    assert ("31 december 2028", "31 december 2029") in compared(answer.text)
    assert only_agreement().end_on == date(2028, 12, 31)
    again = dict(hidden_fields(answer.text))["version"]
    post(negotiator, page, first | {"end": "31 december 2029", "version": again})
    assert only_agreement().end_on == date(2029, 12, 31)
