"""What programs read: eight resources, in parts, as far as the owner of the token may see."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask

from nk_avtal import clock
from nk_avtal.bodies.models import Body, Meeting
from nk_avtal.db import db
from nk_avtal.domain.agreements import Stage
from nk_avtal.domain.bodies import BodyKind
from nk_avtal.domain.people import Role
from nk_avtal.domain.recommendations import Status
from nk_avtal.domain.reminders import OF_NEGOTIATIONS
from nk_avtal.reminders.models import Reminder
from nk_avtal.reminders.running import run as remind
from tests import builders
from tests.api.programs import Program, program
from tests.statements import counted

RESOURCES = (
    *("agreements", "recommendations", "decisions", "municipalities", "bodies", "meetings"),
    *("deadlines", "reminders"),
)


def scene() -> None:
    sent = builders.recommendation()
    builders.decision(sent, "Piteå", note="Bara till förbundet")
    builders.decision(sent, "Luleå", note="Bara till förbundet")
    for town in ("Piteå", "Luleå"):
        bodies = sa.select(Body).where(Body.municipality_id == builders.municipality(town).id)
        council = db.session.scalars(bodies.where(Body.kind == BodyKind.COUNCIL)).one()
        db.session.add(Meeting(body=council, held_on=date(2027, 2, 15)))
    builders.board_meeting(date(2027, 1, 20))
    db.session.commit()
    remind(clock.today())


def test_every_resource_is_read_in_parts_and_one_by_one(app: Flask) -> None:
    scene()
    manager = program(app, Role.MANAGER)
    for name in RESOURCES:
        everything = manager.all(f"/{name}")
        assert everything, name
        assert manager.all(f"/{name}", limit=1) == everything
        key = "code" if name == "municipalities" else "id"
        one = manager.get(f"/{name}/{everything[0][key]}")
        assert one.json == everything[0], name
        assert one.headers["Cache-Control"] == "no-store"
        assert "Set-Cookie" not in one.headers
        assert (name == "reminders") != ("ETag" in one.headers)


def test_a_list_goes_on_where_it_was_while_rows_come_and_go(app: Flask) -> None:
    made = [builders.agreement(f"Avtal {number}") for number in range(4)]
    reader = program(app, Role.READER)
    first = reader.get("/agreements?limit=2").json
    assert [one["title"] for one in first["items"]] == ["Avtal 0", "Avtal 1"]
    made[1].stage = Stage.DRAFT  # what was read is gone, and the rest still comes once
    builders.agreement("Avtal 4")
    db.session.commit()
    rest = reader.all("/agreements", cursor=first["next_cursor"])
    assert [one["title"] for one in rest] == ["Avtal 2", "Avtal 3", "Avtal 4"]


@pytest.mark.parametrize("role", [Role.CLERK, Role.READER])
def test_a_municipality_sees_what_its_pages_show_and_no_more(app: Flask, role: Role) -> None:
    scene()
    draft = builders.agreement("Hemligt", stage=Stage.DRAFT)
    unsent = builders.recommendation(
        draft, title="Osänd", status=Status.DRAFT, sent_at=None, paragraph=""
    )
    mine = program(app, role)
    assert {one["slug"] for one in mine.all("/agreements")} == {
        "lakarmedverkan-i-kommunal-halso-och-sjukvard"
    }
    assert mine.get(f"/agreements/{draft.id}").status_code == 404
    assert mine.get(f"/recommendations/{unsent.id}").status_code == 404
    assert unsent.id not in {one["id"] for one in mine.all("/recommendations")}
    assert {one["municipality"] for one in mine.all("/meetings")} == {"2581"}
    assert {one["municipality"] for one in mine.all("/bodies")} == {"2581"}
    notes = {one["municipality"]: one["note"] for one in mine.all("/decisions")}
    assert notes == {"2581": "Bara till förbundet", "2580": None}
    assert {one["counterparty_contact"] for one in mine.all("/agreements")} == {None}
    assert mine.get("/deadlines").status_code == 403
    assert mine.all("/reminders") == []


def test_lists_are_narrowed(app: Flask) -> None:
    scene()
    builders.agreement("Annat", number="NK 7", stage=Stage.TERMINATED)
    manager = program(app, Role.MANAGER)
    for path, count in {
        "/agreements?stage=terminated": 1,
        "/agreements?number=NK+7": 1,
        "/agreements?area=healthcare&kind=accord": 2,
        "/agreements?municipality=2581": 2,
        "/agreements?municipality=9999": 0,
        "/agreements?slug=annat": 1,
        "/recommendations?status=sent": 1,
        "/recommendations?awaits=2581": 0,
        "/recommendations?awaits=2584": 1,
        "/decisions?municipality=2581": 1,
        "/decisions?outcome=declined": 0,
        "/decisions?since=2026-11-17": 0,
        "/meetings?municipality=2580": 1,
        "/meetings?since=2027-02-01&until=2027-02-28": 2,
        "/bodies?municipality=2580": 2,
        "/deadlines?kind=notice": 1,
        "/deadlines?settled=true": 0,
        "/deadlines?until=2026-11-24": 0,
        "/reminders?state=bounced": 0,
    }.items():
        answer = manager.get(path)
        assert answer.status_code == 200, (path, answer.text)
        assert len(answer.json["items"]) == count, path


def test_what_cannot_be_asked_is_told(app: Flask) -> None:
    reader = program(app, Role.READER)
    for query, name in {
        "limit=0": "limit",
        "limit=1000000000": "limit",
        "limit=x": "limit",
        "cursor=x": "cursor",
        "cursor=IngiIg": "cursor",
        "cursor=dHJ1ZQ": "cursor",
        "cursor=" + "9" * 100: "cursor",
        "stage=x": "stage",
        "sort=title": "sort",
        "access_token=x": "access_token",
        "municipality=Pite": "municipality",
    }.items():
        answer = reader.get(f"/agreements?{query}")
        assert (answer.status_code, answer.mimetype) == (422, "application/problem+json"), query
        assert list(answer.json["errors"]) == [name]
    assert reader.get("/agreements?number=%00").status_code == 400
    assert reader.get("/agreements/99999999999").status_code == 404
    assert reader.get("/recommendations/1/decisions/9999").status_code == 404


def test_lists_take_as_many_statements_however_long_they_are(app: Flask) -> None:
    scene()
    manager = program(app, Role.MANAGER)
    few = {name: _statements(manager, name) for name in RESOURCES}
    for number in range(3):
        more = builders.recommendation(builders.agreement(f"Avtal {number}"), title=f"R {number}")
        for town in ("Piteå", "Luleå", "Boden"):
            builders.decision(more, town)
    remind(clock.today())
    assert {name: _statements(manager, name) for name in RESOURCES} == few
    assert max(count for name, count in few.items() if name != "deadlines") <= 8


def test_no_program_is_told_of_negotiations(app: Flask) -> None:
    manager = program(app, Role.MANAGER)
    for kind in OF_NEGOTIATIONS:
        reminder = Reminder(
            key=kind.value,
            kind=kind,
            deadline_on=date(2026, 12, 1),
            lead_days=3,
            recipient=manager.person.email,
            planned_at=clock.now(),
        )
        db.session.add(reminder)
    db.session.commit()
    assert manager.all("/reminders") == []
    assert manager.get(f"/reminders/{reminder.id}").status_code == 404


def _statements(who: Program, name: str) -> int:
    """Without those that count requests: they come with every tenth one, and each new minute."""
    who.get(f"/{name}")
    with counted() as seen:
        who.get(f"/{name}")
    return len([one for one in seen if "api_use" not in one])
