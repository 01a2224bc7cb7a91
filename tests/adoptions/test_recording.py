"""Recording a decision: what is asked, what is refused, what is kept (ux 7)."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from nk_avtal import clock
from nk_avtal.adoptions.models import Decision
from nk_avtal.bodies.models import Body, Meeting
from nk_avtal.db import db
from nk_avtal.demo.samples import FILES
from nk_avtal.domain.adoptions import Outcome
from nk_avtal.domain.bodies import BodyKind
from nk_avtal.domain.people import Role
from nk_avtal.outbox.models import Message, MessageState
from nk_avtal.recommendations.models import Recommendation
from tests import builders
from tests.pages import csrf_of, hidden_fields, post

ADDRESS = "/kommuner/pitea/beslut/lakarmedverkan-ny-bilaga-2-om-jourtid"
ANSWER = {
    "body": "council",
    "decided_on": "16 november",
    "paragraph": "142",
    "outcome": "adopted",
}
SignIn = Callable[..., FlaskClient]


def decisions() -> list[Decision]:
    return list(db.session.scalars(sa.select(Decision).order_by(Decision.id)))


def test_a_clerk_records_what_the_council_decided(clerk: FlaskClient) -> None:
    answer = post(clerk, ADDRESS, ANSWER | {"reference": " KS 2026-318 "})
    assert answer.location == f"{ADDRESS}/kvitto"
    (decision,) = decisions()
    assert decision.decided_on == date(2026, 11, 16)
    assert (decision.paragraph, decision.reference) == ("142", "KS 2026-318")
    assert (decision.body_name, decision.outcome) == ("Kommunfullmäktige", Outcome.ADOPTED)
    page = clerk.get(answer.location).text
    for words in (
        "Beslutet är registrerat",
        "Måndag 16 november 2026",
        "Piteå är den första av 14 kommuner som har antagit bilagan.",
    ):
        assert words in page


@pytest.mark.parametrize(
    "written",
    [
        *("2026-11-16", "20261116", "261116", "16/11", "16.11.2026", "16 nov", "16 november"),
        *("den 16 november", "måndag 16 november", "Måndag den 16 november 2026", " 16 /11 "),
        *("16 Nov 2026",),
    ],
)
def test_a_date_may_be_written_in_many_ways(clerk: FlaskClient, written: str) -> None:
    post(clerk, ADDRESS, ANSWER | {"decided_on": written})
    assert decisions()[0].decided_on == date(2026, 11, 16)


@pytest.mark.parametrize("written", ["142", "§142", "§ 142", "Kf § 142", "142 §"])
def test_a_paragraph_may_be_written_in_many_ways(clerk: FlaskClient, written: str) -> None:
    assert post(clerk, ADDRESS, ANSWER | {"paragraph": written}).status_code == 302
    assert "142" in decisions()[0].paragraph


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("body", "", "Välj vem som har beslutat"),
        ("body", "committee", "Skriv vilken nämnd som har beslutat"),
        ("decided_on", "", "Skriv datumet för sammanträdet, till exempel 16 november"),
        ("decided_on", "31 november", "November har 30 dagar. Skriv ett datum som finns"),
        ("decided_on", "i höstas", "Datumet gick inte att tolka. Skriv till exempel 2026-11-16"),
        ("decided_on", "2026-11-25", "Datumet har inte varit än. Planera mötet i stället"),
        (
            "decided_on",
            "2025-11-16",
            "Datumet är före styrelsens rekommendation den 25 september 2026. Kontrollera året",
        ),
        ("paragraph", "", "Skriv paragrafens nummer, till exempel 142"),
        ("paragraph", "§", "Paragrafen behöver en siffra, till exempel 142"),
        ("outcome", "", "Välj vad beslutet blev"),
        ("outcome", "adopted_with_addition", "Skriv vad kommunen lade till, eller välj Antagit"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_nothing_is_lost(
    clerk: FlaskClient, field: str, value: str, words: str
) -> None:
    answer = post(clerk, ADDRESS, ANSWER | {"note": "Hör av er"} | {field: value})
    assert answer.status_code == 422
    assert words in answer.text
    assert "Rätta en uppgift" in answer.text
    assert "<title>Fel:" in answer.text
    assert "Hör av er" in answer.text
    assert decisions() == []


def test_three_errors_are_counted_and_what_was_right_stays(clerk: FlaskClient) -> None:
    wrong = {"decided_on": "31 november", "paragraph": ""}
    image = {"excerpt": (io.BytesIO(b"\x00\x00\x00\x18ftypheic"), "bild.pdf")}
    answer = post(clerk, ADDRESS, ANSWER | wrong | image)
    assert "Rätta tre uppgifter" in answer.text
    assert "Protokollsutdraget är i formatet HEIC. Välj en PDF eller ett Word" in answer.text
    assert 'value="adopted"' in answer.text.split("checked")[1][-400:] + answer.text
    assert answer.text.count("checked") == 2


def test_an_upload_that_passed_is_kept_while_the_rest_is_corrected(clerk: FlaskClient) -> None:
    pdf = (FILES / "signed.pdf").read_bytes()
    answer = post(
        clerk, ADDRESS, ANSWER | {"paragraph": "", "excerpt": (io.BytesIO(pdf), "utdrag.pdf")}
    )
    assert "utdrag.pdf är uppladdad" in answer.text
    kept = answer.text.split('name="excerpt_kept"')[1].split('value="')[1].split('"')[0]
    post(clerk, ADDRESS, ANSWER | {"excerpt_kept": kept})
    (decision,) = decisions()
    assert decision.excerpt is not None
    got = clerk.get(f"/kommuner/pitea/utdrag/{decision.id}")
    assert got.data == pdf
    assert got.headers["Content-Disposition"].startswith("attachment")


def test_somebody_elses_kept_upload_is_not_taken(
    app: Flask, sent: Recommendation, sign_in: SignIn
) -> None:
    mine = sign_in(builders.person(Role.CLERK, "Piteå"))
    theirs = sign_in(builders.person(Role.CLERK, "Piteå"))
    pdf = (FILES / "signed.pdf").read_bytes()
    answer = post(mine, ADDRESS, ANSWER | {"paragraph": "", "excerpt": (io.BytesIO(pdf), "u.pdf")})
    kept = answer.text.split('name="excerpt_kept"')[1].split('value="')[1].split('"')[0]
    post(theirs, ADDRESS, ANSWER | {"excerpt_kept": kept})
    assert decisions()[0].excerpt_id is None


def test_the_second_of_two_people_with_an_excerpt_is_told_and_keeps_the_file(
    clerk: FlaskClient,
) -> None:
    post(clerk, ADDRESS, ANSWER)
    page, pdf = f"{ADDRESS}/utdrag", (FILES / "signed.pdf").read_bytes()
    opened = decisions()[0].version
    added = {"version": opened, "excerpt": (io.BytesIO(pdf), "först.pdf")}
    assert post(clerk, page, added).status_code == 302
    late = {"version": opened, "excerpt": (io.BytesIO(pdf), "sedan.pdf")}
    answer = post(clerk, page, late)
    assert answer.status_code == 409
    assert "Någon annan har ändrat beslutet" in answer.text
    assert "först.pdf" in answer.text
    assert "sedan.pdf är uppladdad" in answer.text
    assert decisions()[0].excerpt.name == "först.pdf"
    again = dict(hidden_fields(answer.text))
    assert clerk.post(page, data=again).status_code == 302
    assert decisions()[0].excerpt.name == "sedan.pdf"


def test_a_date_button_fills_the_field_without_script(clerk: FlaskClient) -> None:
    town = builders.municipality("Piteå")
    council = db.session.scalars(
        sa.select(Body).where(Body.municipality_id == town.id, Body.kind == BodyKind.COUNCIL)
    ).one()
    db.session.add(Meeting(body_id=council.id, held_on=date(2026, 11, 16)))
    db.session.commit()
    assert 'value="2026-11-16"' in clerk.get(ADDRESS).text
    answer = post(
        clerk, ADDRESS, {"body": "council", "paragraph": "142", "decided_on_pick": "2026-11-16"}
    )
    assert answer.status_code == 200
    assert "Måndag 16 november 2026" in answer.text
    assert 'value="142"' in answer.text
    assert decisions() == []


def test_the_same_paragraph_twice_is_asked_about_and_allowed(
    clerk: FlaskClient, sent: Recommendation
) -> None:
    other = builders.recommendation(sent.agreement, title="Prislista 2027")
    builders.decision(other, "Piteå")
    written = ANSWER | {"paragraph": "Kf § 142"}
    answer = post(clerk, ADDRESS, written)
    question = "Paragraf 142 är redan registrerad för fullmäktige 16 november. Stämmer det?"
    assert question in answer.text
    assert "Ja, samma paragraf gäller båda" in answer.text
    assert post(clerk, ADDRESS, written | {"same_paragraph": "y"}).status_code == 302


def test_the_same_paragraph_of_another_body_or_day_is_nothing_to_ask_about(
    clerk: FlaskClient, sent: Recommendation
) -> None:
    other = builders.recommendation(sent.agreement, title="Prislista 2027")
    builders.decision(other, "Piteå", decided_on=date(2026, 10, 26))
    builders.decision(other, "Piteå", body_name="Kommunstyrelsen", body_kind=BodyKind.EXECUTIVE)
    assert post(clerk, ADDRESS, ANSWER).status_code == 302


def test_a_recorded_decision_opens_for_change(clerk: FlaskClient) -> None:
    post(clerk, ADDRESS, ANSWER)
    page = clerk.get(ADDRESS).text
    assert "Ändra beslut" in page
    assert "16 november 2026" in page
    expected = page.split('name="expected"')[1].split('value="')[1].split('"')[0]
    post(clerk, ADDRESS, ANSWER | {"paragraph": "143", "expected": expected})
    (decision,) = decisions()
    assert decision.paragraph == "143"


def test_the_second_of_two_clerks_sees_both_versions(sent: Recommendation, sign_in: SignIn) -> None:
    first = sign_in(builders.person(Role.CLERK, "Piteå"))
    second = sign_in(builders.person(Role.CLERK, "Piteå"))
    token = csrf_of(second, ADDRESS)
    post(first, ADDRESS, ANSWER)
    mine = ANSWER | {"paragraph": "150", "csrf_token": token}
    answer = second.post(ADDRESS, data=mine)
    assert answer.status_code == 409
    assert "Någon annan ändrade beslutet kl." in answer.text
    assert "142" in answer.text
    assert 'value="150"' in answer.text
    expected = answer.text.split('name="expected"')[1].split('value="')[1].split('"')[0]
    assert second.post(ADDRESS, data=mine | {"expected": expected}).status_code == 302
    assert [one.paragraph for one in decisions()] == ["150"]


def test_a_matter_that_was_sent_back_gets_a_new_decision(clerk: FlaskClient) -> None:
    post(clerk, ADDRESS, ANSWER | {"outcome": "referred_back", "decided_on": "26 oktober"})
    assert "Registrera beslut" in clerk.get(ADDRESS).text
    seen = dict(hidden_fields(clerk.get(ADDRESS).text))["expected"]
    post(clerk, ADDRESS, ANSWER | {"expected": seen})
    assert [one.outcome for one in decisions()] == [Outcome.REFERRED_BACK, Outcome.ADOPTED]


@pytest.mark.parametrize("outcome", ["referred_back", "proposed", "noted", "adopted"])
def test_a_click_that_comes_twice_records_once(clerk: FlaskClient, outcome: str) -> None:
    form = ANSWER | {"outcome": outcome, "csrf_token": csrf_of(clerk, ADDRESS)}
    answers = [clerk.post(ADDRESS, data=form) for _ in range(2)]
    assert [one.status_code for one in answers] == [302, 409]
    assert "Någon annan ändrade beslutet kl." in answers[1].text
    assert len(decisions()) == 1


@pytest.mark.parametrize("outcome", [one.value for one in Outcome])
def test_every_outcome_can_be_recorded(clerk: FlaskClient, outcome: str) -> None:
    answer = post(clerk, ADDRESS, ANSWER | {"outcome": outcome, "addition": "Utom på helger"})
    assert answer.status_code == 302
    assert decisions()[0].outcome == outcome
    assert clerk.get(answer.location).status_code == 200


def test_a_mistake_is_undone_and_no_mail_leaves(clerk: FlaskClient) -> None:
    post(clerk, ADDRESS, ANSWER | {"outcome": "declined"})
    receipt = f"{ADDRESS}/kvitto"
    assert post(clerk, f"{ADDRESS}/angra", {}, page=receipt).status_code == 302
    (decision,) = decisions()
    assert decision.undone_at is not None
    states = db.session.scalars(sa.select(Message.state)).all()
    assert states == [MessageState.STOPPED]
    assert clerk.get(receipt).location == ADDRESS


def test_after_half_an_hour_it_is_changed_instead(clerk: FlaskClient) -> None:
    post(clerk, ADDRESS, ANSWER)
    receipt = f"{ADDRESS}/kvitto"
    token = csrf_of(clerk, receipt)
    with time_machine.travel(clock.now() + timedelta(minutes=31)):
        answer = clerk.post(f"{ADDRESS}/angra", data={"csrf_token": token})
    assert answer.status_code == 409
    assert "Ändra beslutet i stället" in answer.text
    assert decisions()[0].undone_at is None


def test_a_change_of_an_older_decision_cannot_take_it_away(
    clerk: FlaskClient, sent: Recommendation
) -> None:
    old = builders.decision(sent, "Piteå", recorded_at=clock.now() - timedelta(days=3))
    token = csrf_of(clerk, ADDRESS)
    post(clerk, ADDRESS, ANSWER | {"paragraph": "143", "expected": f"{old.id}.{old.version}"})
    assert "Ångra" not in clerk.get(f"{ADDRESS}/kvitto").text
    assert clerk.post(f"{ADDRESS}/angra", data={"csrf_token": token}).status_code == 409
    (decision,) = decisions()
    assert (decision.paragraph, decision.undone_at) == ("143", None)


def test_whoever_changes_what_somebody_has_undone_is_told(
    sent: Recommendation, sign_in: SignIn
) -> None:
    first = sign_in(builders.person(Role.CLERK, "Piteå"))
    second = sign_in(builders.person(Role.CLERK, "Piteå"))
    post(first, ADDRESS, ANSWER)
    page = second.get(ADDRESS).text
    expected = page.split('name="expected"')[1].split('value="')[1].split('"')[0]
    post(first, f"{ADDRESS}/angra", {}, page=f"{ADDRESS}/kvitto")
    answer = post(second, ADDRESS, ANSWER | {"paragraph": "143", "expected": expected})
    assert answer.status_code == 409
    assert "Någon annan ångrade beslutet" in answer.text
    assert 'value="143"' in answer.text
    post(second, ADDRESS, ANSWER | {"paragraph": "143"})
    assert [one.paragraph for one in decisions() if one.undone_at is None] == ["143"]


def test_the_association_records_on_behalf_and_says_so(
    sent: Recommendation, sign_in: SignIn
) -> None:
    builders.person(Role.CLERK, "Piteå", email="kommun@example.org")
    secretary = sign_in(builders.person(Role.SECRETARY))
    receipt = post(secretary, ADDRESS, ANSWER).location
    assert decisions()[0].on_behalf
    assert "Registrerat av förbundet" in secretary.get(receipt).text
    mail = db.session.scalars(sa.select(Message)).one()
    assert mail.recipient == "kommun@example.org"
    assert "Norrbottens Kommuner har registrerat beslutet för er." in mail.text


def test_an_addition_is_told_to_the_responsible_officer(app: Flask, sign_in: SignIn) -> None:
    officer = builders.person(Role.NEGOTIATOR, email="ansvarig@example.org")
    owner = builders.agreement(responsible_id=officer.id)
    builders.recommendation(owner)
    clerk = sign_in(builders.person(Role.CLERK, "Piteå"))
    more = {"outcome": "adopted_with_addition", "addition": "Utom på helger"}
    post(clerk, ADDRESS, ANSWER | more)
    mail = db.session.scalars(sa.select(Message).where(Message.kind == "addition")).one()
    assert mail.recipient == "ansvarig@example.org"
    assert "Utom på helger" in mail.text


def test_the_receipt_mail_says_what_was_recorded(clerk: FlaskClient) -> None:
    post(clerk, ADDRESS, ANSWER)
    mail = db.session.scalars(sa.select(Message)).one()
    assert mail.subject.startswith("Registrerat: Piteå har antagit Läkarmedverkan")
    assert len(mail.subject) <= 60
    assert "1 av 14 har antagit" in mail.text
    assert f"http://localhost{ADDRESS}/kvitto" in mail.text


@pytest.mark.parametrize(
    "more",
    [
        {"municipality_id": "1"},
        {"addressee_id": "1"},
        {"on_behalf": "y"},
        {"recorded_by_id": "1"},
        {"undone_at": "2026-01-01"},
        {"addition_accepted_at": "2026-01-01"},
    ],
)
def test_extra_fields_have_no_effect(clerk: FlaskClient, more: dict[str, Any]) -> None:
    post(clerk, ADDRESS, ANSWER | more)
    (decision,) = decisions()
    assert decision.addressee.municipality.name == "Piteå"
    assert not decision.on_behalf
    assert decision.undone_at is None
    assert decision.addition_accepted_at is None


def test_a_meeting_is_planned_and_taken_away(clerk: FlaskClient, sent: Recommendation) -> None:
    council = next(
        body
        for body in db.session.scalars(sa.select(Body).where(Body.kind == BodyKind.COUNCIL))
        if body.municipality_id == builders.municipality("Piteå").id
    )
    data = {"planned_on": "14 dec", "body": str(council.id)}
    assert post(clerk, f"{ADDRESS}/planera", data).status_code == 302
    place = builders.addressee(sent, "Piteå")
    db.session.refresh(place)
    assert place.planned_on == date(2026, 12, 14)
    post(clerk, f"{ADDRESS}/planera/bort", {}, page=f"{ADDRESS}/planera")
    db.session.refresh(place)
    assert place.planned_on is None


def test_a_meeting_in_the_past_cannot_be_planned(clerk: FlaskClient) -> None:
    page = clerk.get(f"{ADDRESS}/planera").text
    body = page.split('name="body"')[1].split('value="')[1].split('"')[0]
    answer = post(clerk, f"{ADDRESS}/planera", {"planned_on": "2026-11-01", "body": body})
    assert answer.status_code == 422
    assert "Mötet har redan varit" in answer.text


def test_a_municipality_that_is_not_concerned_has_no_form(app: Flask, sign_in: SignIn) -> None:
    builders.recommendation(without=("Piteå",))
    clerk = sign_in(builders.person(Role.CLERK, "Piteå"))
    assert clerk.get(ADDRESS).status_code == 404
