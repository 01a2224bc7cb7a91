"""The matrix, the map and the list: what they show, filter, export, and what they cost."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from nk_avtal.adoptions import facts, overview
from nk_avtal.adoptions.words import STANDINGS
from nk_avtal.db import db
from nk_avtal.domain.adoptions import Outcome, Standing
from nk_avtal.domain.agreements import Area
from nk_avtal.domain.people import Role
from nk_avtal.domain.recommendations import Status
from nk_avtal.domain.tallies import remains
from nk_avtal.recommendations.models import Recommendation
from tests import builders, statements
from tests.builders import TODAY

SignIn = Callable[[builders.Person], FlaskClient]


def a_bit_of_everything() -> Recommendation:
    """A recommendation in which each of the nine standings occurs."""
    sent = builders.recommendation(without=("Kiruna",), reply_by=date(2026, 12, 31))
    builders.decision(sent, "Arjeplog")
    builders.decision(
        sent, "Boden", outcome=Outcome.ADOPTED_WITH_ADDITION, addition="Skolskjuts ingår"
    )
    builders.decision(sent, "Kalix", outcome=Outcome.DECLINED)
    builders.decision(sent, "Luleå", outcome=Outcome.REFERRED_BACK, returns_on=date(2026, 12, 14))
    builders.addressee(sent, "Pajala").planned_on = date(2026, 12, 7)
    builders.addressee(sent, "Piteå").planned_on = date(2026, 11, 16)
    db.session.commit()
    return sent


def a_late_one() -> Recommendation:
    return builders.recommendation(
        builders.agreement(slug="hemsjukvard"),
        title="Hemsjukvård",
        slug="hemsjukvard",
        reply_by=date(2026, 10, 31),
    )


@pytest.fixture
def reader(app: Flask, sign_in: SignIn) -> FlaskClient:
    return sign_in(builders.person(Role.READER, "Piteå"))


@pytest.mark.parametrize("view", ["", "?vy=karta", "?vy=lista"])
def test_every_view_says_each_of_the_nine_standings_in_words(
    app: Flask, reader: FlaskClient, view: str
) -> None:
    a_bit_of_everything()
    a_late_one()
    separator = "&" if view else "?"
    slugs = ("lakarmedverkan-ny-bilaga-2-om-jourtid", "hemsjukvard")
    pages = [
        reader.get(f"/rekommendationer{view}{separator}rekommendation={slug}").text
        for slug in slugs
    ]
    text = " ".join(pages).lower()
    concerned = set(Standing) - ({Standing.NOT_CONCERNED} if "lista" in view else set())
    with app.test_request_context():
        words = {str(STANDINGS[standing]).lower() for standing in concerned}
    assert {word for word in words if word not in text} == set()


def test_a_cell_says_the_whole_truth_to_those_who_do_not_see_it(
    app: Flask, reader: FlaskClient
) -> None:
    a_bit_of_everything()
    page = reader.get("/rekommendationer").text
    assert "Boden: antagit med tillägg 16 november" in page
    assert "Piteå: mötet har varit 16 november" in page
    assert "16/11?" in page
    assert "2 av 13" in page.replace("<b>", "").replace("</b>", "")


def test_members_and_titles_are_in_swedish_order(app: Flask, reader: FlaskClient) -> None:
    owner = builders.agreement()
    for title in ("Övriga frågor", "Zonindelning", "Ängsmark", "Ålderdomshem"):
        builders.recommendation(owner, title=title, slug=title[1:].lower())
    page = reader.get("/rekommendationer").text
    titles = ["Zonindelning", "Ålderdomshem", "Ängsmark", "Övriga frågor"]
    places = [page.index(f">{title}</a><small>") for title in titles]
    assert places == sorted(places)
    names = ["Piteå", "Älvsbyn", "Överkalix", "Övertorneå"]
    heads = [page.index(f">{name}</a></th>") for name in names]
    assert heads == sorted(heads)


def test_filters_live_in_the_address_and_the_count_says_so(app: Flask, reader: FlaskClient) -> None:
    a_bit_of_everything()
    a_late_one()
    builders.recommendation(
        builders.agreement(slug="skola"), title="Skolavtal", slug="skola", area=Area.EDUCATION
    )
    assert "Visar 3 av 3" in reader.get("/rekommendationer").text
    education = reader.get("/rekommendationer?omrade=utbildning").text
    assert "Visar 1 av 3" in education
    assert "Rensa filter" in education
    assert "Visar 1 av 3" in reader.get("/rekommendationer?lage=forsenad").text
    assert "Visar 2 av 3" in reader.get("/rekommendationer?kommun=kiruna").text
    assert "Visar 3 av 3" in reader.get("/rekommendationer?lage=trams&omrade=x&sida=9").text
    empty = reader.get("/rekommendationer?omrade=ovrigt").text
    assert "Inga rekommendationer med de valen." in empty


def test_a_withdrawn_one_is_shown_among_all_and_waits_for_nobody(
    app: Flask, reader: FlaskClient
) -> None:
    gone = a_late_one()
    gone.status, gone.withdrawal_reason = Status.WITHDRAWN, "Regionen sa nej"
    db.session.commit()
    assert "Inga rekommendationer med de valen." in reader.get("/rekommendationer").text
    page = reader.get("/rekommendationer?lage=alla").text
    assert "Tillbakadragen" in page
    assert "Luleå: berörs inte" in page
    assert overview.counts(TODAY) == {}


def test_what_is_left_agrees_with_the_rule(app: Flask) -> None:
    a_bit_of_everything()
    a_late_one()
    places = facts.standings_where(facts.Recommendation.status == Status.SENT, TODAY)
    left: dict[int, int] = {}
    for row in places.values():
        for number, place in row.items():
            if remains(place.standing):
                left[number] = left.get(number, 0) + 1
    assert {number: count.open for number, count in overview.counts(TODAY).items()} == left


def test_a_cell_leads_a_clerk_to_the_own_decision_and_others_to_the_row(
    app: Flask, sign_in: SignIn, reader: FlaskClient
) -> None:
    sent = a_bit_of_everything()
    clerk = sign_in(builders.person(Role.CLERK, "Piteå")).get("/rekommendationer").text
    assert f'href="/kommuner/pitea/beslut/{sent.slug}"' in clerk
    assert f'href="/rekommendationer/{sent.slug}#lulea"' in clerk
    assert "/beslut/" not in reader.get("/rekommendationer").text


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_what_is_shown_can_be_fetched_as_a_file(app: Flask, reader: FlaskClient, form: str) -> None:
    a_bit_of_everything()
    a_late_one()
    answer = reader.get(f"/rekommendationer/avtalsmatris.{form}?lage=forsenad")
    assert f"avtalsmatris-2026-11-24.{form}" in answer.headers["Content-Disposition"]
    if form == "csv":
        head, *rows = answer.data.decode("utf-8-sig").splitlines()
        assert head.startswith("Rekommendation;Område;Styrelsen beslutade;Paragraf;Svara senast")
        assert rows[0].startswith("Hemsjukvård;Kommunal hälso- och sjukvård;2026-09-25;64")
        assert ";Försenat;" in rows[0]
    else:
        sheet = load_workbook(io.BytesIO(answer.data)).active
        assert sheet is not None
        lines = list(sheet.values)
        assert len(lines) == 2
        assert lines[1].count("Försenat") == 14


def test_only_what_was_marked_is_fetched(app: Flask, reader: FlaskClient) -> None:
    a_bit_of_everything()
    a_late_one()
    text = reader.get("/rekommendationer/avtalsmatris.csv?rek=hemsjukvard").data.decode("utf-8")
    assert len(text.splitlines()) == 2


PAGES = (
    *("/rekommendationer", "/rekommendationer?vy=karta", "/rekommendationer?vy=lista"),
    *("/rekommendationer/forsta", "/rekommendationer/paminn", "/kommuner", "/kommuner/lulea"),
)


MOST = {"/kommuner/lulea": 30}
"""A municipality's page also tells what binds it and what that costs."""


@pytest.mark.parametrize("path", PAGES)
def test_a_page_costs_as_many_statements_however_many_rows(
    app: Flask, sign_in: SignIn, path: str
) -> None:
    owner = builders.agreement()
    builders.recommendation(owner, slug="forsta", reply_by=date(2026, 10, 31))
    client = sign_in(builders.person(Role.MANAGER))
    client.get(path)
    with statements.counted() as few:
        assert client.get(path).status_code == 200
    for number in range(4):
        more = builders.recommendation(owner, slug=f"r-{number}", reply_by=date(2026, 10, 31))
        builders.decision(more, "Luleå")
        builders.decision(db.session.get_one(Recommendation, more.id), "Kiruna")
    with statements.counted() as many:
        assert client.get(path).status_code == 200
    assert len(many) == len(few) <= MOST.get(path, 17)
