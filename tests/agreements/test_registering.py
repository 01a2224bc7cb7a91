"""Registering an agreement and changing it: what is kept, what is refused, who saved first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from nk_avtal import canonical
from nk_avtal.agreements import actions
from nk_avtal.agreements.models import Agreement, AgreementArea, Party
from nk_avtal.db import db
from nk_avtal.domain.agreements import Area, Stage
from nk_avtal.domain.entry import Basis, Condition, Entry, Outsiders
from nk_avtal.domain.people import Role
from tests import builders
from tests.pages import compared, hidden_fields, post

SignIn = Callable[[builders.Person], FlaskClient]


@pytest.fixture
def negotiator(app: Flask, sign_in: SignIn) -> FlaskClient:
    return sign_in(builders.person(Role.NEGOTIATOR))


def filled(**changes: Any) -> dict[str, Any]:
    values = {
        "title": "Samverkan om hemsjukvård, Åsele till Övertorneå",
        "number": "NK 2026-14",
        "kind": "accord",
        "areas": ["healthcare", "social_services"],
        "municipalities": [builders.municipality(name).id for name in ("Kiruna", "Piteå")],
        "organisations": "Region Norrbotten\n\n  Åsele kommun \nRegion Norrbotten",
        "cooperation": "unclear",
        "decided_by": "council",
        "summary": "Vem som gör vad.",
    }
    return values | changes


def only_agreement() -> Agreement:
    return db.session.scalars(sa.select(Agreement)).one()


def version_on(client: FlaskClient, page: str) -> str:
    return dict(hidden_fields(client.get(page).text))["version"]


def test_a_new_agreement_is_a_draft_with_its_parties_and_asks_for_its_terms(
    negotiator: FlaskClient,
) -> None:
    answer = post(negotiator, "/avtal/nytt", filled())
    agreement = only_agreement()
    assert answer.location == f"/avtal/{agreement.slug}/villkor"
    assert agreement.stage is Stage.DRAFT
    assert not agreement.published
    assert {one.area for one in agreement.areas} == {Area.HEALTHCARE, Area.SOCIAL_SERVICES}
    towns = {one.municipality.name for one in agreement.parties if one.municipality}
    assert towns == {"Kiruna", "Piteå"}
    others = [one.organisation for one in agreement.parties if one.organisation]
    assert others == ["Region Norrbotten", "Åsele kommun"]


def test_nothing_is_said_of_cooperation_until_somebody_has(negotiator: FlaskClient) -> None:
    assert '<option selected value="unclear">' in negotiator.get("/avtal/nytt").text


def test_who_must_have_adopted_before_it_applies_is_kept_with_its_number(
    negotiator: FlaskClient,
) -> None:
    page = "/avtal/nytt"
    for wrong in ("", "0", "tio"):
        number = {"entry_condition": "at_least", "entry_at_least": wrong}
        answer = post(negotiator, page, filled(**number))
        assert answer.status_code == 422
        assert "Skriv ett antal kommuner, till exempel 10" in answer.text
    post(negotiator, page, filled(entry_condition="at_least", entry_at_least="10"))
    agreement = only_agreement()
    assert agreement.entry == Entry(Condition.AT_LEAST, 10)
    page = f"/avtal/{agreement.slug}/andra"
    assert 'value="10"' in negotiator.get(page).text
    changed = filled(entry_condition="each", version=version_on(negotiator, page))
    post(negotiator, page, changed)
    assert agreement.entry == Entry(Condition.EACH)


def test_a_party_outside_the_county_does_not_count_among_the_municipalities(
    negotiator: FlaskClient,
) -> None:
    post(negotiator, "/avtal/nytt", filled())
    assert "2 kommuner" in negotiator.get(f"/avtal/{only_agreement().slug}").text


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"title": "   "}, "Skriv avtalets titel"),
        ({"title": "x" * 251}, "Titeln är för lång"),
        ({"number": "x" * 41}, "Skriv högst 40 tecken"),
        ({"organisations": "x" * 201}, "En part har för långt namn"),
        ({"kind": "nonsense"}, "felruta"),
        ({"areas": ["nonsense"]}, "felruta"),
        ({"municipalities": ["nonsense"]}, "felruta"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays_and_nothing_is_saved(
    negotiator: FlaskClient, change: dict[str, Any], said: str
) -> None:
    db.session.commit()
    before = canonical.fingerprint()
    answer = post(negotiator, "/avtal/nytt", filled(summary="Bevarad text.") | change)
    assert answer.status_code == 422
    assert said in answer.text
    assert "Bevarad text." in answer.text
    db.session.rollback()
    assert canonical.fingerprint() == before


def test_a_number_that_another_agreement_has_is_refused_and_nothing_else_is_saved(
    negotiator: FlaskClient,
) -> None:
    builders.agreement(number="NK 2026-14")
    answer = post(negotiator, "/avtal/nytt", filled())
    assert answer.status_code == 422
    assert "Det numret har ett annat avtal" in answer.text
    assert "Vem som gör vad." in answer.text
    assert len(db.session.scalars(sa.select(Agreement)).all()) == 1


def test_unknown_people_towns_and_goals_are_left_out_rather_than_guessed(
    negotiator: FlaskClient,
) -> None:
    strange = {"responsible": "99999999999999999999", "municipalities": [99999], "goals": [99999]}
    post(negotiator, "/avtal/nytt", filled(**strange))
    agreement = only_agreement()
    assert agreement.responsible_id is None
    assert [one for one in agreement.parties if one.municipality_id] == []


def test_two_agreements_of_one_title_get_addresses_of_their_own(negotiator: FlaskClient) -> None:
    for number in ("1", "2"):
        post(negotiator, "/avtal/nytt", filled(number=number))
    slugs = set(db.session.scalars(sa.select(Agreement.slug)))
    assert len(slugs) == 2
    for slug in slugs:
        assert negotiator.get(f"/avtal/{slug}").status_code == 200


def test_the_second_of_two_savers_sees_both_versions_and_can_save_again(
    negotiator: FlaskClient,
) -> None:
    agreement = builders.agreement(number="NK 1")
    page = f"/avtal/{agreement.slug}/andra"
    opened = version_on(negotiator, page)
    post(negotiator, page, filled(title="Den första", version=opened))
    answer = post(negotiator, page, filled(title="Den andra", version=opened))
    assert answer.status_code == 409
    assert "Någon annan har ändrat avtalet" in answer.text
    assert ("Den första", "Den andra") in compared(answer.text)
    assert 'value="Den andra"' in answer.text
    assert only_agreement().title == "Den första"
    again = dict(hidden_fields(answer.text))["version"]
    post(negotiator, page, filled(title="Den andra", version=again))
    assert only_agreement().title == "Den andra"


def test_a_change_of_parties_alone_is_also_a_change_that_the_second_saver_is_told_of(
    negotiator: FlaskClient,
) -> None:
    post(negotiator, "/avtal/nytt", filled())
    page = f"/avtal/{only_agreement().slug}/andra"
    opened = version_on(negotiator, page)
    kiruna = builders.municipality("Kiruna").id
    post(negotiator, page, filled(municipalities=[kiruna], version=opened))
    answer = post(negotiator, page, filled(version=opened))
    assert answer.status_code == 409
    assert ("Kiruna", "Kiruna, Piteå") in compared(answer.text)


@pytest.mark.parametrize("version", ["", "nonsense", None])
def test_a_form_without_its_version_is_never_taken_for_a_fresh_one(
    negotiator: FlaskClient, version: str | None
) -> None:
    agreement = builders.agreement()
    page = f"/avtal/{agreement.slug}/andra"
    sent = filled() if version is None else filled(version=version)
    assert post(negotiator, page, sent).status_code == 409


def test_a_party_that_stays_keeps_its_row(negotiator: FlaskClient) -> None:
    post(negotiator, "/avtal/nytt", filled())
    agreement = only_agreement()
    rows = {one.id for one in agreement.parties}
    page = f"/avtal/{agreement.slug}/andra"
    more = [builders.municipality(name).id for name in ("Kiruna", "Piteå", "Arjeplog")]
    post(negotiator, page, filled(municipalities=more, version=version_on(negotiator, page)))
    assert rows < {one.id for one in only_agreement().parties}


def test_what_somebody_writes_is_shown_as_text(negotiator: FlaskClient) -> None:
    hostile = "<script>alert(1)</script>"
    post(negotiator, "/avtal/nytt", filled(title=hostile, summary=hostile, organisations=hostile))
    slug = only_agreement().slug
    for page in ("/avtal", f"/avtal/{slug}", f"/avtal/{slug}/andra", f"/avtal/{slug}/historik"):
        assert hostile not in negotiator.get(page).text


def test_what_is_rare_in_the_condition_is_folded_away_and_kept_when_it_is_written(
    negotiator: FlaskClient,
) -> None:
    page = negotiator.get("/avtal/nytt").text
    assert "<summary>Fler villkor för att börja gälla</summary>" in page
    assert "open>" not in page.split("Fler villkor för att börja gälla")[0][-40:]
    lulea = builders.municipality("Kiruna").id
    rare = {
        "entry_condition": "both",
        "entry_at_least": "2",
        "entry_share": "66,67 %",
        "entry_counted_on": "31 december 2025",
        "entry_by": "legal_force",
        "entry_named": [lulea],
        "entry_counterparty": "y",
        "entry_latest": "2027-06-30",
        "entry_outsiders": "may_join",
        "entry_outsiders_note": "Med sex månaders varsel.",
    }
    post(negotiator, "/avtal/nytt", filled(**rare))
    agreement = only_agreement()
    assert agreement.entry == Entry(
        Condition.BOTH,
        2,
        Decimal("66.67"),
        (lulea,),
        True,
        Basis.LEGAL_FORCE,
        date(2027, 6, 30),
        Outsiders.MAY_JOIN,
    )
    assert agreement.entry_counted_on == date(2025, 12, 31)
    again = negotiator.get(f"/avtal/{agreement.slug}/andra").text
    for kept in ("66,67", "31 december 2025", "30 juni 2027", "Med sex månaders varsel."):
        assert kept in again
    assert " open>" in again.split("Fler villkor för att börja gälla")[0][-60:]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"entry_condition": "share"}, "Skriv andelen i procent, till exempel 60 eller 66,67"),
        ({"entry_share": "101"}, "Skriv andelen i procent"),
        ({"entry_share": "0"}, "Skriv andelen i procent"),
        ({"entry_share": "1e9999999"}, "Skriv andelen i procent"),
        ({"entry_share": "NaN"}, "Skriv andelen i procent"),
        ({"entry_share": "33,333"}, "Skriv andelen i procent"),
        ({"entry_condition": "both", "entry_share": "60"}, "Skriv ett antal kommuner"),
        ({"entry_latest": "31 februari 2027"}, "felruta"),
        ({"entry_counted_on": "förr"}, "felruta"),
        ({"entry_by": "nonsense"}, "felruta"),
        ({"entry_outsiders": "nonsense"}, "felruta"),
        ({"entry_condition": "nonsense"}, "felruta"),
        ({"entry_named": ["99999"]}, "ska också vara parter"),
    ],
)
def test_a_condition_that_cannot_be_read_is_refused_at_its_field(
    negotiator: FlaskClient, change: dict[str, Any], said: str
) -> None:
    answer = post(negotiator, "/avtal/nytt", filled(**change))
    assert answer.status_code == 422
    assert said in answer.text


def test_only_what_reminders_tell_or_depend_on_has_them_planned_anew(app: Flask) -> None:
    agreement = builders.agreement()
    changes: tuple[tuple[str, object, bool], ...] = (
        ("title", agreement.title, False),
        ("summary", "Kort", False),
        ("legal_basis", "5 kap. 1 §", False),
        ("areas", [AgreementArea(area=Area.EDUCATION)], False),
        ("title", "Ett annat namn", True),
        ("number", "NK 2026-099", True),
        ("counterparty_contact", "Avtalsenheten", True),
        ("parties", [Party(organisation="Region Norrbotten")], True),
    )
    for name, value, told in changes:
        with db.session.no_autoflush:
            setattr(agreement, name, value)
            assert actions.is_told_otherwise(agreement) is told, name
        db.session.rollback()
        db.session.refresh(agreement)
