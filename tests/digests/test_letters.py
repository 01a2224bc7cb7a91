"""The weekly letter: who gets it, once, what it tells, and that it travels as real mail."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from nk_avtal.agreements.models import Agreement
from nk_avtal.bodies.models import Body, Meeting
from nk_avtal.db import db
from nk_avtal.digests.models import Digest
from nk_avtal.digests.running import run
from nk_avtal.domain.adoptions import Outcome
from nk_avtal.domain.bodies import BodyKind
from nk_avtal.domain.mail_choices import MailChoice
from nk_avtal.domain.people import Role
from nk_avtal.outbox.models import Message
from nk_avtal.outbox.sending import send_waiting
from nk_avtal.people.models import Person
from tests import builders
from tests.outbox import sink as sinks
from tests.outbox.sink import Sink
from tests.pages import post
from tests.statements import counted

SignIn = Callable[..., FlaskClient]
MONDAY = date(2026, 11, 30)
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def person(role: Role, **more: Any) -> Person:
    """Somebody whose account is older than the letters."""
    made = builders.person(role, **more)
    made.created_at = LONG_AGO
    db.session.commit()
    return made


def letters() -> list[Message]:
    wanted = sa.select(Message).where(Message.kind == "digest").order_by(Message.id)
    return list(db.session.scalars(wanted))


@pytest.fixture
def manager(app: Flask) -> Person:
    return person(Role.MANAGER, email="chef@example.org")


@pytest.fixture
def agreement(manager: Person) -> Agreement:
    return builders.agreement(manager_id=manager.id)


@pytest.fixture
def scene(agreement: Agreement) -> None:
    """A deadline, a late municipality, two decisions of last week, a meeting of this week."""
    late = builders.recommendation(agreement, reply_by=date(2026, 11, 1), without=("Kiruna",))
    for name in {town.name for town in builders.members()} - {"Pajala", "Kiruna"}:
        builders.decision(late, name, decided_on=date(2026, 10, 1), recorded_at=LONG_AGO)
    new = builders.recommendation(agreement, title="Hemsjukvård")
    for name in ("Kalix", "Arvidsjaur"):
        builders.decision(new, name, recorded_at=datetime(2026, 11, 25, 9, tzinfo=UTC))
    builders.decision(
        new,
        "Luleå",
        outcome=Outcome.DECLINED,
        recorded_at=datetime(2026, 11, 20, 9, tzinfo=UTC),
    )
    board = db.session.scalars(sa.select(Body).where(Body.kind == BodyKind.BOARD)).one()
    council = db.session.scalars(
        sa.select(Body).where(
            Body.kind == BodyKind.COUNCIL,
            Body.municipality_id == builders.municipality("Piteå").id,
        )
    ).one()
    for body, day in ((board, 2), (council, 3), (board, 11)):
        db.session.add(Meeting(body=body, held_on=date(2026, 12, day)))
    db.session.commit()


def test_the_letter_tells_what_the_week_holds(scene: None, manager: Person) -> None:
    assert run(MONDAY) == 0
    (letter,) = letters()
    assert letter.subject == "Vecka 49: 1 frist, 2 nya beslut"
    assert letter.recipient == manager.email
    lines = [line for line in letter.text.splitlines() if line]
    assert lines[:10] == [
        "ATT AVGÖRA",
        "31 december 2026   Sista dag att säga upp Läkarmedverkan i kommunal hälso- och sjukvård."
        " Om inget görs förlängs avtalet till 31 december 2029.",
        "FÖRSENADE KOMMUNER",
        "Pajala   Läkarmedverkan, ny bilaga 2 om jourtid (29 dagar)",
        "BESLUT SEDAN FÖRRA VECKAN",
        "Arvidsjaur, Kalix   Hemsjukvård: antagit",
        "MÖTEN",
        "2 december 2026   Styrelsen",
        "Allt på ett ställe: http://localhost/",
        "Välj vilka mejl du får: http://localhost/paminnelser/mejl",
    ]
    assert "<b>Att avgöra</b>" in letter.html
    assert "nowrap>Pajala</td>" in letter.html


def test_a_clerk_who_wants_it_reads_of_the_own_municipality_alone(scene: None) -> None:
    clerk = person(Role.CLERK, home="Piteå")
    clerk.mail_choice = MailChoice.WEEKLY
    run(MONDAY)
    letter = next(one for one in letters() if one.recipient == clerk.email)
    assert letter.subject == "Vecka 49: 1 ärende att besluta, 1 möte"
    lines = [line for line in letter.text.splitlines() if line]
    assert lines[:4] == [
        "ATT BESLUTA",
        "31 december 2026   Svara senast: Hemsjukvård",
        "MÖTEN",
        "3 december 2026   Kommunfullmäktige",
    ]
    for other in ("Pajala", "Kalix", "Styrelsen", "säga upp"):
        assert other not in letter.text


def test_what_a_reader_of_the_letter_is_not_told_of_one_by_one_stands_in_it(
    agreement: Agreement,
) -> None:
    clerk = person(Role.CLERK, home="Piteå")
    clerk.mail_choice = MailChoice.WEEKLY
    sent = builders.recommendation(agreement)
    builders.decision(sent, "Piteå", decided_on=date(2026, 11, 2), recorded_at=LONG_AGO)
    run(MONDAY)
    letter = next(one for one in letters() if one.recipient == clerk.email)
    assert letter.text.startswith(f"PROTOKOLLSUTDRAG SAKNAS\n\n2 november 2026   {sent.title}\n")


def test_it_comes_once_a_week_and_late_when_the_service_was_off(
    scene: None, manager: Person
) -> None:
    thursday = MONDAY + timedelta(days=3)
    run(thursday)
    run(thursday)
    run(MONDAY + timedelta(days=4))
    (letter,) = letters()
    assert letter.text.startswith("Det här veckobrevet är försenat.")
    run(MONDAY + timedelta(days=7))
    assert [one.subject[:8] for one in letters()] == ["Vecka 49", "Vecka 50"]
    assert not letters()[1].text.startswith("Det här")


def test_on_a_weekend_it_is_left_to_the_next_letter(scene: None) -> None:
    run(MONDAY + timedelta(days=5))
    run(MONDAY + timedelta(days=6))
    assert letters() == []


def test_when_monday_is_a_holiday_it_comes_on_the_first_working_day_and_is_not_late(
    scene: None,
) -> None:
    easter_monday = date(2027, 3, 29)
    run(easter_monday)
    (letter,) = letters()
    assert "försenat" not in letter.text


def test_a_week_with_nothing_to_tell_has_no_letter_later_either(manager: Person) -> None:
    run(MONDAY)
    assert [one.message_id for one in db.session.scalars(sa.select(Digest))] == [None]
    builders.agreement(manager_id=manager.id)
    run(MONDAY + timedelta(days=1))
    assert letters() == []


def test_whoever_wants_none_has_left_or_is_new_gets_none(scene: None, manager: Person) -> None:
    manager.mail_choice = MailChoice.AT_ONCE
    person(Role.MANAGER, email="slutat@example.org").active = False
    new = person(Role.MANAGER, email="ny@example.org")
    new.created_at = datetime(2026, 11, 30, 8, tzinfo=UTC)
    db.session.commit()
    run(MONDAY)
    assert letters() == []


def test_one_letter_that_cannot_be_written_stops_no_other(scene: None, manager: Person) -> None:
    broken = person(Role.MANAGER, email="trasig@example.org")
    broken.email = "ingen adress"
    db.session.commit()
    assert run(MONDAY) == 1
    assert [one.recipient for one in letters()] == [manager.email]


def test_english_readers_get_it_in_english(scene: None, manager: Person) -> None:
    manager.language = "en"
    run(MONDAY)
    (letter,) = letters()
    assert letter.subject == "Week 49: 1 deadline, 2 new decisions"
    assert "31 December 2026   Last day to give notice on" in letter.text


def test_the_letters_take_as_many_statements_to_read_for_as_many_readers(
    scene: None, manager: Person
) -> None:
    def asked(monday: date) -> int:
        db.session.commit()
        db.session.expire_all()
        with counted() as seen:
            run(monday)
        return sum(one.lstrip().upper().startswith("SELECT") for one in seen)

    few = asked(MONDAY)
    for number in range(3):
        person(Role.MANAGER, email=f"chef-{number}@example.org")
    many = asked(MONDAY + timedelta(days=7))
    assert len(letters()) == 1 + 4
    assert many - few <= 3 * PER_LETTER


PER_LETTER = 2
"""The end of the history's chain, and whether the message is there already."""


@pytest.fixture
def sink() -> Iterator[Sink]:
    with sinks.running() as running:
        yield running


def test_it_travels_as_mail_with_a_way_to_leave_it(
    make_app: Callable[..., Flask], sink: Sink
) -> None:
    app = make_app(**sink.settings)
    with app.app_context():
        builders.agreement(manager_id=person(Role.MANAGER, email="chef@example.org").id)
        run(MONDAY)
        assert send_waiting(at_once=True).sent == 1
    (mail,) = sink.mails
    assert mail["Subject"] == "Vecka 49: 1 frist"
    assert mail["List-Unsubscribe"] == "<http://localhost/paminnelser/mejl>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert "ATT AVGÖRA" in mail.get_body(("plain",)).get_content()
    assert "<b>Att avgöra</b>" in mail.get_body(("html",)).get_content()


def test_the_choice_is_shown_changed_and_refused_when_it_is_none(
    manager: Person, sign_in: SignIn
) -> None:
    browser = sign_in(manager)
    assert "Så påminns du: både påminnelser och veckobrev." in browser.get("/paminnelser").text
    page = browser.get("/paminnelser/mejl").text
    assert "går inte att välja bort" in page
    wrong = post(browser, "/paminnelser/mejl", {"mails": "aldrig"})
    assert wrong.status_code == 422
    answer = post(browser, "/paminnelser/mejl", {"mails": "weekly"})
    assert answer.location == "/paminnelser"
    assert manager.mail_choice is MailChoice.WEEKLY
    assert "Så påminns du: ett veckobrev på måndagar." in browser.get("/paminnelser").text
