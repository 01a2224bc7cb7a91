"""The open register: what is published and nothing else, without a cookie."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from nk_avtal import clock
from nk_avtal.agreements.models import Agreement
from nk_avtal.db import db
from nk_avtal.documents import store
from nk_avtal.documents.models import Document, DocumentKind, DocumentVersion, Openness
from nk_avtal.domain.adoptions import Outcome
from nk_avtal.domain.agreements import Stage
from nk_avtal.domain.people import Role
from nk_avtal.domain.recommendations import Status
from nk_avtal.register import actions
from tests import builders
from tests.statements import counted

DATA = (
    *("/register/avtal.csv", "/register/beslut.csv", "/register/avtal.json"),
    *("/register/schema.json", "/register/andringar.atom", "/register/dcat.rdf"),
)


@pytest.fixture
def published(app: Flask) -> Agreement:
    made = builders.agreement("Hemsjukvård, ansvarsgränser mot regionen", published=True)
    for title, openness in (("Avtalstext", Openness.PUBLIC), ("Intern PM", Openness.INTERNAL)):
        file = store.keep(b"%PDF-1.7\n%%EOF", f"{title}.pdf", "application/pdf")
        version = DocumentVersion(number=1, file=file, added_at=clock.now())
        made.documents.append(
            Document(
                title=title, kind=DocumentKind.AGREEMENT, openness=openness, versions=[version]
            )
        )
    actions.publish(made, None)
    db.session.commit()
    return made


def test_a_visitor_reads_it_without_a_cookie(client: FlaskClient, published: Agreement) -> None:
    for address in ("/register", f"/register/{published.slug}", *DATA):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "Set-Cookie" not in answer.headers


def test_it_tells_who_has_adopted_and_who_has_not(
    client: FlaskClient, published: Agreement
) -> None:
    sent = builders.recommendation(published, without=("Kiruna",))
    builders.decision(sent, "Piteå")
    builders.decision(sent, "Luleå", outcome=Outcome.DECLINED)
    page = client.get(f"/register/{published.slug}").text
    assert "Antaget av 1 av 13 kommuner" in page
    missing = page.split("Har inte beslutat:")[1].split("</p>")[0]
    assert "Boden" in missing
    assert "Piteå" not in missing
    assert "Kiruna" not in missing


@pytest.mark.parametrize(
    "values",
    [{"published": False}, {"stage": Stage.DRAFT}, {"stage": Stage.CANCELLED}],
    ids=["withdrawn", "draft", "cancelled"],
)
def test_what_is_not_published_looks_like_what_does_not_exist(
    client: FlaskClient, values: dict[str, object]
) -> None:
    hidden = builders.agreement("Hemligt avtal", **({"published": True} | values))
    answer, missing = client.get(f"/register/{hidden.slug}"), client.get("/register/finns-inte")
    assert answer.status_code == missing.status_code == 404
    assert "Hemligt" not in client.get("/register?lage=alla").text + answer.text
    assert "Hemligt" not in client.get("/register/avtal.json").text


def test_withdrawing_takes_effect_at_once(client: FlaskClient, published: Agreement) -> None:
    assert published.title in client.get("/register").text
    published.published = False
    db.session.commit()
    assert published.title not in client.get("/register").text


def test_a_draft_recommendation_is_not_told(client: FlaskClient, published: Agreement) -> None:
    builders.recommendation(published, title="Ny bilaga i smyg", status=Status.DRAFT)
    assert "i smyg" not in client.get(f"/register/{published.slug}").text


def test_only_documents_cleared_for_everyone_are_there(
    client: FlaskClient, published: Agreement
) -> None:
    page = client.get(f"/register/{published.slug}").text
    assert "Avtalstext" in page
    assert "Intern PM" not in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=hemsjukvård", True),
        ("q=HEMSJUKVÅRD+norrbotten", True),
        ("q=hemsjukvard", False),
        ("omrade=halso-och-sjukvard", True),
        ("omrade=utbildning", False),
        ("kommun=Piteå", True),
        ("lage=upphort", False),
        ("lage=alla&omrade=finns-inte", True),
        ("lage=beslutas", False),
        ("q=hemsjukva%CC%8Ard", True),
    ],
)
def test_search_and_filters_live_in_the_address(
    client: FlaskClient, published: Agreement, query: str, found: bool
) -> None:
    assert (published.title in client.get(f"/register?{query}").text) is found


def test_an_ended_agreement_is_found_among_the_ended(
    client: FlaskClient, published: Agreement
) -> None:
    published.end_on = date(2026, 11, 23)
    db.session.commit()
    assert published.title not in client.get("/register").text
    assert published.title in client.get("/register?lage=upphort").text


def test_what_is_being_decided_is_found_as_such(client: FlaskClient, published: Agreement) -> None:
    sent = builders.recommendation(published, without=("Kiruna",))
    assert published.title in client.get("/register?lage=beslutas").text
    for town in builders.members():
        if town.name != "Kiruna":
            builders.decision(sent, town.name)
    assert published.title not in client.get("/register?lage=beslutas").text


def test_a_new_title_leaves_the_address_as_it_was(
    client: FlaskClient, published: Agreement
) -> None:
    published.title = "Gränser för hemsjukvården"
    db.session.commit()
    answer = client.get(f"/register/{published.slug}")
    assert answer.status_code == 200
    assert "Gränser för hemsjukvården" in answer.text


def test_what_has_not_changed_is_not_sent_again_and_what_is_withdrawn_is_gone(
    client: FlaskClient, published: Agreement, sign_in: Callable[..., FlaskClient]
) -> None:
    builders.decision(builders.recommendation(published), "Piteå")
    addresses = ("/register", f"/register/{published.slug}", *DATA)
    for address in addresses:
        first = client.get(address)
        kept = {"If-None-Match": first.headers["ETag"]}
        assert first.headers["Cache-Control"] == "public, no-cache", "a cache asks each time"
        again = client.get(address, headers=kept)
        assert (again.status_code, again.data) == (304, b""), address
        actions.withdraw(published, "Fel text")
        db.session.commit()
        answer = client.get(address, headers=kept)
        unmoved = dict.fromkeys(("/register/schema.json", "/register/dcat.rdf"), 304)
        gone = {addresses[1]: 404} | unmoved
        assert answer.status_code == gone.get(address, 200), address
        assert published.title not in answer.text
        actions.put_back(published)
        db.session.commit()
    person = sign_in(builders.person(Role.MANAGER))
    for address in addresses:
        answer = person.get(address, headers={"If-None-Match": "*"})
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "no-store"
        assert "ETag" not in answer.headers


def test_the_register_takes_the_same_number_of_statements_however_much_there_is(
    client: FlaskClient, published: Agreement
) -> None:
    addresses = ("/register", *DATA)
    builders.decision(builders.recommendation(published), "Piteå")
    few = []
    for address in addresses:
        with counted() as statements:
            client.get(address)
        few.append(len(statements))
    for number in range(3):
        more = builders.agreement(f"Avtal {number}", published=True)
        builders.decision(builders.recommendation(more, title=f"Bilaga {number}"), "Luleå")
    for address, before in zip(addresses, few, strict=True):
        with counted() as statements:
            client.get(address)
        assert len(statements) == before, address
