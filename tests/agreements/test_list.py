"""The list of agreements: who sees what, narrowed down, in pages and as files."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from nk_avtal.agreements.models import AgreementArea, Party
from nk_avtal.db import db
from nk_avtal.domain.agreements import Area, Precision, Stage
from nk_avtal.domain.people import Role
from tests import builders
from tests.statements import counted

SignIn = Callable[[builders.Person], FlaskClient]


@pytest.fixture
def negotiator(app: Flask, sign_in: SignIn) -> FlaskClient:
    return sign_in(builders.person(Role.NEGOTIATOR))


@pytest.mark.parametrize("stage", list(Stage))
@pytest.mark.parametrize("role", [Role.CLERK, Role.NEGOTIATOR])
def test_the_municipalities_see_what_has_come_to_them_and_the_association_all(
    app: Flask, sign_in: SignIn, role: Role, stage: Stage
) -> None:
    agreement = builders.agreement(stage=stage)
    client = sign_in(builders.person(role))
    seen = role is Role.NEGOTIATOR or stage in (
        *(Stage.RECOMMENDED, Stage.DECIDING, Stage.CONCLUDED, Stage.TERMINATED),
    )
    assert (agreement.title in client.get("/avtal").text) is seen
    assert (agreement.title in client.get("/avtal.csv").get_data().decode("utf-8-sig")) is seen
    assert client.get(f"/avtal/{agreement.slug}").status_code == (200 if seen else 404)


def test_the_choices_in_the_address_narrow_the_list_and_are_kept_in_the_form(
    negotiator: FlaskClient,
) -> None:
    builders.agreement("Läkarmedverkan")
    builders.agreement(
        "Ömsesidig skolgång",
        stage=Stage.DRAFT,
        areas=[AgreementArea(area=Area.EDUCATION)],
        parties=[Party(municipality_id=builders.municipality("Kiruna").id)],
    )
    kiruna = builders.municipality("Kiruna").id
    pitea = builders.municipality("Piteå").id
    for query, expected in (
        ("", {"Läkarmedverkan", "Ömsesidig skolgång"}),
        ("q=ömsesidig", {"Ömsesidig skolgång"}),
        ("omrade=education", {"Ömsesidig skolgång"}),
        ("skede=concluded", {"Läkarmedverkan"}),
        (f"part={pitea}", {"Läkarmedverkan"}),
        (f"part={kiruna}", {"Läkarmedverkan", "Ömsesidig skolgång"}),
        ("part=Region+Norrbotten", {"Läkarmedverkan"}),
        ("q=finns+inte", set()),
    ):
        page = negotiator.get(f"/avtal?{query}").text
        shown = {title for title in ("Läkarmedverkan", "Ömsesidig skolgång") if title in page}
        assert shown == expected, query
        assert f"Visar {len(expected)} av 2." in page
    assert 'value="education" selected' in negotiator.get("/avtal?omrade=education").text
    assert "Rensa filter" in negotiator.get("/avtal?q=finns+inte").text


@pytest.mark.parametrize(
    "query",
    [
        "part=99999999999999999999&ansvarig=99999999999999999999",
        "omrade=x&skede=x&ordning=x&ansvarig=x&sida=x",
        "endpoint=start.index&_scheme=javascript&_external=1&_anchor=x&sida=2",
    ],
)
def test_no_address_breaks_the_list(negotiator: FlaskClient, query: str) -> None:
    for number in range(26):
        builders.agreement(f"Avtal {number}")
    for path in ("/avtal", "/avtal.csv", "/avtal.xlsx"):
        answer = negotiator.get(f"{path}?{query}")
        assert answer.status_code == 200, path
        assert b"javascript" not in answer.data


def test_titles_come_in_swedish_order_and_what_ends_first_before_what_never_ends(
    negotiator: FlaskClient,
) -> None:
    builders.agreement("Överenskommelse", end_on=None, end_precision=Precision.OPEN_ENDED)
    builders.agreement("Äldreomsorg", end_on=date(2030, 1, 1))
    builders.agreement("Åtagande", end_on=date(2026, 12, 31))
    builders.agreement("Zonavtal", end_on=date(2028, 1, 1))

    def order(query: str) -> list[str]:
        page = negotiator.get(f"/avtal?{query}").text
        titles = ("Zonavtal", "Åtagande", "Äldreomsorg", "Överenskommelse")
        return sorted(titles, key=lambda title: page.index(f">{title}</a>"))

    assert order("") == ["Zonavtal", "Åtagande", "Äldreomsorg", "Överenskommelse"]
    assert order("ordning=slutar") == ["Åtagande", "Zonavtal", "Äldreomsorg", "Överenskommelse"]


def test_a_long_list_comes_in_pages_that_keep_the_choices(negotiator: FlaskClient) -> None:
    for number in range(27):
        builders.agreement(f"Avtal {number:02}")
    first = negotiator.get("/avtal?q=avtal").text
    second = negotiator.get("/avtal?q=avtal&sida=2").text
    assert "Avtal 24" in first
    assert "Avtal 25" not in first
    assert "Avtal 25" in second
    assert "/avtal?q=avtal&amp;sida=2" in first


def test_what_is_over_or_has_not_begun_is_not_said_to_apply(negotiator: FlaskClient) -> None:
    ends = {"following_term": None, "notice_period": None}
    builders.agreement("Slut", start_on=date(2014, 1, 1), end_on=date(2016, 12, 31), **ends)
    builders.agreement("Sedan", start_on=date(2028, 1, 1), end_on=date(2030, 12, 31), **ends)
    builders.agreement("Nu")
    rows = negotiator.get("/avtal.csv").data.decode("utf-8-sig").splitlines()[1:]
    stages = {row.split(";")[1]: row.split(";")[4] for row in rows}
    assert stages == {"Slut": "Upphört", "Sedan": "Börjar gälla senare", "Nu": "Gäller"}
    page = negotiator.get("/avtal").text
    assert all(page.count(f">{word}</td>") == 1 for word in stages.values())


def test_the_files_hold_what_is_shown_with_days_as_days_and_formulas_as_text(
    negotiator: FlaskClient,
) -> None:
    builders.agreement("=HYPERLINK(1)", end_on=date(2027, 12, 31), end_precision=Precision.YEAR)
    builders.agreement("Läkarmedverkan")
    text = negotiator.get("/avtal.csv?q=hyperlink").data.decode("utf-8-sig")
    head, row, *rest = text.splitlines()
    assert head.startswith("NK-nummer;Titel;Typ;Område;Skede")
    assert "'=HYPERLINK(1)" in row
    assert ";2025-01-01;2027;" in row
    assert rest == []
    book = load_workbook(io.BytesIO(negotiator.get("/avtal.xlsx").data))
    rows = list(book.active.iter_rows(min_row=2))
    assert len(rows) == 2
    formula = next(row[1] for row in rows if str(row[1].value).startswith("="))
    assert formula.data_type == "s"
    assert rows[0][7].is_date


def test_the_list_takes_as_many_statements_for_thirty_agreements_as_for_one(
    negotiator: FlaskClient,
) -> None:
    builders.agreement("Avtal")
    with counted() as few:
        negotiator.get("/avtal")
    for number in range(29):
        builders.agreement(f"Avtal {number}", responsible=builders.person(Role.NEGOTIATOR))
    db.session.commit()
    for path in ("/avtal", "/avtal.csv"):
        with counted() as many:
            negotiator.get(path)
        assert len(many) <= len(few), path
