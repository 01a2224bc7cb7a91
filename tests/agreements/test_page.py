"""One agreement's page: its stage, its days, its relations, and what others may see of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from nk_avtal.agreements.models import Agreement
from nk_avtal.db import db
from nk_avtal.documents.models import Openness
from nk_avtal.domain.agreements import Precision, Stage
from nk_avtal.domain.people import Role
from tests import builders
from tests.pages import post
from tests.statements import counted

SignIn = Callable[[builders.Person], FlaskClient]


@pytest.fixture
def negotiator(app: Flask, sign_in: SignIn) -> FlaskClient:
    return sign_in(builders.person(Role.NEGOTIATOR))


def by_title(title: str) -> Agreement:
    return db.session.scalars(sa.select(Agreement).where(Agreement.title == title)).one()


def test_the_page_says_the_last_day_of_notice_and_what_happens_otherwise(
    negotiator: FlaskClient,
) -> None:
    page = negotiator.get(f"/avtal/{builders.agreement().slug}").text
    assert "Säg upp senast" in page
    assert "31 december 2026" in page
    assert "Annars förlängs det till" in page
    assert "31 december 2029" in page
    assert "Visa uträkningen" in page


def test_what_has_ended_is_told_as_past_and_nothing_follows(sign_in: SignIn) -> None:
    past = {"start_on": date(2024, 1, 1), "end_on": date(2025, 12, 31)}
    ended = builders.agreement(following_term=None, notice_period=None, **past)
    page = sign_in(builders.person(Role.SECRETARY)).get(f"/avtal/{ended.slug}").text
    for text in ("Upphörde", "Gällde", "328 dagar sen"):
        assert text in page, text
    for text in ("Gäller nu", "Gäller till", "Om inget görs<", "Nästa steg"):
        assert text not in page, text


@pytest.mark.parametrize("stage", list(Stage))
@pytest.mark.parametrize(
    "terms",
    [
        {},
        {"start_on": None, "start_precision": Precision.UNKNOWN, "notice_period": None},
        {"end_on": None, "end_precision": Precision.OPEN_ENDED, "following_term": None},
        {"end_precision": Precision.YEAR},
        {"end_on": date(2020, 12, 31), "start_on": date(2019, 1, 1), "following_term": None},
        {"notice_period": "first_term", "first_term": None},
    ],
    ids=["whole", "start unknown", "open-ended", "only a year", "ended", "notice unreadable"],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_every_stage_with_any_terms_has_a_page(
    negotiator: FlaskClient, stage: Stage, terms: dict[str, object]
) -> None:
    agreement = builders.agreement(stage=stage, **terms)
    for page in (f"/avtal/{agreement.slug}", f"/avtal/{agreement.slug}/villkor", "/avtal", "/"):
        assert negotiator.get(page).status_code == 200, page


def test_steps_are_taken_in_their_order_and_no_other(negotiator: FlaskClient) -> None:
    agreement = builders.agreement(stage=Stage.DRAFT)
    page = f"/avtal/{agreement.slug}"

    def take(step: str) -> int:
        return post(negotiator, f"{page}/steg", {"step": step}, page=page).status_code

    assert take("negotiate") == 302
    assert take("prepare") == 302
    assert take("give_notice") == 400, "notice has a page of its own"
    assert take("send") == 400
    assert take("nonsense") == 400
    assert by_title(agreement.title).stage is Stage.PREPARATION
    assert "Gav avtalet" not in negotiator.get(page).text


def test_others_see_neither_internal_notes_nor_buttons_to_change(
    app: Flask, sign_in: SignIn
) -> None:
    agreement = builders.agreement(counterparty_contact="Avdelning X hos regionen")
    builders.document_version(agreement, "Intern promemoria").document.openness = Openness.INTERNAL
    builders.document_version(agreement, "Avtalstext")
    for role in (Role.READER, Role.CLERK):
        page = sign_in(builders.person(role)).get(f"/avtal/{agreement.slug}").text
        assert "Avtalstext" in page
        for hidden in (
            "Avdelning X",
            "Intern promemoria",
            "/andra",
            "/villkor",
            "/steg",
            "/historik",
        ):
            assert hidden not in page, (role, hidden)


def test_relations_are_told_on_both_pages_and_never_reveal_a_draft(
    negotiator: FlaskClient, sign_in: SignIn
) -> None:
    new = builders.agreement("Det nya avtalet")
    old = builders.agreement("Det gamla avtalet")
    draft = builders.agreement("Ett hemligt utkast", stage=Stage.DRAFT)
    page = f"/avtal/{new.slug}/samband"
    for other, relation in ((old, "replaces"), (draft, "related"), (old, "replaces")):
        post(negotiator, page, {"relation": relation, "other": other.id})
    assert "Det gamla avtalet" in negotiator.get(f"/avtal/{new.slug}").text
    assert "Ersätts av" in negotiator.get(f"/avtal/{old.slug}").text
    assert len(by_title("Det nya avtalet").relations) == 2
    clerk = sign_in(builders.person(Role.CLERK))
    seen = clerk.get(f"/avtal/{new.slug}").text
    assert "Det gamla avtalet" in seen
    assert "Ett hemligt utkast" not in seen


@pytest.mark.parametrize("other", ["", "0", "nonsense", "99999999999999999999"])
def test_a_relation_to_nothing_is_refused(negotiator: FlaskClient, other: str) -> None:
    agreement = builders.agreement()
    page = f"/avtal/{agreement.slug}/samband"
    answer = post(negotiator, page, {"relation": "related", "other": other})
    assert answer.status_code == 422
    assert "Välj ett avtal" in answer.text


def test_only_own_relations_can_be_taken_away(negotiator: FlaskClient) -> None:
    new, old = builders.agreement("Nytt"), builders.agreement("Gammalt")
    page = f"/avtal/{new.slug}/samband"
    post(negotiator, page, {"relation": "replaces", "other": old.id})
    relation = by_title("Nytt").relations[0].id
    post(negotiator, f"/avtal/{old.slug}/samband/{relation}/bort", {}, page=page)
    assert len(by_title("Nytt").relations) == 1
    post(negotiator, f"{page}/{relation}/bort", {}, page=page)
    assert by_title("Nytt").relations == []


def test_the_page_takes_as_many_statements_however_much_hangs_on_the_agreement(
    negotiator: FlaskClient,
) -> None:
    agreement = builders.agreement()
    recommendation = builders.recommendation(agreement)
    builders.decision(recommendation, "Piteå")
    page = f"/avtal/{agreement.slug}"

    def relate(title: str) -> None:
        other = builders.agreement(title)
        values = {"relation": "related", "other": other.id}
        post(negotiator, f"{page}/samband", values)
        back = {"relation": "related", "other": agreement.id}
        post(negotiator, f"/avtal/{other.slug}/samband", back)

    def more(*names: str) -> None:
        for name in names:
            builders.decision(recommendation, name)
            builders.document_version(agreement, f"Bilaga {name}")
            relate(f"Avtal {name}")

    more("Haparanda", "Pajala", "Arjeplog")  # what the newest sentences speak of is alike then
    with counted() as few:
        negotiator.get(page)
    more("Kiruna", "Luleå", "Boden", "Kalix")
    with counted() as many:
        negotiator.get(page)
    assert len(few) == len(many)
    assert len(many) <= 60
