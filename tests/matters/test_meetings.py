"""Agendas, outcomes of a whole meeting on one page, and the kallelse."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from nk_avtal import clock
from nk_avtal.bodies.models import Meeting
from nk_avtal.db import db
from nk_avtal.domain.matters import MatterOutcome, Track
from nk_avtal.domain.people import Role
from nk_avtal.matters.models import Matter, Stop
from nk_avtal.outbox.models import Message, MessageState
from tests import builders
from tests.api.programs import program
from tests.letters.words import lines
from tests.matters.scenes import body, filled, matter, meeting, press, send
from tests.pages import compared
from tests.statements import counted

SignIn = Callable[[builders.Person], FlaskClient]
PAGE = "/moten/kommundirektorsberedningen/2026-11-24"


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Iterator[Flask]:
    made = make_app(TODAY="2026-11-24")
    with made.app_context():
        yield made


@pytest.fixture
def secretary(app: Flask, sign_in: SignIn) -> FlaskClient:
    return sign_in(builders.person(Role.SECRETARY))


def add(slug: str, at: Meeting, place: int, track: Track = Track.BUDGET) -> Matter:
    made = Matter(
        slug=slug,
        title=f"Ärende {slug}",
        track=track,
        proposal="fastställa budgeten",
        created_at=clock.now(),
        stops=[
            Stop(position=0, body=at.body, meeting=at, agenda_position=place),
            Stop(position=1, body=body("Styrelsen")),
        ],
    )
    db.session.add(made)
    db.session.commit()
    return made


def directors() -> Meeting:
    return meeting("Kommundirektörsberedningen", "2026-11-24")


def titles(client: FlaskClient) -> list[str]:
    page = client.get(PAGE).text
    found = {name: page.find(f"Ärende {name}<") for name in ("a", "b", "c")}
    return sorted((name for name, at in found.items() if at >= 0), key=lambda name: found[name])


def test_the_agenda_has_an_order_and_what_waits_can_be_taken_up(secretary: FlaskClient) -> None:
    at = directors()
    add("a", at, 1), add("b", at, 2)
    waiting = add("c", at, 0)
    waiting.stops[0].meeting_id = None
    db.session.commit()
    assert "Ärenden som väntar på ett möte" in secretary.get(PAGE).text
    first = str(matter("b").stops[0].id)
    assert press(secretary, f"{PAGE}/ordning", PAGE, stop=first, up="1").status_code == 302
    taken = str(matter("c").stops[0].id)
    assert press(secretary, f"{PAGE}/ta-upp", PAGE, stop=taken).status_code == 302
    assert press(secretary, f"{PAGE}/ta-upp", PAGE, stop=taken).status_code == 404
    assert titles(secretary) == ["b", "a", "c"]
    shown = lines(secretary.get(f"{PAGE}/foredragningslista.docx").data)
    assert shown.index("1. Ärende b") < shown.index("2. Ärende a") < shown.index("3. Ärende c")
    assert "att fastställa budgeten" in shown
    gone = press(secretary, f"/moten/{at.id}/bort", f"/moten/{at.id}")
    assert gone.location == f"/moten/{at.id}"  # what is on an agenda is not left without a meeting
    assert "3 ärenden" in secretary.get("/moten").text


def test_all_outcomes_of_a_meeting_come_from_one_form_and_each_row_is_kept_on_error(
    secretary: FlaskClient,
) -> None:
    at, after = directors(), meeting("Kommundirektörsberedningen", "2027-02-05")
    rows = {name: add(name, at, place) for place, name in enumerate(("a", "b", "c"), start=1)}
    a, b, c = (str(rows[name].stops[0].id) for name in ("a", "b", "c"))
    typed = {
        f"outcome_{a}": "supported",
        f"paragraph_{a}": "ingen",
        f"text_{a}": "Snabbt och enigt",
        f"outcome_{b}": "tabled",
    }
    refused = send(secretary, f"{PAGE}/utfall", **typed)
    assert refused.status_code == 422
    assert "Paragrafen behöver en siffra" in refused.text
    assert "Snabbt och enigt" in refused.text
    assert matter("b").stops[0].outcome is None
    assert send(secretary, f"{PAGE}/utfall", **typed | {f"paragraph_{a}": "5"}).status_code == 302
    assert matter("a").stops[0].outcome is MatterOutcome.SUPPORTED
    assert [one.meeting_id for one in matter("b").stops] == [at.id, after.id, None]
    assert matter("c").stops[0].outcome is None
    assert f"outcome_{c}" in filled(secretary, f"{PAGE}/utfall")
    again = press(secretary, f"/arenden/a/steg/{a}/angra", "/arenden/a")
    assert again.status_code == 302
    assert matter("a").stops[0].outcome is None


def test_two_who_record_the_same_meeting_are_told_and_lose_nothing(
    secretary: FlaskClient, sign_in: SignIn
) -> None:
    at = directors()
    number = str(add("a", at, 1).stops[0].id)
    other = str(add("b", at, 2).stops[0].id)
    manager = sign_in(builders.person(Role.MANAGER))
    mine = filled(manager, f"{PAGE}/utfall")
    send(secretary, f"{PAGE}/utfall", **{f"outcome_{number}": "supported"})
    mine |= {f"outcome_{number}": "declined", f"outcome_{other}": "withdrawn"}
    answer = manager.post(f"{PAGE}/utfall", data=mine)
    assert answer.status_code == 409
    assert compared(answer.text) == [("Tillstyrkt", "Avstyrkt eller avslaget")]
    assert matter("b").stops[0].outcome is None
    mine |= {f"version_{number}": str(matter("a").stops[0].version)}
    assert manager.post(f"{PAGE}/utfall", data=mine).status_code == 302
    assert matter("a").stops[0].outcome is MatterOutcome.SUPPORTED
    assert matter("b").stops[0].outcome is MatterOutcome.WITHDRAWN


def test_the_kallelse_is_seen_sent_held_and_stopped(secretary: FlaskClient) -> None:
    at = directors()
    add("a", at, 1)
    assert "Skriv in mottagare" in secretary.get(f"{PAGE}/kallelse").text
    assert send(secretary, f"{PAGE}/kallelse").status_code == 422
    wrong = send(secretary, f"{PAGE}/mottagare", recipients="ingen adress")
    assert wrong.status_code == 422
    addresses = "direktorer@example.org\nstab@example.org"
    assert send(secretary, f"{PAGE}/mottagare", recipients=addresses).status_code == 302
    preview = secretary.get(f"{PAGE}/kallelse").text
    assert "Kallelse: Kommundirektörsberedningen 24 november 2026" in preview
    assert "1. Ärende a" in preview
    assert send(secretary, f"{PAGE}/kallelse").status_code == 302
    mails = db.session.scalars(sa.select(Message).where(Message.kind == "call")).all()
    assert {one.recipient for one in mails} == set(addresses.split())
    assert "Handlingar till mötet lämnas senast 10 november 2026." in mails[0].text
    assert "Kallelsen väntar i utkorgen" in secretary.get(PAGE).text
    press(secretary, f"{PAGE}/kallelse/stoppa", PAGE)
    db.session.expire_all()
    assert {one.state for one in mails} == {MessageState.STOPPED}


def test_pages_take_as_many_statements_for_many_matters_as_for_few(
    app: Flask, sign_in: SignIn
) -> None:
    at = directors()
    client = sign_in(builders.person(Role.NEGOTIATOR))
    taken = {}
    for size in (2, 9):
        for number in range(size):
            add(f"{size}-{number}", at, number)
        for page in ("/arenden", PAGE, f"{PAGE}/utfall", "/moten"):
            client.get(page)
            with counted() as seen:
                assert client.get(page).status_code == 200
            taken.setdefault(page, []).append(len(seen))
    assert all(few == many for few, many in taken.values()), taken


def test_the_list_says_where_each_matter_is_and_narrows(secretary: FlaskClient) -> None:
    add("a", directors(), 1)
    culture = add("b", meeting("Kommundirektörsberedningen", "2026-11-13"), 1, Track.CULTURE)
    page = secretary.get("/arenden").text
    assert "Utfall saknas" in page
    assert page.index("Ärende b") < page.index("Ärende a")
    cases = {
        "omrade=culture": ["b"],
        "lage=planned": ["a"],
        f"organ={body('Styrelsen').id}": [],
        f"organ={culture.stops[0].body_id}&q=ärende b": ["b"],
        "lage=done": [],
    }
    for asked, wanted in cases.items():
        shown = secretary.get(f"/arenden?{asked}").text
        assert [name for name in ("a", "b") if f"Ärende {name}" in shown] == wanted, asked
    assert "Inga ärenden med de valen" in secretary.get("/arenden?lage=done").text


def test_a_program_is_told_why_a_meeting_with_matters_stays(app: Flask) -> None:
    held = directors()
    add("a", held, 1)
    office = program(app, Role.SECRETARY)
    seen = office.get(f"/meetings/{held.id}").headers["ETag"]
    refused = office.ask("DELETE", f"/meetings/{held.id}", If_Match=seen)
    assert refused.status_code == 409
    assert "ärenden på dagordningen" in refused.json["detail"]
