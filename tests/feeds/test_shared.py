"""The calendars of a municipality and of a body: what they hold, and who may read them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from nk_avtal.bodies.models import Body
from nk_avtal.db import db
from nk_avtal.domain.bodies import BodyKind
from nk_avtal.domain.calendars import OWN, Holder, Subject
from nk_avtal.domain.people import Role
from nk_avtal.feeds.actions import make_address
from nk_avtal.people.models import Person
from tests import builders
from tests.feeds.test_calendar import about, address_of, fetched, meeting
from tests.pages import post
from tests.statements import counted

SignIn = Callable[..., FlaskClient]
COUNCIL = "Kommunfullmäktige, Piteå kommun"


@pytest.fixture
def council(app: Flask) -> Body:
    """Piteå's, with a meeting that has a day for papers, and another town's that has one too."""
    meeting(BodyKind.COUNCIL, date(2026, 12, 21), "Luleå")
    meeting(BodyKind.EXECUTIVE, date(2026, 12, 1), "Piteå")
    held_on, hand_in_by = date(2026, 12, 14), date(2026, 12, 2)
    return meeting(BodyKind.COUNCIL, held_on, "Piteå", hand_in_by=hand_in_by).body


def calendar(person: Person, subject: Subject) -> str:
    token = make_address(person, subject)
    db.session.commit()
    return f"/fornyelser/kalender.ics?nyckel={token}"


def of_town(name: str = "Piteå") -> Subject:
    return Subject(Holder.MUNICIPALITY, builders.municipality(name).id)


def of_body(body: Body) -> Subject:
    return Subject(Holder.BODY, body.id)


def test_a_municipality_has_its_meetings_with_what_they_handle_its_reply_days_and_decisions(
    client: FlaskClient, council: Body
) -> None:
    agreement = builders.agreement()
    planned = builders.recommendation(agreement, title="Ny bilaga")
    place = builders.addressee(planned, "Piteå")
    place.planned_body, place.planned_on = council, date(2026, 12, 14)
    decided = builders.recommendation(agreement, title="Prislista", slug="prislista")
    builders.decision(decided, "Piteå", decided_on=date(2026, 11, 16), paragraph="142")
    builders.decision(planned, "Luleå")
    db.session.commit()
    events = fetched(client, calendar(builders.person(Role.SECRETARY), of_town()))
    assert {one["summary"] for one in events} == {
        *(COUNCIL, "Kommunstyrelsen, Piteå kommun", f"Lämna in handlingar till {COUNCIL}"),
        *("Svara senast: Ny bilaga", "Antagit: Prislista"),
    }
    assert about(events, COUNCIL)["description"] == "Ska behandla: Ny bilaga"
    hand_in = about(events, f"Lämna in handlingar till {COUNCIL}")
    assert hand_in["day"] == date(2026, 12, 2)
    assert about(events, "Svara senast: Ny bilaga")["day"] == builders.REPLY_BY
    done = about(events, "Antagit: Prislista")
    assert done["day"] == date(2026, 11, 16)
    assert done["description"].replace("\xa0", " ").endswith("Piteå kommun, § 142")


def test_a_body_has_its_own_meetings_alone_and_moves_and_cancels_them(
    client: FlaskClient, council: Body
) -> None:
    address = calendar(builders.person(Role.CLERK, "Piteå"), of_body(council))
    before = fetched(client, address)
    hand_in = f"Lämna in handlingar till {COUNCIL}"
    assert {one["summary"] for one in before} == {COUNCIL, hand_in}
    (held,) = council.meetings
    held.held_on += timedelta(days=7)
    moved = about(fetched(client, address), COUNCIL)
    assert (moved["uid"], moved["sequence"]) == (about(before, COUNCIL)["uid"], 1)
    db.session.delete(held)
    gone = fetched(client, address)
    assert {one["status"] for one in gone} == {"CANCELLED"}
    assert {one["uid"] for one in gone} == {one["uid"] for one in before}


def test_each_calendar_has_its_own_events_and_its_own_key(
    client: FlaskClient, council: Body
) -> None:
    clerk = builders.person(Role.CLERK, "Piteå")
    addresses = [calendar(clerk, one) for one in (OWN, of_town(), of_body(council))]
    found = [{one["uid"] for one in fetched(client, address)} for address in addresses]
    assert all(found)
    assert len(set.union(*found)) == sum(map(len, found))
    address_of(clerk)
    assert [client.get(one).status_code for one in addresses] == [404, 200, 200]


def test_only_who_may_read_the_meetings_gets_a_calendar_of_them(
    sign_in: SignIn, council: Body
) -> None:
    board = meeting(BodyKind.BOARD, date(2026, 12, 11)).body
    clerk = sign_in(builders.person(Role.CLERK, "Piteå"))
    secretary = sign_in(builders.person(Role.SECRETARY))

    def asked(browser: FlaskClient, subject: str) -> int:
        return post(browser, "/konto/kalender", {"om": subject}, page="/konto").status_code

    for subject in (of_town(), of_body(council)):
        assert asked(clerk, str(subject)) == asked(secretary, str(subject)) == 200
    assert asked(secretary, str(of_body(board))) == 200
    for subject in (of_body(board), of_town("Luleå"), "body:999999", "person:1", "own:1", "x" * 99):
        assert asked(clerk, str(subject)) == 404, subject


def test_a_right_taken_away_empties_the_calendar_at_the_next_fetch(
    client: FlaskClient, council: Body
) -> None:
    clerk = builders.person(Role.CLERK, "Piteå")
    addresses = [calendar(clerk, one) for one in (of_town(), of_body(council))]
    for address in addresses:
        assert COUNCIL in client.get(address).text.replace("\r\n ", "").replace("\\", "")
    clerk.municipality = builders.municipality("Kalix")
    for address in addresses:
        events = fetched(client, address)
        assert {one["status"] for one in events} == {"CANCELLED"}
        assert "Pite" not in client.get(address).text


def test_they_are_made_where_the_meetings_are_and_withdrawn_on_the_own_page(
    client: FlaskClient, sign_in: SignIn, council: Body
) -> None:
    browser = sign_in(builders.person(Role.CLERK, "Piteå"))
    plan = "/kommuner/pitea/motesplan"
    page = browser.get(plan).text
    subject = f"body:{council.id}"
    assert f'<option value="{subject}">Kommunfullmäktige</option>' in page
    assert f'<option value="{of_town()}">' in page
    made = post(browser, "/konto/kalender", {"om": subject}, page=plan).text
    assert f"Kalenderadress: {COUNCIL}" in made
    shown = re.search(r'value="http://localhost(/[\w/.]+\?nyckel=[\w-]{43})"', made)
    assert shown
    assert client.get(shown.group(1)).status_code == 200
    post(browser, "/konto/kalender/ta-bort", {"om": subject}, page="/konto")
    assert client.get(shown.group(1)).status_code == 404
    assert COUNCIL not in browser.get("/konto").text


def test_they_take_the_same_number_of_statements_however_much_there_is(
    client: FlaskClient, council: Body
) -> None:
    secretary = builders.person(Role.SECRETARY)
    addresses = [calendar(secretary, one) for one in (of_town(), of_body(council))]
    agreement = builders.agreement()
    builders.recommendation(agreement)
    few = []
    for address in addresses:
        client.get(address)
        with counted() as statements:
            client.get(address)
        few.append(len(statements))
    for number in range(3):
        meeting(BodyKind.COUNCIL, date(2027, 1, 11) + timedelta(days=number), "Piteå")
        sent = builders.recommendation(agreement, title=f"Bilaga {number}", slug=f"b-{number}")
        builders.decision(sent, "Piteå")
    for address, before in zip(addresses, few, strict=True):
        client.get(address)
        with counted() as statements:
            client.get(address)
        assert len(statements) == before


@given(number=st.integers(1, 10**9 - 1), holder=st.sampled_from([Holder.MUNICIPALITY, Holder.BODY]))
def test_a_subject_is_read_as_it_was_written(number: int, holder: Holder) -> None:
    subject = Subject(holder, number)
    assert Subject.read(str(subject)) == subject
    assert Subject.read(str(OWN)) == OWN
    for wrong in (
        f"{subject} ",
        f"x{subject}",
        str(subject).replace(":", ""),
        f"{holder}:0{number}",
    ):
        assert Subject.read(wrong) is None
