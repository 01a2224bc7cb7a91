"""A member's addresses, looked after by its clerk, and its names, by an administrator."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from nk_avtal.db import db
from nk_avtal.domain.people import Role
from nk_avtal.municipalities.models import ContactKind
from tests import builders
from tests.pages import post
from tests.statements import counted

SignIn = Callable[[builders.Person], FlaskClient]
CONTACTS = "/kommuner/pitea/kontakt"
MEMBER = "/admin/kommuner/pitea"


@pytest.fixture
def clerk(app: Flask, sign_in: SignIn) -> FlaskClient:
    return sign_in(builders.person(Role.CLERK))


@pytest.fixture
def administrator(app: Flask, sign_in: SignIn) -> FlaskClient:
    return sign_in(builders.person(Role.ADMIN))


def addresses() -> list[tuple[ContactKind, str]]:
    db.session.expire_all()
    return [(one.kind, one.email) for one in builders.municipality("Piteå").contacts]


def test_a_clerk_adds_and_removes_an_address(clerk: FlaskClient) -> None:
    new = {
        "email": " Registrator@Pitea.example ",
        "kind": "recommendations",
        "label": "Registratur",
    }
    assert post(clerk, CONTACTS, new).location == CONTACTS
    assert addresses() == [(ContactKind.RECOMMENDATIONS, "registrator@pitea.example")]
    assert "registrator@pitea.example" in clerk.get("/kommuner/pitea").text
    contact = builders.municipality("Piteå").contacts[0]
    post(clerk, f"{CONTACTS}/{contact.id}/bort", {}, page=CONTACTS)
    assert addresses() == []


def test_an_administrator_sees_the_addresses_that_may_be_changed(
    clerk: FlaskClient, administrator: FlaskClient
) -> None:
    post(clerk, CONTACTS, {"email": "kansli@pitea.example", "kind": "registrar"})
    page = administrator.get("/kommuner/pitea").text
    assert "kansli@pitea.example" in page
    assert "Inga adresser." not in page


def test_a_removed_address_is_put_back_once(clerk: FlaskClient) -> None:
    post(clerk, CONTACTS, {"email": "kansli@pitea.example", "kind": "registrar", "label": "Kansli"})
    contact = builders.municipality("Piteå").contacts[0]
    post(clerk, f"{CONTACTS}/{contact.id}/bort", {}, page=CONTACTS)
    assert f'action="{CONTACTS}/angra"' in clerk.get(CONTACTS).text
    for _ in range(2):
        assert post(clerk, f"{CONTACTS}/angra", {}, page=CONTACTS).location == CONTACTS
        assert addresses() == [(ContactKind.REGISTRAR, "kansli@pitea.example")]
    assert builders.municipality("Piteå").contacts[0].label == "Kansli"


@pytest.mark.parametrize(
    ("email", "message"),
    [
        ("", "Skriv en e-postadress"),
        ("registrator", "registrator är inte en e-postadress"),
        ("a@b.se\nBcc: c@d.se", "är inte en e-postadress"),
        ("finns@pitea.example", "Adressen finns redan"),
    ],
)
def test_an_address_that_mail_cannot_go_to_is_refused(
    clerk: FlaskClient, email: str, message: str
) -> None:
    post(clerk, CONTACTS, {"email": "finns@pitea.example", "kind": "recommendations"})
    answer = post(clerk, CONTACTS, {"email": email, "kind": "recommendations"})
    assert answer.status_code == 422
    assert message in answer.text
    assert len(addresses()) == 1


def test_a_clerk_cannot_remove_another_municipalitys_address(
    clerk: FlaskClient, administrator: FlaskClient
) -> None:
    theirs = "/kommuner/lulea/kontakt"
    post(administrator, theirs, {"email": "kommun@lulea.example", "kind": "recommendations"})
    contact = builders.municipality("Luleå").contacts[0]
    own_address = f"{CONTACTS}/{contact.id}/bort"
    assert post(clerk, own_address, {}, page=CONTACTS).status_code == 404
    assert builders.municipality("Luleå").contacts == [contact]


def filled(page: FlaskClient, **changes: Any) -> dict[str, Any]:
    town = builders.municipality("Piteå")
    names = ("name", "full_name", "genitive", "seat", "finnish_name", "tile_row", "tile_column")
    values = {name: getattr(town, name) for name in names}
    return values | {"active": "y", "version": town.version} | changes


def test_an_administrator_changes_a_name_and_counts_the_inhabitants(
    administrator: FlaskClient,
) -> None:
    form = filled(
        administrator,
        full_name="Piteå stad",
        genitive="Piteå stads",
        inhabitants="42 311",
        counted_on="2026-06-30",
    )
    assert post(administrator, MEMBER, form).location == "/admin/kommuner"
    town = builders.municipality("Piteå")
    assert town.genitive == "Piteå stads"
    assert [(one.counted_on, one.inhabitants) for one in town.populations] == [
        (date(2025, 12, 31), 42203),
        (date(2026, 6, 30), 42311),
    ]
    page = administrator.get("/admin/kommuner").text
    assert "Piteå stad" in page
    assert "42 311" in page


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"name": "Luleå"}, "En annan kommun heter så"),
        ({"name": ""}, "Skriv kommunens namn"),
        ({"name": "   "}, "Skriv kommunens namn"),
        ({"tile_row": "5", "tile_column": "3"}, "Luleå ligger redan där på kartan"),
        ({"tile_row": "5", "tile_column": ""}, "Skriv både rad och kolumn"),
        ({"inhabitants": "många"}, "Skriv ett antal"),
        ({"inhabitants": "42000", "counted_on": "i går"}, "Datumet gick inte att tolka"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_saved(
    administrator: FlaskClient, changes: dict[str, str], message: str
) -> None:
    answer = post(administrator, MEMBER, filled(administrator, seat="Öjebyn", **changes))
    assert answer.status_code == 422
    assert message in answer.text
    assert builders.municipality("Piteå").seat == "Piteå"


def test_the_second_of_two_administrators_sees_both_versions(administrator: FlaskClient) -> None:
    form = filled(administrator)
    post(administrator, MEMBER, form | {"seat": "Öjebyn"})
    late = post(administrator, MEMBER, form | {"seat": "Rosvik"})
    assert late.status_code == 409
    assert "Öjebyn" in late.text
    assert "Rosvik" in late.text
    assert builders.municipality("Piteå").seat == "Öjebyn"


def test_the_list_of_members_takes_as_many_statements_with_addresses_as_without(
    administrator: FlaskClient,
) -> None:
    with counted() as few:
        administrator.get("/admin/kommuner")
    for town in builders.members():
        address = f"/kommuner/{town.slug}/kontakt"
        values = {"email": f"kommun@{town.slug}.example", "kind": "recommendations"}
        post(administrator, address, values)
    with counted() as many:
        page = administrator.get("/admin/kommuner").text
    assert "kommun@overtornea.example" in page
    assert len(few) == len(many)
