"""Documents of a recommendation and of a municipality's decision, as they are fetched."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from nk_avtal.db import db
from nk_avtal.domain.adoptions import Outcome
from nk_avtal.domain.agreements import Stage
from nk_avtal.domain.people import Role
from nk_avtal.domain.recommendations import Status
from nk_avtal.letters import actions, making
from tests import builders
from tests.letters.words import lines, opened, template
from tests.pages import csrf_of

SignIn = Callable[..., FlaskClient]
NBSP = "\N{NO-BREAK SPACE}"


def test_the_recommendation_is_there_for_everybody_and_names_whom_it_is_to(
    app: Flask, sign_in: SignIn
) -> None:
    sent = builders.recommendation(without=("Kiruna",))
    answer = sign_in(builders.person(Role.READER)).get(
        f"/rekommendationer/{sent.slug}/rekommendation.docx"
    )
    assert f"rekommendation-{sent.slug}.docx" in answer.headers["Content-Disposition"]
    shown = lines(answer.data)
    assert sent.title in shown
    assert "att anta bilaga 2, Läkarmedverkan på jourtid" in shown
    towns = shown[shown.index("Rekommendationen skickas till") + 1]
    assert towns.startswith("Arjeplogs kommun, Arvidsjaurs kommun")
    assert "Kiruna" not in towns


def test_what_was_sent_reads_the_same_for_ever(app: Flask, sign_in: SignIn) -> None:
    draft = builders.recommendation(status=Status.DRAFT, sent_at=None)
    client = sign_in(builders.person(Role.SECRETARY))
    address = f"/rekommendationer/{draft.slug}/rekommendation.docx"
    assert client.get(address).status_code == 404
    page = f"/rekommendationer/{draft.slug}/skicka"
    assert client.post(page, data={"csrf_token": csrf_of(client, page)}).status_code == 302
    sent = client.get(address).data
    db.session.expire_all()
    draft.reply_by = date(2027, 3, 1)
    draft.agreement.title = "Ett nytt namn"
    db.session.commit()
    assert client.get(address).data == sent
    assert f"Svara senast den 31{NBSP}december 2026" in lines(sent)


def test_a_wording_that_breaks_keeps_nobody_from_sending(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = builders.recommendation()
    broken = template("{{ rekommendation.finns_inte }}")
    monkeypatch.setattr(actions, "template_of", lambda kind, *, former: broken)
    making.keep_as_sent(sent, builders.person(Role.SECRETARY), builders.TODAY)
    assert sent.sent_letter is None


def test_the_facts_tell_of_terms_costs_and_what_others_have_decided(
    app: Flask, sign_in: SignIn
) -> None:
    sent = builders.recommendation()
    builders.decision(sent, "Boden", paragraph="142", reference="KS 2026/9")
    builders.addressee(sent, "Piteå").reference = "KS 2026/77"
    db.session.commit()
    clerk = sign_in(builders.person(Role.CLERK, "Piteå"))
    answer = clerk.get(f"/kommuner/pitea/beslut/{sent.slug}/fakta.docx")
    assert f"faktaunderlag-{sent.slug}-pitea.docx" in answer.headers["Content-Disposition"]
    text = "\n".join(lines(answer.data))
    assert f"dnr KS{NBSP}2026/77" in text
    assert f"gäller från och med den 1{NBSP}januari 2025" in text
    assert "förlängs överenskommelsen med 24 månader i taget" in text
    assert "Bilagan börjar gälla när alla 14 kommuner har antagit den." in text
    assert "1 av 14 har antagit." in text
    (row,) = opened(answer.data).tables[0].rows[1:]
    assert row.cells[0].text == "Boden"
    assert clerk.get(f"/kommuner/kalix/beslut/{sent.slug}/fakta.docx").status_code in (403, 404)


def test_terms_that_are_being_negotiated_stay_inside(app: Flask, sign_in: SignIn) -> None:
    sent = builders.recommendation()
    sent.agreement.stage = Stage.NEGOTIATION
    sent.agreement.compensation = "Högst tio miljoner"
    db.session.commit()
    clerk = sign_in(builders.person(Role.CLERK, "Piteå"))
    text = " ".join(lines(clerk.get(f"/kommuner/pitea/beslut/{sent.slug}/fakta.docx").data))
    assert sent.title in text
    assert "miljoner" not in text
    assert "i taget" not in text


def test_the_excerpt_says_what_the_municipality_recorded(app: Flask, sign_in: SignIn) -> None:
    sent = builders.recommendation()
    made = builders.decision(
        sent,
        "Piteå",
        outcome=Outcome.ADOPTED_WITH_ADDITION,
        addition="Uppföljning efter ett år",
        reference="KS 2026/412",
        approved_on=date(2026, 11, 20),
        note="Till förbundet: ring mig",
    )
    clerk = sign_in(builders.person(Role.CLERK, "Piteå"))
    address = f"/kommuner/pitea/utdrag/{made.id}/protokollsutdrag.docx"
    assert address in clerk.get(f"/kommuner/pitea/beslut/{sent.slug}/kvitto").text
    assert address in clerk.get(f"/kommuner/pitea/beslut/{sent.slug}/vag").text
    answer = clerk.get(address)
    shown = lines(answer.data)
    assert f"protokollsutdrag-{sent.slug}-pitea.docx" in answer.headers["Content-Disposition"]
    assert shown[0] == "Piteå kommun"
    decided = shown.index("Beslut") + 1
    assert shown[decided : decided + 3] == [
        "Kommunfullmäktige beslutar",
        "att anta bilaga 2, Läkarmedverkan på jourtid",
        "Beslutet fattas med följande tillägg: Uppföljning efter ett år",
    ]
    assert f"Protokollet justerades den 20{NBSP}november 2026." in shown
    assert "ring mig" not in " ".join(shown)


def test_an_excerpt_is_only_for_a_decision_that_stands_and_is_ones_own(
    app: Flask, sign_in: SignIn
) -> None:
    sent = builders.recommendation()
    theirs = builders.decision(sent, "Kalix")
    clerk = sign_in(builders.person(Role.CLERK, "Piteå"))
    for town in ("pitea", "kalix"):
        address = f"/kommuner/{town}/utdrag/{theirs.id}/protokollsutdrag.docx"
        assert clerk.get(address).status_code in (403, 404)
