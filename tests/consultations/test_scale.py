"""Pages cost the same however many consultations, parties and replies there are."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient

from nk_avtal.consultations import queries
from nk_avtal.consultations.models import Consultation, Invited
from nk_avtal.consultations.queries import Choice
from nk_avtal.db import db
from nk_avtal.domain.consultations import ConsultationStatus
from nk_avtal.domain.people import Role
from tests import builders
from tests.statements import counted

SignIn = Callable[..., FlaskClient]
PAGES = (
    (Role.MANAGER, "/"),
    (Role.CLERK, "/"),
    (Role.MANAGER, "/remisser"),
    (Role.MANAGER, "/remisser/a"),
    (Role.MANAGER, "/remisser/over"),
    (Role.MANAGER, "/remisser/a/paminn"),
    (Role.MANAGER, "/remisser/a/remissvar.csv"),
    (Role.CLERK, "/kommuner/pitea/remisser"),
    (Role.CLERK, "/kommuner/pitea/remisser/a"),
    (Role.CLERK, "/kommuner/pitea/remisser/over"),
)


def costs(browsers: dict[Role, FlaskClient]) -> dict[tuple[Role, str], int]:
    found = {}
    for role, path in PAGES:
        assert browsers[role].get(path).status_code == 200, path
        with counted() as seen:
            browsers[role].get(path)
        found[role, path] = len(seen)
    return found


def grown(of: Consultation, towns: tuple[str, ...]) -> None:
    others = [town for town in builders.members() if town.name not in towns]
    of.invited += [Invited(municipality=town) for town in others]
    db.session.commit()
    for name in ("Boden", "Kiruna", "Kalix", "Pajala"):
        builders.reply(of, name)


def test_no_page_takes_more_statements_for_more_of_anything(app: Flask, sign_in: SignIn) -> None:
    owner, towns = builders.agreement(), ("Piteå", "Luleå")
    going = builders.consultation(owner, slug="a", to=towns, guests=("X",))
    over = builders.consultation(owner, slug="over", to=towns, status=ConsultationStatus.CLOSED)
    for one in (going, over):
        builders.reply(one, "Luleå")
    browsers = {role: sign_in(builders.person(role)) for role, _path in PAGES}
    few = costs(browsers)
    for one in (going, over):
        grown(one, towns)
    for number in range(4):
        more = builders.consultation(owner, slug=f"b{number}", guests=("Y", "Z"))
        builders.reply(more, "Boden")
    many = costs(browsers)
    assert {page: cost for page, cost in many.items() if cost > few[page]} == {}


def test_the_list_in_parts_filtered_and_searched(app: Flask, sign_in: SignIn) -> None:
    owner = builders.agreement()
    for number in range(30):
        status = ConsultationStatus.CLOSED if number % 3 else ConsultationStatus.SENT
        builders.consultation(
            owner, slug=f"r-{number}", title=f"Åtgärd {number}", to=("Piteå",), status=status
        )
    assert queries.part(Choice(status="sent"), 1, 25)[0] == 10
    for words, count in (("ÅTGÄRD 29", 1), ("åtgärder", 30), ("atgard", 0)):
        assert queries.part(Choice(words=words), 1, 25)[0] == count, words
    assert queries.part(Choice(agreement="finns-inte"), 1, 25)[0] == 0
    number, last = queries.part(Choice(), 2, 25)
    assert (number, len(last)) == (30, 5)
    manager = sign_in(builders.person(Role.MANAGER))
    page = manager.get("/remisser?sida=2").text
    assert "Visar 26–30 av 30" in page
    assert "Inga remisser med de valen" in manager.get("/remisser?q=finns-inte").text
    clerk = sign_in(builders.person(Role.CLERK))
    assert "Visar 26–30 av 30" in clerk.get("/kommuner/pitea/remisser?sida=2").text


def test_an_empty_list_says_what_will_fill_it(app: Flask, sign_in: SignIn) -> None:
    assert "Inga remisser än." in sign_in(builders.person(Role.MANAGER)).get("/remisser").text
    clerk = sign_in(builders.person(Role.CLERK))
    assert "Inga remisser än." in clerk.get("/kommuner/pitea/remisser").text
