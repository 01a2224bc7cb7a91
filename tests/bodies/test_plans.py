"""The meeting plans of a municipality and of the association."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from html import unescape
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from nk_avtal.bodies.models import Body, Meeting
from nk_avtal.db import db
from nk_avtal.domain.bodies import BodyKind
from nk_avtal.domain.people import Role
from tests import builders
from tests.pages import csrf_of, post
from tests.statements import counted

SignIn = Callable[[builders.Person], FlaskClient]
PLAN = "/kommuner/pitea/motesplan"


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Any:
    made = make_app(TODAY="2026-11-24")
    with made.app_context():
        yield made


@pytest.fixture
def clerk(app: Flask, sign_in: SignIn) -> FlaskClient:
    return sign_in(builders.person(Role.CLERK))


def body(kind: BodyKind = BodyKind.COUNCIL, town: str | None = "Piteå") -> Body:
    owner = builders.municipality(town).id if town else None
    wanted = sa.select(Body).where(Body.municipality_id == owner, Body.kind == kind)
    return db.session.scalars(wanted.order_by(Body.position)).first()


def meeting(of: Body, day: date) -> Meeting:
    made = Meeting(body_id=of.id, held_on=day)
    db.session.add(made)
    db.session.commit()
    return made


def days_of(of: Body) -> list[date]:
    wanted = sa.select(Meeting.held_on).where(Meeting.body_id == of.id)
    return sorted(db.session.scalars(wanted))


def test_a_clerk_pastes_the_years_plan_and_pastes_it_again(clerk: FlaskClient) -> None:
    council = body()
    values = {
        "body": council.id,
        "days": "15 februari 2027\n26 april 2027",
        "hand_in_days": "14",
        "place": "Stadshuset",
    }
    assert post(clerk, f"{PLAN}/nya", values).location == PLAN
    page = clerk.get(PLAN).text
    assert "2 sammanträden är tillagda." in page
    assert "Måndag 15 februari 2027" in page
    assert "1 februari 2027" in page
    assert "Stadshuset" in page
    post(clerk, f"{PLAN}/nya", values | {"days": "15 februari 2027, 14 juni 2027"})
    assert "1 sammanträde är tillagt. 1 fanns redan." in clerk.get(PLAN).text
    assert days_of(council) == [date(2027, 2, 15), date(2027, 4, 26), date(2027, 6, 14)]


def test_errors_keep_what_was_written_and_save_nothing(clerk: FlaskClient) -> None:
    council = body()
    values = {"body": council.id, "days": "15 februari 2027\n32 mars", "hand_in_days": "två"}
    answer = post(clerk, f"{PLAN}/nya", values)
    assert answer.status_code == 422
    assert "”32 mars”" in answer.text
    assert "Skriv ett antal dagar, till exempel 14" in answer.text
    assert "15 februari 2027" in answer.text
    assert days_of(council) == []


def test_another_municipalitys_body_cannot_be_chosen(clerk: FlaskClient) -> None:
    others = body(town="Luleå")
    answer = post(clerk, f"{PLAN}/nya", {"body": others.id, "days": "15 februari 2027"})
    assert answer.status_code == 422
    assert days_of(others) == []
    strange = meeting(others, date(2027, 2, 15))
    assert clerk.get(f"{PLAN}/{strange.id}").status_code == 404
    assert clerk.get(f"{PLAN}/organ/{others.id}").status_code == 404


def test_planned_decisions_follow_a_meeting_that_is_moved(clerk: FlaskClient) -> None:
    council = body()
    moved = meeting(council, date(2026, 12, 14))
    recommendation = builders.recommendation()
    place = builders.addressee(recommendation, "Piteå")
    place.planned_on, place.planned_body_id = moved.held_on, council.id
    db.session.commit()
    assert recommendation.title in clerk.get(PLAN).text
    values = {"held_on": "21 december", "hand_in_by": "7 december", "version": moved.version}
    post(clerk, f"{PLAN}/{moved.id}", values)
    assert place.planned_on == date(2026, 12, 21)
    assert (moved.held_on, moved.hand_in_by) == (date(2026, 12, 21), date(2026, 12, 7))
    assert "Ett planerat beslut följer med." in clerk.get(PLAN).text


@pytest.mark.parametrize(
    ("held_on", "hand_in_by", "message"),
    [
        ("1 december", "", "Organet har redan ett sammanträde den dagen"),
        ("14 december", "2026-12-15", "Handlingarna ska in senast samma dag"),
        ("40 december", "", "December har 31 dagar"),
    ],
)
def test_a_meeting_cannot_be_changed_into_nonsense(
    clerk: FlaskClient, held_on: str, hand_in_by: str, message: str
) -> None:
    council = body()
    meeting(council, date(2026, 12, 1))
    mine = meeting(council, date(2026, 12, 14))
    values = {"held_on": held_on, "hand_in_by": hand_in_by, "version": mine.version}
    answer = post(clerk, f"{PLAN}/{mine.id}", values)
    assert answer.status_code == 422
    assert message in answer.text
    assert mine.held_on == date(2026, 12, 14)


def test_the_second_of_two_people_sees_both_versions(clerk: FlaskClient) -> None:
    mine = meeting(body(), date(2026, 12, 14))
    old = mine.version
    post(clerk, f"{PLAN}/{mine.id}", {"held_on": "14 december", "place": "Aulan", "version": old})
    late = {"held_on": "15 december", "place": "Salen", "version": old}
    answer = post(clerk, f"{PLAN}/{mine.id}", late)
    assert answer.status_code == 409
    assert "Aulan" in answer.text
    assert "Salen" in answer.text
    assert mine.held_on == date(2026, 12, 14)


def test_a_removed_meeting_is_gone(clerk: FlaskClient) -> None:
    council = body()
    mine = meeting(council, date(2026, 12, 14))
    post(clerk, f"{PLAN}/{mine.id}/bort", {}, page=f"{PLAN}/{mine.id}")
    assert days_of(council) == []


def undo_address(page: str) -> str:
    found = re.search(r'action="([^"]*/bort/angra[^"]*)"', page)
    assert found, "no undo on the page"
    return unescape(found.group(1))


def test_a_removed_meeting_is_put_back_as_it_was_and_only_once(clerk: FlaskClient) -> None:
    council = body()
    mine = meeting(council, date(2026, 12, 14))
    mine.hand_in_by, mine.place = date(2026, 12, 1), "Salen & mer"
    db.session.commit()
    post(clerk, f"{PLAN}/{mine.id}/bort", {}, page=f"{PLAN}/{mine.id}")
    undo = undo_address(clerk.get(PLAN).text)
    for _ in range(2):
        assert post(clerk, undo, {}, page=PLAN).location == PLAN
    db.session.expire_all()
    (back,) = council.meetings
    assert (back.held_on, back.hand_in_by, back.place) == (
        date(2026, 12, 14),
        date(2026, 12, 1),
        "Salen & mer",
    )


def test_a_meeting_is_not_put_back_into_another_municipalitys_plan(clerk: FlaskClient) -> None:
    other = body(town="Luleå")
    undo = f"{PLAN}/bort/angra?body_id={other.id}&held_on=2026-12-14"
    assert post(clerk, undo, {}, page=PLAN).status_code == 404
    for nonsense in ("", "&held_on=igår"):
        assert (
            post(clerk, f"{PLAN}/bort/angra?body_id=1{nonsense}", {}, page=PLAN).status_code == 400
        )


def test_a_new_committee_can_be_chosen_until_it_has_ended(clerk: FlaskClient) -> None:
    values = {"name": "Socialnämnden", "kind": "committee", "short_name": "SN", "active": "y"}
    post(clerk, f"{PLAN}/organ/nytt", values)
    committee = body(BodyKind.COMMITTEE)
    assert ">Socialnämnden</option>" in clerk.get(f"{PLAN}/nya").text
    twice = post(clerk, f"{PLAN}/organ/nytt", values)
    assert "Det finns redan ett organ med det namnet" in twice.text
    blank = post(clerk, f"{PLAN}/organ/nytt", values | {"name": "   "})
    assert "Skriv vad organet heter" in blank.text
    del values["active"]
    ended = values | {"version": committee.version}
    post(clerk, f"{PLAN}/organ/{committee.id}", ended)
    assert ">Socialnämnden</option>" not in clerk.get(f"{PLAN}/nya").text
    assert "Upphört" in clerk.get(PLAN).text
    stale = post(clerk, f"{PLAN}/organ/{committee.id}", ended | {"name": "Vårdnämnden"})
    assert stale.status_code == 409
    assert "Det heter nu Socialnämnden" in stale.text
    assert "Vårdnämnden" in stale.text


def test_the_associations_meetings_stand_by_month_and_are_the_secretarys(
    app: Flask, sign_in: SignIn
) -> None:
    secretary = sign_in(builders.person(Role.SECRETARY))
    board = body(BodyKind.BOARD, town=None)
    post(secretary, "/moten/nya", {"body": board.id, "days": "11 december\n5 februari 2027"})
    meeting(board, date(2026, 9, 25))
    page = secretary.get("/moten").text
    assert page.index("December 2026") < page.index("Februari 2027")
    assert "25 september" not in page
    assert "25 september 2026" in secretary.get("/moten?tidigare=ja").text
    manager = sign_in(builders.person(Role.MANAGER))
    assert "Lägg in sammanträden" not in manager.get("/moten").text


def test_the_plan_takes_as_many_statements_for_many_meetings_as_for_one(
    clerk: FlaskClient,
) -> None:
    council = body()
    meeting(council, date(2026, 12, 1))
    with counted() as few:
        clerk.get(PLAN)
    for day in range(2, 20):
        meeting(council, date(2026, 12, day))
    with counted() as many:
        clerk.get(PLAN)
    assert len(few) == len(many)


def test_a_form_without_a_token_changes_nothing(clerk: FlaskClient) -> None:
    council = body()
    assert csrf_of(clerk, f"{PLAN}/nya")
    clerk.post(f"{PLAN}/nya", data={"body": council.id, "days": "15 februari 2027"})
    assert days_of(council) == []
