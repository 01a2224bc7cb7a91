"""Pages cost the same however many recommendations there are, and members that decide on them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from nk_avtal.adoptions import matrix
from nk_avtal.adoptions.matrix import Filter, Show
from nk_avtal.blueprints.recommendations import routes
from nk_avtal.db import db
from nk_avtal.domain.agreements import Area
from nk_avtal.domain.people import Role
from nk_avtal.municipalities.models import Municipality
from tests import builders
from tests.builders import TODAY
from tests.statements import counted

SignIn = Callable[..., FlaskClient]

FIRST = "lakarmedverkan-ny-bilaga-2-om-jourtid"
PAGES = (
    *((Role.MANAGER, "/"), (Role.NEGOTIATOR, "/"), (Role.CLERK, "/"), (Role.ADMIN, "/")),
    (Role.MANAGER, "/rekommendationer"),
    (Role.MANAGER, "/rekommendationer?lage=alla"),
    (Role.MANAGER, "/rekommendationer?vy=karta"),
    (Role.MANAGER, "/rekommendationer?vy=lista"),
    (Role.MANAGER, f"/rekommendationer/{FIRST}"),
    (Role.MANAGER, f"/rekommendationer/{FIRST}/uppfoljning"),
    (Role.MANAGER, "/kommuner"),
    (Role.MANAGER, "/kommuner/lulea"),
)


def more_members(count: int) -> None:
    for number in range(count):
        name = f"Nykommun {number}"
        db.session.add(
            Municipality(
                code=f"{number:04}",
                slug=f"nykommun-{number}",
                name=name,
                full_name=name,
                genitive=name,
                seat=name,
            )
        )
    db.session.commit()


def decided_on(title: str) -> None:
    """A recommendation that all members have, one of which is late with the answer."""
    owner = builders.agreement(title=f"Avtal om {title}")
    sent = builders.recommendation(owner, title=title, reply_by=date(2026, 10, 31))
    for one in ("Piteå", "Luleå"):
        builders.decision(sent, one)


def test_no_page_takes_more_statements_for_more_of_either(app: Flask, sign_in: SignIn) -> None:
    builders.recommendation(reply_by=date(2026, 10, 31))
    decided_on("Prislista")
    browsers = {role: sign_in(builders.person(role)) for role, _path in PAGES}

    def costs() -> dict[tuple[Role, str], int]:
        found = {}
        for role, path in PAGES:
            assert browsers[role].get(path).status_code == 200
            with counted() as seen:
                browsers[role].get(path)
            found[role, path] = len(seen)
        return found

    few = costs()
    more_members(5)
    for number in range(3):
        decided_on(f"Bilaga {number}")
    assert costs() == few
    assert max(few.values()) <= 40


def test_the_parts_of_the_list_are_the_whole_list(app: Flask) -> None:
    owner = builders.agreement()
    for number in range(17):
        title = f"{'ÖÅAÄ'[number % 4]}renden {number % 7}"
        builders.recommendation(
            owner,
            title=title,
            slug=f"r-{number}",
            area=(Area.OTHER, Area.EDUCATION)[number % 2],
            reply_by=TODAY + timedelta(days=number % 3),
        )
    for size in (1, 4, 5, 17, 40):
        found = []
        for number in range(1, -(-17 // size) + 1):
            total, rows = matrix.part(Filter(Show.ALL), TODAY, number, size)
            assert total == 17
            found += [row.slug for row in rows]
        titles = [row.slug for row in matrix.rows(Filter(Show.ALL), TODAY)]
        assert found == titles
    assert matrix.part(Filter(Show.ALL), TODAY, 99, 5)[1] == matrix.rows(Filter(), TODAY)[15:]
    assert matrix.part(Filter(area=Area.HEALTHCARE), TODAY, 1, 5) == (0, [])


def test_the_last_page_of_the_matrix_is_as_whole_as_the_first(
    app: Flask, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(routes, "ON_A_PAGE", 2)
    owner = builders.agreement()
    for number in range(5):
        builders.recommendation(owner, title=f"Bilaga {number}", slug=f"r-{number}")
    reader = sign_in(builders.person(Role.READER))
    page = reader.get("/rekommendationer?sida=3").text
    assert "Visar 5 av 5" in page
    assert "Luleå: väntar på beslut" in page
    assert ("Bilaga 4" in page, "Bilaga 3</a>" in page) == (True, False)
    chosen = reader.get("/rekommendationer?vy=karta&rekommendation=r-4").text
    assert '<option value="r-4" selected>' in chosen


def test_a_town_and_a_clerk_see_what_was_decided_last_and_where_the_rest_is(
    app: Flask, sign_in: SignIn
) -> None:
    owner = builders.agreement()
    for number in range(12):
        sent = builders.recommendation(owner, title=f"Bilaga {number}", slug=f"r-{number}")
        builders.decision(sent, "Piteå", decided_on=TODAY - timedelta(days=number))
    page = sign_in(builders.person(Role.CLERK)).get("/").text
    places = [page.find(f">Bilaga {number}</a>") for number in range(10)]
    assert -1 not in places
    assert places == sorted(places)
    assert "Bilaga 10" not in page
    assert "Visa alla kommunens beslut" in page
    manager = sign_in(builders.person(Role.MANAGER))
    assert "Bilaga 11" in manager.get("/kommuner/pitea").text
    table = "/rekommendationer/avtalsmatris.csv?lage=alla&kommun=pitea"
    assert table.replace("&", "&amp;") in manager.get("/kommuner/pitea").text
    assert "\nBilaga 11;" in manager.get(table).get_data(as_text=True)
