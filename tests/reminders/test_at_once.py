"""Who is away, and other usual days, count at once: what waits is withdrawn, visibly, and what is
due now is planned."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from nk_avtal.agreements.models import Agreement
from nk_avtal.db import db
from nk_avtal.domain.people import Role
from nk_avtal.domain.recipients import Withheld
from nk_avtal.outbox.models import MessageState
from nk_avtal.reminders.models import Absence, Reminder
from nk_avtal.reminders.running import run
from tests import builders
from tests.pages import hidden_fields, post

SignIn = Callable[..., FlaskClient]
TODAY = builders.TODAY
ABSENCES, USUAL = "/paminnelser/franvaro", "/paminnelser/dagar/accord"
DRAWN_BACK = "En påminnelse som väntade har dragits tillbaka."


@pytest.fixture
def manager(app: Flask) -> builders.Person:
    return builders.person(Role.MANAGER, email="chef@example.org", name="Avdelningschefen")


@pytest.fixture
def stand_in(app: Flask) -> builders.Person:
    return builders.person(Role.NEGOTIATOR, email="vikarie@example.org", name="Vikarien")


@pytest.fixture
def waiting(manager: builders.Person) -> Agreement:
    """Thirty days before the last day of notice, and the mail waits."""
    made = builders.agreement(end_on=date(2027, 12, 24), manager_id=manager.id)
    assert run(TODAY).planned == 1
    return made


@pytest.fixture
def browser(manager: builders.Person, sign_in: SignIn) -> FlaskClient:
    return sign_in(manager)


def ledger() -> list[tuple[int, str, Withheld | None, MessageState | None]]:
    db.session.expire_all()
    return [
        (one.lead_days, one.recipient, one.withheld, one.message.state if one.message else None)
        for one in db.session.scalars(sa.select(Reminder).order_by(Reminder.id))
    ]


def away(browser: FlaskClient, person: builders.Person, stand_in: builders.Person) -> str:
    days = {"first_on": "24 november", "last_on": "8 januari"}
    people = {"person": person.id, "stand_in": stand_in.id}
    assert post(browser, ABSENCES, days | people).status_code == 302
    return browser.get(ABSENCES).text


def test_what_waits_for_who_is_away_is_withdrawn_and_goes_to_the_stand_in(
    waiting: Agreement, browser: FlaskClient, manager: builders.Person, stand_in: builders.Person
) -> None:
    assert DRAWN_BACK in away(browser, manager, stand_in)
    assert ledger() == [
        (30, "chef@example.org", Withheld.LEFT, MessageState.STOPPED),
        (30, "vikarie@example.org", None, MessageState.QUEUED),
    ]


def test_who_is_not_away_after_all_gets_it_and_the_stand_in_does_not(
    waiting: Agreement, browser: FlaskClient, manager: builders.Person, stand_in: builders.Person
) -> None:
    away(browser, manager, stand_in)
    absence = db.session.scalars(sa.select(Absence)).one()
    post(browser, f"{ABSENCES}/{absence.id}/bort", {}, page=ABSENCES)
    assert DRAWN_BACK in browser.get(ABSENCES).text
    assert ledger() == [
        (30, "chef@example.org", None, MessageState.QUEUED),
        (30, "vikarie@example.org", Withheld.LEFT, MessageState.STOPPED),
    ]
    undo = f"{ABSENCES}/angra?person={manager.id}&first=2026-11-24&last=2027-01-08"
    post(browser, f"{undo}&stand_in={stand_in.id}", {}, page=ABSENCES)
    assert [one[2] for one in ledger()] == [Withheld.LEFT, None]


def change(browser: FlaskClient, notice: str) -> str:
    version = dict(hidden_fields(browser.get(USUAL).text)).get("version", "")
    assert post(browser, USUAL, {"notice": notice, "version": version}).status_code == 302
    return browser.get("/paminnelser/dagar").text


def test_other_usual_days_withdraw_what_waits_on_the_old_ones(
    waiting: Agreement, browser: FlaskClient
) -> None:
    page = change(browser, "15")
    assert "gäller från och med nu" in page
    assert DRAWN_BACK in page
    assert ledger() == [(30, "chef@example.org", Withheld.REPLACED, MessageState.STOPPED)]
    assert (
        "Drogs tillbaka: fristen eller dagarna har ändrats"
        in browser.get("/paminnelser?vy=utskick").text
    )
    change(browser, "")
    assert ledger() == [(30, "chef@example.org", None, MessageState.QUEUED)], "goes after all"


def test_usual_days_by_which_something_is_due_now_plan_it_now(
    app: Flask, browser: FlaskClient, manager: builders.Person
) -> None:
    builders.agreement(end_on=date(2027, 11, 30), manager_id=manager.id)  # six days left
    builders.agreement("Hjälpmedel", end_on=date(2028, 1, 31), manager_id=manager.id)
    run(TODAY)
    before = len(ledger())
    change(browser, "90, 68, 7")
    assert (68, "chef@example.org", None, MessageState.QUEUED) in ledger()[before:]


def test_what_still_is_due_on_its_day_stays(waiting: Agreement, browser: FlaskClient) -> None:
    assert DRAWN_BACK not in change(browser, "60, 30")
    assert ledger()[0] == (30, "chef@example.org", None, MessageState.QUEUED)
