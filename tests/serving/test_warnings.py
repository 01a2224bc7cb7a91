"""Deadlines that reach nobody: /readyz, the start pages and the agreement's own say so (R-12)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from nk_avtal.db import db
from nk_avtal.domain.people import Role
from nk_avtal.municipalities.models import Contact, ContactKind
from tests import builders
from tests.statements import counted

SignIn = Callable[[builders.Person], FlaskClient]
TELLING = (Role.SECRETARY, Role.NEGOTIATOR)
NOBODY = "Frister utan mottagare"


def warnings(app: Flask) -> list[str]:
    answer = app.test_client().get("/readyz").json
    assert answer is not None
    told: list[str] = answer["warnings"]
    return told


def test_a_deadline_of_which_nobody_would_hear_is_a_warning(app: Flask) -> None:
    builders.agreement()
    assert warnings(app) == ["1 deadlines reach nobody"]


def test_a_responsible_person_is_somebody_who_hears(app: Flask) -> None:
    agreement = builders.agreement()
    agreement.responsible = builders.person(Role.NEGOTIATOR)
    db.session.commit()
    assert warnings(app) == []


@pytest.mark.parametrize("role", TELLING)
def test_r12_the_start_page_and_the_agreement_tell_it_at_once(
    app: Flask, sign_in: SignIn, role: Role
) -> None:
    agreement = builders.agreement()
    browser = sign_in(builders.person(role))
    start, own = browser.get("/").text, browser.get(f"/avtal/{agreement.slug}").text
    for page in (start, own):
        assert NOBODY in page
        assert "ange ansvarig eller chef" in page
    assert f'href="/avtal/{agreement.slug}"' in start
    assert NOBODY in sign_in(builders.person(Role.ADMIN)).get("/").text


def test_r12_a_manager_whose_last_colleague_leaves_sees_it_on_the_next_page(
    app: Flask, sign_in: SignIn
) -> None:
    """Also a manager who is the last to be told: nobody chosen for the agreement works here."""
    manager = builders.person(Role.MANAGER)
    browser = sign_in(manager)
    recommendation = builders.recommendation()
    page = f"/avtal/{recommendation.agreement.slug}"
    for one in builders.members():
        db.session.add(_contact(one.id))
    db.session.commit()
    assert NOBODY not in browser.get("/").text
    assert NOBODY not in browser.get(page).text
    gone = builders.municipality("Piteå").contacts[0]
    gone.bounced_at = recommendation.created_at
    db.session.commit()
    for text in (browser.get("/").text, browser.get(page).text):
        assert NOBODY in text
        assert "ingen adress för" in text
        assert 'href="/kommuner/pitea"' in text


def _contact(municipality_id: int) -> Contact:
    return Contact(
        municipality_id=municipality_id,
        kind=ContactKind.RECOMMENDATIONS,
        email=f"k{municipality_id}@example.org",
    )


def test_r12_others_are_not_troubled_with_it(app: Flask, sign_in: SignIn) -> None:
    agreement = builders.agreement()
    for role in (Role.CLERK, Role.READER):
        browser = sign_in(builders.person(role))
        assert NOBODY not in browser.get("/").text
        assert NOBODY not in browser.get(f"/avtal/{agreement.slug}").text


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.MANAGER])
def test_the_start_page_takes_as_many_statements_however_many_reach_nobody(
    app: Flask, sign_in: SignIn, role: Role
) -> None:
    browser = sign_in(builders.person(role))
    builders.recommendation(builders.agreement())
    with counted() as few:
        browser.get("/")
    for number in range(5):
        owner = builders.agreement(f"Avtal {number}")
        builders.recommendation(owner, title=f"Bilaga {number}")
    with counted() as many:
        browser.get("/")
    assert len(many) == len(few)
