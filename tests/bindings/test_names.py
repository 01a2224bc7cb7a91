"""Names that parties have had: kept, refused, taken away and put back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from nk_avtal.agreements.parties import PartyName
from nk_avtal.bindings.names import Names
from nk_avtal.db import db
from nk_avtal.domain.people import Role
from tests import builders
from tests.pages import post

PAGE = "/admin/namn"
COUNTY = {
    "party": "org:Region Norrbotten",
    "name": "Norrbottens läns landsting",
    "last_on": "2016-12-31",
}


@pytest.fixture
def admin(app: Flask, sign_in: Callable[..., FlaskClient]) -> FlaskClient:
    builders.agreement()
    return sign_in(builders.person(Role.ADMIN))


def kept() -> list[PartyName]:
    return list(db.session.scalars(sa.select(PartyName)))


def test_a_former_name_is_kept_with_its_time_and_used_for_its_days_alone(
    admin: FlaskClient,
) -> None:
    post(admin, PAGE, COUNTY)
    names = Names()
    assert names.on("Region Norrbotten", date(2016, 12, 31)) == "Norrbottens läns landsting"
    assert names.on("Region Norrbotten", date(2017, 1, 1)) == "Region Norrbotten"
    assert names.on(builders.municipality("Piteå").id, date(2016, 1, 1)) == "Piteå"
    page = admin.get(PAGE).text
    assert "Norrbottens läns landsting" in page
    assert "till och med 31 december 2016" in page


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"party": "org:Någon annan"}, "Välj en part"),
        ({"party": ""}, "Välj en part"),
        ({"name": ""}, "Skriv vad parten hette"),
        ({"last_on": ""}, "Skriv första eller sista dag för namnet"),
        ({"first_on": "2017-01-01"}, "Sista dag ligger före första dag"),
        ({"first_on": "nonsense"}, "felruta"),
    ],
)
def test_a_name_without_party_or_time_is_refused(
    admin: FlaskClient, change: dict[str, str], said: str
) -> None:
    answer = post(admin, PAGE, COUNTY | change)
    assert answer.status_code == 422
    assert said in answer.text
    assert kept() == []


def test_a_party_has_one_name_at_a_time(admin: FlaskClient) -> None:
    post(admin, PAGE, COUNTY)
    answer = post(admin, PAGE, COUNTY | {"name": "Landstinget", "last_on": "1999-12-31"})
    assert "har redan ett annat namn under en del av den tiden" in answer.text
    later = COUNTY | {"name": "Norra regionen", "first_on": "2028-01-01", "last_on": ""}
    post(admin, PAGE, later)
    assert len(kept()) == 2


def test_a_name_that_was_taken_away_can_be_put_back(admin: FlaskClient) -> None:
    post(admin, PAGE, COUNTY)
    number = kept()[0].id
    post(admin, f"{PAGE}/{number}/bort", {}, page=PAGE)
    assert kept() == []
    back = f"{PAGE}/tillbaka?party=org:Region+Norrbotten&name=Landstinget&last_on=2016-12-31"
    post(admin, back, {}, page=PAGE)
    assert [one.name for one in kept()] == ["Landstinget"]
    post(admin, f"{PAGE}/tillbaka?party=x&last_on=nonsense", {}, page=PAGE)
    assert len(kept()) == 1
