"""The page that plans a recommendation over the municipalities' meetings."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from nk_avtal.bodies.calendars import calendars
from nk_avtal.bodies.models import Body, Meeting, MunicipalTimes
from nk_avtal.bodies.usual_times import say
from nk_avtal.db import db
from nk_avtal.domain.backward_plans import Demand, plan_back
from nk_avtal.domain.bodies import BodyKind
from nk_avtal.domain.entry import Basis, Condition
from nk_avtal.domain.people import Role
from nk_avtal.domain.recommendations import Status
from nk_avtal.recommendations.models import Recommendation
from tests import builders
from tests.pages import post
from tests.statements import counted

SignIn = Callable[[builders.Person], FlaskClient]
TODAY = date(2026, 11, 24)
SLUG = "lakarmedverkan-ny-bilaga-2-om-jourtid"
PAGE = f"/rekommendationer/{SLUG}/planering"
DAYS = "galler=2027-07-01&skickas=2027-03-01"
ASKED = f"{PAGE}?{DAYS}&kraver=laga-kraft"


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Any:
    made = make_app(TODAY=TODAY.isoformat())
    with made.app_context():
        yield made


@pytest.fixture
def secretary(app: Flask, sign_in: SignIn) -> FlaskClient:
    return sign_in(builders.person(Role.SECRETARY))


def draft(**more: Any) -> Recommendation:
    return builders.recommendation(status=Status.DRAFT, sent_at=None, **more)


def meets(town: str, kind: BodyKind, *days: str) -> None:
    """Enter meetings, and the body where the municipality has none of the kind."""
    owner = builders.municipality(town)
    wanted = sa.select(Body).where(Body.municipality_id == owner.id, Body.kind == kind)
    body = db.session.scalars(wanted).first()
    if body is None:
        body = Body(municipality_id=owner.id, kind=kind, name="Arbetsutskottet", slug="au")
    db.session.add_all(Meeting(body=body, held_on=date.fromisoformat(one)) for one in days)
    db.session.commit()


def kiruna_meets() -> None:
    """All that is needed to know when Kiruna can decide before the summer of 2027."""
    meets("Kiruna", BodyKind.WORKING_COMMITTEE, "2027-01-04", "2027-03-01", "2027-05-10")
    meets("Kiruna", BodyKind.EXECUTIVE, "2027-01-18", "2027-03-15", "2027-05-24", "2027-08-30")
    meets("Kiruna", BodyKind.COUNCIL, "2027-02-01", "2027-04-12", "2027-06-14", "2027-09-20")


def text_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def row_of(page: str, town: str, table: int = 0) -> str:
    """A municipality's row in the first or second table, as text."""
    rows = re.findall(r'<tr role="row">(.*?)</tr>', page, re.S)
    found = [row for row in rows if re.search(rf'role="rowheader">{town}\b', row)]
    return text_of(found[table])


def test_without_calendars_the_page_says_when_and_that_it_is_estimated(
    secretary: FlaskClient,
) -> None:
    draft()
    answer = secretary.get(ASKED)
    text = text_of(answer.text)
    assert answer.status_code == 200
    assert "För att gälla 1 juli 2027 måste rekommendationen skickas senast 22 mars 2027." in text
    assert "Trångast" not in text  # all are alike
    assert "Skickas den 1 mars 2027 finns 21 dagar till godo." in text
    assert "14 kommuner av 14 är uppskattade" in text
    row = row_of(answer.text, "Boden")
    for day in ("22 mars 2027", "19 april 2027 uppskattat", "3 maj 2027", "24 maj 2027"):
        assert day in row
    assert "1 juli 2027 21 dagar uppskattade" in row
    assert "kungörs senast 17 maj 2027" in row


def test_a_day_that_has_passed_is_said_only_where_it_is_too_late(secretary: FlaskClient) -> None:
    draft()
    passed = "Den dagen har redan varit."
    assert passed in secretary.get(f"{PAGE}?galler=2026-12-15").text
    assert passed not in secretary.get(f"{PAGE}?galler=2026-12-15&skickas=2026-05-04").text


def test_a_real_calendar_is_followed_and_makes_the_bottleneck(secretary: FlaskClient) -> None:
    draft()
    kiruna_meets()
    page = secretary.get(ASKED).text
    text = text_of(page)
    assert "skickas senast 1 februari 2027. Trångast: Kiruna." in text
    assert "Skickas den 1 mars 2027 hinner inte Kiruna." in text
    row = row_of(page, "Kiruna")
    assert "1 februari 2027 1 mars 2027 15 mars 2027 12 april 2027 20 maj 2027" in row
    assert "28 dagar för sent kända" in row
    assert "nästa 14 juni 2027" in row
    ahead = row_of(page, "Kiruna", table=1)
    assert "10 maj 2027 24 maj 2027 14 juni 2027 22 juli 2027" in ahead
    assert "Sist: Kiruna." in text
    assert "13 kommuner av 14 är uppskattade" in text
    assert 'href="/kommuner/boden/motesplan"' in page
    assert 'href="/kommuner/kiruna/motesplan"' not in page


def test_forward_and_backward_agree_over_every_municipalitys_calendar(app: Flask) -> None:
    kiruna_meets()
    meets("Piteå", BodyKind.COUNCIL, "2026-12-14", "2027-02-15", "2027-04-26", "2027-06-14")
    plans = calendars(TODAY)
    for town in builders.members():
        stops = plans.stops(town.id, BodyKind.COUNCIL)
        for number in range(0, 400, 9):
            wanted = date(2027, 1, 1) + timedelta(days=number)
            plan = plan_back(wanted, Demand.LEGAL_FORCE, stops)
            assert plan.effect <= wanted
            for one in plan.passed:
                assert one.known == (one.sitting in one.stop.sittings)


def test_a_municipalitys_own_times_are_used(app: Flask, secretary: FlaskClient) -> None:
    draft()
    say(builders.municipality("Boden").id, {"handling": 7, "to_council": 28}, False)
    db.session.commit()
    row = row_of(secretary.get(ASKED).text, "Boden")
    assert "5 april 2027 – 26 april 2027 uppskattat 24 maj 2027" in row


def test_a_decision_is_enough_and_a_committee_comes_first_when_the_reader_says_so(
    secretary: FlaskClient,
) -> None:
    draft()
    text = text_of(secretary.get(f"{PAGE}?{DAYS}&kraver=beslut&namnd=y").text)
    assert "Laga kraft krävs inte, så beslutets dag räknas." in text
    assert "Kommun Skicka senast Nämnd AU KS KF Kan gälla" in text


@pytest.mark.parametrize(
    ("by", "chosen", "send_by"),
    [
        (Basis.LEGAL_FORCE, "laga-kraft", "22 mars 2027"),
        (Basis.DECISION, "beslut", "28 april 2027"),
    ],
)
def test_the_agreement_says_whether_legal_force_is_needed(
    secretary: FlaskClient, by: Basis, chosen: str, send_by: str
) -> None:
    draft(owner=builders.agreement(entry_by=by))
    page = secretary.get(f"{PAGE}?{DAYS}").text
    assert re.search(rf'<option selected value="{chosen}">', page)
    assert f"skickas senast {send_by}." in text_of(page)


def test_a_municipality_that_has_planned_its_decision_is_believed(secretary: FlaskClient) -> None:
    sent = builders.recommendation()
    place = builders.addressee(sent, "Boden")
    wanted = sa.select(Body).where(
        Body.municipality_id == place.municipality_id, Body.kind == BodyKind.COUNCIL
    )
    place.planned_on, place.planned_body = date(2027, 2, 22), db.session.scalars(wanted).one()
    db.session.commit()
    row = row_of(secretary.get(ASKED).text, "Boden", table=1)
    assert "– – 22 februari 2027 1 april 2027" in row
    assert "kända" in row


def test_nobody_decides_at_a_meeting_that_has_been(secretary: FlaskClient) -> None:
    builders.recommendation()
    meets("Kiruna", BodyKind.COUNCIL, "2026-10-26", "2026-11-16", "2026-12-14", "2027-02-01")
    page = secretary.get(f"{PAGE}?skickas=2026-08-03&kraver=laga-kraft").text
    assert "14 december 2026" in row_of(page, "Kiruna")
    assert "16 november 2026" not in page


def test_a_condition_that_does_not_need_all_can_be_met_before(secretary: FlaskClient) -> None:
    owner = builders.agreement(
        entry_by=Basis.LEGAL_FORCE, entry_condition=Condition.AT_LEAST, entry_at_least=13
    )
    builders.recommendation(owner)
    kiruna_meets()
    text = text_of(secretary.get(ASKED).text)
    assert "kan det gälla tidigast 22 juli 2027. Sist: Kiruna." in text
    assert "Villkoret för att börja gälla kan vara uppfyllt redan 11 juni 2027." in text


def test_a_clerk_whose_municipality_has_decided_is_told_so(app: Flask, sign_in: SignIn) -> None:
    builders.decision(builders.recommendation(), "Boden")
    clerk = sign_in(builders.person(Role.CLERK, "Boden"))
    assert "Kommunen har beslutat." in clerk.get(ASKED).text


def test_what_cannot_be_read_is_said_at_its_field(secretary: FlaskClient) -> None:
    draft()
    for asked, error in (
        ("galler=32+mars", "galler-fel"),
        ("skickas=2099-01-01", "Skriv ett datum inom tio år från i dag"),
        ("galler=0001-01-01", "galler-fel"),
        ("galler=1+juli+2027&kraver=allt", "kraver-fel"),
    ):
        answer = secretary.get(f"{PAGE}?{asked}")
        assert answer.status_code == 422, asked
        assert error in answer.text, asked
        assert "<caption" not in answer.text
        assert secretary.get(f"{PAGE}.csv?{asked}").status_code == 302


def test_the_days_of_the_draft_are_filled_in_at_first(secretary: FlaskClient) -> None:
    draft(takes_effect="1 juli 2027, när alla har antagit")
    page = secretary.get(PAGE).text
    assert 'value="1 juli 2027"' in page
    assert 'value="24 november 2026"' in page
    assert "Förbundets egna steg" in page


def test_a_draft_is_for_the_association_and_a_clerk_sees_the_own_row(
    app: Flask, sign_in: SignIn
) -> None:
    made = draft()
    clerk = sign_in(builders.person(Role.CLERK, "Boden"))
    assert clerk.get(ASKED).status_code == 404
    made.status, made.sent_at = Status.SENT, made.created_at
    page = clerk.get(ASKED).text
    assert "Boden" in page
    assert "Kiruna" not in page
    assert "Förbundets egna steg" not in page
    assert "Kiruna" not in clerk.get(f"{PAGE}.csv").text


def test_what_has_been_sent_is_told_as_past(secretary: FlaskClient) -> None:
    builders.recommendation()
    page = secretary.get(f"{PAGE}?galler=2027-07-01&skickas=2026-09-28").text
    text = text_of(page)
    assert "Den skickades 28 september 2026, med" in text
    assert "Rekommendationen skickades 28 september 2026 och kan gälla tidigast" in text
    assert "Skickas" not in text
    ahead = text_of(secretary.get(f"{PAGE}?skickas=2027-03-01").text)
    assert "Skickas den 1 mars 2027 kan det gälla tidigast" in ahead


def test_those_that_have_decided_are_left_out(secretary: FlaskClient) -> None:
    sent = builders.recommendation(without=("Arjeplog",))
    builders.decision(sent, "Boden")
    page = secretary.get(ASKED).text
    assert "En kommun har redan beslutat och räknas inte." in page
    assert 'role="rowheader">Boden' not in page
    assert 'role="rowheader">Arjeplog' not in page
    assert 'role="rowheader">Kalix' in page


def test_the_files_hold_both_directions(secretary: FlaskClient) -> None:
    draft()
    kiruna_meets()
    book = load_workbook(io.BytesIO(secretary.get(f"{PAGE}.xlsx?{ASKED.split('?')[1]}").data))
    rows = list(book.active.iter_rows(values_only=True))
    assert rows[0][:5] == ("Kommun", "Skicka senast", "AU", "KS", "KF")
    kiruna = next(row for row in rows if row[0] == "Kiruna")
    assert kiruna[1].date() == date(2027, 2, 1)
    assert kiruna[6] == "kända"
    assert kiruna[-2] == -28
    csv = secretary.get(f"{PAGE}.csv?{ASKED.split('?')[1]}").text
    assert "Kiruna;2027-02-01;2027-03-01;2027-03-15;2027-04-12;2027-05-20;kända" in csv


def test_a_draft_warns_of_days_that_the_meetings_cannot_keep(secretary: FlaskClient) -> None:
    owner = builders.agreement(entry_by=Basis.LEGAL_FORCE)
    draft(owner=owner, reply_by=date(2026, 12, 31), takes_effect="1 februari 2027")
    for page in ("andra", "skicka"):
        text = text_of(secretary.get(f"/rekommendationer/{SLUG}/{page}").text)
        assert "Tiden räcker kanske inte" in text, page
        assert "Svarsdatumet 31 december 2026" in text
        assert "Arjeplog, Arvidsjaur och 12 till" in text
        assert "Börjar gälla 1 februari 2027" in text


def test_a_draft_with_time_enough_warns_of_nothing(secretary: FlaskClient) -> None:
    draft(reply_by=date(2027, 6, 30), takes_effect="när alla har antagit")
    assert "Tiden räcker" not in secretary.get(f"/rekommendationer/{SLUG}/andra").text


def test_the_page_costs_as_many_statements_however_many_meetings(secretary: FlaskClient) -> None:
    draft()
    secretary.get(ASKED)
    with counted() as few:
        secretary.get(ASKED)
    for town in builders.members():
        meets(town.name, BodyKind.COUNCIL, "2027-02-01", "2027-04-12", "2027-06-14")
        say(town.id, {"handling": 10}, True)
    db.session.commit()
    with counted() as many:
        secretary.get(ASKED)
    assert len(many) == len(few)


def test_a_clerk_says_what_the_municipality_needs_and_is_told_of_another_who_did(
    app: Flask, sign_in: SignIn
) -> None:
    clerk = sign_in(builders.person(Role.CLERK))
    address = "/kommuner/pitea/motesplan/tider"
    values = {"handling": "10", "to_council": "x", "working_committee": "y", "version": "0"}
    refused = post(clerk, address, values)
    assert refused.status_code == 422
    assert "Skriv ett antal dagar" in refused.text
    assert post(clerk, address, values | {"to_council": ""}).status_code == 302
    [said] = db.session.scalars(sa.select(MunicipalTimes))
    assert (said.handling, said.to_council, said.working_committee) == (10, None, True)
    plan = text_of(clerk.get("/kommuner/pitea/motesplan").text)
    assert "Handläggning 10 dagar" in plan
    assert post(clerk, address, values | {"to_council": "28"}).status_code == 409
    assert clerk.get("/kommuner/lulea/motesplan/tider").status_code in (403, 404)
