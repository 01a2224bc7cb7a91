"""The personal calendar: what it holds, how it follows changes, who can read it.

Two parsers that share no code, icalendar and vobject, read what the product writes.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import icalendar
import pytest
import sqlalchemy as sa
import vobject
from flask import Flask
from flask.testing import FlaskClient

from nk_avtal.agreements.models import Agreement
from nk_avtal.bodies.models import Body, Meeting
from nk_avtal.db import db
from nk_avtal.domain.bodies import BodyKind
from nk_avtal.domain.people import Role
from nk_avtal.domain.reminders import OF_NEGOTIATIONS, DeadlineKind
from nk_avtal.domain.renewal_decisions import Answer
from nk_avtal.feeds.actions import make_address
from nk_avtal.feeds.models import CalendarEvent, CalendarFeed
from nk_avtal.people.guessing import GUESSES_AN_HOUR
from nk_avtal.people.models import Attempt, Person
from nk_avtal.reminders.wording import SUMMARIES
from nk_avtal.renewals.actions import Told, decide
from tests import builders
from tests.pages import post, without_changing
from tests.statements import counted

SignIn = Callable[..., FlaskClient]
PATH = "/fornyelser/kalender.ics"
NOTICE = "Sista dag att säga upp Läkarmedverkan i kommunal hälso- och sjukvård"


def address_of(person: Person) -> str:
    token = make_address(person)
    db.session.commit()
    return f"{PATH}?nyckel={token}"


def fetched(client: FlaskClient, address: str) -> list[dict[str, Any]]:
    """The events of a calendar, in which both parsers find the same."""
    answer = client.get(address)
    assert answer.status_code == 200
    return as_both_read(answer.data)


def as_both_read(content: bytes) -> list[dict[str, Any]]:
    one, other = _by_icalendar(content), _by_vobject(content.decode())
    assert one == other
    return one


def _by_icalendar(content: bytes) -> list[dict[str, Any]]:
    return [
        {
            "uid": str(event["UID"]),
            "day": event["DTSTART"].dt,
            "summary": str(event["SUMMARY"]),
            "description": str(event.get("DESCRIPTION", "")),
            "url": str(event.get("URL", "")),
            "status": str(event["STATUS"]),
            "sequence": int(event["SEQUENCE"]),
            "changed": event["LAST-MODIFIED"].dt,
            "alarms": [alarm["TRIGGER"].dt for alarm in event.walk("VALARM")],
            "names": sorted(event.keys()),
        }
        for event in icalendar.Calendar.from_ical(content).walk("VEVENT")
    ]


def _by_vobject(text: str) -> list[dict[str, Any]]:
    found = []
    for event in getattr(vobject.readOne(text), "vevent_list", []):
        values = {
            name: parts[0].value for name, parts in event.contents.items() if name != "valarm"
        }
        found.append(
            {
                "uid": values["uid"],
                "day": values["dtstart"],
                "summary": values["summary"],
                "description": values.get("description", ""),
                "url": values.get("url", ""),
                "status": values["status"],
                "sequence": int(values["sequence"]),
                "changed": values["last-modified"],
                "alarms": [one.trigger.value for one in getattr(event, "valarm_list", [])],
                "names": sorted(name.upper() for name in values),
            }
        )
    return found


def about(events: list[dict[str, Any]], summary: str) -> dict[str, Any]:
    return next(one for one in events if one["summary"] == summary)


@pytest.fixture
def manager(app: Flask) -> Person:
    return builders.person(Role.MANAGER)


@pytest.fixture
def agreement(manager: Person) -> Agreement:
    return builders.agreement(manager_id=manager.id)


def meeting(kind: BodyKind, day: date, home: str | None = None, **more: Any) -> Meeting:
    owner = builders.municipality(home).id if home else None
    wanted = sa.select(Body).where(Body.kind == kind, Body.municipality_id.is_(owner))
    if owner:
        wanted = sa.select(Body).where(Body.kind == kind, Body.municipality_id == owner)
    body = db.session.scalars(wanted).first()
    assert body
    made = Meeting(body=body, held_on=day, **more)
    db.session.add(made)
    db.session.commit()
    return made


def test_the_association_finds_its_deadlines_replies_and_meetings(
    client: FlaskClient, agreement: Agreement, manager: Person
) -> None:
    builders.recommendation(agreement)
    meeting(BodyKind.BOARD, date(2026, 12, 11), hand_in_by=date(2026, 12, 1))
    events = fetched(client, address_of(manager))
    notice = about(events, NOTICE)
    assert notice["day"] == date(2026, 12, 31)
    assert notice["description"] == "Om inget görs förlängs avtalet till 31 december 2029."
    assert notice["url"] == f"http://localhost/avtal/{agreement.slug}"
    assert notice["alarms"] == [
        timedelta(hours=8) - timedelta(days=days) for days in (180, 90, 30, 7)
    ]
    reply = about(events, "Svara senast: Läkarmedverkan, ny bilaga 2 om jourtid")
    assert (reply["day"], reply["alarms"]) == (builders.REPLY_BY, [])
    board = about(events, "Styrelsen, Norrbottens Kommuner")
    assert board["description"] == "Handlingarna ska in senast 1 december 2026."
    assert board["status"] == "CONFIRMED"


def test_options_and_reviews_stand_in_it_too(client: FlaskClient, manager: Person) -> None:
    builders.agreement(
        "Trygghetslarm",
        manager_id=manager.id,
        notice_period="",
        following_term="",
        option_step="1y",
        option_times=2,
        option_use_by="6m",
        review_on=date(2027, 3, 1),
    )
    found = {one["summary"]: one for one in fetched(client, address_of(manager))}
    option = found["Sista dag att använda optionen: Trygghetslarm"]
    assert (option["day"], len(option["alarms"])) == (date(2027, 6, 30), 4)
    assert found["Följ upp Trygghetslarm"]["day"] == date(2027, 3, 1)
    assert found["Följ upp Trygghetslarm"]["description"] == ""


def test_a_settled_deadline_says_so_and_rings_no_bell(
    client: FlaskClient, agreement: Agreement, manager: Person
) -> None:
    address = address_of(manager)
    before = about(fetched(client, address), NOTICE)
    decide(
        agreement, DeadlineKind.NOTICE, before["day"], Told(Answer.PROLONG, "Fungerar bra"), manager
    )
    after = about(fetched(client, address), NOTICE)
    assert (after["uid"], after["day"]) == (before["uid"], before["day"])
    assert (after["description"], after["alarms"], after["sequence"]) == ("Avgjort.", [], 1)


def test_a_changed_term_moves_the_same_event(
    client: FlaskClient, agreement: Agreement, manager: Person
) -> None:
    address = address_of(manager)
    before = about(fetched(client, address), NOTICE)
    assert about(fetched(client, address), NOTICE) == before, "nothing has changed"
    agreement.notice_period = "6m"
    after = about(fetched(client, address), NOTICE)
    assert (before["uid"], before["sequence"]) == (after["uid"], 0)
    assert (after["day"], after["sequence"]) == (date(2027, 6, 30), 1)
    assert after["changed"] >= before["changed"]


def test_a_moved_meeting_moves_and_a_removed_one_is_cancelled_without_its_words(
    client: FlaskClient, manager: Person
) -> None:
    held = meeting(BodyKind.BOARD, date(2026, 12, 11), place="Hemligt rum")
    address = address_of(manager)
    (before,) = fetched(client, address)
    held.held_on = date(2026, 12, 18)
    (moved,) = fetched(client, address)
    assert (moved["uid"], moved["day"]) == (before["uid"], date(2026, 12, 18))
    db.session.delete(held)
    (gone,) = fetched(client, address)
    assert (gone["uid"], gone["status"], gone["sequence"]) == (before["uid"], "CANCELLED", 2)
    assert (gone["summary"], gone["description"], gone["alarms"]) == ("Gäller inte längre", "", [])


def test_a_new_address_gives_the_same_events(
    client: FlaskClient, agreement: Agreement, manager: Person
) -> None:
    first = fetched(client, address_of(manager))
    assert fetched(client, address_of(manager)) == first


def test_a_deadline_of_somebody_else_rings_no_bell(
    client: FlaskClient, agreement: Agreement, manager: Person
) -> None:
    other = builders.person(Role.SECRETARY)
    assert about(fetched(client, address_of(other)), NOTICE)["alarms"] == []


def test_a_clerk_finds_the_own_municipality_and_nothing_else(
    client: FlaskClient, agreement: Agreement
) -> None:
    sent = builders.recommendation(agreement)
    meeting(BodyKind.COUNCIL, date(2026, 12, 14), "Piteå")
    meeting(BodyKind.COUNCIL, date(2026, 12, 21), "Luleå")
    meeting(BodyKind.BOARD, date(2026, 12, 11))
    events = fetched(client, address_of(builders.person(Role.CLERK, "Piteå")))
    assert [(one["summary"], one["day"]) for one in events] == [
        ("Kommunfullmäktige, Piteå kommun", date(2026, 12, 14)),
        (f"Svara senast: {sent.title}", builders.REPLY_BY),
    ]
    assert events[1]["url"].endswith(f"/kommuner/pitea/beslut/{sent.slug}")
    assert events[1]["alarms"] == [timedelta(hours=8) - timedelta(days=one) for one in (14, 3)]


def test_an_answer_takes_the_reply_day_out_of_the_own_calendar_only(
    client: FlaskClient, agreement: Agreement
) -> None:
    sent = builders.recommendation(agreement)
    here, there = (address_of(builders.person(Role.CLERK, one)) for one in ("Piteå", "Luleå"))
    assert len(fetched(client, here)) == len(fetched(client, there)) == 1
    builders.decision(sent, "Piteå")
    assert [one["status"] for one in fetched(client, here)] == ["CANCELLED"]
    assert [one["status"] for one in fetched(client, there)] == ["CONFIRMED"]


def test_a_role_taken_away_takes_its_days_away_at_the_next_fetch(
    client: FlaskClient, agreement: Agreement, manager: Person
) -> None:
    address = address_of(manager)
    assert NOTICE in [one["summary"] for one in fetched(client, address)]
    manager.role, manager.municipality = Role.READER, builders.municipality("Kalix")
    answer = client.get(address)
    assert "säga upp" not in answer.text
    assert agreement.slug not in answer.text


def test_english_readers_get_an_english_calendar(
    client: FlaskClient, agreement: Agreement, manager: Person
) -> None:
    manager.language = "en"
    events = fetched(client, address_of(manager))
    notice = about(events, f"Last day to give notice on {agreement.title}")
    assert (
        notice["description"]
        == "If nothing is done, the agreement is prolonged to 31 December 2029."
    )


@pytest.mark.parametrize(
    "hostile",
    [
        "A\r\nATTENDEE:mailto:x@example.org",
        "A\rSTATUS:CANCELLED",
        "A\nEND:VEVENT",
        "A\u2028B\vC\x85D",
        'semi;colon, comma \\ backslash \\n \\, ”quote” "q"',
        "Överenskommelse 🫐 " * 12,
    ],
)
def test_no_text_becomes_a_property(client: FlaskClient, manager: Person, hostile: str) -> None:
    builders.agreement(hostile, manager_id=manager.id, slug="fientligt")
    held = meeting(BodyKind.BOARD, date(2026, 12, 11), place=hostile[:120])
    raw = client.get(address_of(manager)).data
    assert not re.search(rb"\r(?!\n)|(?<!\r)\n|[\x00-\x08\x0b\x0c\x0e-\x1f]", raw)
    assert max(map(len, raw.split(b"\r\n"))) <= 75
    events = as_both_read(raw)
    plain = " ".join(re.sub("[\r\n\v\x85\u2028]", " ", hostile).split())
    assert f"Sista dag att säga upp {plain}" in [one["summary"] for one in events]
    assert {one["status"] for one in events} == {"CONFIRMED"}
    assert {"ATTENDEE", "ORGANIZER"}.isdisjoint(events[0]["names"])
    assert len(events) == 2, held


def test_the_secret_is_long_kept_as_a_hash_and_in_no_log(
    client: FlaskClient, manager: Person, capfd: pytest.CaptureFixture[str]
) -> None:
    address = address_of(manager)
    token = address.partition("=")[2]
    assert len(token) >= 43, "256 bits"
    client.get(address)
    client.get(f"{PATH}?nyckel={token[::-1]}")
    client.post(address)
    kept = db.session.scalars(sa.select(CalendarFeed.token_hash)).one()
    assert kept != token
    assert len(kept) == 64
    told = capfd.readouterr()
    assert token not in told.out + told.err
    assert token[::-1] not in told.out + told.err


def test_nobody_keeps_the_answer_and_no_cookie_comes_with_it(
    client: FlaskClient, manager: Person
) -> None:
    answer = client.get(address_of(manager))
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Content-Type"].startswith("text/calendar")
    assert "Set-Cookie" not in answer.headers
    assert client.post(address_of(manager)).status_code in (400, 405)


def test_a_withdrawn_address_a_replaced_one_and_a_shut_account_open_nothing(
    client: FlaskClient, manager: Person, sign_in: SignIn
) -> None:
    old = address_of(manager)
    new = address_of(manager)
    assert [client.get(one).status_code for one in (old, new)] == [404, 200]
    manager.active = False
    assert client.get(new).status_code == 404
    manager.active = True
    assert client.get(new).status_code == 200
    post(sign_in(manager), "/konto/kalender/ta-bort", {}, page="/konto")
    assert client.get(new).status_code == 404


def test_a_guesser_gets_the_same_answer_each_time_and_is_soon_not_looked_up(
    client: FlaskClient, manager: Person
) -> None:
    address = address_of(manager)
    missing = client.get("/finns-inte")
    for number in range(GUESSES_AN_HOUR + 5):
        answer = client.get(f"{PATH}?nyckel={number:043}")
        assert answer.status_code == 404
        assert without_changing(answer.text) == without_changing(missing.text)
    assert client.get(PATH).status_code == 404
    guesses = sa.select(sa.func.count()).select_from(Attempt).where(Attempt.kind == "calendar")
    assert db.session.scalar(guesses) == GUESSES_AN_HOUR
    assert client.get(address).status_code == 404, "even the right one, from there"
    elsewhere = {"REMOTE_ADDR": "192.0.2.7"}
    assert client.get(address, environ_base=elsewhere).status_code == 200


def test_a_subscription_to_a_withdrawn_address_does_not_shut_its_neighbours_out(
    client: FlaskClient, manager: Person
) -> None:
    old, new = address_of(manager), address_of(manager)
    for _ in range(GUESSES_AN_HOUR + 5):
        assert client.get(old).status_code == 404
    assert client.get(new).status_code == 200


def test_the_owner_makes_sees_once_and_withdraws_the_address(
    client: FlaskClient, manager: Person, sign_in: SignIn
) -> None:
    browser = sign_in(manager)
    assert "Gör en kalenderadress" in browser.get("/konto").text
    made = post(browser, "/konto/kalender", {}, page="/konto")
    shown = re.search(r'value="http://localhost(/[\w/.]+\?nyckel=[\w-]{43})"', made.text)
    assert shown
    assert made.headers["Cache-Control"] == "no-store"
    assert client.get(shown.group(1)).status_code == 200
    page = browser.get("/konto").text
    assert "nyckel=" not in page
    assert "Gör en ny adress" in page
    answer = post(browser, "/konto/kalender/ta-bort", {}, page="/konto")
    assert answer.location == "/konto#kalender"
    assert "Kalenderadressen är borttagen." in browser.get("/konto").text
    assert client.get(shown.group(1)).status_code == 404


def test_the_calendar_takes_the_same_number_of_statements_however_much_there_is(
    client: FlaskClient, agreement: Agreement, manager: Person
) -> None:
    address = address_of(manager)
    builders.recommendation(agreement)
    client.get(address)
    with counted() as few:
        client.get(address)
    for number in range(4):
        more = builders.agreement(f"Avtal {number}", responsible_id=manager.id)
        builders.recommendation(more, title=f"Rekommendation {number}")
        meeting(BodyKind.BOARD, date(2026, 12, 11) + timedelta(days=number))
    client.get(address)
    with counted() as many:
        client.get(address)
    assert len(many) == len(few)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(CalendarEvent)) == 14


def test_fetches_at_the_same_moment_tell_the_same(
    app: Flask, agreement: Agreement, manager: Person
) -> None:
    address = address_of(manager)
    clients = [app.test_client() for _ in range(4)]

    def fetch(client: FlaskClient) -> list[str]:
        with app.app_context():
            answer = client.get(address)
        return [str(one["UID"]) for one in icalendar.Calendar.from_ical(answer.data).events]

    with ThreadPoolExecutor(len(clients)) as threads:
        first, *others = threads.map(fetch, clients)
    assert len(first) == 1
    assert others == [first] * 3


def test_every_watched_day_of_agreements_has_its_words() -> None:
    elsewhere = {DeadlineKind.REPLY, DeadlineKind.MEETING, DeadlineKind.EXCERPT, *OF_NEGOTIATIONS}
    assert SUMMARIES.keys() == set(DeadlineKind) - elsewhere
